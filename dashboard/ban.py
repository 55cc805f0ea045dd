"""The addresses of a commune from the Base Adresse Nationale, downloaded.

The BAN is published by département (Licence Ouverte 2.0); the rows of the commune are cut out.
Another address may be named as a template with `{commune}` or `{department}`; the file of a
template with `{commune}` is taken as it is.
"""

import csv
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from dashboard.errors import (
    DamagedFileError,
    OutputFileError,
    SettingError,
    WebPageError,
    WrongCommuneError,
)

if TYPE_CHECKING:
    from data.progress import Progress

BAN_URL: Final = (
    "https://adresse.data.gouv.fr/data/ban/adresses/latest/csv/adresses-{department}.csv.gz"
)
"""Official address of the BAN of a département."""
_CODE: Final = re.compile(r"\d{5}|2[AB]\d{3}")
_THREE: Final = ("97", "98")
"""Beginnings of overseas codes, where a département has three characters."""


@dataclass(frozen=True)
class BanFile:
    """A file of addresses that came.

    Parameters
    ----------
    received
        Bytes that came over the net.
    resumed
        Whether bytes of an earlier call were kept.
    """

    path: Path
    received: int
    resumed: bool


def ban_url(commune: str, template: str = BAN_URL) -> str:
    """Give the address of the file that holds a commune.

    Raises
    ------
    SettingError
        The code is no code of a commune.

    Examples
    --------
    >>> ban_url("86194", "https://example.org/{department}/{commune}.csv")
    'https://example.org/86/86194.csv'
    >>> ban_url("97411")[-12:], ban_url("2a004")[-11:]
    ('s-974.csv.gz', 's-2A.csv.gz')
    """
    code = commune.strip().upper()
    if not _CODE.fullmatch(code):
        raise SettingError(name="--commune", value=commune, expected="86194")
    department = code[:3] if code.startswith(_THREE) else code[:2]
    return template.replace("{commune}", code).replace("{department}", department)


def fetch_ban(
    commune: str,
    out: Path,
    *,
    template: str = BAN_URL,
    progress: "Progress | None" = None,
    attempts: int = 5,
    pause: float = 2.0,
) -> BanFile:
    """Download the addresses of a commune as CSV to `out`; parameters as for `fetch`.

    Raises
    ------
    SettingError
        The code or the address cannot be used.
    FetchError
        The file cannot be had, is damaged, or has no address of the commune.
    OutputFileError
        The file cannot be written.
    """
    from dashboard.fetching import fetch

    url = ban_url(commune, template)
    raw = out.with_name(f"{out.name}.download")
    came = fetch(url, raw, progress=progress, attempts=attempts, pause=pause)
    whole = "{commune}" in template
    partial = out.with_name(f".{out.name}.part")
    try:
        with _plain(raw) as source, partial.open("wb") as target:
            lines = _lines(source)
            first = next(lines, b"")
            if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
                raise WebPageError(url=url)
            target.write(first)
            if whole:
                target.writelines(lines)
            else:
                target.writelines(_cut(first, lines, commune.strip().upper()))
        partial.replace(out)
    except (EOFError, zlib.error, gzip.BadGzipFile, csv.Error) as problem:
        raise DamagedFileError(url=url) from problem
    except OSError as problem:
        raise OutputFileError(source=out) from problem
    finally:
        # What came is complete: a file that is damaged or of elsewhere will be so again.
        raw.unlink(missing_ok=True)
        partial.unlink(missing_ok=True)
    return BanFile(out, came.size, came.resumed)


def _plain(path: Path) -> BinaryIO:
    """Open a file, unpacked where it is gzip."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path)) if packed else path.open("rb")


def _cut(header: bytes, lines: Iterable[bytes], commune: str) -> Iterator[bytes]:
    """Give the rows of a commune; all of them where the file does not say the communes.

    Raises
    ------
    WrongCommuneError
        All rows are of other communes.
    """
    from geo.address_cells import same_commune

    names = header.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    separator = ";" if names.count(";") >= names.count(",") else ","
    at = _column(next(csv.reader([names], delimiter=separator), []))
    found = others = 0
    for line in lines:
        if at is None or same_commune(_cell(line, separator, at), commune):
            found += 1
            yield line
        else:
            others += 1
    if others and not found:
        raise WrongCommuneError(commune=commune)


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Give the rows as they are written, a line break inside quotation marks included."""
    row = b""
    for line in source:
        row += line
        if row.count(b'"') % 2 == 0:
            yield row
            row = b""
    if row:
        yield row


def _column(header: Sequence[str]) -> int | None:
    from geo.address_columns import ALIASES

    names = [name.strip().lower() for name in header]
    return next((names.index(name) for name in ALIASES["commune"] if name in names), None)


def _cell(line: bytes, separator: str, at: int) -> str:
    """Give one cell of a row."""
    text = line.decode("utf-8", "replace")
    quoted = '"' in text
    cells = next(csv.reader([text], delimiter=separator)) if quoted else text.split(separator)
    return cells[at].strip().upper() if at < len(cells) else ""
