"""Copy whole databases: every table of every campaign, from one engine to another.

The tables come from the schema, in the order in which they refer to each other; a new table needs
nothing but to be in the schema. Values travel as the database keeps them: texts that hold JSON
are not read, moments are not moved, so that what is copied is equal to the byte.
"""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from datetime import date, time
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Engine, MetaData, Table, delete, func, insert, select
from sqlalchemy.types import TypeDecorator

from data.progress import Progress
from data.schema import metadata
from data.store import audit

PAGE = 5000
"""Rows that are held in memory at once."""


class Fingerprint(NamedTuple):
    """What a table holds, whatever the order of its rows and the kind of its database."""

    rows: int
    digest: str


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one state of the database, however long it is read."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        # On SQLite a transaction keeps to the state of its first reading.
        with connection.begin():
            yield connection


def count_all(connection: Connection) -> dict[str, int]:
    """Count the rows of each table, in the order in which they are copied."""
    count = select(func.count())
    return {
        table.name: connection.scalar(count.select_from(table)) or 0
        for table in metadata.sorted_tables
    }


def copy_all(
    source: Connection, target: Connection, *, progress: Progress | None = None
) -> dict[str, int]:
    """Copy all rows of all tables into tables that are empty; give the number of rows of each.

    Both transactions are the caller's: nothing is there until that of `target` is committed, and
    the copy is of one moment where that of `source` is a `snapshot`.

    Parameters
    ----------
    progress
        Is told how many rows are through, and how many there are.
    """
    counted = count_all(source)
    total, done = sum(counted.values()), 0
    copied = dict.fromkeys(counted, 0)
    for table in _bare().sorted_tables:
        with closing(_pages(source, table)) as pages:
            for page in pages:
                target.execute(insert(table), page)
                copied[table.name] += len(page)
                done += len(page)
                if progress:
                    progress(done, total)
    return copied


def empty_all(target: Connection) -> None:
    """Take all rows out of all tables, those first that refer to others."""
    with audit.replacing(target):
        for table in reversed(metadata.sorted_tables):
            target.execute(delete(table))


def fingerprints(connection: Connection) -> dict[str, Fingerprint]:
    """Tell what each table holds; two databases that hold the same tell the same."""
    return {table.name: _fingerprint(connection, table) for table in _bare().sorted_tables}


@cache
def _bare() -> MetaData:
    """Give the tables with the types that the database knows, ours taken off."""
    bare = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        for column in table.to_metadata(bare).columns:
            _undress(column)
    return bare


def _undress(column: Column[Any]) -> None:
    if isinstance(column.type, TypeDecorator):
        column.type = column.type.impl_instance


def _pages(source: Connection, table: Table) -> Generator[list[dict[str, Any]], None, None]:
    """Read a table page by page: memory stays flat however long it is.

    By its keys, so that not even a copy tells in which order the rows came in.
    """
    # An option of the statement: one of the connection would stay and hold for what it writes.
    how = {"yield_per": PAGE}
    names = [column.name for column in table.columns]
    statement = select(table).order_by(*table.primary_key)
    with source.execute(statement, execution_options=how) as result:
        for page in result.partitions():
            yield [dict(zip(names, row, strict=True)) for row in page]


def _fingerprint(connection: Connection, table: Table) -> Fingerprint:
    """Add the digests of the rows up: the sum knows no order."""
    rows, total = 0, 0
    for page in _pages(connection, table):
        for row in page:
            plain = "\x1f".join(map(_plain, row.values()))
            total += int.from_bytes(blake2b(plain.encode(), digest_size=16).digest())
        rows += len(page)
    return Fingerprint(rows, f"{total % 2**128:032x}")


def _plain(value: object) -> str:
    """Write one value so that different ones differ, also None from a text that says so."""
    if value is None:
        return "\x00"
    if isinstance(value, bytes | bytearray | memoryview):
        return "x" + bytes(value).hex()
    if isinstance(value, bool | int | float):
        return f"n{float(value)!r}"
    if isinstance(value, date | time):  # a moment is a day as well
        return "t" + value.isoformat()
    return "s" + str(value)
