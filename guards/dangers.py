"""Why a file is not opened."""

from enum import StrEnum


class Danger(StrEnum):
    """Reasons not to open a file; the value is the English phrase, to be translated."""

    UNPACKED = "it would be too large once unpacked; save the sheet as CSV, or cut the map"
    MEMBERS = "the archive in it holds too many files"
    RATIO = "it is packed so tightly that no real data can be in it"
    OVERLAP = "the archive in it uses the same bytes for several files"
    TWICE = "the archive in it holds two files of one name"
    PATHS = "the archive in it names files outside of itself"
    LOCKED = "it is protected by a password; save it without one"
    BROKEN = "the archive in it is damaged or incomplete"
    BINARY_BOOK = "it is a binary workbook (XLSB); save it as XLSX"
    SPARSE = (
        "its cells lie too far apart, as if millions were filled; copy the table to a new sheet"
    )
    TEXTS = "its texts would be too large once repeated; save the sheet as CSV"
    LIMITS = "it names cells beyond the last row or column that a sheet can have"
    TAGS = "its XML is damaged"
    ENTITIES = "its XML defines abbreviations (DOCTYPE), which no data needs; save it anew"
    VIEWS = "it computes its shapes when it is read (views); save the layer as a new file"
    DATABASE = "the database in it is damaged"


class UnsafeFileError(Exception):
    """A file asks for more than it may; readers raise their own error with its `danger`.

    Parameters
    ----------
    danger
        Why.
    """

    def __init__(self, danger: Danger) -> None:
        self.danger = danger
        super().__init__(danger.value)
