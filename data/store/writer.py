"""Bring visits and responses in, inside one transaction.

The keys that clients give are not kept: each is replaced by a keyed hash that differs between
visits and responses. The same submission can so be recognised when it comes again, but a visit
and a response that came from it have nothing in common.
"""

import secrets as randomness
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from data.errors import NotFoundError, Thing
from data.fieldwork import Recorded, Source
from data.model import KEPT_KEY, ImportRecord, Outcome, RecordKind, Response, Visit
from data.schema import imports, quartiers, questionnaires, responses, visits
from data.store import demofield, inserting

if TYPE_CHECKING:
    from data._demofield import DemoField

TABLES: Final = {RecordKind.VISITS: visits, RecordKind.RESPONSES: responses}
TOGETHER: Final = 20_000
"""Rows that are written at once. Inserting 100,000 in pieces of 2,000 takes half as long again."""
_COLUMNS: Final = {
    RecordKind.VISITS: (
        *("campaign", "key", "import_id"),
        *("quartier", "street", "door", "doors", "outcome", "day"),
        *("outing", "section", "pair", "source", "hour"),
    ),
    RecordKind.RESPONSES: (
        *("campaign", "key", "import_id"),
        *("version", "quartier", "month", "ratings", "texts"),
    ),
}
_NOT_OF_THE_FIELD: Final = (None, None, None, Source.IMPORT.value, None)
_OUTCOMES: Final = {outcome: outcome.value for outcome in Outcome}


def keyed(kind: RecordKind, secret: bytes) -> Callable[[str], bytes]:
    """Make the hash that replaces the keys of one kind of record."""
    start = blake2b(key=blake2b(kind.encode(), key=secret).digest(), digest_size=16)

    def hashed(key: str) -> bytes:
        state = start.copy()
        state.update(key.encode())
        return state.digest()

    return hashed


class Writer:
    """Adds the rows of one file inside the transaction of `Store.importing`.

    Rows that are added are there at once; rows that are collected wait until many can be written
    together, at the latest until the import ends.

    Attributes
    ----------
    records
        What was brought in, by kind; complete once the import has ended.
    """

    def __init__(
        self, connection: Connection, key: str, secret: bytes, *, source: str, at: str, demo: bool
    ) -> None:
        self._connection = connection
        self._campaign = key
        self._source, self._at, self._demo = source, at, demo
        self._ids: dict[RecordKind, str | None] = {}
        self._waiting = {
            kind: inserting.NewRows(connection, table, _COLUMNS[kind])
            for kind, table in TABLES.items()
        }
        self._added = dict.fromkeys(RecordKind, 0)
        self._known = dict.fromkeys(RecordKind, 0)
        self._rejected = 0
        self._hashes = {kind: keyed(kind, secret) for kind in RecordKind}
        self._quartiers = set(
            connection.scalars(select(quartiers.c.code).where(quartiers.c.campaign == key))
        )
        here = questionnaires.c.campaign == key
        self._versions = set(connection.scalars(select(questionnaires.c.version).where(here)))
        self.records: tuple[ImportRecord, ...] = ()

    @property
    def added(self) -> Mapping[RecordKind, int]:
        """Rows that were new among those written so far, by kind."""
        return self._added

    @property
    def known(self) -> Mapping[RecordKind, int]:
        """Rows that were there already among those written so far, by kind."""
        return self._known

    def add_visits(self, rows: Sequence[Visit]) -> int:
        """Add visits that are not there yet; return how many were new.

        Raises
        ------
        NotFoundError
            If a row names a quartier that the campaign does not have.
        """
        self._write(RecordKind.VISITS)
        self.collect_visits(rows)
        return self._write(RecordKind.VISITS)

    def collect_visits(self, rows: Sequence[Visit]) -> None:
        """Add visits in good time; raises what `add_visits` does."""
        self._check({row.quartier for row in rows})
        values: tuple[Sequence[Any], ...] = (
            *([row.quartier for row in rows], [row.street for row in rows]),
            *([row.door for row in rows], [row.doors for row in rows]),
            *([_OUTCOMES[row.outcome] for row in rows], [row.day for row in rows]),
            *([value] * len(rows) for value in _NOT_OF_THE_FIELD),
        )
        self._collect(RecordKind.VISITS, [row.key for row in rows], values)

    def add_recorded(self, rows: Sequence[Recorded]) -> int:
        """Add visits that know their outing, pair and section; return how many were new.

        They belong to the import like those of `add_visits`, with the same keys. Corrections are
        for `Store.recording`: rows here stand for themselves.

        Raises
        ------
        NotFoundError
            If a row names a quartier that the campaign does not have.
        """
        self._write(RecordKind.VISITS)
        self._check({row.quartier for row in rows})
        values: tuple[Sequence[Any], ...] = (
            *([row.quartier for row in rows], [row.street for row in rows]),
            *([row.door for row in rows], [row.doors for row in rows]),
            [None if row.outcome is None else _OUTCOMES[row.outcome] for row in rows],
            [row.day for row in rows],
            *([row.outing or None for row in rows], [row.section or None for row in rows]),
            *([row.pair or None for row in rows], [row.source.value for row in rows]),
            [row.hour for row in rows],
        )
        self._collect(RecordKind.VISITS, [row.key for row in rows], values)
        return self._write(RecordKind.VISITS)

    def add_responses(self, rows: Sequence[Response]) -> int:
        """Add answers that are not there yet; return how many were new.

        Raises
        ------
        NotFoundError
            If a row names a quartier or a version of the questionnaire that does not exist.
        """
        self._write(RecordKind.RESPONSES)
        self.collect_responses(rows)
        return self._write(RecordKind.RESPONSES)

    def collect_responses(self, rows: Sequence[Response]) -> None:
        """Add answers in good time; raises what `add_responses` does."""
        self._check({row.quartier for row in rows})
        if unknown := {row.version for row in rows} - self._versions:
            raise NotFoundError(what=Thing.QUESTIONNAIRE, key=min(unknown))
        # Never the day, whatever the caller gave.
        months = {month: month.replace(day=1) for month in {row.month for row in rows}}
        values = (
            *([row.version for row in rows], [row.quartier for row in rows]),
            [months[row.month] for row in rows],
            *([row.ratings for row in rows], [row.texts for row in rows]),
        )
        self._collect(RecordKind.RESPONSES, [row.key for row in rows], values)

    def add_field(self, field: "DemoField") -> None:
        """Bring in the streets, volunteers, outings and pairs of the demonstration.

        They go when the visits of this import are undone.
        """
        where = {"source": self._source, "at": self._at}
        demofield.write(self._connection, self._campaign, field, **where)

    def add_loose(self, row: Response, identity: str | None) -> int:
        """Add one answer to an import that is there, or to none; return 1 if it was new."""
        self._ids[RecordKind.RESPONSES] = identity
        return self.add_responses([row])

    def rejected(self, number: int = 1) -> None:
        """Note rows of the file that could not be used."""
        self._rejected += number

    def finish(self) -> None:
        """Write the rows that still wait, then the import records."""
        for kind in RecordKind:
            self._write(kind)
        self.records = tuple(
            ImportRecord(
                id=identity,
                kind=kind,
                source=self._source,
                at=self._at,
                added=self._added[kind],
                known=self._known[kind],
                rejected=self._rejected,
                demo=self._demo,
            )
            for kind, identity in self._ids.items()
            if self._added[kind] and identity is not None
        )
        for kind, identity in self._ids.items():
            here = imports.c.campaign == self._campaign, imports.c.id == identity
            if self._added[kind]:
                values = {
                    "added": self._added[kind],
                    "known": self._known[kind],
                    "rejected": self._rejected,
                }
                self._connection.execute(update(imports).where(*here).values(**values))
            else:
                self._connection.execute(delete(imports).where(*here))

    def _check(self, codes: set[str]) -> None:
        if unknown := codes - self._quartiers:
            raise NotFoundError(what=Thing.QUARTIER, key=min(unknown))

    def _collect(
        self, kind: RecordKind, keys: Sequence[str], values: Sequence[Sequence[Any]]
    ) -> None:
        """Keep rows, column by column, until there are enough of them."""
        if not keys:
            return
        identity = self._ids[kind] if kind in self._ids else self._open(kind)
        hashed, size = self._hashes[kind], len(keys)
        # A key that came out of an export of ours is already what the table holds.
        digests = [
            bytes.fromhex(key[len(KEPT_KEY) :]) if key.startswith(KEPT_KEY) else hashed(key)
            for key in keys
        ]
        self._waiting[kind].add([[self._campaign] * size, digests, [identity] * size, *values])
        if len(self._waiting[kind]) >= TOGETHER:
            self._write(kind)

    def _write(self, kind: RecordKind) -> int:
        """Write the rows that wait; return how many were new."""
        rows = len(self._waiting[kind])
        new = self._waiting[kind].write()
        self._added[kind] += new
        self._known[kind] += rows - new
        return new

    def _open(self, kind: RecordKind) -> str:
        # Random, and one for each kind: nothing leads from the visits of a file to its answers.
        identity = randomness.token_hex(16)
        self._ids[kind] = identity
        row = {
            "campaign": self._campaign,
            "id": identity,
            "kind": kind.value,
            "source": self._source,
            "at": self._at,
            "added": 0,
            "known": 0,
            "rejected": 0,
            "demo": self._demo,
            "undone": False,
        }
        self._connection.execute(insert(imports).values(**row))
        return identity
