"""Whether all that a database holds fits together: what `portes check` asks.

Everything is read inside one transaction, so that a database in use is checked as of one moment.
A fault that cannot be, as long as nothing but this program writes and the disk is sound, is what
this looks for; what people may rightly leave open is none.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice

from sqlalchemy import (
    Connection,
    Engine,
    ForeignKeyConstraint,
    Select,
    Table,
    and_,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from data.checkup import AuditFault, Checkup, Fault, Finding
from data.errors import DatabaseUnreachableError, Reason
from data.model import SCALE, RecordKind
from data.schema import (
    HEAD,
    campaigns,
    claims,
    imports,
    metadata,
    pairs,
    publications,
    quartiers,
    questionnaires,
    revisions,
    secrets,
    visits,
)
from data.store import audit, copying, counts, dialect
from data.store.opening import translated
from data.store.writer import TABLES

MOST = 20
"""Faults of one kind that are named one by one."""


def check(engine: Engine) -> Checkup:
    """Check everything that a database holds.

    Raises
    ------
    DatabaseUnreachableError
        If it cannot be read at all.
    """
    if damage := _damage(engine):
        return Checkup({}, damage)
    with translated(), copying.snapshot(engine) as connection:
        rows = copying.count_all(connection)
        found = [*_version(connection), *_references(connection)]
        for key in connection.scalars(select(campaigns.c.campaign).order_by(campaigns.c.campaign)):
            for look in _LOOKS:
                found += islice(look(connection, key), MOST)
        return Checkup(rows, tuple(found))


def _damage(engine: Engine) -> tuple[Finding, ...]:
    """Let SQLite look through its pages and indexes; a server looks after its own."""
    if engine.dialect.name != "sqlite":
        return ()
    try:
        with translated(), copying.snapshot(engine) as connection:
            told = connection.scalars(text(f"PRAGMA integrity_check({MOST})")).all()
    except DatabaseUnreachableError as error:
        # So damaged that not even this gets to its end.
        if getattr(error.params["reason"], "template", "") != Reason.DAMAGED:
            raise
        told = [str(error.__cause__.orig)] if isinstance(error.__cause__, DBAPIError) else ["?"]
    details = (str(detail).replace("\n", " ") for detail in told if detail != "ok")
    return tuple(Finding(Fault.DAMAGED, {"detail": detail}) for detail in details)


def _version(connection: Connection) -> Iterator[Finding]:
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found != HEAD:
        yield Finding(Fault.VERSION, {"found": str(found), "wanted": HEAD})


def _references(connection: Connection) -> Iterator[Finding]:
    """Count what refers to nothing, also where the database was told not to mind."""
    for table, other, orphans in _orphans():
        number = connection.scalar(orphans) or 0
        if number:
            yield Finding(Fault.REFERENCE, {"number": number, "table": table, "other": other})


@cache
def _orphans() -> tuple[tuple[str, str, Select[int]], ...]:
    """Make the questions: who refers, to what, and how many rows of that are not there."""
    return tuple(
        (table.name, key.referred_table.name, _count_orphans(table, key))
        for table in metadata.sorted_tables
        for key in sorted(table.foreign_key_constraints, key=lambda one: str(one.name))
    )


def _count_orphans(table: Table, key: ForeignKeyConstraint) -> Select[int]:
    other = key.referred_table.alias()
    meant = [part.parent == other.c[part.column.name] for part in key.elements]
    told = [part.parent.is_not(None) for part in key.elements]
    missing = other.c[key.elements[0].column.name].is_(None)
    joined = table.outerjoin(other, and_(*meant))
    return select(func.count()).select_from(joined).where(*told, missing)


# Campaign by campaign


def _set_up(connection: Connection, key: str) -> Iterator[Finding]:
    for table, fault in ((secrets, Fault.NO_SECRET), (revisions, Fault.NO_REVISION)):
        here = select(func.count()).where(table.c.campaign == key)
        if connection.scalar(here) != 1:
            yield Finding(fault, {"campaign": key})


def _targets(connection: Connection, key: str) -> Iterator[Finding]:
    """Hold the targets against the goal, where every quartier has one."""
    goal = connection.scalar(select(campaigns.c.goal).where(campaigns.c.campaign == key))
    targets = connection.scalars(select(quartiers.c.target).where(quartiers.c.campaign == key))
    known = targets.all()
    if known and None not in known and sum(known) != goal:
        params = {"found": sum(known), "campaign": key, "wanted": goal}
        yield Finding(Fault.TARGETS, params)


def _imports(connection: Connection, key: str) -> Iterator[Finding]:
    """Hold what an import says that it brought against what is there of it."""
    for kind, table in TABLES.items():
        brought = (
            select(table.c.import_id, func.count())
            .where(table.c.campaign == key, table.c.import_id.is_not(None))
            .group_by(table.c.import_id)
        )
        there = {row[0]: row[1] for row in connection.execute(brought)}
        yield from _of_kind(connection, key, kind, there)


def _of_kind(
    connection: Connection, key: str, kind: RecordKind, there: Mapping[str, int]
) -> Iterator[Finding]:
    meant = imports.c.campaign == key, imports.c.kind == kind.value
    for row in connection.execute(select(imports).where(*meant).order_by(imports.c.id)):
        found = there.get(row.id, 0)
        if row.undone and found:
            yield Finding(Fault.UNDONE, {"source": row.source, "found": found})
        # What is answered to try the demonstration out joins it.
        elif not row.undone and (found < row.added if row.demo else found != row.added):
            params = {"source": row.source, "wanted": row.added, "found": found}
            yield Finding(Fault.IMPORT, params)


def _circles(connection: Connection, key: str) -> Iterator[Finding]:
    """Look for corrections of which none is the last."""
    chosen = select(visits.c.key, visits.c.replaces)
    here = chosen.where(visits.c.campaign == key, visits.c.replaces.is_not(None))
    replaces = {bytes(new): bytes(old) for new, old in connection.execute(here)}
    caught = [start for start in replaces if _comes_back(replaces, start)]
    if caught:
        yield Finding(Fault.CIRCLE, {"number": len(caught)})


def _comes_back(replaces: Mapping[bytes, bytes], start: bytes) -> bool:
    seen: set[bytes] = set()
    at: bytes | None = replaces[start]
    while at is not None and at != start and at not in seen:
        seen.add(at)
        at = replaces.get(at)
    return at == start


def _claims(connection: Connection, key: str) -> Iterator[Finding]:
    same = and_(pairs.c.campaign == claims.c.campaign, pairs.c.id == claims.c.pair)
    chosen = select(func.count()).select_from(claims.join(pairs, same))
    elsewhere = or_(pairs.c.outing != claims.c.outing)
    number = connection.scalar(chosen.where(claims.c.campaign == key, elsewhere))
    if number:
        yield Finding(Fault.CLAIM, {"number": number})


def _doors(connection: Connection, key: str) -> Iterator[Finding]:
    """Count the doors in two ways."""
    by_day: defaultdict[str, int] = defaultdict(int)
    for _day, code, number in counts.doors_by_day(connection, key):
        by_day[code] += number
    for count in counts.door_counts(connection, key):
        if count.knocked != by_day[count.code]:
            params = {"found": count.knocked, "wanted": by_day[count.code]}
            yield Finding(Fault.DOORS, {"quartier": count.code, **params})


def _ratings(connection: Connection, key: str) -> Iterator[Finding]:
    chosen = select(questionnaires.c.version).where(questionnaires.c.campaign == key)
    for version in connection.scalars(chosen.order_by(questionnaires.c.version)).all():
        try:
            found = counts.rating_counts(connection, key, version)
        except (ValueError, TypeError, AttributeError):
            yield Finding(Fault.UNREADABLE, {"version": version})
            continue
        wrong: defaultdict[str, int] = defaultdict(int)
        for _code, question, score, number in found:
            wrong[question] += number if score not in SCALE else 0
        for question, number in sorted(wrong.items()):
            if number:
                yield Finding(Fault.RATINGS, {"question": question, "number": number})


def _releases(connection: Connection, key: str) -> Iterator[Finding]:
    chosen = select(publications).where(publications.c.campaign == key)
    for row in connection.execute(chosen.order_by(publications.c.number)):
        if hashlib.sha256(row.content.encode()).hexdigest() != row.digest:
            yield Finding(Fault.RELEASE, {"number": row.number})


def _audit(connection: Connection, key: str) -> Iterator[Finding]:
    verdict = audit.verify(connection, key, dialect.keys_of(connection).audit)
    for finding in verdict.findings:
        reason = AuditFault(finding.fault.value, {"number": finding.number})
        yield Finding(Fault.AUDIT, {"fault": reason})


_LOOKS: tuple[Callable[[Connection, str], Iterator[Finding]], ...] = (
    *(_set_up, _targets, _imports, _circles, _claims, _doors, _ratings, _releases, _audit),
)
