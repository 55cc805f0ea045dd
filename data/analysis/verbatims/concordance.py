"""A concordance: each occurrence of a word with what stands before and after it.

Works on redacted texts that a person confirmed, and on nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from data.analysis.verbatims.words import Word, folded, words
from data.restitution import Verbatim, VerbatimStatus


@dataclass(frozen=True)
class Occurrence:
    """One occurrence: the answer it stands in, and the text before, of and after it."""

    verbatim: str
    question: str
    quartier: str
    left: str
    word: str
    right: str


def concordance(
    verbatims: Iterable[Verbatim], sought: str, *, window: int = 8
) -> tuple[Occurrence, ...]:
    """Find a word, or several in a row, in the answers that were read.

    Case, accents, plurals and feminines make no difference. A word with ``*`` at its end stands
    for all that begin with it.

    Parameters
    ----------
    sought
        One or more words; nothing is found where there is none.
    window
        Words shown on each side, at least 0; ``…`` marks where more was said.

    Returns
    -------
    tuple of Occurrence
        In the order of the answers, then of the text.

    Examples
    --------
    >>> heard = Verbatim(
    ...     "v1", "to_change", "8619403", "", "Des loyers moins chers, ici.", VerbatimStatus.READ
    ... )
    >>> found = concordance([heard], "cher", window=2)
    >>> [(line.left, line.word, line.right) for line in found]
    [('… loyers moins ', 'chers', ', ici.')]
    """
    wanted = pattern(sought)
    return tuple(
        Occurrence(verbatim.id, verbatim.question, verbatim.quartier, *around)
        for verbatim in verbatims
        if verbatim.status is VerbatimStatus.READ and verbatim.redacted is not None
        for around in _around(verbatim.redacted, wanted, max(window, 0))
    )


def _around(text: str, wanted: "Wanted", window: int) -> Iterator[tuple[str, str, str]]:
    """Give the text before, of and after each occurrence."""
    found = words(text)
    for first in places(found, wanted):
        last = first + len(wanted) - 1
        start, end = found[first].start, found[last].end
        before, after = first - window, last + window
        left = text[:start] if before <= 0 else "… " + text[found[before].start : start]
        right = text[end:] if after >= len(found) - 1 else text[end : found[after].end] + " …"
        yield left, text[start:end], right


Wanted = tuple[tuple[str, bool], ...]
"""Words in a row: each with whether it is only a beginning."""


def pattern(sought: str) -> Wanted:
    """Read what is sought: words in a row, ``*`` after a beginning.

    Examples
    --------
    >>> pattern("Pistes cyclables"), pattern("éclair*")
    ((('pist', False), ('cyclabl', False)), (('eclair', True),))
    """
    return tuple(
        (folded(sought[word.start : word.end]), True)
        if sought[word.end : word.end + 1] == "*"
        else (word.stem, False)
        for word in words(sought)
    )


def places(found: tuple[Word, ...], wanted: Wanted) -> Iterator[int]:
    """Give the places among the words of a text at which the wanted words begin."""
    if not wanted:
        return
    for first in range(len(found) - len(wanted) + 1):
        row = found[first : first + len(wanted)]
        if all(_is(word, *want) for word, want in zip(row, wanted, strict=True)):
            yield first


def _is(word: Word, wanted: str, beginning: bool) -> bool:
    return word.folded.startswith(wanted) if beginning else word.stem == wanted
