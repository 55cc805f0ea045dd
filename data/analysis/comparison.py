"""How far apart the answers of two quartiers lie, and whether that could be chance.

Assumption: the two quartiers answered independently. One comparison in twenty looks
distinguishable by chance alone: this is for two quartiers that somebody asks about, not for a
hunt through all pairs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from data.analysis.estimates import CONFIDENCE, Estimate, IntervalMethod, estimates, moments

Rows = Sequence[ArrayLike] | NDArray[np.int64]
Populations = tuple[int | None, int | None]
Figure = tuple[float, float, float]
"""An estimate with the lower and the upper end of its interval."""


class DifferenceMethod(StrEnum):
    """Which interval stands around a difference."""

    WELCH = "welch"
    MOVER = "mover"


@dataclass(frozen=True)
class Difference:
    """The mean of a first quartier minus that of a second one, with its 95 % interval.

    Parameters
    ----------
    difference, low, high
        From -4 to 4, above 0 where the first is higher; None where one of them has no answers.
        `low` ≤ `difference` ≤ `high`.
    method
        Which interval; None where there is none.
    """

    difference: float | None
    low: float | None
    high: float | None
    method: DifferenceMethod | None


def difference(
    first: ArrayLike, second: ArrayLike, *, populations: Populations = (None, None)
) -> Difference:
    """Compare the mean ratings of two quartiers; see `differences`, which does many at once.

    Examples
    --------
    >>> found = difference([0, 2, 5, 14, 9], [6, 9, 8, 5, 2])
    >>> round(found.difference, 1), round(found.low, 1), round(found.high, 1), found.method.value
    (1.4, 0.8, 1.9, 'mover')
    """
    return differences([first], [second], populations=populations)[0]


def differences(
    first: Rows, second: Rows, *, populations: Populations = (None, None)
) -> tuple[Difference, ...]:
    """Compare the mean ratings of two quartiers, for each question.

    Where the interval of both means is Student's t, that of their difference is Welch's
    (Welch 1947, *Biometrika* 34), with the finite-population correction. Otherwise it is put
    together from the two intervals, see `mover`. Its ends stay within -4 and 4.

    Parameters
    ----------
    first, second
        Answers per score, shape (questions, 5), whole numbers.
    populations
        How many could have answered in each; None where unknown, as in `estimates.estimates`.

    Raises
    ------
    ValueError
        If the counts are not rows of five whole numbers from 0, or lengths differ.

    Examples
    --------
    >>> near, nobody = differences([[0, 2, 5, 14, 9]] * 2, [[1, 3, 5, 12, 8], [0] * 5])
    >>> near.low < 0 < near.high
    True
    >>> nobody.difference is None
    True
    """
    ones = estimates(first, populations=[populations[0]] * len(first))
    others = estimates(second, populations=[populations[1]] * len(second))
    return tuple(_compare(one, other, populations) for one, other in zip(ones, others, strict=True))


def mover(first: Figure, second: Figure) -> tuple[float, float]:
    """Give the interval of first minus second from the intervals of both.

    The variance on each side is recovered from the end of the interval on that side, so that
    the lopsided intervals near an end of a scale stay lopsided (Zou & Donner 2008, *Statistics
    in Medicine* 27; for shares with Wilson's intervals it is method 10 of Newcombe 1998,
    *Statistics in Medicine* 17).

    Parameters
    ----------
    first, second
        Estimate, lower end, upper end; of independent samples and of the same confidence.

    Examples
    --------
    >>> from data.analysis.estimates import wilson
    >>> low, high = mover((56 / 70, *wilson(56, 70)), (48 / 80, *wilson(48, 80)))
    >>> round(low, 4), round(high, 4)
    (0.0524, 0.3339)
    """
    (one, one_low, one_high), (other, other_low, other_high) = first, second
    gap = one - other
    below = math.hypot(one - one_low, other_high - other)
    above = math.hypot(one_high - one, other - other_low)
    return gap - below, gap + above


def _compare(one: Estimate, other: Estimate, populations: Populations) -> Difference:
    """Compare two means, each with its interval."""
    figures = _figure(one), _figure(other)
    if figures[0] is None or figures[1] is None:
        return Difference(None, None, None, None)
    if one.method is other.method is IntervalMethod.T:
        low, high = _welch(one, other, populations)
        method = DifferenceMethod.WELCH
    else:
        low, high = mover(figures[0], figures[1])
        method = DifferenceMethod.MOVER
    return Difference(figures[0][0] - figures[1][0], max(low, -4.0), min(high, 4.0), method)


def _figure(found: Estimate) -> Figure | None:
    """Take the mean and its interval, where somebody answered."""
    if found.mean is None or found.low is None or found.high is None:
        return None
    return found.mean, found.low, found.high


def _welch(one: Estimate, other: Estimate, populations: Populations) -> tuple[float, float]:
    """Give Welch's t interval of the difference of two means."""
    n, means, variances = moments(np.array([one.distribution, other.distribution]))
    sizes = np.array([math.inf if p is None else p for p in populations])
    limit = np.where(sizes < n, 1.0, 1 - n / np.maximum(sizes, 1))
    parts = limit * variances / n
    total = parts.sum()
    # Both quartiers wholly asked: nothing is left to chance, whatever the degrees of freedom.
    degrees = total**2 / (parts**2 / (n - 1)).sum() if total else math.inf
    half = float(special.stdtrit(degrees, (1 + CONFIDENCE) / 2) * np.sqrt(total))
    gap = float(means[0] - means[1])
    return gap - half, gap + half
