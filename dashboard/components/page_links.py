"""Links from one page to another."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from dashboard import state

PAGES = Path(__file__).resolve().parents[2] / "pages"
"""Streamlit looks for pages beside the script it was started with, which is not where they are."""

_TEAM, _PLACE = (state.OUTING, state.PAIR), (state.QUARTIER,)
_CARRIED: Mapping[str, tuple[str, ...]] = {
    "streets": _TEAM,
    "doors": _TEAM,
    "coverage": _PLACE,
    "quartier": _PLACE,
}


def draw(page: str, label: str, icon: str) -> None:
    """Draw a link to a page, named by its file without the ending.

    What that page would put into its address is carried along: the way back is one step then,
    and not one for each thing that was put there.
    """
    kept = (state.LANGUAGE, *_CARRIED.get(page, ()))
    carried = {key: st.query_params[key] for key in kept if key in st.query_params}
    st.page_link(PAGES / f"{page}.py", label=label, icon=f":material/{icon}:", query_params=carried)
