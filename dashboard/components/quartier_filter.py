"""The choice of a quartier by list, as a click on the map, and the way to the page of one."""

from collections.abc import Mapping

import streamlit as st

from dashboard import state
from dashboard.components import page_links
from dashboard.components.markup import plain
from dashboard.i18n import _


def draw(names: Mapping[str, str]) -> str:
    """Draw the list and, where a quartier is chosen, the way back; give the code chosen.

    Parameters
    ----------
    names
        Name by code, in the order of the list.
    """
    state.from_link(state.QUARTIER, names)
    if state.quartier() and state.quartier() not in names:
        state.choose_quartier(state.TOWN)
    state.hand_quartier_on()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Show"),
            [state.TOWN, *names],
            format_func=lambda code: names.get(code) or _("The whole town"),
            key=state.QUARTIER,
            persist_state="session",
            width=340,
        )
        if state.quartier():
            st.button(
                _("Back to the whole town"),
                icon=":material/arrow_back:",
                on_click=state.choose_quartier,
                args=(state.TOWN,),
                key="whole-town",
            )
    state.to_link(state.QUARTIER, default=state.TOWN)
    return state.quartier()


def to_quartier_page(name: str) -> None:
    """Lead on to the page with all questions, for the quartier of that name if one was chosen."""
    label = _("{quartier}: all questions", quartier=plain(name)) if name else ""
    page_links.draw("quartier", label or _("One quartier, all questions"), "holiday_village")
