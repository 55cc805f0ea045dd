"""A grid that is filled in by keyboard alone: one key a cell, and the next cell has the focus.

A table of text inputs, each with its own name, so that a screen reader reads it as such. A line
may have answers in words below its keys: there one types, and Enter goes on. Nothing
is sent until it is saved, all at once. The code below is the same for all: what it shows comes as
data and enters the page as text nodes and values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

import streamlit as st

from dashboard.i18n import _

_HTML = '<div class="grid"></div>'
_CSS = """
.grid {font: inherit; color: var(--st-text-color); overflow-x: auto; max-width: 44rem}
.grid.wordy {max-width: 60rem}
table {border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums}
th, td {padding: .15rem .4rem; text-align: left; font-weight: 400; line-height: 1.25;
  border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent)}
thead th {font-size: .85rem; opacity: .8; vertical-align: bottom}
tbody tr:nth-child(5n) > * {border-bottom-color: color-mix(in srgb, currentColor 55%, transparent)}
tbody th {min-width: 7rem}
td.cell {width: 3.2rem; padding: .15rem .25rem}
input {box-sizing: border-box; width: 2.8rem; height: 2.2rem; text-align: center; font: inherit;
  font-size: 1.1rem; font-weight: 700; color: inherit; background: transparent;
  border: 1px solid color-mix(in srgb, currentColor 45%, transparent); border-radius: .3rem}
input:focus {outline: 3px solid #3b7dd8; outline-offset: 0}
input.kept {background: color-mix(in srgb, currentColor 9%, transparent)}
input.odd {outline-color: #d1005d}
.wordy tbody tr.line > * {border-bottom: 0; padding-top: .55rem}
.wordy tbody tr.words > * {padding: .15rem .25rem .6rem;
  border-bottom-color: color-mix(in srgb, currentColor 40%, transparent)}
.wordy .rest {width: 100%}
.wordy thead th + th {text-align: center; padding: .15rem 0}
.words div {display: flex; flex-wrap: wrap; gap: .4rem}
.words input {flex: 1 1 13rem; width: auto; min-width: 0; text-align: left; font-size: .95rem;
  font-weight: 400; padding: 0 .6rem}
.words input::placeholder {color: inherit; opacity: .62}
.foot {display: flex; flex-wrap: wrap; gap: .5rem 1.2rem; align-items: center; padding: .8rem 0;
  position: sticky; bottom: 0; background: var(--st-background-color)}
button {font: inherit; min-height: 3rem; padding: 0 1.4rem; border: 0; border-radius: .4rem;
  color: #fff; background: #1f5fae; cursor: pointer}
button:focus-visible {outline: 3px solid currentColor; outline-offset: 2px}
.note {font-size: .9rem; opacity: .85}
@media (max-width: 640px) {
  th, td {padding: .15rem .25rem}
  tbody th {min-width: 0}
  td.cell {width: auto; padding: .15rem .1rem}
  input {width: 2rem}
}
"""
_JS = """
export default function (component) {
  const { data, setTriggerValue, parentElement } = component;
  const root = parentElement.querySelector(".grid");
  if (root.dataset.token === data.token) { return; }
  root.dataset.token = data.token;
  root.replaceChildren();
  const make = (kind, text, within, name) => {
    const made = document.createElement(kind);
    if (text) { made.textContent = text; }
    if (name) { made.className = name; }
    within.append(made);
    return made;
  };
  const fill = (text, values) => text.replace(/\\{(\\w+)\\}/g, (_all, name) => values[name]);
  const wordy = data.texts.length > 0, last = data.columns.length + data.texts.length - 1;
  root.classList.toggle("wordy", wordy);
  const table = make("table", "", root);
  const head = make("tr", "", make("thead", "", table));
  data.heads.forEach((text) => make("th", text, head).setAttribute("scope", "col"));
  if (wordy) { make("td", "", head, "rest"); }
  const body = make("tbody", "", table);
  const cells = [];
  const places = [];
  data.rows.forEach((row, y) => {
    const line = make("tr", "", body, "line");
    make("th", row.label, line).setAttribute("scope", "row");
    cells.push(data.columns.map((column, x) => {
      const input = field(row.label + ", " + column, row.values[x], make("td", "", line, "cell"));
      input.autocapitalize = "none";
      input.inputMode = data.numeric ? "numeric" : "text";
      input.addEventListener("focus", () => input.select());
      input.addEventListener("keydown", (event) => press(event, y, x));
      input.addEventListener("input", () => typed(input, y, x));
      return input;
    }));
    places.push(data.said ? make("td", "", line, "said") : null);
    if (wordy) {
      make("td", "", line, "rest");
      cells[y].push(...words(row, y));
    }
    say(y);
  });
  const foot = make("div", "", root, "foot");
  const save = make("button", data.words.save, foot);
  save.type = "button";
  const count = make("span", "", foot);
  count.setAttribute("role", "status");
  const note = make("span", "", foot, "note");
  note.setAttribute("aria-live", "assertive");
  save.addEventListener("click", send);
  save.addEventListener("keydown", (event) => {
    // With Ctrl held, a browser does not take Enter on a button for a click.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { send(); }
  });
  tell();
  const first = cells.flat().find((input) => !input.value);
  if (data.focus && first) { first.focus({ preventScroll: true }); }

  function field(name, value, within) {
    const input = make("input", "", within);
    input.setAttribute("aria-label", name);
    input.autocomplete = "off";
    input.value = value || "";
    if (input.value) { input.className = "kept"; }
    return input;
  }
  function words(row, y) {
    const place = make("td", "", make("tr", "", body, "words"));
    place.colSpan = data.heads.length + 1;
    const line = make("div", "", place);
    return data.texts.map((text, at) => {
      const x = data.columns.length + at;
      const input = field(row.label + ", " + text, row.values[x], line);
      input.placeholder = text;
      input.maxLength = data.longest;
      input.addEventListener("keydown", (event) => move(event, y, x));
      input.addEventListener("input", () => { input.classList.remove("kept"); tell(); });
      return input;
    });
  }
  function say(y) {
    if (places[y]) { places[y].textContent = data.keys[cells[y][0].value] || ""; }
  }
  function tell() {
    const filled = cells.filter((row) => row.some((input) => input.value.trim())).length;
    count.textContent = fill(data.words.count, { n: filled, total: cells.length });
  }
  function put(input, y, x, letter) {
    if (letter && !(letter in data.keys)) {
      input.classList.add("odd");
      note.textContent = fill(data.words.unknown, { key: letter });
      return false;
    }
    input.classList.remove("odd", "kept");
    input.value = letter;
    note.textContent = "";
    say(y);
    tell();
    return true;
  }
  function typed(input, y, x) {
    const letter = input.value.trim().slice(-1).toLowerCase();
    if (put(input, y, x, letter)) { if (letter) { after(y, x); } } else { input.value = ""; }
  }
  function go(y, x) {
    if (y >= cells.length) { save.focus(); return; }
    if (y >= 0 && cells[y][x]) { cells[y][x].focus(); }
  }
  function after(y, x) { x + 1 < cells[y].length ? go(y, x + 1) : go(y + 1, 0); }
  function move(event, y, x) {
    const moves = {
      Enter: () => (event.ctrlKey || event.metaKey ? send() : after(y, x)),
      ArrowDown: () => go(y + 1, 0), ArrowUp: () => go(y, data.columns.length - 1)
    };
    if (moves[event.key] && !event.isComposing) { event.preventDefault(); moves[event.key](); }
  }
  function press(event, y, x) {
    const moves = {
      Enter: () => (event.ctrlKey || event.metaKey ? send() : after(y, x)),
      ArrowDown: () => go(y + 1, x), ArrowUp: () => go(y - 1, x),
      ArrowRight: () => after(y, x),
      ArrowLeft: () => (x ? go(y, x - 1) : go(y - 1, last)),
      " ": () => after(y, x),
      Delete: () => put(cells[y][x], y, x, ""),
      Backspace: () => (cells[y][x].value ? put(cells[y][x], y, x, "") : go(y - 1, x))
    };
    if (moves[event.key]) { event.preventDefault(); moves[event.key](); return; }
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      if (put(cells[y][x], y, x, event.key.toLowerCase())) { after(y, x); }
    }
  }
  function send() {
    const values = {};
    data.rows.forEach((row, y) => {
      values[row.id] = cells[y].map((input) => input.value);
    });
    setTriggerValue("saved", { token: data.token, values: values });
  }
}
"""


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
    return st.components.v2.component("portes_key_grid", html=_HTML, css=_CSS, js=_JS)


def _nothing() -> None:
    """Do nothing: the value is read where the grid is drawn."""
