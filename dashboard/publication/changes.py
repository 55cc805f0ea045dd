"""What differs between two releases, in what was published and in nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.publication.release import OpenQuestion, Release
from data.analysis.published import Cell, Masked
from data.model import Text


@dataclass(frozen=True)
class Change:
    """What differs between two releases for one question in one place.

    Parameters
    ----------
    code
        "" for the whole town.
    before, after
        None where that release does not hold the question or the place.
    """

    question: str
    code: str
    before: Cell | None
    after: Cell | None


@dataclass(frozen=True)
class Words:
    """What a release tells of a theme or of a quote.

    Parameters
    ----------
    n
        Answers that speak of the theme, out of `answers`; None where they are too few to be
        counted. A quote has none of both.
    """

    n: int | None = None
    answers: int = 0


@dataclass(frozen=True)
class WordChange:
    """What differs between two releases for one theme or one quote.

    Parameters
    ----------
    question
        Key of the open question.
    theme
        Names of the theme; None where it is a quote.
    quote
        The quote; "" where it is a theme.
    before, after
        None where that release does not hold it.
    """

    question: str
    theme: Text | None
    quote: str
    before: Words | None
    after: Words | None


def compare(older: Release, newer: Release) -> tuple[Change, ...]:
    """List what differs between two releases, by question and place, in published figures only."""
    before, after = _cells(older.figures), _cells(newer.figures)
    return tuple(
        Change(question, code, before.get((question, code)), after.get((question, code)))
        for question, code in sorted(before.keys() | after.keys())
        if before.get((question, code)) != after.get((question, code))
    )


def compare_words(older: Release, newer: Release) -> tuple[WordChange, ...]:
    """List what differs between two releases in themes and quotes, by question; themes first."""
    before, after = _told(older), _told(newer)
    names = _names(older) | _names(newer)
    return tuple(
        WordChange(
            question,
            names[question, theme] if theme else None,
            quote,
            before.get((question, theme, quote)),
            after.get((question, theme, quote)),
        )
        for question, theme, quote in sorted(
            before.keys() | after.keys(), key=lambda key: (key[0], not key[1], key)
        )
        if before.get((question, theme, quote)) != after.get((question, theme, quote))
    )


def _cells(figures: Masked) -> dict[tuple[str, str], Cell]:
    return {
        (table.question, cell.code): cell
        for table in figures.tables
        for cell in (table.town, *table.quartiers)
    }


def _told(release: Release) -> dict[tuple[str, str, str], Words]:
    """Give what is told by question, theme and quote, one of the latter two being empty."""
    return dict(part for one in release.open_questions for part in _parts(one))


def _parts(one: OpenQuestion) -> Iterator[tuple[tuple[str, str, str], Words]]:
    for theme in one.themes:
        told = Words() if theme.n is None else Words(theme.n, one.answers)
        yield (one.question.key, theme.key, ""), told
    for quote in one.quotes:
        yield (one.question.key, "", quote), Words()


def _names(release: Release) -> dict[tuple[str, str], Text]:
    return {
        (one.question.key, theme.key): theme.label
        for one in release.open_questions
        for theme in one.themes
    }
