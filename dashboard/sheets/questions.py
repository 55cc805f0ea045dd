"""The questionnaire to print; it bears no code, so that nothing leads from it to a door."""

from datetime import date
from typing import Any

from dashboard.i18n import _, month, text, using
from dashboard.sheets.model import Paper
from dashboard.sheets.printing import typeset
from dashboard.sheets.words import prose
from data.model import Question, QuestionKind, Questionnaire

LINES = {Paper.A4: 3, Paper.A5: 3}
"""Lines to write on below an open question."""


def questionnaire_sheet(
    questionnaire: Questionnaire,
    *,
    campaign: str,
    printed: date,
    paper: Paper | str = Paper.A4,
    language: str = "fr",
    quartier: str = "",
    when: date | None = None,
) -> bytes:
    """Print a questionnaire as an accessible PDF (PDF/UA-1).

    Parameters
    ----------
    printed
        The day that stands in the file; with the same one, the same bytes come out.
    quartier, when
        Printed if given (of the day only its month), else lines to fill in. Nothing else about
        where and when an answer was given may stand on it.

    Raises
    ------
    ValueError
        If there is no such paper or language.
    """
    paper = Paper(paper)
    with using(language):
        title = text(questionnaire.title)
        return typeset(
            "questionnaire",
            _facts(questionnaire, campaign, quartier, when) | {"lines": LINES[paper]},
            paper=paper,
            title=_("Questionnaire: {title}", title=title) if title else _("Questionnaire"),
            printed=printed,
        )


def _facts(
    questionnaire: Questionnaire, campaign: str, quartier: str, when: date | None
) -> dict[str, Any]:
    """Gather what the template prints."""
    version = _("version {n}", n=questionnaire.version)
    heading = text(questionnaire.title) or _("Questionnaire")
    return {
        "page": _("Page # of #"),
        "footer": f"{campaign} · {version}",
        "running": heading,
        "campaign": campaign,
        "heading": heading,
        "intro": prose(
            _(
                "Your answers are optional and anonymous. You may skip any question, and stop "
                "whenever you like.\n"
                "For the volunteers: no name, no address, no sheet code on this paper. "
                "One tick a line; no tick if there is no answer."
            )
        ),
        "quartier": quartier,
        "month": month(when) if when else "",
        "questions": [_question(q, at) for at, q in enumerate(questionnaire.questions, start=1)],
        "words": {
            "quartier": _("Quartier:"),
            "month": _("Month:"),
            "unknown": _("Does not know"),
        },
    }


def _question(question: Question, at: int) -> dict[str, Any]:
    """Give one question."""
    return {
        "number": at,
        "text": text(question.text),
        "reminder": text(question.reminder),
        "rating": question.kind is QuestionKind.RATING,
        "low": text(question.low),
        "high": text(question.high),
    }
