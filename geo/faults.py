"""What a check of quartiers can find: one `Fault` a kind, one `Finding` a case.

The texts are English templates; the interface translates them and fills in `Finding.params`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shapely.geometry.base import BaseGeometry


class Severity(StrEnum):
    """What becomes of a finding: refused, mended by us, or only told."""

    BLOCKING = "blocking"
    REPAIRED = "repaired"
    NOTICE = "notice"


class Fault(StrEnum):
    """Stable codes of the faults."""

    MISSING_CRS = "missing_crs"
    LAMBERT_AS_DEGREES = "lambert_as_degrees"
    NOT_DEGREES = "not_degrees"
    DEGREES_AS_METRES = "degrees_as_metres"
    SWAPPED_AXES = "swapped_axes"
    BROKEN_COORDINATES = "broken_coordinates"
    ELSEWHERE = "elsewhere"
    PART_ELSEWHERE = "part_elsewhere"
    NO_GEOMETRY = "no_geometry"
    NOT_AN_AREA = "not_an_area"
    MIXED_GEOMETRY = "mixed_geometry"
    THREE_D = "three_d"
    INVALID_RING = "invalid_ring"
    MENDED_RING = "mended_ring"
    OVERLAP = "overlap"
    OVERLAP_SLIVER = "overlap_sliver"
    GAP = "gap"
    GAP_SLIVER = "gap_sliver"
    HOLE = "hole"
    UNMATCHED_EDGES = "unmatched_edges"
    EMPTY_CODE = "empty_code"
    DUPLICATE_CODE = "duplicate_code"
    CODE_AS_NUMBER = "code_as_number"
    UNTIDY_CODE = "untidy_code"
    EMPTY_NAME = "empty_name"
    DUPLICATE_NAME = "duplicate_name"
    UNTIDY_NAME = "untidy_name"
    UNKNOWN_DWELLINGS = "unknown_dwellings"
    SINGLE_QUARTIER = "single_quartier"


class RingReason(StrEnum):
    """Why an outline is not valid; the value is the English phrase, to be translated."""

    CROSSES = "its outline crosses itself"
    TOUCHES = "its outline touches itself"
    HOLE_OUTSIDE = "a hole lies outside its outline"
    NESTED = "one outline lies inside another"
    SPLIT = "its inside is cut in two"
    TWICE = "the same outline comes twice"
    FLAT = "its outline has no surface"
    OTHER = "its outline is not well formed"


class ShapeKind(StrEnum):
    """What a row is that should be an area; the value is the English phrase, to be translated."""

    POINT = "a point"
    LINE = "a line"
    OTHER = "a collection without areas"


_FILE = "Save the file again in its true coordinate system, or name that system."
_EDITOR = "Mend it in a map editor such as QGIS, then bring the file in again."
_DONE = "Nothing to do: it was repaired."

MESSAGES: Mapping[Fault, tuple[str, str]] = {
    Fault.MISSING_CRS: (
        "The file does not state its coordinate system.",
        "Save it again with its coordinate system (for a Shapefile, add the .prj), or name it.",
    ),
    Fault.LAMBERT_AS_DEGREES: (
        "The file claims degrees ({crs}), but its coordinates look like Lambert-93 metres.",
        "Name EPSG:2154 as its coordinate system.",
    ),
    Fault.NOT_DEGREES: (
        "The file claims degrees ({crs}), but has coordinates such as {x}, {y}.",
        _FILE,
    ),
    Fault.DEGREES_AS_METRES: (
        "The file claims metres ({crs}), but its coordinates look like degrees.",
        "Name EPSG:4326 as its coordinate system.",
    ),
    Fault.SWAPPED_AXES: (
        "Longitude and latitude are swapped: the file would lie at {lon}, {lat}.",
        "Swap the two coordinates in a map editor such as QGIS, then bring the file in again.",
    ),
    Fault.BROKEN_COORDINATES: (
        "Quartier {subject} has coordinates that are no usable numbers.",
        _EDITOR,
    ),
    Fault.ELSEWHERE: (
        "The file lies elsewhere than the town: around {lon}, {lat} (longitude, latitude).",
        "Check that it is the file of the town, and that its coordinate system is right.",
    ),
    Fault.PART_ELSEWHERE: (
        "Quartier {subject} lies wholly outside the town.",
        "Check whether it belongs to the town; take it out of the file if not.",
    ),
    Fault.NO_GEOMETRY: ("Quartier {subject} has no outline.", "Draw it, or take the row out."),
    Fault.NOT_AN_AREA: (
        "Quartier {subject} is no area but {kind}.",
        "Take points and lines out of the layer, or choose the layer of the areas.",
    ),
    Fault.MIXED_GEOMETRY: (
        "Quartier {subject} came with points or lines beside its area; they were left out.",
        _DONE,
    ),
    Fault.THREE_D: ("{count} outlines carry heights; they were left out.", _DONE),
    Fault.INVALID_RING: ("Quartier {subject}: {reason}.", _EDITOR),
    Fault.MENDED_RING: ("Quartier {subject}: {reason}; its area changes by {percent} %.", _DONE),
    Fault.OVERLAP: (
        "Quartiers {subject} and {other} overlap on {area} m².",
        "Decide in a map editor such as QGIS which of the two the strip belongs to.",
    ),
    Fault.OVERLAP_SLIVER: (
        "Quartiers {subject} and {other} overlapped by a sliver of {area} m².",
        _DONE,
    ),
    Fault.GAP: (
        "Between {subject} there is a gap of {area} m² that belongs to no quartier.",
        "Doors there would count nowhere. Close the gap if it is not meant.",
    ),
    Fault.GAP_SLIVER: ("Along {subject} a sliver of {area} m² belonged to no quartier.", _DONE),
    Fault.HOLE: (
        "Quartier {subject} has a hole of {area} m² that belongs to no quartier.",
        "Doors there would count nowhere. Fill the hole if it is not meant.",
    ),
    Fault.UNMATCHED_EDGES: (
        "The shared borders of {count} quartiers did not meet point by point.",
        _DONE,
    ),
    Fault.EMPTY_CODE: ("Row {row} has no code.", "Fill in the field “{field}”."),
    Fault.DUPLICATE_CODE: (
        "The code {subject} comes {count} times (rows {rows}).",
        "Give each quartier a code of its own, or merge the rows.",
    ),
    Fault.CODE_AS_NUMBER: (
        "The codes of the field “{field}” were numbers with a decimal point (such as {example}).",
        _DONE,
    ),
    Fault.UNTIDY_CODE: ("The code {subject} had superfluous spaces or odd accents.", _DONE),
    Fault.EMPTY_NAME: (
        "Quartier {subject} has no name; its code stands in.",
        "Fill in the field “{field}”.",
    ),
    Fault.DUPLICATE_NAME: (
        "The name “{subject}” comes {count} times (rows {rows}).",
        "Give each quartier a name of its own: files are matched by name as well.",
    ),
    Fault.UNTIDY_NAME: ("The name “{subject}” had superfluous spaces or odd accents.", _DONE),
    Fault.UNKNOWN_DWELLINGS: (
        "The number of dwellings of {subject} is unknown (“{value}”).",
        "Fill in the field “{field}” with a whole number: targets are spread by it.",
    ),
    Fault.SINGLE_QUARTIER: (
        "The file has a single quartier.",
        "Check that it is the file of the quartiers and not of the town.",
    ),
}


@dataclass(frozen=True)
class Finding:
    """One fault that was found.

    Parameters
    ----------
    subject
        Code of the quartier, else its name, else ``#`` and the number of its row; empty where
        the finding is about the whole file.
    params
        Values for the placeholders of `message` and `mend`; ``row`` counts from 1. A value that
        is a member of a `StrEnum` is an English phrase with a translation of its own.
    geometry
        What to draw, in EPSG:4326; None where there is nothing to show.
    """

    fault: Fault
    severity: Severity
    subject: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    geometry: BaseGeometry | None = None

    @property
    def message(self) -> str:
        """English template that says what was found."""
        return MESSAGES[self.fault][0]

    @property
    def mend(self) -> str:
        """English template that says what to do about it."""
        return MESSAGES[self.fault][1]

    def __str__(self) -> str:
        """English text of the finding.

        Examples
        --------
        >>> str(Finding(Fault.NO_GEOMETRY, Severity.BLOCKING, "03", {"subject": "03"}))
        'Quartier 03 has no outline.'
        """
        return self.message.format(**self.params)
