"""Means of a population that was sampled in strata, for values of any kind.

Assumption: each stratum, or the whole, is a simple random sample without replacement.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from data.analysis.estimates import CONFIDENCE, Floats


@dataclass(frozen=True)
class SurveyMean:
    """A mean of any values, as a design gives it.

    Parameters
    ----------
    n
        Values behind it.
    mean, standard_error
        In the unit of the values.
    low, high
        The 95 % interval, Student's t.
    degrees
        Degrees of freedom of that t.
    """

    n: int
    mean: float
    standard_error: float
    low: float
    high: float
    degrees: int


def stratified_mean(samples: Sequence[ArrayLike], *, sizes: Sequence[float]) -> SurveyMean:
    """Estimate the mean of a population that was sampled stratum by stratum.

    Each stratum is a simple random sample without replacement; n - H degrees of freedom
    (Cochran 1977, *Sampling Techniques*, §§5.3-5.4), as R's `svydesign(strata=, fpc=)` gives.
    A single stratum is a simple random sample.

    Parameters
    ----------
    samples
        Values of each stratum, at least two.
    sizes
        How many units each stratum has in the population.

    Raises
    ------
    ValueError
        If there are no strata, one has fewer than two values or fewer units than values, or the
        lengths differ.

    Examples
    --------
    >>> found = stratified_mean([[1, 2, 3], [4, 4, 5, 5]], sizes=[300, 100])
    >>> found.mean, round(found.standard_error, 3), found.degrees
    (2.625, 0.437, 5)
    """
    n, means, variances, units = _strata(samples, sizes, least=2)
    share = units / units.sum()
    variance = float((share**2 * (1 - n / units) * variances / n).sum())
    return _by_t(int(n.sum()), float(share @ means), variance, int(n.sum()) - len(n))


def post_stratified_mean(samples: Sequence[ArrayLike], *, sizes: Sequence[float]) -> SurveyMean:
    """Estimate the mean of a population from one random sample, grouped afterwards.

    How many values a group got is chance here; the variance is that of what is left once each
    value has its group's mean taken away (Särndal, Swensson & Wretman 1992, *Model Assisted
    Survey Sampling*, §7.6), with n - 1 degrees of freedom, as R's `postStratify` gives.

    Parameters
    ----------
    samples
        Values of each group, at least one each and two in all.
    sizes
        How many units each group has in the population.

    Raises
    ------
    ValueError
        If there are no groups, one has no value or fewer units than values, there is one value
        only, or the lengths differ.

    Examples
    --------
    >>> found = post_stratified_mean([[1, 2, 3], [4, 4, 5, 5]], sizes=[300, 100])
    >>> found.mean, round(found.standard_error, 3), found.degrees
    (2.625, 0.384, 6)
    """
    n, means, variances, units = _strata(samples, sizes, least=1)
    size, share = n.sum(), units / units.sum()
    if size < 2:
        raise ValueError("one value says nothing of a spread")
    left = (share / n) ** 2 * (n - 1) * variances
    variance = (1 - size / units.sum()) * size / (size - 1) * left.sum()
    return _by_t(int(size), float(share @ means), float(variance), int(size) - 1)


def _strata(
    samples: Sequence[ArrayLike], sizes: Sequence[float], *, least: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """Give n, mean, s² (0 for one value) and size of each stratum, once they make sense."""
    values = [np.asarray(sample, dtype=float).ravel() for sample in samples]
    n = np.array([len(one) for one in values], dtype=float)
    units = np.asarray(sizes, dtype=float)
    if not values or len(units) != len(values):
        raise ValueError("each sample needs the size of its stratum")
    if (n < least).any() or (units < n).any():
        raise ValueError(f"each stratum needs {least} values or more, and no more than its size")
    means = np.array([one.mean() for one in values])
    variances = np.array([one.var(ddof=1) if len(one) > 1 else 0.0 for one in values])
    return n, means, variances, units


def _by_t(n: int, mean: float, variance: float, degrees: int) -> SurveyMean:
    """Put Student's t interval around a mean."""
    error = math.sqrt(variance)
    half = float(special.stdtrit(degrees, (1 + CONFIDENCE) / 2)) * error
    return SurveyMean(n, mean, error, mean - half, mean + half, degrees)
