"""How far the doors have come: headline, map, table, what is missing, doors over time."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    coverage_table,
    doors_curve,
    first_steps,
    headline,
    lagging,
    map_panel,
    quartier_filter,
)
from dashboard.i18n import _
from dashboard.service import Overview
from data.analysis.coverage import CoverageRow


def main() -> None:
    """Draw the page, or what to do first where there is nothing to draw."""
    st.title(_("Coverage"))
    rows = cached.coverage()
    if not rows:
        first_steps.no_quartiers()
        return
    overview = cached.overview()
    if overview.empty:
        first_steps.no_records()
    chosen = quartier_filter.draw({row.code: row.name for row in rows})
    shown = next((row for row in rows if row.code == chosen), overview.total)
    headline.draw(overview, shown, _expected(shown, overview))
    chart, table = st.columns([6, 7], gap="medium")
    with chart:
        _map(chosen)
    with table:
        coverage_table.draw(rows, overview.total, chosen=chosen)
    if not overview.empty:
        lagging.draw(cached.lagging(), overview.expected / overview.campaign.goal)
    title = _("Doors over time: {name}", name=shown.name or overview.campaign.town)
    doors_curve.draw(cached.curve_chart(chosen), cached.curve(chosen), title=title)


def _expected(row: CoverageRow, overview: Overview) -> int:
    """Give the doors that the plan expects by today, of the town or in proportion of a quartier."""
    return round((row.target or 0) * overview.expected / overview.campaign.goal)


def _map(chosen: str) -> None:
    """Draw the map; a click on a quartier filters the page."""
    drawn = cached.progress(chosen)
    map_panel.panel(
        drawn.code,
        drawn.bounds,
        title=_("Doors knocked, as a part of each quartier's target"),
        legend=drawn.legend,
        on_click=state.choose_quartier,
    )


main()
