"""In which order a pair walks the doors of a street, and the line that stands for the street.

A street is taken to run along the principal axis of its doors (first principal component, in
metres); it begins at the end with the low numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, to_metric

Floats = NDArray[np.float64]

STEP_M = 40.0
"""Length of the pieces in which the two sides of a street are brought to its middle."""
TOLERANCE_M = 3.0
"""How far the simplified line may lie from the one before."""
DECIMALS = 5
"""Decimals of a degree of what is drawn; about a metre."""
_LATIN = (
    "",
    "bis",
    "ter",
    "quater",
    "quinquies",
    "sexies",
    "septies",
    "octies",
    "nonies",
    "decies",
)


class Order(StrEnum):
    """Orders in which doors can be walked."""

    UP_AND_DOWN = "up_and_down"
    """Odd side up, even side down; doors without a number last."""
    DISTANCE = "distance"
    """Both sides together, along the street."""


class Door(Protocol):
    """What is needed of a door to put it in order; degrees (EPSG:4326)."""

    @property
    def number(self) -> int | None:
        """House number, or None."""

    @property
    def suffix(self) -> str:
        """What follows the number, or ""."""

    @property
    def lon(self) -> float:
        """Longitude."""

    @property
    def lat(self) -> float:
        """Latitude."""


AnyDoor = TypeVar("AnyDoor", bound=Door)


def walking_order(doors: Sequence[AnyDoor], order: str = Order.UP_AND_DOWN) -> list[AnyDoor]:
    """Doors of one section in the order in which they are walked.

    Parameters
    ----------
    order
        A member of `Order`, or its value.

    Raises
    ------
    ValueError
        There is no such order.

    Examples
    --------
    >>> from types import SimpleNamespace as Place
    >>> doors = [
    ...     Place(number=n, suffix=s, lon=0.34 + at / 1000, lat=46.58)
    ...     for n, s, at in [(2, "", 1), (1, "", 0), (3, "", 2), (1, "bis", 1.5), (4, "", 3)]
    ... ]
    >>> [f"{door.number}{door.suffix}" for door in walking_order(doors)]
    ['1', '1bis', '3', '4', '2']
    >>> [f"{door.number}{door.suffix}" for door in walking_order(doors, "distance")]
    ['1', '2', '1bis', '3', '4']
    """
    if Order(order) is Order.UP_AND_DOWN or not doors:
        return [doors[at] for at in up_and_down(doors)]
    x, y, _crs = metres([door.lon for door in doors], [door.lat for door in doors])
    return [doors[at] for at in by_distance(doors, along(x, y, [door.number for door in doors]))]


def up_and_down(doors: Sequence[Door]) -> list[int]:
    """Positions of the doors: odd numbers up, then even ones down, then those without."""
    ranks = [_rank(door) for door in doors]
    odd = [at for at, door in enumerate(doors) if door.number is not None and door.number % 2]
    even = [at for at, door in enumerate(doors) if door.number is not None and not door.number % 2]
    rest = [at for at, door in enumerate(doors) if door.number is None]
    odd.sort(key=ranks.__getitem__)
    even.sort(key=ranks.__getitem__, reverse=True)
    rest.sort(key=lambda at: (doors[at].suffix, doors[at].lon, doors[at].lat))
    return odd + even + rest


def by_distance(doors: Sequence[Door], place: Floats) -> list[int]:
    """Positions of the doors by how far along the street they lie (`along`), to 10 cm."""
    keys = [(round(float(at), 1), _rank(door)) for at, door in zip(place, doors, strict=True)]
    return sorted(range(len(doors)), key=keys.__getitem__)


def _rank(door: Door) -> tuple[int, int, str]:
    """Order of a door among the numbers: 12, 12 bis, 12 ter, 12 a, 13; without a number last."""
    suffix = door.suffix.lower()
    latin = _LATIN.index(suffix) if suffix in _LATIN else len(_LATIN)
    return (1_000_000 if door.number is None else door.number, latin, suffix)


def metres(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats, CRS]:
    """Places (degrees, EPSG:4326) in metres: Lambert-93 in metropolitan France, else UTM.

    Examples
    --------
    >>> x, y, crs = metres([3.0], [46.5])
    >>> round(x[0]), round(y[0]), crs.to_epsg()
    (700000, 6600000, 2154)
    """
    frame = to_metric(gpd.GeoDataFrame(geometry=shapely.points(lon, lat), crs=WGS84))
    return frame.geometry.x.to_numpy(), frame.geometry.y.to_numpy(), CRS(frame.crs)


def along(x: Floats, y: Floats, numbers: Sequence[int | None]) -> Floats:
    """How far along the street each door lies, in metres from the middle.

    Parameters
    ----------
    x, y
        Metres.
    numbers
        House numbers; they decide which end is the beginning. Without any, the west is.

    Examples
    --------
    >>> along(np.array([0.0, 10.0]), np.zeros(2), [3, 1]).round(1).tolist()
    [5.0, -5.0]
    """
    if len(x) == 1:
        return np.zeros(1)
    dx, dy = x - x.sum() / len(x), y - y.sum() / len(y)
    # The first axis of a 2 × 2 covariance, in closed form: there are thousands of streets.
    angle = math.atan2(2 * float(dx @ dy), float(dx @ dx) - float(dy @ dy)) / 2
    axis = math.cos(angle), math.sin(angle)
    place: Floats = dx * axis[0] + dy * axis[1]
    known = [at for at, number in enumerate(numbers) if number is not None]
    ranks = np.array([numbers[at] for at in known], dtype=np.float64)
    trend = float(place[known] @ (ranks - ranks.sum() / len(known))) if known else 0.0
    if abs(trend) < 1e-6:
        trend = axis[0] if abs(axis[0]) > 1e-9 else axis[1]
    return place if trend >= 0 else -place


def centre_line(x: Floats, y: Floats, place: Floats) -> BaseGeometry:
    """Line through the middle of the doors, in the coordinates given; a point where they are one.

    Parameters
    ----------
    x, y
        Metres.
    place
        How far along the street each door lies, from the middle (`along`).

    Examples
    --------
    >>> x, y = np.array([0.0, 0.0, 50.0, 100.0, 100.0]), np.array([5.0, -5.0, 0.0, 5.0, -5.0])
    >>> centre_line(x, y, x - 50).wkt
    'LINESTRING (0 0, 100 0)'
    """
    first, last = float(place.min()), float(place.max())
    length = last - first
    if length < 1:
        return shapely.Point(x[0], y[0])
    pieces = max(2, round(length / STEP_M))
    piece = np.minimum((place - first) / length * pieces, pieces - 1).astype(np.intp)
    count = np.bincount(piece)
    filled = count > 0
    middle = np.array([np.bincount(piece, weights=of)[filled] for of in (x, y, place)])
    middle /= count[filled]
    # A mean lies half a piece inside: the ends are drawn out along the axis to the last doors.
    square = float(place @ place)
    for at, end in ((0, first), (-1, last)):
        out = (end - middle[2, at]) / square
        middle[:2, at] += out * float(x @ place), out * float(y @ place)
    return shapely.LineString(middle[:2].T)


def for_display(shapes: Sequence[BaseGeometry], crs: CRS) -> list[BaseGeometry]:
    """Shapes simplified, in degrees (EPSG:4326) rounded to `DECIMALS`; points where so small.

    Parameters
    ----------
    crs
        The system the shapes are in, in metres.
    """
    simple = shapely.simplify(np.array(shapes, dtype=object), TOLERANCE_M)
    drawn = gpd.GeoSeries(simple, crs=crs).to_crs(WGS84).to_numpy()
    rounded = shapely.transform(drawn, lambda points: np.round(points, DECIMALS))
    return [
        shapely.Point(shape.coords[0])
        if shape.geom_type != "Point" and shape.length == 0
        else shape
        for shape in shapely.remove_repeated_points(rounded)
    ]
