"""Reading the columns of a file of addresses: BAN or BAL, `;` or `,`, plain or gzip.

Cells come as text. A column is known by any of the names that the BAN and the versions of the BAL
have given it (`ALIASES`); where a file has several of them, the first that is filled counts.
"""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import AddressFileError, AddressReason

LARGEST = 200_000_000
"""Bytes of a file, plain or unpacked, beyond which it is refused."""

ALIASES: Mapping[str, tuple[str, ...]] = {
    "street": ("nom_voie", "voie_nom", "toponyme", "nom_ld", "lieudit_complement_nom"),
    "number": ("numero", "nulmero"),
    "suffix": ("rep", "suffixe"),
    "lon": ("lon", "long", "long_wgs84"),
    "lat": ("lat", "lat_wgs84"),
    "x": ("x", "x_l93"),
    "y": ("y", "y_l93"),
    "commune": ("code_insee", "commune_insee", "commune_in"),
    "part": ("code_insee_ancienne_commune", "commune_deleguee_insee"),
    "key": ("cle_interop", "cle_intero", "id"),
    "position": ("type_position", "position"),
    "dwellings": ("logements", "nb_logements", "nombre_logements", "dwellings"),
}
"""Our name of a column, and the names it has in the files."""

_STREETS = ("nom_voie", "voie_nom", "toponyme")
"""Columns that have to be there; a locality alone is no street."""
_HTML = re.compile(rb"\s*<(!doctype|html|head|\?xml)", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """The cells of a file of addresses.

    Parameters
    ----------
    rows
        Number of each row as a spreadsheet shows it; rows without anything are not there.
    cells
        For each of the names of `ALIASES`, the texts of its column: trimmed, "" where empty.
    guessed
        Encoding, where it was guessed, else "".
    """

    rows: Sequence[int]
    cells: Mapping[str, Sequence[str]]
    guessed: str = ""


def read_columns(path: Path, *, filename: str | None = None) -> Columns:
    """Read the columns of a file.

    Raises
    ------
    AddressFileError
        It cannot be opened, is no CSV text, or lacks columns or rows.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "bal.csv")
    ...     _ = path.write_text("numero;voie_nom;long;lat\\n9;Rue Haute;0.34;46.58\\n")
    ...     columns = read_columns(path)
    >>> columns.rows, columns.cells["street"], columns.cells["suffix"]
    ([2], ['Rue Haute'], [''])
    """
    path = Path(path)
    source = filename or path.name
    text, guessed = _decode(_content(path, source), source)
    records = _records(text, source)
    header = next(records, (0, []))[1]
    places = _places(header, source)
    rows: list[int] = []
    cells: dict[str, list[str]] = {name: [] for name in ALIASES}
    for number, record in records:
        rows.append(number)
        for name, found in places.items():
            filled = (record[at].strip() for at in found if at < len(record))
            cells[name].append(next(filter(None, filled), ""))
    if not rows:
        raise AddressFileError(source=source, reason=AddressReason.NO_ROWS)
    return Columns(rows, cells, guessed)


def _content(path: Path, source: str) -> bytes:
    """Give the bytes of a file, unpacked where it is gzip."""
    try:
        if not path.is_file():
            raise AddressFileError(source=source, reason=AddressReason.NOT_FOUND)
        if path.stat().st_size > LARGEST:
            raise AddressFileError(source=source, reason=AddressReason.TOO_LARGE)
        content = path.read_bytes()
    except OSError as error:
        raise AddressFileError(source=source, reason=AddressReason.NOT_ALLOWED) from error
    return _unpack(content, source) if content.startswith(b"\x1f\x8b") else content


def _unpack(content: bytes, source: str) -> bytes:
    """Unpack gzip, all its members, up to `LARGEST`."""
    pieces: list[bytes] = []
    size = 0
    try:
        while content:
            unpacker = zlib.decompressobj(wbits=31)
            pieces.append(unpacker.decompress(content, LARGEST + 1 - size))
            size += len(pieces[-1])
            if size > LARGEST:
                raise AddressFileError(source=source, reason=AddressReason.TOO_LARGE)
            if not unpacker.eof:
                raise AddressFileError(source=source, reason=AddressReason.DAMAGED)
            content = unpacker.unused_data.lstrip(b"\0")
    except zlib.error as error:
        raise AddressFileError(source=source, reason=AddressReason.DAMAGED) from error
    return b"".join(pieces)


def _decode(content: bytes, source: str) -> tuple[str, str]:
    """Give the text, and the encoding where it had to be guessed."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise AddressFileError(source=source, reason=AddressReason.EMPTY)
    if content.startswith(b"PK"):
        raise AddressFileError(source=source, reason=AddressReason.SPREADSHEET)
    if _HTML.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise AddressFileError(source=source, reason=AddressReason.WEB_PAGE)
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and b"\0" in content[:65_536]:
        raise AddressFileError(source=source, reason=AddressReason.NOT_TEXT)
    try:
        return content.decode("utf-16" if wide else "utf-8-sig"), ""
    except UnicodeDecodeError:
        # Old exports of French software; every byte has a letter in Latin-1.
        try:
            return content.decode("cp1252"), "Windows-1252"
        except UnicodeDecodeError:
            return content.decode("latin-1"), "Latin-1"


def _records(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that hold anything, with their numbers."""
    start = text.lstrip("\r\n").partition("\n")[0]
    separator = ";" if start.count(";") >= start.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, record in enumerate(reader, start=1):
            if any(cell.strip() for cell in record):
                yield number, record
    except csv.Error as error:
        raise AddressFileError(source=source, reason=AddressReason.DAMAGED) from error


def _places(header: Sequence[str], source: str) -> Mapping[str, Sequence[int]]:
    """Find where each column lies; the places of its names, in the order of `ALIASES`.

    Raises
    ------
    AddressFileError
        Columns are missing without which there is no address.
    """
    at: dict[str, int] = {}
    for place, name in enumerate(header):
        at.setdefault(name.strip().strip("\ufeff").lower(), place)
    known = {name for names in ALIASES.values() for name in names} - {"id", "x", "y", "position"}
    reason = None
    if len(known & set(at)) < 2:
        reason = AddressReason.NOT_ADDRESSES
    elif not any(name in at for name in _STREETS):
        reason = AddressReason.NO_STREET_COLUMN
    elif not any(name in at for name in ALIASES["number"]):
        reason = AddressReason.NO_NUMBER_COLUMN
    places = {name: [at[one] for one in names if one in at] for name, names in ALIASES.items()}
    if reason is None and not any(places[a] and places[b] for a, b in (("lon", "lat"), ("x", "y"))):
        reason = AddressReason.NO_PLACE_COLUMNS
    if reason is not None:
        raise AddressFileError(source=source, reason=reason)
    return places
