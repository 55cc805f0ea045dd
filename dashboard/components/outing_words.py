"""Outings in words: when, where, what for."""

from collections.abc import Iterable, Mapping
from datetime import date, time

from dashboard.i18n import _, day, ngettext
from data.fieldwork import Outing, OutingKind, Volunteer


def clock(moment: time) -> str:
    """Write a time of day.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("en"):
    ...     clock(time(9, 5))
    '9:05'
    """
    if not moment.minute:
        return _("{hour}:00", hour=moment.hour)
    return _("{hour}:{minute}", hour=moment.hour, minute=f"{moment.minute:02d}")


def hours(outing: Outing) -> str:
    """Say from when to when."""
    return _("{start}–{end}", start=clock(outing.start), end=clock(outing.end))


def place(outing: Outing, names: Mapping[str, str]) -> str:
    """Name the quartier, or say that it is a training day."""
    if outing.kind is OutingKind.TRAINING:
        return _("Training day")
    return names.get(outing.quartier, outing.quartier) or _("no quartier yet")


def title(outing: Outing, names: Mapping[str, str]) -> str:
    """Name an outing by its day and place."""
    return f"{capital(day(outing.day, 'full'))} · {place(outing, names)}"


def capital(words: str) -> str:
    """Begin with a capital letter, leaving the rest as it is.

    Examples
    --------
    >>> capital("dimanche 14 mai, à Poitiers")
    'Dimanche 14 mai, à Poitiers'
    """
    return words[:1].upper() + words[1:]


def from_today(on: date, today: date) -> str:
    """Say how far off a day is."""
    away = (on - today).days
    if away == 0:
        return _("today")
    if away > 0:
        return ngettext("in {n} day", "in {n} days", away)
    return ngettext("{n} day ago", "{n} days ago", -away)


def skills(person: Volunteer) -> list[str]:
    """Say what a volunteer brings along."""
    words = []
    if person.experienced:
        words.append(_("experienced"))
    if person.trained:
        words.append(_("trained"))
    return words


def names_of(people: Iterable[str]) -> str:
    """Join names as a sentence does.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("en"):
    ...     names_of(["Ana", "Bob", "Cid"])
    'Ana, Bob and Cid'
    """
    *others, last = [*people] or [""]
    if not others:
        return last
    return _("{others} and {last}", others=", ".join(others), last=last)
