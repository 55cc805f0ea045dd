"""One quartier, all questions: its doors, its figures with their intervals, its distributions."""

import streamlit as st

from dashboard import cached
from dashboard.components import (
    first_steps,
    quartier_filter,
    results_choices,
    results_doors,
    results_question,
    results_reading,
    results_style,
)
from dashboard.components.markup import plain
from dashboard.i18n import _


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
    st.html(results_doors.html(next((row for row in doors if row.code == chosen), total)))
    _answers(chosen, names)


def _answers(chosen: str, names: dict[str, str]) -> None:
    """Draw the answers to all questions, or say that there are none."""
    if cached.place_view(chosen) is None:
        results_reading.no_answers()
        return
    st.header(_("Answers"))
    results_reading.note()
    measure = results_choices.measure()
    view = cached.place_view(chosen, measure)
    means, spread = st.columns(2, gap="medium")
    key = results_doors.key(measure, compare=bool(chosen))
    means.html(results_question.heading(view.title) + key + view.means)
    scale = results_question.scale_html()
    spread.html(results_question.heading(_("How the answers spread")) + scale + view.spread)
    st.html(view.tables)
    if chosen:
        st.header(_("Beside another quartier"))
        other = results_choices.other(names, chosen)
        if other:
            st.html(cached.pair_view(chosen, other, measure=measure))
    results_reading.draw(cached.overview().campaign.k)


main()
