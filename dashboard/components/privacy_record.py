"""What is kept of people and why, as everybody may read it."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import processing_words as words
from dashboard.components.markup import Row, details, table
from dashboard.i18n import _
from dashboard.privacy import Record

_SHEET = """<style>
.record .fold {margin: 0 0 .5rem}
.record h3 {font-size: 1.05rem; font-weight: 650; margin: 0; padding: 1rem 0 .5rem}
.record .fold summary b {font-weight: 600}
.record .fold summary span {opacity: .8}
.stHtml .record dl {display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem;
  margin: .2rem .9rem .8rem; padding: 0; font-size: .9rem; line-height: 1.4}
.stHtml .record :is(dt, dd) {margin: 0; padding: 0}
.record dt {opacity: .75}
.record .sheet :is(th, td) {text-align: left; overflow-wrap: anywhere}
.purge .sheet :is(th, td):not(:last-child) {text-align: left}
.told {max-width: 46rem; line-height: 1.5}
.told p {margin: 0 0 .6rem}
@media (max-width: 640px) {
  .stHtml .record dl {grid-template-columns: 1fr; gap: 0}
  .stHtml .record dd {margin-bottom: .4rem}
  .record .sheet :is(th, td):nth-child(2) {display: none}
}
</style>"""
STYLE = " ".join(_SHEET.split())


def notice(parts: Sequence[object]) -> str:
    """Give the campaign's notice as HTML: paragraphs, and lists of items."""
    said = []
    for part in parts:
        if isinstance(part, list):
            said.append(
                "<ul>" + "".join(f"<li>{escape(str(item))}</li>" for item in part) + "</ul>"
            )
        else:
            said.append(f"<p>{escape(str(part))}</p>")
    return f'<div class="told">{"".join(said)}</div>'


def html(record: Sequence[Record]) -> str:
    """Give the record as HTML, a part to unfold for each table."""
    about = [_fold(one) for one in record if one.about_people]
    other = [_fold(one) for one in record if not one.about_people]
    return (
        f'<div class="record"><h3>{escape(_("About people"))}</h3>{"".join(about)}'
        f"<h3>{escape(_('About nobody'))}</h3>{''.join(other)}</div>"
    )


def downloads(record: Sequence[Record]) -> None:
    """Offer the record as files."""
    from data.exporters import rows_csv

    with st.container(horizontal=True):
        for label, name, mime, text in (
            (_("As a text"), "registre.md", "text/markdown", "".join(words.markdown(record))),
            ("CSV", "registre.csv", "text/csv", "".join(rows_csv(words.rows_of(record)))),
        ):
            st.download_button(
                label,
                text.encode(),
                file_name=name,
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"record-{name}",
            )


def _fold(one: Record) -> str:
    facts = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(said)}</dd>" for label, said in words.facts(one)
    )
    rows = [Row([column.what, column.name, column.kept]) for column in one.columns]
    first, second, third = words.column_labels()
    columns = table("", [second, first, third], rows)
    return details(f"{one.title} – {one.kept}", f"<dl>{facts}</dl>{columns}")
