"""Streets: which ones are free, which one suits us, what we hold."""

from collections.abc import Sequence

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    field_pair,
    field_style,
    first_steps,
    quartier_filter,
    street_choice,
    street_claims,
    street_panel,
    undo,
)
from dashboard.i18n import _
from data.fieldwork import SectionStatus


def main() -> None:
    """Draw the streets of the outing's quartier, or of any while no outing is planned."""
    st.html(field_style.STYLE)
    st.title(_("Streets"))
    if not cached.quartiers():
        first_steps.no_quartiers()
        return
    team = field_pair.draw()
    problem = state.take_problem()
    if problem:
        st.error(problem, icon=":material/error:")
    undo.draw()
    outing = field_pair.chosen_outing()
    quartier = (
        outing.quartier
        if outing
        else quartier_filter.draw({q.code: q.name for q in cached.quartiers()})
    )
    sections = cached.service().turf.sections(quartier or None)
    street_panel.notice(sections)
    if not sections:
        return
    ours, streets = st.columns([6, 7], gap="large")
    with ours:
        if team:
            _ours(team, sections)
        elif outing and field_pair.offered(outing):
            st.info(_("Choose your pair to take a street."), icon=":material/group:")
        street_panel.held(sections)
    with streets:
        street_panel.draw(sections, quartier, team[1].id if team else "")


def _ours(team: field_pair.Team, sections: Sequence[SectionStatus]) -> None:
    """Draw what a pair holds and what it can take."""
    street_claims.draw(team, sections)
    if not team[0].closed:
        street_choice.best(team)
        street_choice.any_other(team, sections)


main()
