"""Maps as vector drawings: outlines of areas as SVG path data, without tiles, scripts or fonts.

A drawing has whole numbers for coordinates, x to the right and y downwards, `WIDTH` units wide.
Near its middle distances are true in all directions; over one town that is true enough to look at.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

WIDTH: Final = 1000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Drawing:
    """Areas drawn together.

    Parameters
    ----------
    height
        Of the drawing, where it is `WIDTH` wide.
    paths
        SVG path data by code of the area.
    anchors
        By code: a point well inside the area, where a label can stand.
    """

    height: int
    paths: Mapping[str, str]
    anchors: Mapping[str, tuple[int, int]]


def draw(areas: Mapping[str, str]) -> Drawing:
    """Draw areas so that they fill the width.

    Parameters
    ----------
    areas
        GeoJSON text of a Polygon or MultiPolygon in EPSG:4326, by code.

    Returns
    -------
    Drawing
        Sorted by code; empty, and without height, where there are no areas.

    Examples
    --------
    >>> square = '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}'
    >>> drawing = draw({"a": square})
    >>> drawing.height, drawing.paths["a"], drawing.anchors["a"]
    (1000, 'M0 1000H1000V0H0Z', (500, 500))
    """
    shapes = {code: shapely.from_geojson(areas[code]) for code in sorted(areas)}
    if not shapes:
        return Drawing(0, {}, {})
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    shrink = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * shrink)

    def place(points: Floats) -> Floats:
        flat = np.column_stack([(points[:, 0] - west) * shrink, north - points[:, 1]])
        placed: Floats = np.rint(flat * scale)
        return placed

    flat = {code: shapely.transform(shape, place) for code, shape in shapes.items()}
    return Drawing(
        height=round((north - south) * scale),
        paths={code: _path(shape) for code, shape in flat.items()},
        anchors={code: _anchor(shape) for code, shape in flat.items()},
    )


def _path(shape: BaseGeometry) -> str:
    """Write all rings of an area; holes are cut out where the fill rule is ``evenodd``."""
    rings = (
        ring
        for polygon in shapely.get_parts(shape)
        for ring in (polygon.exterior, *polygon.interiors)
    )
    return "".join(_ring(shapely.get_coordinates(ring).astype(int).tolist()) for ring in rings)


def _ring(points: list[list[int]]) -> str:
    """Write one closed ring in the shortest of the ways to say where each point is."""
    (x, y), *others = points[:-1]
    found = [f"M{x} {y}"]
    for to_x, to_y in others:
        if (to_x, to_y) == (x, y):
            continue
        if to_y == y:
            found.append(f"H{to_x}")
        elif to_x == x:
            found.append(f"V{to_y}")
        else:
            step = f"l{to_x - x}" + (f"{to_y - y}" if to_y < y else f" {to_y - y}")
            found.append(step)
        x, y = to_x, to_y
    return "".join(found) + "Z"


def _anchor(shape: BaseGeometry) -> tuple[int, int]:
    """Find the middle of the largest circle that fits into the largest part of an area."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    if not largest.is_valid:  # a sliver that rounding has folded
        largest = largest.buffer(0) if not largest.buffer(0).is_empty else largest.envelope
    circle = shapely.maximum_inscribed_circle(largest, tolerance=4)
    x, y = shapely.get_coordinates(circle)[0]
    return round(x), round(y)
