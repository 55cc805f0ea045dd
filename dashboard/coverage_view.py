"""All that the coverage page shows, made once for each state of the records, quartier and language.

Numbers and dates are put into words here and not at each rerun: that is what costs.
"""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from dashboard import charts, progress_map
from dashboard.components import coverage_table, doors_curve, headline, lagging
from dashboard.components.markup import Html
from dashboard.coverage import Curve, Overview
from dashboard.i18n import _
from dashboard.mapview import DrawnMap
from data.analysis.coverage import CoverageRow
from data.analysis.coverage import lagging as behind_plan

if TYPE_CHECKING:
    import geopandas as gpd


class CoverageView(NamedTuple):
    """The page, ready to be drawn.

    Parameters
    ----------
    headline, table
        HTML: figures, progress by quartier.
    todo
        HTML: where doors are missing, which is left out before any record, and the heading of
        the chart.
    chart, title
        Doors over time, and the name of the chart.
    days
        HTML: the chart as a table, and the forecast; empty before any door.
    """

    headline: Html
    map: DrawnMap
    table: Html
    todo: Html
    chart: charts.Spec
    title: str
    days: Html


def build(
    overview: Overview,
    rows: Sequence[CoverageRow],
    curve: Curve,
    shapes: "gpd.GeoDataFrame",
    *,
    chosen: str,
) -> CoverageView:
    """Make the page of the town, or of the quartier with the code `chosen`."""
    shown = next((row for row in rows if row.code == chosen), overview.total)
    due = overview.expected / overview.campaign.goal
    title = _("Doors over time: {name}", name=shown.name or overview.campaign.town)
    todo = "" if overview.empty else lagging.html(behind_plan(rows, due), due)
    return CoverageView(
        headline=Html(headline.html(overview, shown, round((shown.target or 0) * due))),
        map=progress_map.draw(shapes, rows, chosen=chosen),
        table=Html(coverage_table.html(rows, overview.total, chosen=chosen)),
        todo=Html(f"{todo}<h2>{escape(title)}</h2>"),
        chart=charts.doors_curve(curve, today=overview.today),
        title=title,
        days=Html(doors_curve.html(curve)),
    )
