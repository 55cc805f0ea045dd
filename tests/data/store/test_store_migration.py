"""A database of the first version goes forward with all it holds, and back with all that counts."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, inspect, text

from data.fieldwork import Pair, Recorded, WalkingOrder
from data.model import Outcome, Response, Visit
from data.store import Store, dialect, open_store, opening
from tests.data.conftest import CAMPAIGN, QUARTIERS, QUESTIONNAIRE
from tests.data.store.conftest import DAY, fill

VISITS = [
    Visit("s1", "a", DAY, Outcome.INTERVIEW, "rue A", "1"),
    Visit("s2", "a", DAY, Outcome.ABSENT, "rue A", "2 bis"),
    Visit("s3", "b", DAY, Outcome.ABSENT, doors=7),
]
RESPONSES = [Response("s1", 1, "a", date(2023, 4, 1), {"life": 4}, {"likes": "l’été"})]


def _alembic(url: str, wish: str, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).parents[1] / "migrations"))
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(exist_ok=True)
    engine = create_engine(url)
    dialect.prepare(engine)
    with dialect.writing(engine) as connection:
        config.attributes["connection"] = connection
        getattr(command, wish)(config, version)
    engine.dispose()


def _written_for(connection: Connection, statement: str) -> str:
    """Write an INSERT as the database wants it: bytes and truth values differ."""
    if connection.dialect.name == "sqlite":
        return statement
    return re.sub(r"x'([0-9a-f]+)'", r"'\\x\1'::bytea", statement)


def _refused(connection: Connection) -> list[object]:
    """Name what refers to nothing; a server never lets that happen."""
    if connection.dialect.name != "sqlite":
        return []
    return list(connection.execute(text("PRAGMA foreign_key_check")))


def _told(store: Store) -> list[object]:
    """Tell all that the first version could tell."""
    return [
        *(list(store.visits()), list(store.responses()), store.imports(), store.quartiers()),
        *(store.door_counts(), store.doors_by_day(), store.outcome_counts()),
        *(store.response_counts(), store.rating_counts(1), store.campaign(), store.secret()),
        *(store.questionnaire(), store.revision()),
    ]


@pytest.fixture
def filled(store_url: str) -> Iterator[Store]:
    """Give a store with records that came in from a file."""
    with open_store(store_url) as store:
        store.save_campaign(CAMPAIGN)
        store.replace_quartiers(QUARTIERS, note={"fr": "indicatif"})
        store.save_questionnaire(QUESTIONNAIRE)
        with store.importing("file.csv", at="2023-04-02T18:00:00") as writer:
            writer.add_visits(VISITS)
            writer.add_responses(RESPONSES)
        yield store


def _plain(connection: Connection, table: str) -> list[tuple[object, ...]]:
    return sorted(tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}")))


def test_a_database_of_the_first_version_goes_forward(filled: Store, store_url: str) -> None:
    before = _told(filled)
    filled.close()
    _alembic(store_url, "downgrade", "0001")
    engine = create_engine(store_url)
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        assert not {"outings", "claims", "sections", "volunteers"} & tables
        columns = {c["name"]: c["nullable"] for c in inspect(connection).get_columns("visits")}
        assert set(columns) == {
            *("campaign", "key", "quartier", "street", "door", "doors", "outcome", "day"),
            "import_id",
        }
        assert not columns["outcome"] and not columns["import_id"]
        rows = {name: _plain(connection, name) for name in ("visits", "responses", "imports")}
        assert [len(several) for several in rows.values()] == [3, 1, 2]
    engine.dispose()
    with open_store(store_url) as store:
        assert _told(store) == before
        with store.importing("again.csv", at="2023-04-03") as writer:
            assert (writer.add_visits(VISITS), writer.add_responses(RESPONSES)) == (0, 0)
        fill(store)
        row = Recorded("k1", "a", DAY, None, "rue A", "1", section="s1", outing="o1", pair="p1")
        (old,) = (v for v in store.visits() if v.outcome is Outcome.INTERVIEW)
        assert store.recording.record([Recorded(**{**vars(row), "replaces": f"kept:{old.key}"})])
        assert [doors.knocked for doors in store.door_counts()] == [1, 7, 0]
        _answers, visits = store.imports()
        assert store.undo_import(visits.id) == 3


def test_a_first_version_made_by_itself_goes_forward(store_url: str) -> None:
    """Not by going back: the tables as the first version made them."""
    _alembic(store_url, "upgrade", "0001")
    engine = create_engine(store_url)
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO campaigns VALUES ('t', '{}', 9, '86194', 'T', '[]', 'd', 'hare', 4, 0.5,"
            " NULL, '[\"fr\"]', 11, '{}', 1)",
            "INSERT INTO secrets VALUES ('t', x'00')",
            "INSERT INTO revisions VALUES ('t', 5)",
            "INSERT INTO quartiers VALUES ('t', 'a', 'A', '{}', NULL, 9)",
            "INSERT INTO imports VALUES ('t', 'i1', 'visits', 'f', '2023', 2, 0, 0, false, false)",
            "INSERT INTO visits VALUES ('t', x'01', 'a', 'rue', '1', 1, 'absent', '2023-04-02',"
            " 'i1')",
            "INSERT INTO visits VALUES ('t', x'02', 'a', '', NULL, 4, 'absent', '2023-04-02',"
            " 'i1')",
        ):
            connection.execute(text(_written_for(connection, statement)))
    engine.dispose()
    with open_store(store_url) as store:
        assert [doors.knocked for doors in store.door_counts()] == [5]
        assert store.revision() == 5
        assert store.undo_import("i1") == 2
    engine = create_engine(store_url)
    with engine.connect() as connection:
        assert _refused(connection) == []
        if store_url.startswith("sqlite"):
            for table in ("visits", "responses"):
                chosen = text("SELECT sql FROM sqlite_master WHERE name = :name")
                assert "WITHOUT ROWID" in connection.scalar(chosen, {"name": table})
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
    engine.dispose()


def test_going_back_keeps_every_visit_that_counts(filled: Store, store_url: str) -> None:
    fill(filled)
    field = {"street": "rue s1", "section": "s1", "outing": "o1", "pair": "p1"}
    filled.recording.record(
        [
            Recorded("k1", "a", DAY, Outcome.ABSENT, door="1", **field),
            Recorded("k2", "a", DAY, Outcome.INTERVIEW, door="1", replaces="k1", **field),
            Recorded("k3", "a", DAY, Outcome.ABSENT, door="2", **field),
            Recorded("k4", "a", DAY, None, door="2", replaces="k3", **field),
        ]
    )
    filled.recording.answer(Response("k2", 1, "a", DAY, {"life": 2}))
    counted = filled.door_counts(), filled.outcome_counts(), filled.response_counts()
    kept = list(filled.visits())
    filled.close()
    _alembic(store_url, "downgrade", "0001")
    with open_store(store_url) as store:
        assert (store.door_counts(), store.outcome_counts(), store.response_counts()) == counted
        assert list(store.visits()) == kept
        ours = [(r.id, r.added) for r in store.imports() if r.source == "field"]
        assert sorted(ours) == [("field-responses", 1), ("field-visits", 1)]


def test_a_second_version_made_by_itself_goes_forward(store_url: str) -> None:
    """Its campaign says nothing of its own yet, its pairs walk as they did."""
    _alembic(store_url, "upgrade", "0002")
    engine = create_engine(store_url)
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO campaigns VALUES ('t', '{\"fr\":\"T\"}', 9, '86194', 'T', '[]', 'd',"
            " 'hare', 4, 0.5, NULL, '[\"fr\"]', 11, '{\"fr\":\"note\"}', 1)",
            "INSERT INTO revisions VALUES ('t', 5)",
            "INSERT INTO quartiers VALUES ('t', 'a', 'A', '{}', NULL, 9)",
            "INSERT INTO volunteers VALUES ('t', 'v1', 'Ana', false, false, false)",
            "INSERT INTO outings VALUES ('t', 'o1', 'doors', '2023-04-02', '10:00:00.000000',"
            " '12:00:00.000000', 'a', '', NULL, NULL, 8, 4, '', false, false)",
            "INSERT INTO pairs VALUES ('t', 'p1', 'o1', 1)",
            "INSERT INTO pair_members VALUES ('t', 'o1', 'v1', 'p1', 0)",
            "INSERT INTO sheets VALUES ('t', 'K7PX', 'o1', 'p1', 'a', '')",
            "INSERT INTO sheet_lines VALUES ('t', 'K7PX', 1, 's1', 'rue A', '3')",
        ):
            connection.execute(text(_written_for(connection, statement)))
    engine.dispose()
    with open_store(store_url) as store:
        campaign = store.campaign()
        assert (campaign.goal, campaign.note) == (9, {"fr": "note"})
        assert (campaign.organiser, campaign.contact, campaign.results_at) == ("", "", "")
        assert (campaign.notice, campaign.script) == ({}, {})
        assert store.outings.pairs("o1") == (Pair("p1", "o1", 1, ("v1",)),)
        assert [line.door for line in store.recording.sheet("K7PX").lines] == ["3"]
        store.outings.set_walk("p1", WalkingOrder.DISTANCE)
        assert store.outings.pair("p1").walk is WalkingOrder.DISTANCE
        assert store.revision() == 6
    _alembic(store_url, "downgrade", "0002")
    engine = create_engine(store_url)
    with engine.connect() as connection:
        assert _plain(connection, "pairs") == [("t", "p1", "o1", 1)]
        (row,) = _plain(connection, "campaigns")
        assert row[-2:] == ('{"fr":"note"}', 1)
        assert _refused(connection) == []
    engine.dispose()
