"""The choice of a quartier by list: as a click on the map, for keyboards and for links."""

from collections.abc import Mapping

import streamlit as st

from dashboard import state
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
