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
    if state.quartier() not in names:
        state.choose_quartier(state.TOWN)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filter"):
        st.selectbox(
            _("Show"),
            [state.TOWN, *names],
            format_func=lambda code: names.get(code) or _("The whole town"),
            key=state.QUARTIER,
            bind="query-params",
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
    return state.quartier()
