"""Counts of the store against the same counts made in plain Python."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.model import (
    OPENED,
    DoorCounts,
    Outcome,
    Response,
    Visit,
)
from data.store import Store

DAY = date(2023, 4, 2)

VISITS = st.builds(
    Visit,
    key=st.uuids().map(str),
    quartier=st.sampled_from("abc"),
    day=st.integers(0, 3).map(lambda n: DAY + timedelta(days=n)),
    outcome=st.sampled_from(Outcome),
    street=st.sampled_from(["", "rue A", "rue B"]),
    door=st.sampled_from([None, "1", "2"]),
    doors=st.integers(1, 4),
)
RESPONSES = st.builds(
    Response,
    key=st.uuids().map(str),
    version=st.just(1),
    quartier=st.sampled_from("abc"),
    month=st.just(date(2023, 4, 1)),
    ratings=st.dictionaries(st.sampled_from(["life", "voice"]), st.integers(1, 5)),
)


def _doors(visits: list[Visit]) -> dict[tuple[str, ...], list[Visit]]:
    """Group visits by door; every door of a tally is one of its own."""
    doors: defaultdict[tuple[str, ...], list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.door is not None:
            doors[visit.quartier, visit.street, visit.door].append(visit)
        else:
            for n in range(visit.doors):
                doors[visit.quartier, visit.key, str(n), "tally"].append(visit)
    return doors


def _expected(visits: list[Visit]) -> tuple[DoorCounts, ...]:
    totals = {code: [0, 0, 0, 0] for code in "abc"}
    for (code, *_), several in _doors(visits).items():
        outcomes = {visit.outcome for visit in several}
        interviewed = Outcome.INTERVIEW in outcomes
        totals[code][0] += 1
        totals[code][1] += bool(outcomes & OPENED)
        totals[code][2] += interviewed
        totals[code][3] += Outcome.REFUSAL in outcomes and not interviewed
    return tuple(DoorCounts(code, *numbers) for code, numbers in totals.items())


@pytest.fixture
def filled(store: Store) -> Store:
    rows = [
        Visit("1", "a", DAY, Outcome.ABSENT, "rue A", "1"),
        Visit("2", "a", DAY + timedelta(days=7), Outcome.INTERVIEW, "rue A", "1"),
        Visit("3", "a", DAY, Outcome.REFUSAL, "rue A", "2"),
        Visit("4", "a", DAY + timedelta(days=7), Outcome.INTERVIEW, "rue A", "2"),
        Visit("5", "a", DAY, Outcome.REFUSAL, "rue B", "2"),
        Visit("6", "b", DAY, Outcome.COME_BACK, doors=4),
        Visit("7", "b", DAY, Outcome.NO_ACCESS, "rue A", "1", doors=9),
    ]
    with store.importing("file", at="2023-04-02") as writer:
        writer.add_visits(rows)
    return store


def test_the_best_outcome_of_a_door_wins(filled: Store) -> None:
    """Rue A 2 refused first and was interviewed later: an interview and no refusal."""
    assert filled.door_counts() == (
        DoorCounts("a", knocked=3, opened=3, interviews=2, refusals=1),
        DoorCounts("b", knocked=5, opened=4, interviews=0, refusals=0),
        DoorCounts("c"),
    )


def test_a_door_counts_on_the_day_of_its_first_visit(filled: Store) -> None:
    assert filled.doors_by_day() == ((DAY, "a", 3), (DAY, "b", 5))


def test_visits_are_counted_by_outcome(filled: Store) -> None:
    found = filled.outcome_counts()
    assert found["a"] == dict.fromkeys(Outcome, 0) | {
        Outcome.ABSENT: 1,
        Outcome.INTERVIEW: 2,
        Outcome.REFUSAL: 2,
    }
    assert found["b"][Outcome.COME_BACK] == 4
    assert found["b"][Outcome.NO_ACCESS] == 1
    assert sum(found["c"].values()) == 0


def test_an_empty_campaign_counts_nothing(store: Store) -> None:
    assert store.door_counts() == (DoorCounts("a"), DoorCounts("b"), DoorCounts("c"))
    assert store.doors_by_day() == ()
    assert store.response_counts() == {"a": 0, "b": 0, "c": 0}
    assert store.rating_counts(1) == ()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    visits=st.lists(VISITS, max_size=40, unique_by=lambda visit: visit.key),
    responses=st.lists(RESPONSES, max_size=40, unique_by=lambda answer: answer.key),
)
def test_counts_are_those_made_by_hand(
    store: Store, visits: list[Visit], responses: list[Response]
) -> None:
    with store.importing("file", at="2023-04-02") as writer:
        assert writer.add_visits(visits) == len(visits)
        assert writer.add_responses(responses) == len(responses)
    assert store.door_counts() == _expected(visits)
    days: Counter[tuple[date, str]] = Counter()
    for (code, *_), several in _doors(visits).items():
        days[min(visit.day for visit in several), code] += 1
    assert {(day, code): n for day, code, n in store.doors_by_day()} == days
    people = Counter(answer.quartier for answer in responses)
    assert store.response_counts() == {code: people[code] for code in "abc"}
    scores = Counter(
        (answer.quartier, question, score)
        for answer in responses
        for question, score in answer.ratings.items()
    )
    assert store.rating_counts(1) == tuple((*cell, n) for cell, n in sorted(scores.items()))
    for record in writer.records:  # leave the store empty for the next example
        store.undo_import(record.id)


def test_ratings_of_many_pages_add_up(store: Store) -> None:
    rows = [
        Response(f"r{n}", 1, "ab"[n % 2], date(2023, 4, 1), {"life": 1 + n % 5})
        for n in range(12_000)
    ]
    with store.importing("file", at="2023-04-02") as writer:
        writer.add_responses(rows)
    assert store.rating_counts(1) == tuple(
        (code, "life", score, 1200) for code in "ab" for score in range(1, 6)
    )
    assert sum(1 for _ in store.responses()) == 12_000
