"""A layer of streets: lines that tell their state by colour and by dashes, over quartier outlines.

Sent as rows, not as GeoJSON: a thousand streets stay below 300 kB. Colours are those of Okabe and
Ito, dark enough on paper; each state has dashes of its own, for those who see no colours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import folium
import geopandas as gpd
import numpy as np
import shapely

from geo.crs import require_crs, to_metric, to_wgs84
from geo.leaflet import Lines
from geo.webmap import Bounds

_DECIMALS: Final = 5


@dataclass(frozen=True)
class LineStyle:
    """How the streets of one state are drawn.

    Parameters
    ----------
    colour
        ``#rrggbb``.
    dashes
        Lengths of dashes and gaps in pixels, as SVG has them; "" for a solid line.
    weight
        Width in pixels.
    """

    colour: str
    dashes: str = ""
    weight: float = 5


FREE: Final = LineStyle("#0072b2", weight=5)
TAKEN: Final = LineStyle("#b8860b", "10 6", weight=5)
IN_PROGRESS: Final = LineStyle("#c03a00", "2 7", weight=6)
DONE: Final = LineStyle("#8a919c", "1 5", weight=3)


@dataclass(frozen=True)
class StreetStyle:
    """How one street is drawn: its look, and the lines of its tooltip as plain text.

    `mine` puts a dark casing around it: it is the street of whoever looks.
    """

    look: LineStyle
    lines: tuple[str, ...]
    mine: bool = False


def display_lines(
    sections: gpd.GeoDataFrame, *, tolerance_m: float = 5.0, decimals: int = _DECIMALS
) -> gpd.GeoDataFrame:
    """Simplify street lines for a map.

    Parameters
    ----------
    sections
        Lines, multilines or points in any CRS that is stated.
    tolerance_m
        How far a line may move, metres.
    decimals
        Of the coordinates, degrees: 5 decimals are about one metre.

    Returns
    -------
    geopandas.GeoDataFrame
        The same rows and columns in EPSG:4326.

    Raises
    ------
    MissingCrsError
        The frame does not state its CRS.

    Examples
    --------
    >>> line = shapely.LineString([(0.34, 46.58), (0.3450001, 46.58), (0.35, 46.58)])
    >>> frame = gpd.GeoDataFrame({"code": ["a"]}, geometry=[line], crs="EPSG:4326")
    >>> shapely.get_num_points(display_lines(frame).geometry.iloc[0])
    np.int32(2)
    """
    require_crs(sections, source="sections")
    if not len(sections):
        return sections.to_crs(4326)
    metric = to_metric(sections)
    simple = to_wgs84(metric.set_geometry(metric.geometry.simplify(tolerance_m)))
    rounded = shapely.transform(
        shapely.force_2d(np.array(simple.geometry.array, dtype=object)),
        lambda xy: np.round(xy, decimals),
    )
    return simple.set_geometry(rounded)


def streets_layer(
    sections: gpd.GeoDataFrame,
    styles: Mapping[str, StreetStyle],
    *,
    name: str,
    outlines: gpd.GeoDataFrame | None = None,
) -> folium.FeatureGroup:
    """Draw streets, those of whoever looks on a casing, over the outlines of quartiers.

    A click gives back the feature with its property `code`.

    Parameters
    ----------
    sections
        Columns `code` and geometry, any CRS that is stated; best from `display_lines`.
    styles
        By code; a street without a style is left out.
    name
        Of the layer.
    outlines
        Quartiers drawn as thin grey lines; best from `geo.webmap.display_shapes`.

    Raises
    ------
    MissingCrsError
        A frame does not state its CRS.

    Examples
    --------
    >>> line = shapely.LineString([(0.34, 46.58), (0.35, 46.58)])
    >>> frame = gpd.GeoDataFrame({"code": ["a"]}, geometry=[line], crs="EPSG:4326")
    >>> streets_layer(frame, {"a": StreetStyle(FREE, ("Rue A",))}, name="streets").layer_name
    'streets'
    """
    frame = to_wgs84(sections)
    looks = list(dict.fromkeys(style.look for style in styles.values()))
    rows = [
        [code, looks.index(style.look), style.mine, list(style.lines), *_places(geometry)]
        for code, geometry in zip(frame["code"], frame.geometry.array, strict=True)
        if (style := styles.get(str(code))) and geometry is not None and not geometry.is_empty
    ]
    borders: Sequence[Any] = [] if outlines is None else list(to_wgs84(outlines).geometry.array)
    group = folium.FeatureGroup(name=name)
    Lines(
        rows=rows,
        looks=[
            {"color": look.colour, "weight": look.weight, "dashArray": look.dashes or None}
            for look in looks
        ],
        outlines=[shapely.geometry.mapping(border) for border in borders if border is not None],
    ).add_to(group)
    return group


def bounds_of(frame: gpd.GeoDataFrame, *, margin: float = 0.0008) -> Bounds:
    """Give what a map of some lines should show: west, south, east, north in degrees.

    Parameters
    ----------
    frame
        At least one geometry that is not empty.
    margin
        Added on each side, degrees.

    Examples
    --------
    >>> frame = gpd.GeoDataFrame(geometry=[shapely.Point(0.34, 46.58)], crs="EPSG:4326")
    >>> bounds_of(frame, margin=0.01)
    (0.33, 46.57, 0.35, 46.59)
    """
    west, south, east, north = (float(edge) for edge in to_wgs84(frame).total_bounds)
    edges = west - margin, south - margin, east + margin, north + margin
    return tuple(round(edge, _DECIMALS) for edge in edges)  # type: ignore[return-value]


def _places(geometry: shapely.Geometry) -> tuple[str, Any]:
    """Give the kind of a geometry and its coordinates, rounded.

    A line is sent as steps of 0.00001 degrees from one point to the next, which takes a third of
    the room.
    """
    flat = shapely.transform(shapely.force_2d(geometry), lambda xy: np.round(xy, _DECIMALS))
    if flat.geom_type == "LineString":
        whole = np.round(shapely.get_coordinates(flat) * 10**_DECIMALS).astype(int)
        steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=int))
        return "steps", steps.ravel().tolist()
    shape = shapely.geometry.mapping(flat)
    return shape["type"], shape["coordinates"]
