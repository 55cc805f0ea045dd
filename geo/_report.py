"""Collecting findings: rows get their names, geometries get drawn in EPSG:4326."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84
from geo.faults import Fault, Finding, Severity
from geo.tessellation import Shapes, as_shapes


class Report:
    """Findings about the rows of one frame.

    Parameters
    ----------
    names
        What to call each row.
    crs
        System of the shapes that are handed in; None where it is unknown or wrong: nothing can
        be drawn then.
    """

    def __init__(self, names: Sequence[str], crs: CRS | None) -> None:
        self._found: list[Finding] = []
        self._shapes: list[BaseGeometry | None] = []
        self.names = names
        self.crs = crs

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found that stops or was repaired."""
        return all(finding.severity is Severity.NOTICE for finding in self._found)

    def add(
        self,
        fault: Fault,
        severity: Severity,
        *,
        shape: BaseGeometry | None = None,
        subject: str = "",
        **params: object,
    ) -> None:
        """Note a fault of several rows, or of the whole file."""
        if subject:
            params = {"subject": subject, **params}
        self._found.append(Finding(fault, severity, subject, params))
        self._shapes.append(shape)

    def add_row(
        self,
        fault: Fault,
        severity: Severity,
        row: int,
        *,
        shape: BaseGeometry | None = None,
        **params: object,
    ) -> None:
        """Note a fault of the row at a position (from 0; people count from 1)."""
        self.add(fault, severity, shape=shape, subject=self.names[row], row=int(row) + 1, **params)

    def findings(self) -> list[Finding]:
        """Give the findings, in the order they were noted, with what to draw in EPSG:4326."""
        shapes = shapely.force_2d(as_shapes(self._shapes))
        if self.crs is None:
            return list(self._found)
        # One transformation for all: one a finding takes a millisecond each.
        drawn = gpd.GeoSeries(shapes, crs=self.crs).to_crs(WGS84).to_list()
        return [
            finding if shape is None else replace(finding, geometry=shape)
            for finding, shape in zip(self._found, drawn, strict=True)
        ]


def joined(shapes: Shapes) -> BaseGeometry | None:
    """Several shapes as one collection to draw; None where there is none."""
    parts = shapely.get_parts(shapes[~shapely.is_missing(shapes)])
    return shapely.geometrycollections(parts) if len(parts) else None
