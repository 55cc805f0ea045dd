"""A PostgreSQL server: restarted under writers, busy, stopped, of another language."""

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import text

from data.errors import DatabaseUnreachableError, Reason
from data.fieldwork import Recorded
from data.model import Outcome, Visit
from data.store import Store, dialect, open_store, server
from tests import postgresql as postgres
from tests.data.conftest import CAMPAIGN, set_up
from tests.data.store.conftest import DAY, an_outing, fill

WRITERS, DOORS, RESTARTS = 4, 25, 3


@pytest.fixture(scope="module")
def careful() -> Iterator[postgres.Cluster]:
    """Give a server that writes through to the disk, as a real one does, and may be restarted."""
    if postgres.programs() is None:
        pytest.skip(postgres.MISSING)
    with postgres.running(careful=True) as cluster:
        yield cluster


@pytest.fixture
def served(careful: postgres.Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give a store there, after a planned outing."""
    monkeypatch.setattr(server, "PATIENCE_SECONDS", 60)  # a machine that tests is a slow one
    with open_store(careful.create("portes")) as store:
        set_up(store)
        fill(store)
        yield store


def _reason(error: pytest.ExceptionInfo[DatabaseUnreachableError]) -> str:
    return str(error.value.params["reason"].template)


def _door(key: str) -> Recorded:
    where = {"section": "s1", "outing": "o1", "pair": "p1", "street": "rue s1"}
    return Recorded(key, "a", DAY, Outcome.ABSENT, door=key, **where)


def test_a_server_that_is_pulled_out_loses_and_doubles_nothing(
    served: Store, careful: postgres.Cluster
) -> None:
    """Whoever hears no confirmation sends the same key again, as the app does."""
    confirmed: Counter[str] = Counter()
    reached = threading.Condition()

    def write(name: int) -> None:
        for number in range(DOORS):
            key = f"w{name}-{number}"
            while not confirmed[key]:
                with suppress(DatabaseUnreachableError):
                    served.recording.record([_door(key)])
                    with reached:
                        confirmed[key] += 1
                        reached.notify()

    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write, name) for name in range(WRITERS)]
        for restart in range(1, RESTARTS + 1):
            with reached:
                enough = restart * WRITERS * DOORS // (RESTARTS + 1)
                reached.wait_for(lambda enough=enough: confirmed.total() >= enough, timeout=120)
            careful.restart()
        for writer in writers:
            writer.result()
    kept = Counter(visit.door for visit in served.visits())
    assert kept == confirmed
    assert len(kept) == WRITERS * DOORS and set(kept.values()) == {1}
    assert served.revision() >= WRITERS * DOORS
    assert not served.check().findings


def test_readers_do_not_notice_a_restart(served: Store, careful: postgres.Cluster) -> None:
    before = served.campaign(), served.revision(), served.outings.all()
    careful.restart()
    assert (served.campaign(), served.revision(), served.outings.all()) == before


def test_a_server_that_starts_is_waited_for(served: Store, careful: postgres.Cluster) -> None:
    careful.stop(signal.SIGQUIT)
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(served.outings.all)
        careful.start()
        assert found.result() == served.outings.all()


def test_a_server_that_is_gone_is_told(
    served: Store, careful: postgres.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PATIENCE_SECONDS", 0)
    careful.stop()
    try:
        for ask in (served.campaign, served.revision, lambda: served.outings.save(an_outing())):
            with pytest.raises(DatabaseUnreachableError) as error:
                ask()
            assert _reason(error) == Reason.NO_CONNECTION
    finally:
        careful.start()
    assert served.campaign().id == CAMPAIGN.id


def test_a_writer_waits_only_so_long(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "BUSY_SECONDS", 0.2)
    with open_store(postgresql_url) as store, open_store(postgresql_url) as other:
        set_up(store)
        with (
            other._changing(),
            pytest.raises(DatabaseUnreachableError) as error,
        ):
            store.outings.save(an_outing())
        assert _reason(error) == Reason.LOCKED
        store.outings.save(an_outing())


def test_too_many_at_once_are_told(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    few = dict(server.POOL) | {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.1}
    monkeypatch.setattr(server, "POOL", few)
    with open_store(postgresql_url) as store:
        set_up(store)
        with store._reading(), pytest.raises(DatabaseUnreachableError) as error:
            store.campaign()
        assert _reason(error) == Reason.BUSY


def test_a_reader_sees_one_moment(postgresql_url: str) -> None:
    with open_store(postgresql_url) as store:
        set_up(store)
        with store._reading() as connection:
            count_outings = text("SELECT count(*) FROM outings")
            assert connection.scalar(count_outings) == 0
            store.outings.save(an_outing())
            assert connection.scalar(count_outings) == 0
        with store._reading() as connection:
            assert connection.scalar(count_outings) == 1


def test_campaigns_and_their_texts_are_saved_at_once(postgresql_url: str) -> None:
    """Both lock the campaign and its revision: in the same order, or they would block."""
    with open_store(postgresql_url) as store:
        set_up(store)
        before = store.revision()

        def save(number: int) -> None:
            (store.save_campaign if number % 2 else store.save_texts)(CAMPAIGN)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(save, range(40)))
        assert store.revision() == before + 40


def test_texts_are_ordered_as_on_a_file(postgresql_url: str) -> None:
    """A server that sorts in French puts capitals and accents elsewhere."""
    streets = ["éa", "Zb", "a", "B", "b", "é", "Éa", "z"]
    with open_store(postgresql_url) as store:
        set_up(store)
        with store._reading() as connection:
            french = text("SELECT 'é' < 'z' AND 'a' < 'B'")
            assert connection.scalar(french), "this server sorts as Python does: it shows nothing"
        with store.importing("file", at="2023") as writer:
            writer.add_visits([Visit(s, "a", DAY, Outcome.ABSENT, s, "1") for s in streets])
        assert [visit.street for visit in store.visits()] == sorted(streets)


def test_a_number_that_a_server_does_not_keep_is_told(postgresql_url: str) -> None:
    with open_store(postgresql_url) as store:
        set_up(store)
        crowd = Recorded("k", "a", DAY, Outcome.ABSENT, street="rue", doors=2**40)
        with pytest.raises(DatabaseUnreachableError) as error:
            store.recording.record([crowd])
        assert _reason(error) == Reason.UNFIT
        assert list(store.visits()) == []
