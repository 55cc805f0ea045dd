"""Links from one page to another."""

from collections.abc import Mapping

import streamlit as st

from dashboard import cached, navigation, state

_TEAM, _PLACE = (state.OUTING, state.PAIR), (state.QUARTIER,)
NOTHING: Mapping[str, str] = {}
_CARRIED: Mapping[str, tuple[str, ...]] = {
    "streets": _TEAM,
    "doors": _TEAM,
    "coverage": _PLACE,
    "quartier": _PLACE,
}


def draw(page: str, label: str, icon: str, shown: Mapping[str, str] = NOTHING) -> None:
    """Draw a link to a page, named by its file; nothing for who may not see that page.

    What that page would put into its address is carried along: the way back is one step then,
    and not one for each thing that was put there.

    Parameters
    ----------
    shown
        What the page is to show, as it stands in its address; by default what is shown now.
    """
    if not navigation.may_see(cached.role(), page):
        return
    kept = (state.LANGUAGE, *_CARRIED.get(page, ()))
    carried = {key: st.query_params[key] for key in kept if key in st.query_params}
    carried |= shown
    file = navigation.PAGES / f"{page}.py"
    st.page_link(file, label=label, icon=f":material/{icon}:", query_params=carried)
