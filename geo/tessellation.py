"""How well polygons cover a town together: overlaps, gaps, and borders that do not match.

All shapes are 2D polygons or multipolygons in metres, valid, or None where a row has no usable
outline. A *sliver* is a piece that no circle of 1 m fits into and, for an overlap, that takes no
more than a hundredth of the smaller quartier: what is left when two files draw the same border
twice. Slivers can be given to a neighbour for sure; anything wider is for a person to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

SLIVER_WIDTH = 1.0
"""Metres below which a piece between two quartiers counts as a slip of the drawing."""

SLIVER_SHARE = 0.01
"""Largest part of the smaller quartier that an overlap may take and still be a sliver."""

DUST = 0.01
"""Square metres below which a piece is the noise of arithmetic and is not told."""

WIDE_ENOUGH = 500
"""Wide overlaps after which no more are looked for: the file is refused, nobody reads on."""

_AT_ONCE = 1_000
_GRID = 1e-4  # metres

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Overlap:
    """A piece that rows `first` and `second` (positions) both claim."""

    first: int
    second: int
    shape: BaseGeometry
    sliver: bool


@dataclass(frozen=True)
class Gap:
    """A piece that no row claims, enclosed by the rows at the positions `around`."""

    around: tuple[int, ...]
    shape: BaseGeometry
    sliver: bool


def is_matched(shapes: Shapes) -> bool:
    """Whether the shapes share their borders point by point and nowhere overlap.

    Examples
    --------
    >>> is_matched(np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]))
    True
    >>> is_matched(np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 2)]))
    False
    """
    return bool(shapely.coverage_is_valid(shapes[_usable(shapes)]))


def unmatched_edges(shapes: Shapes) -> Shapes:
    """Those parts of each outline that do not match their neighbours; None where all is well."""
    found = np.full(len(shapes), None, dtype=object)
    usable = _usable(shapes)
    found[usable] = shapely.coverage_invalid_edges(shapes[usable])
    found[shapely.is_empty(found)] = None
    return found


def overlaps(shapes: Shapes) -> list[Overlap]:
    """Pieces claimed by two rows, by pair; slivers and wider pieces of a pair apart.

    After some hundred wide ones no more are looked for.

    Examples
    --------
    >>> found = overlaps(np.array([shapely.box(0, 0, 10, 10), shapely.box(8, 0, 20, 10)]))
    >>> [(o.first, o.second, o.shape.area, o.sliver) for o in found]
    [(0, 1, 20.0, False)]
    """
    if is_matched(shapes):
        return []
    first, second = _suspect_pairs(shapes)
    found: list[Overlap] = []
    for start in range(0, len(first), _AT_ONCE):
        found += _overlaps_of(shapes, first[start : start + _AT_ONCE], second[start:])
        if sum(not overlap.sliver for overlap in found) >= WIDE_ENOUGH:
            break
    return found


def _overlaps_of(
    shapes: Shapes, first: NDArray[np.intp], second: NDArray[np.intp]
) -> Iterator[Overlap]:
    """Overlaps of some pairs; `second` may go on beyond them."""
    second = second[: len(first)]
    pieces = shapely.intersection(shapes[first], shapes[second])
    smaller = np.minimum(shapely.area(shapes[first]), shapely.area(shapes[second]))
    for i, j, piece, area in zip(first, second, pieces, smaller, strict=True):
        if shapely.area(piece) > 0:
            for shape, sliver in _by_width(piece, area * SLIVER_SHARE):
                yield Overlap(int(i), int(j), shape, sliver)


def gaps(shapes: Shapes) -> list[Gap]:
    """Pieces that the rows enclose and that belong to none of them, largest first.

    Examples
    --------
    >>> ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    >>> [(gap.around, gap.shape.area) for gap in gaps(np.array([ring]))]
    [((0,), 4.0)]
    """
    usable = np.flatnonzero(_usable(shapes))
    known = shapes[usable]
    union = shapely.coverage_union_all(known) if is_matched(shapes) else shapely.union_all(known)
    outlines = shapely.get_exterior_ring(_polygons(union))
    filled = shapely.union_all(shapely.polygons(outlines))
    pieces = _polygons(shapely.difference(filled, union))
    pieces = pieces[shapely.area(pieces) >= DUST]
    pieces = pieces[np.argsort(-shapely.area(pieces), kind="stable")]
    tree = shapely.STRtree(known)
    touching = [np.sort(usable[tree.query(p, predicate="dwithin", distance=DUST)]) for p in pieces]
    return [
        Gap(tuple(int(row) for row in around), piece, bool(narrow))
        for around, piece, narrow in zip(touching, pieces, _is_narrow(pieces), strict=True)
    ]


def snap(shapes: Shapes) -> Shapes:
    """Shapes with slivers given to a neighbour and all shared borders matched point by point.

    Overlaps of any width are settled, so look for wide ones first. Where a shape would vanish,
    all stay as they were.

    Examples
    --------
    >>> loose = np.array([shapely.box(0, 0, 9.7, 10), shapely.box(10, -1, 20, 10)])
    >>> bool(is_matched(snap(loose)))
    True
    """
    usable = _usable(shapes)
    result = shapes.copy()
    # Nodes a hair apart make GEOS lose whole polygons now and then; on a grid there are none.
    rounded = shapely.set_precision(shapes[usable], _GRID)
    cleaned = shapely.coverage_clean(rounded, gap_width=SLIVER_WIDTH)
    if shapely.is_empty(cleaned).any():
        return result
    single = shapely.get_num_geometries(cleaned) == 1
    cleaned[single] = shapely.get_geometry(cleaned[single], 0)
    result[usable] = cleaned
    return result


def _usable(shapes: Shapes) -> NDArray[np.bool_]:
    usable: NDArray[np.bool_] = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    return usable


def _polygons(shape: BaseGeometry) -> Shapes:
    parts = shapely.get_parts(shapely.get_parts(np.array([shape], dtype=object)))
    polygons: Shapes = parts[(shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)]
    return polygons


def _is_narrow(pieces: Shapes) -> NDArray[np.bool_]:
    narrow: NDArray[np.bool_] = shapely.is_empty(shapely.buffer(pieces, -SLIVER_WIDTH / 2))
    return narrow


def _by_width(piece: BaseGeometry, largest: float) -> Iterator[tuple[BaseGeometry, bool]]:
    """Pieces of an overlap as one shape of the wide ones and one of the slivers."""
    parts = _polygons(piece)
    slivers = _is_narrow(parts) & (shapely.area(parts) <= largest)
    for chosen, sliver in ((parts[~slivers], False), (parts[slivers], True)):
        if shapely.area(chosen).sum() >= DUST:
            yield shapely.multipolygons(chosen), sliver


def _suspect_pairs(shapes: Shapes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of rows that meet, of which at least one has edges that do not match."""
    suspect = ~shapely.is_missing(unmatched_edges(shapes))
    rows = np.flatnonzero(suspect)
    usable = np.flatnonzero(_usable(shapes))
    i, j = shapely.STRtree(shapes[usable]).query(shapes[rows], predicate="intersects")
    pairs = np.sort(np.column_stack([rows[i], usable[j]]), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0)
    return pairs[:, 0], pairs[:, 1]


def as_shapes(values: Sequence[BaseGeometry | None]) -> Shapes:
    """Array of shapes, also of none or of one."""
    shapes = np.full(len(values), None, dtype=object)
    shapes[:] = list(values)
    return shapes
