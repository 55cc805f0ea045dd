"""The plan of the day: who goes where, for those who coordinate."""

from typing import Any

from dashboard.i18n import _, day, ngettext, number, using
from dashboard.sheets import words
from dashboard.sheets.model import DayPlan, Paper, PlanPair
from dashboard.sheets.printing import typeset
from data.sheet_codes import shown_code


def day_plan(data: DayPlan, *, paper: Paper | str = Paper.A4, language: str = "fr") -> bytes:
    """Print the plan of an outing as an accessible PDF (PDF/UA-1).

    No contact details stand on it unless `data.contacts` holds some.

    Raises
    ------
    ValueError
        If there is no such paper or language.
    """
    with using(language):
        running = " · ".join(filter(None, (data.quartier, day(data.day))))
        return typeset(
            "day",
            _facts(data, running),
            paper=Paper(paper),
            title=_("Plan of the day: {running}", running=running),
            printed=data.printed,
        )


def _facts(data: DayPlan, running: str) -> dict[str, Any]:
    """Gather what the template prints."""
    return {
        "page": _("Page # of #"),
        "footer": data.campaign,
        "running": running,
        "campaign": data.campaign,
        "heading": _("Plan of the day"),
        "facts": _header(data),
        "note": data.note,
        "pairs": [_pair(pair) for pair in data.pairs],
        "total": number(sum(sum(pair.streets.values()) for pair in data.pairs)),
        "without_pair": list(data.without_pair),
        "contacts": [[name, phone] for name, phone in data.contacts.items()],
        "checklist": list(data.checklist or words.default_checklist()),
        "words": _labels(),
    }


def _header(data: DayPlan) -> list[list[str]]:
    """Give the labelled facts of the header; what is not known is left out."""
    people = sum(len(pair.members) for pair in data.pairs) + len(data.without_pair)
    pairs = ngettext("{n} pair", "{n} pairs", len(data.pairs))
    rows = [
        [_("Quartier"), data.quartier],
        [_("When"), words.when(data.day, data.start, data.end)],
        [_("Meet at"), data.meeting_point],
        [_("Headcount"), ngettext("{n} person", "{n} people", people) + f", {pairs}"],
    ]
    return [row for row in rows if row[1]]


def _pair(pair: PlanPair) -> dict[str, Any]:
    """Give one line of the plan."""
    return {
        "number": str(pair.number),
        "members": list(pair.members),
        "streets": [
            f"{name} ({number(doors)})" if doors else name for name, doors in pair.streets.items()
        ],
        "doors": number(sum(pair.streets.values())) if pair.streets else "–",
        "code": shown_code(pair.code) if pair.code else "",
    }


def _labels() -> dict[str, str]:
    """Give the fixed texts of the template."""
    return {
        "pairs": _("Pairs and streets"),
        "no_pairs": _("No pairs have been formed yet."),
        "no_street": _("no street chosen yet"),
        "pair": _("Pair"),
        "members": _("Team"),
        "streets": _("Streets (doors)"),
        "doors": _("Doors"),
        "sheet": _("Sheet"),
        "left": _("Left"),
        "back": _("Back"),
        "total": _("Total"),
        "without_pair": _("Without a pair"),
        "contacts": _("Telephone numbers"),
        "name": _("Name"),
        "phone": _("Telephone"),
        "contacts_care": _("Personal data: for this day only. Destroy the paper afterwards."),
        "checklist": _("To bring"),
        "notes": _("Notes"),
    }
