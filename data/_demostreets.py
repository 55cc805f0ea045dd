"""Straight invented streets inside the shape of a quartier."""

import json
import math
from collections.abc import Sequence
from random import Random
from typing import Any

import shapely

_STEP = 15.0  # metres between two neighbours on one side
_WIDTH = 7.0  # metres from the middle of the street to a door
_APART = 30.0  # metres between two streets, where there is room
_TRIES = 80
_DECIMALS = 7

Point = tuple[float, float]


def lay_out(
    geometry: str, sizes: Sequence[int], random: Random
) -> list[tuple[list[Point], list[Point]]]:
    """Lay streets out: for each size, the line of the street and the doors numbered from 1.

    Odd numbers lie on one side, even ones on the other. Streets keep apart and become shorter
    where there is no room; every door lies inside the quartier.

    Parameters
    ----------
    geometry
        GeoJSON text of a Polygon or MultiPolygon in EPSG:4326.

    Returns
    -------
    streets
        Line and doors as longitude and latitude in degrees; none where the shape is empty.

    Examples
    --------
    >>> square = shapely.to_geojson(shapely.box(0, 46, 0.01, 46.01))
    >>> ((line, doors),) = lay_out(square, [12], Random(1))
    >>> len(line), len(doors)
    (2, 12)
    """
    if not json.loads(geometry)["coordinates"]:
        return []
    shape = shapely.from_geojson(geometry)
    middle = shape.representative_point()
    # Metres around a point of the quartier: exact enough for a few kilometres.
    scale = (111_320 * math.cos(math.radians(middle.y)), 111_320.0)
    inside = shapely.transform(shape, lambda xy: (xy - (middle.x, middle.y)) * scale)
    placed: list[Any] = []
    streets = []
    shapely.prepare(inside)
    turn = random.uniform(0, math.pi)
    for size in sizes:
        start, along, step = _place(inside, size, placed, turn, random)
        length = (math.ceil(size / 2) - 1) * step
        across = (-along[1], along[0])
        line = [_move(start, along, 0), _move(start, along, length)]
        placed.append(shapely.LineString(line))
        width = min(_WIDTH, step / 2)
        doors = [
            _move(_move(start, along, n // 2 * step), across, width if n % 2 else -width)
            for n in range(size)
        ]
        streets.append((_degrees(line, middle, scale), _degrees(doors, middle, scale)))
    return streets


def _place(
    inside: Any, size: int, placed: Sequence[Any], turn: float, random: Random
) -> tuple[Point, Point, float]:
    """Find a start, a direction and a step with which a street fits."""
    spread = math.sqrt(inside.area) / 3
    step, apart = _STEP, _APART
    while step > 0.01:
        length = (math.ceil(size / 2) - 1) * step
        for _ in range(_TRIES):
            start = random.gauss(0, spread), random.gauss(0, spread)
            angle = turn + random.choice((0, 0.5)) * math.pi + random.gauss(0, 0.05)
            along = math.cos(angle), math.sin(angle)
            line = shapely.LineString([start, _move(start, along, length + step / 100)])
            free = all(line.distance(other) >= apart for other in placed)
            if free and inside.contains(line.buffer(min(_WIDTH, step / 2) * 1.5)):
                return start, along, step
        step, apart = step / 2, 0.0
    return (0.0, 0.0), (1.0, 0.0), 0.0


def _move(point: Point, direction: Point, metres: float) -> Point:
    return point[0] + direction[0] * metres, point[1] + direction[1] * metres


def _degrees(points: Sequence[Point], middle: Any, scale: Point) -> list[Point]:
    return [
        (
            round(middle.x + x / scale[0], _DECIMALS),
            round(middle.y + y / scale[1], _DECIMALS),
        )
        for x, y in points
    ]
