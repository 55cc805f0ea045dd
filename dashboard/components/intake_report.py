"""What an import would do or did: rows in figures, faults with their mend, bad rows as a file."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import PurePath

import streamlit as st

from dashboard.components.intake_words import shorten
from dashboard.components.markup import Cell, Row, plain, table
from dashboard.i18n import _, explain, ngettext, number
from data.importers import ImportReport, RowFinding

SHOWN = 100
"""Faults that are listed on the page; the file of bad rows has all of them."""
NAMED = 5
"""Rows that are named of one fault."""


def figures(report: ImportReport) -> None:
    """Draw the rows in figures: new, already there, left out."""
    cells = [(_("Rows read"), report.rows - report.empty)]
    if report.visits_added or report.visits_known:
        cells.append((_("New visits"), report.visits_added))
    if report.responses_added or report.responses_known:
        cells.append((_("New questionnaires"), report.responses_added))
    cells += [
        (_("Already there"), report.visits_known + report.responses_known),
        (_("Rows left out"), report.rejected),
    ]
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(number(count))}</dd></div>"
        for name, count in cells
    )
    st.html(f'<dl class="facts">{items}</dl>')


def notices(report: ImportReport) -> None:
    """Say what was noticed about the table itself."""
    for notice in report.notices:
        message, mend = explain(notice)
        st.caption(f":material/info: {plain(message)} {plain(mend)}")


def faults(report: ImportReport) -> None:
    """List the faults with their mend, each with all rows that have it."""
    if not report.findings:
        return
    kinds = ngettext(
        "{n} row is left out: the others go in all the same.",
        "{n} rows are left out: the others go in all the same.",
        report.rejected,
    )
    st.warning(kinds, icon=":material/rule:")
    heads = [_("Rows"), _("Column"), _("What is wrong and how to mend it")]
    with st.container(key="findings"):
        st.html(table("", heads, grouped(report.findings[:SHOWN])))
    total = sum(report.fault_counts.values())
    if total > SHOWN:
        st.caption(
            _(
                "The first {shown} of {total} faults; the file of bad rows has all of them.",
                shown=number(SHOWN),
                total=number(total),
            )
        )


def bad_rows(content: bytes, filename: str, *, key: str) -> None:
    """Offer the rows that were left out as a file, with what is wrong in each."""
    st.download_button(
        _("Download the bad rows"),
        content,
        file_name=f"{PurePath(filename).stem}-{_('bad-rows')}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )
    st.caption(
        _("Mend them in this file and bring it in again: rows that went in are not counted twice.")
    )


def grouped(findings: Iterable[RowFinding]) -> list[Row]:
    """Give each fault once, in the order in which the file has them, with its rows."""
    rows: dict[tuple[str, Cell], list[int]] = {}
    for finding in findings:
        fault = shorten(finding.column, 60), Cell(*explain(finding))
        rows.setdefault(fault, []).append(finding.row)
    return [Row([_places(at), column, said]) for (column, said), at in rows.items()]


def _places(rows: Sequence[int]) -> Cell:
    """Name some rows of the file, and say how many there are."""
    named = ", ".join(map(number, rows[:NAMED]))
    if len(rows) <= NAMED:
        return Cell(named)
    return Cell(f"{named}…", ngettext("{n} row", "{n} rows", len(rows)))
