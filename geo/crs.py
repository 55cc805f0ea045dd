"""Coordinate systems: degrees at the borders of the package, metres for measuring.

Frames that come in and go out are in longitude/latitude (EPSG:4326). Areas and distances are
taken in Lambert-93 (EPSG:2154) inside metropolitan France, else in the UTM zone of the data.
"""

from __future__ import annotations

from functools import cache

import geopandas as gpd
import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geo.errors import MissingCrsError, UnknownCrsError

WGS84 = "EPSG:4326"
LAMBERT93 = "EPSG:2154"
METROPOLITAN_FRANCE = (-9.86, 41.15, 10.38, 51.56)
"""West, south, east, north in degrees: the area of use of EPSG:2154 in the EPSG registry."""


def source_of(frame: gpd.GeoDataFrame) -> str:
    """Name of the file a frame was read from, or ``quartiers`` where unknown."""
    return str(frame.attrs.get("source", "quartiers"))


def known_crs(crs: str) -> CRS:
    """Coordinate system by its name.

    Parameters
    ----------
    crs
        An EPSG number with its prefix, or any other text that PROJ understands.

    Raises
    ------
    UnknownCrsError
        PROJ does not know it.

    Examples
    --------
    >>> known_crs("EPSG:2154").to_epsg()
    2154
    """
    try:
        return CRS.from_user_input(crs)
    except CRSError as error:
        raise UnknownCrsError(crs=crs) from error


def require_crs(frame: gpd.GeoDataFrame, *, source: str | None = None) -> CRS:
    """Coordinate system of a frame that must have one.

    Parameters
    ----------
    source
        Name of the file for the message; None: the name that the reader noted.

    Raises
    ------
    MissingCrsError
        The frame states none.

    Examples
    --------
    >>> import shapely
    >>> require_crs(gpd.GeoDataFrame(geometry=[shapely.Point(0, 46)], crs=4326)).to_epsg()
    4326
    """
    if frame.crs is None:
        raise MissingCrsError(source=source or source_of(frame))
    return CRS.from_user_input(frame.crs)


def to_wgs84(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Frame in longitude and latitude (EPSG:4326); the input is not changed.

    Raises
    ------
    MissingCrsError
        The frame states no coordinate system.

    Examples
    --------
    >>> import shapely
    >>> frame = gpd.GeoDataFrame(geometry=[shapely.Point(700_000, 6_600_000)], crs=LAMBERT93)
    >>> shapely.set_precision(to_wgs84(frame).geometry.iloc[0], 1e-6).wkt
    'POINT (3 46.5)'
    """
    require_crs(frame)
    return frame.to_crs(WGS84)


def metric_crs(frame: gpd.GeoDataFrame) -> CRS:
    """Coordinate system in metres that fits a frame.

    Lambert-93 where the frame lies wholly in metropolitan France, else the UTM zone around its
    middle. A frame without a single coordinate gets Lambert-93.

    Raises
    ------
    MissingCrsError
        The frame states no coordinate system.

    Examples
    --------
    >>> import shapely
    >>> metric_crs(gpd.GeoDataFrame(geometry=[shapely.Point(4.35, 50.85)], crs=4326)).to_epsg()
    2154
    >>> metric_crs(gpd.GeoDataFrame(geometry=[shapely.Point(-73.6, 45.5)], crs=4326)).to_epsg()
    32618
    """
    own = require_crs(frame)
    if own == CRS(LAMBERT93):
        return own
    west, south, east, north = to_wgs84(frame).total_bounds
    if not np.isfinite([west, south, east, north]).all():
        return CRS(LAMBERT93)
    box = METROPOLITAN_FRANCE
    if west >= box[0] and south >= box[1] and east <= box[2] and north <= box[3]:
        return CRS(LAMBERT93)
    return CRS.from_user_input(frame.estimate_utm_crs())


def to_metric(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Frame in metres (see `metric_crs`) for areas and distances; the input is not changed.

    Raises
    ------
    MissingCrsError
        The frame states no coordinate system.

    Examples
    --------
    >>> import shapely
    >>> frame = gpd.GeoDataFrame(geometry=[shapely.Point(3, 46.5)], crs=WGS84)
    >>> to_metric(frame).geometry.iloc[0].wkt
    'POINT (700000 6600000)'
    """
    return frame.to_crs(metric_crs(frame))


@cache
def _lambert93_to_wgs84() -> Transformer:
    return Transformer.from_crs(LAMBERT93, WGS84, always_xy=True)


def lambert93_to_wgs84(
    x: ArrayLike, y: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes (degrees, EPSG:4326) of Lambert-93 points (metres, EPSG:2154).

    Parameters
    ----------
    x, y
        Arrays of the same length; NaN where unknown.

    Returns
    -------
    tuple
        Longitudes and latitudes; NaN where a point was NaN or cannot be projected back.

    Examples
    --------
    >>> lon, lat = lambert93_to_wgs84([700_000], [6_600_000])
    >>> round(float(lon[0]), 6), round(float(lat[0]), 6)
    (3.0, 46.5)
    """
    lon, lat = _lambert93_to_wgs84().transform(
        np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    )
    bad = ~(np.isfinite(lon) & np.isfinite(lat))
    return np.where(bad, np.nan, lon), np.where(bad, np.nan, lat)
