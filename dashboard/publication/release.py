"""A release: the frozen document that everything public is made from, and nothing else.

Page, map, tooltip, table, chart, download and print read a `Release` only. It holds no figure of
a quartier that is masked, and no number of interviews per quartier, which would give away how
many answered there: of a quartier it knows its doors and what the masked tables say.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cattrs.gen import make_dict_unstructure_fn, override
from cattrs.preconf.json import make_converter

from data.analysis.published import Masked, from_json, to_json
from data.model import Question, Text


@dataclass(frozen=True)
class Area:
    """One quartier: its doors, and its outline as GeoJSON text in EPSG:4326, simplified.

    `dwellings` are the occupied ones, which the intervals rest on; None where they are unknown.
    """

    code: str
    name: str
    knocked: int
    target: int | None
    outline: str
    dwellings: int | None = None


@dataclass(frozen=True)
class Doors:
    """The doors of the whole town: distinct doors, and visits by outcome."""

    goal: int
    knocked: int
    opened: int
    interviews: int
    refusals: int
    visits: Mapping[str, int]
    first: date
    last: date


@dataclass(frozen=True)
class ThemeCount:
    """How many respondents of the town spoke of a theme.

    `n` is None where they are fewer than the threshold: the theme is then named without a number.
    """

    key: str
    label: Text
    n: int | None


@dataclass(frozen=True)
class OpenQuestion:
    """What was said to one open question, in the whole town.

    Parameters
    ----------
    answers
        Answers that a person read and coded.
    quotes
        Approved passages, sorted; without any word on who said it or where.
    """

    question: Question
    answers: int
    themes: tuple[ThemeCount, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Release:
    """What the public gets to see of a campaign, as of one day.

    Parameters
    ----------
    number
        1 for the first; never used twice.
    note
        What has to be said wherever the quartiers are drawn.
    questions
        The closed questions that are published, in order; `figures` has a table for each.
    figures
        The masked tables.
    open_questions
        Empty where themes and quotes are not published.
    invented
        True where demonstration data was in: the page says so.
    """

    number: int
    day: date
    campaign: str
    name: Text
    town: str
    organiser: str
    contact: str
    note: Text
    languages: tuple[str, ...]
    version: int
    doors: Doors
    areas: tuple[Area, ...]
    questions: tuple[Question, ...]
    figures: Masked
    open_questions: tuple[OpenQuestion, ...] = field(default=())
    invented: bool = False


@dataclass(frozen=True)
class Preface:
    """What the public may see while no release stands: how many doors, nothing about answers.

    Parameters
    ----------
    opens
        First day on which results may be published.
    withdrawn
        True where there was a release and it was taken back.
    """

    name: Text
    town: str
    organiser: str
    contact: str
    note: Text
    languages: tuple[str, ...]
    day: date
    opens: date
    withdrawn: bool
    goal: int
    knocked: int
    areas: tuple[Area, ...]
    invented: bool = False


_converter = make_converter(forbid_extra_keys=True)
_converter.register_unstructure_hook(Masked, to_json)
# A release made before dwellings were told keeps its text, and so its fingerprint.
_converter.register_unstructure_hook(
    Area, make_dict_unstructure_fn(Area, _converter, dwellings=override(omit_if_default=True))
)
_converter.register_structure_hook(Masked, lambda plain, _type: from_json(plain))


def to_text(release: Release) -> str:
    """Write a release as JSON; the same release is always the same text."""
    plain = _converter.unstructure(release)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_content(content: Mapping[str, Any]) -> Release:
    """Read a release back from the values of its JSON.

    Raises
    ------
    cattrs.errors.ClassValidationError
        The content is no release: the database was tampered with.
    """
    return _converter.structure(content, Release)


def digest(text: str) -> str:
    """Give the SHA-256 of a release's text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
