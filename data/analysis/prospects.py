"""How each quartier will stand, and which calls for the next outing.

A quartier alone has too few doors for a dispersion of its own: it takes that of the town (see
`data.analysis.forecast`), and its rate is drawn towards its share of the town's.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import special

from data.analysis.forecast import WEEK, dispersion, observed, weekly_doors, weeks_between


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


def predictive(shape: float, rate: float, horizon: float, threshold: float) -> tuple[float, float]:
    """Give mean and P(count ≥ threshold) over `horizon` for a Poisson rate ~ Gamma(shape, rate).

    The predictive distribution is negative binomial (Gelman et al. 2013, *Bayesian Data
    Analysis*, §2.6).

    Parameters
    ----------
    rate, horizon
        In the same unit of time, here weeks.

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

    Parameters
    ----------
    targets
        Doors to knock on, by code of the quartier.
    doors_by_day
        Day, code and doors first knocked on then; what comes after `today` is left out.
    start, end
        First and last day of doors.

    Examples
    --------
    >>> from datetime import date
    >>> rows = [(date(2023, 4, 2), "a", 40), (date(2023, 4, 9), "a", 40)]
    >>> days = {"start": date(2023, 4, 2), "today": date(2023, 4, 15), "end": date(2023, 5, 27)}
    >>> done, never = by_quartier({"a": 80, "b": 100}, rows, **days)
    >>> done.p_target, never.missing, never.outings
    (1.0, 100, 3)
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
    begin, last = observed([day for day, *_ in seen], start, min(today, end))
    elapsed, left = weeks_between(begin, last), max((end - today).days, 0) / WEEK
    burst, _freedom = dispersion(weekly_doors([(day, n) for day, _, n in seen], begin, last))
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
