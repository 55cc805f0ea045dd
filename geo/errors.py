"""Errors of the `geo` package.

GeoError
├── MissingCrsError
├── QuartierFileError
│   ├── UnreadableFileError
│   └── MissingFieldError
└── CheckFailedError

Each class carries an English `message` and a `mend` (what the person can do about it) as
templates; the interface translates the templates and fills in `params`.
"""

from typing import ClassVar


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


class QuartierFileError(GeoError):
    """A file of quartiers cannot be used at all."""


class UnreadableFileError(QuartierFileError):
    """The file is of no known format, damaged or empty."""

    message = "“{source}” could not be read as a map file: {reason}"
    mend = "Use GeoJSON, GeoPackage, a zipped Shapefile or KML."


class MissingFieldError(QuartierFileError):
    """A field that was named is not in the file."""

    message = "“{source}” has no field “{field}”; it has: {fields}."
    mend = "Name one of the fields of the file."


class CheckFailedError(QuartierFileError):
    """The check found faults that cannot be repaired for sure."""

    message = "“{source}” has faults that have to be mended first: {faults}"
    mend = "Mend them in a map editor such as QGIS, then bring the file in again."
