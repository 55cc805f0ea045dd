"""Checking each row's own outline: is there one, is it an area, do its rings hold."""

from __future__ import annotations

import re

import numpy as np
import shapely
from shapely.geometry import Point

from geo._report import Report, joined
from geo.faults import Fault, RingReason, Severity, ShapeKind
from geo.repair import SURE_CHANGE, areas_only, change_of_area, is_area, valid_areas
from geo.tessellation import Shapes

_KINDS = {
    **dict.fromkeys(("Point", "MultiPoint"), ShapeKind.POINT),
    **dict.fromkeys(("LineString", "MultiLineString", "LinearRing"), ShapeKind.LINE),
}
_REASONS = (
    ("Self-intersection", RingReason.CROSSES),
    ("Ring Self-intersection", RingReason.TOUCHES),
    ("Hole lies outside", RingReason.HOLE_OUTSIDE),
    ("Holes are nested", RingReason.NESTED),
    ("Nested shells", RingReason.NESTED),
    ("Interior is disconnected", RingReason.SPLIT),
    ("Duplicate Rings", RingReason.TWICE),
    ("Too few points", RingReason.FLAT),
)


def check_outlines(shapes: Shapes, report: Report) -> Shapes:
    """Note what is wrong with each outline.

    Returns
    -------
    array
        The outlines as `geo.repair` leaves them: valid 2D areas, None where there is none.
    """
    _check_heights(shapes, report)
    flat = shapely.force_2d(shapes)
    flat = _check_numbers(flat, report)
    flat = _check_kinds(flat, report)
    return _check_rings(flat, report)


def _check_heights(shapes: Shapes, report: Report) -> None:
    raised = shapely.has_z(shapes) | shapely.has_m(shapes)
    if raised.any():
        report.add(Fault.THREE_D, Severity.REPAIRED, count=int(raised.sum()))


def _check_numbers(shapes: Shapes, report: Report) -> Shapes:
    """Note missing outlines and broken coordinates, and leave those rows out."""
    coordinates, rows = shapely.get_coordinates(shapes, return_index=True)
    broken = np.unique(rows[~np.isfinite(coordinates).all(axis=1)])
    for row in broken.tolist():
        report.add_row(Fault.BROKEN_COORDINATES, Severity.BLOCKING, row)
    for row in np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes)).tolist():
        report.add_row(Fault.NO_GEOMETRY, Severity.BLOCKING, row)
    kept = shapes.copy()
    kept[broken] = None
    kept[shapely.is_empty(kept)] = None
    return kept


def _check_kinds(shapes: Shapes, report: Report) -> Shapes:
    kept = shapes.copy()
    for row in np.flatnonzero(~is_area(shapes) & ~shapely.is_missing(shapes)).tolist():
        shape = shapes[row]
        kept[row] = areas_only(shapes[[row]])[0]
        if kept[row] is None:
            kind = _KINDS.get(shape.geom_type, ShapeKind.OTHER)
            report.add_row(Fault.NOT_AN_AREA, Severity.BLOCKING, row, shape=shape, kind=kind)
        else:
            report.add_row(Fault.MIXED_GEOMETRY, Severity.REPAIRED, row, shape=shape)
    return kept


def _check_rings(shapes: Shapes, report: Report) -> Shapes:
    rows = np.flatnonzero(~shapely.is_missing(shapes) & ~shapely.is_valid(shapes))
    mended = valid_areas(shapes[rows])
    changes = change_of_area(shapes[rows], mended)
    kept = shapes.copy()
    kept[rows] = mended
    for row, change in zip(rows.tolist(), changes.tolist(), strict=True):
        words = shapely.is_valid_reason(shapes[row])
        reason = next((r for start, r in _REASONS if words.startswith(start)), RingReason.OTHER)
        shape = _where(words) or joined(shapes[[row]])
        if change <= SURE_CHANGE:
            percent = round(change * 100, 4)
            report.add_row(
                Fault.MENDED_RING,
                Severity.REPAIRED,
                row,
                shape=shape,
                reason=reason,
                percent=percent,
            )
        else:
            kept[row] = None
            report.add_row(Fault.INVALID_RING, Severity.BLOCKING, row, shape=shape, reason=reason)
    return kept


def _where(words: str) -> Point | None:
    """Point that GEOS names in its reason, for instance ``Self-intersection[1 1]``."""
    match = re.search(r"\[(\S+) (\S+)\]", words)
    return Point(float(match[1]), float(match[2])) if match else None
