"""What people answered, one question at a time: map, table, distribution. Nothing is ranked."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    first_steps,
    frame,
    map_panel,
    quartier_filter,
    results_choices,
    results_question,
    results_reading,
    results_style,
)
from dashboard.i18n import _
from dashboard.results_look import Look


def main() -> None:
    """Draw the page, or what to do first where there is nothing to draw."""
    st.html(results_style.sheet())
    st.title(_("Results"))
    if not cached.quartiers():
        first_steps.no_quartiers()
    elif not any(row.n for row in cached.results()):
        results_reading.no_answers()
    else:
        results_reading.note()
        with st.container(horizontal=True, vertical_alignment="center", key="choices"):
            look = results_choices.look()
        _question(look)
        results_reading.draw(cached.overview().campaign.k)


@st.fragment
def _question(look: Look) -> None:
    """Draw one question; another choice runs no more than this, and not what stands around it."""
    with frame.errors_explained(), cached.one_revision():
        _draw_question(look)


def _draw_question(look: Look) -> None:
    """Draw the question that is chosen."""
    names = {quartier.code: quartier.name for quartier in cached.quartiers()}
    results_choices.link(names)
    question = results_question.choose(cached.questionnaire().ratings)
    view = cached.question_view(question.key, state.quartier(), look)
    st.html(view.head)
    chart, table = st.columns(2, gap="medium")
    with chart:
        map_panel.panel(
            view.map.code,
            view.map.bounds,
            title=view.title,
            legend=view.map.legend,
            key=state.SCORE_MAP,
            on_click=state.choose_quartier,
        )
    with table:
        st.html(view.table)
        quartier_filter.to_quartier_page(view.place)
    st.html(view.spread)
    _counts(view.counts)
    results_choices.comparison(names, question.key, look.measure)


def _counts(table: str) -> None:
    """Draw what the bars show as a table, and send it only once it is unfolded.

    The browser would read it at every choice of a question, before it hands the map on.
    """
    fold = st.expander(_("These figures as a table"), key=state.COUNTS, on_change="rerun")
    if fold.open:
        fold.html(table)


main()
