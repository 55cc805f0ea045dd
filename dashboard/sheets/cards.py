"""The card left at a door that stayed shut: four on A4, two on A5."""

from typing import Any

from dashboard.i18n import _, using
from dashboard.sheets import words
from dashboard.sheets.model import CardData, Paper
from dashboard.sheets.printing import qr_code, typeset


def leave_behind(data: CardData, *, paper: Paper | str = Paper.A4, language: str = "fr") -> bytes:
    """Print a page of cards with lines to cut along, as an accessible PDF (PDF/UA-1).

    Raises
    ------
    ValueError
        If there is no such paper or language.
    """
    with using(language):
        return typeset(
            "cards",
            _facts(data, language),
            paper=Paper(paper),
            title=_("Cards to leave: {campaign}", campaign=data.campaign),
            printed=data.printed,
            drawings={"qr": qr_code(data.link)} if data.link else {},
        )


def _facts(data: CardData, language: str) -> dict[str, Any]:
    """Gather what the template prints."""
    message = data.message or words.default_message(town=data.town, language=language)
    about = [
        [_("Who are we?"), data.organiser or words.volunteers_of(data.campaign)],
        [_("To answer or to ask:"), data.contact],
        [_("Results:"), data.results],
    ]
    return {
        "page": "",
        "campaign": data.campaign,
        "message": words.prose(message),
        "about": [row for row in about if row[1] or row is not about[2]],
        "link": data.link,
        "words": {
            "heading": _("We came by"),
            "again": _("We will come back on:"),
            "qr_alt": _("QR code of the address {link}", link=data.link),
        },
    }
