"""Whole databases are copied: all tables, all campaigns, equal to the byte, or nothing."""

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import IntegrityError

from data import schema
from data.schema import metadata
from data.store import Store, copying, dialect, open_store, opening
from tests.data.store import planted


@pytest.fixture
def target(tmp_path):
    engine = opening.open_engine(f"sqlite:///{tmp_path / 'copy' / 'copy.sqlite'}")
    yield engine
    engine.dispose()


def _copy(source: Engine, target: Engine, **how: object) -> dict[str, int]:
    with copying.snapshot(source) as here, dialect.writing(target) as there:
        return copying.copy_all(here, there, **how)


def _fingerprints(engine: Engine) -> dict[str, copying.Fingerprint]:
    with copying.snapshot(engine) as connection:
        return copying.fingerprints(connection)


def test_every_table_is_copied(planted_source: Engine, target: Engine) -> None:
    copied = _copy(planted_source, target)
    assert copied == {table.name: planted.ROWS for table in metadata.sorted_tables}
    with copying.snapshot(planted_source) as here, copying.snapshot(target) as there:
        assert planted.held(there) == planted.held(here)
        assert copying.fingerprints(there) == copying.fingerprints(here)


def test_rows_are_read_a_page_at_a_time(
    planted_source: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGE", planted.ROWS - 1)
    told: list[tuple[int, int | None]] = []
    copied = _copy(planted_source, target, progress=lambda done, total: told.append((done, total)))
    total = sum(copied.values())
    assert len(told) == 2 * len(copied)
    assert told == sorted(told) and told[-1] == (total, total)
    assert _fingerprints(target) == _fingerprints(planted_source)


def test_the_copy_is_of_one_moment(planted_source: Engine, target: Engine) -> None:
    before = _fingerprints(planted_source)

    def write(_done: int, _total: int | None) -> None:
        with dialect.writing(planted_source) as connection:
            connection.execute(update(schema.publications).values(reason="later"))

    _copy(planted_source, target, progress=write)
    assert _fingerprints(target) == before != _fingerprints(planted_source)


def test_a_copy_that_breaks_off_leaves_nothing(planted_source: Engine, target: Engine) -> None:
    def break_off(done: int, _total: int | None) -> None:
        if done > 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _copy(planted_source, target, progress=break_off)
    assert {rows for rows, _ in _fingerprints(target).values()} == {0}


def test_a_table_that_is_not_empty_is_refused(planted_source: Engine, target: Engine) -> None:
    _copy(planted_source, target)
    before = _fingerprints(target)
    with pytest.raises(IntegrityError):
        _copy(planted_source, target)
    assert _fingerprints(target) == before


def test_emptying_takes_every_row(planted_source: Engine) -> None:
    with dialect.writing(planted_source) as connection:
        copying.empty_all(connection)
        assert set(copying.count_all(connection).values()) == {0}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE visits SET day = '2023-05-01' WHERE doors = 1",
        "UPDATE claims SET reason = '' WHERE reason IS NOT NULL",
        "UPDATE outings SET closed = NOT closed",
        "DELETE FROM themes WHERE position = 2",
        "UPDATE sign_ups SET attended = NULL",
    ],
)
def test_a_fingerprint_shows_each_change(planted_source: Engine, change: str) -> None:
    before = _fingerprints(planted_source)
    with dialect.writing(planted_source) as connection:
        assert connection.execute(text(change)).rowcount
    after = _fingerprints(planted_source)
    assert [name for name in after if after[name] != before[name]] == [
        next(word for word in change.split() if word in before)
    ]


def test_a_copy_works_like_the_original(field: Store, target: Engine) -> None:
    from data.fieldwork import Recorded
    from data.model import Outcome
    from tests.data.store.conftest import DAY

    row = Recorded("k1", "a", DAY, Outcome.ABSENT, "rue s1", "1", section="s1", pair="p1")
    assert field.recording.record([row]) == 1
    _copy(field._engine, target)
    with open_store(str(target.url)) as copy:
        assert copy.campaign() == field.campaign()
        assert copy.revision() == field.revision()
        assert copy.recording.record([row]) == 0  # the same key is known there
    with target.connect() as connection:
        assert connection.scalars(select(schema.visits.c.campaign)).all() == ["town-2023"]
