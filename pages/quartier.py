"""One quartier, all questions: its doors, its means with their intervals, its distributions."""

import streamlit as st

from dashboard import cached
from dashboard.components import (
    first_steps,
    quartier_filter,
    results_doors,
    results_question,
    results_reading,
    results_style,
    results_table,
)
from dashboard.components.markup import plain
from dashboard.i18n import _, text


def main() -> None:
    """Draw the page, or what to do first where there is nothing to draw."""
    st.html(results_style.sheet())
    doors = cached.coverage()
    if not doors:
        st.title(_("Quartier"))
        first_steps.no_quartiers()
        return
    names = {row.code: row.name for row in doors}
    heading = st.empty()
    chosen = quartier_filter.draw(names)
    heading.title(plain(names.get(chosen) or _("The whole town")))
    if not chosen:
        st.caption(_("Choose a quartier to see its answers beside those of the whole town."))
    total = cached.overview().total
    results_doors.draw(next((row for row in doors if row.code == chosen), total))
    _answers(chosen)


def _answers(chosen: str) -> None:
    """Draw the answers to all questions, or say that there are none."""
    found = {(row.question, row.code): row for row in cached.results()}
    asked = cached.questionnaire().ratings
    if not any(found[question.key, chosen].n for question in asked):
        results_reading.no_answers()
        return
    st.subheader(_("Answers"))
    results_reading.note()
    means, spread = cached.place_charts(chosen)
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{_('Mean and interval')}**")
        results_doors.key(compare=bool(chosen))
        st.vega_lite_chart(spec=means, width="stretch", alt=_("Mean and interval"))
    with right:
        st.markdown(f"**{_('How the answers spread')}**")
        st.html(results_question.scale_html())
        st.vega_lite_chart(spec=spread, width="stretch", alt=_("How the answers spread"))
    rows = [(text(q.short) or q.key, found[q.key, chosen], found[q.key, ""]) for q in asked]
    with st.expander(_("These figures as a table"), expanded=False):
        results_table.by_question(rows, compare=bool(chosen))
        results_table.spread([(name, row) for name, row, _town in rows], _("Question"))
    results_reading.draw(cached.overview().campaign.k)


main()
