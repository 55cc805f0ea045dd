"""The revision: seen at once by every store, read by a short way that never hides a failure."""

from pathlib import Path

import pytest
from sqlalchemy import text

from data.errors import DatabaseUnreachableError
from data.store import Store, open_store
from tests.data.store.conftest import an_outing


def test_another_store_sees_each_write(field: Store, store_url: str) -> None:
    with open_store(store_url) as other:
        assert other.revision() == field.revision() > 0
        field.outings.save(an_outing("o2"))
        assert other.revision() == field.revision()
        before = other.revision()
        field.outings.save(an_outing("o3"))
        assert (other.revision(), field.revision()) == (before + 1, before + 1)


def test_connections_are_given_back(field: Store) -> None:
    for _ in range(50):
        field.revision()
    assert "Current Checked out connections: 0" in field._engine.pool.status()


def test_there_is_no_campaign_yet(empty_store: Store) -> None:
    assert [empty_store.revision() for _ in range(2)] == [0, 0]


def test_a_campaign_that_is_gone_has_none(field: Store) -> None:
    assert field.revision() > 0
    field._key = field._found = "nowhere"
    assert field.revision() == 0


def test_a_table_that_is_gone_is_no_number(field: Store) -> None:
    assert field.revision() > 0
    with field._engine.begin() as connection:
        connection.execute(text("DROP TABLE revisions"))
    with pytest.raises(DatabaseUnreachableError):
        field.revision()


def test_a_file_that_is_no_database_any_more_is_told(tmp_path: Path) -> None:
    path = tmp_path / "portes.sqlite"
    store = open_store(f"sqlite:///{path}")
    store._found = "any"
    assert store.revision() == 0
    store.close()
    for file in tmp_path.iterdir():
        file.unlink()
    path.write_bytes(b"no database" * 100)
    with pytest.raises(DatabaseUnreachableError):
        store.revision()
    store.close()
