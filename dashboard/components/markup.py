"""Small pieces of HTML in which every text is escaped, and the style sheet of the app.

Streamlit's own table is drawn on a canvas: it cannot be read out, and does not wrap on a phone.
Colours are mixed from the text's own colour, so that they hold in the light and the dark theme.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from dashboard import i18n

_SHEET = """<style>
.stMainBlockContainer {padding-top: 4.5rem; padding-bottom: 3rem; max-width: 1280px}
.stMainBlockContainer :is(h1, h2, h3) {text-wrap: balance}
[data-testid="stHeaderActionElements"] {display: none}
[data-testid="stPageLink"] a {min-height: 2.5rem; margin: 0; padding: .35rem .75rem;
  align-items: center; border-radius: .4rem;
  border: 1px solid color-mix(in srgb, currentColor 22%, transparent)}
[data-testid="stPageLink"] a p {white-space: normal; overflow: visible; line-height: 1.3}
.campaign {margin: 0; line-height: 1.25; font-size: .95rem}
.campaign strong {font-weight: 650}
.campaign span {opacity: .75}
.sheet {width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums;
  font-size: .9rem; line-height: 1.3}
.sheet caption {text-align: left; font-weight: 600; padding: 0 0 .4rem; font-size: 1rem}
.sheet th, .sheet td {padding: .42rem .5rem; text-align: right; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent)}
.sheet thead th {font-weight: 500; opacity: .8; font-size: .82rem; vertical-align: bottom;
  border-bottom-color: color-mix(in srgb, currentColor 40%, transparent)}
.sheet th:first-child, .sheet td:first-child {text-align: left; padding-left: .3rem}
.sheet tbody th {font-weight: 500; overflow-wrap: break-word; hyphens: auto}
.sheet tfoot th, .sheet tfoot td {font-weight: 650; border-bottom: 0}
.sheet tfoot td {white-space: nowrap}
.sheet small {opacity: .75; font-size: .85em; white-space: nowrap}
.sheet tr.chosen {background: color-mix(in srgb, currentColor 9%, transparent);
  box-shadow: inset 4px 0 0 #d9822b}
.sheet tr.chosen th:first-child {padding-left: .75rem; font-weight: 700}
.sheet .more {color: inherit; font-weight: 650}
.bar {display: block; height: .5rem; margin-top: .25rem; border-radius: .25rem; overflow: hidden;
  background: color-mix(in srgb, currentColor 10%, transparent);
  box-shadow: inset 0 0 0 1px color-mix(in srgb, currentColor 30%, transparent)}
.bar i {display: block; height: 100%}
.progress {margin: 0}
.progress .track {position: relative; height: 1.1rem; border-radius: .55rem;
  background: color-mix(in srgb, currentColor 10%, transparent)}
.progress .done {position: absolute; inset: 0 auto 0 0; border-radius: .55rem;
  background: #3b7dd8}
.progress .due {position: absolute; top: -.3rem; bottom: -.3rem; width: 3px; margin-left: -1.5px;
  border-radius: 2px; background: #d9822b}
.progress p {margin: .5rem 0 0; font-size: .95rem}
.progress .key {display: inline-block; width: .75rem; height: .75rem; border-radius: 2px;
  background: #d9822b; margin-right: .35rem}
.legend {margin: 0; font-size: .85rem; line-height: 1.35}
.legend figcaption {font-weight: 600; margin-bottom: .25rem}
.legend ul {display: flex; flex-wrap: wrap; gap: .2rem .9rem; margin: 0; padding: 0;
  list-style: none}
.stHtml .legend ul li {font-size: .85rem; display: flex; align-items: center; gap: .4rem;
  margin: 0 !important;
  padding: 0}
.swatch {flex: none; display: inline-block; width: 1.35rem; height: .95rem; border-radius: 2px;
  box-shadow: inset 0 0 0 1px color-mix(in srgb, currentColor 45%, transparent)}
.swatch.hatched {background-image: repeating-linear-gradient(135deg, #5a5f66 0 1.25px,
  transparent 1.25px 5px)}
.swatch.marked {border: 3px dotted #1b1f24; outline: 1px solid #ffffff; height: 1.15rem;
  box-shadow: none}
.stHtml ul.todo {list-style: none; margin: 0; padding: 0; display: grid; gap: .1rem 1.5rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr))}
.todo li {display: flex; gap: .8rem; align-items: baseline; margin: 0 !important;
  padding: .5rem .1rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent)}
.todo b {flex: none; min-width: 2.6rem; text-align: right; font-size: 1.35rem; line-height: 1;
  font-variant-numeric: tabular-nums}
.todo span {line-height: 1.35}
.todo small {display: block; opacity: .75; font-size: .85rem}
.stHtml dl.figures {display: grid; grid-template-columns: 1.35fr 1fr 1fr 1fr; gap: 1rem;
  margin: 0 0 1rem; padding: 0}
.figures div {padding: .8rem 1rem; border-radius: .4rem;
  border: 1px solid color-mix(in srgb, currentColor 22%, transparent)}
.stHtml .figures dt {font-size: .9rem; font-weight: 400; opacity: .85; margin: 0}
.stHtml .figures dd {margin: .15rem 0 0; font-size: .85rem; line-height: 1.35; opacity: .8}
.stHtml .figures dt + dd {font-size: 1.75rem; font-weight: 650; line-height: 1.2; opacity: 1;
  white-space: nowrap; font-variant-numeric: tabular-nums}
.stHtml .figures div:first-child dt + dd {font-size: 2.3rem}
.stHtml h2 {font-size: 1.2rem; font-weight: 650; margin: 0; padding: .75rem 0 .75rem}
.stHtml .legend .note {font-size: .85rem; margin: .6rem 0 0; opacity: .75}
.fold {border: 1px solid color-mix(in srgb, currentColor 22%, transparent);
  border-radius: .4rem}
.fold summary {cursor: pointer; padding: .55rem .9rem; font-size: .9rem}
.fold[open] {padding-bottom: .6rem}
.fold .sheet {width: calc(100% - 1.8rem); margin: 0 .9rem}
@media (max-width: 900px) {
  [data-testid="stColumn"]:has(.sheet, iframe) {min-width: 100%}
  .stHtml dl.figures {grid-template-columns: 1fr 1fr}
}
@media (max-width: 640px) {
  .stMainBlockContainer {padding: .75rem 1rem 2.5rem}
  [data-testid="stHeader"] {background: none}
  [data-testid="stHeader"], [data-testid="stHeader"] * {pointer-events: none}
  [data-testid="stHeader"] button {background: Canvas; box-shadow: 0 0 0 .25rem Canvas}
  [data-testid="stHeader"] :is(button, button *) {pointer-events: auto}
  .stMainBlockContainer h1 {font-size: 1.6rem; padding: .2rem 0 .5rem}
  .st-key-frame {flex-wrap: nowrap !important; gap: .5rem; min-height: 2.6rem;
    padding-left: 2.6rem}
  .st-key-frame > .stElementContainer:first-child {flex: 0 1 auto}
  .stHtml .campaign {font-size: .85rem}
  .st-key-frame button {min-height: 2rem; padding: .2rem .55rem}
  .st-key-frame button p {font-size: .82rem}
  [data-testid="stAlertContainer"] {padding: .6rem .8rem}
  [data-testid="stAlertContainer"] p {font-size: .92rem}
  [data-testid="stHorizontalBlock"] {row-gap: 1rem}
  .stHtml dl.figures {grid-template-columns: 1fr 1fr; gap: .75rem}
  .figures div {padding: .6rem .75rem}
  .stHtml .figures div dt + dd, .stHtml .figures div:first-child dt + dd {font-size: 1.3rem}
  .st-key-effect [data-testid="stColumn"] {min-width: calc(33% - .5rem); flex: 1 1 0}
  .st-key-effect [data-testid="stHorizontalBlock"] {gap: .5rem}
  .st-key-effect [data-testid="stColumn"] :is([data-testid="stVerticalBlock"],
    [data-testid="stElementContainer"], [data-testid="stMetric"],
    [data-testid="stMetric"] > div) {height: 100%}
  .st-key-effect [data-testid="stMetric"] {padding: 0}
  .st-key-effect [data-testid="stMetric"] > div {padding: .6rem .7rem}
  .st-key-effect [data-testid="stMetric"] * {
    white-space: normal; overflow: visible; word-break: normal; overflow-wrap: normal}
  .st-key-effect [data-testid="stColumn"] [data-testid="stMetricValue"],
  .st-key-effect [data-testid="stMetricValue"] * {
    font-size: 1.2rem !important; white-space: nowrap}
  iframe[title*="st_folium"] {height: min(56vh, 92vw) !important}
  .sheet th, .sheet td {padding: .4rem .25rem}
  .sheet small {display: block}
  .spread .sheet {font-size: .84rem}
  .spread .sheet thead th {font-size: .74rem}
}
@media (max-width: 350px) {
  .campaign {display: none}
  .sheet, .spread .sheet {font-size: .76rem; overflow-wrap: anywhere}
  .sheet thead th, .spread .sheet thead th {font-size: .68rem}
  .sheet th, .sheet td {padding: .35rem .1rem}
}
</style>"""
STYLE = " ".join(_SHEET.split())
"""On one line: Streamlit looks at the indent of each line at each rerun."""


class Html(str):
    """HTML that is sent as it stands: from plain text Streamlit takes the indents at each rerun.

    >>> Html("<p>text</p>")._repr_html_()
    '<p>text</p>'
    """

    def _repr_html_(self) -> str:
        return self


class Cell(NamedTuple):
    """One figure of a table: what is said, and what is added to it in small print."""

    text: str
    small: str = ""
    bar: float | None = None
    """How full the bar under it is, 0 to 1; None for no bar."""
    colour: str = ""
    """Fill of the bar, ``#rrggbb``."""


class Row(NamedTuple):
    """One row of a table; the first cell names it."""

    cells: Sequence[Cell | str]
    chosen: bool = False
    hatched: bool = False
    """Its figures are fragile, as the areas of a map that are drawn hatched."""


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Row], *, foot: Row | None = None
) -> str:
    """Give a table; texts are escaped.

    >>> "<td>1 &lt; 2</td>" in table("", ["a", "b"], [Row(["x", "1 < 2"])])
    True
    """
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(map(_row, rows))
    end = f"<tfoot>{_row(foot)}</tfoot>" if foot else ""
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<table class="sheet">{title}<thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody>{end}</table>"
    )


def details(summary: str, inner: str) -> str:
    """Give something to unfold; `inner` is HTML already.

    >>> details("More", "<p>text</p>")
    '<details class="fold"><summary>More</summary><p>text</p></details>'
    """
    return f'<details class="fold"><summary>{escape(summary)}</summary>{inner}</details>'


def plain(words: str) -> str:
    r"""Take from text what Markdown would read as formatting.

    >>> plain("a_b")
    'a\\_b'
    """
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+!|~$:" else sign for sign in words)


def explained(problem: object) -> str:
    r"""Say what is wrong and how to mend it, in Markdown; what it names stays text.

    >>> from data.errors import ImportFileError, UnreadableTableError
    >>> with i18n.using("en"):
    ...     explained(UnreadableTableError(source="a*b*.csv", reason="it is empty")).split(":")[0]
    '“a\\*b\\*.csv” could not be read as a table'
    """
    return "\n\n".join(part for part in i18n.explain(problem, within=plain) if part)


def _row(row: Row) -> str:
    """Give one row."""
    first, *others = (Cell(cell) if isinstance(cell, str) else cell for cell in row.cells)
    name = f'<th scope="row">{_cell(first)}</th>'
    kinds = " ".join(kind for kind in ("chosen", "hatched") if getattr(row, kind))
    mark = f' class="{kinds}"' if kinds else ""
    mark += ' aria-current="true"' if row.chosen else ""
    return f"<tr{mark}>{name}{''.join(f'<td>{_cell(cell)}</td>' for cell in others)}</tr>"


def _cell(cell: Cell) -> str:
    """Give what stands in one cell."""
    small = f" <small>{escape(cell.small)}</small>" if cell.small else ""
    bar = ""
    if cell.bar is not None:
        width = round(100 * min(max(cell.bar, 0), 1), 1)
        style = f"width:{width}%;background-color:{escape(cell.colour)}"
        bar = f'<span class="bar" aria-hidden="true"><i style="{style}"></i></span>'
    return f"{escape(cell.text)}{small}{bar}"
