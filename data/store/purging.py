"""Purge what is no longer needed, by the periods that `data.processing` declares.

A purge names a day. What hangs on a day before it goes once its period is over: names with the
outing, people with the last day of doors, addresses and raw words with the restitution. Figures
stay as they are: a door that was knocked on counts on, under a random name that leads nowhere.
"""

import secrets as randomness
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, or_, select, update

from data.model import Campaign
from data.purposes import Kept
from data.restitution import VerbatimStatus
from data.schema import (
    attempts,
    claims,
    codings,
    contacts,
    invitations,
    open_questionnaires,
    outings,
    pair_members,
    readings,
    responses,
    sheet_lines,
    sheets,
    sign_ins,
    sign_ups,
    visits,
    volunteers,
)
from data.store import erasures, inserting, people, settings
from data.store.part import NAMELESS, Part, here, parts

_KEY_BYTES = 16
_DOOR_BYTES = 8


@dataclass(frozen=True)
class Purged:
    """What a purge takes of one table.

    Parameters
    ----------
    columns
        Columns that are blanked; none: whole rows go.
    rows
        How many rows.
    """

    table: str
    kept: Kept
    rows: int
    columns: tuple[str, ...] = ()


class Purging(Part):
    """Purge by date; `Store.purging`."""

    def purge(self, before: date, *, dry_run: bool = False) -> tuple[Purged, ...]:
        """Purge what hangs on days before `before`, as a whole or not at all; say what went.

        Parameters
        ----------
        dry_run
            Do all of it and take it back: the numbers are those that it would have given.
        """
        with self._changing() as (connection, key):
            found = take_out(connection, key, before)
            if dry_run or not any(step.rows for step in found):
                connection.rollback()
            return found


def take_out(connection: Connection, key: str, before: date) -> tuple[Purged, ...]:
    """Purge what hangs on days before `before`, inside the caller's transaction, and note it."""
    campaign = settings.read_campaign(connection, key)
    scope = _Scope(connection, key, before, campaign)
    found = tuple(step for make in STEPS for step in make(scope))
    erasures.note_purge(connection, key, before)
    return found


@dataclass
class _Scope:
    """What is purged: a campaign, and the day before which things have to lie."""

    connection: Connection
    key: str
    before: date
    campaign: Campaign
    days: set[str] = field(init=False)

    def __post_init__(self) -> None:
        chosen = select(outings.c.id).where(*here(outings, self.key), outings.c.day < self.before)
        self.days = set(self.connection.scalars(chosen))

    def over(self, kept: Kept) -> bool:
        """Say whether a period is over on the day before which things are purged."""
        if kept is Kept.RESTITUTION:
            return self.before > max(phase.end for phase in self.campaign.phases)
        return kept is not Kept.DOORS or self.before > self.campaign.doors_phase.end

    @cached_property
    def moment(self) -> datetime:
        """The beginning of that day in UTC."""
        return datetime.combine(self.before, time(), tzinfo=UTC)

    def remove(self, table: Table, *conditions: Any, **which: object) -> int:
        """Remove rows and say how many."""
        chosen = *here(table, self.key, **which), *conditions
        return self.connection.execute(delete(table).where(*chosen)).rowcount

    def remove_of(self, table: Table, column: str, values: Iterable[str]) -> int:
        """Remove the rows whose column has one of the values, and say how many."""
        return sum(self.remove(table, **{column: part}) for part in parts(set(values)))


def _of_entrance(scope: _Scope) -> Iterable[Purged]:
    """Sign-ins and links that have run out, attempts, questionnaires left open."""
    spent = and_(invitations.c.once, invitations.c.used < scope.before)
    for table, kept, gone in (
        (sign_ins, Kept.SIGN_IN, sign_ins.c.expires < scope.before),
        (invitations, Kept.SIGN_IN, or_(invitations.c.expires < scope.moment, spent)),
        (attempts, Kept.DAY, attempts.c.last < scope.moment),
        (open_questionnaires, Kept.DAY, open_questionnaires.c.day < scope.before),
    ):
        yield Purged(table.name, kept, scope.remove(table, gone))


def _of_outings(scope: _Scope) -> Iterable[Purged]:
    """Who came to an outing, who went with whom, who compared its sheets."""
    for table in (pair_members, sign_ups):
        yield Purged(table.name, Kept.OUTING, scope.remove_of(table, "outing", scope.days))
    rows = 0
    for part in parts(scope.days):
        named = *here(sheets, scope.key, outing=part), sheets.c.checked_by.not_in(("", NAMELESS))
        change = update(sheets).where(*named).values(checked_by=NAMELESS)
        rows += scope.connection.execute(change).rowcount
    yield Purged(sheets.name, Kept.OUTING, rows, ("checked_by",))


def _of_people(scope: _Scope) -> Iterable[Purged]:
    """Volunteers with all that is about them, unless they signed up for a later day."""
    gone: set[str] = set()
    held = 0
    if scope.over(Kept.DOORS):
        coming = select(sign_ups.c.volunteer).where(*here(sign_ups, scope.key))
        left = *here(volunteers, scope.key), volunteers.c.id.not_in(coming)
        gone = set(scope.connection.scalars(select(volunteers.c.id).where(*left)))
        held = scope.remove_of(claims, "outing", scope.days)
    reached = sum(
        scope.connection.scalar(select(func.count()).where(*here(contacts, scope.key, volunteer=p)))
        or 0
        for p in parts(gone)
    )
    for part in parts(gone):
        people.erase(scope.connection, scope.key, set(part))
    yield Purged(contacts.name, Kept.DOORS, reached)
    yield Purged(volunteers.name, Kept.DOORS, len(gone))
    yield Purged(claims.name, Kept.DOORS, held)


def _of_sheets(scope: _Scope) -> Iterable[Purged]:
    """Sheets of paper with the doors that they name."""
    lines = rows = 0
    if scope.over(Kept.RESTITUTION):
        codes: set[str] = set()
        for part in parts(scope.days):
            chosen = select(sheets.c.code).where(*here(sheets, scope.key, outing=part))
            codes |= set(scope.connection.scalars(chosen))
        lines = scope.remove_of(sheet_lines, "sheet", codes)
        rows = scope.remove_of(sheets, "code", codes)
    yield Purged(sheet_lines.name, Kept.RESTITUTION, lines)
    yield Purged(sheets.name, Kept.RESTITUTION, rows)


_PLACED = ("street", "door", "section", "outing", "pair", "hour")


def _of_visits(scope: _Scope) -> Iterable[Purged]:
    """Where a door was, who knocked and at what hour; that it was knocked on stays."""
    rows: list[tuple[Any, ...]] = []
    corrected = 0
    if scope.over(Kept.RESTITUTION):
        known = {
            bytes(row.key): row
            for row in scope.connection.execute(select(visits).where(*here(visits, scope.key)))
        }
        chains = [chain for chain in _chains(known) if known[chain[0]].day < scope.before]
        told = [chain for chain in chains if len(chain) > 1 or _tells(known[chain[0]])]
        if told:  # all of them anew: the names of doors have to agree
            names: dict[tuple[str, str, str], str] = {}
            rows = [
                _nameless(known[chain[0]], names) for chain in chains if _counts(known[chain[0]])
            ]
            gone = {key for chain in chains for key in chain}
            for part in parts(gone):
                scope.remove(visits, key=part)
            inserting.insert_new(scope.connection, visits, [c.name for c in visits.columns], rows)
            corrected = len(gone) - len(rows)
    yield Purged(visits.name, Kept.RESTITUTION, len(rows), ("key", *_PLACED))
    yield Purged(visits.name, Kept.RESTITUTION, corrected)


def _chains(known: Mapping[bytes, Any]) -> Iterable[list[bytes]]:
    """Give the visits with what each of them corrects, the newest of each chain first."""
    corrected = {bytes(row.replaces) for row in known.values() if row.replaces is not None}
    for key in known:
        if key not in corrected:
            chain = [key]
            while (older := known[chain[-1]].replaces) is not None and bytes(older) in known:
                chain.append(bytes(older))
            yield chain


def _counts(row: Any) -> bool:
    return row.outcome is not None


def _tells(row: Any) -> bool:
    """Say whether a visit still says where, who or when in the day."""
    if row.street or row.replaces is not None or not _counts(row):
        return True
    return any(getattr(row, name) is not None for name in ("section", "outing", "pair", "hour"))


def _nameless(row: Any, names: dict[tuple[str, str, str], str]) -> tuple[Any, ...]:
    """Give a visit without what says where, who and when in the day; the same door stays one."""
    door = row.door
    if door is not None:
        place = row.quartier, row.street, door
        door = names.setdefault(place, randomness.token_hex(_DOOR_BYTES))
    values = dict(row._mapping) | dict.fromkeys((*_PLACED, "replaces"))
    values |= {"key": randomness.token_bytes(_KEY_BYTES), "street": "", "door": door}
    return tuple(values[column.name] for column in visits.columns)


def _of_answers(scope: _Scope) -> Iterable[Purged]:
    """The words as they were said, of which the redacted ones stay; the month within the year."""
    worded = dated = 0
    if scope.over(Kept.RESTITUTION):
        read = _redacted(scope)
        chosen = *here(responses, scope.key), responses.c.month < scope.before
        for row in scope.connection.execute(select(responses).where(*chosen)).all():
            texts = read.get(bytes(row.key), {})
            month = row.month.replace(month=1, day=1)
            if (texts, month) != (row.texts, row.month):
                mine = here(responses, scope.key, key=row.key)
                change = update(responses).where(*mine).values(texts=texts, month=month)
                scope.connection.execute(change)
                worded += texts != row.texts
                dated += month != row.month
    yield Purged(responses.name, Kept.RESTITUTION, worded, ("texts",))
    yield Purged(responses.name, Kept.RESTITUTION, dated, ("month",))


def _redacted(scope: _Scope) -> Mapping[bytes, Mapping[str, str]]:
    """Read the redacted texts, by response and question."""
    found: dict[bytes, dict[str, str]] = {}
    confirmed = here(readings, scope.key, status=VerbatimStatus.READ.value)
    for row in scope.connection.execute(select(readings).where(*confirmed)):
        found.setdefault(bytes(row.response), {})[row.question] = row.redacted
    return found


def _of_coders(scope: _Scope) -> Iterable[Purged]:
    """Names of who chose the themes: who is who stays apart, under a number."""
    rows: list[dict[str, Any]] = []
    if scope.over(Kept.RESTITUTION):
        found = scope.connection.execute(select(codings).where(*here(codings, scope.key)))
        every = [dict(row._mapping) for row in found]
        names = sorted({row["coder"] for row in every})
        if not all(name.isdecimal() for name in names):
            rows = [{**row, "coder": str(names.index(row["coder"]) + 1)} for row in every]
            scope.remove(codings)
            scope.connection.execute(codings.insert(), rows)
    yield Purged(codings.name, Kept.RESTITUTION, len(rows), ("coder",))


STEPS: tuple[Callable[[_Scope], Iterable[Purged]], ...] = (
    _of_entrance,
    _of_outings,
    _of_people,
    _of_sheets,
    _of_visits,
    _of_answers,
    _of_coders,
)
