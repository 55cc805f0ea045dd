"""The map of a quartier file that is being checked: its areas, and the findings over them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import folium
import shapely

from dashboard import mapview
from dashboard.i18n import _, explain
from geo.faults import Finding
from geo.webmap import AreaStyle, FaultMark, display_shapes, findings_layer, quartier_layer

if TYPE_CHECKING:
    import geopandas as gpd

AREA = "#c9d7ea"
FAULT = "#d1005d"
"""As `geo.webmap` draws findings."""
LEAST_SPAN = 0.002
"""Degrees the map shows at least, so that a fault of a metre is seen with what is around it."""

Key = tuple[str | None, str, bool, bool]
"""Colour, label, hatched, marked: what `components.map_panel.LegendItem` is made of."""


class FindingsMap(NamedTuple):
    """A map that only has to be shown: Leaflet code, bounds in degrees, keys of the legend."""

    code: str
    bounds: mapview.Bounds
    legend: list[Key]


def draw(frame: "gpd.GeoDataFrame | None", findings: Sequence[Finding]) -> FindingsMap | None:
    """Render the map; None where there is nothing to show.

    Parameters
    ----------
    frame
        The quartiers as they would be used (EPSG:4326, column `code`), or None.
    """
    marks = [FaultMark(one.geometry, explain(one)) for one in findings if one.geometry is not None]
    shapes = [mark.geometry for mark in marks] + (list(frame.geometry) if frame is not None else [])
    if not shapes:
        return None
    group = folium.FeatureGroup(name=_("Findings"))
    legend: list[Key] = []
    if frame is not None:
        _adopt(group, quartier_layer(display_shapes(frame), _styles(frame), name="areas"))
        legend.append((AREA, _("Quartiers as they would be used"), False, False))
    if marks:
        _adopt(group, findings_layer(marks, name="findings"))
        legend.append((FAULT, _("What was found"), False, False))
    return FindingsMap(mapview.render(group), _bounds(shapes), legend)


def _adopt(group: folium.FeatureGroup, other: folium.FeatureGroup) -> None:
    """Draw what another group holds in this one."""
    for child in list(other._children.values()):
        child.add_to(group)


def _styles(frame: "gpd.GeoDataFrame") -> dict[str, AreaStyle]:
    """Give every area the same look, with its name and code as a tooltip."""
    return {
        str(code): AreaStyle(fill=AREA, lines=(str(name), str(code)))
        for code, name in zip(frame["code"], frame["name"], strict=True)
    }


def _bounds(shapes: Sequence[shapely.Geometry]) -> mapview.Bounds:
    """Give what all shapes lie in, widened where that is next to nothing."""
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    spare = max(LEAST_SPAN - max(east - west, north - south), 0) / 2
    return west - spare, south - spare, east + spare, north + spare
