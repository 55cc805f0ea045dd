"""The button that opens one thing of a list for change."""

import streamlit as st

from dashboard import state
from dashboard.i18n import _


def draw(kind: str, identity: str, told: str) -> None:
    """Draw it.

    Parameters
    ----------
    kind, identity
        What `state.editing` gives once it was pressed.
    told
        Markdown, what is read out and shown on hover: which one of them changes.
    """
    st.button(
        _("Change"),
        key=f"change-{identity}",
        icon=":material/edit:",
        type="tertiary",
        help=told,
        on_click=state.edit,
        args=(kind, identity),
    )
