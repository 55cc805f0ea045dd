"""A zoo of map files: one sound town, and one animal for each way in which a file can be wrong.

The sound town is four squares of 1 km at Poitiers, in Lambert-93 metres.
"""

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.checks import Fault, Severity

X, Y, SIDE = 497_000, 6_610_000, 1_000
EXTENT = (0.25, 46.5, 0.5, 46.7)
"""West, south, east, north around Poitiers, in degrees."""


def square(column: float, row: float, width: float = 1, height: float = 1) -> BaseGeometry:
    """Give a rectangle; all in units of the grid."""
    west, south = X + column * SIDE, Y + row * SIDE
    return shapely.box(west, south, west + width * SIDE, south + height * SIDE)


def town(shapes: list[BaseGeometry | None] | None = None, **columns: list) -> gpd.GeoDataFrame:
    """Give four squares, or the shapes given, with codes 1, 2, … and names."""
    if shapes is None:
        shapes = [square(0, 0), square(1, 0), square(0, 1), square(1, 1)]
    numbers = range(1, len(shapes) + 1)
    fields = {
        "code": [str(number) for number in numbers],
        "name": [f"Quartier {number}" for number in numbers],
        "dwellings": [100 * number for number in numbers],
    }
    return gpd.GeoDataFrame(fields | columns, geometry=shapes, crs=2154)


def with_first(shape: BaseGeometry | None, *, others: int = 3) -> gpd.GeoDataFrame:
    """Give the town with another shape in the first square."""
    return town([shape, square(1, 0), square(0, 1), square(1, 1)][: others + 1])


def points(*pairs: tuple[float, float]) -> list[tuple[float, float]]:
    """Give metres for pairs in units of the grid."""
    return [(X + x * SIDE, Y + y * SIDE) for x, y in pairs]


def with_crs(frame: gpd.GeoDataFrame, crs: str | None) -> gpd.GeoDataFrame:
    """Give the frame with a system claimed, its coordinates as they are."""
    return frame.set_crs(crs, allow_override=True)


def swapped() -> gpd.GeoDataFrame:
    """Give the town in degrees, latitude first."""
    frame = town().to_crs(4326)
    return frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), lambda c: c[:, ::-1]))


def elsewhere() -> gpd.GeoDataFrame:
    """Give the town 200 km further east."""
    return town().assign(geometry=town().translate(200_000, 0))


BOW_TIE = shapely.Polygon(points((0, 0), (1, 1), (1, 0), (0, 1)))
LOOP = shapely.Polygon(
    points((0, 0), (1, 0), (1, 1), (0, 1), (0, 0.5), (-0.01, 0.49), (-0.01, 0.51), (0, 0.48))
)
SPIKE = shapely.Polygon(points((0, 0), (1, 0), (1, 1), (0.5, 0.5), (0.5, 0), (0.5, 0.5), (0, 1)))
FLAT = shapely.Polygon(points((0, 0), (1, 1), (0, 0)))
HOLE_OUTSIDE = shapely.Polygon(
    points((0, 0), (1, 0), (1, 1), (0, 1)), [points((-3, -3), (-2, -3), (-2, -2))]
)
TWO_PARTS = shapely.MultiPolygon([square(0, 0), square(0.5, 0)])
with np.errstate(invalid="ignore"):
    NOT_NUMBERS, ENDLESS = shapely.from_wkt(
        [f"POLYGON (({X} {Y}, {odd} {Y}, {X} {Y + SIDE}, {X} {Y}))" for odd in ("nan", "inf")]
    )
RING = shapely.difference(square(0, 0), square(0.4, 0.4, 0.2, 0.2))
MIXED = shapely.GeometryCollection([square(0, 0), shapely.Point(X, Y)])
WIDER = square(0, 0, 1.0005)
"""Reaches half a metre into its neighbour."""


@dataclass(frozen=True)
class Animal:
    """A frame and the faults, with their severity, that a check has to find in it."""

    name: str
    make: Callable[[], gpd.GeoDataFrame]
    faults: tuple[tuple[Fault, Severity], ...]

    def __str__(self) -> str:
        return self.name


def _blocking(name: str, make: Callable[[], gpd.GeoDataFrame], *faults: Fault) -> Animal:
    return Animal(name, make, tuple((fault, Severity.BLOCKING) for fault in faults))


def _repaired(name: str, make: Callable[[], gpd.GeoDataFrame], *faults: Fault) -> Animal:
    return Animal(name, make, tuple((fault, Severity.REPAIRED) for fault in faults))


def _notice(name: str, make: Callable[[], gpd.GeoDataFrame], *faults: Fault) -> Animal:
    return Animal(name, make, tuple((fault, Severity.NOTICE) for fault in faults))


ZOO = (
    Animal("sound", town, ()),
    Animal("sound in degrees", lambda: town().to_crs(4326), ()),
    Animal(
        "hole filled by another",
        lambda: town([RING, square(1, 0), square(0.4, 0.4, 0.2, 0.2)]),
        (),
    ),
    _blocking("no crs", lambda: with_crs(town(), None), Fault.MISSING_CRS),
    _blocking("lambert as degrees", lambda: with_crs(town(), "4326"), Fault.LAMBERT_AS_DEGREES),
    _blocking("utm as degrees", lambda: with_crs(town().to_crs(32631), "4326"), Fault.NOT_DEGREES),
    _blocking(
        "degrees as metres",
        lambda: with_crs(town().to_crs(4326), "2154"),
        Fault.DEGREES_AS_METRES,
    ),
    _blocking("swapped", swapped, Fault.SWAPPED_AXES),
    _blocking("elsewhere", elsewhere, Fault.ELSEWHERE),
    _notice(
        "one elsewhere",
        lambda: town([square(0, 0), square(1, 0), square(90, 0)]),
        Fault.PART_ELSEWHERE,
    ),
    _blocking("not numbers", lambda: with_first(NOT_NUMBERS), Fault.BROKEN_COORDINATES),
    _blocking("endless", lambda: with_first(ENDLESS), Fault.BROKEN_COORDINATES),
    _blocking("null geometry", lambda: with_first(None), Fault.NO_GEOMETRY),
    _blocking("empty geometry", lambda: with_first(shapely.Polygon()), Fault.NO_GEOMETRY),
    _blocking("point", lambda: with_first(shapely.Point(X, Y)), Fault.NOT_AN_AREA),
    _blocking(
        "line", lambda: with_first(shapely.LineString([(X, Y), (X, Y + 1)])), Fault.NOT_AN_AREA
    ),
    _repaired("mixed", lambda: with_first(MIXED), Fault.MIXED_GEOMETRY),
    _repaired("3D", lambda: with_first(shapely.force_3d(square(0, 0), 90)), Fault.THREE_D),
    _blocking("bow tie", lambda: with_first(BOW_TIE), Fault.INVALID_RING),
    _blocking("flat", lambda: with_first(FLAT), Fault.INVALID_RING),
    _blocking("hole outside", lambda: with_first(HOLE_OUTSIDE), Fault.INVALID_RING),
    _blocking("parts over parts", lambda: with_first(TWO_PARTS, others=0), Fault.INVALID_RING),
    _repaired("small loop", lambda: with_first(LOOP), Fault.MENDED_RING),
    _repaired("spike", lambda: town([SPIKE, square(1, 0)]), Fault.MENDED_RING),
    _blocking("overlap", lambda: with_first(square(0, 0, 1.1)), Fault.OVERLAP),
    _blocking("same shape twice", lambda: town([square(0, 0)] * 2), Fault.OVERLAP),
    _repaired("overlap sliver", lambda: with_first(WIDER), Fault.OVERLAP_SLIVER),
    _repaired(
        "gap sliver",
        lambda: town(
            [
                *(square(c, 0) for c in range(3)),
                *(square(c, 1) for c in range(3)),
                square(0, 2),
                square(1, 2.0005, 1, 0.9995),
                square(2, 2),
            ]
        ),
        Fault.GAP_SLIVER,
    ),
    _repaired(
        "unmatched edges",
        lambda: town([square(0, 0, 2), square(0, 1), square(1, 1)]),
        Fault.UNMATCHED_EDGES,
    ),
    _notice(
        "gap",
        lambda: town(
            [
                *(square(c, 0) for c in range(3)),
                square(0, 1),
                square(2, 1),
                *(square(c, 2) for c in range(3)),
            ]
        ),
        Fault.GAP,
    ),
    _notice("hole", lambda: with_first(RING), Fault.HOLE),
    _blocking("empty code", lambda: town(code=["1", " ", "3", "4"]), Fault.EMPTY_CODE),
    _blocking("no code", lambda: town(code=["1", None, "3", "4"]), Fault.EMPTY_CODE),
    _blocking("double code", lambda: town(code=["1", "2", "2", "4"]), Fault.DUPLICATE_CODE),
    Animal(
        "double once tidy",
        lambda: town(code=["1", "2", " 2", "4"]),
        (
            (Fault.DUPLICATE_CODE, Severity.BLOCKING),
            (Fault.UNTIDY_CODE, Severity.REPAIRED),
        ),
    ),
    _repaired(
        "codes as text numbers",
        lambda: town(code=["1.0", "2.0", "3.0", "4.0"]),
        Fault.CODE_AS_NUMBER,
    ),
    _repaired("codes as floats", lambda: town(code=[1.0, 2.0, 3.0, 4.0]), Fault.CODE_AS_NUMBER),
    Animal("codes as whole numbers", lambda: town(code=[1, 2, 3, 4]), ()),
    Animal("codes with points", lambda: town(code=["1.0", "1.1", "1.2", "1.3"]), ()),
    _repaired("untidy code", lambda: town(code=["1 ", "2", "3", "4"]), Fault.UNTIDY_CODE),
    _notice("empty name", lambda: town(name=["A", "", None, "D"]), Fault.EMPTY_NAME),
    _notice("double name", lambda: town(name=["A", "A", "C", "D"]), Fault.DUPLICATE_NAME),
    _repaired("untidy name", lambda: town(name=[" A  B", "C", "D", "E"]), Fault.UNTIDY_NAME),
    _notice("no dwellings", lambda: town(dwellings=[1, None, 3, 4]), Fault.UNKNOWN_DWELLINGS),
    _notice("one quartier", lambda: town([square(0, 0)]), Fault.SINGLE_QUARTIER),
)
