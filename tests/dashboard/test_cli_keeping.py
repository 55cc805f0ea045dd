"""`portes backup` and `portes restore`, as a person types them."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from dashboard import keys
from data import sealing
from data.store import open_store

PASSPHRASE = "quatre mots sans rapport"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a place for what the tests of this file begin with, made by the first of them."""
    return tmp_path_factory.mktemp("once") / "records"


@pytest.fixture
def filled(portes, once: Path):
    """Give the command line on a campaign with invented records."""
    records = portes.folder / "records"
    if once.exists():
        shutil.copytree(once, records)
    else:
        portes.done("demo")
        shutil.copytree(records, once)
    return portes


def _knocked(portes) -> int:
    return sum(row["knocked"] for row in portes.json("coverage"))


def _kept(portes) -> list[Path]:
    return sorted((portes.folder / "records").glob("portes.before-*"))


def _secret(portes) -> Path:
    path = portes.folder / "passphrase"
    path.write_text(f"{PASSPHRASE}\nthe rest is not read\n")
    return path


def _key_file(portes, *, noted: bool = True) -> Path:
    """Make the key file, as the app does when it first needs it."""
    path = portes.folder / "records" / keys.KEY_FILE
    made = keys.load(path, mark=None)
    if noted:
        with open_store(os.environ["PORTES_DATABASE"]) as store:
            store.note_key(made.mark)
    return path


def test_a_backup_and_the_way_back(filled) -> None:
    before = _knocked(filled)
    assert "poitiers-2023" in filled.done("backup", "b.sqlite")
    filled.done("demo", "--remove")
    assert _knocked(filled) == 0
    result = filled("restore", "b.sqlite")
    assert result.exit_code == 0, result.output
    assert "10 July 2023" in result.stdout
    assert _knocked(filled) == before
    (kept,) = _kept(filled)
    assert f"portes restore {kept}" in result.stderr
    filled.done("restore", kept)
    assert _knocked(filled) == 0


def test_who_was_erased_since_does_not_come_back(filled) -> None:
    with open_store(os.environ["PORTES_DATABASE"]) as store:
        gone = store.people.volunteers()[0]
    filled.done("backup", "b.sqlite")
    filled.done("person", "erase", gone.id, "--yes")
    filled.done("purge", "--before", "2023-07-10", "--yes")
    said = filled("restore", "b.sqlite").stderr
    assert "people were erased again" in said and "purged before 10 July 2023" in said
    assert filled("person", "export", gone.id).exit_code == 1
    new = f"sqlite:///{filled.folder / 'new' / 'portes.sqlite'}"
    assert "is not known" in filled("restore", "b.sqlite", "--database", new).stderr


def test_a_file_is_replaced_only_by_force(filled) -> None:
    filled.done("backup", "b.sqlite")
    result = filled("backup", "b.sqlite")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--force" in result.stderr
    filled.done("backup", "b.sqlite", "--force")


def test_an_encrypted_backup(filled) -> None:
    secret = _secret(filled)
    before = _knocked(filled)
    filled.done("backup", "b.age", "--encrypt", "--passphrase-file", secret)
    content = (filled.folder / "b.age").read_bytes()
    assert sealing.is_sealed(content) and b"poitiers" not in content
    assert [path.name for path in filled.folder.glob(".portes-*")] == []
    assert filled("backup", "b.age", "--encrypt", "--passphrase-file", secret).exit_code == 1
    filled.done("demo", "--remove")
    secret.write_text("cinq autres mots sans rapport")
    assert "passphrase" in filled("restore", "b.age", "--passphrase-file", secret).stderr
    assert _knocked(filled) == 0
    filled.done("restore", "b.age", "--passphrase-file", _secret(filled))
    assert _knocked(filled) == before


def test_the_key_file_stays_apart_and_is_named(filled) -> None:
    path = _key_file(filled)
    result = filled("backup", "b.sqlite")
    assert str(path) in result.stderr
    root = path.read_bytes().split(b":")[1][:20]
    assert root not in (filled.folder / "b.sqlite").read_bytes()
    assert filled("backup", "c.sqlite", "--with-key").exit_code == 1
    assert not (filled.folder / "c.sqlite").exists()


def test_a_backup_tells_when_its_key_file_is_not_here(filled) -> None:
    path = _key_file(filled)
    filled.done("backup", "b.sqlite")
    assert "goes with it" in filled("restore", "b.sqlite").stderr
    path.unlink()
    assert "is not here" in filled("restore", "b.sqlite").stderr
    _key_file(filled, noted=False)
    assert "another key file" in filled("restore", "b.sqlite").stderr


def test_the_key_file_comes_with_an_encrypted_backup(filled) -> None:
    path, secret = _key_file(filled), _secret(filled)
    sealed = ("--passphrase-file", secret)
    filled.done("backup", "b.age", "--encrypt", "--with-key", *sealed)
    content = path.read_bytes()
    path.unlink()
    assert "came with it" in filled("restore", "b.age", *sealed).stderr
    assert path.read_bytes() == content
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
    assert "goes with it" in filled("restore", "b.age", *sealed).stderr
    path.unlink()
    other = _key_file(filled, noted=False).read_bytes()
    assert "kept beside it" in filled("restore", "b.age", *sealed).stderr
    assert path.read_bytes() == content
    assert [old.read_bytes() for old in path.parent.glob("portes.key.before-*")] == [other]


def test_the_audit_is_whole_wherever_the_key_file_was(filled) -> None:
    """Sealed with the key that came along; without any key, no entry that looks like a forgery."""
    path, secret = _key_file(filled), _secret(filled)
    filled.done("backup", "b.age", "--encrypt", "--with-key", "--passphrase-file", secret)
    filled.done("backup", "b.sqlite")
    content = path.read_bytes()
    path.unlink()
    filled.done("restore", "b.age", "--passphrase-file", secret)
    filled.done("check")
    path.unlink()
    filled.done("restore", "b.sqlite")
    path.write_bytes(content)
    filled.done("check")


def test_a_damaged_database_is_kept_and_replaced(filled) -> None:
    before = _knocked(filled)
    filled.done("backup", "b.sqlite")
    database = filled.folder / "records" / "portes.sqlite"
    database.write_bytes(b"\xff" * 9000)
    failed = filled("coverage")
    assert failed.exit_code == 1 and "portes restore FILE" in failed.stderr
    told = filled("restore", "b.sqlite").stderr
    (kept,) = _kept(filled)
    assert str(kept) in told
    assert kept.read_bytes() == b"\xff" * 9000
    assert _knocked(filled) == before


def test_what_is_no_backup_changes_nothing(filled) -> None:
    (filled.folder / "b.sqlite").write_text("notes " * 900)
    result = filled("restore", "b.sqlite")
    assert result.exit_code == 1 and "nothing was changed" in result.stderr
    assert _kept(filled) == []
    assert _knocked(filled) > 0


def test_another_campaign_needs_force(filled) -> None:
    filled.done("backup", "b.sqlite")
    other = {"PORTES_DATABASE": ""}
    created = filled("new", "rennes", "--town", "Rennes", "--commune", "35238", **other)
    assert created.exit_code == 0, created.output
    result = filled("restore", "b.sqlite", "--campaign", "rennes", **other)
    assert result.exit_code == 1 and "rennes" in result.stderr and "poitiers-2023" in result.stderr
    result = filled("restore", "b.sqlite", "--campaign", "rennes", "--force", **other)
    assert result.exit_code == 0, result.output


def test_a_passphrase_goes_with_encryption(filled) -> None:
    assert filled("backup", "b", "--passphrase-file", _secret(filled)).exit_code == 2


def test_a_sound_database_is_said_to_be(filled) -> None:
    assert "No fault was found" in filled.done("check")


def test_each_fault_is_a_line_with_its_mend(filled) -> None:
    with sqlite3.connect(filled.folder / "records" / "portes.sqlite") as connection:
        connection.execute("UPDATE quartiers SET target = target + 1 WHERE code LIKE '%01'")
        connection.execute("UPDATE imports SET added = added + 1 WHERE kind = 'visits'")
    connection.close()
    result = filled("check")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) == 2 and "1001" in lines[0] and "demo" in lines[1]
    assert "portes targets" in lines[0] and "Undo that import" in lines[1]
    assert "2 faults" in result.stderr


def test_a_database_that_is_not_there_is_no_sound_one(portes) -> None:
    (portes.folder / "records").write_text("a file in place of the folder")
    assert portes("check").exit_code == 1
