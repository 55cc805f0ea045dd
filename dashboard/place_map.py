"""The map on which a meeting point is chosen: the quartiers, the streets of one, and the point."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import folium
import shapely
from shapely.geometry import mapping

from dashboard import mapview
from dashboard.i18n import _
from geo.leaflet import Findings
from geo.webmap import AreaStyle, quartier_layer

if TYPE_CHECKING:
    import geopandas as gpd

GROUND, CHOSEN = "#e9edf2", "#cfe0f5"
STREETS, MARK = "#8a919c", "#c2410c"
_DIGITS = 5
_SPOT = 1e-4
"""Degrees: about ten metres."""


class PlaceMap(NamedTuple):
    """A map that only has to be shown; `bounds` are west, south, east, north in degrees."""

    code: str
    bounds: mapview.Bounds


def draw(
    shapes: "gpd.GeoDataFrame",
    streets: Iterable[tuple[str, str]],
    place: tuple[float, float] | None,
    *,
    chosen: str = "",
) -> PlaceMap:
    """Render the map; worth caching.

    Parameters
    ----------
    shapes
        Columns `code`, `name` and geometry, simplified for display.
    streets
        Name and GeoJSON text (EPSG:4326) of the streets to draw.
    place
        Longitude and latitude of the meeting point, None while there is none.
    chosen
        Code of the quartier the map begins with; "" for the whole town.
    """
    styles = {
        str(code): AreaStyle(CHOSEN if code == chosen else GROUND, (str(name),))
        for code, name in zip(shapes["code"], shapes["name"], strict=True)
    }
    group = quartier_layer(shapes, styles, name=_("Meeting point"))
    _add(group, [_feature(_drawn(line), name) for name, line in streets], STREETS)
    if place:
        _add(group, [_feature(shapely.Point(place), _("Meeting point"))], MARK)
    shown = shapes[shapes["code"] == chosen] if chosen in styles else shapes
    west, south, east, north = (float(edge) for edge in shown.total_bounds)
    return PlaceMap(mapview.render(group), (west, south, east, north))


def quartier_at(shapes: "gpd.GeoDataFrame", lon: float, lat: float) -> str:
    """Give the code of the quartier a point lies in, "" for none; for display, to about 9 m."""
    found = shapes["code"][shapes.covers(shapely.Point(lon, lat))]
    return "" if found.empty else str(found.iloc[0])


def _drawn(line: str) -> shapely.Geometry:
    """Give a street as it is drawn; one of which only a point is known is a small spot."""
    found = shapely.from_geojson(line)
    return found.buffer(_SPOT) if found.geom_type == "Point" else found


def _add(group: folium.FeatureGroup, features: list[dict[str, object]], colour: str) -> None:
    if features:
        Findings(features=features, colour=colour).add_to(group)


def _feature(geometry: shapely.Geometry, name: str) -> dict[str, object]:
    """Give a GeoJSON feature with one line of tooltip, rounded to about a metre."""
    rounded = shapely.transform(shapely.force_2d(geometry), lambda xy: xy.round(_DIGITS))
    return {"type": "Feature", "properties": {"lines": [name]}, "geometry": mapping(rounded)}
