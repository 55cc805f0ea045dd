"""The codebook edited: a theme added, renamed, given other keywords, moved, put aside.

Pure functions from one codebook to the next; what is wrong is said before anything is kept. A
theme keeps its key whatever it is called, so that what was coded stays coded.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.errors import (
    LongThemeError,
    NamelessThemeError,
    TwiceThemeError,
    WordlessKeywordError,
)
from data.analysis.verbatims.words import folded, words
from data.codebook import LABEL
from data.errors import NotFoundError, Thing
from data.restitution import Codebook, Theme

KEYWORD = 60
"""Longest keyword, in characters."""

_SEPARATORS = re.compile(r"[,;\n]")
_OTHER = re.compile(r"[^a-z0-9]+")
_KEY = 40


@dataclass(frozen=True)
class ThemeEdit:
    """What somebody wants a theme to be.

    `labels` are by language, `place` counts from 1 and is brought between the first and the last.
    """

    labels: Mapping[str, str]
    keywords: tuple[str, ...] = ()
    archived: bool = False
    place: int | None = None


def keywords_of(text: str) -> tuple[str, ...]:
    """Read keywords that are separated by commas or lines; each once, blanks left out.

    Examples
    --------
    >>> keywords_of("bus, pas de  bus\\n arbr* ;bus,")
    ('bus', 'pas de bus', 'arbr*')
    """
    found = (" ".join(part.split()) for part in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(part for part in found if part))


def added(book: Codebook, edit: ThemeEdit, *, languages: Sequence[str]) -> Codebook:
    """Add a theme, at the end unless the edit says where.

    Raises
    ------
    ThemeError
        It has no name in some language, a name that is too long or taken, or a keyword that
        cannot be found in any text.
    """
    labels = _labels(edit, book.themes, languages)
    key = _key(labels[languages[0]], {theme.key for theme in book.themes})
    theme = Theme(key, labels, _keywords(edit), edit.archived)
    return _placed(book.themes, theme, edit.place or len(book.themes) + 1)


def changed(book: Codebook, key: str, edit: ThemeEdit, *, languages: Sequence[str]) -> Codebook:
    """Change a theme; it stays where it is unless the edit says where it goes.

    Raises
    ------
    ThemeError
        As for a new one.
    NotFoundError
        There is no such theme.
    """
    at = next((place for place, theme in enumerate(book.themes) if theme.key == key), None)
    if at is None:
        raise NotFoundError(what=Thing.THEME, key=key)
    others = (*book.themes[:at], *book.themes[at + 1 :])
    theme = replace(
        book.themes[at],
        label=_labels(edit, others, languages),
        keywords=_keywords(edit),
        archived=edit.archived,
    )
    return _placed(others, theme, edit.place or at + 1)


def _placed(others: Sequence[Theme], theme: Theme, place: int) -> Codebook:
    at = min(max(place - 1, 0), len(others))
    return Codebook((*others[:at], theme, *others[at:]))


def _labels(
    edit: ThemeEdit, others: Iterable[Theme], languages: Sequence[str]
) -> Mapping[str, str]:
    """Give the names as they are kept, one for each language of the campaign."""
    labels = {code: " ".join(edit.labels.get(code, "").split()) for code in languages}
    taken = {
        (code, folded(label)) for theme in others for code, label in theme.label.items() if label
    }
    for code, label in labels.items():
        if not label:
            raise NamelessThemeError(language=code)
        if len(label) > LABEL:
            raise LongThemeError(start=label[:20], most=LABEL)
        if (code, folded(label)) in taken:
            raise TwiceThemeError(label=label)
    return labels


def _keywords(edit: ThemeEdit) -> tuple[str, ...]:
    for keyword in edit.keywords:
        if not words(keyword):
            raise WordlessKeywordError(keyword=keyword)
        if len(keyword) > KEYWORD:
            raise LongThemeError(start=keyword[:20], most=KEYWORD)
    return edit.keywords


def _key(label: str, taken: set[str]) -> str:
    """Make a key of a name: small letters and hyphens, as in the codebook's file."""
    plain = _OTHER.sub("-", folded(label)).strip("-")[:_KEY].rstrip("-")
    base = plain if plain[:1].isalpha() else f"theme-{plain}".rstrip("-")
    numbers = iter(range(2, len(taken) + 3))
    key = base
    while key in taken:
        key = f"{base}-{next(numbers)}"
    return key
