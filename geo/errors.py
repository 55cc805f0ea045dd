"""Errors of the `geo` package.

GeoError
├── MissingCrsError
├── UnknownCrsError
├── AddressFileError
└── QuartierFileError
    ├── UnreadableFileError
    ├── SeveralLayersError
    ├── MissingLayerError
    ├── MissingFieldError
    ├── InvalidGeometryError
    ├── ShortCodeError
    ├── LimitsError
    └── CheckFailedError

Each class carries an English `message` and a `mend` (what the person can do about it) as
templates; the interface translates the templates and fills in `params`. A value of `params` that
is a member of a `StrEnum` (`UnreadableReason`, `AddressReason`) is an English phrase with a
translation of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from geo.faults import Finding


class UnreadableReason(StrEnum):
    """Why a file could not be read; the value is the English phrase, to be translated."""

    NOT_FOUND = "there is no such file."
    NOT_ALLOWED = "it may not be opened."
    EMPTY = "it is empty."
    TOO_LARGE = "it is larger than 200 MB, or would be once unpacked."
    TOO_DETAILED = "it holds more than 5,000 shapes or 5 million points."
    TANGLED = "most of its shapes lie upon many others: it is no division of a town."
    WEB_PAGE = "it is a web page, not a map: the download probably failed."
    NOT_A_MAP = "its content is of no known map format."
    BROKEN_JSON = "its JSON text is cut off or has an error."
    OTHER_JSON = "it is JSON, but not GeoJSON."
    BROKEN_ZIP = "the zip archive is damaged or incomplete."
    LOCKED_ZIP = "the zip archive is protected by a password."
    NO_SHAPEFILE = "the zip archive holds no Shapefile."
    LOOSE_SHAPEFILE = "a Shapefile is several files: put the .shp, .shx, .dbf and .prj in one zip."
    MISSING_PARTS = "the Shapefile in it lacks its .shx or its .dbf part."
    DAMAGED = "it is damaged or incomplete."
    NO_SHAPES = "it holds no shapes."


class AddressReason(StrEnum):
    """Why a file gives no addresses; the value is the English phrase, to be translated."""

    NOT_FOUND = "there is no such file."
    NOT_ALLOWED = "it may not be opened."
    EMPTY = "it is empty."
    TOO_LARGE = "it is larger than 200 MB, or would be once unpacked."
    WEB_PAGE = "it is a web page, not a table: the download probably failed."
    SPREADSHEET = "it is a workbook or an archive, not a CSV file."
    NOT_TEXT = "it is not text."
    DAMAGED = "it is damaged or incomplete."
    NOT_ADDRESSES = "its columns are neither those of the BAN nor those of a BAL."
    NOT_STREETS = "it is no list of streets with the columns street, lon, lat and quartier."
    NO_STREET_COLUMN = "it has no column with the street (nom_voie, voie_nom or toponyme)."
    NO_NUMBER_COLUMN = "it has no column with the house number (numero)."
    NO_PLACE_COLUMNS = "it has no columns with the place (lon and lat, or x and y)."
    NO_ROWS = "it has column names but no rows."
    NO_ADDRESSES = "none of its rows is an address that can be used."


class GeoError(Exception):
    """Base of every error raised by `geo`.

    Parameters
    ----------
    **params
        Values for the placeholders of `message` and `mend`.
    """

    message: ClassVar[str] = "The map data could not be used."
    mend: ClassVar[str] = ""

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.message.format(**params))


class MissingCrsError(GeoError):
    """A layer came without a coordinate reference system."""

    message = "The coordinate system of “{source}” is not stated."
    mend = "Save the file again with its coordinate system, or name it (for instance EPSG:2154)."


class UnknownCrsError(GeoError):
    """A coordinate system was named that nobody knows."""

    message = "“{crs}” is not a known coordinate system."
    mend = "Give its EPSG number, for instance EPSG:2154 (Lambert-93) or EPSG:4326 (GPS)."


class AddressFileError(GeoError):
    """A file of addresses cannot be used; `reason` is an `AddressReason`."""

    message = "“{source}” cannot be used as a list of addresses: {reason}"
    mend = "Use the BAN of the commune (CSV), or its BAL in version 1.3, 1.4 or 1.5."


class QuartierFileError(GeoError):
    """A file of quartiers cannot be used at all."""


class UnreadableFileError(QuartierFileError):
    """The file is of no known format, damaged or empty; `reason` is an `UnreadableReason`."""

    message = "“{source}” could not be read as a map file: {reason}"
    mend = "Use GeoJSON, GeoPackage, a zipped Shapefile or KML."


class SeveralLayersError(QuartierFileError):
    """The file holds several layers and none was named."""

    message = "“{source}” holds several layers: {layers}."
    mend = "Say which one holds the quartiers."


class MissingLayerError(QuartierFileError):
    """A layer that was named is not in the file."""

    message = "“{source}” has no layer “{layer}”; it has: {layers}."
    mend = "Name one of the layers of the file."


class MissingFieldError(QuartierFileError):
    """A field that was named is not in the file."""

    message = "“{source}” has no field “{field}”; it has: {fields}."
    mend = "Name one of the fields of the file."


class InvalidGeometryError(QuartierFileError):
    """An outline is missing or crosses itself where a sound one is needed."""

    message = "The outline of “{subject}” is missing or not valid."
    mend = "Check and repair the file first."


class ShortCodeError(QuartierFileError):
    """A code has fewer characters than the grouping needs."""

    message = "The code “{code}” has fewer than {digits} characters."
    mend = "Ask for fewer characters, or name another field."


class LimitsError(QuartierFileError):
    """Lines of limits do not close into one polygon for each quartier."""

    message = "The limits do not close around one area for each of: {codes}."
    mend = "Make each limit end exactly where the next ones begin."


class _Told(tuple["Finding", ...]):
    """Findings inside a message: a tuple, so that each can be translated; sentences as text."""

    __slots__ = ()

    def __str__(self) -> str:
        return " ".join(str(finding) for finding in self)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


class CheckFailedError(QuartierFileError):
    """The check found faults that cannot be repaired for sure.

    Parameters
    ----------
    findings
        Everything the check found.
    blocking
        Those of them that are told in the message.
    """

    message = "“{source}” has faults that have to be mended first: {faults}"
    mend = "Mend them in a map editor such as QGIS, then bring the file in again."

    def __init__(
        self, *, findings: Sequence[Finding] = (), blocking: Sequence[Finding] = (), source: str
    ) -> None:
        self.findings = tuple(findings)
        super().__init__(source=source, faults=_Told(blocking))
