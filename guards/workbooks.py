"""Workbooks (XLSX, ODS): how many cells and how much text reading a sheet would make.

A reader makes a rectangle of all cells from the first to the last that is filled: two cells in
opposite corners are seventeen thousand million. It also copies a text for each cell that refers to
it. Both are worked out here from the bytes; where the tags are written so that this cannot be done
for sure, the file is refused.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from guards.archives import check_archive
from guards.dangers import Danger, UnsafeFileError

UNPACKED_MOST: Final = 300 * 1024 * 1024
"""Bytes a workbook may unpack to: about ten times what 100,000 rows of twelve columns need."""
CELLS_MOST: Final = 20_000_000
"""Cells of the rectangle around all that is filled: a million rows of twenty columns."""
TEXT_MOST: Final = 1_000_000_000
"""Bytes of all cells' texts together."""
ROWS, COLUMNS = 1_048_576, 16_384

_PIECE: Final = 8_000_000
_PLACE: Final = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
_ATTRIBUTES: Final = rb"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*"
# Cells and rows that only carry a format: whole columns of them are common and cost nothing.
_EMPTY_CELL: Final = re.compile(rb"<c(?:\s+[\w:]+=\"[^\"<>]*\")*\s*(?:/>|>\s*</c>)")
_EMPTY_ROW: Final = re.compile(rb"<row(?:\s+[\w:]+=\"[^\"<>]*\")*\s*(?:/>|>\s*</row>)")
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ITEM: Final = re.compile(rb"<(?:[\w.-]+:)?si\b")
_NUMBER: Final = re.compile(rb"<(?:[\w.-]+:)?v\b[^<>]*>\s*(\d+)")
_ODS_TAG: Final = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(" + _ATTRIBUTES + rb")(/?)>"
)
_ODS_NAME: Final = re.compile(rb"<table:(?:table|table-row|table-cell|covered-table-cell)(?![\w-])")
_REPEATED: Final = re.compile(rb"table:number-(?:columns|rows)-repeated\s*=\s*[\"'](\d+)[\"']")
_SPACES: Final = re.compile(rb"text:c\s*=\s*[\"']\s*\+?(\d+)")
_VALUE: Final = re.compile(rb"(?:value|formula)")


def check_workbook(stream: BinaryIO) -> None:
    """Check a workbook before a library reads it; checksums are verified on the way.

    Raises
    ------
    UnsafeFileError
        It is damaged, or reading it would take more memory than it may.
    """
    members = check_archive(stream, unpacked_most=UNPACKED_MOST)
    if any(member.filename.lower().endswith(".bin") and "workbook" in member.filename.lower()
           for member in members):  # fmt: skip
        raise UnsafeFileError(Danger.BINARY_BOOK)
    texts: list[int] = []
    sheets = []
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            for member in members:
                body = archive.read(member)
                if _DOCTYPE.search(body, 0, 100_000):
                    raise UnsafeFileError(Danger.ENTITIES)
                # By what is in them: any member can be declared to be a sheet, whatever its root.
                texts += map(len, _ITEM.split(body)[1:])
                if b"table:table" in body:
                    _check_ods(body)
                if b"sheetData" in body:
                    _check_extent(body)
                    sheets.append(member)
            longest = max(texts, default=0)
            for member in sheets:
                if member.file_size * longest > TEXT_MOST:
                    _check_texts(archive.read(member), texts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnsafeFileError(Danger.BROKEN) from error


def _check_extent(body: bytes) -> None:
    """Check the rectangle around all places that an XLSX sheet names."""
    if _area(body) > CELLS_MOST and _area(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", body))) > (
        CELLS_MOST
    ):
        raise UnsafeFileError(Danger.SPARSE)


def _area(body: bytes) -> int:
    """Give the cells of the rectangle from the first row and column to the last that is named."""
    places = (set(_PLACE.findall(piece)) for piece in _pieces(body))
    rows, columns = set[bytes](), set[bytes]()
    for found in places:
        columns.update(letters for letters, _row in found)
        rows.update(row for _letters, row in found)
    if not rows:
        return 0
    numbers = {int(row[:12]) for row in rows}
    last = max(map(_column, columns))
    if max(numbers) > ROWS or last > COLUMNS:
        raise UnsafeFileError(Danger.LIMITS)
    return (max(numbers) - min(numbers) + 1) * max(1, last)


def _pieces(body: bytes) -> Iterator[bytes]:
    """Cut a document before tags, so that what is found in it does not lie in memory at once."""
    start = 0
    while start < len(body):
        end = body.find(b"<", start + _PIECE)
        end = len(body) if end < 0 else end
        yield body[start:end]
        start = end


def _column(letters: bytes) -> int:
    """Number a column from its letters, 1 for A; 0 where there are none.

    >>> _column(b"A"), _column(b"XFD"), _column(b"")
    (1, 16384, 0)
    """
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number


def _check_texts(body: bytes, texts: list[int]) -> None:
    """Check the shared texts that the cells of an XLSX sheet refer to by their numbers."""
    total = 0
    for piece in _pieces(body):
        numbers = (int(one) for one in _NUMBER.findall(piece) if len(one) < 10)
        total += sum(texts[number] for number in numbers if number < len(texts))
    if total > TEXT_MOST:
        raise UnsafeFileError(Danger.TEXTS)


@dataclass
class _Sheet:
    """What is known of an ODS sheet while its tags go by."""

    row: int = 0
    first: int = -1
    last: int = 0
    width: int = 0
    at: int = 0
    rows: int = 1
    text: int = 0

    def cell(self, repeated: int, *, filled: bool, length: int) -> None:
        """Take one cell; `length` bytes stand in it."""
        self.at += repeated
        if filled:
            self.first = self.row if self.first < 0 else self.first
            self.last = self.row + self.rows
            self.width = max(self.width, self.at)
            self.text += length * repeated * self.rows

    def check(self) -> None:
        """Raise where it grew too large.

        Raises
        ------
        UnsafeFileError
            It would fill too many cells, or hold too much text.
        """
        if (self.last - max(self.first, 0)) * self.width > CELLS_MOST:
            raise UnsafeFileError(Danger.SPARSE)
        if self.text > TEXT_MOST:
            raise UnsafeFileError(Danger.TEXTS)


def _check_ods(body: bytes) -> None:
    """Check the sheets of an ODS document: cells and rows that stand for many, runs of spaces."""
    if sum(min(int(n[:12]), TEXT_MOST + 1) for n in _SPACES.findall(body)) > TEXT_MOST // 100:
        raise UnsafeFileError(Danger.TEXTS)
    if sum(1 for _ in _ODS_TAG.finditer(body)) != sum(1 for _ in _ODS_NAME.finditer(body)):
        raise UnsafeFileError(Danger.TAGS)
    sheet = _Sheet()
    for tag, end in _with_ends(body):
        name, attributes, closed = tag.groups()
        found = _REPEATED.search(attributes)
        repeated = int(found[1][:12]) if found else 1
        if name == b"table":
            sheet.check()
            sheet = _Sheet(text=sheet.text)
        elif name == b"table-row":
            sheet.row += sheet.rows if sheet.at else 0
            sheet.at, sheet.rows = 0, min(repeated, ROWS)
        else:
            filled = not closed or bool(_VALUE.search(attributes))
            sheet.cell(min(repeated, COLUMNS), filled=filled, length=end - tag.start())
    sheet.check()


def _with_ends(body: bytes) -> Iterator[tuple[re.Match[bytes], int]]:
    """Give each tag with the place where the next one begins."""
    before = None
    for tag in _ODS_TAG.finditer(body):
        if before:
            yield before, tag.start()
        before = tag
    if before:
        yield before, len(body)
