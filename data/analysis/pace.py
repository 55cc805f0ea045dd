"""Doors over time: the plan and what was done.

Assumption: the plan spends the goal evenly, over the days of the phase or over the outings that
are planned in it. It is a line to compare with, not a forecast.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import accumulate


def plan(
    phase_start: date, phase_end: date, goal: int, *, outing_days: Iterable[date] | None = None
) -> list[tuple[date, int]]:
    """Give the doors that should have been knocked on by the evening of each day of the phase.

    Parameters
    ----------
    phase_start, phase_end
        First and last day, both included.
    goal
        Doors in all.
    outing_days
        Days with outings; the goal is spread over those inside the phase, a day named twice
        having two outings. Without any the goal is spread over all days.

    Returns
    -------
    list of (date, int)
        One item a day; the last one is the goal.

    Raises
    ------
    ValueError
        If the phase ends before it starts.

    Examples
    --------
    >>> [doors for _, doors in plan(date(2023, 4, 1), date(2023, 4, 4), 10)]
    [3, 5, 8, 10]
    >>> outings = [date(2023, 4, 2), date(2023, 4, 4)]
    >>> [doors for _, doors in plan(date(2023, 4, 1), date(2023, 4, 4), 10, outing_days=outings)]
    [0, 5, 5, 10]
    """
    if phase_end < phase_start:
        raise ValueError("the phase ends before it starts")
    days = [phase_start + timedelta(i) for i in range((phase_end - phase_start).days + 1)]
    outings = Counter(day for day in outing_days or () if phase_start <= day <= phase_end)
    steps = outings or Counter(days)
    whole = steps.total()
    done = accumulate(steps[day] for day in days)
    # Half up in whole numbers: the built-in rounding goes to even and would make uneven steps.
    return [
        (day, (2 * goal * part + whole) // (2 * whole))
        for day, part in zip(days, done, strict=True)
    ]


def expected_by(
    day: date,
    *,
    start: date,
    end: date,
    goal: int,
    outing_days: Iterable[date] | None = None,
) -> int:
    """Give the doors that the plan expects by the evening of `day`.

    `start` and `end` are the first and last day of the phase, both included. The plan expects 0
    before the phase and the goal after it. Divided by the goal it is the ratio that
    `coverage.lagging` compares with.

    Raises
    ------
    ValueError
        If the phase ends before it starts.

    Examples
    --------
    >>> first, last = date(2023, 4, 1), date(2023, 4, 4)
    >>> expected_by(date(2023, 4, 2), start=first, end=last, goal=10)
    5
    >>> expected_by(date(2023, 3, 31), start=first, end=last, goal=10)
    0
    """
    curve = plan(start, end, goal, outing_days=outing_days)
    if day < start:
        return 0
    return curve[min((day - start).days, len(curve) - 1)][1]


def cumulative(doors_by_day: Iterable[tuple[date, str, int]]) -> list[tuple[date, int]]:
    """Add distinct doors up over the days.

    Days without doors have no item: between two items the line is flat, to be drawn in steps.

    Parameters
    ----------
    doors_by_day
        Day, quartier code, doors first visited on that day, in any order.

    Returns
    -------
    list of (date, int)
        Sorted by day.

    Examples
    --------
    >>> cumulative([(date(2023, 4, 9), "b", 30), (date(2023, 4, 2), "a", 120)])
    [(datetime.date(2023, 4, 2), 120), (datetime.date(2023, 4, 9), 150)]
    """
    doors: Counter[date] = Counter()
    for day, _, number in doors_by_day:
        doors[day] += number
    days = sorted(doors)
    return list(zip(days, accumulate(doors[day] for day in days), strict=True))
