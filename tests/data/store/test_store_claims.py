"""One section has one holder: threads, processes, time, hand-over, and any course of events."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from threading import Barrier

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from data.errors import ClaimEndedError, ClaimTakenError, NotFoundError
from data.fieldwork import Claim, ClaimEnd, Pair
from data.model import Campaign, Quartier
from data.store import Store, open_store
from tests.data.store.conftest import NOON, a_section, an_outing

HOUR = timedelta(hours=1)

CLAIM = """
import sys
from datetime import UTC, datetime, timedelta
from data.errors import ClaimTakenError
from data.store import open_store
url, *pairs = sys.argv[1:]
now = datetime(2023, 4, 2, 12, tzinfo=UTC)
with open_store(url) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for pair in pairs:
        try:
            store.claims.claim("s1", "o1", pair, now=now, expires=now + timedelta(hours=4))
            print("holds", pair)
        except ClaimTakenError as error:
            print("taken", error.until.isoformat())
"""


def _claim(store: Store, pair: str = "p1", *, section: str = "s1", now: datetime = NOON) -> Claim:
    return store.claims.claim(section, "o1", pair, now=now, expires=now + 4 * HOUR)


@pytest.fixture
def crowd(field: Store) -> Store:
    """Give a store with 50 pairs at one outing."""
    field.outings.save_pairs("o1", [Pair(f"p{n}", "o1", n, ()) for n in range(1, 51)])
    return field


def _unended(store_url: str) -> list[str]:
    engine = create_engine(store_url)
    with engine.connect() as connection:
        found = list(connection.scalars(text("SELECT pair FROM claims WHERE ended IS NULL")))
    engine.dispose()
    return found


def test_fifty_threads_leave_one_holder(crowd: Store, store_url: str) -> None:
    start = Barrier(50)

    def wish(n: int) -> str | datetime:
        start.wait()
        try:
            return _claim(crowd, f"p{n}").pair
        except ClaimTakenError as error:
            return error.until

    with ThreadPoolExecutor(50) as threads:
        told = list(threads.map(wish, range(1, 51)))
    (holder,) = [word for word in told if isinstance(word, str)]
    assert told.count(NOON + 4 * HOUR) == 49
    assert _unended(store_url) == [holder]
    assert [claim.pair for claim in crowd.claims.active(NOON)] == [holder]


def test_processes_leave_one_holder(crowd: Store, store_url: str) -> None:
    """Four processes, twelve pairs each, let go at the same moment."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIM, store_url, *(f"p{4 * n + k}" for n in range(12))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for k in range(1, 5)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [line for p in processes for line in p.communicate(timeout=120)[0].splitlines()]
    (holder,) = [line.removeprefix("holds ") for line in told if line.startswith("holds")]
    assert told.count("taken 2023-04-02T16:00:00+00:00") == 47
    assert _unended(store_url) == [holder]


def test_the_database_itself_refuses_a_second_holder(field: Store, store_url: str) -> None:
    _claim(field)
    engine = create_engine(store_url)
    copy = (
        "INSERT INTO claims SELECT campaign, 'other', section, outing, 'p2', taken, expires,"
        " ended, reason FROM claims"
    )
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(copy))
    engine.dispose()


def test_who_comes_second_is_told_until_when(field: Store) -> None:
    _claim(field)
    before = field.revision()
    with pytest.raises(ClaimTakenError) as error:
        _claim(field, "p2", now=NOON + HOUR)
    assert error.value.until == NOON + 4 * HOUR
    assert error.value.params["street"] == "rue s1"
    assert field.revision() == before


def test_claiming_twice_is_one_claim(field: Store) -> None:
    first = _claim(field)
    before = field.revision()
    assert _claim(field, now=NOON + HOUR) == first
    assert field.revision() == before


def test_nothing_expires_silently(field: Store) -> None:
    """It keeps its row, its holder sees it, and the next one's claim says that it had run out."""
    first = _claim(field)
    late = NOON + 5 * HOUR
    assert field.claims.active(late) == ()
    assert field.claims.of_pair("p1") == (first,)
    second = _claim(field, "p2", now=late)
    (seen,) = field.claims.of_pair("p1")
    assert (seen.id, seen.ended, seen.end) == (first.id, first.expires, ClaimEnd.EXPIRED)
    assert field.claims.of_section("s1") == (seen, second)
    assert field.claims.active(late) == (second,)


def test_who_held_a_claim_that_ran_out_can_take_it_again(field: Store) -> None:
    first = _claim(field)
    again = _claim(field, now=NOON + 5 * HOUR)
    assert again.id != first.id
    assert [claim.end for claim in field.claims.of_pair("p1")] == [ClaimEnd.EXPIRED, None]


def test_a_claim_ends_at_the_moment_it_says(field: Store) -> None:
    first = _claim(field)
    assert field.claims.active(first.expires - timedelta(microseconds=1)) == (first,)
    assert field.claims.active(first.expires) == ()
    assert _claim(field, "p2", now=first.expires).pair == "p2"


def test_a_claim_can_be_extended_but_not_shortened(field: Store) -> None:
    first = _claim(field)
    longer = field.claims.extend(first.id, NOON + 6 * HOUR)
    assert longer.expires == NOON + 6 * HOUR
    assert field.claims.extend(first.id, NOON + HOUR) == longer
    with pytest.raises(ClaimTakenError):
        _claim(field, "p2", now=NOON + 5 * HOUR)


def test_a_claim_that_ran_out_can_be_extended_until_somebody_takes_it(field: Store) -> None:
    first = _claim(field)
    late = NOON + 5 * HOUR
    longer = field.claims.extend(first.id, late + HOUR)
    assert field.claims.active(late) == (longer,)
    second = _claim(field, "p2", now=late + 2 * HOUR)
    with pytest.raises(ClaimEndedError):
        field.claims.extend(first.id, late + 9 * HOUR)
    assert field.claims.active(late + 2 * HOUR) == (second,)


def test_handing_over_gives_the_rest_of_the_time(field: Store) -> None:
    first = _claim(field)
    given = field.claims.hand_over(first.id, "p2", now=NOON + HOUR)
    assert (given.pair, given.taken, given.expires) == ("p2", NOON + HOUR, first.expires)
    (old,) = field.claims.of_pair("p1")
    assert (old.ended, old.end) == (NOON + HOUR, ClaimEnd.HANDED_OVER)
    with pytest.raises(ClaimEndedError):
        field.claims.hand_over(first.id, "p2", now=NOON + HOUR)
    assert field.claims.hand_over(given.id, "p2", now=NOON + HOUR) == given


def test_what_ran_out_cannot_be_handed_over(field: Store) -> None:
    first = _claim(field)
    with pytest.raises(ClaimEndedError):
        field.claims.hand_over(first.id, "p2", now=first.expires)
    assert field.claims.of_pair("p1") == (first,)


@pytest.mark.parametrize("end", [ClaimEnd.RELEASED, ClaimEnd.DONE])
def test_what_is_freed_can_be_taken(field: Store, end: ClaimEnd) -> None:
    first = _claim(field)
    freed = field.claims.release(first.id, now=NOON + HOUR, end=end)
    assert (freed.ended, freed.end) == (NOON + HOUR, end)
    assert field.claims.release(first.id, now=NOON + 2 * HOUR) == freed
    assert field.claims.get(first.id) == freed
    assert _claim(field, "p2", now=NOON + HOUR).pair == "p2"


def test_closing_an_outing_can_free_its_streets(field: Store) -> None:
    held = _claim(field)
    gone = field.claims.release(_claim(field, section="s2").id, now=NOON, end=ClaimEnd.DONE)
    field.outings.close("o1", now=NOON + HOUR)
    assert field.claims.active(NOON) == ()
    assert field.claims.get(held.id).end is ClaimEnd.RELEASED
    assert field.claims.get(gone.id) == gone
    assert {claim.id for claim in field.claims.of_outing("o1")} == {held.id, gone.id}


def test_moments_come_back_in_utc(field: Store) -> None:
    summer = timezone(2 * HOUR)
    local = datetime(2023, 4, 2, 14, tzinfo=summer)
    taken = field.claims.claim("s1", "o1", "p1", now=local, expires=local + HOUR)
    assert (taken.taken, taken.taken.tzinfo) == (NOON, UTC)
    assert field.claims.of_pair("p1") == (taken,)


def test_a_moment_without_a_zone_is_refused(field: Store) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises((ValueError, TypeError)) as error:
        field.claims.claim("s1", "o1", "p1", now=naive, expires=naive + HOUR)
    assert "time zone" in str(error.value)
    assert field.claims.of_pair("p1") == ()


@pytest.mark.parametrize(
    ("section", "outing", "pair"),
    [("nothing", "o1", "p1"), ("s1", "nothing", "p1"), ("s1", "o1", "nothing"), ("s1", "o2", "p1")],
)
def test_a_claim_names_what_exists(field: Store, section: str, outing: str, pair: str) -> None:
    field.outings.save(an_outing("o2"))
    with pytest.raises(NotFoundError):
        field.claims.claim(section, outing, pair, now=NOON, expires=NOON + HOUR)


def test_claims_that_do_not_exist(field: Store) -> None:
    for wish in (
        lambda: field.claims.get("nothing"),
        lambda: field.claims.extend("nothing", NOON),
        lambda: field.claims.release("nothing", now=NOON),
        lambda: field.claims.hand_over("nothing", "p1", now=NOON),
        lambda: field.claims.hand_over(_claim(field).id, "nothing", now=NOON),
    ):
        with pytest.raises(NotFoundError):
            wish()
    assert [claim.end for claim in field.claims.of_pair("p1")] == [None]


class Course(RuleBasedStateMachine):
    """Any course of claims, extensions, releases and hand-overs agrees with a simple model."""

    claims = Bundle("claims")
    numbers = count()
    store: Store

    def __init__(self) -> None:
        super().__init__()
        number = next(self.numbers)
        self.outing = f"o{number}"
        self.pairs = [f"{self.outing}-p{n}" for n in range(3)]
        self.sections = [f"{self.outing}-s{n}" for n in range(2)]
        self.store.outings.save(an_outing(self.outing))
        pairs = [Pair(name, self.outing, n, ()) for n, name in enumerate(self.pairs)]
        self.store.outings.save_pairs(self.outing, pairs)
        sections = [a_section(name) for name in self.sections]
        self.store.sections.replace(sections, source="", at="", quartiers=[])
        self.now = NOON
        self.held: dict[str, Claim] = {}
        self.rows = 0

    def _holder(self, section: str) -> Claim | None:
        claim = self.held.get(section)
        return claim if claim and claim.expires > self.now else None

    @rule(hours=st.integers(1, 5))
    def wait(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule(target=claims, section=st.integers(0, 1), pair=st.integers(0, 2))
    def claim(self, section: int, pair: int) -> object:
        where, who = self.sections[section], self.pairs[pair]
        holder = self._holder(where)
        wish = {"now": self.now, "expires": self.now + 3 * HOUR}
        if holder and holder.pair != who:
            with pytest.raises(ClaimTakenError) as error:
                self.store.claims.claim(where, self.outing, who, **wish)
            assert error.value.until == holder.expires
            return multiple()
        found = self.store.claims.claim(where, self.outing, who, **wish)
        assert holder is None or found == holder
        self.rows += holder is None
        self.held[where] = found
        return found.id

    @rule(which=claims, hours=st.integers(-2, 6))
    def extend(self, which: str, hours: int) -> None:
        claim = next((claim for claim in self.held.values() if claim.id == which), None)
        if claim is None:
            with pytest.raises(ClaimEndedError):
                self.store.claims.extend(which, self.now + hours * HOUR)
            return
        found = self.store.claims.extend(which, self.now + hours * HOUR)
        assert found.expires == max(claim.expires, self.now + hours * HOUR)
        self.held[claim.section] = found

    @rule(which=claims)
    def release(self, which: str) -> None:
        self.store.claims.release(which, now=self.now)
        self.held = {s: claim for s, claim in self.held.items() if claim.id != which}

    @rule(target=claims, which=claims, pair=st.integers(0, 2))
    def hand_over(self, which: str, pair: int) -> object:
        claim = next((claim for claim in self.held.values() if claim.id == which), None)
        if claim is None or claim.expires <= self.now:
            with pytest.raises(ClaimEndedError):
                self.store.claims.hand_over(which, self.pairs[pair], now=self.now)
            return multiple()
        found = self.store.claims.hand_over(which, self.pairs[pair], now=self.now)
        assert (found.pair, found.expires) == (self.pairs[pair], claim.expires)
        self.rows += found.id != which
        self.held[claim.section] = found
        return found.id

    @invariant()
    def agrees(self) -> None:
        rows = self.store.claims.of_outing(self.outing)
        assert len(rows) == self.rows  # none is ever lost
        unended = [claim for claim in rows if claim.ended is None]
        assert {claim.section: claim for claim in unended} == self.held
        assert len({claim.section for claim in unended}) == len(unended)
        active = [c for c in self.store.claims.active(self.now) if c.outing == self.outing]
        assert {c.section for c in active} == {s for s in self.sections if self._holder(s)}
        assert all((claim.ended is None) == (claim.end is None) for claim in rows)


Course.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


class TestCourse(Course.TestCase):  # type: ignore[misc,name-defined]
    @pytest.fixture(autouse=True)
    def database(self, campaign: Campaign, quartiers: tuple[Quartier, ...]) -> Iterator[None]:
        with open_store("sqlite://") as store:
            store.save_campaign(campaign)
            store.replace_quartiers(quartiers, note={})
            Course.store = store
            yield
