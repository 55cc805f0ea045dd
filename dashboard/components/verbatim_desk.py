"""The desk on which one open answer is read, redacted, coded and quoted, by keyboard alone.

A component of its own because nothing may come between a key and what it does: themes toggle at
once, the focus is on the answer as soon as it is there, and all that was decided is sent together.
Single keys only work while the focus is on the desk. What is shown comes as data and enters the
page as text nodes and values; what comes back is checked.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.i18n import _
from data.analysis.verbatims.markers import MARKERS, Private

LONGEST = 5000
"""Longest redacted text that is taken from the browser, in characters."""

THEME_KEYS = (*"1234567890", *"abdeghijklmopqsuvwy")
"""Keys of the themes in their order; further themes have none. The other letters are actions."""

_HERE = Path(__file__)


class Act(StrEnum):
    """What a person does with the answer on the desk."""

    CONFIRM = "confirm"
    ASIDE = "aside"
    BACK = "back"
    QUEUE = "queue"


@dataclass(frozen=True)
class Piece:
    """A stretch of the answer; `kind` names what is to be taken out, "" where nothing is."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Choice:
    """A theme: its name, its key on the keyboard, and whether it is given or only proposed."""

    key: str
    label: str
    hotkey: str = ""
    chosen: bool = False
    proposed: bool = False


@dataclass(frozen=True)
class Desk:
    """What lies on the desk.

    Parameters
    ----------
    token
        The desk is drawn anew when it changes; until then what was typed stays.
    head
        What is to be done with the answer, or that nothing is left.
    asked
        The question that was answered.
    pieces
        The answer as it is read; empty where nothing is left.
    text
        What others will read, to be changed.
    open
        Whether `text` is shown for changes from the start.
    passage
        What was proposed as a quote before.
    back
        Whether there is an answer to go back to.
    queue
        Whether this answer can be put back into the queue.
    focus
        Whether the focus goes to the answer although it was elsewhere.
    """

    token: str
    head: str
    asked: str = ""
    note: str = ""
    pieces: tuple[Piece, ...] = ()
    text: str = ""
    open: bool = False
    themes: tuple[Choice, ...] = ()
    passage: str = ""
    back: bool = False
    queue: bool = False
    focus: bool = True
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """What the person decided."""

    act: Act
    text: str = ""
    themes: tuple[str, ...] = ()
    passage: str = ""


def draw(desk: Desk, *, key: str, decided: Callable[[object], None]) -> None:
    """Draw the desk; `decided` gets what the browser sent, before the run that follows."""
    mount(asdict(desk) | {"words": _words() | dict(desk.words)}, key=key, decided=decided)


def checked(desk: Desk, sent: object) -> Decision | None:
    """Read what the browser sent; None where it is about another answer or makes no sense.

    Examples
    --------
    >>> desk = Desk("t", "", pieces=(Piece("x"),), themes=(Choice("bus", "Bus"),))
    >>> checked(desk, {"token": "t", "act": "confirm", "text": " x", "themes": ["bus", "<"]})
    Decision(act=<Act.CONFIRM: 'confirm'>, text='x', themes=('bus',), passage='')
    >>> checked(desk, {"token": "other", "act": "confirm"}), checked(desk, 3)
    (None, None)
    """
    if not isinstance(sent, Mapping) or sent.get("token") != desk.token:
        return None
    if sent.get("act") not in tuple(Act):
        return None
    act = Act(str(sent["act"]))
    if (act is not Act.BACK and not desk.pieces) or (act is Act.BACK and not desk.back):
        return None
    given = sent.get("themes")
    chosen = set(map(str, given)) if isinstance(given, list | tuple) else set()
    return Decision(
        act,
        str(sent.get("text") or "")[:LONGEST].strip(),
        tuple(theme.key for theme in desk.themes if theme.key in chosen),
        str(sent.get("passage") or "")[:LONGEST].strip(),
    )


def mount(data: Mapping[str, Any], *, key: str, decided: Callable[[object], None]) -> None:
    """Put the desk into the page."""

    def receive() -> None:
        sent = state.value(key)
        decided(sent.get("decided") if isinstance(sent, Mapping) else None)

    _component()(data=dict(data), key=key, on_decided_change=receive)


@lru_cache(maxsize=1)
def _component() -> Any:
    """Make the desk known to Streamlit, once."""
    script, sheet = (_HERE.with_suffix(end).read_text("utf-8") for end in (".js", ".css"))
    return st.components.v2.component(
        "portes_verbatim_desk", html='<div class="desk"></div>', css=sheet, js=script
    )


def _words() -> dict[str, str]:
    """Give the words on the desk."""
    return {
        "take_out": _("to take out: {kind}"),
        "end": _("end"),
        "edit": _("Change the text"),
        "text": _("What others will read"),
        "text_hint": _("Esc: back to the answer"),
        "hide": _("Take out the selection"),
        "hide_none": _("Select in the text what is to be taken out."),
        "hide_with": MARKERS[Private.NAME],
        "themes": _("Themes"),
        "proposed": _("proposed"),
        "on": _("{theme}: given"),
        "off": _("{theme}: not given"),
        "quote": _("Propose a quote"),
        "unquote": _("No quote"),
        "passage": _("Passage proposed as a quote"),
        "passage_hint": _(
            "Shorten it at either end. Somebody else decides whether it is published."
        ),
        "passage_bad": _("This passage is not part of the text above."),
        "confirm": _("Confirm, next one"),
        "aside": _("Set aside"),
        "back": _("Previous one"),
        "queue": _("Back into the queue"),
        "enter": _("Enter"),
        "keys_themes": _("themes"),
        "anywhere": _("also while typing"),
    }
