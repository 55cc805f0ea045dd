"""Points to quartiers, exactly and fast: a grid of labels, exact tests along the borders only.

`Assigner` lays a grid over the quartiers. A cell that no border comes near lies wholly in the same
quartiers, so one test of one of its points serves for all; a point in any other cell is tested
against the polygons themselves. The answers are those of
``geopandas.sjoin(predicate="intersects")``, first match, for every point.

Rule for shared borders: a quartier owns its border. A point on the border of several quartiers, or
in an overlap, belongs to the one that comes first in the frame: the smallest code, since frames of
quartiers are sorted by code.
"""

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.crs import to_wgs84
from geo.errors import MissingFieldError
from geo.grid import OUTSIDE, Floats, LabelGrid, Labels

_AREAL: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


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
        self._grid = LabelGrid(self._polygons, self._exact) if len(present) else None
        self._settle()

    def index(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Labels:
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
        return self._grid.look_up(x, y)

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

    def _exact(self, x: Floats, y: Floats) -> Labels:
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
