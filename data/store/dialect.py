"""All that differs between SQLite and PostgreSQL; nothing elsewhere knows which one it is.

SQLite runs in WAL mode, so that readers never wait for a writer. A writer takes the write lock at
once (``BEGIN IMMEDIATE``) instead of failing half-way when it finds that another one came first.
"""

import errno
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Date,
    Engine,
    LargeBinary,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError as DriverDataError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from data.errors import Because, DatabaseUnreachableError, Reason, because
from data.keyring import NO_KEYS, Keyring
from data.schema import Json, json_texts
from data.store import presence, server

_WRITE = "portes_write"  # execution option of a connection that is going to write
_KEYS = "portes_keys"  # execution option of all connections of an engine

BUSY_SECONDS = 30
"""How long a writer waits for another one; a file of 100,000 rows takes about two seconds."""

# In KiB. A writer that sorts its rows was measured to be no faster with more (4 to 16 MiB): only
# the process grows.
_CACHE = 4096

_SQLITE_REASONS = {
    sqlite3.SQLITE_BUSY: Reason.LOCKED,
    sqlite3.SQLITE_LOCKED: Reason.LOCKED,
    sqlite3.SQLITE_READONLY: Reason.READ_ONLY,
    sqlite3.SQLITE_PERM: Reason.READ_ONLY,
    sqlite3.SQLITE_AUTH: Reason.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Reason.CANNOT_OPEN,
    sqlite3.SQLITE_NOTADB: Reason.NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: Reason.DAMAGED,
    sqlite3.SQLITE_FULL: Reason.DISK_FULL,
    sqlite3.SQLITE_IOERR: Reason.DISK_ERROR,
}

# Classes of SQLSTATE, longest first.
_POSTGRESQL_REASONS = {
    "22": Reason.UNFIT,
    "25006": Reason.READ_ONLY,
    "42501": Reason.READ_ONLY,
    "53100": Reason.DISK_FULL,
    "40": Reason.LOCKED,
    "55P03": Reason.LOCKED,
    "57014": Reason.LOCKED,
    "08": Reason.NO_CONNECTION,
    "25P03": Reason.NO_CONNECTION,
    "28": Reason.NO_CONNECTION,
    "3D": Reason.NO_CONNECTION,
    "57": Reason.NO_CONNECTION,
}


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


class NewRows:
    """Rows for one table, kept until they are written together.

    The primary key comes first among `columns`. Where keys are hashes, each row belongs at another
    place of the table: the more rows are written at once, in the order of their keys, the fewer
    pages the database has to fetch again. Values are kept column by column and as they will be
    stored, which takes little memory and leaves the garbage collector nothing to look through.
    """

    def __init__(self, connection: Connection, table: Table, columns: Sequence[str]) -> None:
        self._connection, self._table, self._columns = connection, table, columns
        self._values: list[list[Any]] = [[] for _ in columns]

    def __len__(self) -> int:
        """Say how many rows wait."""
        return len(self._values[0])

    def add(self, columns: Iterable[Sequence[Any]]) -> None:
        """Keep rows; all their values of the first column come first, and so on."""
        for name, kept, values in zip(self._columns, self._values, columns, strict=True):
            kept.extend(self._stored(name, values))

    def write(self) -> int:
        """Insert the rows whose primary key is not there yet, and say how many those were."""
        if not len(self):
            return 0
        rows = sorted(
            zip(*self._values, strict=True), key=itemgetter(*range(len(self._table.primary_key)))
        )
        for kept in self._values:
            kept.clear()
        return self._insert(rows)

    def _stored(self, name: str, values: Sequence[Any]) -> Sequence[Any]:
        """Turn one column into what the driver takes, by the type that the schema gives it."""
        kind, here = self._table.c[name].type, self._connection.dialect
        if isinstance(kind, Json):
            return json_texts(values)
        process = kind.dialect_impl(here).bind_processor(here)
        if process is None or isinstance(kind, LargeBinary):
            return values
        if isinstance(kind, Date):  # a file has few days, many times over
            known = {value: process(value) for value in set(values)}
            return [known[value] for value in values]
        return [process(value) for value in values]

    def _insert(self, rows: list[tuple[Any, ...]]) -> int:
        """Hand the rows to the driver directly: about four times as fast as one by one."""
        mark = "?" if self._connection.dialect.name == "sqlite" else "%s"
        names, marks = ", ".join(self._columns), ", ".join([mark] * len(self._columns))
        # Names from the schema, values as parameters.
        statement = (
            f"INSERT INTO {self._table.name} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608
        )
        return self._connection.exec_driver_sql(statement, rows).rowcount


def insert_new(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> int:
    """Insert the rows whose primary key is not there yet, and say how many those were.

    `columns` names the values of each row, the primary key first.
    """
    new = NewRows(connection, table, columns)
    if rows:
        new.add(zip(*rows, strict=True))
    return new.write()


def upsert(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert a row, or replace the one with the same primary key."""
    keys = {column.name for column in table.primary_key.columns}
    insert: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table).values(**row)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=sorted(keys),
            set_={name: statement.excluded[name] for name in row if name not in keys},
        )
    )


_FILE_REASONS = {
    errno.EACCES: Reason.READ_ONLY,
    errno.EPERM: Reason.READ_ONLY,
    errno.EROFS: Reason.READ_ONLY,
    errno.ENOSPC: Reason.DISK_FULL,
    errno.EDQUOT: Reason.DISK_FULL,
    errno.EIO: Reason.DISK_ERROR,
    errno.ENOENT: Reason.FOLDER,
    errno.ENOTDIR: Reason.FOLDER,
}


def reason_of_file(error: OSError) -> Because:
    """Put what the system reported of a file into a stable reason."""
    known = _FILE_REASONS.get(error.errno or 0)
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return because(known) if known else because(Reason.OTHER, name=name)


def reason_of(error: DBAPIError) -> Because:
    """Put what a driver reported into a stable reason that can be translated."""
    origin = error.orig
    code = getattr(origin, "sqlite_errorcode", None)
    if code is not None and (known := _SQLITE_REASONS.get(code & 0xFF)):
        return because(known)
    state = getattr(origin, "sqlstate", None)
    for start, reason in _POSTGRESQL_REASONS.items():
        if state is not None and state.startswith(start):
            return because(reason)
    if isinstance(error, OperationalError) and code is None and state is None:
        return because(Reason.NO_CONNECTION)
    if isinstance(error, DriverDataError) and state is None:  # the driver itself refused it
        return because(Reason.UNFIT)
    name = getattr(origin, "sqlite_errorname", None) or state or type(origin).__name__
    return because(Reason.OTHER, name=name)
