"""axe, the checker of accessible pages, and what it finds that is Streamlit's own.

`STREAMLIT` is the whole list of exceptions: each names the rule, the element that Streamlit draws
and that nothing of ours can change, and why. A journey fails on anything else, and on an exception
that is not found any more.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import axe_playwright_python

AXE: Final = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN: Final = """([rules, frames]) => axe.run({runOnly: rules, iframes: frames}).then(done =>
  done.violations.flatMap(one => one.nodes.map(node => ({
    rule: one.id, target: node.target.flat(), html: node.html, summary: node.failureSummary
  }))))"""


@dataclass(frozen=True)
class Excuse:
    """One thing that axe finds and that Streamlit causes.

    Parameters
    ----------
    rule
        Name of axe's rule.
    part
        CSS selector of the element.
    why
        What Streamlit does there.
    """

    rule: str
    part: str
    why: str


STREAMLIT: Final = (
    Excuse(
        "presentation-role-conflict",
        '[data-testid="stFileUploaderDropzone"]',
        "the place to drop a file on is named and out of the tab order, but called presentation; "
        "the button within it does the same and is found",
    ),
    Excuse(
        "list",
        '[data-testid="stSidebarNavItems"]',
        "the menu on narrow screens puts each group of pages into a div within its list",
    ),
    Excuse(
        "listitem",
        '[data-testid="stSidebarNavItems"] li',
        "and so its entries are not children of the list; links and names are right",
    ),
)


def violations(page: Any, *, frames: bool = False) -> list[dict[str, Any]]:
    """Let axe look at a page; its policy does not bind the browser's own code.

    Parameters
    ----------
    frames
        Look into the frames as well.
    """
    source = AXE.read_text("utf-8")
    for frame in page.frames if frames else [page.main_frame]:
        frame.evaluate(source)
    found: list[dict[str, Any]] = page.evaluate(_RUN, [RULES, frames])
    return found


def said(found: dict[str, Any]) -> str:
    """Put one finding into a line."""
    return f"{found['rule']}: {' '.join(found['target'])} {found['html'][:200]} {found['summary']}"


def excused(page: Any, found: dict[str, Any]) -> Excuse | None:
    """Give the exception that a finding falls under, if any."""
    if len(found["target"]) != 1:  # within a frame: of ours
        return None
    return next(
        (
            one
            for one in STREAMLIT
            if one.rule == found["rule"]
            and page.evaluate(
                "([at, part]) => document.querySelector(at).matches(part)",
                [found["target"][0], one.part],
            )
        ),
        None,
    )
