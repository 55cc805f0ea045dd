"""Outings as a calendar file, for the calendars people already have."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from dashboard.i18n import _, text
from data.fieldwork import Outing, OutingKind
from data.model import Campaign

if TYPE_CHECKING:
    from dashboard.settings import Settings


def to_ics(
    outings: Sequence[Outing],
    campaign: Campaign,
    names: Mapping[str, str],
    *,
    settings: "Settings",
) -> bytes:
    """Give the outings as an iCalendar file (RFC 5545), in the current language.

    Parameters
    ----------
    names
        Name of each quartier by code.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//1001 portes//outings//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", " ".join(_clean(text(campaign.name)).split()))
    for outing in outings:
        event = Event()
        event.add("uid", f"{outing.id}@{campaign.id}.1001portes")
        event.add("dtstamp", settings.now())
        event.add("dtstart", datetime.combine(outing.day, outing.start, tzinfo=settings.zone))
        event.add("dtend", datetime.combine(outing.day, outing.end, tzinfo=settings.zone))
        event.add("summary", _clean(_title(outing, names)))
        place = (outing.meeting_point, campaign.town)
        event.add("location", _clean(", ".join(part for part in place if part)))
        if outing.note:
            event.add("description", _clean(outing.note))
        if outing.lon is not None and outing.lat is not None:
            event.add("geo", (outing.lat, outing.lon))
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _clean(words: str) -> str:
    r"""Take from a text what a calendar file cannot hold; lines may end.

    >>> _clean("a\r\nb\rc\x00d")
    'a\nb\nc d'
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign if sign >= " " or sign in "\n\t" else " " for sign in lines)


def _title(outing: Outing, names: Mapping[str, str]) -> str:
    """Name an outing."""
    if outing.kind is OutingKind.TRAINING:
        return _("1001 portes: training day")
    return _("1001 portes: {quartier}", quartier=names.get(outing.quartier, outing.quartier))
