"""The map of progress: how far each quartier is towards its target.

Cividis from 0 to 100 %; beyond the target the outline is marked; an area without a target has no
figure to show and is hatched, never coloured as zero.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import folium

from dashboard import mapview
from dashboard.i18n import _, ngettext, number, percent
from dashboard.mapview import DrawnMap, Key
from data.analysis.coverage import CoverageRow
from geo.palette import NEUTRAL, coverage_colour, coverage_marked
from geo.webmap import AreaStyle, quartier_layer

if TYPE_CHECKING:
    import geopandas as gpd

LEGEND_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)


def draw(shapes: "gpd.GeoDataFrame", rows: Sequence[CoverageRow], *, chosen: str = "") -> DrawnMap:
    """Render the map of progress; worth caching."""
    west, south, east, north = (float(edge) for edge in shapes.total_bounds)
    code = mapview.render(layer(shapes, rows, chosen=chosen))
    return DrawnMap(code, (west, south, east, north), legend(rows))


def layer(
    shapes: "gpd.GeoDataFrame", rows: Iterable[CoverageRow], *, chosen: str = ""
) -> folium.FeatureGroup:
    """Give the layer of the areas, the one with the code `chosen` drawn as selected."""
    styles = {row.code: style(row, selected=row.code == chosen) for row in rows}
    return quartier_layer(shapes, styles, name=_("Progress by quartier"))


def style(row: CoverageRow, *, selected: bool = False) -> AreaStyle:
    """Give the look of one area and the lines of its tooltip."""
    ratio = row.ratio
    return AreaStyle(
        fill=NEUTRAL if ratio is None else coverage_colour(ratio),
        lines=tooltip(row),
        hatched=ratio is None,
        marked=ratio is not None and coverage_marked(ratio),
        selected=selected,
    )


def tooltip(row: CoverageRow) -> tuple[str, ...]:
    """Give the lines of a tooltip: name, doors against the target, opened, interviews."""
    if row.target is None or row.ratio is None:
        doors = ngettext("{n} door knocked, no target", "{n} doors knocked, no target", row.knocked)
    else:
        doors = _(
            "{knocked} of {target} doors knocked ({percent})",
            knocked=number(row.knocked),
            target=number(row.target),
            percent=percent(row.ratio),
        )
    opened = ngettext("{n} opened", "{n} opened", row.opened)
    interviews = ngettext("{n} interview", "{n} interviews", row.interviews)
    return (
        row.name,
        doors,
        opened + _in_brackets(_("opening rate"), row.opening_rate),
        interviews + _in_brackets(_("response rate"), row.response_rate),
    )


def legend(rows: Iterable[CoverageRow]) -> list[Key]:
    """Give the keys; those for exceptions only where the map has them."""
    ratios = [row.ratio for row in rows]
    keys: list[Key] = [
        (coverage_colour(step), percent(step), False, False) for step in LEGEND_STEPS
    ]
    if any(ratio is not None and coverage_marked(ratio) for ratio in ratios):
        keys.append((coverage_colour(1), _("beyond the target"), False, True))
    if None in ratios:
        keys.append((NEUTRAL, _("no target"), True, False))
    return keys


def _in_brackets(name: str, rate: float | None) -> str:
    """Give a rate to follow a number, nothing where there is none."""
    return "" if rate is None else f" ({name} {percent(rate)})"
