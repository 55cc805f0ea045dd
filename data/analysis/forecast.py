"""Where the campaign will stand: an interval and a probability, never one date.

Doors come in bursts (an outing brings a hundred, the days between none), so the count of a week
is far more variable than a Poisson count of its mean. The model is therefore a weekly negative
binomial whose dispersion is estimated, and uncertain itself: nominal 80 % intervals then cover
about 80 %, where a daily Poisson covers about 13 %. `tests/data/analysis` shows it on simulated
campaigns.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy import special

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
    per_week
        Mean of `weekly`.
    """

    low: int
    median: int
    high: int
    p_goal: float
    weekly: tuple[int, ...]
    weeks: tuple[date, ...]
    per_week: float


@dataclass(frozen=True)
class QuartierForecast:
    """Prospects of one quartier.

    Parameters
    ----------
    missing
        Doors still to knock on.
    p_target
        Probability that the target is met by the end date.
    shortfall
        Doors expected to be missing still at the end date.
    outings
        Outings still needed at the pace seen; None where no outing was seen yet anywhere.
    """

    code: str
    missing: int
    p_target: float
    shortfall: float
    outings: int | None


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
    begin, last = _span([day for day, _ in seen], start, min(today, end))
    weekly = _weeks(seen, begin, last)
    mean = total / _length(begin, last)
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


def predictive(shape: float, rate: float, horizon: float, threshold: float) -> tuple[float, float]:
    """Give mean and P(count ≥ threshold) over `horizon` for a Poisson rate ~ Gamma(shape, rate).

    The predictive distribution is negative binomial.

    Examples
    --------
    >>> mean, reached = predictive(480.5, 56, 56, 521)
    >>> round(mean, 1), round(reached, 5)
    (480.5, 0.10019)
    """
    reached = 1.0
    if threshold > 0:
        # The tail of a negative binomial is an incomplete beta function; `scipy.stats` would take
        # seconds to import for it.
        chance = horizon / (rate + horizon) if horizon > 0 else 0.0
        reached = float(special.betainc(math.ceil(threshold), shape, chance))
    return shape * horizon / rate, reached


def by_quartier(
    targets: Mapping[str, int],
    doors_by_day: Sequence[tuple[date, str, int]],
    *,
    start: date,
    today: date,
    end: date,
) -> tuple[QuartierForecast, ...]:
    """Forecast each quartier, in the order of `targets`.

    The rate of a quartier has a gamma prior around its share of the town's rate (weight: one
    burst of doors), so that a quartier nobody went to yet is not taken to stay at nought. Counts
    are measured in bursts of φ doors, φ being the town's dispersion.
    """
    seen = [row for row in doors_by_day if row[0] <= today]
    total = sum(doors for *_, doors in seen)
    done = {code: sum(n for _, at, n in seen if at == code) for code in targets}
    per_outing = _per_outing(seen)
    if not total:
        return tuple(
            QuartierForecast(code, target, 0.0 if target else 1.0, float(target), None)
            for code, target in targets.items()
        )
    begin, last = _span([day for day, *_ in seen], start, min(today, end))
    elapsed, left = _length(begin, last), max((end - today).days, 0) / WEEK
    burst, _freedom = dispersion(_weeks([(day, n) for day, _, n in seen], begin, last))
    goal = sum(targets.values()) or 1
    return tuple(
        _quartier(
            code,
            missing=max(target - done[code], 0),
            shape=1 + done[code] / burst,
            rate=burst / max(total / elapsed * target / goal, 1e-9) + elapsed,
            left=left,
            burst=burst,
            per_outing=per_outing.get(code, per_outing[""]),
        )
        for code, target in targets.items()
    )


def where_next(rows: Sequence[QuartierForecast]) -> tuple[QuartierForecast, ...]:
    """Order the quartiers that still miss doors by expected shortfall, then by code."""
    missing = (row for row in rows if row.missing)
    return tuple(sorted(missing, key=lambda row: (-row.shortfall, row.code)))


def _quartier(
    code: str,
    *,
    missing: int,
    shape: float,
    rate: float,
    left: float,
    burst: float,
    per_outing: float,
) -> QuartierForecast:
    """Forecast one quartier; `shape` and `rate` are of bursts a week."""
    bursts = missing / burst
    _mean, reached = predictive(shape, rate, left, bursts)
    possible = np.arange(math.ceil(bursts))
    chance = (
        _probabilities(possible, shape, rate / (rate + left))
        if left
        else (possible == 0).astype(float)
    )
    shortfall = float(np.sum((missing - burst * possible) * chance))
    return QuartierForecast(code, missing, reached, shortfall, math.ceil(missing / per_outing))


def _probabilities(counts: np.ndarray, shape: float, chance: float) -> np.ndarray:
    """Give the negative binomial probability of each count."""
    ways = special.gammaln(counts + shape) - special.gammaln(shape) - special.gammaln(counts + 1)
    return np.asarray(np.exp(ways + shape * np.log(chance) + counts * np.log1p(-chance)))


def _per_outing(seen: Sequence[tuple[date, str, int]]) -> dict[str, float]:
    """Doors a day of outing brings: in each quartier, drawn towards the town's mean (key "")."""
    if not seen:
        return {"": 1.0}
    mean = sum(doors for *_, doors in seen) / len(seen)
    days: dict[str, list[int]] = {}
    for _, code, doors in seen:
        days.setdefault(code, []).append(doors)
    drawn = {code: (sum(doors) + mean) / (len(doors) + 1) for code, doors in days.items()}
    return {"": max(mean, 1.0)} | {code: max(doors, 1.0) for code, doors in drawn.items()}


def _span(days: Sequence[date], start: date, last: date) -> tuple[date, date]:
    """First and last day of what was observed: the phase so far, and any door beyond it."""
    return min(start, *days), max(last, *days)


def _length(begin: date, today: date) -> float:
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


def _weeks(seen: Sequence[tuple[date, int]], begin: date, today: date) -> list[int]:
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
