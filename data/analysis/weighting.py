"""Means of a town whose quartiers were asked unequally, each weighted by its dwellings.

Assumption: within a quartier, those who answered are like a simple random sample of its occupied
dwellings. Weighting puts right that some quartiers answered more than others, never that people
chose to answer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from data.analysis import dirichlet
from data.analysis.estimates import (
    CONFIDENCE,
    LEAST_FOR_T,
    T_RANGE,
    Floats,
    IntervalMethod,
    moments,
    whole_counts,
)
from data.model import SCALE

LEAST_EACH = 8
"""Fewest answers in each quartier for the t interval: with two or three, the spread within a
quartier is so uncertain that it held as rarely as 81 times in a hundred."""

_SCORES: Floats = np.array(SCALE, dtype=float)
Ends = tuple[float, float]

_NEAR = 1e-9  # effective numbers are floats: 39.999… answers are 40


@dataclass(frozen=True)
class WeightedMean:
    """The mean rating of a town, each quartier weighted by its dwellings.

    Parameters
    ----------
    n
        Answers behind it; those of quartiers that are left out are not in it.
    mean, low, high
        From 1 to 5, with the 95 % interval; None where no quartier can be represented.
    shares
        Weighted shares of the scores, 1 first, that add up to 1; None as `mean`.
    method
        Which interval; None as `mean`.
    standard_error
        Of the stratified mean; None where `mean` is, or where a quartier has one answer only.
    design_effect
        Kish's, of the weights: how many times more the variance is than without weights.
    effective_n
        n ÷ design effect; None as `mean`.
    dwellings
        Dwellings of the quartiers that it speaks for; 0 where there are none.
    represented
        Their share in the dwellings of the town; None where those of a quartier are unknown.
    missing
        Positions of the quartiers it does not speak for: nobody answered, or their dwellings are
        unknown. (A quartier that is known to have no dwellings is not missed.)
    """

    n: int
    mean: float | None
    low: float | None
    high: float | None
    shares: tuple[float, ...] | None
    method: IntervalMethod | None
    standard_error: float | None
    design_effect: float | None
    effective_n: float | None
    dwellings: int
    represented: float | None
    missing: tuple[int, ...]


def town_means(counts: ArrayLike, *, dwellings: Sequence[int | None]) -> tuple[WeightedMean, ...]:
    """Estimate the mean of a town for each question, quartiers weighted by their dwellings.

    The mean is Σ W_h · mean_h with W_h the shares of the dwellings of the quartiers that are
    represented: those with answers and known dwellings. The others are left out and named, so
    that the mean speaks for the rest of the town only.

    The interval is chosen as `estimates.estimates` chooses it, with the effective number of
    answers n ÷ Kish's design effect in the place of n: the stratified t with n - H degrees of
    freedom (the numbers of answers taken as given: Holt & Smith 1979, *JRSS A* 142) from 40 on,
    where the mean lies between 1.5 and 4.5, each quartier has eight answers and not all of them
    are of one mind. Otherwise, and so near the ends of the scale, it is the Dirichlet interval
    of as many answers as the effective number, spread as the weighted shares (as Korn &
    Graubard 1998, *Survey Methodology* 24, do for proportions). Weights in proportion to the
    answers give the unweighted mean and, by Dirichlet, its interval.

    Parameters
    ----------
    counts
        Answers per score, shape (questions, quartiers, 5), whole numbers.
    dwellings
        Occupied dwellings of each quartier; None where unknown. A figure below the answers of
        its quartier cannot be right: it still weighs, but brings no finite-population
        correction.

    Raises
    ------
    ValueError
        If the counts have another shape or are not whole numbers from 0, or dwellings are
        negative.

    Examples
    --------
    >>> north, south = [0, 0, 5, 10, 5], [5, 10, 5, 0, 0]
    >>> found = town_means([[north, south]], dwellings=[1000, 3000])[0]
    >>> found.mean, found.n, found.effective_n
    (2.5, 40, 32.0)
    >>> town_means([[north, south]], dwellings=[1000, None])[0].missing
    (1,)
    """
    table = _questions(counts, len(dwellings))
    sizes = np.array([d or 0 for d in dwellings], dtype=float)
    if (sizes < 0).any():
        raise ValueError("dwellings cannot be negative")
    unknown = np.array([d is None for d in dwellings], dtype=bool)
    covered = (table.sum(axis=2) > 0) & (sizes > 0)
    missing = ((sizes > 0) | unknown) & ~covered
    total = 0.0 if unknown.any() else float(sizes.sum())
    spoken = np.where(covered, sizes, 0).sum(axis=1)
    weighed = [_weigh(q[here], sizes[here]) for q, here in zip(table, covered, strict=True)]
    return tuple(
        _town(
            one,
            ends,
            dwellings=int(units),
            represented=float(units) / total if total else None,
            missing=tuple(np.flatnonzero(gone).tolist()),
        )
        for one, ends, units, gone in zip(weighed, _ends(weighed), spoken, missing, strict=True)
    )


@dataclass(frozen=True)
class _Weighed:
    """The answers to one question in the quartiers that it speaks for, weighted."""

    n: int
    degrees: int
    shares: Floats
    mean: float
    effective: float
    error: float | None
    units: float
    by_t: bool


def _questions(counts: ArrayLike, quartiers: int) -> NDArray[np.int64]:
    """Return the counts as whole numbers of shape (questions, quartiers, 5)."""
    table = np.asarray(counts)
    if table.ndim != 3 or table.shape[1] != quartiers:
        raise ValueError("counts must have one row of five for each question and quartier")
    return whole_counts(table.reshape(-1, table.shape[2])).reshape(*table.shape[:2], len(SCALE))


def _weigh(counts: NDArray[np.int64], units: Floats) -> _Weighed | None:
    """Weigh the answers of quartiers that all have some; None where there are no quartiers."""
    if not len(counts):
        return None
    n, _, variances = moments(counts)
    weights = units / units.sum()
    shares = weights @ (counts / n[:, None])
    mean, effective = float(shares @ _SCORES), 1 / float((weights**2 / n).sum())
    limit = np.where(units < n, 1.0, 1 - n / units)
    error = math.sqrt((weights**2 * limit * variances / n).sum())  # NaN where an n is 1
    divided = bool(((counts > 0).sum(axis=1) > 1).any())
    enough = effective >= LEAST_FOR_T - _NEAR and n.min() >= LEAST_EACH
    return _Weighed(
        n=int(n.sum()),
        degrees=int(n.sum()) - len(n),
        shares=shares,
        mean=mean,
        effective=effective,
        error=None if math.isnan(error) else error,
        units=float(units.sum()),
        by_t=bool(enough and divided and T_RANGE[0] <= mean <= T_RANGE[1]),
    )


def _ends(weighed: Sequence[_Weighed | None]) -> list[Ends | None]:
    """Give the interval of each question."""
    ends = [None if one is None else _student(one) for one in weighed]
    places = [i for i, one in enumerate(weighed) if one is not None and not one.by_t]
    others = [one for one in weighed if one is not None and not one.by_t]
    if others:
        found = dirichlet.intervals(
            [one.shares * one.effective for one in others],
            populations=np.array([one.units if one.n <= one.units else math.inf for one in others]),
            confidence=CONFIDENCE,
        )
        for i, (low, high) in zip(places, found.tolist(), strict=True):
            ends[i] = low, high
    return ends


def _student(one: _Weighed) -> Ends:
    """Give the t interval, its ends kept within the scale."""
    half = float(special.stdtrit(one.degrees, (1 + CONFIDENCE) / 2)) * (one.error or 0.0)
    return max(one.mean - half, float(_SCORES[0])), min(one.mean + half, float(_SCORES[-1]))


def _town(
    one: _Weighed | None,
    ends: Ends | None,
    *,
    dwellings: int,
    represented: float | None,
    missing: tuple[int, ...],
) -> WeightedMean:
    """Put together what is known of one question."""
    if one is None or ends is None:
        return WeightedMean(0, *(None,) * 8, dwellings, represented, missing)
    return WeightedMean(
        n=one.n,
        mean=one.mean,
        low=min(ends[0], one.mean),
        high=max(ends[1], one.mean),
        shares=tuple(one.shares.tolist()),
        method=IntervalMethod.T if one.by_t else IntervalMethod.DIRICHLET,
        standard_error=one.error,
        design_effect=one.n / one.effective,
        effective_n=one.effective,
        dwellings=dwellings,
        represented=represented,
        missing=missing,
    )
