"""Invented visits and answers, so that the pages can be tried before the first real door.

Everything is marked as invented: streets are called “rue inventée n° 3”, open answers begin with
`MARK`. The campaign of Poitiers follows the course of 2023 as ``poitiers/demo.toml`` tells it;
any other town gets outings on the Sundays of its phase of doors. The same seed gives the same
records, keys included, so that bringing them in twice changes nothing.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from random import Random

from data._democourse import Outing, course, texts
from data._demofield import (
    DOORS_A_STREET,
    DemoField,
    demo_field,
    demo_sections,
    random_of,
    street_name,
)
from data.analysis.verbatims.markers import INVENTED
from data.model import (
    Campaign,
    Outcome,
    Quartier,
    QuestionKind,
    Questionnaire,
    Response,
    Visit,
)

__all__ = ["MARK", "DemoField", "demo_field", "demo_records", "demo_sections"]

MARK = f"{INVENTED} "
"""How every invented open answer begins."""

_RETURNS = 0.14  # absent doors that are visited once more
# What came of doors that opened, and of those that did not (method.md §1 names the shares of a
# comparable operation: half of the doors absent, 29 to 30 % interviews).
_OPENED_SHARE = 0.435
_OPENED = {
    Outcome.INTERVIEW: 0.645,
    Outcome.REFUSAL: 0.23,
    Outcome.COME_BACK: 0.075,
    Outcome.LANGUAGE: 0.05,
}
_CLOSED = {
    Outcome.ABSENT: 0.88,
    Outcome.NO_ACCESS: 0.06,
    Outcome.VACANT: 0.04,
    Outcome.DO_NOT_DISTURB: 0.02,
}


def demo_records(
    campaign: Campaign,
    quartiers: Sequence[Quartier],
    questionnaire: Questionnaire,
    *,
    seed: int = 2023,
    until: date | None = None,
) -> tuple[list[Visit], list[Response]]:
    """Invent the visits of a campaign, and one answer for each interview.

    Parameters
    ----------
    until
        Last day to tell of; None for the whole campaign. Cutting changes nothing of what
        comes before.

    Returns
    -------
    visits, responses
        Visits by day; answers by month and quartier, in no order that leads to a visit.

    Examples
    --------
    >>> from data.campaigns import POITIERS, load_folder
    >>> town = load_folder(POITIERS)
    >>> visits, _ = demo_records(
    ...     town.campaign, town.quartiers, town.questionnaire, until=date(2023, 4, 2)
    ... )
    >>> len(visits), {visit.day.isoformat() for visit in visits}
    (120, {'2023-04-02'})
    """
    visits: list[Visit] = []
    begun: dict[str, int] = {}
    for number, outing in enumerate(course(campaign, quartiers, random_of(seed, "course")), 1):
        random = random_of(seed, "outing", number)
        first = begun.get(outing.quartier, 0)
        begun[outing.quartier] = first + outing.doors
        visits += _outing(outing, number, first, campaign.doors_phase.end, random)
    visits.sort(key=lambda visit: (visit.day, visit.key))
    told = [visit for visit in visits if until is None or visit.day <= until]
    return told, _responses(told, campaign, questionnaire, seed)


def _outing(outing: Outing, number: int, first: int, last_day: date, random: Random) -> list[Visit]:
    """Invent one outing and the return visits that follow from it."""
    visits = []
    for place, outcome in enumerate(_outcomes(outing, random)):
        door = first + place
        street, door_in_street = divmod(door, DOORS_A_STREET)
        visit = Visit(
            key=f"demo-visit-{number:03d}-{place:05d}",
            quartier=outing.quartier,
            day=outing.day,
            outcome=outcome,
            street=street_name(street + 1),
            door=str(door_in_street + 1),
        )
        visits.append(visit)
        if outcome is Outcome.ABSENT and random.random() < _RETURNS:
            visits += _return_visit(visit, last_day, random)
    return visits


def _return_visit(visit: Visit, last_day: date, random: Random) -> list[Visit]:
    day = visit.day + timedelta(days=random.randint(2, 12))
    outcomes = _OPENED | {Outcome.ABSENT: 1.2}
    outcome = random.choices(list(outcomes), weights=list(outcomes.values()))[0]
    if day > last_day:
        return []
    return [
        Visit(
            key=f"{visit.key}-again",
            quartier=visit.quartier,
            day=day,
            outcome=outcome,
            street=visit.street,
            door=visit.door,
        )
    ]


def _outcomes(outing: Outing, random: Random) -> list[Outcome]:
    """Give each door of an outing its outcome; the numbers are exact, their order random."""
    opened = outing.opened
    if opened is None:
        opened = round(outing.doors * (_OPENED_SHARE + random.uniform(-0.05, 0.05)))
    found: list[Outcome] = []
    for shares, doors in ((_OPENED, opened), (_CLOSED, outing.doors - opened)):
        numbers = {outcome: round(share * doors) for outcome, share in shares.items()}
        main = next(iter(shares))
        numbers[main] += doors - sum(numbers.values())
        found += [outcome for outcome, number in numbers.items() for _ in range(max(0, number))]
    random.shuffle(found)
    return found[: outing.doors]


def _responses(
    visits: Sequence[Visit], campaign: Campaign, questionnaire: Questionnaire, seed: int
) -> list[Response]:
    """Invent an answer for each interview; month by month and quartier by quartier, shuffled."""
    interviews = [visit for visit in visits if visit.outcome is Outcome.INTERVIEW]
    drawn = []
    for visit in interviews:
        random = random_of(seed, "answer", visit.key)
        answer = Response(
            key=f"demo-response-{random.getrandbits(64):016x}",
            version=questionnaire.version,
            quartier=visit.quartier,
            month=visit.day.replace(day=1),
            ratings=_ratings(questionnaire, visit.quartier, seed, random),
            texts=_texts(questionnaire, random),
        )
        drawn.append(answer)
    # The keys are random: sorting by them forgets the order of the visits.
    return sorted(drawn, key=lambda answer: (answer.month, answer.quartier, answer.key))


def _ratings(
    questionnaire: Questionnaire, quartier: str, seed: int, random: Random
) -> dict[str, int]:
    mood = random.gauss(0, 0.5)
    ratings = {}
    for place, question in enumerate(questionnaire.ratings):
        if random.random() < 0.06:
            continue  # did not answer this one
        usual = _usual(question.key, place, quartier, seed)
        ratings[question.key] = min(5, max(1, round(usual + mood + random.gauss(0, 0.85))))
    return ratings


@cache
def _usual(question: str, place: int, quartier: str, seed: int) -> float:
    """Give the mean of a question in a quartier: questions differ clearly, quartiers slightly."""
    overall = (3.9, 3.6, 3.1, 2.7, 2.5, 3.2, 2.9)[place % 7]
    return overall + random_of(seed, "mean", question, quartier).gauss(0, 0.2)


def _texts(questionnaire: Questionnaire, random: Random) -> dict[str, str]:
    pool = texts()
    answers = {}
    for question in questionnaire.questions:
        if question.kind is QuestionKind.OPEN and random.random() < 0.6:
            answers[question.key] = MARK + random.choice(pool.get(question.key, pool["other"]))
    return answers
