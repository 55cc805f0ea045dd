"""Hatching as geometry: parallel lines cut out by an area, so that no map plugin is needed.

Lines lie at multiples of the spacing from the origin of the metric CRS: those of neighbours meet.
"""

import math
from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiLineString
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, to_metric, to_wgs84

MOST_LINES: Final = 200
"""Lines an area gets at most; where more would fit, the spacing is doubled until they do not."""

_AREAL: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def hatch(
    geometry: BaseGeometry, *, spacing_m: float = 150.0, angle: float = 45.0, decimals: int = 5
) -> MultiLineString:
    """Parallel lines inside an area.

    Parameters
    ----------
    geometry
        Polygon or multipolygon in EPSG:4326. Anything else, and an empty one, gets no line.
    spacing_m
        Metres between two lines; doubled until no more than `MOST_LINES` cross the area.
    angle
        Degrees, counter-clockwise from the x axis of the metric CRS (about east).
    decimals
        Of the coordinates of the lines, degrees: 5 decimals are about one metre.

    Returns
    -------
    shapely.MultiLineString
        In EPSG:4326. An area smaller than the spacing gets one line through its middle.

    Raises
    ------
    ValueError
        The spacing is not a positive number.

    Examples
    --------
    >>> area = shapely.box(0.30, 46.50, 0.35, 46.55)
    >>> lines = hatch(area, spacing_m=1000)
    >>> len(lines.geoms), lines.within(area.buffer(1e-4))
    (6, True)
    """
    return hatch_all([geometry], spacing_m=spacing_m, angle=angle, decimals=decimals)[0]


def hatch_all(
    geometries: Sequence[BaseGeometry | None],
    *,
    spacing_m: float = 150.0,
    angle: float = 45.0,
    decimals: int = 5,
) -> list[MultiLineString]:
    """Hatch several areas so that the lines of neighbours meet; see `hatch`.

    Raises
    ------
    ValueError
        The spacing is no positive number of metres.

    Examples
    --------
    >>> [len(lines.geoms) for lines in hatch_all([shapely.box(0, 46, 0.01, 46.01), None])]
    [9, 0]
    """
    if not (math.isfinite(spacing_m) and spacing_m > 0):
        raise ValueError(f"the spacing is a positive number of metres, not {spacing_m}")
    metric = to_metric(gpd.GeoDataFrame(geometry=list(geometries), crs=WGS84))
    hatched = [_hatched(area, spacing_m, angle) for area in metric.geometry.array]
    lines = to_wgs84(gpd.GeoDataFrame(geometry=hatched, crs=metric.crs))
    return [_rounded(line, decimals) for line in lines.geometry.array]


def _hatched(area: BaseGeometry | None, spacing: float, angle: float) -> MultiLineString:
    """Lines of one area in metres: it is turned so that they are level, and turned back."""
    if area is None or area.is_empty or shapely.get_type_id(area) not in _AREAL:
        return MultiLineString()
    turned = _turn(area if area.is_valid else shapely.make_valid(area), -angle)
    _west, south, _east, north = turned.bounds
    lines = _level(turned, _heights(south, north, spacing))
    if lines.is_empty:
        lines = _level(turned, np.array([turned.representative_point().y]))
    return _turn(lines, angle)


def _level(area: BaseGeometry, heights: npt.NDArray[np.float64]) -> MultiLineString:
    """Level lines at some heights, cut out by an area."""
    west, _south, east, _north = area.bounds
    ends = np.broadcast_to([west - 1, east + 1], (len(heights), 2))
    across = shapely.linestrings(ends, np.broadcast_to(heights[:, None], ends.shape))
    cut = shapely.intersection(shapely.multilinestrings(across), area)
    parts = shapely.get_parts(shapely.get_parts(cut))
    lines: MultiLineString = shapely.multilinestrings(parts[shapely.length(parts) > 0])
    return lines


def _heights(south: float, north: float, spacing: float) -> npt.NDArray[np.float64]:
    """Multiples of the spacing, or of a doubled one, that lie between two heights."""
    excess = (north - south) / (spacing * (MOST_LINES - 1))
    step = spacing * 2 ** max(0, math.ceil(math.log2(excess))) if excess > 1 else spacing
    return np.arange(math.ceil(south / step), math.floor(north / step) + 1) * step


def _turn(geometry: BaseGeometry, angle: float) -> BaseGeometry:
    """Turn around the origin, counter-clockwise by degrees."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return shapely.transform(geometry, lambda xy: xy @ np.array([[cos, sin], [-sin, cos]]))


def _rounded(lines: MultiLineString, decimals: int) -> MultiLineString:
    """Round the coordinates and leave out lines that became points."""
    parts = shapely.get_parts(shapely.transform(lines, lambda xy: np.round(xy, decimals)))
    kept: MultiLineString = shapely.multilinestrings(parts[shapely.length(parts) > 0])
    return kept
