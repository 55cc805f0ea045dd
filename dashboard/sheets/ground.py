"""The ground that a section map shows: from degrees to millimetres on paper.

A map of a few streets is drawn in a plane that touches the Earth at its middle, with north
exactly up; over two kilometres its lengths are right to about a tenth of a millimetre on paper,
anywhere in the world. Nothing is measured with it but what is drawn.
"""

import json
from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

_SEMI_MAJOR = 6378137.0
_ECCENTRICITY_2 = 0.00669437999014
"""Of the ellipsoid WGS 84."""
MARGIN = 9.0
"""Least millimetres between what a map is about and its edge."""
SMALLEST = 120.0
"""Metres that a map shows at least across its shorter side."""


@dataclass(frozen=True)
class Ground:
    """A window onto the ground: millimetres from the top left corner, y downwards.

    Parameters
    ----------
    lon, lat
        Middle of the window in degrees.
    scale
        Millimetres on paper for a metre on the ground.
    width, height
        Of the window, in millimetres.
    """

    lon: float
    lat: float
    scale: float
    width: float
    height: float

    @property
    def window(self) -> BaseGeometry:
        """The window as a rectangle on paper."""
        return shapely.box(0, 0, self.width, self.height)

    def on_paper(self, geometry: BaseGeometry) -> BaseGeometry:
        """Put a geometry in degrees onto paper; what lies outside the window stays there."""
        east, north = metres_a_degree(self.lat)

        def place(points: NDArray[np.float64]) -> NDArray[np.float64]:
            moved: NDArray[np.float64] = points - np.array([self.lon, self.lat])
            moved *= np.array([east, -north]) * self.scale
            moved += np.array([self.width / 2, self.height / 2])
            return moved

        return shapely.transform(shapely.force_2d(geometry), place)


def metres_a_degree(lat: float) -> tuple[float, float]:
    """Give the metres of one degree of longitude and of latitude, there.

    Source: radii of curvature of the ellipsoid, in the prime vertical and in the meridian.

    Examples
    --------
    >>> [round(metres) for metres in metres_a_degree(45)]
    [78847, 111132]
    """
    bend = sqrt(1 - _ECCENTRICITY_2 * sin(radians(lat)) ** 2)
    prime = _SEMI_MAJOR / bend
    meridian = _SEMI_MAJOR * (1 - _ECCENTRICITY_2) / bend**3
    return radians(1) * prime * cos(radians(lat)), radians(1) * meridian


def around(subject: BaseGeometry, *, width: float, height: float) -> Ground:
    """Choose the window that shows a subject (in degrees, not empty) as large as it can be."""
    west, south, east, north = subject.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    per_lon, per_lat = metres_a_degree(lat)
    across, up = (east - west) * per_lon, (north - south) * per_lat
    scale = min(
        (width - 2 * MARGIN) / max(across, SMALLEST),
        (height - 2 * MARGIN) / max(up, SMALLEST),
    )
    return Ground(lon=lon, lat=lat, scale=scale, width=width, height=height)


def geometry_of(text: str) -> BaseGeometry | None:
    """Read GeoJSON text; None where there is none, or none that can be drawn.

    A sheet without its map is still a sheet, so that nothing is raised.
    """
    try:
        found = shape(json.loads(text)) if text else None
    except (ValueError, TypeError, AttributeError, KeyError, shapely.errors.ShapelyError):
        return None
    if found is None or found.is_empty:
        return None
    west, south, east, north = found.bounds
    return found if on_earth(west, south) and on_earth(east, north) else None


def on_earth(lon: float, lat: float) -> bool:
    """Say whether two numbers are degrees of a place where a map can be drawn; NaN is not.

    Examples
    --------
    >>> on_earth(0.34, 46.58), on_earth(496000.0, 6611000.0), on_earth(float("nan"), 46)
    (True, False, False)
    """
    return -180 <= lon <= 180 and -89 <= lat <= 89


def scale_bar(scale: float, *, most: float) -> int:
    """Give the roundest length in metres (1, 2 or 5 times a power of ten) within `most` mm.

    Examples
    --------
    >>> scale_bar(0.25, most=35)
    100
    """
    lengths = [digit * 10**power for power in range(6) for digit in (1, 2, 5)]
    return max((each for each in lengths if each * scale <= most), default=1)


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text comes out in millimetres, `size` being its height in mm."""
    return 0.5 * size * len(text)


def upright(angle: float) -> float:
    """Turn an angle in radians so that a text along it is not upside down; in degrees."""
    degrees = angle * 180 / pi
    return (degrees + 90) % 180 - 90
