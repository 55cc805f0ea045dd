"""The way back from the last change, where there is one."""

import streamlit as st

from dashboard import state
from dashboard.components import field_words
from dashboard.i18n import _


def draw() -> None:
    """Draw the button that takes the last change back."""
    offered = state.undo_offered()
    if offered is None:
        return
    label, undo = offered
    if st.button(label, key="undo-last", icon=":material/undo:"):
        state.forget_undo()
        if field_words.attempt(undo):
            state.leave_message(_("The last change was taken back."))
        st.rerun()
