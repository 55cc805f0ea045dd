"""A database moves to another kind and back: all of it, compared, or nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from data import deeds, schema
from data.errors import (
    DatabaseUnreachableError,
    MovedWrongError,
    SourceChangedError,
    TargetNotEmptyError,
)
from data.store import Store, copying, moving, open_store, opening
from data.trail import Verdict
from tests.data.conftest import CAMPAIGN
from tests.data.store.conftest import an_outing

DEED = deeds.Deed("", "administrator", "Keeping.move", datetime(2023, 4, 2, tzinfo=UTC))


@pytest.fixture(params=["to a file", "to a server"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database to move to."""
    if request.param == "to a file":
        return f"sqlite:///{tmp_path / 'target' / 'portes.sqlite'}"
    url: str = request.getfixturevalue("cluster").create("target")
    return url


def _held(url: str) -> dict[str, copying.Fingerprint]:
    engine = opening.open_engine(url)
    with copying.snapshot(engine) as connection:
        found = copying.fingerprints(connection)
    engine.dispose()
    return found


def test_every_table_of_every_campaign_arrives(planted_source: Engine, target: str) -> None:
    url = planted_source.url.render_as_string(hide_password=False)
    before, told = _held(url), list[tuple[int, int | None]]()
    moved = moving.move(
        planted_source, target, "any", progress=lambda *through: told.append(through)
    )
    assert _held(target) == before == _held(url)
    assert moved.rows == {name: found.rows for name, found in before.items()}
    assert told[-1] == (moved.total, moved.total)


def test_a_store_goes_on_there_and_back(field: Store, target: str, tmp_path: Path) -> None:
    with deeds.doing(DEED):
        field.move_to(target)
    with open_store(target, campaign=CAMPAIGN.id) as there:
        assert there.revision() == field.revision()
        assert there.secret() == field.secret()
        assert there.people.volunteers() == field.people.volunteers()
        assert [entry.use_case for entry in there.audit.entries()] == ["Keeping.move"]
        assert isinstance(there.audit.verify(), Verdict) and not there.audit.verify().findings
        there.outings.save(an_outing("o2"))
        there.move_to(f"sqlite:///{tmp_path / 'back.sqlite'}")
        kept = there.outings.all()
    with open_store(f"sqlite:///{tmp_path / 'back.sqlite'}") as back:
        assert back.outings.all() == kept
    assert field.audit.entries() == ()


def test_nothing_is_moved_into_what_holds_something(field: Store, target: str) -> None:
    with open_store(target) as there:
        there.save_campaign(CAMPAIGN)
    before = _held(target)
    with pytest.raises(TargetNotEmptyError):
        field.move_to(target)
    assert _held(target) == before


def test_nothing_is_moved_onto_itself(field: Store, store_url: str) -> None:
    with pytest.raises(TargetNotEmptyError):
        field.move_to(store_url)


def test_what_is_written_meanwhile_is_not_left_behind(field: Store, target: str) -> None:
    def write(done: int, total: int | None) -> None:
        if done == total:
            field.outings.save(an_outing("late"))

    with pytest.raises(SourceChangedError):
        field.move_to(target, progress=write)
    assert not any(found.rows for found in _held(target).values())
    assert field.move_to(target).total > 0


def test_what_arrives_otherwise_is_not_kept(
    field: Store, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = copying.copy_all

    def copy(source, there, **how):
        copied = honest(source, there, **how)
        there.execute(update(schema.volunteers).values(name="nobody"))
        return copied

    monkeypatch.setattr(copying, "copy_all", copy)
    with pytest.raises(MovedWrongError, match=r"“volunteers”.* 4 rows of 4"):
        field.move_to(target)
    assert not any(found.rows for found in _held(target).values())


def test_an_address_that_cannot_work(field: Store) -> None:
    with pytest.raises(DatabaseUnreachableError) as error:
        field.move_to("postgresql+psycopg://user:secret@127.0.0.1:1/nothing")
    assert "does not answer" in str(error.value) and "secret" not in str(error.value)
