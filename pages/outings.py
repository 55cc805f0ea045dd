"""The outings: a list by date, or one of them with its people, pairs, and what it brought.

Volunteers see when they are and say that they come.
"""

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    first_steps,
    outing_form,
    outing_list,
    outing_page,
    outing_style,
    own_outings,
    undo,
    where_next,
)
from dashboard.i18n import _
from data.model import Role


def main() -> None:
    """Draw the list, the form for a new outing, or one outing."""
    st.html(outing_style.sheet())
    st.title(_("Outings"))
    if not cached.quartiers():
        first_steps.no_quartiers()
        return
    problem = state.take_problem()
    if problem:
        st.error(problem, icon=":material/error:")
    if not cached.may(Role.COORDINATOR):
        own = cached.service().mine.outings()
        own_outings.draw(own, names(), cached.overview().today)
        return
    undo.draw()
    shown = state.shown_outing()
    known = {one.outing.id for one in cached.outing_summaries()}
    if shown == state.NEW_OUTING:
        outing_page.back()
        outing_form.draw(None)
    elif shown in known:
        outing_page.back()
        outing_page.draw(shown)
    else:
        _overview()


def names() -> dict[str, str]:
    """Give the name of each quartier by code."""
    return {q.code: q.name for q in cached.quartiers()}


def _overview() -> None:
    """Draw the list beside where to go next."""
    overview = cached.overview()
    outings, places = st.columns([6, 5], gap="large")
    with outings:
        with st.container(horizontal=True):
            outing_page.new_button()
            if cached.outing_summaries():
                outing_page.calendar_button(None, _("Calendar of all outings"))
        outing_list.draw(cached.outing_summaries(), names(), overview.today)
    with places:
        where_next.draw(cached.where_next(), overview.campaign.doors_phase.end)


main()
