"""The volunteers: the list, a form for each, and the sign-up list that brings them."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    outing_style,
    results_style,
    volunteer_import,
    volunteer_list,
)
from dashboard.i18n import _

NEW = volunteer_list.NEW


def main() -> None:
    """Draw the page."""
    st.html(outing_style.sheet() + results_style.sheet())
    st.title(_("Volunteers"))
    people = cached.service().rounds.volunteers()
    listed, more = st.columns([7, 5], gap="large")
    with listed:
        if state.editing(volunteer_list.KIND) == NEW:
            volunteer_list.form(None)
        else:
            st.button(
                _("Add a volunteer"),
                key="new-volunteer",
                icon=":material/person_add:",
                type="primary",
                on_click=state.edit,
                args=(volunteer_list.KIND, NEW),
            )
        if people:
            volunteer_list.draw(people)
        else:
            st.info(
                _("No volunteer yet. Add one, or bring the sign-up list in."),
                icon=":material/group_add:",
            )
    with more:
        st.header(_("Bring a sign-up list in"))
        volunteer_import.draw()


main()
