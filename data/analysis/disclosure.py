"""Which quartiers must stay masked, so that nobody can learn what a neighbour answered.

One pattern holds for all published questions: a quartier is shown in all of them or in none.
Assumption: everything is published as exact counts, so that the town minus what is shown is known
to everybody. This *remainder*, the masked quartiers taken together, is therefore judged like a
figure that is published.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.errors import ThresholdError
from data.model import SCALE

Counts = NDArray[np.int64]
"""Answers by quartier, question and score."""

LEAST_K = 5
"""The threshold cannot be set below this."""
LEAST_OTHERS = 3
"""Fewest masked respondents beside those of the largest masked quartier."""


@dataclass(frozen=True)
class Pattern:
    """Which quartiers are masked.

    Parameters
    ----------
    masked
        Codes, sorted. Everything about them is withheld.
    primary
        Those of them that are masked for their own sake. Never publish which ones these are: it
        says something about them and about the others.
    town_only
        True where no quartier can be shown; `masked` then holds all of them.
    """

    masked: tuple[str, ...]
    primary: tuple[str, ...]
    town_only: bool


def pattern(
    counts: Mapping[str, Sequence[Sequence[int]]], *, k: int, out: Collection[str] = ()
) -> Pattern:
    """Choose the quartiers to mask.

    1. n_q is the smallest number of answers of quartier q to a published question, those it did
       not answer at all left aside; a quartier without any answer is no secret. Masked for their
       own sake are the quartiers with n_q < k, and `out`.
    2. While there are masked quartiers and they do not cover each other in every question, the
       quartier with the next-smallest n_q (then code) is masked too. They cover each other when
       there are at least two of them, with k or more answers together, 3 or more of these outside
       the largest, both by their n_q and in each question that any of them answered, and when
       their answers to a question are not all the same.
    3. If no answered quartier is left to be shown, only the town is published.

    Where every quartier with answers gave some to every question, the numbers in each question
    are covered when the n_q are, as the rule is commonly written; asked question by question it
    holds too where a question was left out by a whole quartier.

    An answer that nobody in the masked quartiers gave is readable from the remainder (*"none of
    them chose 1"*). That is let be: it is said of k or more people in two or more quartiers, as a
    0 in any published distribution is said of k or more people in one.

    Parameters
    ----------
    counts
        By quartier code: for each published question the answers per score, 1 first.
    k
        Fewest answers that a published figure may stand on.
    out
        Codes to mask in any case.

    Raises
    ------
    ThresholdError
        If k is below 5.
    ValueError
        If a quartier lacks a question, or counts are not five whole numbers from 0.

    Examples
    --------
    >>> mixed = lambda n: [[0, 1, 0, 2, n - 3]]
    >>> pattern({"a": mixed(6), "b": mixed(14), "c": mixed(13), "d": mixed(40)}, k=11)
    Pattern(masked=('a', 'c'), primary=('a',), town_only=False)
    >>> pattern({"a": mixed(12), "b": mixed(14)}, k=11).masked
    ()
    """
    check_threshold(k)
    codes = sorted(counts)
    table = _table([counts[code] for code in codes])
    answers = table.sum(axis=2)
    answered = answers.any(axis=1)
    smallest = _smallest(answers)
    primary = (answered & (smallest < k)) | np.isin(codes, list(out))
    masked = _covered(table, primary, smallest, k=k)
    town_only = bool(masked.any() and not (answered & ~masked).any())
    return Pattern(
        masked=tuple(code for code, hide in zip(codes, masked, strict=True) if hide or town_only),
        primary=tuple(code for code, small in zip(codes, primary, strict=True) if small),
        town_only=town_only,
    )


def check_threshold(k: int) -> None:
    """Refuse a threshold that protects nobody.

    Raises
    ------
    ThresholdError
        If k is below 5.

    Examples
    --------
    >>> check_threshold(11)
    """
    if k < LEAST_K:
        raise ThresholdError(k=k, least=LEAST_K)


def _table(rows: Sequence[Sequence[Sequence[int]]]) -> Counts:
    """Stack the distributions by quartier, question and score."""
    if not any(len(row) for row in rows):
        return np.zeros((len(rows), 0, len(SCALE)), dtype=np.int64)
    table = np.array(rows, dtype=np.int64)
    if table.ndim != 3 or table.shape[2] != len(SCALE) or (table < 0).any():
        raise ValueError("each quartier needs five whole numbers from 0 for every question")
    return table


def _covered(
    table: Counts, primary: NDArray[np.bool], smallest: NDArray[np.int64], *, k: int
) -> NDArray[np.bool]:
    """Add quartiers to those that are masked until they cover each other, or all are masked."""
    masked = primary.copy()
    answered = table.sum(axis=(1, 2)) > 0
    order = np.lexsort((np.arange(len(table)), smallest))  # rows stand in the order of codes
    waiting = [int(row) for row in order if answered[row] and not masked[row]]
    while waiting and masked.any() and not cover_each_other(table[masked], k=k):
        masked[waiting.pop(0)] = True
    return masked


def cover_each_other(hidden: Counts, *, k: int) -> bool:
    """Say whether masked quartiers hide each other when their sum is known.

    Parameters
    ----------
    hidden
        Their answers, by quartier, question and score.

    Examples
    --------
    >>> cover_each_other(np.array([[[0, 0, 1, 2, 3]], [[0, 0, 0, 2, 3]]]), k=11)
    True
    >>> cover_each_other(np.array([[[0, 0, 0, 0, 6]], [[0, 0, 0, 0, 5]]]), k=11)
    False
    """
    answers = hidden.sum(axis=2)
    sizes = np.column_stack([answers, _smallest(answers)])
    together = sizes.sum(axis=0)
    enough = (
        ((sizes > 0).sum(axis=0) >= 2)
        & (together >= k)
        & (together - sizes.max(axis=0, initial=0) >= LEAST_OTHERS)
    )
    varied = (hidden.sum(axis=0) > 0).sum(axis=1) != 1
    return bool((enough | (together == 0)).all() and varied.all())


def _smallest(answers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each quartier's smallest number of answers other than 0; 0 where it has none."""
    most = np.iinfo(np.int64).max
    smallest = np.where(answers > 0, answers, most).min(axis=1, initial=most)
    return np.where(smallest == most, 0, smallest)
