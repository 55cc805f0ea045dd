"""Idempotency keys: the same row gives the same key again, and the key tells nothing of the row.

Keys are keyed hashes (HMAC-SHA256, truncated to 128 bits) with a secret of the campaign. Visits
and responses that come from one row have keys of different hashes: without the secret nobody can
join them. A row without an identifier is known by its cells, written one way whatever the format
of the file, and by a number among equal rows, so that two equal rows of a file are two records.
"""

import hmac
import json
import re
import sqlite3
from collections.abc import Sequence

from data.importers.columns import Field
from data.importers.faults import Bad, Fault, shown
from data.importers.folding import fold
from data.importers.recognition import FIELD_NAMES
from data.importers.values import Cell, Memo, canonical
from data.model import KEPT_KEY, RecordKind

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
            (place, Memo(_Writer(name), errors=()))
            for name, place in names
            if FIELD_NAMES.get(name) not in (Field.IGNORE, Field.KEY)
        ]

    def of(self, columns: Sequence[Sequence[Cell]]) -> list[str]:
        """Give one text for each row; "" where all its cells are blank."""
        written = [map(memo.__getitem__, columns[place]) for place, memo in self._columns]
        return list(map("".join, zip(*written, strict=True)))


class _Writer:
    """Writes one cell with the name of its column; nothing for a blank one."""

    def __init__(self, name: str) -> None:
        self._start = f"\x1e{name}\x1f"

    def __call__(self, cell: Cell) -> str:
        text = canonical(cell)
        return self._start + text if text else ""


class Keys:
    """Makes the keys of one file. What it has to remember lies in a file of its own, not in memory.

    Parameters
    ----------
    secret
        Of the campaign.
    """

    def __init__(self, secret: bytes) -> None:
        self._row = hmac.digest(secret, b"portes import row", "sha256")
        self._kinds = {
            kind: hmac.digest(secret, b"portes import " + kind.encode(), "sha256")
            for kind in RecordKind
        }
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
        return hmac.digest(self._row, text.encode("utf-8", "replace"), "sha256")

    def key(self, kind: RecordKind, base: bytes, part: str = "") -> str:
        """Give the key of a record: from the row's `base`, and the part of the row it is."""
        return hmac.digest(self._kinds[kind], base + part.encode(), "sha256").hex()[:32]

    def numbered(self, digests: Sequence[bytes]) -> list[bytes]:
        """Tell equal rows apart by counting them, over the whole file."""
        hashes = [int.from_bytes(digest[:8], "big", signed=True) for digest in digests]
        select = "SELECT hash, times FROM contents JOIN json_each(?) ON hash = value"
        times: dict[int, int] = dict(self._seen.execute(select, (json.dumps(hashes),)))
        bases = []
        for digest, short in zip(digests, hashes, strict=True):
            number = times.get(short, 0)
            times[short] = number + 1
            bases.append(digest + number.to_bytes(4, "big"))
        self._seen.executemany("REPLACE INTO contents VALUES (?, ?)", times.items())
        return bases

    def conflicts(
        self, names: Sequence[bytes], contents: Sequence[bytes], rows: Sequence[int]
    ) -> list[int | None]:
        """Give for each name the row that used it before with other contents, or None."""
        shorts = [int.from_bytes(name[:8], "big", signed=True) for name in names]
        select = "SELECT hash, content, line FROM names JOIN json_each(?) ON hash = value"
        found = self._seen.execute(select, (json.dumps(shorts),))
        known = {short: (content, line) for short, content, line in found}
        new: dict[int, tuple[int, int]] = {}
        answers: list[int | None] = []
        for short, content, row in zip(shorts, contents, rows, strict=True):
            mark = int.from_bytes(content[:8], "big", signed=True)
            first = known.get(short) or new.setdefault(short, (mark, row))
            answers.append(None if first[0] == mark else first[1])
        lines = [(short, *first) for short, first in new.items()]
        self._seen.executemany("INSERT INTO names VALUES (?, ?, ?)", lines)
        return answers
