"""Purging by date: looked at first, then confirmed by typing the date."""

from datetime import date

import streamlit as st

from dashboard import cached, processing_words, state
from dashboard.components import frame
from dashboard.components.markup import Row, table
from dashboard.errors import DashboardError
from dashboard.i18n import _, day, number
from data.errors import DataError

BEFORE = "purge-before"
TYPED = "purge-typed"


def draw() -> None:
    """Ask for the day, show what would go, and purge."""
    st.markdown(
        _(
            "Takes out what is no longer needed of the days before a date, by the periods listed "
            "below. Figures stay as they are; what goes cannot be brought back."
        )
    )
    service = cached.service()
    before = st.date_input(
        _("Before the day"),
        None,
        max_value=service.settings.today,
        format="DD/MM/YYYY",
        key=BEFORE,
    )
    if not isinstance(before, date):
        return
    try:
        rows = list(processing_words.purge_rows(service.privacy.look_at_purge(before)))
    except (DataError, DashboardError) as problem:
        frame.show_problem(problem)
        return
    if not rows:
        st.info(
            _("Nothing is left to purge before {day}.", day=day(before)), icon=":material/check:"
        )
        return
    heads = [_("What"), _("Kept"), _("What goes"), _("Rows")]
    lines = [Row([*row[:3], number(row[3])]) for row in rows]
    st.html(f'<div class="purge">{table(_("What would go"), heads, lines)}</div>')
    _confirm(before)


def _confirm(before: date) -> None:
    """Purge once the date was typed again."""
    wanted = f"{before:%d/%m/%Y}"
    with st.form("purge", border=False):
        typed = st.text_input(_("Type the date {date} to confirm", date=wanted), key=TYPED)
        go = st.form_submit_button(_("Purge"), icon=":material/delete_forever:")
    if not go:
        return
    if typed.strip() != wanted:
        st.error(_("The date typed is another one: nothing was purged."), icon=":material/error:")
        return
    try:
        cached.service().privacy.purge(before)
    except (DataError, DashboardError) as problem:
        frame.show_problem(problem)
        return
    state.leave_message(_("What lay before {day} was purged.", day=day(before)))
    st.rerun()
