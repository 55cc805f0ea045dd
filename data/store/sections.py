"""Sections of streets and their addresses, and how far each one is done."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, union, update

from data.errors import NotFoundError, Thing
from data.fieldwork import Address, Section, SectionStatus
from data.schema import addresses, claims, factors, quartiers, sections, sheet_lines, visits
from data.store import inserting, progress
from data.store.part import Part, here, parts, plain


@dataclass(frozen=True)
class SectionCounts:
    """What bringing sections in did.

    Parameters
    ----------
    removed
        Sections that the new list does not have any more.
    in_use
        Sections that it does not have either, but that were claimed, printed or visited: they
        stay.
    """

    added: int = 0
    changed: int = 0
    kept: int = 0
    removed: int = 0
    in_use: int = 0


@dataclass(frozen=True)
class SectionSource:
    """Where sections came from: the file, when, and how many of them are left from it."""

    source: str
    at: str
    sections: int
    invented: bool


class Sections(Part):
    """What pairs pick; `Store.sections`."""

    def all(
        self, quartier: str | None = None, *, with_addresses: bool = False
    ) -> tuple[Section, ...]:
        """Read the sections by quartier and street, addresses in the order they were given.

        Dwellings that no file tells are estimated where the quartier has a factor.

        Parameters
        ----------
        quartier
            Code of the quartier; None for all.
        with_addresses
            Whether to read the addresses as well; without, `Section.addresses` is empty.
        """
        with self._reading() as (connection, key):
            found = read(connection, key, **_of(quartier))
            return found if with_addresses else tuple(replace(s, addresses=()) for s in found)

    def get(self, identity: str) -> Section:
        """Read one section with its addresses.

        Raises
        ------
        NotFoundError
            If there is no such section.
        """
        with self._reading() as (connection, key):
            found = read(connection, key, id=identity)
            if not found:
                raise NotFoundError(what=Thing.SECTION, key=identity)
            return found[0]

    def replace(
        self,
        new: Sequence[Section],
        *,
        source: str,
        at: str,
        demo: bool = False,
        quartiers: Collection[str] | None = None,
    ) -> SectionCounts:
        """Put sections in the place of those of the same quartiers; the same twice changes nothing.

        Real sections never displace invented ones, nor the other way round. Of several addresses
        with one label the first is kept: a door is known by its label.

        Parameters
        ----------
        source
            What is shown to people, for instance the name of the file.
        at
            When, as ISO 8601 text.
        demo
            Mark all of them as invented.
        quartiers
            Codes of the quartiers that the list tells all about; None for those it names.

        Raises
        ------
        NotFoundError
            If one lies in a quartier that does not exist.
        """
        with self._changing() as (connection, key):
            ready = [replace(section, invented=demo or section.invented) for section in new]
            codes = {s.quartier for s in ready} if quartiers is None else set(quartiers)
            found = write(connection, key, ready, source=source, at=at, demo=demo, quartiers=codes)
            if not (found.added or found.changed or found.removed):
                connection.rollback()
            return found

    def statuses(self, quartier: str | None = None, *, now: datetime) -> tuple[SectionStatus, ...]:
        """Say how far each section is done and who holds it at `now`; addresses are left out.

        Done means that every known door was knocked on, or that a pair said so.
        """
        with self._reading() as (connection, key):
            found = read(connection, key, **_of(quartier))
            return progress.statuses(connection, key, found, now=now)

    def sources(self) -> tuple[SectionSource, ...]:
        """Say where the sections came from, newest first."""
        with self._reading() as (connection, key):
            numbers: defaultdict[tuple[str, str, bool], int] = defaultdict(int)
            chosen = select(sections.c.at, sections.c.source, sections.c.invented)
            for at, source, invented in connection.execute(chosen.where(*here(sections, key))):
                numbers[at, source, invented] += 1
            return tuple(
                SectionSource(source, at, numbers[at, source, invented], invented)
                for at, source, invented in sorted(numbers, reverse=True)
            )

    def factors(self) -> dict[str, float]:
        """Read the dwellings per address by quartier, where a coordinator set them."""
        with self._reading() as (connection, key):
            return _factors(connection, key)

    def set_factor(self, quartier: str, dwellings_per_address: float | None) -> None:
        """Set how many dwellings stand for an address in a quartier; None forgets it.

        Raises
        ------
        NotFoundError
            If there is no such quartier.
        ValueError
            If it is not above 0.
        """
        with self._changing() as (connection, key):
            _require_quartiers(connection, key, {quartier})
            if dwellings_per_address is None:
                connection.execute(delete(factors).where(*here(factors, key, quartier=quartier)))
                return
            if not dwellings_per_address > 0:
                raise ValueError("A factor has to be above 0.")
            row = {"campaign": key, "quartier": quartier}
            row_factor = {"dwellings_per_address": float(dwellings_per_address)}
            inserting.upsert(connection, factors, row | row_factor)


def read(
    connection: Connection, key: str, *, estimated: bool = True, **which: object
) -> tuple[Section, ...]:
    """Read sections with their addresses, by quartier, street and id."""
    rows = connection.execute(select(sections).where(*here(sections, key, **which))).mappings()
    plains = [plain(row, "source", "at") for row in rows]
    doors = _addresses(connection, key, which)
    known = _factors(connection, key) if estimated else {}
    found = []
    for values in plains:
        section = Section(**values, addresses=tuple(doors.get(values["id"], ())))
        factor = known.get(section.quartier)
        if section.dwellings is None and factor and section.addresses:
            section = replace(section, dwellings=round(len(section.addresses) * factor))
        found.append(section)
    return tuple(sorted(found, key=lambda section: (section.quartier, section.street, section.id)))


def write(
    connection: Connection,
    key: str,
    new: Sequence[Section],
    *,
    source: str,
    at: str,
    demo: bool,
    quartiers: set[str],
) -> SectionCounts:
    """Put sections in the place of those of some quartiers."""
    _require_quartiers(connection, key, {section.quartier for section in new})
    old = {section.id: section for section in read(connection, key, estimated=False)}
    wished = {section.id: _tidy(section) for section in new}
    added = [section for section in wished.values() if section.id not in old]
    changed = [s for s in wished.values() if s.id in old and old[s.id] != s]
    gone = {s.id for s in old.values() if s.quartier in quartiers and s.invented == demo}
    gone -= wished.keys()
    used = gone & used_sections(connection, key)
    erase(connection, key, gone - used)
    _forget_addresses(connection, key, {section.id for section in changed})
    for section in changed:
        values = _row(section, source, at)
        connection.execute(update(sections).where(*here(sections, key, id=section.id)), values)
    if added:
        rows = [{"campaign": key, **_row(section, source, at)} for section in added]
        connection.execute(insert(sections), rows)
    _add_addresses(connection, key, [*added, *changed])
    kept = len(wished) - len(added) - len(changed)
    return SectionCounts(len(added), len(changed), kept, len(gone) - len(used), len(used))


def used_sections(connection: Connection, key: str) -> set[str]:
    """Name the sections that were claimed, printed or visited."""
    statement = union(
        select(claims.c.section).where(*here(claims, key)),
        select(sheet_lines.c.section).where(*here(sheet_lines, key)),
        select(visits.c.section).where(*here(visits, key), visits.c.section.is_not(None)),
    )
    return set(connection.scalars(statement))


def used_quartiers(connection: Connection, key: str) -> set[str]:
    """Name the quartiers of sections that were claimed, printed or visited."""
    used = used_sections(connection, key)
    chosen = select(sections.c.id, sections.c.quartier).where(*here(sections, key))
    return {row.quartier for row in connection.execute(chosen) if row.id in used}


def erase(connection: Connection, key: str, identities: Collection[str]) -> None:
    """Remove sections and their addresses."""
    _forget_addresses(connection, key, identities)
    for part in parts(identities):
        connection.execute(delete(sections).where(*here(sections, key, id=part)))


def _of(quartier: str | None) -> dict[str, Any]:
    return {} if quartier is None else {"quartier": quartier}


def _tidy(section: Section) -> Section:
    """Keep each label once."""
    first: dict[str, Address] = {}
    for address in section.addresses:
        first.setdefault(address.label, address)
    return replace(section, addresses=tuple(first.values()))


def _row(section: Section, source: str, at: str) -> dict[str, Any]:
    values = {name: value for name, value in vars(section).items() if name != "addresses"}
    return values | {"source": source, "at": at}


def _add_addresses(connection: Connection, key: str, new: Iterable[Section]) -> None:
    rows = [
        {"campaign": key, "section": section.id, "place": place, **vars(address)}
        for section in new
        for place, address in enumerate(section.addresses)
    ]
    if rows:
        connection.execute(insert(addresses), rows)


def _forget_addresses(connection: Connection, key: str, identities: Collection[str]) -> None:
    for part in parts(identities):
        connection.execute(delete(addresses).where(*here(addresses, key, section=part)))


def _addresses(
    connection: Connection, key: str, which: dict[str, object]
) -> dict[str, list[Address]]:
    chosen = select(sections.c.id).where(*here(sections, key, **which))
    statement = select(addresses).where(*here(addresses, key))
    if which:
        statement = statement.where(addresses.c.section.in_(chosen))
    found: defaultdict[str, list[Address]] = defaultdict(list)
    for row in connection.execute(statement.order_by(addresses.c.section, addresses.c.place)):
        address = Address(row.label, row.number, row.suffix, row.lon, row.lat, row.dwellings)
        found[row.section].append(address)
    return found


def _factors(connection: Connection, key: str) -> dict[str, float]:
    chosen = select(factors.c.quartier, factors.c.dwellings_per_address)
    rows = connection.execute(chosen.where(*here(factors, key)).order_by(factors.c.quartier))
    return {row.quartier: row.dwellings_per_address for row in rows}


def _require_quartiers(connection: Connection, key: str, codes: set[str]) -> None:
    known = set(connection.scalars(select(quartiers.c.code).where(*here(quartiers, key))))
    if unknown := codes - known:
        raise NotFoundError(what=Thing.QUARTIER, key=min(unknown))
