"""Paper sheets: what pairs wrote down, keyed in by the code of the sheet."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    field_pair,
    field_style,
    first_steps,
    paper_answers,
    paper_lines,
    paper_sheets,
)
from dashboard.i18n import _

LINES, ANSWERS = "lines", "answers"


def main() -> None:
    """Draw the sheet that was named, or those there are."""
    st.html(field_style.STYLE)
    st.title(_("Paper sheets"))
    if not cached.quartiers():
        first_steps.no_quartiers()
        return
    sheet = paper_sheets.choose()
    problem = state.take_problem()
    if problem:
        st.error(problem, icon=":material/error:")
    labels = {LINES: _("Doors"), ANSWERS: _("Questionnaires")}
    part = st.segmented_control(
        _("What to key in"),
        list(labels),
        default=LINES,
        required=True,
        format_func=lambda key: labels[key],
        key="paper-part",
        label_visibility="collapsed",
    )
    if part == ANSWERS:
        outing = cached.service().rounds.outing(sheet.outing) if sheet else None
        when = outing.day if outing else cached.service().settings.today
        paper_answers.draw(sheet.quartier if sheet else "", when)
    elif sheet:
        paper_lines.draw(sheet)
    else:
        paper_sheets.overview()
        field_pair.to_outings(_("To the outings"))


main()
