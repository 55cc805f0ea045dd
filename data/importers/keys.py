"""Idempotency keys: the same row gives the same key again, and the key tells nothing of the row.

Keys are keyed hashes (BLAKE2b, RFC 7693, 128 bits) with a secret of the campaign, personalised for
each kind of record: without the secret nobody can join the visit and the response of one row. A
row without an identifier is known by its cells, written one way whatever the format of the file,
and by a number among equal rows, so that two equal rows of a file are two records.
"""

import hashlib
import json
import re
import sqlite3
import struct
import unicodedata
from collections.abc import Sequence
from typing import Final

from data.importers.columns import Field
from data.importers.faults import Bad, Fault, shown
from data.importers.folding import fold
from data.importers.moments import written_clocked
from data.importers.recognition import FIELD_NAMES
from data.importers.values import Cell, canonical
from data.model import KEPT_KEY, RecordKind

REMEMBERED_CELLS: Final = 2_000
REMEMBERED_LENGTH: Final = 100
_KEPT = re.compile(r"[0-9a-f]{32}")


def parse_kept(cell: Cell) -> str | Bad | None:
    """Read a key as our exports write it; None for an empty cell."""
    text = str(cell).strip()
    if not text:
        return None
    return KEPT_KEY + text if _KEPT.fullmatch(text) else Bad(Fault.BAD_KEY, value=shown(cell))


class Contents:
    """Writes the cells of rows as one text each, whatever the order of columns.

    The mapping plays no part, so that mapping a file otherwise makes no second copy of its rows.

    Examples
    --------
    >>> first, second = Contents(["Day", "Place"]), Contents(["PLACE", "day", "empty"])
    >>> day, place = "02/04/2023", "Beaulieu"
    >>> first.of([(day,), (place,)]) == second.of([(place,), ("2023-04-02",), ("",)])
    True
    """

    def __init__(self, headers: Sequence[str]) -> None:
        names = sorted((fold(name) or name, place) for place, name in enumerate(headers))
        self._columns = [
            (place, _Written(name))
            for name, place in names
            if FIELD_NAMES.get(name) not in (Field.IGNORE, Field.KEY)
        ]

    def of(self, columns: Sequence[Sequence[Cell]]) -> list[str]:
        """Give one text for each row; "" where all its cells are blank."""
        written = [map(memo.__getitem__, columns[place]) for place, memo in self._columns]
        return list(map("".join, zip(*written, strict=True)))


class _Written(dict[Cell, str]):
    """Writes one cell with the name of its column; nothing for a blank one. Bounded."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._start = f"\x1e{name}\x1f"

    def __missing__(self, cell: Cell) -> str:
        if cell.__class__ is not str:
            text = canonical(cell)
        elif cell[:1].isalpha() and cell.isprintable() and "  " not in cell:
            # What `canonical` would give, for the plain texts that long files are full of.
            text = (cell if cell.isascii() else unicodedata.normalize("NFC", cell)).strip()
        else:
            text = written_clocked(cell) or canonical(cell)
        text = self._start + text if text else ""
        if len(self) < REMEMBERED_CELLS and len(text) < REMEMBERED_LENGTH:
            self[cell] = text
        return text


class Keys:
    """Makes the keys of one file. What it has to remember lies in a file of its own, not in memory.

    Parameters
    ----------
    secret
        Of the campaign.
    """

    def __init__(self, secret: bytes) -> None:
        # Only for telling rows apart within this file; what is kept comes from `key`.
        self._row = _keyed(secret, b"row")
        self._kinds = {kind: _keyed(secret, kind.encode()) for kind in RecordKind}
        # An empty name is a private file that SQLite keeps in memory while it is small.
        self._seen = sqlite3.connect("", isolation_level=None)
        self._seen.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000;"
            "CREATE TABLE contents (hash INTEGER PRIMARY KEY, times INTEGER NOT NULL);"
            "CREATE TABLE names (hash INTEGER PRIMARY KEY, content INTEGER, line INTEGER);"
            "BEGIN"
        )

    def close(self) -> None:
        """Forget everything."""
        self._seen.close()

    def digest(self, text: str) -> bytes:
        """Hash a text that identifies a row."""
        hashed = self._row.copy()
        hashed.update(text.encode("utf-8", "replace"))
        return hashed.digest()

    def key(self, kind: RecordKind, base: bytes, part: str = "") -> str:
        """Give the key of a record: from the row's `base`, and the part of the row it is."""
        hashed = self._kinds[kind].copy()
        hashed.update(base)
        if part:
            hashed.update(part.encode())
        return hashed.hexdigest()

    def numbered(self, digests: Sequence[bytes]) -> list[bytes]:
        """Tell equal rows apart by counting them, over the whole file."""
        shorts = _shorts(digests)
        listed = json.dumps(shorts)
        select = "SELECT hash, times FROM json_each(?) JOIN contents ON hash = value"
        times: dict[int, int] = dict(self._seen.execute(select, (listed,)))
        if not times and len(set(shorts)) == len(shorts):
            self._seen.execute("INSERT INTO contents SELECT value, 1 FROM json_each(?)", (listed,))
            return [digest + _FIRST for digest in digests]
        bases = []
        for digest, short in zip(digests, shorts, strict=True):
            number = times.get(short, 0)
            times[short] = number + 1
            bases.append(digest + number.to_bytes(4, "big"))
        self._seen.executemany("REPLACE INTO contents VALUES (?, ?)", times.items())
        return bases

    def conflicts(
        self, names: Sequence[bytes], contents: Sequence[bytes], rows: Sequence[int]
    ) -> list[int | None]:
        """Give for each name the row that used it before with other contents, or None."""
        shorts = _shorts(names)
        select = "SELECT hash, content, line FROM json_each(?) JOIN names ON hash = value"
        found = self._seen.execute(select, (json.dumps(shorts),))
        known = {short: (content, line) for short, content, line in found}
        new: dict[int, tuple[int, int]] = {}
        answers: list[int | None] = []
        for short, mark, row in zip(shorts, _shorts(contents), rows, strict=True):
            first = known.get(short) or new.setdefault(short, (mark, row))
            answers.append(None if first[0] == mark else first[1])
        lines = [(short, *first) for short, first in new.items()]
        self._seen.executemany("INSERT INTO names VALUES (?, ?, ?)", lines)
        return answers


def _keyed(secret: bytes, use: bytes) -> "hashlib.blake2b":
    """Make a keyed hash that serves one use only; a secret of any length will do."""
    key = hashlib.blake2b(secret, digest_size=32, person=b"portes import").digest()
    return hashlib.blake2b(key=key, digest_size=16, person=use)


_FIRST: Final = (0).to_bytes(4, "big")


def _shorts(digests: Sequence[bytes]) -> list[int]:
    """Give the first eight bytes of each as a number that SQLite can hold."""
    return list(struct.unpack(">" + "q8x" * len(digests), b"".join(digests)))
