"""Whether the file of an SQLite database is still the one that was opened.

A file that is removed or replaced stays open in the programs that use it: they would go on, and
confirm writes that nobody ever finds again. Every connection therefore remembers which file it
opened. One that no longer stands in its place is let go when it is next asked for, a new one is
never made where a file was, and a write is confirmed only while the file stands there.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import InvalidatePoolError

from data.errors import DatabaseUnreachableError, Reason, because

_KEPT = "portes_file"  # under which a connection remembers its file

# After these a connection may go on seeing what is no longer so: a disk that was read-only when
# it was opened stays that for it.
_LET_GO = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
)


class _Seen(NamedTuple):
    """A file as it was when it was opened."""

    path: Path
    identity: tuple[int, int] | None

    def still(self) -> bool:
        return self.identity == _identity(self.path)


def watch(engine: Engine) -> None:
    """Make the connections of an SQLite engine notice what becomes of their file."""
    path = file_of(engine)
    event.listen(engine, "handle_error", _let_go)
    if path is None:
        return
    event.listen(engine, "do_connect", _only_what_is_there(path))
    event.listen(engine, "connect", _remember(path))
    event.listen(engine, "checkout", _compare)


def file_of(engine: Engine) -> Path | None:
    """Give the file of an SQLite engine; None for one in memory, and for other databases."""
    return file_of_url(engine.url)


def file_of_url(url: URL) -> Path | None:
    """Give the file that an address names; None for one in memory, and for other databases."""
    name = url.database
    if url.get_backend_name() != "sqlite" or name in (None, "", ":memory:"):
        return None
    return Path(str(name).removeprefix("file:"))


def confirm(connection: Connection) -> None:
    """Make sure that what was committed lies where it will be looked for.

    Raises
    ------
    DatabaseUnreachableError
        If the file was removed or replaced meanwhile.
    """
    seen: _Seen | None = connection.info.get(_KEPT)
    if seen is not None and not seen.still():
        connection.invalidate()
        raise DatabaseUnreachableError(reason=because(Reason.GONE))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _only_what_is_there(path: Path) -> Callable[..., None]:
    """Refuse to open a file that is gone: SQLite would make an empty one."""

    def check(*_details: object) -> None:
        if not path.exists():
            raise DatabaseUnreachableError(reason=because(Reason.GONE))

    return check


def _remember(path: Path) -> Callable[..., None]:
    def keep(_connection: Any, record: Any) -> None:
        record.info[_KEPT] = _Seen(path, _identity(path))

    return keep


def _compare(_connection: Any, record: Any, _proxy: Any) -> None:
    seen: _Seen = record.info[_KEPT]
    if not seen.still():
        raise InvalidatePoolError("the file is no longer the one that was opened")


def _let_go(context: ExceptionContext) -> None:
    """Close a connection that reported one of the faults above; the next one is a new one."""
    code = getattr(context.original_exception, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _LET_GO:
        context.is_disconnect = True
