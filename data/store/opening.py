"""Open a database: make its folder, its file and its tables where they are missing.

A new file can be opened by several processes at once: the one that comes second waits, and finds
the tables made. Nothing is written to a file that belongs to another program.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from data.errors import DatabaseUnreachableError, DataError, Reason, StoreError, because
from data.schema import HEAD
from data.store import dialect, presence, reasons

_MIGRATIONS = Path(__file__).parents[1] / "migrations"
# Alembic keeps what it is doing in a module, so that threads have to take turns.
_alembic = threading.Lock()


def open_engine(url: str) -> Engine:
    """Open the database at `url`, up to date and ready for use.

    Raises
    ------
    DatabaseUnreachableError
        If it cannot be opened or written, or is not one of ours.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        _make_file(address)
    try:
        # What was asked of the database is in its errors, and may be somebody's name.
        engine = create_engine(address, hide_parameters=True, **dialect.pool(address))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise DatabaseUnreachableError(reason=because(Reason.NO_DRIVER)) from error
    dialect.prepare(engine)
    if engine.dialect.name == "sqlite":
        presence.watch(engine)
    try:
        with translated():
            _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the driver reports into errors of this package.

    Raises
    ------
    StoreError
        The records would contradict each other.
    DatabaseUnreachableError
        The database failed, or no connection was free in time.
    """
    try:
        yield
    except IntegrityError as error:
        raise StoreError from error
    except DBAPIError as error:
        raise DatabaseUnreachableError(reason=reasons.reason_of(error)) from error
    except StatementError as error:
        if isinstance(error.orig, DataError):
            raise error.orig from error
        raise
    except PoolTimeoutError as error:
        raise DatabaseUnreachableError(reason=because(Reason.BUSY)) from error


def shown(url: str) -> str:
    """Give an address as it may be shown: without its password."""
    return _address(url).render_as_string(hide_password=True)


def _address(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError:
        # The text may hold a password: it is not repeated, neither here nor as a cause.
        raise DatabaseUnreachableError(reason=because(Reason.BAD_ADDRESS)) from None


def _make_file(address: URL) -> None:
    """Make the folder and the file, readable for their owner only."""
    if dialect.in_memory(address) or str(address.database).startswith("file:"):
        return
    path = Path(str(address.database))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnreachableError(reason=because(Reason.FOLDER)) from error
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise DatabaseUnreachableError(reason=because(Reason.READ_ONLY)) from error


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return
        _refuse_others(connection)
    dialect.keep_log(engine)
    with dialect.writing(engine) as connection:
        dialect.lock_schema(connection)
        # Another process may have been first.
        if _version(connection) != HEAD:
            _upgrade(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _refuse_others(connection: Connection) -> None:
    # The tables first: were they made in between, then the version is there as well.
    tables = inspect(connection).get_table_names()
    version = _version(connection)
    if version is not None and version > HEAD:
        raise DatabaseUnreachableError(reason=because(Reason.NEWER))
    if version is None and tables:
        raise DatabaseUnreachableError(reason=because(Reason.FOREIGN))


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _alembic:
        command.upgrade(config, "head")
