"""Bring the field work of the demonstration in, and take it out again.

Works inside the caller's transaction. What people did while they tried the demonstration out
goes with it: doors in invented streets, and all that hangs on invented outings and volunteers.
"""

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, Table, delete, select

from data.schema import claims, outings, sections, sheet_lines, sheets, visits, volunteers
from data.store import outings as planning
from data.store import pairing, people
from data.store import sections as streets
from data.store.part import here, parts

if TYPE_CHECKING:
    from data._demofield import DemoField


def write(connection: Connection, key: str, field: "DemoField", *, source: str, at: str) -> None:
    """Bring in streets, volunteers, outings, sign-ups and pairs, all marked as invented."""
    codes = {section.quartier for section in field.sections}
    streets.write(connection, key, field.sections, source=source, at=at, demo=True, quartiers=codes)
    for volunteer in field.volunteers:
        people.write_volunteer(connection, key, volunteer, demo=True)
    for contact in field.contacts:
        people.write_contact(connection, key, contact)
    for outing in field.outings:
        planning.write(connection, key, outing, demo=True)
        planning.write_sign_ups(
            connection, key, [word for word in field.sign_ups if word.outing == outing.id]
        )
        pairing.write(
            connection, key, outing.id, [pair for pair in field.pairs if pair.outing == outing.id]
        )


def erase(connection: Connection, key: str, imported: str) -> int:
    """Remove all of it, with the visits of the import `imported`; return how many visits went."""
    invented = set(connection.scalars(select(sections.c.id).where(*_flagged(sections, key))))
    days = set(connection.scalars(select(outings.c.id).where(*_flagged(outings, key))))
    who = set(connection.scalars(select(volunteers.c.id).where(*_flagged(volunteers, key))))
    gone = _erase_visits(connection, key, imported, invented, days)
    _erase_sheets(connection, key, invented)
    for part in parts(invented):
        connection.execute(delete(claims).where(*here(claims, key, section=part)))
    planning.erase(connection, key, days)
    people.erase(connection, key, who)
    streets.erase(connection, key, invented)
    return gone


def _flagged(table: Table, key: str) -> tuple[ColumnElement[bool], ...]:
    flag = table.c.invented if table is sections else table.c.demo
    return *here(table, key), flag.is_(True)


def _erase_visits(
    connection: Connection, key: str, imported: str, invented: set[str], days: set[str]
) -> int:
    """Remove visits with all that corrects them, also where that does not say its street."""
    v = visits.c
    found: set[bytes] = set()
    for chosen in (
        v.import_id == imported,
        *(v.section.in_(part) for part in parts(invented)),
        *(v.outing.in_(part) for part in parts(days)),
    ):
        found |= set(connection.scalars(select(v.key).where(*here(visits, key), chosen)))
    more = found
    while more:
        newer: set[bytes] = set()
        for part in parts(more):
            chosen = v.replaces.in_(part)
            newer |= set(connection.scalars(select(v.key).where(*here(visits, key), chosen)))
        more = newer - found
        found |= more
    for part in parts(found):
        connection.execute(delete(visits).where(*here(visits, key, key=part)))
    return len(found)


def _erase_sheets(connection: Connection, key: str, invented: set[str]) -> None:
    """Remove lines in invented streets, and sheets that hold nothing else."""
    touched: set[str] = set()
    for part in parts(invented):
        lines = here(sheet_lines, key, section=part)
        touched |= set(connection.scalars(select(sheet_lines.c.sheet).where(*lines)))
        connection.execute(delete(sheet_lines).where(*lines))
    left = select(sheet_lines.c.sheet).where(*here(sheet_lines, key))
    for part in parts(touched):
        empty = *here(sheets, key, code=part), sheets.c.code.not_in(left)
        connection.execute(delete(sheets).where(*empty))
