"""Cards with personal links, eight on a page: who gets one comes in by its QR code."""

from collections.abc import Sequence
from datetime import date

from dashboard.i18n import _, using
from dashboard.sheets.model import Paper
from dashboard.sheets.printing import qr_code, typeset


def access_cards(
    people: Sequence[tuple[str, str]], *, campaign: str, printed: date, language: str = "fr"
) -> bytes:
    """Print cards to cut out, as an accessible PDF (PDF/UA-1).

    Parameters
    ----------
    people
        The name and the link of each.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    with using(language):
        told = _(
            "Scan this with your phone to come in. The card is yours alone, like a key: if you "
            "lose it, tell a coordinator."
        )
        facts = {
            "page": "",
            "campaign": campaign,
            "told": told,
            "people": [
                {"name": name, "link": link, "alt": _("QR code of {name}", name=name)}
                for name, link in people
            ],
            "words": {},
        }
        return typeset(
            "access",
            facts,
            paper=Paper.A4,
            title=_("Personal links: {campaign}", campaign=campaign),
            printed=printed,
            drawings={f"qr{at}": qr_code(link) for at, (_name, link) in enumerate(people)},
        )
