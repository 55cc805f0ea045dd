"""A database of every earlier version goes forward with all that it holds.

Each is made by the migrations up to that version, has rows in all of its tables, and is opened as
the app opens it. A new version is tried as soon as there is a migration for it.
"""

import json
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine

from data.checkup import Fault
from data.schema import HEAD, metadata
from data.store import checking, dialect, opening
from tests.data.store import planted
from tests.data.store.test_store_migration import _alembic

FOLDER = Path(opening.__file__).parents[1] / "migrations"
VERSIONS = sorted(script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions())

Rows = dict[str, list[planted.Row]]


def make(url: str, version: str, *, words: str = "É") -> tuple[dict[str, list[str]], Rows]:
    """Make a database of that version with rows in it; give its columns and its rows."""
    _alembic(url, "upgrade", version)
    engine = create_engine(url)
    dialect.prepare(engine)
    with dialect.writing(engine) as connection:
        planted.plant(connection, words=words)
        told = planted.columns(connection), planted.held(connection)
    engine.dispose()
    return told


def carried(connection: Connection, columns: dict[str, list[str]]) -> Rows:
    return planted.held(connection, columns)


def test_all_versions_are_tried() -> None:
    assert VERSIONS[0] == "0001"
    assert VERSIONS[-1] == HEAD


@pytest.mark.parametrize("version", VERSIONS)
def test_what_an_older_version_holds_is_carried_over(store_url: str, version: str) -> None:
    if store_url.startswith("sqlite"):
        Path(store_url.removeprefix("sqlite:///")).parent.mkdir()
    columns, before = make(store_url, version)
    assert before and all(len(rows) == planted.ROWS for rows in before.values())
    engine = opening.open_engine(store_url)
    with engine.connect() as connection:
        assert carried(connection, columns) == before
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    found = {finding.fault for finding in checking.check(engine).findings}
    engine.dispose()
    # The rows are made up: they do not add up, but what is broken must not be the file.
    assert not found & {Fault.DAMAGED, Fault.VERSION, Fault.REFERENCE}


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    version=st.sampled_from(VERSIONS[:-1]),
    words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
)
def test_whatever_people_wrote_is_carried_over(
    tmp_path_factory: pytest.TempPathFactory, version: str, words: str
) -> None:
    """Byte by byte: quotation marks, line breaks, percent signs, other scripts."""
    url = f"sqlite:///{tmp_path_factory.mktemp('history') / 'portes.sqlite'}"
    columns, before = make(url, version, words=words)
    engine = opening.open_engine(url)
    with engine.connect() as connection:
        after = carried(connection, columns)
        (name, *_others) = after["campaigns"]
    engine.dispose()
    assert after == before
    texts = [value for value in name if isinstance(value, str) and value.startswith("{")]
    assert texts and all(json.loads(text)["fr"].startswith(words) for text in texts)
