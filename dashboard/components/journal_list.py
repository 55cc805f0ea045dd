"""The journal: filters, entries page by page, the check, and the file."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import cached, state
from dashboard.components.markup import Cell, Row, table
from dashboard.i18n import _, ngettext, number
from dashboard.journal import Line, sought
from dashboard.journal_words import verdict_lines
from data.store.audit import Sought

PAGE = 50
ACCOUNT, USE_CASE, FIRST, LAST, AT = (f"journal-{name}" for name in ("who", "what", "a", "z", "p"))
CHECK = "check the journal"

_SHEET = """<style>
.journal .sheet :is(th, td) {text-align: left}
.journal .sheet tbody th {white-space: nowrap; font-weight: 400}
.journal .sheet td {overflow-wrap: anywhere}
[data-testid="stAlert"] p {overflow-wrap: anywhere}
@media (max-width: 640px) {
  .journal .sheet thead {position: absolute; clip-path: inset(50%)}
  .journal .sheet :is(tbody, tr, th, td) {display: block; border: 0; padding: .05rem 0}
  .journal .sheet tr {padding: .5rem 0;
    border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent)}
  .journal .sheet small {display: inline}
}
</style>"""
STYLE = " ".join(_SHEET.split())


def filters() -> Sought:
    """Ask whose entries, of what and of which days are meant."""
    service = cached.service()
    people, done = service.journal.accounts(), service.journal.use_cases()
    who, what, first, last = st.columns([3, 3, 2, 2])
    account = who.selectbox(
        _("Who"), list(people), None, people.__getitem__, key=ACCOUNT, placeholder=_("everybody")
    )
    use_case = what.selectbox(
        _("What"), list(done), None, done.__getitem__, key=USE_CASE, placeholder=_("everything")
    )
    begin = first.date_input(_("From day"), None, format="DD/MM/YYYY", key=FIRST)
    end = last.date_input(_("To day"), None, format="DD/MM/YYYY", key=LAST)
    return sought(
        service.settings,
        account=account,
        use_case=use_case or "",
        first=begin if isinstance(begin, date) else None,
        last=end if isinstance(end, date) else None,
    )


def draw(asked: Sought) -> None:
    """Draw one page of entries, newest first."""
    journal = cached.service().journal
    total = journal.count(asked)
    if not total:
        st.info(_("There is no such entry."), icon=":material/history:")
        return
    pages = -(-total // PAGE)
    at = min(int(state.value(AT) or 1), pages)
    lines = journal.lines(asked, skip=(at - 1) * PAGE, most=PAGE)
    st.html(f'<div class="journal">{_table(lines, total)}</div>')
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if pages > 1:
            st.number_input(_("Page (of {n})", n=number(pages)), 1, pages, key=AT, width=140)
        st.download_button(
            _("These entries as CSV"),
            lambda: "".join(journal.csv(asked)).encode(),
            file_name="journal.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="journal-csv",
        )
        st.button(
            _("Check that nobody altered it"),
            key="journal-check",
            icon=":material/verified_user:",
            on_click=state.confirm_first,
            args=(CHECK,),
        )


def check() -> None:
    """Say what checking found, where it was asked for."""
    if not state.confirming(CHECK):
        return
    state.confirmed()
    with st.spinner(_("Checking…")):
        verdict = cached.service().journal.verify()
    said = "\n\n".join(verdict_lines(verdict))
    if verdict.findings:
        st.error(said, icon=":material/gpp_bad:")
    else:
        st.success(said, icon=":material/verified_user:")
        st.caption(
            _(
                "Write the anchor down elsewhere: portes audit --verify --anchor shows later "
                "whether an earlier state was put back."
            )
        )


def _table(lines: Sequence[Line], total: int) -> str:
    heads = [_("When"), _("What"), _("Who"), _("Which")]
    rows = [
        Row([f"{line.at:%d/%m/%Y %H:%M}", line.what, Cell(line.who, line.role), line.about])
        for line in lines
    ]
    return table(ngettext("{n} entry", "{n} entries", total), heads, rows)
