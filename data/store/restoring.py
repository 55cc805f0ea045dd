"""Bring a backup in, also while the app runs: all of it in one transaction, or nothing.

The file is checked and brought up to date in a copy first. What was there before is kept as a
backup of its own. Only where the database in use cannot be read any more is its file put aside
and the copy put in its place; programs that have the old one open notice (`data.store.presence`).
"""

import secrets as randomness
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, select, update

from data.errors import (
    BackupFileError,
    DatabaseUnreachableError,
    OtherCampaignError,
    Reason,
    because,
)
from data.keyring import NO_KEYS, Keyring
from data.progress import Progress
from data.schema import campaigns, metadata, revisions
from data.store import (
    audit,
    backup,
    copying,
    dialect,
    erasures,
    opening,
    presence,
    readmission,
    reasons,
)
from data.store.backup import BackupNote
from data.store.forgetting import Again, forget_again

_BROKEN = (Reason.DAMAGED, Reason.NOT_A_DATABASE, Reason.GONE)
# How far the revision goes on where the one in use is not known: further than any app that still
# runs has come, so that nothing it remembers is taken for what is there now.
_LEAP = 1_000_000


@dataclass(frozen=True)
class Restored:
    """What was brought in.

    Parameters
    ----------
    note
        What the backup says of itself.
    rows
        How many rows are there now.
    kept
        Where what was there before is kept; None where nothing was.
    broken
        Whether that could not be read any more, so that it is kept as it was and is no backup.
    again
        What had to be erased and purged again; None where nothing is known of that.
    """

    note: BackupNote
    rows: int
    kept: Path | None
    broken: bool
    again: Again | None


@dataclass(frozen=True)
class Checked:
    """A backup that can be brought in: a copy of it, checked and up to date.

    Parameters
    ----------
    notes
        All that stands in it beside the tables, by name.
    key_mark
        What tells which key file opens what it holds encrypted; None where nothing is.
    """

    path: Path
    note: BackupNote
    notes: Mapping[str, str]
    key_mark: bytes | None


@contextmanager
def checked(source: Path) -> Iterator[Checked]:
    """Check a backup; give a copy of it that is up to date and goes at the end.

    Raises
    ------
    BackupFileError
        If it is missing, damaged, contradicts itself, was made by a newer version or is none.
    """
    with tempfile.TemporaryDirectory(prefix="portes-restore-") as folder:
        copy = Path(folder) / "backup.sqlite"
        try:
            shutil.copyfile(source, copy)
            told = _examine(copy)
            opening.open_engine(f"sqlite:///{copy}").dispose()
            with closing(sqlite3.connect(copy)) as connection:
                if not backup.sound(connection):
                    raise BackupFileError(source=source, reason=because(Reason.FAULTS_IN_IT))
                mark = _key_mark(connection)
        except OSError as error:
            reason = reasons.reason_of_file(error)
            raise BackupFileError(source=source, reason=reason) from error
        except DatabaseUnreachableError as error:
            raise BackupFileError(source=source, reason=error.params["reason"]) from error
        yield Checked(copy, *told, mark)


def _key_mark(connection: sqlite3.Connection) -> bytes | None:
    marks = "SELECT key_mark FROM secrets WHERE key_mark IS NOT NULL"
    row = connection.execute(marks).fetchone()
    return bytes(row[0]) if row else None


def _examine(copy: Path) -> tuple[BackupNote, dict[str, str]]:
    """Read what a file says of itself, before it is brought up to date."""
    try:
        with closing(sqlite3.connect(copy)) as connection:
            if not backup.sound(connection):
                connection.execute("SELECT count(*) FROM sqlite_master")
                raise DatabaseUnreachableError(reason=because(Reason.DAMAGED))
            if not _ours(connection):
                raise DatabaseUnreachableError(reason=because(Reason.FOREIGN))
            note = backup.read_note(connection)
            if not note.campaigns:
                raise DatabaseUnreachableError(reason=because(Reason.NO_CAMPAIGN))
            return note, backup.notes(connection)
    except sqlite3.DatabaseError as error:
        raise DatabaseUnreachableError(reason=backup.reason_of(error)) from error


def _ours(connection: sqlite3.Connection) -> bool:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {"alembic_version", campaigns.name, revisions.name} <= {name for (name,) in rows}


def restore(
    url: str,
    source: Checked,
    *,
    name: Path,
    keep: Path,
    now: datetime,
    campaign: str | None = None,
    force: bool = False,
    keys: Keyring = NO_KEYS,
    progress: Progress | None = None,
) -> Restored:
    """Put what a backup holds in the place of all that a database holds.

    Parameters
    ----------
    name
        What the backup is called, for messages.
    keep
        Where what is there now is kept, as a backup; nothing is kept of an empty database.
    campaign
        The campaign that is worked on; None for any that the database holds.
    force
        Whether the backup may hold other campaigns.
    keys
        What seals the entry that the audit gets about it.

    Raises
    ------
    OtherCampaignError
        If the backup does not hold the campaign in use.
    BackupWriteError
        If what is there now cannot be kept.
    DatabaseUnreachableError
        If the database cannot be written.
    """
    try:
        engine = opening.open_engine(url)
    except DatabaseUnreachableError as error:
        path = _broken_file(url, error)
        _require_campaign(source, campaign, name, force=force)
        return _replace(path, source, keep)
    dialect.lend(engine, keys)
    try:
        wanted = campaign or _in_use(engine)
        _require_campaign(source, wanted, name, force=force)
        kept = None
        if wanted is not None:
            try:
                backup.back_up(engine, keep, now=now)
                kept = keep
            except DatabaseUnreachableError as error:
                path = _broken_file(url, error)
                engine.dispose()
                return _replace(path, source, keep)
        rows, again = _refill(engine, source, progress)
        dialect.forget(engine)
        return Restored(source.note, rows, kept, broken=False, again=again)
    finally:
        engine.dispose()


def _in_use(engine: Engine) -> str | None:
    """Name the campaign last worked on; None where there is none."""
    newest = select(campaigns.c.campaign).order_by(campaigns.c.position.desc()).limit(1)
    with opening.translated(), copying.snapshot(engine) as connection:
        return connection.scalar(newest)


def _require_campaign(source: Checked, wanted: str | None, name: Path, *, force: bool) -> None:
    held = source.note.campaigns
    if wanted is not None and wanted not in held and not force:
        found = ", ".join(held) or "–"
        raise OtherCampaignError(source=name.name, found=found, wanted=wanted)


def _refill(engine: Engine, source: Checked, progress: Progress | None) -> tuple[int, Again | None]:
    """Empty all tables and fill them again, in one transaction: others see before, then after."""
    filled = opening.open_engine(f"sqlite:///{source.path}")
    try:
        with (
            opening.translated(),
            copying.snapshot(filled) as here,
            dialect.writing(engine) as there,
        ):
            dialect.lock_all(there, metadata.sorted_tables)
            before, open_then = _revisions(there), readmission.admitted(there)
            gone = erasures.known(there)
            copying.empty_all(there)
            copying.copy_all(here, there, progress=progress)
            readmission.readmit(there, open_then)
            again = forget_again(there, gone)
            _go_on(there, before)
            audit.append(there, next(iter(source.note.campaigns)))
            return sum(copying.count_all(there).values()), again
    finally:
        filled.dispose()


def _revisions(connection: Connection) -> dict[str, int]:
    return {row.campaign: row.number for row in connection.execute(select(revisions))}


def _go_on(connection: Connection, before: dict[str, int]) -> None:
    """Raise each revision above all that there were: whoever remembers one looks again."""
    leap = 1 if before else _LEAP + randomness.randbelow(_LEAP)
    highest = max(before.values(), default=0)
    for campaign, number in _revisions(connection).items():
        here = revisions.c.campaign == campaign
        values = {"number": max(number, highest) + leap}
        connection.execute(update(revisions).where(here).values(**values))


def _broken_file(url: str, error: DatabaseUnreachableError) -> Path:
    """Give the file of a database that nothing can be read from; else pass the error on."""
    path = presence.file_of_url(make_url(url))
    if path is None or getattr(error.params["reason"], "template", "") not in _BROKEN:
        raise error
    return path


def _replace(path: Path, source: Checked, keep: Path) -> Restored:
    """Put the copy in the place of a file that cannot be read, and that one aside.

    Programs that have the old file open leave the log of the new one alone: SQLite looks whether
    its file was moved before it takes a log away.
    """
    engine = opening.open_engine(f"sqlite:///{source.path}")
    with dialect.writing(engine) as connection:
        again = forget_again(connection, erasures.still_known(path))
        _go_on(connection, {})
        rows = sum(copying.count_all(connection).values())
    dialect.forget(engine)
    engine.dispose()
    fresh = path.with_name(f".{path.name}.part")
    try:
        shutil.copyfile(source.path, fresh)
        fresh.chmod(0o600)
        backup.persist(fresh)
        kept = keep.with_name(f"{keep.name}.damaged") if path.exists() else None
        for end in ("-wal", "-shm", ""):
            old = path.with_name(path.name + end)
            if kept and old.exists():
                old.rename(kept.with_name(kept.name + end))
        fresh.replace(path)
        backup.persist(path.parent)
    except OSError as error:
        raise DatabaseUnreachableError(reason=reasons.reason_of_file(error)) from error
    finally:
        fresh.unlink(missing_ok=True)
    return Restored(source.note, rows, kept, broken=True, again=again)
