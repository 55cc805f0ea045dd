"""How far each section is done, from its addresses, its visits and its claims."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from data.fieldwork import Claim, Section, SectionState, SectionStatus
from data.schema import visits
from data.store import counts, holding
from data.store.part import here

FLAT = " / "
"""Between an entrance and one door behind it, as in ``12 bis / 3``: both are of one address."""

_Doors = dict[str, set[str]]


def statuses(
    connection: Connection, key: str, sections: Sequence[Section], *, now: datetime
) -> tuple[SectionStatus, ...]:
    """Give the status of sections that were read with their addresses."""
    knocked = _knocked(connection, key, sections)
    held = {claim.section: claim for claim in holding.active(connection, key, now)}
    done = holding.said_done(connection, key)
    visited = _visited_at(connection, key, held.values())
    return tuple(
        _status(
            section,
            knocked.get(section.id, set()),
            held.get(section.id),
            done=section.id in done,
            begun=section.id in visited,
        )
        for section in sections
    )


def _status(
    section: Section, knocked: set[str], claim: Claim | None, *, done: bool, begun: bool
) -> SectionStatus:
    entrances = {door.split(FLAT)[0] for door in knocked}
    untouched = {address.label for address in section.addresses} - entrances
    if claim:
        state = SectionState.IN_PROGRESS if begun else SectionState.TAKEN
    else:
        state = SectionState.FREE
    # Of a street without addresses nobody knows what is left, unless those who were there say so.
    if (section.addresses and not untouched) or (done and not claim):
        state = SectionState.DONE
    return SectionStatus(
        section=Section(**{**vars(section), "addresses": ()}),
        state=state,
        doors=len(untouched) + len(knocked),
        knocked=len(knocked),
        claim=claim,
    )


def _knocked(connection: Connection, key: str, sections: Sequence[Section]) -> _Doors:
    """Find the doors that were visited, by section.

    A visit that came in from a file names the street only; it is known by quartier and street.
    """
    by_street = {(section.quartier, section.street): section.id for section in sections}
    v = visits.c
    chosen = select(v.quartier, v.street, v.section, v.door).distinct()
    chosen = chosen.where(*counts.current(key), v.door.is_not(None))
    codes = {section.quartier for section in sections}
    if len(codes) == 1:
        chosen = chosen.where(v.quartier == min(codes))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for quartier, street, section, door in connection.execute(chosen):
        identity = section or by_street.get((quartier, street))
        if identity:
            found[identity].add(door)
    return found


def _visited_at(connection: Connection, key: str, held: Iterable[Claim]) -> set[str]:
    """Name the sections where those who hold them have recorded doors at this outing."""
    outing = {claim.section: claim.outing for claim in held}
    chosen = select(visits.c.section, visits.c.outing).distinct()
    chosen = chosen.where(*counts.current(key), *here(visits, key, outing=set(outing.values())))
    return {section for section, made in connection.execute(chosen) if outing.get(section) == made}
