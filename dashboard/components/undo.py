"""The way back from the last change, where there is one."""

import streamlit as st

from dashboard import state
from dashboard.components import frame
from dashboard.i18n import _
from data.errors import DataError


def draw() -> None:
    """Draw the button that takes the last change back."""
    offered = state.undo_offered()
    if offered is None:
        return
    label, undo = offered
    if st.button(label, key="undo-last", icon=":material/undo:"):
        state.forget_undo()
        try:
            undo()
        except DataError as problem:
            frame.show_problem(problem)
            return
        state.leave_message(_("The last change was taken back."))
        st.rerun()
