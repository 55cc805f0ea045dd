"""Reading CSV, XLSX and ODS into one shape: column names, then numbered rows of cells.

Rows are numbered as a spreadsheet shows them (the header is usually row 1). CSV is streamed;
spreadsheets are parsed whole by their library, so their unpacked size is limited.
"""

import csv
import io
import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from data.errors import UnreadableTableError
from data.importers import sheets, sniffing
from data.importers.faults import Fault, Reason, RowFinding
from data.importers.values import Cell

Row = tuple[int, Sequence[Cell]]
COLUMNS_MOST: Final = 2_000
CELL_LIMIT: Final = 1_000_000
NO_HEADER: Final = "it has no column names"
NO_ROWS: Final = "it holds column names but no rows"
TOO_WIDE: Final = "it has more than {most} columns"
RUNAWAY: Final = "near row {row} a quotation mark is opened and never closed"
TITLE_ROWS: Final = 20
"""How far down column names are looked for below a title."""


@dataclass(frozen=True)
class Table:
    """An open table; its rows can be read once.

    Parameters
    ----------
    headers
        Column names, made unique; a column without a name gets its letter in brackets.
    rows
        Pairs of row number and cells, blank rows included (as empty or blank cells).
    sample
        The first rows again, for previews and for recognising columns.
    total
        About how many rows there are, or None where unknown; for progress only.
    sheet, sheets
        The sheet that was opened and all that there are; "" and () for CSV.
    notices
        What was noticed about the table itself; no row is left out for it.
    """

    source: str
    headers: tuple[str, ...]
    rows: Iterator[Row]
    sample: tuple[Row, ...]
    total: int | None = None
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notices: tuple[RowFinding, ...] = ()


def open_table(
    source: Path | BinaryIO,
    *,
    filename: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
) -> Table:
    """Open a CSV, XLSX or ODS file, whatever its name says.

    Parameters
    ----------
    source
        Path, or binary stream that can seek; it must stay open while rows are read.
    filename
        Name shown in messages; the name of the path by default.
    sheet
        Name of the sheet; the first one that is not empty by default.
    encoding, separator
        Override what is found out by itself (CSV only).

    Raises
    ------
    UnreadableTableError
        Where it is no table, is damaged, empty or unreasonably large.
    """
    name = filename or (source.name if isinstance(source, Path) else "table")
    try:
        if not isinstance(source, Path):
            return _open_stream(source, name, sheet, encoding, separator, owned=False)
        with ExitStack() as closing:
            stream = closing.enter_context(source.open("rb"))
            table = _open_stream(stream, name, sheet, encoding, separator, owned=True)
            if not table.sheet:
                closing.pop_all()  # rows of a CSV are still to be read
            return table
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableTableError(source=name, reason=reason) from error


def _open_stream(
    stream: BinaryIO,
    name: str,
    sheet: str | None,
    encoding: str | None,
    separator: str | None,
    *,
    owned: bool,
) -> Table:
    if sniffing.is_zip(stream):
        return _open_sheet(stream, name, sheet)
    sniffing.refuse_foreign(stream, source=name)
    return _open_csv(stream, name, encoding, separator, owned=owned)


def _open_sheet(stream: BinaryIO, name: str, sheet: str | None) -> Table:
    book = sheets.read(stream, source=name, sheet=sheet)
    rows = iter(book.rows)
    number, header, skipped = _header(rows, name)
    if book.two_level(number):
        below = next(rows, (number + 1, ()))[1]
        header = sheets.join_levels(header, below)
    return _table(
        name, number, header, rows, skipped,
        total=max(0, book.last - number), sheet=book.name, sheets=book.names,
    )  # fmt: skip


def _open_csv(
    stream: BinaryIO, name: str, encoding: str | None, separator: str | None, *, owned: bool
) -> Table:
    found = sniffing.nature(stream, source=name, encoding=encoding)
    stream.seek(0)
    text = _Text(stream, encoding=found.encoding, newline="")
    text.owned = owned
    beginning = text.read(sniffing.SAMPLE // 4)
    declared = re.match(r'\ufeff?"?sep=([,;\t|])"?\r?\n', beginning, re.IGNORECASE)
    mark = separator or (declared[1] if declared else sniffing.separator(beginning))
    text.seek(0)
    if declared:
        text.readline()
    csv.field_size_limit(min(CELL_LIMIT, sys.maxsize))
    lines: Iterable[str] = text
    if found.nuls:
        lines = (line.replace("\0", "") for line in text)
    rows = _numbered(csv.reader(lines, delimiter=mark), name)
    number, header, skipped = _header(rows, name)
    notices = list(skipped)
    if found.nuls:
        notices.append(RowFinding(1, "", Fault.NUL_REMOVED, {"count": found.nuls}))
    if found.guessed:
        notices.append(RowFinding(1, "", Fault.ENCODING_GUESSED, {"encoding": found.encoding}))
    return _table(
        name, number, header, rows, notices,
        total=max(0, found.lines - number), encoding=found.encoding, separator=mark,
    )  # fmt: skip


class _Text(io.TextIOWrapper):
    """Text over a stream; when collected, it closes its own file, and leaves the caller's open."""

    owned = False

    def __del__(self) -> None:
        """Let go of the stream."""
        with suppress(ValueError):
            if self.owned:
                self.close()
            else:
                self.detach()


def _numbered(reader: Iterable[list[str]], name: str) -> Iterator[Row]:
    numbers = itertools.count(1)
    try:
        yield from zip(numbers, reader, strict=False)
    except csv.Error as error:
        reason = Reason(RUNAWAY, row=next(numbers) - 1)
        raise UnreadableTableError(source=name, reason=reason) from error


def _filled(cells: Sequence[Cell]) -> int:
    return sum(1 for cell in cells if str(cell).strip())


def _header(rows: Iterator[Row], name: str) -> tuple[int, Sequence[Cell], list[RowFinding]]:
    """Find the row of column names: the first that is not blank, or the one below a title."""
    above = list(itertools.islice((row for row in rows if _filled(row[1])), 1))
    if not above:
        raise UnreadableTableError(source=name, reason=Reason(sniffing.EMPTY))
    number, cells = above[0]
    if _filled(cells) == 1 and len(cells) > 1:
        for later, (number, cells) in enumerate(rows):  # noqa: B007
            if _filled(cells) > 1:
                break
            if later > TITLE_ROWS:
                raise UnreadableTableError(source=name, reason=Reason(NO_HEADER))
        else:
            raise UnreadableTableError(source=name, reason=Reason(NO_HEADER))
    if len(cells) > COLUMNS_MOST:
        reason = Reason(TOO_WIDE, most=COLUMNS_MOST)
        raise UnreadableTableError(source=name, reason=reason)
    notices = []
    if number > 1:
        notices.append(RowFinding(number, "", Fault.HEADER_NOT_FIRST, {"row": number}))
    return number, cells, notices


def _table(
    name: str,
    number: int,
    header: Sequence[Cell],
    rows: Iterator[Row],
    notices: list[RowFinding],
    *,
    total: int,
    encoding: str = "",
    separator: str = "",
    sheet: str = "",
    sheets: tuple[str, ...] = (),
) -> Table:
    headers, naming = _unique(number, header)
    sample = tuple(itertools.islice(rows, 200))
    if not sample:
        raise UnreadableTableError(source=name, reason=Reason(NO_ROWS))
    return Table(
        name, headers, itertools.chain(sample, rows), sample, total,
        encoding, separator, sheet, sheets, (*notices, *naming),
    )  # fmt: skip


def _unique(number: int, header: Sequence[Cell]) -> tuple[tuple[str, ...], list[RowFinding]]:
    """Make column names unique and never empty, and say where that was needed."""
    taken: set[str] = set()
    names: list[str] = []
    notices = []
    for place, cell in enumerate(header):
        text = " ".join(str(cell).replace("\ufeff", "").split())
        name = text or f"[{letters(place)}]"
        copy = 2
        while name in taken:
            name, copy = f"{text} ({copy})", copy + 1
        if name != text:
            fault = Fault.DUPLICATE_HEADER if text else Fault.EMPTY_HEADER
            notices.append(RowFinding(number, name, fault, {"name": name}))
        taken.add(name)
        names.append(name)
    return tuple(names), notices


def letters(place: int) -> str:
    """Name a column as spreadsheets do.

    Examples
    --------
    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
