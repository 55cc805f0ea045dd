"""Repairs that are sure: what a person would do without thinking twice.

Heights are dropped, points beside an area are dropped, rings that cross or touch themselves are
made valid where that changes the area by 0.1 % at most, slivers go to a neighbour, and texts lose
superfluous spaces. `geo.checks.check` says which of them a frame needs.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import metric_crs
from geo.faults import Fault, Finding, Severity
from geo.fields import as_codes, as_text
from geo.tessellation import Shapes, as_shapes, snap

SURE_CHANGE = 0.001
"""Largest relative change of area at which a ring that was made valid is still the same area."""

_POLYGON, _MULTIPOLYGON = 3, 6
_CODES = frozenset({Fault.CODE_AS_NUMBER, Fault.UNTIDY_CODE})
_SLIVERS = frozenset({Fault.OVERLAP_SLIVER, Fault.GAP_SLIVER, Fault.UNMATCHED_EDGES})


def repair(frame: gpd.GeoDataFrame, findings: Sequence[Finding]) -> gpd.GeoDataFrame:
    """Frame with the findings of severity `repaired` put right; the input is not changed.

    Slivers are left while quartiers really overlap: to settle that is not ours.

    Parameters
    ----------
    findings
        What `geo.checks.check` found in this very frame.

    Examples
    --------
    >>> from geo.checks import check
    >>> square = shapely.from_wkt("POLYGON Z ((0 46 9, 0.1 46 9, 0.1 46.1 9, 0 46 9))")
    >>> frame = gpd.GeoDataFrame({"code": ["1"], "name": [" A "]}, geometry=[square], crs=4326)
    >>> mended = repair(frame, check(frame, code="code", name="name"))
    >>> mended.geometry.iloc[0].has_z, mended["name"].iloc[0]
    (False, 'A')
    """
    sure = [finding for finding in findings if finding.severity is Severity.REPAIRED]
    faults = {finding.fault for finding in sure}
    frame = frame.copy()
    shapes = as_shapes(frame.geometry.to_list())
    if Fault.THREE_D in faults:
        shapes = shapely.force_2d(shapes)
    for fault, mend in ((Fault.MIXED_GEOMETRY, areas_only), (Fault.MENDED_RING, valid_areas)):
        rows = [_row(finding) for finding in sure if finding.fault is fault]
        shapes[rows] = mend(shapes[rows])
    frame = frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))
    if faults & _SLIVERS and all(finding.fault is not Fault.OVERLAP for finding in findings):
        frame = _snapped(frame)
    return _tidy_texts(frame, sure)


def _row(finding: Finding) -> int:
    return int(str(finding.params["row"])) - 1


def _snapped(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    metric = frame.geometry.to_crs(metric_crs(frame))
    shapes = as_shapes(metric.to_list())
    usable = is_area(shapes) & shapely.is_valid(shapes)
    shapes[usable] = snap(shapes[usable])
    back = gpd.GeoSeries(shapes, index=frame.index, crs=metric.crs).to_crs(frame.crs)
    return frame.set_geometry(back.where(usable, frame.geometry))


def _tidy_texts(frame: gpd.GeoDataFrame, sure: Sequence[Finding]) -> gpd.GeoDataFrame:
    for finding in sure:
        field = finding.params.get("field")
        if field is not None:
            clean = as_codes if finding.fault in _CODES else as_text
            frame[field] = clean(frame[field])
    return frame


def is_area(shapes: Shapes) -> NDArray[np.bool_]:
    """Whether each shape is a polygon or multipolygon that is not empty."""
    area: NDArray[np.bool_] = np.isin(shapely.get_type_id(shapes), (_POLYGON, _MULTIPOLYGON))
    return np.asarray(area & ~shapely.is_empty(shapes))


def areas_only(shapes: Shapes) -> Shapes:
    """Polygonal part of each collection, as one multipolygon; None where it has none.

    Examples
    --------
    >>> mixed = shapely.from_wkt("GEOMETRYCOLLECTION (POINT (0 0), POLYGON ((0 0, 1 0, 1 1, 0 0)))")
    >>> areas_only(as_shapes([mixed]))[0].wkt
    'MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))'
    """
    result = np.full(len(shapes), None, dtype=object)
    for position, shape in enumerate(shapes):
        parts = shapely.get_parts(as_shapes([shape]))
        while np.any(shapely.get_type_id(parts) == 7):  # collections within collections
            parts = shapely.get_parts(parts)
        polygons = shapely.get_parts(parts[is_area(parts)])
        if len(polygons):
            result[position] = shapely.multipolygons(polygons)
    return result


def valid_areas(shapes: Shapes) -> Shapes:
    """Shapes made valid, parts without surface dropped; may become empty.

    Examples
    --------
    >>> bow_tie = shapely.from_wkt("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))")
    >>> valid_areas(as_shapes([bow_tie]))[0].area
    2.0
    """
    return as_shapes(list(shapely.make_valid(shapes, method="structure", keep_collapsed=False)))


def change_of_area(before: Shapes, after: Shapes) -> NDArray[np.float64]:
    """Relative change of area, 0 to 1.

    The area of an invalid ring counts a loop drawn the wrong way round as negative (shoelace
    formula): a small loop at a corner changes little, a figure of eight changes all.

    Examples
    --------
    >>> bow_tie = as_shapes([shapely.from_wkt("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))")])
    >>> change_of_area(bow_tie, valid_areas(bow_tie)).tolist()
    [1.0]
    """
    old, new = shapely.area(before), shapely.area(after)
    larger = np.maximum(old, new)
    change: NDArray[np.float64] = np.divide(
        np.abs(new - old), larger, out=np.ones_like(larger), where=larger > 0
    )
    return change
