"""Backups are of one moment, whole or not there; a restore is all of one, or nothing."""

import os
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from data import deeds, schema
from data.errors import (
    BackupExistsError,
    BackupFileError,
    BackupWriteError,
    DatabaseUnreachableError,
    OtherCampaignError,
    Reason,
)
from data.fieldwork import Recorded, Volunteer
from data.model import Campaign, Outcome
from data.store import Store, backup, copying, dialect, open_store, opening, restoring
from tests.data.conftest import CAMPAIGN, ON_SQLITE
from tests.data.store import planted
from tests.data.store.conftest import DAY

NOW = datetime(2023, 5, 21, 8, 30, tzinfo=UTC)


def _visit(number: int, door: str = "1") -> Recorded:
    return Recorded(
        f"k{number}", "a", DAY, Outcome.ABSENT, "rue s1", door, section="s1", outing="o1", pair="p1"
    )


def _prints(url: object) -> dict[str, copying.Fingerprint]:
    engine = opening.open_engine(str(url))
    with copying.snapshot(engine) as connection:
        found = copying.fingerprints(connection)
    engine.dispose()
    return found


def _but_revisions(url: object) -> dict[str, copying.Fingerprint]:
    return {name: told for name, told in _prints(url).items() if name != "revisions"}


def _back_up(store: Store, path: Path, **how: object) -> backup.BackupNote:
    return backup.back_up(store._engine, path, now=NOW, **how)  # type: ignore[arg-type]


def _restore(
    url: str, path: Path, *, keep: str = "kept.sqlite", **how: object
) -> restoring.Restored:
    with restoring.checked(path) as source:
        where = {"name": path, "keep": path.with_name(keep)}
        return restoring.restore(url, source, now=NOW, **where, **how)  # type: ignore[arg-type]


def _reason(error: pytest.ExceptionInfo[BackupFileError]) -> str:
    return error.value.params["reason"].template  # type: ignore[attr-defined]


@pytest.fixture
def made(field: Store, tmp_path: Path) -> Path:
    """Give a backup of a campaign with one visit."""
    field.recording.record([_visit(1)])
    path = tmp_path / "backup.sqlite"
    _back_up(field, path)
    return path


def test_a_backup_holds_all_there_is(store_url: str, tmp_path: Path) -> None:
    engine = opening.open_engine(store_url)
    with dialect.writing(engine) as connection:
        planted.plant(connection)
    note = backup.back_up(engine, tmp_path / "b.sqlite", now=NOW)
    engine.dispose()
    assert note.made == NOW
    assert len(note.campaigns) == planted.ROWS
    assert _prints(f"sqlite:///{tmp_path / 'b.sqlite'}") == _prints(store_url)


def test_a_backup_is_one_file_for_its_owner(made: Path) -> None:
    assert [path.name for path in made.parent.glob(f"*{made.name}*")] == [made.name]
    if os.name == "posix":
        assert made.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(made)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert backup.sound(connection)


def test_a_backup_holds_no_trace_of_what_was_erased(field: Store, tmp_path: Path) -> None:
    field.people.save(Volunteer("v9", "Ermeline Poteau"))
    _back_up(field, tmp_path / "with.sqlite")
    field.people.remove("v9")
    _back_up(field, tmp_path / "without.sqlite")
    assert b"Ermeline" in (tmp_path / "with.sqlite").read_bytes()
    assert b"Ermeline" not in (tmp_path / "without.sqlite").read_bytes()


def test_a_backup_made_while_others_write_is_of_one_moment(field: Store, tmp_path: Path) -> None:
    """Writers go on at each step; what they write afterwards is not in it, whatever was before."""
    field.recording.record([_visit(0, "0")])
    before = field.revision()
    wrote: list[int] = []

    def write(_done: int, _total: int | None) -> None:
        number = len(wrote) + 1
        thread = threading.Thread(
            target=lambda: field.recording.record([_visit(number, str(number))])
        )
        thread.start()
        thread.join()
        wrote.append(number)

    note = _back_up(field, tmp_path / "b.sqlite", progress=write)
    assert wrote
    assert note.campaigns == {CAMPAIGN.id: before}
    with open_store(f"sqlite:///{tmp_path / 'b.sqlite'}") as copy:
        assert [visit.door for visit in copy.visits()] == ["0"]
    assert len(list(field.visits())) == len(wrote) + 1


def test_a_file_that_is_there_stays(field: Store, made: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(BackupExistsError):
        _back_up(field, made)
    assert made.read_bytes() == before
    field.recording.record([_visit(2)])
    assert _back_up(field, made, replace=True).campaigns == {CAMPAIGN.id: field.revision()}
    assert made.read_bytes() != before


def test_a_backup_that_breaks_off_leaves_the_older_one(field: Store, made: Path) -> None:
    before = made.read_bytes()

    def break_off(_done: int, _total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _back_up(field, made, replace=True, progress=break_off)
    assert made.read_bytes() == before
    assert [path.name for path in made.parent.glob(f"*{made.name}*")] == [made.name]
    assert field.recording.record([_visit(3)])


def test_a_folder_that_is_not_there(field: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupWriteError) as error:
        _back_up(field, tmp_path / "nowhere" / "b.sqlite")
    assert _reason(error) == Reason.FOLDER


@ON_SQLITE  # files are the business of a server
def test_no_backup_is_made_of_a_damaged_database(field: Store, made: Path, store_url: str) -> None:
    field.close()
    _damage(store_url)
    before = made.read_bytes()
    with pytest.raises(DatabaseUnreachableError) as error:
        _back_up(field, made, replace=True)
    assert error.value.params["reason"].template == Reason.DAMAGED  # type: ignore[attr-defined]
    assert made.read_bytes() == before


def _damage(url: str) -> None:
    """Write over a page that holds rows, not over the first ones: opening still works."""
    path = Path(url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'visits'"
        (page,) = connection.execute(query).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def test_a_restore_brings_back_what_was_there(field: Store, made: Path, store_url: str) -> None:
    """Also for a store that is open and remembers: its revision is one that never was."""
    then = _but_revisions(store_url)
    field.recording.record([_visit(2, "2"), _visit(3, "3")])
    field.people.save_all([])
    newest = field.revision()
    told = _restore(store_url, made)
    assert [visit.door for visit in field.visits()] == ["1"]
    assert field.revision() > newest
    assert _but_revisions(store_url) == then
    assert told.kept is not None and not told.broken
    assert told.note.made == NOW
    _restore(store_url, told.kept, keep="again.sqlite")  # what was there is the way back
    assert [visit.door for visit in field.visits()] == ["1", "2", "3"]
    assert field.recording.record([_visit(3, "3")]) == 0


def test_a_restore_that_breaks_off_changes_nothing(
    field: Store, made: Path, store_url: str
) -> None:
    field.recording.record([_visit(2, "2")])
    before = _prints(store_url)

    def break_off(done: int, _total: int | None) -> None:
        if done > 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _restore(store_url, made, progress=break_off)
    assert _prints(store_url) == before


def test_writers_wait_for_a_restore_and_go_on(field: Store, made: Path, store_url: str) -> None:
    writers: list[threading.Thread] = []

    def write(_done: int, _total: int | None) -> None:
        if not writers:
            writers.append(
                threading.Thread(target=lambda: field.recording.record([_visit(7, "7")]))
            )
            writers[0].start()

    _restore(store_url, made, progress=write)
    writers[0].join()
    assert [visit.door for visit in field.visits()] == ["1", "7"]


def test_a_restore_into_an_empty_database(made: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'new.sqlite'}"
    told = _restore(url, made)
    assert told.kept is None
    assert _but_revisions(url) == _but_revisions(f"sqlite:///{made}")


@ON_SQLITE  # files are the business of a server
def test_a_damaged_database_is_put_aside(field: Store, made: Path, store_url: str) -> None:
    """A store that has it open goes on with what was brought in."""
    last = field.revision()
    _damage(store_url)
    told = _restore(store_url, made)
    assert told.broken and told.kept is not None and told.kept.exists()
    assert [visit.door for visit in field.visits()] == ["1"]
    assert field.revision() > last
    assert field.recording.record([_visit(2, "2")]) == 1
    with open_store(store_url) as other:
        assert [visit.door for visit in other.visits()] == ["1", "2"]


@ON_SQLITE  # files are the business of a server
def test_a_file_that_is_no_database_any_more_is_put_aside(
    field: Store, made: Path, store_url: str
) -> None:
    field.close()
    path = Path(store_url.removeprefix("sqlite:///"))
    path.write_bytes(b"\x01" * 5000)
    told = _restore(store_url, made)
    assert told.broken and told.kept is not None
    assert told.kept.read_bytes() == b"\x01" * 5000
    assert [visit.door for visit in field.visits()] == ["1"]


@pytest.mark.parametrize("campaign", [None, "elsewhere"])
def test_the_backup_of_another_campaign_is_refused(
    made: Path, tmp_path: Path, campaign: str | None
) -> None:
    url = f"sqlite:///{tmp_path / 'other' / 'other.sqlite'}"
    other = Campaign(**{**vars(CAMPAIGN), "id": "elsewhere"})
    with open_store(url) as store:
        store.save_campaign(other)
        with pytest.raises(OtherCampaignError) as error:
            _restore(url, made, campaign=campaign)
        assert "elsewhere" in str(error.value) and CAMPAIGN.id in str(error.value)
        assert store.campaigns() == ("elsewhere",)
        last = store.revision()
        _restore(url, made, campaign=campaign, force=True)
        assert store.revision() > last
        assert store.campaigns() == (CAMPAIGN.id,)


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path, store_url: str) -> None:
    from tests.data.store.test_store_migration import _alembic

    old = tmp_path / "old.sqlite"
    _alembic(f"sqlite:///{old}", "upgrade", "0001")
    engine = opening.create_engine(f"sqlite:///{old}")
    with engine.begin() as connection:
        planted.plant(connection)
    engine.dispose()
    before = old.read_bytes()
    assert _restore(store_url, old).rows == 8 * planted.ROWS
    assert old.read_bytes() == before
    assert _prints(store_url)["visits"].rows == planted.ROWS


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def _contradicts(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM quartiers")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_newer, Reason.NEWER),
        (_contradicts, Reason.DAMAGED),
        (_foreign, Reason.FOREIGN),
        (lambda path: path.unlink(), Reason.FOLDER),
        (lambda path: path.write_text("my notes " * 1000), Reason.NOT_A_DATABASE),
        (lambda path: path.write_bytes(path.read_bytes()[:30_000]), Reason.DAMAGED),
        (lambda path: path.write_bytes(b""), Reason.FOREIGN),
    ],
)
def test_what_is_no_usable_backup_changes_nothing(
    field: Store, made: Path, store_url: str, spoil: object, reason: Reason
) -> None:
    before = _prints(store_url)
    spoil(made)  # type: ignore[operator]
    with pytest.raises(BackupFileError) as error:
        _restore(store_url, made)
    assert _reason(error) == reason
    assert _prints(store_url) == before


def test_nobody_comes_back_in_who_was_shut_out_since(
    field: Store, tmp_path: Path, store_url: str
) -> None:
    """Sign-ins that ended, links that were used and accounts that were shut stay that."""
    gone, kept = ({"campaign": CAMPAIGN.id, "id": name, "name": name} for name in ("out", "in"))
    with dialect.writing(field._engine) as connection:
        for n, account in enumerate((gone, kept)):
            row = {**account, "position": n, "role": "volunteer", "disabled": False}
            connection.execute(insert(schema.accounts).values(row))
            who = {"campaign": CAMPAIGN.id, "account": account["id"], "key": bytes([n] * 32)}
            signed = {**who, "since": DAY, "expires": DAY, "device": ""}
            connection.execute(insert(schema.sign_ins).values(signed))
            invited = {**who, "once": True, "expires": NOW}
            connection.execute(insert(schema.invitations).values(invited))
    path = tmp_path / "b.sqlite"
    _back_up(field, path)
    with dialect.writing(field._engine) as connection:
        connection.execute(
            update(schema.accounts).where(schema.accounts.c.id == "out").values(disabled=True)
        )
        for table in (schema.sign_ins, schema.invitations):
            connection.execute(delete(table).where(table.c.account == "out"))
    _restore(store_url, path)
    assert _who(store_url) == {"accounts": ["in"], "sign_ins": ["in"], "invitations": ["in"]}
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere' / 'new.sqlite'}"
    _restore(elsewhere, path)
    assert {name: len(who) for name, who in _who(elsewhere).items()} == dict.fromkeys(
        _who(store_url), 2
    )


def _who(url: str) -> dict[str, list[str]]:
    engine = opening.open_engine(url)
    with engine.connect() as connection:
        opened = select(schema.accounts.c.id).where(~schema.accounts.c.disabled)
        found = {"accounts": sorted(connection.scalars(opened))}
        for table in (schema.sign_ins, schema.invitations):
            found[table.name] = sorted(connection.scalars(select(table.c.account)))
    engine.dispose()
    return found


def test_a_restore_is_in_the_audit(field: Store, tmp_path: Path, store_url: str) -> None:
    """It follows on what the backup holds; what came between is kept with what was there."""
    deed = deeds.Deed("", "administrator", "Rounds.save", NOW)
    with deeds.doing(deed):
        field.recording.record([_visit(1)])
    path = tmp_path / "b.sqlite"
    _back_up(field, path)
    with deeds.doing(deed):
        field.recording.record([_visit(2, "2")])
    with deeds.doing(deeds.Deed("", "administrator", "Keeping.restore", NOW)):
        _restore(store_url, path)
    done = [entry.use_case for entry in field.audit.entries()]
    assert done == ["Keeping.restore", "Rounds.save"]
    assert field.audit.verify().findings == ()
