"""The sheets of pairs: header, map, what to say, information of people, doors to tick."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dashboard.i18n import _, day, ngettext, using
from dashboard.sheets import words
from dashboard.sheets.ground import geometry_of
from dashboard.sheets.model import Paper, SheetData, SheetDoor
from dashboard.sheets.plan import draw, letters
from dashboard.sheets.printing import qr_code, typeset
from data.sheet_codes import shown_code

MAP = {Paper.A4: (186.0, 92.0), Paper.A5: (130.0, 70.0)}
"""Width and height of the map in millimetres."""


def pair_sheet(data: SheetData, *, paper: Paper | str = Paper.A4, language: str = "fr") -> bytes:
    """Print the sheet of a pair as an accessible PDF (PDF/UA-1).

    The same data give the same bytes.

    Raises
    ------
    ValueError
        If there is no such paper or language.
    """
    with using(language):
        title = _("Sheet of pair {n}: {running}", n=data.pair, running=_running(data))
        return _printed([data], Paper(paper), title, language)


def pair_sheets(
    several: Sequence[SheetData], *, paper: Paper | str = Paper.A4, language: str = "fr"
) -> bytes:
    """Print the sheets of several pairs as one such PDF; each counts its own pages.

    Parameters
    ----------
    several
        At least one, all of the same outing.

    Raises
    ------
    ValueError
        If there is no such paper or language.
    """
    with using(language):
        title = _("Sheets of all pairs: {running}", running=_running(several[0]))
        return _printed(several, Paper(paper), title, language)


def _printed(several: Sequence[SheetData], paper: Paper, title: str, language: str) -> bytes:
    """Print sheets one after the other."""
    width, height = MAP[paper]
    drawings, sheets = {}, []
    for at, data in enumerate(several):
        drawn = draw(data, width=width, height=height)
        drawings[f"qr-{at}"] = qr_code(data.qr or shown_code(data.code))
        drawings |= {f"map-{at}": drawn} if drawn else {}
        pictures = {"qr": f"qr-{at}", "map": f"map-{at}" if drawn else ""}
        sheets.append(_facts(data, language) | pictures)
    facts = {"page": _("Page # of #"), "footer": several[0].campaign, "sheets": sheets}
    printed = several[0].printed
    return typeset("pair", facts, paper=paper, title=title, printed=printed, drawings=drawings)


def _facts(data: SheetData, language: str) -> dict[str, Any]:
    """Gather what the template prints."""
    script = data.script or words.default_script(
        campaign=data.campaign, town=data.town, language=language
    )
    notice = words.notice(
        organiser=data.organiser,
        contact=data.contact,
        results=data.results,
        body=data.notice or words.default_notice(until=data.until, language=language),
        campaign=data.campaign,
        language=language,
    )
    return {
        "running": _("Pair {n} · {running}", n=data.pair, running=_running(data)),
        "campaign": data.campaign,
        "heading": _("Pair {n}", n=data.pair),
        "facts": _header(data),
        "code": shown_code(data.code),
        "warning": _("Demonstration: the addresses are invented.") if data.invented else "",
        "note": data.note,
        "others": any(geometry_of(street.geometry) for street in data.others),
        "outlined": geometry_of(data.outline) is not None,
        "meeting": data.meeting is not None,
        "way": any(door.lon is not None for door in data.doors),
        "streets": _streets(data),
        "script": words.prose(script),
        "notice": words.prose(notice),
        "outcomes": [{"label": each.label, "meaning": each.meaning} for each in words.ticks()],
        "groups": _groups(data),
        "words": _labels(data),
    }


def _header(data: SheetData) -> list[list[str]]:
    """Give the labelled facts of the header; what is not known is left out."""
    rows = [
        [_("Team"), words.listed(data.members)],
        [_("Quartier"), data.quartier],
        [_("When"), words.when(data.day, data.start, data.end)],
        [_("Meet at"), data.meeting_point],
    ]
    return [row for row in rows if row[1]]


def _running(data: SheetData) -> str:
    """Give what tells this sheet from others."""
    return " · ".join(filter(None, (data.quartier, day(data.day))))


def _streets(data: SheetData) -> list[dict[str, str]]:
    """List the streets with their letters and number of doors."""
    return [
        {"letter": letter, "name": name, "doors": _doors(data, name)}
        for name, letter in letters(data).items()
    ]


def _doors(data: SheetData, street: str) -> str:
    """Say how many doors of the list a street has."""
    n = sum(door.street == street for door in data.doors)
    return ngettext("{n} door", "{n} doors", n)


def _groups(data: SheetData) -> list[dict[str, Any]]:
    """Part the doors into runs under one street, keeping their order."""
    named = letters(data)
    return [
        {"letter": named[street], "name": street, "doors": [_line(door) for door in doors]}
        for street, doors in groupby(data.doors, key=lambda door: door.street)
    ]


def _line(door: SheetDoor) -> dict[str, Any]:
    """Give one line; every fifth has a thicker rule, for the eye to count by."""
    return {"row": door.row, "label": door.label, "note": door.note, "fifth": door.row % 5 == 0}


def _labels(data: SheetData) -> dict[str, str]:
    """Give the fixed texts of the template."""
    code = shown_code(data.code)
    return {
        "check": _("check character: {character}", character=data.code[-1:]),
        "qr_alt": _("QR code of sheet {code}", code=code),
        "streets": _("Your streets"),
        "no_map": _("No map: the places of these streets are not known."),
        "map_alt": _alt(data),
        "key_streets": _("your streets"),
        "key_door": _("door"),
        "key_start": _("begin here"),
        "key_way": _("the way"),
        "key_others": _("other streets"),
        "key_outline": _("limit of the quartier"),
        "key_meeting": _("meeting point"),
        "script": _("At the door"),
        "notice": _("Information for the people we ask"),
        "doors": _("The doors"),
        "walk": words.order(data.walk),
        "one_box": _(
            "One tick a door. Under “Remark”, only what helps to come back (“after 6 pm”): never "
            "a name, nor what somebody thinks."
        ),
        "row": _("Line"),
        "door": _("Door"),
        "remark": _("Remark"),
        "count_doors": _("Doors knocked:"),
        "count_interviews": _("Interviews:"),
        "returned": _("Given back to, on:"),
    }


def _alt(data: SheetData) -> str:
    """Say in words what the map shows."""
    streets = "; ".join(
        f"{street['letter']}, {street['name']}, {street['doors']}" for street in _streets(data)
    )
    return _(
        "Map with north at the top and the doors of these streets: {streets}.", streets=streets
    )
