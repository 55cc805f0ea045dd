"""The choice of a paper sheet by its code, and the sheets there are."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import paper_lines
from dashboard.components.markup import Cell, Row, explained, plain, table
from dashboard.i18n import _, day, number
from data.errors import SheetError
from data.fieldwork import Sheet
from data.sheet_codes import shown_code, valid_code


def choose() -> Sheet | None:
    """Ask for the code; it is kept in the address."""
    typed = st.text_input(
        _("Code of the sheet"),
        st.query_params.get(state.SHEET, ""),
        key=state.SHEET,
        max_chars=20,
        placeholder="K7M-4RP",
        help=_("At the top of the sheet. Capitals, spaces and dashes do not matter."),
        autocomplete="off",
        width=340,
    )
    state.to_link(state.SHEET, default="")
    if not typed.strip():
        return None
    sheet = _found(typed)
    if sheet:
        st.caption(_about(sheet))
    return sheet


def overview() -> None:
    """List the sheets that were printed and how much of them is keyed in."""
    service = cached.service()
    names = {q.code: q.name for q in cached.quartiers()}
    rows = []
    for outing in reversed(service.rounds.outings()):
        for sheet, done in paper_lines.progress(service.paper.sheets(outing.id)):
            rows.append(
                Row(
                    [
                        # A code stays on one line; it may be copied with that dash.
                        shown_code(sheet.code).replace("-", "\N{NON-BREAKING HYPHEN}"),
                        day(outing.day, "medium"),
                        names.get(sheet.quartier, ""),
                        Cell(number(done), _("of {n}", n=number(len(sheet.lines)))),
                        sheet.checked_by or "–",
                    ]
                )
            )
    if not rows:
        st.info(
            _("No sheet was printed yet. A pair prints its sheet on the page Streets."),
            icon=":material/description:",
        )
        return
    heads = [_("Code"), _("Outing"), _("Quartier"), _("Lines keyed in"), _("Checked by")]
    st.html(table(_("Sheets that were printed"), heads, rows))


def _found(typed: str) -> Sheet | None:
    """Find a sheet by what was typed; say what is wrong with it."""
    if valid_code(typed) is None:
        st.error(
            _(
                "“{code}” is no code of a sheet: a character is wrong, missing or swapped.",
                code=typed,
            )
            + "\n\n"
            + _("Read the code at the top of the sheet again."),
            icon=":material/error:",
        )
        return None
    try:
        return cached.service().paper.sheet(typed)
    except SheetError as problem:
        st.error(explained(problem), icon=":material/error:")
        return None


def _about(sheet: Sheet) -> str:
    """Say whose sheet it is."""
    service = cached.service()
    roster = service.rounds.roster(sheet.outing)
    names = {q.code: q.name for q in cached.quartiers()}
    pair = next((one.number for one in roster.pairs if one.id == sheet.pair), None)
    said = [shown_code(sheet.code), day(roster.outing.day)]
    said.append(plain(names.get(sheet.quartier, "")))
    if pair is not None:
        said.append(_("pair no. {number}", number=pair))
    return " · ".join(part for part in said if part)
