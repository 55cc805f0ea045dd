"""Visits of the field as rows: their keys, and the chains that corrections form.

Rows are only ever added. A correction names the visit that it corrects, an undo is a correction
without an outcome, and only the last of a chain counts. The parts of a chain may come in in any
order: what is corrected before it arrives is known as corrected once it does. Two that correct
the same visit form one chain all the same, in the order in which they came.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from data.errors import CorrectionError
from data.fieldwork import Recorded, Source
from data.model import KEPT_KEY, Outcome, RecordKind
from data.schema import visits
from data.store import inserting
from data.store.part import here, parts
from data.store.writer import keyed

_Name = TypeVar("_Name", int, str)
_KEY_BYTES = 16
_COLUMNS = (
    *("campaign", "key", "replaces", "quartier", "street", "door", "doors", "outcome", "day"),
    *("outing", "section", "pair", "source", "hour"),
)


def hasher(secret: bytes) -> Callable[[str], bytes]:
    """Make the function that turns the key of a visit, new or read, into the one that is kept."""
    hashed = keyed(RecordKind.VISITS, secret)

    def kept(key: str) -> bytes:
        if key.startswith(KEPT_KEY):
            try:
                found = bytes.fromhex(key[len(KEPT_KEY) :])
            except ValueError:
                return hashed(key)
            if len(found) == _KEY_BYTES:
                return found
        return hashed(key)

    return kept


def recorded_from(row: Any) -> Recorded:
    """Make a visit from its row; its key can be sent back, but tells nothing else."""
    return Recorded(
        key=KEPT_KEY + row.key.hex(),
        quartier=row.quartier,
        day=row.day,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        street=row.street,
        door=row.door,
        doors=row.doors,
        section=row.section or "",
        outing=row.outing or "",
        pair=row.pair or "",
        source=Source(row.source),
        replaces="" if row.replaces is None else KEPT_KEY + row.replaces.hex(),
        hour=row.hour,
    )


def add(
    connection: Connection, key: str, rows: Sequence[Recorded], kept: Callable[[str], bytes]
) -> int:
    """Add visits that are not there yet, in their order; return how many were new.

    Raises
    ------
    CorrectionError
        If a visit would correct itself.
    """
    new, plain = 0, list[tuple[Any, ...]]()
    for row in rows:
        if not row.replaces:
            plain.append(_values(key, row, kept(row.key), None))
            continue
        # What comes before may be part of the chain.
        new += inserting.insert_new(connection, visits, _COLUMNS, plain)
        plain = []
        new += _correct(connection, key, row, kept(row.key), kept(row.replaces))
    return new + inserting.insert_new(connection, visits, _COLUMNS, plain)


def _correct(connection: Connection, key: str, row: Recorded, mine: bytes, old: bytes) -> int:
    if by_keys(connection, key, [mine]):
        return 0
    if old == mine:
        raise CorrectionError
    last = tip(connection, key, old)
    # It may have been corrected itself before it arrived: then it has to come before that.
    if _successor(connection, key, mine) and tip(connection, key, mine) == last:
        raise CorrectionError
    values = _values(key, row, mine, last)
    return inserting.insert_new(connection, visits, _COLUMNS, [values])


def _values(key: str, row: Recorded, mine: bytes, old: bytes | None) -> tuple[Any, ...]:
    outcome = None if row.outcome is None else row.outcome.value
    return (
        *(key, mine, old, row.quartier, row.street, row.door, row.doors, outcome, row.day),
        *(row.outing or None, row.section or None, row.pair or None, row.source.value, row.hour),
    )


def tip(connection: Connection, key: str, start: bytes) -> bytes:
    """Follow corrections to the last one; `start` itself where there is none."""
    while (newer := _successor(connection, key, start)) is not None:
        start = newer
    return start


def versions(
    connection: Connection, key: str, first: Mapping[_Name, bytes]
) -> dict[_Name, tuple[Recorded, Recorded]]:
    """Read the first and the newest version of visits that are there, by any name."""
    start = by_keys(connection, key, first.values())
    last = {name: tip(connection, key, mine) for name, mine in first.items() if mine in start}
    newest = by_keys(connection, key, last.values())
    return {
        name: (recorded_from(start[first[name]]), recorded_from(newest[mine]))
        for name, mine in last.items()
    }


def _successor(connection: Connection, key: str, old: bytes) -> bytes | None:
    found: bytes | None = connection.scalar(
        select(visits.c.key).where(*here(visits, key, replaces=old))
    )
    return found


def by_keys(connection: Connection, key: str, keys: Iterable[bytes]) -> dict[bytes, Any]:
    """Read the rows that have these keys."""
    found: dict[bytes, Any] = {}
    for part in parts(set(keys)):
        rows = connection.execute(select(visits).where(*here(visits, key, key=part)))
        found |= {bytes(row.key): row for row in rows}
    return found
