"""Read visits and responses, take an import out again, add a single answer."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, select, update

from data.errors import NotFoundError, Thing
from data.model import ImportRecord, Outcome, RecordKind, Response, Visit
from data.schema import imports, responses, visits
from data.store import counts, demofield, dialect
from data.store.writer import TABLES, Writer

_PAGE = 5000


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
    """Take the rows of an import out and mark its record; return how many rows went.

    Raises
    ------
    NotFoundError
        There is no such import.
    """
    here = imports.c.campaign == key, imports.c.id == identity
    found = connection.execute(select(imports.c.kind, imports.c.demo).where(*here)).first()
    if found is None:
        raise NotFoundError(what=Thing.IMPORT, key=identity)
    table = TABLES[RecordKind(found.kind)]
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
    quartier, street, door = map(dialect.ByCodePoint, (t.quartier, t.street, t.door))
    order = t.day, quartier, street, door.nulls_first(), t.key
    statement = select(visits).where(*counts.current(key)).order_by(*order)
    for row in _paged(connection, statement):
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
    statement = select(responses).where(t.campaign == key)
    statement = statement.order_by(t.month, dialect.ByCodePoint(t.quartier), t.key)
    for row in _paged(connection, statement):
        yield Response(
            key=row.key.hex(),
            version=row.version,
            quartier=row.quartier,
            month=row.month,
            ratings=row.ratings,
            texts=row.texts,
        )


def _paged(connection: Connection, statement: Select[Any]) -> Iterator[Row[Any]]:
    """Give rows a page at a time; who stops reading on leaves nothing open on a server."""
    with connection.execute(statement, execution_options={"yield_per": _PAGE}) as result:
        yield from result
