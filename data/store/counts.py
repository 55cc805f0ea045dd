"""Counts of doors, answers and ratings, made in SQL.

A door is a quartier, a street and a door label; a row without a label counts as `doors` doors of
its own. Several visits to one door are one door: it was opened if anybody ever answered, and its
best outcome wins, so that a refusal followed by an interview is an interview and no refusal.
Visits that were corrected or taken back do not count.
"""

import json
from collections import Counter, defaultdict
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, case, func, select, type_coerce

from data.model import OPENED, DoorCounts, Outcome
from data.schema import quartiers, responses, visits

_PAGE = 5000


_INTERVIEW, _REFUSAL, _OPENED, _CLOSED = 3, 2, 1, 0


def _rank() -> ColumnElement[int]:
    """Rank an outcome, so that the best one of a door is its greatest."""
    ranks = dict.fromkeys((outcome.value for outcome in OPENED), _OPENED)
    ranks |= {Outcome.INTERVIEW.value: _INTERVIEW, Outcome.REFUSAL.value: _REFUSAL}
    return case(ranks, value=visits.c.outcome, else_=_CLOSED)


def current(key: str) -> tuple[ColumnElement[bool], ...]:
    """Say which visits count: those that were neither corrected nor taken back."""
    # Corrections are few: the database collects them once and looks each visit up among them.
    corrected = select(visits.c.replaces).where(
        visits.c.campaign == key, visits.c.replaces.is_not(None)
    )
    return (
        visits.c.campaign == key,
        visits.c.outcome.is_not(None),
        visits.c.key.not_in(corrected),
    )


def doors_of_visit() -> ColumnElement[int]:
    """Count a tally of n doors as n, any other visit as one."""
    return case((visits.c.door.is_(None), visits.c.doors), else_=1)


def _codes(connection: Connection, key: str) -> list[str]:
    statement = select(quartiers.c.code).where(quartiers.c.campaign == key)
    return sorted(connection.scalars(statement))


def _doors_by_rank(key: str) -> tuple[Select[Any], Select[Any]]:
    """Count doors by quartier and best outcome: those with a label, and those without."""
    doors = (
        select(visits.c.quartier, func.max(_rank()).label("rank"))
        .where(*current(key), visits.c.door.is_not(None))
        .group_by(visits.c.quartier, visits.c.street, visits.c.door)
        .subquery()
    )
    labelled = select(doors.c.quartier, doors.c.rank, func.count())
    rows = (
        select(visits.c.quartier, _rank().label("rank"), visits.c.doors)
        .where(*current(key), visits.c.door.is_(None))
        .subquery()
    )
    tallied = select(rows.c.quartier, rows.c.rank, func.sum(rows.c.doors))
    return (
        labelled.group_by(doors.c.quartier, doors.c.rank),
        tallied.group_by(rows.c.quartier, rows.c.rank),
    )


def door_counts(connection: Connection, key: str) -> tuple[DoorCounts, ...]:
    """Count the distinct doors of every quartier."""
    found: Counter[tuple[str, int]] = Counter()
    for statement in _doors_by_rank(key):
        for code, rank, number in connection.execute(statement):
            found[code, rank] += int(number)
    return tuple(
        DoorCounts(
            code,
            knocked=sum(found[code, rank] for rank in range(4)),
            opened=sum(found[code, rank] for rank in range(1, 4)),
            interviews=found[code, _INTERVIEW],
            refusals=found[code, _REFUSAL],
        )
        for code in _codes(connection, key)
    )


def doors_by_day(connection: Connection, key: str) -> tuple[tuple[date, str, int], ...]:
    """Count the distinct doors by the day of their first visit."""
    first = (
        select(visits.c.quartier, func.min(visits.c.day).label("day"))
        .where(*current(key), visits.c.door.is_not(None))
        .group_by(visits.c.quartier, visits.c.street, visits.c.door)
        .subquery()
    )
    labelled = select(first.c.day, first.c.quartier, func.count()).group_by(
        first.c.day, first.c.quartier
    )
    tallied = (
        select(visits.c.day, visits.c.quartier, func.sum(visits.c.doors))
        .where(*current(key), visits.c.door.is_(None))
        .group_by(visits.c.day, visits.c.quartier)
    )
    found: Counter[tuple[date, str]] = Counter()
    for statement in (labelled, tallied):
        for day, code, number in connection.execute(statement):
            found[day, code] += int(number)
    return tuple((day, code, number) for (day, code), number in sorted(found.items()))


def outcome_counts(connection: Connection, key: str) -> dict[str, dict[Outcome, int]]:
    """Count the visits by outcome; a tally of n doors is n visits."""
    found = {code: dict.fromkeys(Outcome, 0) for code in _codes(connection, key)}
    number = func.sum(doors_of_visit())
    statement = (
        select(visits.c.quartier, visits.c.outcome, number)
        .where(*current(key))
        .group_by(visits.c.quartier, visits.c.outcome)
    )
    for code, outcome, count in connection.execute(statement):
        found[code][Outcome(outcome)] = int(count)
    return found


def response_counts(connection: Connection, key: str) -> dict[str, int]:
    """Count the answers to all versions of the questionnaire."""
    found = dict.fromkeys(_codes(connection, key), 0)
    # Grouped in the order of the index; the few versions are added up here.
    statement = (
        select(responses.c.version, responses.c.quartier, func.count())
        .where(responses.c.campaign == key)
        .group_by(responses.c.version, responses.c.quartier)
    )
    for _version, code, count in connection.execute(statement):
        found[code] += int(count)
    return found


def rating_counts(
    connection: Connection, key: str, version: int
) -> tuple[tuple[str, str, int, int], ...]:
    """Count the ratings: quartier, question, score, number of people, sorted."""
    # As text, because decoding a page of it at once is several times as fast as row by row.
    statement = select(responses.c.quartier, type_coerce(responses.c.ratings, Text)).where(
        responses.c.campaign == key, responses.c.version == version
    )
    found: defaultdict[str, Counter[tuple[str, int]]] = defaultdict(Counter)
    with connection.execute(statement, execution_options={"yield_per": _PAGE}) as result:
        for page in result.partitions():
            texts: defaultdict[str, list[str]] = defaultdict(list)
            for code, text in page:
                texts[code].append(text)
            for code, several in texts.items():
                answers: list[dict[str, int]] = json.loads(f"[{','.join(several)}]")
                found[code].update(chain.from_iterable(map(dict.items, answers)))
    return tuple(
        (code, question, score, number)
        for code in sorted(found)
        for (question, score), number in sorted(found[code].items())
    )
