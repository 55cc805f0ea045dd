"""When the phases are, and how the goal is spread over the quartiers."""

from datetime import date

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    campaign_texts,
    first_steps,
    frame,
    outing_style,
    page_links,
    phases,
    spread_editor,
    where_next,
)
from dashboard.i18n import _
from data.errors import AllocationError


def main() -> None:
    """Draw the page."""
    st.title(_("Planning"))
    overview = cached.overview()
    phases.draw(cached.calendar_chart(), overview.campaign, overview.today)
    quartiers = cached.quartiers()
    if not quartiers:
        first_steps.no_quartiers()
        campaign_texts.draw(overview.campaign)
        return
    if not cached.overview().empty:
        st.html(outing_style.sheet() + where_next.html(cached.where_next(), _end()))
        page_links.draw("outings", _("Plan an outing"), "event")
    st.header(_("How the doors are spread"))
    choices, effects = st.columns([5, 7], gap="large")
    with choices:
        choice = spread_editor.choose(overview.campaign)
    with effects:
        _effects(choice)
    campaign_texts.draw(overview.campaign)


def _end() -> date:
    """Give the last day of doors."""
    return cached.overview().campaign.doors_phase.end


def _effects(choice: spread_editor.Choice) -> None:
    """Show what the choice would change; save it on demand."""
    try:
        allocation = cached.service().planning.preview_spread(choice.spread, choice.goal)
    except AllocationError as problem:
        frame.show_problem(problem)
        st.caption(_("Nothing was changed."))
        return
    spread_editor.effect(allocation, choice.goal)
    quartiers = cached.quartiers()
    spread_editor.comparison(quartiers, allocation)
    campaign = cached.overview().campaign
    saved = (choice.spread, choice.goal) == (campaign.spread, campaign.goal) and all(
        allocation.targets[q.code] == q.target for q in quartiers
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            _("Save this spread"), type="primary", icon=":material/save:", disabled=saved
        )
        st.caption(_("This is how it is saved.") if saved else _("Not saved yet."))
    if pressed:
        cached.service().planning.save_spread(choice.spread, choice.goal)
        state.leave_message(_("The targets were saved."))
        st.rerun()


main()
