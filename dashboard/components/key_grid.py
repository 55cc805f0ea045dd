"""A grid that is filled in by keyboard alone: one key a cell, and the next cell has the focus.

A table of text inputs, each with its own name, so that a screen reader reads it as such. A line
may have answers in words below its keys: there one types, and Enter goes on. Nothing
is sent until it is saved, all at once; until then the tab of the browser may keep it as a draft,
so that a reload loses nothing. The code below is the same for all: what it shows comes as
data and enters the page as text nodes and values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.i18n import _

_HERE = Path(__file__)


@dataclass(frozen=True)
class Line:
    """One line of the grid: its id, what it is called, and what its cells hold at first."""

    id: str
    label: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """What a grid shows.

    Parameters
    ----------
    token
        The grid is drawn anew when it changes; until then what was typed stays.
    heads
        Heads of the table, the one over the names of the lines first.
    columns
        Names of the cells of a line.
    keys
        What each key stands for; no other is taken.
    texts
        Names of the answers in words that a line has as well.
    count
        What to say of the lines that are filled in, with `{n}` and `{total}`.
    draft
        What the keys that were typed and not saved are kept under in the tab; "" for nowhere.
    done
        What to say of the last time it was saved, beside the button.
    said
        Whether what the first cell stands for is written beside it.
    """

    token: str
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Line, ...]
    keys: Mapping[str, str]
    texts: tuple[str, ...] = ()
    longest: int = 2000
    said: bool = False
    numeric: bool = False
    focus: bool = True
    save: str = ""
    count: str = ""
    draft: str = ""
    done: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def draw(grid: Grid, *, key: str) -> Mapping[str, Sequence[str]] | None:
    """Draw a grid; give the cells by line once it was saved, None before.

    The answers in words come after the keys. What comes from the browser is checked: lines and
    keys that the grid does not have are left out.
    """
    words = {
        "save": grid.save,
        "count": grid.count or _("{n} of {total} lines filled in"),
        "unknown": _("“{key}” is no key of this grid."),
    }
    saved = mount(asdict(grid) | {"keys": dict(grid.keys), "words": words}, key=key)
    if not isinstance(saved, Mapping) or saved.get("token") != grid.token:
        return None
    return checked(grid, saved.get("values"))


def checked(grid: Grid, values: object) -> Mapping[str, Sequence[str]]:
    """Keep of what the browser sent only lines and keys that the grid has.

    Examples
    --------
    >>> grid = Grid("t", (), ("outcome",), (Line("1", "12"),), {"e": "interview"})
    >>> checked(grid, {"1": ["e"], "2": ["e"]}), checked(grid, {"1": ["<"]}), checked(grid, 3)
    ({'1': ['e']}, {'1': ['']}, {})
    >>> wordy = Grid("t", (), ("outcome",), (Line("1", "12"),), {}, ("likes",))
    >>> checked(wordy, {"1": ["e", " x  y"]})
    {'1': ['', 'x y']}
    """
    if not isinstance(values, Mapping):
        return {}
    found = {}
    for row in grid.rows:
        cells = values.get(row.id)
        if isinstance(cells, Sequence) and not isinstance(cells, str):
            keys = [str(cell) for cell in cells[: len(grid.columns)]]
            words = [str(cell) for cell in cells[len(grid.columns) :][: len(grid.texts)]]
            found[row.id] = [key if key in grid.keys else "" for key in keys]
            found[row.id] += [" ".join(said.split())[: grid.longest] for said in words]
    return found


def mount(data: Mapping[str, Any], *, key: str) -> object:
    """Put the grid into the page; give what the browser sent, None unless it has just saved."""
    result = _component()(data=dict(data), key=key, on_saved_change=_nothing)
    return getattr(result, "saved", None)


@lru_cache(maxsize=1)
def _component() -> Any:
    """Make the grid known to Streamlit, once."""
    script, sheet = (_HERE.with_suffix(end).read_text("utf-8") for end in (".js", ".css"))
    return st.components.v2.component(
        "portes_key_grid", html='<div class="grid"></div>', css=sheet, js=script
    )


def _nothing() -> None:
    """Do nothing: the value is read where the grid is drawn."""
