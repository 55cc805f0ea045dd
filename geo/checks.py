"""Checking a file of quartiers: one named `Finding` a fault, each with what to do about it.

`check` looks, `repair` mends what is sure. A finding is *blocking* (the file cannot be used as it
is), *repaired* (`repair` puts it right) or a *notice* (the file can be used, a person may want to
look). Tolerances: see `geo.tessellation` (slivers) and `geo.repair` (rings).
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from geo import tessellation
from geo._outlines import check_outlines
from geo._places import check_extent, check_place
from geo._report import Report, joined
from geo._texts import check_codes, check_dwellings, check_names
from geo.crs import metric_crs
from geo.faults import MESSAGES, Fault, Finding, RingReason, Severity, ShapeKind
from geo.fields import subjects
from geo.repair import repair, valid_areas
from geo.tessellation import Gap, Shapes, as_shapes

__all__ = [
    "MESSAGES",
    "Fault",
    "Finding",
    "RingReason",
    "Severity",
    "ShapeKind",
    "check",
    "repair",
]

_ORDER = tuple(Severity)


def check(
    frame: gpd.GeoDataFrame,
    *,
    code: str | None = None,
    name: str | None = None,
    dwellings: str | None = None,
    extent: tuple[float, float, float, float] | None = None,
    parts: bool = False,
) -> list[Finding]:
    """Everything that is wrong or worth a look in a file of quartiers.

    Parameters
    ----------
    frame
        As read, in any coordinate system.
    code, name, dwellings
        Fields that hold them; None: those faults are not looked for.
    extent
        West, south, east, north of the town in degrees (EPSG:4326); None: the place of the file
        is not checked.
    parts
        True where the rows are pieces that will be dissolved: then a code or name that comes
        twice, or a single row, is no fault.

    Returns
    -------
    list of Finding
        Blocking ones first, then repaired, then notices; within them in the order of the checks
        and of the rows.

    Raises
    ------
    MissingFieldError
        A field that was named is not there.

    Examples
    --------
    >>> frame = gpd.GeoDataFrame(
    ...     {"code": ["1", "1"], "name": ["A", "B"]},
    ...     geometry=[shapely.box(0, 46, 0.01, 46.01), shapely.box(0.01, 46, 0.02, 46.01)],
    ...     crs=4326,
    ... )
    >>> [str(finding) for finding in check(frame, code="code", name="name")]
    ['The code 1 comes 2 times (rows 1, 2).']
    """
    report = Report(subjects(frame, code, name), frame.crs)
    placed = check_place(frame, report)
    if not placed:
        report.crs = None
    areas = check_outlines(as_shapes(frame.geometry.to_list()), report)
    together: list[Finding] = []
    if placed:
        check_extent(frame, report, extent)
        together = _check_together(frame, areas, report.names)
    texts = Report(report.names, report.crs)
    _check_texts(frame, texts, code=code, name=name, dwellings=dwellings, parts=parts)
    found = report.findings() + together + texts.findings()
    return sorted(found, key=lambda finding: _ORDER.index(finding.severity))


def _check_texts(
    frame: gpd.GeoDataFrame,
    report: Report,
    *,
    code: str | None,
    name: str | None,
    dwellings: str | None,
    parts: bool,
) -> None:
    """Find what is wrong beside the outlines: codes, names, dwellings, and how many rows."""
    if code is not None:
        check_codes(frame, report, code, parts=parts)
    if name is not None:
        check_names(frame, report, name, parts=parts)
    if dwellings is not None:
        check_dwellings(frame, report, dwellings)
    if len(frame) == 1 and not parts:
        report.add(Fault.SINGLE_QUARTIER, Severity.NOTICE)


def _check_together(frame: gpd.GeoDataFrame, areas: Shapes, names: Sequence[str]) -> list[Finding]:
    """Find how the areas fail to cover the town without overlap or gap, measured in metres."""
    own = frame.set_geometry(gpd.GeoSeries(areas, index=frame.index, crs=frame.crs))
    crs = metric_crs(own)
    shapes = _sound(as_shapes(own.geometry.to_crs(crs).to_list()))
    if shapely.is_missing(shapes).all():
        return []
    report = Report(names, crs)
    _note_overlaps(shapes, report)
    _note_gaps(shapes, report)
    if report.is_clean:
        _note_unmatched(shapes, report)
    return report.findings()


def _sound(shapes: Shapes) -> Shapes:
    """Shapes that are still valid, and somewhere, after the change of system."""
    invalid = ~shapely.is_missing(shapes) & ~shapely.is_valid(shapes)
    shapes[invalid] = valid_areas(shapes[invalid])
    shapes[~np.isfinite(shapely.area(shapes)) | shapely.is_empty(shapes)] = None
    return shapes


def _note_overlaps(shapes: Shapes, report: Report) -> None:
    for overlap in tessellation.overlaps(shapes):
        report.add_row(
            Fault.OVERLAP_SLIVER if overlap.sliver else Fault.OVERLAP,
            Severity.REPAIRED if overlap.sliver else Severity.BLOCKING,
            overlap.first,
            shape=overlap.shape,
            other=report.names[overlap.second],
            area=_square_metres(overlap.shape.area),
        )


def _note_gaps(shapes: Shapes, report: Report) -> None:
    for gap in tessellation.gaps(shapes):
        fault, severity = _kind_of(gap)
        report.add(
            fault,
            severity,
            shape=gap.shape,
            subject=", ".join(report.names[row] for row in gap.around),
            area=_square_metres(gap.shape.area),
        )


def _kind_of(gap: Gap) -> tuple[Fault, Severity]:
    if gap.sliver:
        return Fault.GAP_SLIVER, Severity.REPAIRED
    return (Fault.HOLE if len(gap.around) == 1 else Fault.GAP), Severity.NOTICE


def _note_unmatched(shapes: Shapes, report: Report) -> None:
    edges = tessellation.unmatched_edges(shapes)
    count = int((~shapely.is_missing(edges)).sum())
    if count:
        report.add(Fault.UNMATCHED_EDGES, Severity.REPAIRED, shape=joined(edges), count=count)


def _square_metres(area: float) -> float:
    """Round to what the drawing can bear: whole square metres, one decimal for slivers."""
    return float(round(area)) if area >= 10 else round(area, 2)
