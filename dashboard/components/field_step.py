"""What comes next is in view and has the focus, without a scroll or a search.

Streamlit puts the next door where the page was left: at the foot of a questionnaire, or past the
question that is asked now; and the focus is nowhere, as the button that had it is gone. This moves
both when another step is shown, and nothing under a thumb while the step is in view anyhow.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import streamlit as st

PROBLEM = '[data-testid="stAlertContentError"]'
HEADING = "h2"
"""The parts of the page that say what is shown: what went wrong, or what a questionnaire asks."""
DOOR = ".door, .st-key-none-left"
"""The entrance, or that none is left."""
_JS = """
const TOP = 60;

export default function ({ data, parentElement }) {
  const mark = parentElement.querySelector("i");
  const before = mark.dataset.step;
  mark.dataset.step = data.name;
  if (before === undefined || before === data.name) { return; }
  requestAnimationFrame(() => {
    const part = document.querySelector(`.st-key-at-the-door :is(${data.part})`);
    if (!part) { return; }
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
    const at = part.getBoundingClientRect().top;
    if (at < TOP || at > innerHeight / 2) { part.scrollIntoView({ block: "start" }); }
  });
}
"""


class Step(NamedTuple):
    """What the page shows now.

    Parameters
    ----------
    name
        What tells it from the step before.
    part
        CSS selector of the part of the page that says it.
    """

    name: str
    part: str


def draw(step: Step) -> None:
    """Bring the step into view where it is not the one before."""
    _component()(data=step._asdict(), key="field-step")


@lru_cache(maxsize=1)
def _component() -> Any:
    """Make it known to Streamlit, once."""
    return st.components.v2.component("portes_field_step", html="<i hidden></i>", js=_JS)
