"""Reading XLSX and ODS workbooks with their real dates, numbers and booleans.

A workbook is a ZIP file: what it would take to read it is worked out by `guards` before it is
parsed, because a small file can ask for more than the memory.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from data.errors import UnreadableTableError
from data.importers import sniffing
from data.importers.faults import Reason
from data.importers.values import Cell
from guards import UnsafeFileError, check_workbook

DAMAGED: Final = "the file is damaged"
NOT_A_WORKBOOK: Final = "it is a ZIP file, not a workbook; unpack it first"
NO_SHEET: Final = "it has no sheet “{sheet}”"
_BROKEN: Final = (CalamineError, ValueError, OSError)


@dataclass(frozen=True)
class Book:
    """One sheet of a workbook: its rows with their numbers, and the rows with merged cells."""

    name: str
    names: tuple[str, ...]
    rows: Iterator[tuple[int, list[Cell]]]
    last: int
    merged: frozenset[int]

    def two_level(self, number: int) -> bool:
        """Say whether the header row groups columns under merged cells."""
        return number in self.merged


def read(stream: BinaryIO, *, source: str, sheet: str | None = None) -> Book:
    """Open a workbook at a sheet, by default the first that is not empty.

    Raises
    ------
    UnreadableTableError
        Where it is damaged, too large, no workbook, or has no such sheet.
    """
    _guard(stream, source)
    stream.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(stream)
        names = tuple(book.sheet_names)
        if sheet is not None and sheet not in names:
            raise UnreadableTableError(source=source, reason=Reason(NO_SHEET, sheet=sheet))
        wanted = (sheet,) if sheet is not None else names
        found = _first_filled(book.get_sheet_by_name(name) for name in wanted)
    except BaseException as error:
        # The library panics at some damages; what that raises is no Exception, nor importable.
        if isinstance(error, _BROKEN) or type(error).__name__ == "PanicException":
            raise UnreadableTableError(source=source, reason=Reason(DAMAGED)) from error
        raise
    if found is None or found.end is None:
        raise UnreadableTableError(source=source, reason=Reason(sniffing.EMPTY))
    return Book(found.name, names, _rows(found), found.end[0] + 1, _merged(found))


def _first_filled(found: Iterable[CalamineSheet]) -> CalamineSheet | None:
    return next((sheet for sheet in found if sheet.height and sheet.end is not None), None)


def _guard(stream: BinaryIO, source: str) -> None:
    """Raise where it is no workbook, or where reading it would take more than it may."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
        if not names & {"xl/workbook.xml", "content.xml", "xl/workbook.bin"}:
            raise UnreadableTableError(source=source, reason=Reason(NOT_A_WORKBOOK))
        check_workbook(stream)
    except UnsafeFileError as error:
        raise UnreadableTableError(source=source, reason=Reason(error.danger.value)) from error
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableTableError(source=source, reason=Reason(DAMAGED)) from error


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Cell]]]:
    # Blank rows at the top are given as well, so that numbers are those of the spreadsheet.
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, [cell if type(cell) is str else _plain(cell) for cell in cells]


def _plain(cell: Any) -> Cell:
    """Make booleans and times what a CSV would hold; True must not be taken for the number 1."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, time | timedelta):
        return str(cell)
    if isinstance(cell, datetime | date | int | str):
        return cell
    number = float(cell)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _merged(sheet: CalamineSheet) -> frozenset[int]:
    """Numbers of the rows that hold cells merged over several columns but not over all."""
    whole = sheet.width
    ranges = sheet.merged_cell_ranges or []
    return frozenset(
        top + 1
        for (top, left), (_bottom, right) in ranges
        if left < right and right - left + 1 < whole
    )


def join_levels(groups: Sequence[Cell], below: Sequence[Cell]) -> list[Cell]:
    """Name columns by the row below merged groups; by the group where that is empty.

    Examples
    --------
    >>> join_levels(["Jour", "Notes", ""], ["", "Propreté", "Écoute"])
    ['Jour', 'Propreté', 'Écoute']
    """
    below = [*below, *[""] * (len(groups) - len(below))]
    return [
        name if str(name).strip() else group for group, name in zip(groups, below, strict=False)
    ]
