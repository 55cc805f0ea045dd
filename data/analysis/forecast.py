"""Where the campaign will stand: an interval and a probability, never one date.

Doors come in bursts (an outing brings a hundred, the days between none), so the count of a week
is far more variable than a Poisson count of its mean. The model is therefore a weekly negative
binomial whose dispersion is estimated, and uncertain itself: nominal 80 % intervals then cover
about 80 %, where a daily Poisson covers about 13 %. `tests/data/analysis` shows it on simulated
campaigns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

WEEK = 7
DRAWS = 20_000
LEVEL = 0.8
PRIOR_WEEKS = 1.0
"""Weight, in weeks, of the prior on the dispersion: it steadies the first weeks."""
PRIOR_VARIATION = 0.6
"""Standard deviation over mean of a week's doors that the prior takes for usual."""


@dataclass(frozen=True)
class Forecast:
    """Doors knocked on by the end date.

    Parameters
    ----------
    low, median, high
        Ends and middle of the 80 % interval of the total at the end date.
    p_goal
        Probability that the goal is reached by then.
    weekly
        Doors of each week so far, oldest first; the weeks are those since the start, counted so
        that the last one ends today, or at the end date once that has passed.
    weeks
        First days of these weeks.
    per_week
        Doors a week since the start, part of a week counted as such.
    """

    low: int
    median: int
    high: int
    p_goal: float
    weekly: tuple[int, ...]
    weeks: tuple[date, ...]
    per_week: float


def forecast(
    doors_by_day: Sequence[tuple[date, int]],
    *,
    start: date,
    today: date,
    end: date,
    goal: int,
    seed: int = 0,
) -> Forecast | None:
    """Forecast the total of doors at the end date.

    Parameters
    ----------
    doors_by_day
        Days and the doors first knocked on then; days without doors may be left out.
    start, end
        First and last day of doors.
    goal
        Doors that `Forecast.p_goal` is about.
    seed
        Of the simulation: the same seed gives the same answer.

    Returns
    -------
    Forecast or None
        None before the first door: there is nothing to go by.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> first = date(2023, 4, 2)
    >>> sundays = [(first + timedelta(7 * n), 100) for n in range(5)]
    >>> today, end = date(2023, 5, 6), date(2023, 7, 2)
    >>> found = forecast(sundays, start=first, today=today, end=end, goal=1001)
    >>> found.weekly, found.low < found.median < found.high
    ((100, 100, 100, 100, 100), True)
    """
    seen = [(day, doors) for day, doors in doors_by_day if day <= today]
    total = sum(doors for _, doors in seen)
    if not total:
        return None
    begin, last = observed([day for day, _ in seen], start, min(today, end))
    weekly = weekly_doors(seen, begin, last)
    mean = total / weeks_between(begin, last)
    left = max((end - today).days, 0) / WEEK
    future = _simulate(np.array(weekly), mean, left, np.random.default_rng(seed))
    tail = (1 - LEVEL) / 2
    low, median, high = np.quantile(future, (tail, 0.5, 1 - tail), method="closest_observation")
    return Forecast(
        low=total + int(low),
        median=total + int(median),
        high=total + int(high),
        p_goal=float(np.mean(total + future >= goal)),
        weekly=tuple(int(doors) for doors in weekly),
        weeks=tuple(_edges(begin, last)),
        per_week=mean,
    )


def dispersion(weekly: Sequence[float]) -> tuple[float, float]:
    """Estimate variance over mean of a week's doors, and its degrees of freedom.

    The sample's ratio is drawn towards that of a week with a standard deviation of
    `PRIOR_VARIATION` means, which counts for `PRIOR_WEEKS` weeks. Never below 1 (Poisson).

    Examples
    --------
    >>> found, freedom = dispersion([100, 100, 100, 100])
    >>> round(found, 1), freedom
    (9.0, 4.0)
    """
    counts = np.asarray(weekly, dtype=np.float64)
    mean, weeks = float(counts.mean()), len(counts)
    prior = max(1.0, PRIOR_VARIATION**2 * mean)
    own = float(counts.var(ddof=1)) / mean if weeks > 1 and mean else 0.0
    freedom = weeks - 1 + PRIOR_WEEKS
    return max(1.0, ((weeks - 1) * own + PRIOR_WEEKS * prior) / freedom), freedom


def observed(days: Sequence[date], start: date, last: date) -> tuple[date, date]:
    """First and last day of what was observed: the phase so far, and any door beyond it."""
    return min(start, *days), max(last, *days)


def weeks_between(begin: date, today: date) -> float:
    """Weeks from `begin` to the end of `today`."""
    return ((today - begin).days + 1) / WEEK


def _edges(begin: date, today: date) -> list[date]:
    """Give the first days of the weeks, the last one ending today.

    A first week of three days or less joins the next one.
    """
    whole, rest = divmod((today - begin).days + 1, WEEK)
    number = max(1, whole + (rest > WEEK // 2))
    firsts = [today - timedelta(days=WEEK * n - 1) for n in range(number, 0, -1)]
    return [begin, *firsts[1:]]


def weekly_doors(seen: Sequence[tuple[date, int]], begin: date, today: date) -> list[int]:
    """Count the doors of each week."""
    edges = _edges(begin, today)
    weekly = [0] * len(edges)
    for day, doors in seen:
        weekly[sum(day >= edge for edge in edges) - 1] += doors
    return weekly


def _simulate(
    weekly: np.ndarray, mean: float, weeks: float, random: np.random.Generator
) -> np.ndarray:
    """Draw the doors of the weeks to come: dispersion, then rate, then count.

    The dispersion is scaled inverse-χ², the rate gamma with the variance that dispersion gives a
    mean of that many weeks, the count negative binomial with variance φ times its mean.
    """
    if not weeks:
        return np.zeros(1, dtype=np.int64)
    found, freedom = dispersion(weekly.tolist())
    spread = np.maximum(found * freedom / random.chisquare(freedom, DRAWS), 1 + 1e-6)
    shape = np.maximum(mean * len(weekly) / spread, 1e-3)
    rate = random.gamma(shape, mean / shape)
    size = np.maximum(rate * weeks / (spread - 1), 1e-9)
    return random.negative_binomial(size, 1 / spread)
