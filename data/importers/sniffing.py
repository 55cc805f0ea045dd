"""Finding out what a file is before reading it: format, encoding, separator.

One pass over the bytes proves UTF-8 and counts lines, so that a wrong byte far behind the
beginning is known before the first row is read. Only a sample is guessed at.
"""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO, Final

from charset_normalizer import from_bytes

from data.errors import UnreadableTableError
from data.importers.faults import Reason

SAMPLE: Final = 256 * 1024
BLOCK: Final = 1024 * 1024
LINE_MOST: Final = 4_000_000
"""Characters of a line; the cells of a longer one would all lie in memory at once."""
SEPARATORS: Final = ",;\t|"
EMPTY: Final = "it is empty"
REASONS: Final = (
    (b"%PDF", "it is a PDF"),
    (b"\x89PNG", "it is an image"),
    (b"\xff\xd8\xff", "it is an image"),
    (b"GIF8", "it is an image"),
    (b"RIFF", "it is an image or a sound"),
    (b"\x1f\x8b", "it is compressed; unpack it first"),
    (b"7z\xbc\xaf", "it is compressed; unpack it first"),
    (b"Rar!", "it is compressed; unpack it first"),
    (b"\xd0\xcf\x11\xe0", "it is an old Excel file or has a password; save it as XLSX without one"),
    (b"SQLite format 3", "it is a database"),
    (b"{\\rtf", "it is a text document"),
    (b"\x7fELF", "it is a program"),
)
HTML: Final = "it is a web page; perhaps a sign-in page was saved instead of the file"
JSON: Final = "it is JSON; export it as CSV"
BINARY: Final = "it is not text"
UNDECODABLE: Final = "its letters are not in the encoding {encoding}"
TOO_LONG: Final = "it has a line of more than {most} characters"
_CONTROLS: Final = bytes(set(range(32)) - set(b"\0\t\n\r\f"))
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Nature:
    """What is known of a text file: encoding, whether it was guessed, lines and NUL characters."""

    encoding: str
    guessed: bool
    lines: int
    nuls: int


def is_zip(stream: BinaryIO) -> bool:
    """Say whether the file is a ZIP container, as XLSX and ODS are."""
    stream.seek(0)
    return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def refuse_foreign(stream: BinaryIO, *, source: str) -> None:
    """Raise where the file is plainly no table.

    Raises
    ------
    UnreadableTableError
        With a reason a person understands.
    """
    stream.seek(0)
    head = stream.read(2048)
    for magic, reason in REASONS:
        if head.startswith(magic):
            raise UnreadableTableError(source=source, reason=Reason(reason))
    plain = head.removeprefix(codecs.BOM_UTF8).strip().lower()
    if not plain.strip(b"\0"):
        raise UnreadableTableError(source=source, reason=Reason(EMPTY))
    if plain.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<svg")):
        raise UnreadableTableError(source=source, reason=Reason(HTML))
    if plain.startswith((b'{"', b"{\n", b"{\r", b"{ ", b"[{", b"[\n")):
        raise UnreadableTableError(source=source, reason=Reason(JSON))


def nature(stream: BinaryIO, *, source: str, encoding: str | None = None) -> Nature:
    """Find the encoding of a text file; `encoding` overrides the guess.

    Raises
    ------
    UnreadableTableError
        Where it is not text, not in the encoding asked for, or has a line that is too long.
    """
    stream.seek(0)
    sample = stream.read(SAMPLE)
    known = encoding or _marked(sample)
    guessed = known is None
    if known is None and (wide := _wide(sample)):
        known, guessed = wide, False
    broken, lines, nuls = _scan(stream, known or "utf-8", source)
    if known is None and broken is None:
        known, guessed = "utf-8", False
    if nuls > max(8, lines) or (known is None and _controls(sample) > 0.01):
        raise UnreadableTableError(source=source, reason=Reason(BINARY))
    if known is None:
        known = _guess(stream, broken or 0, source)
        broken, lines, nuls = _scan(stream, known, source)
    if broken is not None:
        reason = Reason(UNDECODABLE, encoding=known)
        raise UnreadableTableError(source=source, reason=reason)
    return Nature(known, guessed, lines, nuls)


def _marked(sample: bytes) -> str | None:
    return next((name for mark, name in _BOMS if sample.startswith(mark)), None)


def _controls(sample: bytes) -> float:
    """Give the share of bytes that no text holds."""
    kept = sample.translate(None, _CONTROLS)
    return 1 - len(kept) / len(sample)


def _wide(sample: bytes) -> str | None:
    """Recognise UTF-16 without a mark by where its zero bytes lie."""
    even, odd = sample[0:4096:2], sample[1:4096:2]
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None


def _scan(stream: BinaryIO, encoding: str, source: str) -> tuple[int | None, int, int]:
    """Decode all of it: place of the first wrong byte or None, line ends, NUL characters.

    Raises
    ------
    UnreadableTableError
        It has a line that is too long.
    """
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        return 0, 0, 0
    stream.seek(0)
    lines = nuls = place = length = 0
    while True:
        block = stream.read(BLOCK)
        try:
            text = decoder.decode(block, not block)
        except UnicodeError as error:
            return place + int(getattr(error, "start", 0)), lines, nuls
        lines += text.count("\n") or text.count("\r")
        nuls += text.count("\0")
        place += len(block)
        last = max(text.rfind("\n"), text.rfind("\r"))
        length = len(text) - last - 1 if last >= 0 else length + len(text)
        if length > LINE_MOST:
            raise UnreadableTableError(source=source, reason=Reason(TOO_LONG, most=LINE_MOST))
        if not block:
            return None, lines, nuls


def _guess(stream: BinaryIO, broken: int, source: str) -> str:
    """Choose among the one-byte encodings that French files come in."""
    stream.seek(max(0, broken - SAMPLE // 8))
    around = stream.read(SAMPLE // 4)
    candidates = ["cp1252", "mac_roman", "cp850"]
    best = from_bytes(around, cp_isolation=candidates, threshold=0.5).best()
    if best is None or best.encoding not in candidates or not _likely(around, best.encoding):
        best_name = "cp1252"
    else:
        best_name = best.encoding
    if _scan(stream, best_name, source)[0] is None:
        return best_name
    return "latin-1"


_FRENCH: Final = frozenset("éèêëàâçùûüîïôœæÉÈÊÀÇÔŒ’«»–—…€°ñöä")


def _likely(around: bytes, encoding: str) -> bool:
    """Prefer cp1252 unless another encoding reads clearly more French letters."""

    def french(name: str) -> int:
        text = around.decode(name, errors="replace")
        return sum(text.count(letter) for letter in _FRENCH)

    return french(encoding) > french("cp1252")


def separator(sample: str) -> str:
    """Find the separator: the one that cuts the rows into most cells, all alike.

    Examples
    --------
    >>> separator('a;b;c\\n1,5;2;3\\n"x;y";,;z\\n')
    ';'
    """
    scores = [(*_regularity(sample, mark), -place, mark) for place, mark in enumerate(SEPARATORS)]
    return str(max(scores)[-1])


def _regularity(sample: str, mark: str) -> tuple[float, int]:
    previous = csv.field_size_limit(SAMPLE * 2)
    try:
        rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if row]
    except csv.Error:
        return 0.0, 0
    finally:
        csv.field_size_limit(previous)
    widths = Counter(len(row) for row in rows[:200])
    if not widths:
        return 0.0, 0
    width, often = max(widths.items(), key=lambda item: (item[1], item[0]))
    share = often / sum(widths.values())
    # One cell a row proves nothing, however regular it is.
    return (share * min(width, 6) if width > 1 else 0.1), width
