"""What people answered, one question at a time: map, table, distribution. Nothing is ranked."""

import streamlit as st

from dashboard import cached
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
    chart, table = st.columns([6, 6], gap="medium")
    with chart:
        drawn = cached.score_map(question.key)
        title = _("Mean by quartier: {question}", question=text(question.short))
        map_panel.panel(drawn.code, drawn.bounds, title=title, legend=drawn.legend, key="score-map")
    with table:
        results_table.by_quartier(quartiers, town)
    st.subheader(_("How the answers spread"))
    st.html(results_question.scale_html(question))
    spread = _("How the answers to “{question}” spread", question=text(question.short))
    st.vega_lite_chart(spec=cached.question_chart(question.key), width="stretch", alt=spread)
    with st.expander(_("These figures as a table")):
        results_table.spread(
            [(row.name or _("Whole town"), row) for row in (town, *quartiers)], _("Quartier")
        )


main()
