"""One file that holds everything of a database, made while it is used.

A backup is itself an SQLite database of the same tables, whatever kind it was made from, with one
table more that says what it is. It holds one moment, holds no trace of what was erased before,
and stands under its name only once it was checked and lies on the disk as a whole.

The key file of the app is not in it: contact details are encrypted in the database, and whoever
finds the backup alone shall not read them.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from data.errors import (
    BackupExistsError,
    BackupWriteError,
    Because,
    DatabaseUnreachableError,
    Reason,
    because,
)
from data.progress import Progress
from data.store import copying, dialect, opening, presence, reasons

NOTES = "backup_notes"
"""Table of a backup that says what it is: name and value."""

_STEP = 256  # pages between two words to whoever waits


@dataclass(frozen=True)
class BackupNote:
    """What a backup says of itself.

    Parameters
    ----------
    made
        When; None for a database that was copied by other means.
    campaigns
        Revision of each campaign that it holds, by its key, the one last worked on first.
    version
        Newest migration that it knows.
    """

    made: datetime | None
    campaigns: Mapping[str, int]
    version: str


def back_up(
    engine: Engine,
    path: Path,
    *,
    now: datetime,
    replace: bool = False,
    extra: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> BackupNote:
    """Write all that a database holds to a new file, readable for its owner only.

    Parameters
    ----------
    now
        The moment, with its time zone, that the backup is dated with.
    replace
        Whether a file of that name may be replaced.
    extra
        More notes to keep in it.
    progress
        Is told how many parts are through, and how many there are.

    Raises
    ------
    BackupExistsError
        If there is such a file, and it may not be replaced.
    BackupWriteError
        If the file cannot be written; one that was there before stays as it was.
    DatabaseUnreachableError
        If the database cannot be read, or is damaged: no backup is made of that.
    """
    if path.exists() and not replace:
        raise BackupExistsError(source=path)
    with _written(path) as part:
        if presence.file_of(engine) is None:
            _copy_rows(engine, part, progress)
        else:
            _copy_pages(engine, part, progress)
        with closing(sqlite3.connect(part)) as copy, _told(path):
            if not sound(copy):
                raise DatabaseUnreachableError(reason=because(Reason.DAMAGED))
            _note(copy, {"made": now.isoformat(timespec="seconds"), **(extra or {})})
            return read_note(copy)


def sound(connection: sqlite3.Connection) -> bool:
    """Say whether nothing in a file contradicts itself: its pages, and what refers to what."""
    try:
        intact = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        return intact and connection.execute("PRAGMA foreign_key_check").fetchone() is None
    except sqlite3.DatabaseError:
        return False


def read_note(connection: sqlite3.Connection) -> BackupNote:
    """Read what a backup says of itself; a plain copy of a database says less."""
    made = notes(connection).get("made")
    rows = connection.execute(
        "SELECT campaign, number FROM campaigns JOIN revisions USING (campaign)"
        " ORDER BY position DESC"
    ).fetchall()
    (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return BackupNote(datetime.fromisoformat(made) if made else None, dict(rows), version)


def notes(connection: sqlite3.Connection) -> dict[str, str]:
    """Read all notes of a backup; none of a plain copy."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [NOTES]).fetchone()
    if known is None:
        return {}
    return dict(connection.execute(f"SELECT name, value FROM {NOTES}").fetchall())  # noqa: S608


def _note(copy: sqlite3.Connection, values: Mapping[str, str]) -> None:
    """Make the copy one file for good: notes in, log out, and nothing left of what was erased."""
    copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    copy.execute(f"DROP TABLE IF EXISTS {NOTES}")
    copy.execute(f"CREATE TABLE {NOTES} (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    copy.executemany(f"INSERT INTO {NOTES} VALUES (?, ?)", values.items())  # noqa: S608
    copy.commit()
    copy.execute("VACUUM")


def _copy_pages(engine: Engine, part: Path, progress: Progress | None) -> None:
    """Copy an SQLite file page by page; writers are never held up, and change nothing of it."""
    with opening.translated():
        source = engine.raw_connection()
    try:
        driver: Any = source.driver_connection
        with opening.translated(), _as_sqlalchemy():
            # Inside a transaction that reads, the copy is of the moment of this first reading;
            # else it would start again at each write that comes in between.
            driver.execute("BEGIN")
            driver.execute("SELECT version_num FROM alembic_version").fetchone()
        with closing(sqlite3.connect(part)) as target, _told(part):
            driver.backup(
                target,
                pages=_STEP,
                progress=lambda _status, left, total: _tell(progress, total - left, total),
            )
    finally:
        source.invalidate()  # a snapshot that nobody closes would keep the log from being emptied


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress:
        progress(done, total)


def _copy_rows(engine: Engine, part: Path, progress: Progress | None) -> None:
    """Copy a database of another kind table by table."""
    target = opening.open_engine(f"sqlite:///{part}")
    try:
        with (
            opening.translated(),
            copying.snapshot(engine) as here,
            dialect.writing(target) as there,
        ):
            copying.copy_all(here, there, progress=progress)
    finally:
        target.dispose()


@contextmanager
def _written(path: Path) -> Iterator[Path]:
    """Give a new file to write to, which gets its name once it is whole and on the disk."""
    part = path.with_name(f".{path.name}.part")
    try:
        with _told(path):
            part.unlink(missing_ok=True)
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield part
        with _told(path):
            persist(part)
            part.replace(path)
            persist(path.parent)
    finally:
        for name in (part.name, f"{part.name}-wal", f"{part.name}-shm", f"{part.name}-journal"):
            part.with_name(name).unlink(missing_ok=True)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, for its owner only, through to the disk.

    Raises
    ------
    OSError
        If it is there, or cannot be written.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    persist(path.parent)


def persist(path: Path) -> None:
    """Make sure that a file, or the names in a folder, lie on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # there is no such thing for folders
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say what went wrong with the file that is written."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise BackupWriteError(source=path, reason=reason_of(error)) from error
    except OSError as error:
        reason = reasons.reason_of_file(error)
        raise BackupWriteError(source=path, reason=reason) from error


@contextmanager
def _as_sqlalchemy() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _wrapped(error) from error


def reason_of(error: sqlite3.DatabaseError) -> Because:
    """Put what SQLite reported, without SQLAlchemy in between, into a stable reason."""
    return reasons.reason_of(_wrapped(error))


def _wrapped(error: sqlite3.DatabaseError) -> DBAPIError:
    return DBAPIError("", None, error)
