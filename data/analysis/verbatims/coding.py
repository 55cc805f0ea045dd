"""Coding open answers: themes suggested by keywords, and which answer a coder takes next.

What is suggested is only filled in beforehand; a person confirms it. A share of the answers is
coded by two people, so that their agreement can be measured.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from data.analysis.verbatims.agreement import latest
from data.analysis.verbatims.concordance import pattern, places
from data.analysis.verbatims.words import words
from data.restitution import Codebook, Coding, Verbatim, VerbatimStatus

DOUBLE = Fraction(1, 10)
"""Least share of the answers that two people code."""


def suggest(text: str, codebook: Codebook) -> tuple[str, ...]:
    """Suggest themes for an answer by the keywords of the codebook.

    Case, accents, plurals and feminines make no difference; a keyword may be several words in a
    row, and end with ``*`` to stand for all words that begin like it. Small words count in it, so
    that « pas de bus » is a keyword of its own. Archived themes are not suggested.

    Returns
    -------
    tuple of str
        Keys of the themes, in the order of the codebook; empty where nothing matches.

    Examples
    --------
    >>> from data.restitution import Theme
    >>> book = Codebook(
    ...     (Theme("transport", {"fr": "Transports"}, ("bus", "piste cyclable")),
    ...      Theme("nature", {"fr": "Nature"}, ("arbr*",)))
    ... )
    >>> suggest("Des PISTES CYCLABLES, et des arbres !", book)
    ('transport', 'nature')
    """
    found = words(text)
    return tuple(
        theme.key
        for theme in codebook.offered
        if any(any(True for _ in places(found, pattern(word))) for word in theme.keywords)
    )


class Step(StrEnum):
    """What a coder does with an answer: read and code it, code it, or code it a second time."""

    READ = "read"
    CODE = "code"
    AGAIN = "again"


@dataclass(frozen=True)
class Task:
    """The next answer for a coder."""

    verbatim: str
    step: Step


@dataclass(frozen=True)
class CodingProgress:
    """How far the coding has come, in answers.

    `usable` are all that were not set aside; `coded` by one person at least, `double` by two, of
    which `double_needed` are wanted.
    """

    total: int
    set_aside: int
    read: int
    coded: int
    double: int
    double_needed: int

    @property
    def usable(self) -> int:
        """Answers that were not set aside."""
        return self.total - self.set_aside

    @property
    def unread(self) -> int:
        """Answers that nobody has read yet."""
        return self.usable - self.read


def next_task(
    verbatims: Iterable[Verbatim],
    codings: Iterable[Coding],
    coder: str,
    *,
    share: Fraction = DOUBLE,
) -> Task | None:
    """Say what a coder does next: unread answers, then uncoded ones, then second codings.

    Coders begin at different places, so that two who work at the same time seldom meet; the order
    has nothing to do with quartiers, so that no run of answers from one street tires the eye.

    Parameters
    ----------
    share
        Share of the usable answers to be coded by two people, 0 to 1.

    Returns
    -------
    Task or None
        None where nothing is left for this coder.

    Examples
    --------
    >>> heard = Verbatim("v1", "likes", "8619403", "Le calme.")
    >>> next_task([heard], [], "ada")
    Task(verbatim='v1', step=<Step.READ: 'read'>)
    """
    usable = _usable(verbatims)
    coders = {name: set(sets) for name, sets in latest(codings).items()}
    twice = double_sample((verbatim.id for verbatim in usable), share=share)
    tasks = [
        (list(Step).index(step), _order(coder, verbatim.id), Task(verbatim.id, step))
        for verbatim in usable
        if (step := _step(verbatim, coders.get(verbatim.id, set()), coder, twice)) is not None
    ]
    return min(tasks, key=lambda task: task[:2])[2] if tasks else None


def _step(verbatim: Verbatim, coders: set[str], coder: str, twice: frozenset[str]) -> Step | None:
    if verbatim.status is VerbatimStatus.NEW:
        return Step.READ
    if not coders:
        return Step.CODE
    again = len(coders) == 1 and coder not in coders and verbatim.id in twice
    return Step.AGAIN if again else None


def double_sample(ids: Iterable[str], *, share: Fraction = DOUBLE) -> frozenset[str]:
    """Choose the answers that two people code: at least `share` of them, the same every time.

    Chosen by a hash of their ids, so that nobody chooses and new answers hardly change the choice.

    Examples
    --------
    >>> len(double_sample(map(str, range(101))))
    11
    """
    ordered = sorted(set(ids), key=lambda name: (_order("", name), name))
    return frozenset(ordered[: ceil(share * len(ordered))])


def progress(
    verbatims: Iterable[Verbatim], codings: Iterable[Coding], *, share: Fraction = DOUBLE
) -> CodingProgress:
    """Count how far the coding has come; codings of answers that were set aside do not count.

    Examples
    --------
    >>> found = progress([Verbatim("v1", "likes", "8619403", "Le calme.")], [])
    >>> found.unread, found.double_needed
    (1, 1)
    """
    everything = tuple(verbatims)
    usable = _usable(everything)
    coders = latest(codings)
    numbers = [len(coders.get(verbatim.id, {})) for verbatim in usable]
    return CodingProgress(
        total=len(everything),
        set_aside=len(everything) - len(usable),
        read=sum(verbatim.status is VerbatimStatus.READ for verbatim in usable),
        coded=sum(number >= 1 for number in numbers),
        double=sum(number >= 2 for number in numbers),
        double_needed=ceil(share * len(usable)),
    )


def _usable(verbatims: Iterable[Verbatim]) -> Sequence[Verbatim]:
    return [verb for verb in verbatims if verb.status is not VerbatimStatus.SET_ASIDE]


def _order(coder: str, verbatim: str) -> bytes:
    return hashlib.sha256(f"{coder}\0{verbatim}".encode()).digest()
