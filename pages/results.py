"""What people answered, one question at a time: map, table, distribution. Nothing is ranked."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    first_steps,
    map_panel,
    results_question,
    results_reading,
    results_style,
    results_table,
    results_town,
)
from dashboard.i18n import _, text
from data.model import Question


def main() -> None:
    """Draw the page, or what to do first where there is nothing to draw."""
    st.html(results_style.sheet())
    st.title(_("Results"))
    rows = cached.results()
    if not cached.quartiers():
        first_steps.no_quartiers()
    elif not any(row.n for row in rows):
        results_reading.no_answers()
    else:
        results_reading.note()
        _question()
        results_reading.draw(cached.overview().campaign.k)


@st.fragment
def _question() -> None:
    """Draw one question; another choice runs no more than this."""
    question = results_question.choose(cached.questionnaire().ratings)
    results_question.draw(question)
    town, *quartiers = (row for row in cached.results() if row.question == question.key)
    results_town.draw(town)
    chosen = state.quartier()
    chart, table = st.columns(2, gap="medium")
    with chart:
        _map(question, chosen)
    with table:
        results_table.by_quartier(quartiers, town, chosen=chosen)
        results_table.to_quartier_page(next((r.name for r in quartiers if r.code == chosen), ""))
    st.subheader(_("How the answers spread"))
    st.html(results_question.scale_html(question))
    spread = _("How the answers to “{question}” spread", question=text(question.short))
    st.vega_lite_chart(spec=cached.question_chart(question.key), width="stretch", alt=spread)
    with st.expander(_("These figures as a table")):
        results_table.spread(
            [(row.name or _("Whole town"), row) for row in (town, *quartiers)], _("Quartier")
        )


def _map(question: Question, chosen: str) -> None:
    """Draw the map of one question; a click on a quartier points it out in the table."""
    drawn = cached.score_map(question.key, chosen)
    map_panel.panel(
        drawn.code,
        drawn.bounds,
        title=_("Mean by quartier: {question}", question=text(question.short)),
        legend=drawn.legend,
        key=state.SCORE_MAP,
        on_click=state.choose_quartier,
    )


main()
