"""A grid of labels over polygons: which cells lie wholly in one, and which need a closer look.

Made for `geo.assign`. The one assumption: a label of a place can only change where a border is. So
a cell that no border comes near has one label; a cell that one straight line runs through has two,
one on each side. Everything else is asked about one by one.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Labels = npt.NDArray[np.int16]

OUTSIDE: Final = -1
_UNDECIDED: Final = -2

# Cells along one side; beyond the larger the grid leaves the processor's cache and slows down.
_SMALLEST, _LARGEST = 64, 2048
# Points treated at once: the working arrays then stay in the processor's cache.
_CHUNK = 32_768
# A border marks every cell within this distance of it, in cells, and a point nearer than this to
# a line is left undecided. Rounding errors of the grid's arithmetic are below 1e-9 cells, so no
# point is taken to be on the wrong side of its border.
_MARGIN = 1e-5
# From the middle of a cell: places to ask about the two sides of a line.
_CORNERS = np.array([[-0.49, -0.49], [-0.49, 0.49], [0.49, -0.49], [0.49, 0.49]])
# Cells along one side for each width of the polygons that their borders are long.
_PER_LENGTH = 80
# Cells between the bounding box of the polygons and the edge of the grid.
_RIM = 1


class LabelGrid:
    """Labels of places, from a grid as far as it goes and from an exact test beyond.

    Parameters
    ----------
    polygons
        At least one; none of them null or empty.
    exact
        Gives the labels of points (x, y), `OUTSIDE` or 0 and more. It is asked about some places
        while the grid is built, and about the points that the grid leaves open.

    Examples
    --------
    >>> def exact(x, y):
    ...     return np.where((x >= 0) & (x <= 4) & (y >= 0) & (y <= 4), 0, OUTSIDE).astype(np.int16)
    >>> grid = LabelGrid(np.array([shapely.box(0, 0, 4, 4)]), exact)
    >>> grid.look_up(np.array([2.0, 9.0, 0.0]), np.array([2.0, 9.0, 1.0])).tolist()
    [0, -1, 0]
    """

    def __init__(
        self, polygons: npt.NDArray[np.object_], exact: Callable[[Floats, Floats], Labels]
    ) -> None:
        self._exact = exact
        self._box = west, south, east, north = shapely.total_bounds(polygons)
        segments = _segments(polygons)
        span = np.array([east - west, north - south])
        self._side = _side(segments, span, float(np.abs(self._box).max()))
        self._scale = (self._side - 2 * _RIM) / np.where(span > 0, span, 1.0)
        self._origin = np.array([west, south]) - _RIM / self._scale
        on_grid = (segments - self._origin) * self._scale
        cell, segment = _crossed(on_grid, self._side)
        self._labels = np.full(self._side**2, OUTSIDE, dtype=np.int16)
        self._labels[cell] = _UNDECIDED
        self._fill()
        self._draw_lines(cell, on_grid[segment])

    def look_up(self, x: Floats, y: Floats) -> Labels:
        """Label of each point; `OUTSIDE` for what is no number."""
        found = np.empty(len(x), dtype=np.int16)
        for start in range(0, len(x), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            found[chunk] = self._by_cell(x[chunk], y[chunk])
        near = np.flatnonzero(found == _UNDECIDED)
        found[near] = self._near_border(x[near], y[near])
        return found

    def _near_border(self, x: Floats, y: Floats) -> Labels:
        found = self._by_line(x, y)
        close = np.flatnonzero(found == _UNDECIDED)
        found[close] = self._exact(x[close], y[close])
        return found

    def _by_cell(self, x: Floats, y: Floats) -> Labels:
        west, south, east, north = self._box
        within = (x >= west) & (x <= east) & (y >= south) & (y <= north)  # False for NaN
        if within.all():
            return self._labels.take(self._cell(x, y), mode="clip")
        found = np.full(len(x), OUTSIDE, dtype=np.int16)
        found[within] = self._labels[self._cell(x[within], y[within])]
        return found

    def _cell(self, x: Floats, y: Floats) -> npt.NDArray[np.int32]:
        """Flat numbers of the cells of points in the box."""
        row = y - self._origin[1]
        row *= self._scale[1]
        cell: npt.NDArray[np.int32] = row.astype(np.int32)
        cell *= self._side
        column = np.subtract(x, self._origin[0], out=row)
        column *= self._scale[0]
        cell += column.astype(np.int32)
        return cell

    def _by_line(self, x: Floats, y: Floats) -> Labels:
        """Labels of points in the box, in cells with borders."""
        slot = self._slots[self._cell(x, y)]
        across, up, shift = self._lines[slot].T
        distance = across * (x - self._origin[0]) + up * (y - self._origin[1]) + shift
        labels = np.where(distance > 0, self._left[slot], self._right[slot])
        labels[np.abs(distance) < _MARGIN] = _UNDECIDED
        return labels

    def _fill(self) -> None:
        """Label all cells without a border: one exact test for each run in a row."""
        free = self._labels != _UNDECIDED
        starts = free.copy()
        starts[1:] &= ~free[:-1]
        starts[:: self._side] = free[:: self._side]
        run = np.cumsum(starts)[free] - 1
        self._labels[free] = self._ask(self._middles(np.flatnonzero(starts)))[run]

    def _draw_lines(self, cell: Ints, segments: Floats) -> None:
        """Label both sides in the cells that a single segment crosses.

        It crosses them from edge to edge: where it ended, the next segment would begin. (A spike,
        there and back, is one segment and may end; but it has the same label on both sides.)
        """
        cells, first, count = np.unique(cell, return_index=True, return_counts=True)
        lines = _lines(segments[first])
        single = (count == 1) & np.isfinite(lines).all(axis=1)
        cells, lines = cells[single], lines[single]
        corners = self._middles(cells)[:, None] + _CORNERS
        distance = (corners * lines[:, None, :2]).sum(axis=2) + lines[:, 2:]
        self._left = self._beside(corners, distance)
        self._right = self._beside(corners, -distance)
        # the first slot is for cells that have no such line: all of their points lie too close
        self._lines = np.concatenate([np.zeros((1, 3)), lines * [*self._scale, 1.0]])
        self._slots = np.zeros(len(self._labels), dtype=np.int32)
        self._slots[cells] = np.arange(1, len(cells) + 1)

    def _beside(self, corners: Floats, distance: Floats) -> Labels:
        """Labels, by slot, on the side of the line where the distance is positive."""
        every, farthest = np.arange(len(corners)), distance.argmax(axis=1)
        label = self._ask(corners[every, farthest])
        label[distance[every, farthest] < 1e-3] = _UNDECIDED
        return np.concatenate([np.array([_UNDECIDED], dtype=np.int16), label])

    def _middles(self, cells: Ints) -> Floats:
        """Middles of cells in grid coordinates."""
        middles: Floats = np.stack([cells % self._side, cells // self._side], axis=1).astype(float)
        middles += 0.5
        return middles

    def _ask(self, points: Floats) -> Labels:
        """Labels of points in grid coordinates."""
        x, y = (points / self._scale + self._origin).T
        return self._exact(x, y)


def _segments(polygons: npt.NDArray[np.object_]) -> Floats:
    """All border segments, holes included: (segment, start or end, x or y), each once."""
    rings = shapely.get_rings(shapely.get_parts(polygons))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    start, end = points[:-1][joined], points[1:][joined]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    pairs = np.stack([start, end], axis=1)
    pairs[turned] = pairs[turned, ::-1]
    return np.unique(pairs.reshape(-1, 4), axis=0).reshape(-1, 2, 2)


def _side(segments: Floats, span: Floats, largest: float) -> int:
    """Cells along one side of the grid, so that about 1 % of the cells are border cells.

    Never so many that a cell comes near the spacing of floating-point numbers at these coordinates.
    """
    size = np.where(span > 0, span, 1.0)
    length = float((np.abs(segments[:, 1] - segments[:, 0]) / size).sum())
    resolvable = float(size.min() / np.spacing(largest)) / 1e4
    wished = max(_SMALLEST, min(_LARGEST, _PER_LENGTH * length))
    return int(max(1.0, min(wished, resolvable))) + 2 * _RIM


def _crossed(segments: Floats, side: int) -> tuple[Ints, Ints]:
    """Flat numbers of the cells that come within `_MARGIN` of a segment, and the segments.

    Each segment (start left of end) is cut at the columns it crosses and marks, in each, the rows
    it passes there. The grid coordinates carry rounding errors of about 1e-12 cells. Cutting
    multiplies them by the slope, so a segment too steep for that (under 1e-3 cells wide, thus in
    two columns at most) marks all its rows in each of its columns.
    """
    (u0, v0), (u1, v1) = segments[:, 0].T, segments[:, 1].T
    segment, column = _spread(u0, u1, side)
    u0, v0, u1, v1 = u0[segment], v0[segment], u1[segment], v1[segment]
    width = u1 - u0
    steep = width < 1e-3
    with np.errstate(divide="ignore", invalid="ignore"):
        enter = np.clip((column - _MARGIN - u0) / width, 0.0, 1.0)
        leave = np.clip((column + 1 + _MARGIN - u0) / width, 0.0, 1.0)
    enter, leave = np.where(steep, 0.0, enter), np.where(steep, 1.0, leave)
    va, vb = v0 + enter * (v1 - v0), v0 + leave * (v1 - v0)
    piece, row = _spread(np.minimum(va, vb), np.maximum(va, vb), side)
    return row * side + column[piece], segment[piece]


def _spread(low: Floats, high: Floats, side: int) -> tuple[Ints, Ints]:
    """Whole numbers from each `low` to its `high`, with margin: (position of the pair, number)."""
    first = np.clip(np.floor(low - _MARGIN), 0, side - 1).astype(np.int64)
    last = np.clip(np.floor(high + _MARGIN), 0, side - 1).astype(np.int64)
    count = last - first + 1
    pair = np.repeat(np.arange(len(count)), count)
    return pair, np.arange(len(pair)) - np.repeat(np.cumsum(count) - count - first, count)


def _lines(segments: Floats) -> Floats:
    """Lines through segments: a, b, c so that a·u + b·v + c is the distance, positive on the left.

    NaN for a segment of no length.
    """
    start, along = segments[:, 0], segments[:, 1] - segments[:, 0]
    with np.errstate(invalid="ignore"):
        a, b = np.stack([-along[:, 1], along[:, 0]]) / np.hypot(along[:, 0], along[:, 1])
    lines: Floats = np.stack([a, b, -(a * start[:, 0] + b * start[:, 1])], axis=1)
    return lines
