"""Smoothed means: those of quartiers with few answers drawn towards what quartiers share.

Assumption: the true means of the quartiers scatter around a common one like a normal law, and
answers vary about as much in each quartier. Then a smoothed mean is nearer to the truth on the
whole, though a quartier that is really unlike the others is drawn too far. An addition to the
plain means, never in their place. It gives the plain mean away to whoever knows the others: where
a figure is held back, hold back the smoothed ones of that question as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from data.analysis.estimates import CONFIDENCE, Floats, moments, whole_counts
from data.model import SCALE

LEAST_QUARTIERS = 4
"""Fewest quartiers with answers from which a scatter can be made out."""


@dataclass(frozen=True)
class SmoothedMean:
    """A mean rating that borrows from the other quartiers, with its 95 % interval.

    Parameters
    ----------
    mean, low, high
        From 1 to 5; None where nobody answered in the quartier, or where smoothing is not
        possible (see `smoothed_means`). The interval holds for 95 % of the quartiers together,
        not for each of them.
    shrinkage
        From 0 (the quartier's own answers only) to 1 (the common mean only); None as `mean`.
    """

    mean: float | None
    low: float | None
    high: float | None
    shrinkage: float | None


def smoothed_means(
    counts: ArrayLike, *, dwellings: Sequence[int | None]
) -> tuple[SmoothedMean, ...]:
    """Smooth the means of one question over the quartiers.

    The sampling variance of each mean is the variance within quartiers, pooled over all of them
    (a few answers of one mind would else pass for certain), by the number of answers, with the
    finite-population correction; then `empirical_bayes`.

    Not possible with fewer than four quartiers that answered, or where no quartier has two
    unlike answers, so that nothing is known of the variance.

    Parameters
    ----------
    counts
        Answers per score, shape (quartiers, 5), whole numbers.
    dwellings
        Occupied dwellings of each quartier; None where unknown. A figure below the answers
        cannot be right and counts as unknown.

    Raises
    ------
    ValueError
        If the counts are not rows of five whole numbers from 0, or lengths differ.

    Examples
    --------
    >>> table = [[0, 0, 1, 1, 1], [2, 5, 9, 9, 5], [9, 12, 6, 2, 1], [1, 3, 9, 11, 6], [0] * 5]
    >>> found = smoothed_means(table, dwellings=[None] * 5)
    >>> found[0].shrinkage > found[1].shrinkage
    True
    >>> found[4].mean is None
    True
    """
    table = whole_counts(counts)
    if len(dwellings) != len(table):
        raise ValueError("dwellings are needed for each row of counts")
    asked = np.flatnonzero(table.sum(axis=1))
    result = [SmoothedMean(None, None, None, None)] * len(table)
    n, means, variances = moments(table[asked])
    degrees = int(n.sum()) - len(n)
    squares = float(np.nansum((n - 1) * variances))
    if len(asked) < LEAST_QUARTIERS or squares == 0:
        return tuple(result)
    sizes = np.array([np.inf if d is None else d for d in dwellings])[asked]
    limit = np.where(sizes < n, 1.0, 1 - n / np.maximum(sizes, 1))
    middle, errors, shrinkage = empirical_bayes(means, limit * squares / degrees / n)
    half = special.stdtrit(degrees, (1 + CONFIDENCE) / 2) * errors
    low, high = (np.clip(end, SCALE[0], SCALE[-1]) for end in (middle - half, middle + half))
    for place, *figures in zip(asked, middle, low, high, shrinkage, strict=True):
        result[place] = SmoothedMean(*map(float, figures))
    return tuple(result)


def empirical_bayes(values: ArrayLike, variances: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Draw values of unequal precision towards their common mean.

    Values θ_i + error, errors of the given variances V_i, θ_i scattered with variance A. A is
    what makes Σ (x_i - mean)² / (V_i + A) equal k - 1, or 0; the shrinkage (k - 3) / (k - 1) ·
    V_i / (V_i + A) allows for its being an estimate, and so does the standard error (Morris
    1983, "Parametric empirical Bayes inference", *JASA* 78, §5). With equal variances it is the
    estimator of James & Stein towards the mean.

    Parameters
    ----------
    values
        At least four.
    variances
        Of their errors, from 0.

    Returns
    -------
    smoothed, standard errors, shrinkage
        Each as long as `values`.

    Raises
    ------
    ValueError
        If there are fewer than four values, or lengths differ.

    Examples
    --------
    >>> smoothed, _, shrinkage = empirical_bayes([1.0, 2.0, 3.0, 4.0, 5.0], [0.5] * 5)
    >>> smoothed.tolist(), float(shrinkage[0])
    ([1.2, 2.1, 3.0, 3.9, 4.8], 0.1)
    """
    x, v = np.asarray(values, dtype=float), np.asarray(variances, dtype=float)
    k = len(x)
    if k < LEAST_QUARTIERS or x.shape != v.shape:
        raise ValueError("four values or more are needed, each with its variance")
    if not v.any():
        return x.copy(), np.zeros(k), np.zeros(k)
    v = np.maximum(v, v.max() * 1e-12)  # a value known exactly would divide by 0
    scatter = _scatter(x, v)
    weights = 1 / (v + scatter)
    share = weights / weights.sum()
    centre = share @ x
    shrinkage = (k - 3) / (k - 1) * v * weights
    spread = (share @ v + scatter) * weights
    doubt = 2 / (k - 3) * shrinkage**2 * spread * (x - centre) ** 2
    errors = np.sqrt(v * (1 - (1 - share) * shrinkage) + doubt)
    return x + shrinkage * (centre - x), errors, shrinkage


def _scatter(x: Floats, v: Floats) -> float:
    """Give the variance A between the true values (Paule & Mandel 1982)."""

    def excess(scatter: float) -> float:
        weights = 1 / (v + scatter)
        centre = weights @ x / weights.sum()
        return float(weights @ (x - centre) ** 2) - (len(x) - 1)

    if excess(0.0) <= 0:
        return 0.0
    # No V_i is below 0, so the root cannot lie above the variance of the values themselves.
    return float(optimize.brentq(excess, 0.0, 1.01 * float(x.var(ddof=1)), xtol=1e-12))
