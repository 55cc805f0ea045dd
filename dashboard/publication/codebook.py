"""What the words, columns and questions of the open data mean, in both languages.

The rates are those of the method: of the doors knocked on, refusals of the doors that opened.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from dashboard import i18n
from dashboard.components.intake_words import outcomes
from dashboard.i18n import N_
from dashboard.publication.release import Release
from data.analysis.dirichlet import PRIOR
from data.analysis.estimates import LEAST_FOR_T, T_RANGE
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
    "interval": N_(
        "Interval: where the mean of all who live here would probably lie (95 %). From {least} "
        "answers on, with a mean from {low} to {high}: Student’s t with the correction for a "
        "finite population, the occupied dwellings (of the town: their sum). Otherwise: the "
        "posterior interval of a Dirichlet distribution, {prior} answers added to each rating, for "
        "the same population. Ends and mean are rounded to one decimal."
    ),
    "threshold": N_(
        "Threshold: no figure of ratings or themes stands on fewer than {k} answers. The same "
        "quartiers are masked in every question."
    ),
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
Columns = Mapping[str, tuple[str, str]]
"""Columns of a table: type as Table Schema names it, and what they mean."""

RESULTS: Final[Columns] = {
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
DOORS: Final[Columns] = {
    "indicator": ("string", N_("What is counted in the whole town.")),
    "value": ("integer", N_("How many.")),
}
THEMES: Final[Columns] = {
    "question": RESULTS["question"],
    "theme": ("string", N_("Key of the theme.")),
    "name_fr": ("string", N_("Name of the theme in French.")),
    "name_en": ("string", N_("Name of the theme in English.")),
    "speak_of_it": (
        "integer",
        N_("Answers of the whole town that speak of the theme; empty where too few to be told."),
    ),
    "answers_read": (
        "integer",
        N_("Answers to the open question that people read; one can speak of several themes."),
    ),
}
QUOTES: Final[Columns] = {
    "question": RESULTS["question"],
    "quote": (
        "string",
        N_("Passage of an answer, approved for publication, without its quartier."),
    ),
}
TABLES: Final[Mapping[str, Columns]] = {
    "resultats.csv": RESULTS,
    "portes.csv": DOORS,
    "themes.csv": THEMES,
    "citations.csv": QUOTES,
}
FILES: Final[Mapping[str, str]] = {
    "resultats.csv": N_("all figures, one line for each question and place"),
    "portes.csv": N_("the doors and visits of the whole town"),
    "themes.csv": N_("the themes of the open answers"),
    "citations.csv": N_("the quotes"),
    "resultats.geojson": N_("the same on a map, for geographic software"),
    "codebook.csv": N_("what the words, the columns and the questions mean"),
}
"""What is in the files of open data, in the order in which they are listed."""
INDICATORS: Final[Mapping[str, str]] = {
    "doors_goal": N_("Doors that were to be knocked on."),
    "doors_knocked": N_("Doors knocked on."),
    "doors_opened": N_("Doors opened."),
    "interviews": N_("Doors that gave a questionnaire."),
    "refusals": N_("Doors that opened and refused."),
    "visits_…": N_("Visits that had the outcome whose key follows; a door can be visited often."),
}
PROPERTIES: Final[Mapping[str, str]] = {
    "code": N_("Code of the quartier."),
    "name": N_("Name of the quartier."),
    "doors_knocked": N_("Doors knocked on."),
    "doors_target": N_("Doors to knock on."),
    "dwellings": N_("Occupied dwellings."),
    "…_status": N_("On the map: status of the question whose key stands before it."),
    "…_n": N_("On the map: number of answers to the question."),
    "…_mean": N_("On the map: mean of the question."),
    "…_low": N_("On the map: low end of the interval."),
    "…_high": N_("On the map: high end of the interval."),
}
"""Properties of the areas of the map."""


def rows(release: Release) -> Iterator[dict[str, str]]:
    """Give the lines of the codebook, the most general first."""
    figures: Mapping[str, Mapping[str, float]] = {
        "interval": {"least": LEAST_FOR_T, "low": T_RANGE[0], "high": T_RANGE[1], "prior": PRIOR},
        "threshold": {"k": release.figures.k},
    }
    for key, meaning in TERMS.items():
        yield _row("term", key, both(meaning, figures.get(key)))
    for outcome in outcomes():
        named = {}
        for language in i18n.LANGUAGES:
            with i18n.using(language):
                named[language] = outcomes()[outcome]
        yield _row("outcome", outcome.value, named)
    for status, meaning in STATUSES.items():
        yield _row("status", status.value, both(meaning))
    columns = {name: column for table in TABLES.values() for name, column in table.items()}
    for name, (_kind, meaning) in columns.items():
        yield _row("column", name, both(meaning))
    for key, meaning in INDICATORS.items():
        yield _row("indicator", key, both(meaning))
    for key, meaning in PROPERTIES.items():
        yield _row("property", key, both(meaning))
    for question in (*release.questions, *(one.question for one in release.open_questions)):
        yield from _question(question)


def both(message: str, figures: Mapping[str, float] | None = None) -> dict[str, str]:
    """Say a text in each language, with figures in it as the language writes them."""
    found = {}
    for language in i18n.LANGUAGES:
        with i18n.using(language):
            written = {
                key: i18n.number(figure, 0 if float(figure).is_integer() else 1)
                for key, figure in (figures or {}).items()
            }
            found[language] = i18n._(message, **written)
    return found


def names(texts: Mapping[str, str]) -> dict[str, str]:
    """Give a text of the campaign in each language; one that lacks a language has another's."""
    said = {}
    for language in i18n.LANGUAGES:
        with i18n.using(language):
            said[language] = i18n.text(texts)
    return said


def _question(question: Question) -> Iterator[dict[str, str]]:
    """Give the text of a question, what the ends of its scale mean, and its reminder."""
    texts = {"question": question.text, "low_end": question.low, "high_end": question.high}
    for kind, meaning in (texts | {"reminder": question.reminder}).items():
        if any(meaning.values()):
            yield _row(kind, question.key, names(meaning))


def _row(kind: str, key: str, said: Mapping[str, str]) -> dict[str, str]:
    return {"kind": kind, "key": key, **said}
