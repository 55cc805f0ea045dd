"""The demo: invented, marked, the same each time, and like the course of 2023."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from data.campaigns import POITIERS, CampaignFolder, load_folder
from data.demo import MARK, demo_records
from data.model import OPENED, Campaign, Outcome, Quartier, Questionnaire, Response, Visit
from data.store import Store

FIRST = date(2023, 4, 2)


@pytest.fixture(scope="module")
def town() -> CampaignFolder:
    return load_folder(POITIERS)


@pytest.fixture(scope="module")
def demo(town: CampaignFolder) -> tuple[list[Visit], list[Response]]:
    return demo_records(town.campaign, town.quartiers, town.questionnaire)


def _doors(visits: list[Visit]) -> set[tuple[str, str, str | None]]:
    return {(visit.quartier, visit.street, visit.door) for visit in visits}


def test_it_follows_the_real_course(demo: tuple[list[Visit], list[Response]]) -> None:
    visits, _ = demo
    first = [visit for visit in visits if visit.day == FIRST]
    assert len(first) == len(_doors(first)) == 120
    assert sum(visit.outcome in OPENED for visit in first) == 50
    assert {visit.quartier for visit in first} == {"8619403"}
    assert len(_doors(visits)) == 1061
    assert len(visits) > 1061
    assert max(visit.day for visit in visits) <= date(2023, 7, 2)
    seen: set[tuple[str, str, str | None]] = set()
    outings = []
    for day in sorted({visit.day for visit in visits}):
        new = _doors([visit for visit in visits if visit.day == day]) - seen
        seen |= new
        if new:
            outings.append((day, {code for code, *_ in new}))
    assert outings[6] == (date(2023, 5, 21), {"8619409"})
    assert all(len(codes) == 1 for _, codes in outings)
    assert sum(day.weekday() == 6 for day, _ in outings) == len(outings) - 1


def test_its_rates_are_those_of_such_operations(
    demo: tuple[list[Visit], list[Response]],
) -> None:
    visits, responses = demo
    assert 0.28 <= len(responses) / 1061 <= 0.31
    absent = sum(v.outcome is Outcome.ABSENT and not v.key.endswith("again") for v in visits)
    assert 0.47 <= absent / 1061 <= 0.53


def test_some_quartiers_lag(town: CampaignFolder, demo: tuple[list[Visit], list[Response]]) -> None:
    """Against shares by dwellings, some quartiers stay a fifth below and others are above."""
    knocked = Counter(code for code, *_ in _doors(demo[0]))
    total = sum(quartier.dwellings or 0 for quartier in town.quartiers)
    ratios = [
        knocked[quartier.code] / (1001 * (quartier.dwellings or 0) / total)
        for quartier in town.quartiers
    ]
    assert sum(ratio < 0.8 for ratio in ratios) >= 3
    assert sum(ratio > 1.1 for ratio in ratios) >= 3


def test_all_of_it_is_marked_as_invented(demo: tuple[list[Visit], list[Response]]) -> None:
    visits, responses = demo
    assert all(visit.street.startswith("rue inventée n° ") for visit in visits)
    texts = [text for answer in responses for text in answer.texts.values()]
    assert len(texts) > 100
    assert all(text.startswith(MARK) for text in texts)


def test_each_interview_gives_one_answer(
    town: CampaignFolder, demo: tuple[list[Visit], list[Response]]
) -> None:
    visits, responses = demo
    interviews = Counter(
        (visit.quartier, visit.day.replace(day=1))
        for visit in visits
        if visit.outcome is Outcome.INTERVIEW
    )
    assert Counter((answer.quartier, answer.month) for answer in responses) == interviews
    assert len({visit.key for visit in visits}) == len(visits)
    assert len({answer.key for answer in responses}) == len(responses)
    keys = {question.key for question in town.questionnaire.ratings}
    assert all(set(answer.ratings) <= keys for answer in responses)
    assert any(set(answer.ratings) < keys for answer in responses)
    assert {score for answer in responses for score in answer.ratings.values()} == {1, 2, 3, 4, 5}


def test_the_same_seed_gives_the_same(
    town: CampaignFolder, demo: tuple[list[Visit], list[Response]]
) -> None:
    assert demo_records(town.campaign, town.quartiers, town.questionnaire) == demo
    other = demo_records(town.campaign, town.quartiers, town.questionnaire, seed=1)
    assert other != demo


@pytest.mark.parametrize("until", [date(2023, 4, 1), FIRST, date(2023, 5, 3), date(2024, 1, 1)])
def test_cutting_changes_nothing_of_what_comes_before(
    town: CampaignFolder, demo: tuple[list[Visit], list[Response]], until: date
) -> None:
    visits, responses = demo_records(town.campaign, town.quartiers, town.questionnaire, until=until)
    assert visits == [visit for visit in demo[0] if visit.day <= until]
    assert {answer.key for answer in responses} <= {answer.key for answer in demo[1]}


def test_the_store_takes_it_once(
    store: Store, town: CampaignFolder, demo: tuple[list[Visit], list[Response]]
) -> None:
    store.save_campaign(town.campaign)
    store.replace_quartiers(town.quartiers, note=town.campaign.note)
    store.save_questionnaire(town.questionnaire)
    for expected in ((len(demo[0]), len(demo[1])), (0, 0)):
        with store.importing("demo", at="2023-07-02", demo=True) as writer:
            assert (writer.add_visits(demo[0]), writer.add_responses(demo[1])) == expected
    assert sum(door.knocked for door in store.door_counts()) == 1061
    assert all(record.demo for record in store.imports())
    assert store.doors_by_day()[0] == (FIRST, "8619403", 120)


def test_any_other_town_gets_a_course_of_its_own(
    campaign: Campaign, quartiers: tuple[Quartier, ...], questionnaire: Questionnaire
) -> None:
    bigger = replace(campaign, goal=2000)
    visits, responses = demo_records(bigger, quartiers, questionnaire)
    phase = campaign.doors_phase
    assert all(phase.start <= visit.day <= phase.end for visit in visits)
    assert {visit.quartier for visit in visits} == {"a", "b", "c"}
    assert 1400 <= len(_doors(visits)) <= 2400
    assert 0.2 <= len(responses) / len(_doors(visits)) <= 0.4


def test_a_course_keeps_to_the_targets(
    campaign: Campaign, quartiers: tuple[Quartier, ...], questionnaire: Questionnaire
) -> None:
    spread = [replace(q, target=target) for q, target in zip(quartiers, (10, 500, 0), strict=True)]
    visits, _ = demo_records(campaign, spread, questionnaire)
    knocked = Counter(code for code, *_ in _doors(visits))
    assert 5 <= knocked["a"] <= 15
    assert 250 <= knocked["b"] <= 600
    assert knocked["c"] == 0


def test_a_town_without_quartiers_has_no_demo(
    campaign: Campaign, questionnaire: Questionnaire
) -> None:
    assert demo_records(campaign, [], questionnaire) == ([], [])


def test_a_short_phase_uses_every_day(
    campaign: Campaign, quartiers: tuple[Quartier, ...], questionnaire: Questionnaire
) -> None:
    phase = replace(campaign.phases[0], start=date(2023, 4, 3), end=date(2023, 4, 5))
    visits, _ = demo_records(replace(campaign, phases=(phase,), goal=900), quartiers, questionnaire)
    assert {visit.day for visit in visits} <= {date(2023, 4, day) for day in (3, 4, 5)}
