"""Bring visits and responses in, read them, take an import out again.

The keys that clients give are not kept: each is replaced by a keyed hash that differs between
visits and responses. The same submission can so be recognised when it comes again, but a visit
and a response that came from it have nothing in common.
"""

import secrets as randomness
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, select, update

from data.errors import NotFoundError, Thing
from data.fieldwork import Recorded
from data.model import KEPT_KEY, ImportRecord, Outcome, RecordKind, Response, Visit
from data.schema import imports, quartiers, questionnaires, responses, visits
from data.store import counts, demofield, dialect

if TYPE_CHECKING:
    from data._demofield import DemoField

_TABLES = {RecordKind.VISITS: visits, RecordKind.RESPONSES: responses}
_COLUMNS = {
    RecordKind.VISITS: (
        *("campaign", "key", "import_id"),
        *("quartier", "street", "door", "doors", "outcome", "day"),
    ),
    RecordKind.RESPONSES: (
        *("campaign", "key", "import_id"),
        *("version", "quartier", "month", "ratings", "texts"),
    ),
}
_FIELD_COLUMNS = ("outing", "section", "pair", "source", "hour")
_OUTCOMES = {outcome: outcome.value for outcome in Outcome}
_PAGE = 5000


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
    def added(self) -> int:
        """Rows that were new so far, of both kinds."""
        return sum(self._added.values())

    def add_visits(self, rows: Sequence[Visit]) -> int:
        """Add visits that are not there yet; return how many were new.

        Raises
        ------
        NotFoundError
            If a row names a quartier that the campaign does not have.
        """
        self._check({row.quartier for row in rows})
        values = [
            (row.quartier, row.street, row.door, row.doors, _OUTCOMES[row.outcome], row.day)
            for row in rows
        ]
        return self._add(RecordKind.VISITS, [row.key for row in rows], values)

    def add_recorded(self, rows: Sequence[Recorded]) -> int:
        """Add visits that know their outing, pair and section; return how many were new.

        They belong to the import like those of `add_visits`, with the same keys. Corrections are
        for `Store.recording`: rows here stand for themselves.

        Raises
        ------
        NotFoundError
            If a row names a quartier that the campaign does not have.
        """
        self._check({row.quartier for row in rows})
        values = [
            (
                *(row.quartier, row.street, row.door, row.doors),
                *(None if row.outcome is None else _OUTCOMES[row.outcome], row.day),
                *(row.outing or None, row.section or None, row.pair or None),
                *(row.source.value, row.hour),
            )
            for row in rows
        ]
        return self._add(RecordKind.VISITS, [row.key for row in rows], values, _FIELD_COLUMNS)

    def add_responses(self, rows: Sequence[Response]) -> int:
        """Add answers that are not there yet; return how many were new.

        Raises
        ------
        NotFoundError
            If a row names a quartier or a version of the questionnaire that does not exist.
        """
        self._check({row.quartier for row in rows})
        if unknown := {row.version for row in rows} - self._versions:
            raise NotFoundError(what=Thing.QUESTIONNAIRE, key=min(unknown))
        # Never the day, whatever the caller gave.
        months = {row.month: row.month.replace(day=1) for row in rows}
        values = [
            (row.version, row.quartier, months[row.month], row.ratings, row.texts) for row in rows
        ]
        return self._add(RecordKind.RESPONSES, [row.key for row in rows], values)

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
        """Write the import records."""
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

    def _add(
        self,
        kind: RecordKind,
        keys: list[str],
        values: list[tuple[Any, ...]],
        more: tuple[str, ...] = (),
    ) -> int:
        if not keys:
            return 0
        identity = self._ids[kind] if kind in self._ids else self._open(kind)
        hashed, campaign = self._hashes[kind], self._campaign
        rows = [
            # A key that came out of an export of ours is already what the table holds.
            (
                campaign,
                bytes.fromhex(key[len(KEPT_KEY) :]) if key.startswith(KEPT_KEY) else hashed(key),
                identity,
                *rest,
            )
            for key, rest in zip(keys, values, strict=True)
        ]
        columns = (*_COLUMNS[kind], *more)
        new = dialect.insert_new(self._connection, _TABLES[kind], columns, rows)
        self._added[kind] += new
        self._known[kind] += len(rows) - new
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


def read_imports(connection: Connection, key: str) -> tuple[ImportRecord, ...]:
    """Read the import records, newest first."""
    columns = [column for column in imports.columns if column.name != "campaign"]
    rows = connection.execute(select(*columns).where(imports.c.campaign == key)).mappings()
    found = [
        ImportRecord(**{**{str(name): row[name] for name in row}, "kind": RecordKind(row["kind"])})
        for row in rows
    ]
    found.sort(key=lambda record: (record.kind, record.source, record.id))
    return tuple(sorted(found, key=lambda record: record.at, reverse=True))


def undo(connection: Connection, key: str, identity: str) -> int:
    """Take the rows of an import out and mark its record; return how many rows went."""
    here = imports.c.campaign == key, imports.c.id == identity
    found = connection.execute(select(imports.c.kind, imports.c.demo).where(*here)).first()
    if found is None:
        raise NotFoundError(what=Thing.IMPORT, key=identity)
    table = _TABLES[RecordKind(found.kind)]
    rows = table.c.campaign == key, table.c.import_id == identity
    gone = demofield.erase(connection, key, identity) if found.demo and table is visits else 0
    gone += connection.execute(delete(table).where(*rows)).rowcount
    connection.execute(update(imports).where(*here).values(undone=True))
    return gone


def add_answer(
    connection: Connection, key: str, secret: bytes, response: Response, *, demo: bool
) -> bool:
    """Add one answer that came from no file; return whether it was new.

    With `demo` it joins the invented answers that are there, so that it goes with them.
    """
    writer = Writer(connection, key, secret, source="", at="", demo=demo)
    chosen = select(imports.c.id).where(
        imports.c.campaign == key,
        imports.c.kind == RecordKind.RESPONSES.value,
        imports.c.demo.is_(True),
        imports.c.undone.is_(False),
    )
    found = connection.scalar(chosen.order_by(imports.c.id).limit(1)) if demo else None
    return writer.add_loose(response, found) == 1


def read_visits(connection: Connection, key: str) -> Iterator[Visit]:
    """Read the visits that count one by one, sorted by day, quartier, street and door."""
    t = visits.c
    order = t.day, t.quartier, t.street, t.door.nulls_first(), t.key
    statement = select(visits).where(*counts.current(key)).order_by(*order)
    for row in connection.execution_options(yield_per=_PAGE).execute(statement):
        yield Visit(
            key=row.key.hex(),
            quartier=row.quartier,
            day=row.day,
            outcome=Outcome(row.outcome),
            street=row.street,
            door=row.door,
            doors=row.doors,
        )


def read_responses(connection: Connection, key: str) -> Iterator[Response]:
    """Read the answers one by one, sorted by month and quartier, else in no meaningful order."""
    t = responses.c
    statement = select(responses).where(t.campaign == key).order_by(t.month, t.quartier, t.key)
    for row in connection.execution_options(yield_per=_PAGE).execute(statement):
        yield Response(
            key=row.key.hex(),
            version=row.version,
            quartier=row.quartier,
            month=row.month,
            ratings=row.ratings,
            texts=row.texts,
        )
