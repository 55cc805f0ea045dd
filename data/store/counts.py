"""Counts of doors, answers and ratings, made in SQL.

A door is a quartier, a street and a door label; a row without a label counts as `doors` doors of
its own. Several visits to one door are one door: it was opened if anybody ever answered, and its
best outcome wins, so that a refusal followed by an interview is an interview and no refusal.
"""

from collections import Counter
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from data.model import OPENED, DoorCounts, Outcome
from data.schema import quartiers, responses, visits


def _was(*outcomes: Outcome) -> ColumnElement[int]:
    wanted = sorted(outcome.value for outcome in outcomes)
    return case((visits.c.outcome.in_(wanted), 1), else_=0)


def _codes(connection: Connection, key: str) -> list[str]:
    statement = select(quartiers.c.code).where(quartiers.c.campaign == key)
    return sorted(connection.scalars(statement))


def _labelled(key: str) -> Select[tuple[str, int, int, int]]:
    """Count the doors with a label: one row a quartier."""
    doors = (
        select(
            visits.c.quartier,
            func.max(_was(*OPENED)).label("opened"),
            func.max(_was(Outcome.INTERVIEW)).label("interview"),
            func.max(_was(Outcome.REFUSAL)).label("refusal"),
        )
        .where(visits.c.campaign == key, visits.c.door.is_not(None))
        .group_by(visits.c.quartier, visits.c.street, visits.c.door)
        .subquery()
    )
    refused = doors.c.refusal * (1 - doors.c.interview)
    return select(
        doors.c.quartier,
        func.count(),
        func.sum(doors.c.opened),
        func.sum(doors.c.interview),
        func.sum(refused),
    ).group_by(doors.c.quartier)


def _tallied(key: str) -> Select[tuple[str, int, int, int]]:
    """Count the doors without a label: one row a quartier."""
    return (
        select(
            visits.c.quartier,
            func.sum(visits.c.doors),
            func.sum(visits.c.doors * _was(*OPENED)),
            func.sum(visits.c.doors * _was(Outcome.INTERVIEW)),
            func.sum(visits.c.doors * _was(Outcome.REFUSAL)),
        )
        .where(visits.c.campaign == key, visits.c.door.is_(None))
        .group_by(visits.c.quartier)
    )


def door_counts(connection: Connection, key: str) -> tuple[DoorCounts, ...]:
    """Count the distinct doors of every quartier."""
    totals = {code: [0, 0, 0, 0] for code in _codes(connection, key)}
    for statement in (_labelled(key), _tallied(key)):
        for code, *numbers in connection.execute(statement):
            totals[code] = [a + int(b) for a, b in zip(totals[code], numbers, strict=True)]
    return tuple(DoorCounts(code, *numbers) for code, numbers in totals.items())


def doors_by_day(connection: Connection, key: str) -> tuple[tuple[date, str, int], ...]:
    """Count the distinct doors by the day of their first visit."""
    first = (
        select(visits.c.quartier, func.min(visits.c.day).label("day"))
        .where(visits.c.campaign == key, visits.c.door.is_not(None))
        .group_by(visits.c.quartier, visits.c.street, visits.c.door)
        .subquery()
    )
    labelled = select(first.c.day, first.c.quartier, func.count()).group_by(
        first.c.day, first.c.quartier
    )
    tallied = (
        select(visits.c.day, visits.c.quartier, func.sum(visits.c.doors))
        .where(visits.c.campaign == key, visits.c.door.is_(None))
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
    number = func.sum(case((visits.c.door.is_(None), visits.c.doors), else_=1))
    statement = (
        select(visits.c.quartier, visits.c.outcome, number)
        .where(visits.c.campaign == key)
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
    statement = (
        select(responses.c.quartier, responses.c.ratings, func.count())
        .where(responses.c.campaign == key, responses.c.version == version)
        .group_by(responses.c.quartier, responses.c.ratings)
    )
    found: Counter[tuple[str, str, int]] = Counter()
    rows = connection.execution_options(yield_per=5000).execute(statement)
    for code, ratings, count in rows:
        for question, score in ratings.items():
            found[code, question, score] += count
    return tuple((*cell, count) for cell, count in sorted(found.items()))
