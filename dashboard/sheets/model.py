"""What goes onto paper: plain facts of one sheet, card or plan, ready to be printed.

All texts are as people typed them; they are data to the typesetter, never markup. Empty texts
stand for "not known" and print as nothing, as a default text or as a line to fill in by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from data.fieldwork import WalkingOrder


class Paper(StrEnum):
    """Formats of paper, always upright."""

    A4 = "a4"
    A5 = "a5"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        return (210.0, 297.0) if self is Paper.A4 else (148.0, 210.0)


@dataclass(frozen=True)
class SheetStreet:
    """A street to draw.

    Parameters
    ----------
    geometry
        GeoJSON text in EPSG:4326: a line, several, or a point; "" where there is none.
    """

    name: str
    geometry: str = ""


@dataclass(frozen=True)
class SheetDoor:
    """One line of a sheet.

    Parameters
    ----------
    row
        Number of the line; with the code of the sheet it says which door is meant.
    street
        The heading under which it stands; equal to the name of a `SheetStreet` to be lettered.
    label
        Number and suffix; "" leaves room to write one.
    lon, lat
        Degrees (EPSG:4326), or None where unknown: the door is then not on the map.
    note
        Printed small beside the room for notes, for instance how many dwellings there are.
    """

    row: int
    street: str
    label: str
    lon: float | None = None
    lat: float | None = None
    note: str = ""


@dataclass(frozen=True)
class SheetData:
    """The sheet of one pair.

    Parameters
    ----------
    quartier
        Name, not code.
    members
        Names as they may be shown; no contact details.
    code
        Of the sheet, as stored (`data.sheet_codes`).
    doors
        In walking order.
    printed
        The day that stands in the file: with the same one, the same bytes come out.
    streets, others
        The pair's streets (thick) and those around (thin).
    outline
        GeoJSON text of the quartier in EPSG:4326; "" where unknown.
    meeting
        Longitude and latitude of the meeting point in degrees, or None.
    qr
        What the QR code says; "" for the code alone.
    organiser, contact
        Who is behind it and how to reach them; "" leaves a line to fill in.
    results
        Where the results can be read; "" where that is not known.
    script, notice
        What to say at the door, and what people are told between who asks and the contact; "" for
        the default texts. A line that begins with "- " becomes an item of a list.
    until
        The day on which it is forgotten which doors were knocked on, for the default notice; None
        for the end of the campaign.
    note
        What the pair should know about this outing.
    walk
        The order in which `doors` are walked; the map draws the way.
    invented
        True where the addresses are those of the demonstration: the sheet says so.
    """

    campaign: str
    town: str
    quartier: str
    day: date
    start: time
    meeting_point: str
    pair: int
    members: tuple[str, ...]
    code: str
    doors: tuple[SheetDoor, ...]
    printed: date
    end: time | None = None
    streets: tuple[SheetStreet, ...] = ()
    others: tuple[SheetStreet, ...] = ()
    outline: str = ""
    meeting: tuple[float, float] | None = None
    qr: str = ""
    organiser: str = ""
    contact: str = ""
    results: str = ""
    script: str = ""
    notice: str = ""
    until: date | None = None
    note: str = ""
    walk: WalkingOrder = WalkingOrder.UP_AND_DOWN
    invented: bool = False


@dataclass(frozen=True)
class CardData:
    """The card left where nobody opened.

    Parameters
    ----------
    message
        What the card says; "" for the default text.
    link
        Address of a page, printed with a QR code; "" for none.
    printed
        The day that stands in the file.
    """

    campaign: str
    town: str
    printed: date
    organiser: str = ""
    contact: str = ""
    results: str = ""
    message: str = ""
    link: str = ""


@dataclass(frozen=True)
class PlanPair:
    """A pair in the plan of the day: members, doors by street, code of its sheet or ""."""

    number: int
    members: tuple[str, ...]
    streets: Mapping[str, int] = field(default_factory=dict)
    code: str = ""


@dataclass(frozen=True)
class DayPlan:
    """The plan of one outing, for those who coordinate.

    Parameters
    ----------
    without_pair
        Names of those who signed up and are in no pair yet.
    checklist
        What to bring; none for the default list.
    contacts
        Telephone numbers by name. Leave it empty unless somebody asked for them: paper gets lost.
    printed
        The day that stands in the file.
    """

    campaign: str
    quartier: str
    day: date
    start: time
    meeting_point: str
    pairs: tuple[PlanPair, ...]
    printed: date
    end: time | None = None
    without_pair: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    contacts: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
