"""Points to quartiers, exactly and fast: a grid of labels, exact tests along the borders only.

`Assigner` lays a grid over the quartiers. A cell that no border comes near lies wholly in the same
quartiers, so one test of one of its points serves for all; a point in any other cell is tested
against the polygons themselves. The answers are those of
``geopandas.sjoin(predicate="intersects")``, first match, for every point.

Rule for shared borders: a quartier owns its border. A point on the border of several quartiers, or
in an overlap, belongs to the one that comes first in the frame: the smallest code, since frames of
quartiers are sorted by code.
"""

from collections.abc import Callable
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.crs import to_wgs84
from geo.errors import MissingFieldError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

OUTSIDE: Final = -1
_BORDER: Final = -2
_AREAL: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)

# Cells; see `_side`. Beyond the larger one the grid leaves the processor's cache and slows down.
_SMALLEST, _LARGEST = 64, 2048
# Cells between the bounding box of the quartiers and the edge of the grid.
_RIM = 2
# Points treated at once: the working arrays then stay in the processor's cache.
_CHUNK = 16_384
# A border marks every cell within this distance of it, in cells. Rounding errors of the grid
# arithmetic are below 1e-9 cells (see `_crossed`), so a point cannot slip past its border.
_MARGIN = 1e-5


class Assigner:
    """Find the quartier of points; built once, then asked often.

    Parameters
    ----------
    quartiers
        Polygons or multipolygons, in any CRS that is stated; at most 32,767. Null and empty ones
        own no point. The column `code` is needed for `codes` only.

    Raises
    ------
    MissingCrsError
        The frame does not state its CRS.
    ValueError
        A geometry is neither polygon nor multipolygon, or there are too many.

    Examples
    --------
    >>> from shapely import box
    >>> west, east = box(0, 46, 1, 47), box(1, 46, 2, 47)
    >>> frame = gpd.GeoDataFrame({"code": ["a", "b"]}, geometry=[west, east], crs="EPSG:4326")
    >>> assigner = Assigner(frame)
    >>> assigner.index([0.5, 1.0, 1.5, 9.0], [46.5, 46.5, 46.5, 46.5]).tolist()
    [0, 0, 1, -1]
    >>> assigner.codes([1.5, 9.0], [46.5, 46.5]).tolist()
    ['b', None]
    """

    def __init__(self, quartiers: gpd.GeoDataFrame) -> None:
        frame = to_wgs84(quartiers)
        if len(frame) > np.iinfo(np.int16).max:
            raise ValueError("at most 32,767 quartiers can be told apart")
        self._codes = list(frame["code"]) if "code" in frame.columns else None
        self._fields = [str(column) for column in frame.columns]
        polygons = np.array(frame.geometry.array, dtype=object)
        present = np.flatnonzero(~(shapely.is_missing(polygons) | shapely.is_empty(polygons)))
        if not np.isin(shapely.get_type_id(polygons[present]), _AREAL).all():
            raise ValueError("quartiers have to be polygons or multipolygons")
        self._positions = present
        self._polygons = polygons[present]
        shapely.prepare(self._polygons)
        self._bounds = shapely.bounds(self._polygons)
        self._grid = _Grid(self._polygons) if len(present) else None
        if self._grid is not None:
            self._grid.fill(self._exact)
            self._settle()

    def index(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> npt.NDArray[np.int16]:
        """Row position in the frame of the first quartier each point touches.

        Parameters
        ----------
        lon, lat
            Degrees (EPSG:4326), one-dimensional and of the same length.

        Returns
        -------
        numpy.ndarray
            int16, -1 for a point outside all quartiers or with a coordinate that is NaN or
            infinite.

        Raises
        ------
        ValueError
            The two are not one-dimensional or not of the same length.
        """
        x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        if x.ndim != 1 or x.shape != y.shape:
            raise ValueError("lon and lat have to be one-dimensional and of the same length")
        if self._grid is None:
            return np.full(len(x), OUTSIDE, dtype=np.int16)
        labels = self._grid.look_up(x, y)
        near = np.flatnonzero(labels == _BORDER)
        labels[near] = self._exact(x[near], y[near])
        return labels

    def codes(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> npt.NDArray[np.object_]:
        """Code of the quartier of each point, None outside; parameters as for `index`.

        Raises
        ------
        MissingFieldError
            The frame has no column `code`.
        """
        if self._codes is None:
            raise MissingFieldError(
                source="quartiers", field="code", fields=", ".join(self._fields)
            )
        known = np.empty(len(self._codes) + 1, dtype=object)
        known[:-1] = self._codes  # the last one, reached by -1, stays None
        return known[self.index(lon, lat)]

    def _settle(self) -> None:
        """Make GEOS build its point indexes now: it does so at the second question to a polygon.

        Afterwards questions only read, so that threads can share the assigner.
        """
        west, south, east, north = self._bounds.T
        for _ in range(3):
            shapely.intersects_xy(self._polygons, (west + east) / 2, (south + north) / 2)

    def _exact(self, x: Floats, y: Floats) -> npt.NDArray[np.int16]:
        """Test points against the polygons, in frame order, those near in x only."""
        order = np.argsort(x)
        x, y = x[order], y[order]
        found = np.full(len(x), OUTSIDE, dtype=np.int16)
        west, south, east, north = self._bounds.T
        first, last = np.searchsorted(x, west, "left"), np.searchsorted(x, east, "right")
        for row, position in enumerate(self._positions):
            strip = slice(first[row], last[row])
            open_ = found[strip] == OUTSIDE
            open_ &= (y[strip] >= south[row]) & (y[strip] <= north[row])
            asked = first[row] + np.flatnonzero(open_)
            if len(asked):
                hit = shapely.intersects_xy(self._polygons[row], x[asked], y[asked])
                found[asked[hit]] = position
        labels = np.empty_like(found)
        labels[order] = found
        return labels


class _Grid:
    """Labels of the cells: row position, `OUTSIDE` or `_BORDER`.

    The outermost ring of cells is outside by construction (a border comes no nearer than one cell);
    points beyond the grid, and those that are no numbers, are moved into it.
    """

    def __init__(self, polygons: npt.NDArray[np.object_]) -> None:
        west, south, east, north = shapely.total_bounds(polygons)
        starts, ends = _segments(polygons)
        span = np.array([east - west, north - south])
        self._side = _side(starts, ends, span, np.abs([west, south, east, north]).max())
        self._scale = (self._side - 2 * _RIM) / np.where(span > 0, span, 1.0)
        self._origin = np.array([west, south]) - _RIM / self._scale
        cells = _crossed(self._to_grid(starts), self._to_grid(ends), self._side)
        self._labels = np.full(self._side**2, OUTSIDE, dtype=np.int16)
        self._labels[cells] = _BORDER

    def _to_grid(self, points: Floats) -> Floats:
        grid: Floats = (points - self._origin) * self._scale
        return grid

    def fill(self, exact: Callable[[Floats, Floats], npt.NDArray[np.int16]]) -> None:
        """Label all cells that no border crosses: one exact test for each run in a row."""
        free = self._labels != _BORDER
        starts = free.copy()
        starts[1:] &= ~free[:-1]
        starts[:: self._side] = free[:: self._side]
        first = np.flatnonzero(starts)
        middles = np.stack([first % self._side, first // self._side], axis=1) + 0.5
        points = middles / self._scale + self._origin
        run = np.cumsum(starts)[free] - 1
        self._labels[free] = exact(points[:, 0], points[:, 1])[run]

    def look_up(self, x: Floats, y: Floats) -> npt.NDArray[np.int16]:
        """Label of the cell of each point."""
        found = np.empty(len(x), dtype=np.int16)
        with np.errstate(over="ignore"):  # infinity lies in the outermost ring as well
            for start in range(0, len(x), _CHUNK):
                chunk = slice(start, start + _CHUNK)
                cell = self._cell(y[chunk], axis=1)
                cell *= self._side
                cell += self._cell(x[chunk], axis=0)
                np.take(self._labels, cell, out=found[chunk], mode="clip")
        return found

    def _cell(self, values: Floats, *, axis: int) -> npt.NDArray[np.int32]:
        """Column (axis 0) or row (axis 1) of the cells; the same arithmetic as for the borders."""
        grid = values - self._origin[axis]
        grid *= self._scale[axis]
        # fmax and fmin pass over NaN, so that it ends in the ring instead of in a wild cast
        np.fmax(grid, 0.0, out=grid)
        np.fmin(grid, self._side - 1.0, out=grid)
        cells: npt.NDArray[np.int32] = grid.astype(np.int32)
        return cells


def _segments(polygons: npt.NDArray[np.object_]) -> tuple[Floats, Floats]:
    """Start and end points of all border segments, holes included."""
    rings = shapely.get_rings(shapely.get_parts(polygons))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    return points[:-1][joined], points[1:][joined]


def _side(starts: Floats, ends: Floats, span: Floats, largest: float) -> int:
    """Cells along one side of the grid, so that about 2 % of the cells are border cells.

    Never so many that a cell comes near the spacing of floating-point numbers at these coordinates.
    """
    size = np.where(span > 0, span, 1.0)
    length = float((np.abs(ends - starts) / size).sum())
    resolvable = float(size.min() / np.spacing(largest)) / 1e4
    wished = max(_SMALLEST, min(_LARGEST, 50 * length))
    return int(max(1.0, min(wished, resolvable))) + 2 * _RIM


def _crossed(starts: Floats, ends: Floats, side: int) -> Ints:
    """Flat numbers of the cells that come within `_MARGIN` of a segment.

    Each segment is cut at the columns it crosses and marks, in each, the rows it passes there. The
    grid coordinates carry rounding errors of about 1e-12 cells. Cutting multiplies them by the
    slope, so a segment too steep for that (under 1e-3 cells wide, thus in two columns at most)
    marks all its rows in each of its columns.
    """
    swap = (starts[:, 0] > ends[:, 0])[:, None]
    (u0, v0), (u1, v1) = np.where(swap, ends, starts).T, np.where(swap, starts, ends).T
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
    return row * side + column[piece]


def _spread(low: Floats, high: Floats, side: int) -> tuple[Ints, Ints]:
    """Whole numbers from each `low` to its `high`, with margin: (position of the pair, number)."""
    first = np.clip(np.floor(low - _MARGIN), 0, side - 1).astype(np.int64)
    last = np.clip(np.floor(high + _MARGIN), 0, side - 1).astype(np.int64)
    count = last - first + 1
    pair = np.repeat(np.arange(len(count)), count)
    return pair, np.arange(len(pair)) - np.repeat(np.cumsum(count) - count - first, count)
