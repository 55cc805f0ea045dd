"""What a campaign says of itself at the doors and on paper, made tidy and short enough to print.

A line (who organises, how to reach them, where the results are) has no line ends; the words for
the doors keep theirs. A translation that is blank is none: the usual text stands in its place.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from data.errors import TextTooLongError
from data.model import Campaign, Text

MOST_LINE = 120
"""Characters of a line; more would not fit a card."""
MOST_WORDS = 1500
"""Characters of a notice or of what is said; more would not fit a page of A5."""

_LINES = ("organiser", "contact", "results_at")
_WORDS = ("notice", "script")


def line(text: str) -> str:
    r"""Tidy a line.

    Examples
    --------
    >>> line("  le collectif,\nPoitiers ")
    'le collectif, Poitiers'
    """
    return " ".join(text.split())


def words(texts: Text) -> dict[str, str]:
    r"""Tidy words for the doors, by language; those that say nothing are left out.

    Examples
    --------
    >>> words({"fr": "Bonjour ! \r\n\r\n\r\n- un  \n- deux\n", "en": " "})
    {'fr': 'Bonjour !\n\n- un\n- deux'}
    """
    tidy = {language: _paragraphs(text) for language, text in texts.items()}
    return {language: text for language, text in tidy.items() if text}


def texts_of(campaign: Campaign) -> dict[str, Any]:
    """Give what a campaign says of itself, by the names of its fields."""
    lines = {name: getattr(campaign, name) for name in _LINES}
    return lines | {name: dict(getattr(campaign, name)) for name in _WORDS}


def with_texts(campaign: Campaign, texts: Mapping[str, Any]) -> Campaign:
    """Give a campaign that says what `texts` holds (`texts_of`), tidied.

    Raises
    ------
    TextTooLongError
        If one of them could not be printed.
    """
    lines = {name: line(texts[name]) for name in _LINES}
    said = {name: words(texts[name]) for name in _WORDS}
    for text in lines.values():
        _refuse_long(text, MOST_LINE)
    for text in (text for several in said.values() for text in several.values()):
        _refuse_long(text, MOST_WORDS)
    return replace(campaign, **lines, **said)  # type: ignore[arg-type]


def _paragraphs(text: str) -> str:
    """Take the spaces off the ends of lines, and leave one blank line where there are several."""
    kept: list[str] = []
    for written in text.splitlines():
        if written.strip() or (kept and kept[-1]):
            kept.append(written.strip())
    return "\n".join(kept).strip()


def _refuse_long(text: str, most: int) -> None:
    if len(text) > most:
        raise TextTooLongError(start=text[:30], most=most)
