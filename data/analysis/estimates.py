"""What ratings from 1 to 5 say: means, shares, and how far they may be trusted.

Assumption: an answer that was not given is absent, never a number, so that n belongs to one
question. Respondents choose to answer: the intervals are an indication of precision, not a claim
of representativeness.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from data.analysis import dirichlet
from data.model import SCALE

Floats = NDArray[np.float64]
Distribution = tuple[int, int, int, int, int]

CONFIDENCE = 0.95
LEAST_FOR_T = 40
"""Fewest answers for the t interval."""
T_RANGE = (1.5, 4.5)
"""Means outside these lie near an end of the scale, where the t interval covers too little."""

_SCORES: Floats = np.array(SCALE, dtype=float)


class IntervalMethod(StrEnum):
    """Which interval stands around a mean."""

    T = "t"
    DIRICHLET = "dirichlet"


@dataclass(frozen=True)
class Estimate:
    """A mean rating with its 95 % interval.

    Parameters
    ----------
    n
        Answers to the question.
    mean, low, high
        From 1 to 5; all None where n is 0. `low` ≤ `mean` ≤ `high`.
    distribution
        Answers per score, 1 first.
    method
        Which interval; None where n is 0.
    """

    n: int
    mean: float | None
    low: float | None
    high: float | None
    distribution: Distribution
    method: IntervalMethod | None


@dataclass(frozen=True)
class Share:
    """The share of answers that are 4 or 5, with its 95 % interval; all None where n is 0."""

    n: int
    share: float | None
    low: float | None
    high: float | None


def estimate(counts: ArrayLike, *, population: int | None = None) -> Estimate:
    """Estimate one mean rating; see `estimates`, which does many at once.

    Examples
    --------
    >>> found = estimate([0, 0, 0, 2, 9])
    >>> found.n, round(found.mean, 2), round(found.low, 1), round(found.high, 1)
    (11, 4.82, 4.1, 4.9)
    >>> estimate([0, 0, 0, 0, 0]).mean is None
    True
    """
    return estimates([counts], populations=[population])[0]


def estimates(
    counts: ArrayLike | Sequence[ArrayLike], *, populations: Sequence[int | None]
) -> tuple[Estimate, ...]:
    """Estimate mean ratings, one for each row of counts.

    From 40 answers on, where the mean lies between 1.5 and 4.5 and not everybody gave the same
    score, the interval is Student's t with the finite-population correction
    (Cochran 1977, *Sampling Techniques*, §2.8); its ends are kept within the scale. Otherwise it
    is a Dirichlet-multinomial posterior interval with a prior of 0.2 answers a score (Hoadley
    1969, *JASA* 64; Ghosh & Meeden 1997): the t interval covers far too little for few answers
    or near an end of the scale. It is stretched to hold the observed mean where all answers are
    at one end. Nothing is drawn at random.

    Parameters
    ----------
    counts
        Answers per score, shape (rows, 5), whole numbers.
    populations
        For each row how many could have answered (occupied dwellings of the area); None where
        unknown. A figure below n cannot be right and counts as unknown.

    Raises
    ------
    ValueError
        If the counts are not rows of five whole numbers from 0, or lengths differ.

    Examples
    --------
    >>> few, many = estimates([[1, 2, 3, 4, 5], [20, 40, 60, 80, 100]], populations=[None, 1000])
    >>> few.method.value, many.method.value
    ('dirichlet', 't')
    """
    table = whole_counts(counts)
    if len(populations) != len(table):
        raise ValueError("one population is needed for each row of counts")
    asked = np.flatnonzero(table.sum(axis=1))
    sizes = np.array([math.inf if p is None else p for p in populations])[asked]
    found = table[asked]
    means, ends, by_t = _intervals(found, np.where(sizes < found.sum(axis=1), math.inf, sizes))
    result = [Estimate(0, None, None, None, (0, 0, 0, 0, 0), None)] * len(table)
    for i, mean, (low, high), t in zip(asked, means, ends, by_t, strict=True):
        method = IntervalMethod.T if t else IntervalMethod.DIRICHLET
        row: Distribution = tuple(table[i].tolist())
        result[i] = Estimate(sum(row), float(mean), float(low), float(high), row, method)
    return tuple(result)


def wilson(successes: float, n: float, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Give Wilson's score interval of a share (Wilson 1927, *JASA* 22).

    Parameters
    ----------
    successes, n
        Not whole where a weighted share is taken times an effective number of answers.

    Returns
    -------
    low, high
        From 0 to 1; (0, 1) where n is 0, when nothing is known.

    Raises
    ------
    ValueError
        Unless 0 ≤ successes ≤ n.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    if not 0 <= successes <= n:
        raise ValueError("successes must lie between 0 and n")
    if n == 0:
        return 0.0, 1.0
    z = float(special.ndtri((1 + confidence) / 2))
    share = successes / n
    centre = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max((centre - half) / scale, 0.0), min((centre + half) / scale, 1.0)


def top_two_box(counts: ArrayLike) -> Share:
    """Give the share of answers that are 4 or 5, with Wilson's interval.

    Raises
    ------
    ValueError
        If `counts` is not five whole numbers from 0.

    Examples
    --------
    >>> top_two_box([0, 0, 0, 0, 0])
    Share(n=0, share=None, low=None, high=None)
    >>> round(top_two_box([2, 3, 5, 6, 4]).share, 2)
    0.5
    """
    row = whole_counts([counts])[0]
    n, top = int(row.sum()), int(row[3:].sum())
    if n == 0:
        return Share(0, None, None, None)
    return Share(n, top / n, *wilson(top, n))


def moments(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Give n, mean and s² = Σ(x - mean)² / (n - 1) of each row of counts.

    Returns
    -------
    n, means, variances
        Each of shape (rows,); a mean is NaN where n is 0, s² is NaN where n is below 2.

    Examples
    --------
    >>> n, means, variances = moments(np.array([[1, 0, 0, 0, 1], [0, 0, 1, 0, 0]]))
    >>> n.tolist(), means.tolist(), variances.tolist()
    ([2, 1], [3.0, 3.0], [8.0, nan])
    """
    n = counts.sum(axis=1)
    means = counts @ _SCORES / np.where(n > 0, n, np.nan)
    squares = (counts * (_SCORES - means[:, None]) ** 2).sum(axis=1)
    return n, means, squares / np.where(n > 1, n - 1, np.nan)


def whole_counts(counts: ArrayLike | Sequence[ArrayLike]) -> NDArray[np.int64]:
    """Return the counts as whole numbers of shape (rows, 5), none of them negative.

    Raises
    ------
    ValueError
        If they are anything else.

    Examples
    --------
    >>> whole_counts([[1, 2, 3, 4, 5]]).sum()
    np.int64(15)
    """
    table = np.asarray(counts)
    if table.size == 0:
        return np.zeros((0, len(SCALE)), dtype=np.int64)
    if table.ndim != 2 or table.shape[1] != len(SCALE):
        raise ValueError("counts must have five columns, one for each score")
    whole = table.astype(np.int64)
    if (whole != table).any() or (whole < 0).any():
        raise ValueError("counts must be whole numbers from 0")
    return whole


def _intervals(counts: NDArray[np.int64], sizes: Floats) -> tuple[Floats, Floats, NDArray[np.bool]]:
    """Give means, interval ends of shape (rows, 2), and where the t interval was used."""
    n = counts.sum(axis=1)
    means = counts @ _SCORES / n
    varied = (counts > 0).sum(axis=1) > 1
    by_t = (n >= LEAST_FOR_T) & (means >= T_RANGE[0]) & (means <= T_RANGE[1]) & varied
    ends = np.empty((len(counts), 2))
    ends[by_t] = _student(counts[by_t], sizes[by_t])
    ends[~by_t] = dirichlet.intervals(
        counts[~by_t], populations=sizes[~by_t], confidence=CONFIDENCE
    )
    return means, ends, by_t


def _student(counts: NDArray[np.int64], sizes: Floats) -> Floats:
    """Give t intervals with s² = Σ(x - mean)² / (n - 1) and the factor 1 - n/N."""
    n, means, variance = moments(counts)
    half = special.stdtrit(n - 1, (1 + CONFIDENCE) / 2) * np.sqrt((1 - n / sizes) * variance / n)
    ends: Floats = np.stack([means - half, means + half], axis=1)
    return ends.clip(_SCORES[0], _SCORES[-1])
