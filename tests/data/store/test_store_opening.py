"""Opening databases: new, shared, broken, locked, and those of others."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from data.errors import DatabaseUnreachableError, Reason
from data.model import Campaign
from data.schema import HEAD, metadata, responses, visits
from data.store import Store, dialect, open_store, opening

OPEN = """
import sys
from data.store import open_store
print("ready", flush=True)
sys.stdin.readline()
with open_store(sys.argv[1]) as store:
    print(store.campaigns(), store.revision())
"""


def _reason(error: pytest.ExceptionInfo[DatabaseUnreachableError]) -> str:
    because = error.value.params["reason"]
    assert str(because) in str(error.value)
    return because.template  # type: ignore[attr-defined]


def test_the_migrations_make_what_the_schema_says(store_url: str) -> None:
    engine = opening.open_engine(store_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        names = set(inspect(connection).get_table_names())
    engine.dispose()
    assert names == {table.name for table in metadata.sorted_tables} | {"alembic_version"}


def test_head_is_the_newest_migration() -> None:
    folder = Path(opening.__file__).parents[1] / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD


def test_the_migrations_can_be_taken_back(store_url: str) -> None:
    engine = opening.open_engine(store_url)
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).parents[1] / "migrations"))
    with dialect.writing(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_records_keep_no_order_of_insertion(sqlite_url: str) -> None:
    engine = opening.open_engine(sqlite_url)
    with engine.connect() as connection:
        for table in ("visits", "responses"):
            sql = connection.scalar(
                text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}
            )
            assert sql.rstrip().endswith("WITHOUT ROWID")
    engine.dispose()


def test_nothing_leads_from_an_answer_to_a_door() -> None:
    assert set(responses.columns.keys()) == {
        *("campaign", "key", "version", "quartier", "month", "ratings", "texts", "import_id")
    }
    pointed = {key.column.table.name for key in responses.foreign_keys}
    assert pointed == {"quartiers", "questionnaires", "imports"}
    assert "responses" not in {key.column.table.name for key in visits.foreign_keys}


def test_a_file_is_for_its_owner_only_and_keeps_a_log(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    open_store(sqlite_url).close()
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_every_connection_to_a_file_checks_and_writes_through(sqlite_url: str) -> None:
    engine = opening.open_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA synchronous")) == 2
        assert connection.scalar(text("PRAGMA busy_timeout")) == dialect.BUSY_SECONDS * 1000
    engine.dispose()


def test_several_processes_can_open_a_new_database_at_once(store_url: str) -> None:
    """All are let go at the same moment; each has to find the tables, made once."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", OPEN, store_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        told, _ = process.communicate(timeout=120)
        assert (process.returncode, told) == (0, "() 0\n")


def test_opening_again_changes_nothing(store: Store, store_url: str) -> None:
    with open_store(store_url) as again:
        assert again.campaign() == store.campaign()
        assert again.revision() == store.revision()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all, but long enough to look like a page " * 20)
    with pytest.raises(DatabaseUnreachableError) as error:
        open_store(f"sqlite:///{path}")
    assert _reason(error) == Reason.NOT_A_DATABASE
    assert path.read_text().startswith("not a database")


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachableError) as error:
        open_store(f"sqlite:///{tmp_path}")
    assert _reason(error) == Reason.CANNOT_OPEN


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnreachableError) as error:
        open_store(f"sqlite:///{tmp_path / 'file' / 'portes.sqlite'}")
    assert _reason(error) == Reason.FOLDER


def test_a_file_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(DatabaseUnreachableError) as error:
        open_store(f"sqlite:///{tmp_path / 'portes.sqlite'}")
    assert _reason(error) == Reason.READ_ONLY


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseUnreachableError) as error:
        open_store(f"sqlite:///{path}")
    assert _reason(error) == Reason.FOREIGN
    assert path.read_bytes() == before


def test_a_database_of_a_newer_version(store_url: str) -> None:
    engine = opening.open_engine(store_url)
    with dialect.writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(DatabaseUnreachableError) as error:
        open_store(store_url)
    assert _reason(error) == Reason.NEWER


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("no address secret", Reason.BAD_ADDRESS),
        ("", Reason.BAD_ADDRESS),
        ("nothing://user:secret@host/name", Reason.NO_DRIVER),
    ],
)
def test_addresses_that_cannot_work(url: str, reason: Reason) -> None:
    with pytest.raises(DatabaseUnreachableError) as error:
        open_store(url)
    assert _reason(error) == reason
    assert "secret" not in str(error.value)


def test_a_database_that_another_program_keeps_locked(
    sqlite_url: str, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "BUSY_SECONDS", 0)
    with open_store(sqlite_url) as store:
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert store.has_campaign() is False  # readers go on
        with pytest.raises(DatabaseUnreachableError) as error:
            store.save_campaign(campaign)
        other.execute("ROLLBACK")
        other.close()
    assert _reason(error) == Reason.LOCKED


def test_a_database_that_cannot_be_written(sqlite_url: str, campaign: Campaign) -> None:
    open_store(sqlite_url).close()
    path = sqlite_url.removeprefix("sqlite:///")
    with open_store(f"sqlite:///file:{path}?mode=ro&uri=true") as store:
        assert store.revision() == 0
        with pytest.raises(DatabaseUnreachableError) as error:
            store.save_campaign(campaign)
    assert _reason(error) == Reason.READ_ONLY


def test_a_damaged_database(sqlite_url: str, campaign: Campaign) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    with open_store(sqlite_url) as store:
        store.save_campaign(campaign)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(DatabaseUnreachableError) as error, open_store(sqlite_url) as again:
        again.campaign()
    assert _reason(error) == Reason.DAMAGED


def test_a_memory_database_serves_for_trying_out() -> None:
    with open_store("sqlite://") as store:
        assert store.campaigns() == ()
