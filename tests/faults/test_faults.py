"""Disks that are full, read-only or gone, and locks: the user is told, and nothing is lost.

Each fault is a real one. Afterwards the same app goes on, without being started again.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import event

from dashboard import i18n
from dashboard.cli import cli
from dashboard.service import Service
from data.errors import BackupWriteError, DatabaseUnreachableError, Reason
from data.store import dialect
from tests.faults.disks import Disk, NoMountError, shown_at

Knock = Callable[[str], None]


def doors(service: Service) -> list[str | None]:
    return sorted(visit.door for visit in service.store.visits())


def refused(knock: Knock, name: str) -> str:
    """Try a door and give why it was refused; what is said has to be plain."""
    with pytest.raises(DatabaseUnreachableError) as error:
        knock(name)
    reason: str = error.value.params["reason"].template  # type: ignore[attr-defined]
    with i18n.using("fr"):
        message, mend = i18n.explain(error.value)
    assert message.startswith("La base de données") and mend
    assert not any(word in message + mend for word in ("sqlite3", "Error", "disk", "{"))
    return reason


def path_of(service: Service) -> Path:
    return Path(service.settings.database.removeprefix("sqlite:///"))


def remove(path: Path) -> None:
    """Remove a database and its log."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def command(service: Service, *words: str) -> tuple[int, str]:
    """Run a command on the same database; give its exit code and what it said."""
    env = {"PORTES_DATABASE": service.settings.database, "PORTES_LANG": "en"}
    env["PORTES_KEY_FILE"] = str(service.settings.key_file)
    with i18n.using("en"):
        result = CliRunner().invoke(cli, list(words), env=env)
    assert "Traceback" not in result.output
    return result.exit_code, result.output


# A full disk


@pytest.mark.extra
class TestFullDisk:
    @pytest.fixture
    def folder(self, small: Disk) -> Path:
        return small.folder / "records"

    def test_doors(self, small: Disk, service: Service, knock: Knock) -> None:
        """What was confirmed before and while it filled up is there; then it goes on."""
        knock("before")
        small.fill()
        confirmed = ["before"]
        for n in range(2000):  # SQLite has some room left in its log
            try:
                knock(f"full-{n}")
            except DatabaseUnreachableError:
                break
            confirmed.append(f"full-{n}")
        failed = f"full-{n}"
        assert refused(knock, failed) == Reason.DISK_FULL
        assert doors(service) == sorted(confirmed)
        assert service.keeping.check().findings == ()
        small.free()
        knock(failed)
        knock("after")
        assert doors(service) == sorted([*confirmed, failed, "after"])
        assert service.keeping.check().findings == ()

    def test_a_file_is_brought_in_as_a_whole_or_not_at_all(
        self, small: Disk, service: Service, tmp_path: Path
    ) -> None:
        rows = "".join(f"8619406,2023-05-01,absent,rue,{n}\n" for n in range(30_000))
        table = tmp_path / "doors.csv"
        table.write_text("quartier,day,outcome,street,door\n" + rows)
        before = service.revision, service.records.imports()
        small.fill()
        code, said = command(service, "import", str(table))
        assert code == 1 and "the disk is full" in said
        assert (service.revision, service.records.imports(), doors(service)) == (*before, [])
        small.free()
        assert service.keeping.check().findings == ()

    def test_an_older_backup_stays(self, small: Disk, service: Service, knock: Knock) -> None:
        backup = small.folder / "backup.sqlite"
        service.keeping.backup(backup)
        before = backup.read_bytes()
        knock("a")
        small.fill()
        with pytest.raises(BackupWriteError) as error:
            service.keeping.backup(backup, replace=True)
        assert error.value.params["reason"].template == Reason.DISK_FULL  # type: ignore[attr-defined]
        assert backup.read_bytes() == before
        assert list(small.folder.glob(".*")) == []
        small.free()
        service.keeping.backup(backup, replace=True)
        assert backup.read_bytes() != before


def test_a_database_that_may_not_grow(service: Service, knock: Knock) -> None:
    """The same as a full disk, where no disk can be made: SQLite itself says that it is full."""
    engine = service.store._engine

    def limit(pages: int) -> None:
        service.store.close()
        with sqlite3.connect(path_of(service)) as connection:
            (now,) = connection.execute("PRAGMA page_count").fetchone()
        statement = f"PRAGMA max_page_count = {now + pages}"
        event.listen(engine, "connect", lambda driver, _record: driver.execute(statement))

    limit(0)
    confirmed = []
    for n in range(2000):
        try:
            knock(f"door-{n}")
        except DatabaseUnreachableError:
            break
        confirmed.append(f"door-{n}")
    failed = f"door-{n}"
    assert refused(knock, failed) == Reason.DISK_FULL
    assert doors(service) == sorted(confirmed)
    limit(1000)
    knock(failed)
    assert doors(service) == sorted([*confirmed, failed])
    assert service.keeping.check().findings == ()


# A disk that became read-only


@pytest.mark.extra
class TestReadOnlyDisk:
    @pytest.fixture
    def folder(self, small: Disk) -> Path:
        return small.folder / "records"

    def test_doors(self, small: Disk, service: Service, knock: Knock) -> None:
        knock("before")
        service.store.close()
        small.read_only()
        assert refused(knock, "meanwhile") in (Reason.READ_ONLY, Reason.CANNOT_OPEN)
        code, said = command(service, "coverage")
        assert code == 1 and "The database cannot be used" in said
        small.read_only(False)
        knock("meanwhile")
        assert doors(service) == ["before", "meanwhile"]


# Somebody else writes and does not end


def test_a_lock_that_is_held_too_long(
    service: Service, knock: Knock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "BUSY_SECONDS", 0.05)
    service.store.close()  # connections that were opened before wait for longer
    knock("before")
    other = sqlite3.connect(path_of(service), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert refused(knock, "meanwhile") == Reason.LOCKED
    assert doors(service) == ["before"]  # who reads never waits
    code, said = command(service, "demo", "--remove")
    assert code == 0 and "no invented data" in said
    other.execute("ROLLBACK")
    other.close()
    knock("meanwhile")
    assert doors(service) == ["before", "meanwhile"]


# A file that is gone


def test_a_folder_that_is_taken_away_and_comes_back(
    service: Service, knock: Knock, folder: Path
) -> None:
    knock("before")
    folder.rename(folder.with_name("elsewhere"))
    assert refused(knock, "meanwhile") == Reason.GONE
    with pytest.raises(DatabaseUnreachableError):
        service.coverage.overview()
    assert not folder.exists()  # nothing empty was put in its place
    folder.with_name("elsewhere").rename(folder)
    knock("meanwhile")
    assert doors(service) == ["before", "meanwhile"]


def test_a_file_that_is_removed_in_the_middle_of_a_write(service: Service, knock: Knock) -> None:
    """The write goes into a file that nobody can ever open again: it is not confirmed."""
    knock("before")
    path = path_of(service)
    with (
        pytest.raises(DatabaseUnreachableError) as error,
        dialect.writing(service.store._engine),
    ):
        remove(path)
    assert error.value.params["reason"].template == Reason.GONE  # type: ignore[attr-defined]
    assert refused(knock, "meanwhile") == Reason.GONE
    assert not path.exists()


def test_a_file_that_is_removed_is_brought_back_from_a_backup(
    service: Service, knock: Knock, tmp_path: Path
) -> None:
    knock("before")
    service.keeping.backup(tmp_path / "b.sqlite")
    last = service.revision
    knock("lost with the file")
    remove(path_of(service))
    assert refused(knock, "meanwhile") == Reason.GONE
    code, said = command(service, "restore", str(tmp_path / "b.sqlite"))
    assert code == 0, said
    assert doors(service) == ["before"]
    assert service.revision > last + 1  # no cache takes it for what it has seen
    knock("meanwhile")
    assert doors(service) == ["before", "meanwhile"]


@pytest.mark.extra
def test_a_disk_that_is_unplugged(
    tmp_path: Path, service: Service, knock: Knock, folder: Path
) -> None:
    """An empty folder is left where it was: no new database is begun there."""
    place = tmp_path / "place"
    try:
        with shown_at(folder, place):
            plugged = type(service).open(
                type(service.settings)(
                    **{**vars(service.settings), "database": f"sqlite:///{place / 'portes.sqlite'}"}
                )
            )
            before = plugged.revision
        with pytest.raises(DatabaseUnreachableError) as error:
            doors(plugged)
        assert error.value.params["reason"].template == Reason.GONE  # type: ignore[attr-defined]
        assert list(place.iterdir()) == []
        with shown_at(folder, place):
            assert plugged.revision == before
            plugged.store.close()
    except NoMountError as error:
        pytest.skip(f"mounting is not allowed here: {error}")


# A damaged file


def test_a_damaged_file_is_said_to_be(service: Service, knock: Knock, tmp_path: Path) -> None:
    knock("before")
    service.keeping.backup(tmp_path / "b.sqlite")
    service.store.close()
    path = path_of(service)
    path.write_bytes(b"\xff" * path.stat().st_size)
    assert refused(knock, "meanwhile") == Reason.NOT_A_DATABASE
    code, said = command(service, "check")
    assert code == 1 and "portes restore FILE" in said
    code, said = command(service, "restore", str(tmp_path / "b.sqlite"))
    assert code == 0, said
    assert doors(service) == ["before"]
    knock("meanwhile")
    assert doors(service) == ["before", "meanwhile"]
