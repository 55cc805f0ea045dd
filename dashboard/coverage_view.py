"""All that the coverage page shows, made once for each state of the records, quartier and language.

Numbers and dates are put into words here and not at each rerun: that is what costs.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dashboard import charts, progress_map
from dashboard.components import coverage_table, doors_curve, headline, lagging
from dashboard.service import Curve, Overview
from data.analysis.coverage import CoverageRow

if TYPE_CHECKING:
    import geopandas as gpd


class CoverageView(NamedTuple):
    """The page, ready to be drawn.

    Parameters
    ----------
    name
        Of the quartier, or of the town.
    headline, table, days
        HTML: figures, progress by quartier, the curve as a table.
    todo
        HTML: where doors are missing; empty before any record.
    chart
        Doors over time.
    """

    name: str
    headline: str
    map: progress_map.ProgressMap
    table: str
    todo: str
    chart: charts.Spec
    days: str


def build(
    overview: Overview,
    rows: Sequence[CoverageRow],
    behind: Sequence[CoverageRow],
    curve: Curve,
    shapes: "gpd.GeoDataFrame",
    *,
    chosen: str,
) -> CoverageView:
    """Make the page of the town, or of the quartier with the code `chosen`."""
    shown = next((row for row in rows if row.code == chosen), overview.total)
    due = overview.expected / overview.campaign.goal
    return CoverageView(
        name=shown.name or overview.campaign.town,
        headline=headline.html(overview, shown, round((shown.target or 0) * due)),
        map=progress_map.draw(shapes, rows, chosen=chosen),
        table=coverage_table.html(rows, overview.total, chosen=chosen),
        todo="" if overview.empty else lagging.html(behind, due),
        chart=charts.doors_curve(curve, today=overview.today),
        days=doors_curve.html(curve),
    )
