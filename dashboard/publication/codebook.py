"""What the words, columns and questions of the open data mean, in both languages.

The rates are those of the method: of the doors knocked on, refusals of the doors that opened.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from dashboard import i18n
from dashboard.components.intake_words import outcomes
from dashboard.i18n import N_
from dashboard.publication.release import Release
from data.analysis.published import Status
from data.model import SCALE, Question

HEADER: Final = ("kind", "key", "fr", "en")

TERMS: Final[Mapping[str, str]] = {
    "door_knocked": N_("Door knocked on: a distinct door at which at least one visit was made."),
    "door_opened": N_(
        "Door opened: a door knocked on where somebody answered (interview, refusal, come back "
        "later, language barrier)."
    ),
    "interview": N_("Interview: a door that gave a questionnaire."),
    "opening_rate": N_("Opening rate: doors opened divided by doors knocked on."),
    "response_rate": N_("Response rate: interviews divided by doors knocked on."),
    "refusal_rate": N_(
        "Refusal rate: refusals divided by doors opened, never by doors knocked on."
    ),
    "rating": N_("Rating: 1 to 5. Who did not answer a question is not counted in it."),
    "unweighted": N_("All figures are unweighted: each answer counts the same."),
    "indicative": N_(
        "Indicative precision: whoever wished answered, and the answers do not claim to represent "
        "the town. Quartiers must not be ranked."
    ),
    "apostrophe": N_(
        "Texts that begin with = + - @ have an apostrophe before them, so that spreadsheets do not "
        "take them for formulas."
    ),
}
STATUSES: Final[Mapping[Status, str]] = {
    Status.PUBLISHED: N_("All figures are given."),
    Status.GROUPED: N_(
        "Somewhere everybody gave the same rating: only n and the answers put together are given."
    ),
    Status.EMPTY: N_("Nobody answered."),
    Status.MASKED: N_(
        "Nothing is given: too few answers here, or figures from which those of another quartier "
        "could be worked out. It does not mean zero."
    ),
}
COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "question": ("string", N_("Key of the question.")),
    "code": ("string", N_("Code of the quartier; empty for the whole town.")),
    "name": ("string", N_("Name of the quartier or of the town.")),
    "status": ("string", N_("What is given: published, grouped, empty or masked.")),
    "n": ("integer", N_("Number of answers.")),
    "mean": ("number", N_("Mean of the ratings, with one decimal.")),
    "low": ("number", N_("Low end of the 95 % interval of the mean.")),
    "high": ("number", N_("High end of the 95 % interval of the mean.")),
    **{
        f"answers_{score}": ("integer", N_("Answers that gave the rating in the column's name."))
        for score in SCALE
    },
    "answers_1_to_3": ("integer", N_("Answers that gave 1, 2 or 3, where they are put together.")),
    "answers_4_to_5": ("integer", N_("Answers that gave 4 or 5, where they are put together.")),
}
"""Columns of the results: type as Table Schema names it, and what they mean."""
PROPERTIES: Final[Mapping[str, str]] = {
    "code": N_("Code of the quartier."),
    "name": N_("Name of the quartier."),
    "doors_knocked": N_("Doors knocked on."),
    "doors_target": N_("Doors to knock on."),
    "…_status": N_("On the map: status of the question whose key stands before it."),
    "…_n": N_("On the map: number of answers to the question."),
    "…_mean": N_("On the map: mean of the question."),
    "…_low": N_("On the map: low end of the interval."),
    "…_high": N_("On the map: high end of the interval."),
}
"""Properties of the areas of the map."""


def rows(release: Release) -> Iterator[dict[str, str]]:
    """Give the lines of the codebook, the most general first."""
    for key, meaning in TERMS.items():
        yield _row("term", key, both(meaning))
    for outcome in outcomes():
        named = {}
        for language in i18n.LANGUAGES:
            with i18n.using(language):
                named[language] = outcomes()[outcome]
        yield _row("outcome", outcome.value, named)
    for status, meaning in STATUSES.items():
        yield _row("status", status.value, both(meaning))
    for column, (_kind, meaning) in COLUMNS.items():
        yield _row("column", column, both(meaning))
    for key, meaning in PROPERTIES.items():
        yield _row("property", key, both(meaning))
    for question in (*release.questions, *(one.question for one in release.open_questions)):
        yield from _question(question)


def both(message: str) -> dict[str, str]:
    """Say a text in each language."""
    found = {}
    for language in i18n.LANGUAGES:
        with i18n.using(language):
            found[language] = i18n._(message)
    return found


def _question(question: Question) -> Iterator[dict[str, str]]:
    """Give the text of a question, what the ends of its scale mean, and its reminder."""
    texts = {"question": question.text, "low_end": question.low, "high_end": question.high}
    for kind, meaning in (texts | {"reminder": question.reminder}).items():
        if any(meaning.values()):
            said = {}
            for language in i18n.LANGUAGES:
                with i18n.using(language):
                    said[language] = i18n.text(meaning)
            yield _row(kind, question.key, said)


def _row(kind: str, key: str, said: Mapping[str, str]) -> dict[str, str]:
    return {"kind": kind, "key": key, **said}
