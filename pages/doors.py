"""At the door: record one entrance after the other, and ask the questionnaire."""

import streamlit as st

from dashboard import state
from dashboard.components import (
    door_walk,
    field_interview,
    field_pair,
    field_signal,
    field_step,
    field_style,
)
from dashboard.i18n import _


def main() -> None:
    """Draw the next door, or the questionnaire of an interview."""
    st.html(field_style.STYLE)
    st.title(_("At the door"))
    with st.container(key="at-the-door"):
        team = field_pair.draw()
        problem = state.take_problem()
        if problem:
            st.error(problem, icon=":material/error:")
        if team is None:
            return
        open_ones = field_interview.waiting()
        step = field_interview.draw(open_ones) if open_ones else door_walk.draw(team)
    field_step.draw(field_step.Step(problem, field_step.PROBLEM) if problem else step)
    field_signal.draw()


main()
