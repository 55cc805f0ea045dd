"""The words of the field: volunteers, outings, pairs, street sections, claims, sheets.

All are frozen. Identifiers are random text made by whoever creates the thing, so that the same
wish sent twice makes one thing. Nothing here is reachable from a response.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from data.model import Outcome


class OutingKind(StrEnum):
    """What an outing is for."""

    DOORS = "doors"
    TRAINING = "training"


class Side(StrEnum):
    """Side of the street a number lies on, by its parity; NONE where there is no number."""

    ODD = "odd"
    EVEN = "even"
    NONE = "none"


class WalkingOrder(StrEnum):
    """In which order a pair walks the doors of a street."""

    UP_AND_DOWN = "up_and_down"
    """Odd side up, even side down."""
    DISTANCE = "distance"
    """Both sides together, along the street."""


class ClaimEnd(StrEnum):
    """Why a claim no longer holds."""

    RELEASED = "released"
    HANDED_OVER = "handed_over"
    EXPIRED = "expired"
    DONE = "done"


class Source(StrEnum):
    """How a visit came in."""

    IMPORT = "import"
    DOOR = "door"
    PAPER = "paper"


@dataclass(frozen=True)
class Volunteer:
    """Somebody who takes part; `trained` once they attended a training day."""

    id: str
    name: str
    experienced: bool = False
    trained: bool = False


@dataclass(frozen=True)
class Contact:
    """How to reach a volunteer; kept encrypted in a table of its own, for coordinators only.

    `locked` where something is kept that cannot be read, because the key is not here: both texts
    are empty then, and keeping it as it is changes nothing.
    """

    volunteer: str
    email: str = ""
    phone: str = ""
    locked: bool = False


@dataclass(frozen=True)
class Outing:
    """A day on which pairs go out from a meeting point (local time of the town).

    Parameters
    ----------
    quartier
        Code of the quartier; "" for a training day.
    lon, lat
        Meeting point in degrees (EPSG:4326), or None where only `meeting_point` is known.
    claim_hours
        How long a claim of streets holds, from the start of the outing or from when it is taken,
        whichever is later.
    closed
        True once it was debriefed.
    """

    id: str
    day: date
    start: time
    end: time
    quartier: str
    meeting_point: str
    lon: float | None = None
    lat: float | None = None
    capacity: int = 16
    kind: OutingKind = OutingKind.DOORS
    claim_hours: float = 4.0
    note: str = ""
    closed: bool = False


@dataclass(frozen=True)
class SignUp:
    """A volunteer's word to come; `attended` is None until somebody noted it."""

    outing: str
    volunteer: str
    attended: bool | None = None


@dataclass(frozen=True)
class Pair:
    """Those who go from door to door together at one outing; mostly two, three at times.

    `walk` is the order in which they walk the doors of their streets, at the door and on paper.
    """

    id: str
    outing: str
    number: int
    members: tuple[str, ...]
    walk: WalkingOrder = WalkingOrder.UP_AND_DOWN


@dataclass(frozen=True)
class Address:
    """One numbered entrance, or one without a number.

    Parameters
    ----------
    label
        Number and suffix as written on a sheet and in `Visit.door`, for instance ``12 bis``.
    lon, lat
        Degrees (EPSG:4326).
    dwellings
        Dwellings behind the entrance; None where unknown.
    """

    label: str
    number: int | None
    suffix: str
    lon: float
    lat: float
    dwellings: int | None = None

    @property
    def side(self) -> Side:
        """The side of the street, by parity."""
        if self.number is None:
            return Side.NONE
        return Side.EVEN if self.number % 2 == 0 else Side.ODD


@dataclass(frozen=True)
class Section:
    """The part of a street that lies in one quartier; what a pair claims.

    Parameters
    ----------
    id
        Stable: the same street in the same quartier has the same one in every import.
    geometry
        GeoJSON text of a LineString, MultiLineString or Point in EPSG:4326, for display.
    dwellings
        Known or estimated (addresses × the quartier's factor); None where neither is known.
    invented
        True for a section of the demonstration.
    """

    id: str
    quartier: str
    street: str
    geometry: str
    addresses: tuple[Address, ...] = ()
    dwellings: int | None = None
    invented: bool = False


@dataclass(frozen=True)
class Claim:
    """A section held by a pair until `expires` (UTC); `ended` is None while it holds.

    A claim that ran out keeps its row, so that who held it sees that it did.
    """

    id: str
    section: str
    outing: str
    pair: str
    taken: datetime
    expires: datetime
    ended: datetime | None = None
    end: ClaimEnd | None = None


class SectionState(StrEnum):
    """How a section stands."""

    FREE = "free"
    TAKEN = "taken"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True)
class SectionStatus:
    """A section with what was done there.

    Parameters
    ----------
    doors
        Doors known in the section.
    knocked
        Of those, doors with at least one visit.
    claim
        The claim that holds now, or None.
    """

    section: Section
    state: SectionState
    doors: int
    knocked: int
    claim: Claim | None = None

    @property
    def left(self) -> int:
        """Doors nobody has knocked on yet."""
        return max(self.doors - self.knocked, 0)


@dataclass(frozen=True)
class Recorded:
    """One visit as the field records it: at a door, or from a line of a sheet.

    Parameters
    ----------
    key
        Made by the client before it sends; the same key twice counts once.
    outcome
        None withdraws what `replaces` names (undo).
    replaces
        Key of the visit that this one corrects, or "".
    hour
        Hour of the day (0–23) in local time, None where unknown.
    """

    key: str
    quartier: str
    day: date
    outcome: Outcome | None
    street: str = ""
    door: str | None = None
    doors: int = 1
    section: str = ""
    outing: str = ""
    pair: str = ""
    source: Source = Source.DOOR
    replaces: str = ""
    hour: int | None = None


@dataclass(frozen=True)
class SheetLine:
    """One line of a paper sheet: its number, the section and the door."""

    row: int
    section: str
    street: str
    door: str


@dataclass(frozen=True)
class Sheet:
    """A paper sheet of one pair; its code and a row number say which door is meant.

    `checked_by` is the name of the second person who compared it with the paper, "" until then.
    """

    code: str
    outing: str
    pair: str
    quartier: str
    lines: tuple[SheetLine, ...] = field(default_factory=tuple)
    checked_by: str = ""
