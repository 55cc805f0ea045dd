"""The Dirichlet posterior of a mean rating: its quantiles, worked out rather than simulated.

Assumption: the five shares of a question's scores have a Dirichlet posterior with parameters
`counts + PRIOR`. No random number is drawn, so the same counts always give the same interval.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.model import SCALE

Floats = NDArray[np.float64]

PRIOR = 0.2
"""Pseudo-answers put on each of the five scores before any answer is seen (one in all)."""

_SCORES: Floats = np.array(SCALE, dtype=float)
_STEP = 0.3
# Logarithms of the abscissae at which the inversion integral is summed, in units of 1 / spread.
_LOG_GRID: Floats = np.arange(-11.0, 13.0, _STEP)
_ROUNDS = 60
_TOLERANCE = 1e-5  # on the scale of the scores; figures are shown with one decimal


def moments(counts: ArrayLike) -> tuple[Floats, Floats]:
    """Give the posterior mean and standard deviation of the mean score, population unlimited.

    Parameters
    ----------
    counts
        Answers per score, shape (cells, 5).

    Returns
    -------
    mean, spread
        Each of shape (cells,), on the scale of the scores.

    Examples
    --------
    >>> mean, spread = moments([[0, 0, 5, 0, 0]])
    >>> round(float(mean[0]), 3), round(float(spread[0]), 3)
    (3.0, 0.218)
    """
    alpha = np.asarray(counts, dtype=float) + PRIOR
    total = alpha.sum(axis=1)
    mean = alpha @ _SCORES / total
    variance = (alpha @ _SCORES**2 / total - mean**2) / (total + 1)
    return mean, np.sqrt(np.maximum(variance, 0.0))


def probability_below(alpha: ArrayLike, x: ArrayLike) -> Floats:
    """Give the probability that the mean score of Dirichlet shares lies below `x`.

    With G_k independent Gamma(alpha_k), the mean is Σ k·G_k / ΣG_k, so that it lies below x when
    Σ (k - x)·G_k < 0. That probability comes from the characteristic function of the sum
    (Gil-Pelaez 1951; Imhof 1961, "Computing the distribution of quadratic forms in normal
    variables", Biometrika 48), summed on a logarithmic grid. The error is below 1e-4.

    Parameters
    ----------
    alpha
        Dirichlet parameters, shape (cells, 5).
    x
        Where to evaluate, shape (cells,), within about seven spreads of the mean.

    Examples
    --------
    >>> float(probability_below([[2.0, 1.0, 5.0, 1.0, 2.0]], [3.0])[0])
    0.5
    """
    parameters = np.asarray(alpha, dtype=float)
    gaps = _SCORES - np.asarray(x, dtype=float)[:, None]
    size = 1 / np.sqrt((parameters * gaps**2).sum(axis=1))
    reach = (size[:, None] * np.exp(_LOG_GRID))[:, :, None] * gaps[:, None, :]
    phase = np.einsum("cgk,ck->cg", np.arctan(reach), parameters)
    decay = np.einsum("cgk,ck->cg", np.log1p(reach**2), parameters)
    integral = (np.sin(phase) * np.exp(-0.5 * decay)).sum(axis=1) * _STEP
    return np.asarray(0.5 - integral / np.pi)


def quantiles(counts: ArrayLike, level: float) -> Floats:
    """Give the value that the mean score stays below with probability `level`.

    The root is bracketed by Cantelli's inequality and found by false position (Illinois rule).

    Parameters
    ----------
    counts
        Answers per score, shape (cells, 5).
    level
        Probability, between 0.01 and 0.99.

    Returns
    -------
    ndarray
        Shape (cells,), between 1 and 5, exact to about 1e-3.

    Raises
    ------
    ValueError
        If `level` lies outside 0.01 … 0.99.

    Examples
    --------
    >>> quantiles([[0, 0, 0, 2, 9]], 0.025).round(2).tolist()
    [4.14]
    """
    if not 0.01 <= level <= 0.99:
        raise ValueError("level must lie between 0.01 and 0.99")
    alpha = np.asarray(counts, dtype=float) + PRIOR
    mean, spread = moments(counts)
    reach = np.sqrt(max(level, 1 - level) / min(level, 1 - level)) * spread
    low = np.maximum(mean - reach, _SCORES[0])
    high = np.minimum(mean + reach, _SCORES[-1])
    return _false_position(alpha, level, low, high)


def intervals(counts: ArrayLike, *, populations: Floats, confidence: float) -> Floats:
    """Give the interval of the mean score of a population, stretched to hold the observed mean.

    In a population of N, the N - n who did not answer follow the Dirichlet-multinomial law. Its
    mean and variance are matched exactly by shrinking the posterior of an unlimited population
    by sqrt((N - n)(N + 1)) / N; the ends stay within what those who did not answer could make.

    Parameters
    ----------
    counts
        Answers per score, shape (cells, 5), at least one a cell; they need not be whole.
    populations
        Sizes, shape (cells,), none below the answers of its cell; infinite where unlimited.
    confidence
        Probability that the interval is to hold, such as 0.95.

    Returns
    -------
    ndarray
        Lower and upper ends, shape (cells, 2), between 1 and 5.

    Examples
    --------
    >>> intervals([[0, 0, 0, 2, 9]], populations=np.array([np.inf]), confidence=0.95).round(2)
    array([[4.14, 4.93]])
    """
    table = np.asarray(counts, dtype=float)
    n = table.sum(axis=1)
    means = table @ _SCORES / n
    centre, _ = moments(table)
    limited = np.isfinite(populations)
    size = np.where(limited, populations, 1.0)
    silent = np.where(limited, (size - n) / size, 1.0)
    shrink = np.where(limited, np.sqrt(np.maximum(silent * (size + 1) / size, 0)), 1.0)
    seen = (1 - silent) * means
    tail = (1 - confidence) / 2
    ends = [
        seen + silent * centre + shrink * (quantiles(table, level) - centre)
        for level in (tail, 1 - tail)
    ]
    low = np.minimum(np.maximum(ends[0], seen + silent * _SCORES[0]), means)
    high = np.maximum(np.minimum(ends[1], seen + silent * _SCORES[-1]), means)
    return np.stack([low, high], axis=1)


def _false_position(alpha: Floats, level: float, low: Floats, high: Floats) -> Floats:
    """Find where `probability_below` crosses `level`; cells leave the search once found."""
    # The bracket is known to hold the root, so its ends need no evaluation: any signs will do.
    at_low, at_high = np.full_like(low, -level), np.full_like(high, 1 - level)
    found = np.full_like(low, np.inf)
    left = np.arange(len(low))
    side = np.zeros_like(low)
    for _ in range(_ROUNDS):
        if not left.size:
            break
        a, b, fa, fb = low[left], high[left], at_low[left], at_high[left]
        x = (a * fb - b * fa) / (fb - fa)
        value = probability_below(alpha[left], x) - level
        under = value < 0
        # Illinois: an end that stays twice in a row counts half, else the search crawls.
        at_high[left] = np.where(under, np.where(side[left] < 0, fb / 2, fb), value)
        at_low[left] = np.where(under, value, np.where(side[left] > 0, fa / 2, fa))
        low[left], high[left] = np.where(under, x, a), np.where(under, b, x)
        side[left] = np.where(under, -1, 1)
        moved = np.abs(x - found[left])
        found[left] = x
        left = left[(moved > _TOLERANCE) & (value != 0)]
    return found
