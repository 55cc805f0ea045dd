"""Streets: what a pair can take, takes, holds and gives back.

Use cases reached as `Service.turf`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import belonging
from dashboard.access import Part, allowed
from data.fieldwork import (
    Address,
    Claim,
    ClaimEnd,
    Outing,
    Section,
    SectionState,
    SectionStatus,
    WalkingOrder,
)
from data.model import Role
from data.store.sections import SectionCounts, SectionSource

if TYPE_CHECKING:
    from geo.address_faults import AddressFinding
    from geo.streets import StreetSection

DOORS_PER_HOUR = 8
"""Doors a pair knocks on in an hour: 120 doors by eight pairs in two hours on the first outing."""
STREETS_FILE = "streets.csv"
"""Streets that a campaign folder comes with."""
EARTH_M = 6_371_000


@dataclass(frozen=True)
class Choice:
    """A section offered to a pair, best first, with what speaks for it.

    Parameters
    ----------
    metres
        From the meeting point as the crow flies; None where one of the two has no place.
    fits
        The doors left are about what the pair can do in its time.
    lags
        The quartier is behind the plan.
    """

    status: SectionStatus
    metres: int | None
    fits: bool
    lags: bool


@dataclass(frozen=True)
class Holder:
    """Who holds a section: the number and the names of a pair, its outing, until when (UTC)."""

    number: int
    names: Sequence[str]
    outing: Outing
    expires: datetime


@dataclass(frozen=True)
class AddressReport:
    """What came of a file of addresses."""

    addresses: int
    streets: int
    sections: int
    outside: int
    counts: SectionCounts
    findings: "Sequence[AddressFinding]"


class Turf(Part):
    """Street sections and the claims on them."""

    @allowed(Role.ADMINISTRATOR, audited=True)
    def start(self, path: Path) -> None:
        """Bring in the streets a campaign folder comes with: names and one point each, no doors.

        Without such a file there are none.
        """
        from geo.street_points import read_points

        if path.is_file():
            found = [
                Section(part.id, part.quartier, part.street, part.geojson)
                for part in read_points(path)
            ]
            self._store.sections.replace(found, source=path.name, at=self._service.now())

    @allowed(Role.VOLUNTEER)
    def sections(self, quartier: str | None = None) -> Sequence[SectionStatus]:
        """Give the sections with how far each is done and who holds it now.

        Volunteers see that a section is held and until when, and by whom only where it is them.
        """
        found = self._store.sections.statuses(quartier, now=self.settings.now())
        return belonging.without_holders(found, self._store, self.actor)

    @allowed(Role.COORDINATOR)
    def holders(self) -> Mapping[str, Holder]:
        """Say which pair holds which section now, with names: by section, for coordinators only."""
        names = {person.id: person.name for person in self._store.people.volunteers()}
        found = {}
        for claim in self._store.claims.active(self.settings.now()):
            pair = self._store.outings.pair(claim.pair)
            members = tuple(names[one] for one in pair.members if one in names)
            outing = self._store.outings.get(claim.outing)
            found[claim.section] = Holder(pair.number, members, outing, claim.expires)
        return found

    @allowed(Role.VOLUNTEER)
    def section(self, identity: str) -> Section:
        """Give one section with its addresses.

        Raises
        ------
        NotFoundError
            There is none.
        """
        return self._store.sections.get(identity)

    @allowed(Role.COORDINATOR)
    def sources(self) -> Sequence[SectionSource]:
        """Say where the sections came from, newest first."""
        return self._store.sections.sources()

    @allowed(Role.VOLUNTEER)
    def only_names(self) -> bool:
        """Say whether all real streets are those of the campaign folder: names without doors."""
        return {one.source for one in self.sources() if not one.invented} <= {STREETS_FILE}

    @allowed(Role.COORDINATOR, audited=True)
    def set_factor(self, quartier: str, dwellings: float | None) -> None:
        """Set the dwellings an address of a quartier stands for where no file tells."""
        self._store.sections.set_factor(quartier, dwellings)

    @allowed(Role.VOLUNTEER)
    def best_for(self, outing: str, hours: float) -> Sequence[Choice]:
        """Order the free sections for a pair that has `hours`: those that fit, then the nearest.

        Streets whose doors nobody has listed come last: they may be of any size.
        """
        found = self._store.outings.get(outing)
        lagging = {row.code for row in self._service.coverage.lagging()}
        room = hours * DOORS_PER_HOUR
        choices = [
            Choice(
                status,
                metres=_metres(found, status.section),
                fits=room / 2 <= status.left <= room * 1.25,
                lags=status.section.quartier in lagging,
            )
            for status in self.sections(found.quartier or None)
            if status.state is SectionState.FREE and (status.left or not status.doors)
        ]
        return sorted(choices, key=lambda choice: _rank(choice, room))

    @allowed(Role.VOLUNTEER)
    def claim(self, section: str, outing: str, pair: str) -> Claim:
        """Take a section for a pair, for as long as the outing says.

        Raises
        ------
        ClaimTakenError
            Another pair holds it; the error says until when.
        OtherPairError
            A volunteer asks for a pair they are no part of, here as in what follows.
        """
        belonging.require_pair(self._store, self.actor, pair, outing=outing)
        settings = self.settings
        found, now = self._store.outings.get(outing), settings.now()
        start = settings.at(found.day, found.start)
        expires = max(start, now) + timedelta(hours=found.claim_hours)
        return self._store.claims.claim(section, outing, pair, now=now, expires=expires)

    @allowed(Role.VOLUNTEER)
    def extend(self, claim: str, hours: float) -> Claim:
        """Hold a section for `hours` from now.

        Raises
        ------
        ClaimEndedError
            It was given back or taken by another pair meanwhile.
        """
        belonging.require_claim(self._store, self.actor, claim)
        expires = self.settings.now() + timedelta(hours=hours)
        return self._store.claims.extend(claim, expires)

    @allowed(Role.VOLUNTEER)
    def release(self, claim: str, *, done: bool = False) -> Claim:
        """Give a section back, or say that it is `done`; what was recorded there stays."""
        belonging.require_claim(self._store, self.actor, claim)
        end = ClaimEnd.DONE if done else ClaimEnd.RELEASED
        return self._store.claims.release(claim, now=self.settings.now(), end=end)

    @allowed(Role.VOLUNTEER)
    def hand_over(self, claim: str, pair: str) -> Claim:
        """Give a section to another pair.

        Raises
        ------
        ClaimEndedError
            The claim has ended or run out.
        """
        belonging.require_claim(self._store, self.actor, claim, receiver=pair)
        return self._store.claims.hand_over(claim, pair, now=self.settings.now())

    @allowed(Role.VOLUNTEER)
    def claims_of(self, pair: str) -> Sequence[Claim]:
        """Give all claims of a pair, also those that ended or ran out."""
        belonging.require_pair(self._store, self.actor, pair)
        return self._store.claims.of_pair(pair)

    @allowed(Role.VOLUNTEER)
    def set_walk(self, pair: str, walk: WalkingOrder) -> None:
        """Choose in which order a pair walks its doors: at the door, on its next sheet and its map.

        A sheet that was printed keeps its lines under its code.

        Raises
        ------
        NotFoundError
            There is no such pair.
        """
        belonging.require_pair(self._store, self.actor, pair)
        self._store.outings.set_walk(pair, walk)

    @allowed(Role.COORDINATOR, audited=True)
    def import_addresses(self, path: Path, filename: str) -> AddressReport:
        """Bring a BAN or BAL file in: its streets, cut into sections by quartier.

        Raises
        ------
        AddressFileError
            The file is no such file, or is broken.
        """
        from geo.addresses import read_addresses
        from geo.streets import sections

        commune = self._service.campaign().commune
        table = read_addresses(path, filename=filename, commune=commune)
        cut = sections(table.frame, self._service.assigner())
        found = [section_of(part) for part in cut.sections]
        counts = self._store.sections.replace(found, source=filename, at=self._service.now())
        return AddressReport(
            addresses=cut.addresses,
            streets=cut.streets,
            sections=len(found),
            outside=cut.outside,
            counts=counts,
            findings=(*table.findings, *cut.findings),
        )


def walked(section: Section, walk: WalkingOrder) -> Sequence[Address]:
    """Give the entrances of a section in the order in which a pair walks them.

    Sections are kept odd side up and even side down; only another order has to be worked out.
    """
    if walk is WalkingOrder.UP_AND_DOWN:
        return section.addresses
    from geo.walking import walking_order

    return walking_order(section.addresses, walk.value)


def section_of(part: "StreetSection", *, invented: bool = False) -> Section:
    """Turn a section that was cut into the record of one."""
    doors = (
        Address(door.label, door.number, door.suffix, door.lon, door.lat, door.dwellings)
        for door in part.entrances
    )
    return Section(
        id=part.id,
        quartier=part.quartier,
        street=part.street,
        geometry=part.geojson,
        addresses=tuple(doors),
        dwellings=part.dwellings,
        invented=invented,
    )


def _rank(choice: Choice, room: float) -> tuple[bool, bool, bool, float, str]:
    """Order choices: those that fit, in lagging quartiers, near; else nearest in size."""
    far = choice.metres if choice.metres is not None else abs(choice.status.left - room) * 50
    unknown = not choice.status.doors
    return unknown, not choice.fits, not choice.lags, far, choice.status.section.id


def _metres(outing: Outing, section: Section) -> int | None:
    """Measure from the meeting point to the middle of a section, for ordering (about 1 %)."""
    from shapely import from_geojson

    if outing.lon is None or outing.lat is None or not section.geometry:
        return None
    middle = from_geojson(section.geometry).centroid
    across = math.radians(middle.x - outing.lon) * math.cos(math.radians(outing.lat))
    along = math.radians(middle.y - outing.lat)
    return round(EARTH_M * math.hypot(across, along))
