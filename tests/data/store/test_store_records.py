"""Importing, undoing, exporting: nothing half-written, nothing twice, nothing linked."""

import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from data.errors import NotFoundError, StoreError
from data.model import Outcome, RecordKind, Response, Visit
from data.sqltypes import json_text, json_texts
from data.store import Store, open_store
from data.store import writer as writer_module
from tests.data.conftest import set_up

DAY = date(2023, 4, 2)
AT = "2023-04-02T18:00:00"
VISITS = [
    Visit("s1", "a", DAY, Outcome.INTERVIEW, "rue A", "1"),
    Visit("s2", "a", DAY, Outcome.ABSENT, "rue A", "2 bis"),
    Visit("s3", "b", DAY, Outcome.ABSENT, doors=7),
]
RESPONSES = [
    Response("s1", 1, "a", date(2023, 4, 1), {"life": 4, "voice": 2}, {"likes": "l’été « ici »"}),
    Response("s2", 1, "b", date(2023, 5, 1)),
]

IMPORT = """
import sys
from datetime import date
from data.model import Outcome, Response, Visit
from data.store import open_store
store = open_store(sys.argv[1])
with store.importing("killed", at="2023-04-03") as writer:
    for n in range(20):
        writer.add_visits(
            [Visit(f"k{n}-{i}", "a", date(2023, 4, 3), Outcome.ABSENT) for i in range(1000)]
        )
        writer.add_responses(
            [Response(f"k{n}-{i}", 1, "a", date(2023, 4, 1), {"life": 3}) for i in range(1000)]
        )
    print("ready", flush=True)
    sys.stdin.readline()
"""
CONFIRM = """
import sys
from datetime import date
from data.model import Outcome, Visit
from data.store import open_store
store = open_store(sys.argv[1])
with store.importing("one door", at="2023-04-03") as writer:
    writer.add_visits([Visit("kept", "a", date(2023, 4, 3), Outcome.REFUSAL, "rue A", "9")])
print("ready", flush=True)
sys.stdin.readline()
"""


def _add(store: Store, source: str = "file.csv", *, dry_run: bool = False) -> tuple[int, int]:
    with store.importing(source, at=AT, dry_run=dry_run) as writer:
        writer.rejected(2)
        return writer.add_visits(VISITS), writer.add_responses(RESPONSES)


def _state(store: Store) -> object:
    return list(store.visits()), list(store.responses()), store.imports(), store.revision()


def _kill_when_ready(code: str, url: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", code, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.kill()
    process.communicate(timeout=60)
    if sys.platform != "win32":
        assert process.returncode == -signal.SIGKILL


def test_what_is_brought_in_is_read_again(store: Store) -> None:
    assert _add(store) == (3, 2)
    keyless = [(v.quartier, v.day, v.outcome, v.street, v.door, v.doors) for v in store.visits()]
    assert keyless == [(v.quartier, v.day, v.outcome, v.street, v.door, v.doors) for v in VISITS]
    answers = [(r.version, r.quartier, r.month, r.ratings, r.texts) for r in store.responses()]
    assert answers == [(r.version, r.quartier, r.month, r.ratings, r.texts) for r in RESPONSES]


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    _add(store)
    before = _state(store)
    assert _add(store, "again.csv") == (0, 0)
    assert _state(store) == before


def test_a_row_that_stands_twice_in_a_file_counts_once(store: Store) -> None:
    with store.importing("file", at=AT) as writer:
        assert writer.add_visits([VISITS[0], VISITS[1], VISITS[0]]) == 2
        assert writer.add_visits([VISITS[1]]) == 0
        assert writer.add_visits([]) == 0
    (record,) = writer.records
    assert (record.added, record.known) == (2, 2)


@pytest.mark.parametrize("together", [1, 2, 1000])
def test_rows_that_are_collected_are_there_in_the_end(
    store: Store, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(writer_module, "TOGETHER", together)
    with store.importing("file", at=AT) as writer:
        for visit in (VISITS[0], VISITS[1], VISITS[0], VISITS[2]):
            writer.collect_visits([visit])
        writer.collect_visits([])
        writer.collect_responses(RESPONSES)
    assert (writer.added[RecordKind.VISITS], writer.known[RecordKind.VISITS]) == (3, 1)
    assert (writer.added[RecordKind.RESPONSES], writer.known[RecordKind.RESPONSES]) == (2, 0)
    collected = list(store.visits()), list(store.responses())
    for record in store.imports():
        store.undo_import(record.id)
    _add(store)
    assert (list(store.visits()), list(store.responses())) == collected


def test_what_was_collected_before_is_not_counted_as_added(store: Store) -> None:
    with store.importing("file", at=AT) as writer:
        writer.collect_visits(VISITS[:2])
        assert writer.add_visits(VISITS) == 1
    assert writer.known[RecordKind.VISITS] == 2


def test_a_fault_among_collected_rows_leaves_nothing(store: Store) -> None:
    before = _state(store)
    with pytest.raises(StoreError), store.importing("file", at=AT) as writer:
        writer.collect_responses(RESPONSES)
        writer.collect_visits([*VISITS, Visit("x", "a", DAY, Outcome.ABSENT, doors=0)])
    assert _state(store) == before


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=50)
@given(st.lists(st.dictionaries(st.text(), _values) | st.none()))
@example([{"a": [{}, {}]}, {}])
@example([{"a": "},\n{"}, {}])
@example([None, {"a": [{}, {}]}])
def test_many_values_are_written_as_each_would_be(values: list[object]) -> None:
    assert json_texts(values) == [json_text(value) for value in values]


def test_each_kind_of_record_has_an_import_of_its_own(store: Store) -> None:
    _add(store)
    with store.importing("later.csv", at="2023-05-02T18:00:00", demo=True) as writer:
        writer.add_visits([Visit("s9", "c", DAY, Outcome.REFUSAL)])
        writer.add_responses(RESPONSES)
    found = store.imports()
    assert [(r.source, r.kind, r.added, r.known, r.rejected, r.demo) for r in found] == [
        ("later.csv", RecordKind.VISITS, 1, 0, 0, True),
        ("file.csv", RecordKind.RESPONSES, 2, 0, 2, False),
        ("file.csv", RecordKind.VISITS, 3, 0, 2, False),
    ]
    assert len({record.id for record in found}) == 3
    assert writer.records == found[:1]


def test_a_dry_run_counts_and_keeps_nothing(store: Store) -> None:
    before = _state(store)
    assert _add(store, dry_run=True) == (3, 2)
    assert _state(store) == before


def test_a_visit_and_an_answer_of_one_submission_cannot_be_joined(store: Store) -> None:
    """The same client key, the same file: neither keys nor imports are the same."""
    _add(store)
    visit_keys = {visit.key for visit in store.visits()}
    answer_keys = {answer.key for answer in store.responses()}
    assert not visit_keys & answer_keys
    assert not {"s1", "s2", "s3"} & (visit_keys | answer_keys)


def test_the_day_of_an_answer_is_not_kept(store: Store) -> None:
    with store.importing("file", at=AT) as writer:
        writer.add_responses([Response("r", 1, "a", date(2023, 4, 17), {"life": 1})])
    assert [answer.month for answer in store.responses()] == [date(2023, 4, 1)]


def test_an_undone_import_can_be_brought_in_again(store: Store) -> None:
    _add(store)
    answers, visits = store.imports()
    assert store.undo_import(visits.id) == 3
    assert list(store.visits()) == []
    assert len(list(store.responses())) == 2
    assert [record.undone for record in store.imports()] == [False, True]
    assert store.undo_import(visits.id) == 0
    with store.importing("file.csv", at="2023-04-03") as writer:
        assert writer.add_visits(VISITS) == 3
        assert writer.add_responses(RESPONSES) == 0
    assert [record.undone for record in store.imports()] == [False, False, True]
    assert store.undo_import(answers.id) == 2


def test_an_import_that_does_not_exist_cannot_be_undone(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.undo_import("nothing")


def test_a_file_that_fails_leaves_nothing(store: Store) -> None:
    _add(store)
    before = _state(store)
    with pytest.raises(RuntimeError), store.importing("broken", at=AT) as writer:
        writer.add_visits([Visit("new", "a", DAY, Outcome.ABSENT)])
        raise RuntimeError
    assert _state(store) == before


@pytest.mark.parametrize(
    "row",
    [
        Response("x", 1, "nowhere", DAY),
        Response("x", 9, "a", DAY),
        Visit("x", "nowhere", DAY, Outcome.ABSENT),
    ],
)
def test_rows_that_refer_to_nothing_are_refused(store: Store, row: Response | Visit) -> None:
    before = _state(store)
    with pytest.raises(NotFoundError), store.importing("file", at=AT) as writer:
        if isinstance(row, Visit):
            writer.add_visits([VISITS[0], row])
        else:
            writer.add_responses([RESPONSES[0], row])
    assert _state(store) == before


def test_a_tally_of_no_doors_is_refused(store: Store) -> None:
    with pytest.raises(StoreError), store.importing("file", at=AT) as writer:
        writer.add_visits([Visit("x", "a", DAY, Outcome.ABSENT, doors=0)])
    assert list(store.visits()) == []


def test_a_killed_import_leaves_the_database_as_it_was(store: Store, store_url: str) -> None:
    _add(store)
    before = _state(store)
    _kill_when_ready(IMPORT, store_url)
    with open_store(store_url) as after:
        assert _state(after) == before
        assert after.secret() == store.secret()
        with after.importing("next", at=AT) as writer:
            assert writer.add_visits([Visit("next", "a", DAY, Outcome.ABSENT)]) == 1


def test_a_confirmed_door_survives_a_killed_process(store: Store, store_url: str) -> None:
    _kill_when_ready(CONFIRM, store_url)
    assert [visit.door for visit in store.visits()] == ["9"]


def test_readers_see_the_state_before_an_import_until_it_ends(store: Store) -> None:
    before = _state(store)
    with store.importing("file", at=AT) as writer:
        writer.add_visits(VISITS)
        assert _state(store) == before
    assert len(list(store.visits())) == 3


def test_answers_are_given_in_an_order_that_tells_nothing(store: Store) -> None:
    """Rows of one month and quartier come by their random keys, not as they were entered."""
    rows = [Response(f"r{n}", 1, "a", date(2023, 4, 1), {"life": 1 + n % 5}) for n in range(200)]
    with store.importing("file", at=AT) as writer:
        writer.add_responses(rows)
    found = list(store.responses())
    assert [answer.key for answer in found] == sorted(answer.key for answer in found)
    given = [answer.ratings["life"] for answer in found]
    assert given != [row.ratings["life"] for row in rows]
    assert sorted(given) == sorted(row.ratings["life"] for row in rows)


def test_no_client_key_and_no_day_of_an_answer_is_in_the_file(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        set_up(store)
        with store.importing("file", at=AT) as writer:
            writer.add_responses([Response("submission-4711", 1, "a", date(2023, 4, 23))])
    engine = create_engine(sqlite_url)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    content = Path(sqlite_url.removeprefix("sqlite:///")).read_bytes()
    assert b"4711" not in content
    assert b"2023-04-23" not in content
