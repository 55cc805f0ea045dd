"""Maps as vector drawings: outlines of areas as SVG path data, without tiles, scripts or fonts.

A drawing has whole numbers for coordinates, x to the right and y downwards, `WIDTH` units wide.
Near its middle distances are true in all directions; over one town that is true enough to look at.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

WIDTH: Final = 1000
_TRIED: Final = 60  # places for a box that are tried, in each direction

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
    shapes
        By code: the area itself, in units of the drawing.
    """

    height: int
    paths: Mapping[str, str]
    anchors: Mapping[str, tuple[int, int]]
    shapes: Mapping[str, BaseGeometry] = field(default_factory=dict, repr=False)


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
        shapes=flat,
    )


def room(
    shape: BaseGeometry, width: float, height: float, *, near: tuple[int, int]
) -> tuple[int, int] | None:
    """Find where in an area an upright box fits, for instance that of a label.

    Parameters
    ----------
    shape
        The area, in units of a drawing.
    width, height
        Of the box, in the same units.
    near
        Of the places where it fits, the one closest to this point is taken.

    Returns
    -------
    tuple of int, or None
        The middle of the box; None where none of the places that were tried has room for it.

    Examples
    --------
    >>> square = shapely.box(0, 0, 100, 100)
    >>> room(square, 60, 20, near=(50, 50)), room(square, 120, 20, near=(50, 50))
    ((50, 50), None)
    """
    left, top, right, bottom = shape.bounds
    across, down = (np.linspace(*ends, _TRIED) for ends in ((left, right), (top, bottom)))
    tried = np.rint(np.column_stack([grid.ravel() for grid in np.meshgrid(across, down)]))
    tried = np.vstack([[near], tried])
    x, y = tried.T
    boxes = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    sound = shape if shape.is_valid else shape.buffer(0)  # rounding may fold a sliver
    shapely.prepare(sound)
    fits = tried[shapely.contains(sound, boxes)]
    if not len(fits):
        return None
    closest = fits[np.argmin(((fits - near) ** 2).sum(axis=1))]
    return int(closest[0]), int(closest[1])


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
