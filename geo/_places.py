"""Checking where a file lies: its coordinate system, and the town it should be in."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo._report import Report
from geo.crs import known_crs, to_wgs84
from geo.faults import Fault, Severity
from geo.tessellation import as_shapes

_LAMBERT93_BOX = (0.0, 6_000_000.0, 1_300_000.0, 7_200_000.0)
"""Metres between which coordinates of metropolitan France lie in Lambert-93 (EPSG:2154)."""

Box = tuple[float, float, float, float]
"""West, south, east, north."""

Floats = NDArray[np.float64]

Bounds = NDArray[np.float64]
"""One row a shape: west, south, east, north."""


def check_place(frame: gpd.GeoDataFrame, report: Report) -> bool:
    """Note a coordinate system that is missing or cannot be true; False where there is one.

    Nothing can be measured or drawn then.
    """
    if frame.crs is None:
        report.add(Fault.MISSING_CRS, Severity.BLOCKING)
        return False
    coordinates = shapely.get_coordinates(as_shapes(frame.geometry.to_list()))
    coordinates = coordinates[np.isfinite(coordinates).all(axis=1)]
    if not len(coordinates):
        return True
    x, y = coordinates[:, 0], coordinates[:, 1]
    degrees = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    crs = known_crs(frame.crs)
    label = crs.to_string() if len(crs.to_string()) < 40 else crs.name
    if crs.is_geographic and not degrees.all():
        _note_no_degrees(x, y, degrees, report, label)
        return False
    if crs.is_projected and degrees.all() and np.ptp(x) < 10 and np.ptp(y) < 10:
        report.add(Fault.DEGREES_AS_METRES, Severity.BLOCKING, crs=label)
        return False
    return True


def _note_no_degrees(
    x: Floats, y: Floats, degrees: NDArray[np.bool_], report: Report, crs: str
) -> None:
    """Note coordinates that cannot be degrees, and whether they would do as Lambert-93."""
    west, south, east, north = _LAMBERT93_BOX
    if ((x >= west) & (x <= east) & (y >= south) & (y <= north)).all():
        report.add(Fault.LAMBERT_AS_DEGREES, Severity.BLOCKING, crs=crs)
        return
    worst = int(np.argmax(~degrees))
    here = round(float(x[worst]), 1), round(float(y[worst]), 1)
    report.add(Fault.NOT_DEGREES, Severity.BLOCKING, crs=crs, x=here[0], y=here[1])


def check_extent(frame: gpd.GeoDataFrame, report: Report, extent: Box | None) -> None:
    """Note rows, or a whole file, that lie outside the town."""
    if extent is None:
        return
    bounds = to_wgs84(frame).bounds.to_numpy()
    known = np.isfinite(bounds).all(axis=1)
    outside = known & ~_meets(bounds, extent)
    if not known.any() or not outside.any():
        return
    if (outside == known).all():
        _note_elsewhere(bounds[known], report, extent)
        return
    shapes = frame.geometry.to_list()
    for row in np.flatnonzero(outside).tolist():
        report.add_row(Fault.PART_ELSEWHERE, Severity.NOTICE, row, shape=shapes[row])


def _meets(bounds: Bounds, extent: Box) -> NDArray[np.bool_]:
    west, south, east, north = extent
    return (
        (bounds[:, 0] <= east)
        & (bounds[:, 2] >= west)
        & (bounds[:, 1] <= north)
        & (bounds[:, 3] >= south)
    )


def _note_elsewhere(bounds: Bounds, report: Report, extent: Box) -> None:
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    swapped = _meets(np.array([[south, west, north, east]]), extent)[0]
    fault = Fault.SWAPPED_AXES if swapped else Fault.ELSEWHERE
    report.add(
        fault,
        Severity.BLOCKING,
        lon=round(float(west + east) / 2, 3),
        lat=round(float(south + north) / 2, 3),
    )
