"""What differs between SQLite and PostgreSQL: connections, transactions, locks, the order of texts.

How rows are written is in `inserting`, what an error of either means in `reasons`, and what a
server needs besides in `server`. Nothing else knows which of the two it is.

SQLite runs in WAL mode, so that readers never wait for a writer. A writer takes the write lock at
once (``BEGIN IMMEDIATE``) instead of failing half-way when it finds that another one came first.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from data.errors import DatabaseUnreachableError, Reason, because
from data.keyring import NO_KEYS, Keyring
from data.store import presence, server

_WRITE = "portes_write"  # execution option of a connection that is going to write
_KEYS = "portes_keys"  # execution option of all connections of an engine

BUSY_SECONDS = 30
"""How long a writer waits for another one; a file of 100,000 rows takes about two seconds."""

# In KiB. A writer that sorts its rows was measured to be no faster with more (4 to 16 MiB): only
# the process grows.
_CACHE = 4096


def pool(address: URL) -> Mapping[str, Any]:
    """Say how many connections an engine keeps and makes."""
    if address.get_backend_name() != "sqlite":
        return server.POOL
    # A page that is shown to fifty people at once must not wait for a connection.
    return {} if in_memory(address) else {"max_overflow": -1}


def in_memory(address: URL) -> bool:
    """Say whether an address is that of an SQLite database without a file."""
    return address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:")


def prepare(engine: Engine) -> None:
    """Make every connection of an engine behave as the store expects."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        server.prepare(engine, busy_seconds=BUSY_SECONDS)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes: committed at the end, or rolled back if something raises.

    Raises
    ------
    DatabaseUnreachableError
        If the file of the database was removed meanwhile, so that nothing was kept.
    """
    how: dict[str, Any] = {_WRITE: True}
    if engine.dialect.name != "sqlite":
        how["isolation_level"] = server.WRITING
    with engine.connect() as connection:
        with connection.execution_options(**how).begin():
            yield connection
        presence.confirm(connection)


def lend(engine: Engine, keys: Keyring) -> None:
    """Give keys to all connections that an engine makes from now on."""
    engine.update_execution_options(**{_KEYS: keys})


def keys_of(connection: Connection) -> Keyring:
    """Give the keys that a connection works with."""
    found: Keyring = connection.get_execution_options().get(_KEYS, NO_KEYS)
    return found


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    # FULL writes the log through to the disk at each commit: a door that was confirmed survives
    # a killed process and a power cut as well. NORMAL would only promise the former. A whole
    # file is one commit, so this costs the import nothing.
    connection.execute("PRAGMA synchronous = FULL")
    # What is removed is overwritten: a person who was erased is in no unused corner of the file.
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def keep_log(engine: Engine) -> None:
    """Switch a SQLite file to write-ahead logging; the file remembers it.

    SQLite does not wait for its turn when it changes this mode, so several processes that open
    a new file at the same moment have to try again.

    Raises
    ------
    DatabaseUnreachableError
        Another process kept the file locked for `BUSY_SECONDS`.
    DBAPIError
        SQLite refused for any other reason.
    """
    if engine.dialect.name != "sqlite":
        return
    patience = time.monotonic() + BUSY_SECONDS
    connection = engine.raw_connection()
    try:
        while not _switch_to_log(connection.driver_connection):
            if time.monotonic() > patience:
                raise DatabaseUnreachableError(reason=because(Reason.LOCKED))
            time.sleep(0.02)
    except sqlite3.DatabaseError as error:
        raise DBAPIError("PRAGMA journal_mode", None, error) from error
    finally:
        connection.close()


def _switch_to_log(driver: Any) -> bool:
    try:
        if driver.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
            driver.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
        raise
    return True


def forget(engine: Engine) -> None:
    """Bring the log of SQLite into the file and empty it: it still holds what was overwritten.

    While somebody reads, that waits for the next time.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")


def lock_all(connection: Connection, tables: Iterable[Table]) -> None:
    """Let nobody else write to these tables until the transaction ends; readers go on.

    Who waits for it sees the tables as they are afterwards. On SQLite the write lock that the
    transaction holds already does it.
    """
    if connection.dialect.name == "postgresql":
        # That of the revisions first, as every writer does: else two would wait for each other.
        ordered = sorted((table.name != "revisions", table.name) for table in tables)
        names = ", ".join(name for _later, name in ordered)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def lock_schema(connection: Connection) -> None:
    """Let only one process at a time change the tables, until its transaction ends."""
    _take_turns(connection, 1001)


def lock_campaigns(connection: Connection) -> None:
    """Let only one process at a time add campaigns, until its transaction ends."""
    _take_turns(connection, 1002)


def lock_keys(connection: Connection) -> None:
    """Let only one process at a time change the key, until its transaction ends."""
    _take_turns(connection, 1003)


def _take_turns(connection: Connection, number: int) -> None:
    """Wait for whoever else asks for this turn; on SQLite the write lock already does that."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


class ByCodePoint(FunctionElement[str]):
    """Orders texts as Python does, whatever language the server sorts in."""

    inherit_cache = True
    type = Text()


@compiles(ByCodePoint)
def _plain_order(order: ByCodePoint, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(order.clauses, **how)


@compiles(ByCodePoint, "postgresql")
def _collated_order(order: ByCodePoint, compiler: SQLCompiler, **how: Any) -> str:
    return f'{compiler.process(order.clauses, **how)} COLLATE "C"'
