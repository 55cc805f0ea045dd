"""How far the doors have come: headline, map, table, what is missing, doors over time."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import first_steps, map_panel, quartier_filter, today
from dashboard.i18n import _


def main() -> None:
    """Draw the page, or what to do first where there is nothing to draw."""
    st.title(_("Coverage"))
    rows = cached.coverage()
    if not rows:
        first_steps.no_quartiers()
        return
    today.draw()
    if cached.overview().empty:
        first_steps.no_records()
    chosen = quartier_filter.draw({row.code: row.name for row in rows})
    view = cached.coverage_view(chosen)
    st.html(view.headline)
    chart, table = st.columns([6, 7], gap="medium")
    with chart:
        map_panel.panel(
            view.map.code,
            view.map.bounds,
            title=_("Doors knocked, as a part of each quartier's target"),
            legend=view.map.legend,
            on_click=state.choose_quartier,
        )
    table.html(view.table)
    st.html(view.todo)
    st.vega_lite_chart(spec=view.chart, width="stretch", alt=view.title)
    if view.days:
        st.html(view.days)


main()
