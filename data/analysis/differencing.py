"""What masked counts can be worked out by setting several releases against each other.

Assumption: answers are only ever added. The answers with one score (or in one band) that a place
gained between two releases are then unknowns that cannot be negative, every published count is
the sum of some of them, and what can be worked out is what a linear program leaves no room for
(Fischetti & Salazar 2000, *Statistics and Computing* 10, on auditing masked tables).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Floats = NDArray[np.float64]

_NEAR = 1e-6


@dataclass(frozen=True, order=True)
class Stretch:
    """What a place gained after the release `since` up to the release `until`, from 1; 0 is none.

    `place` is the position of the place.
    """

    place: int
    since: int
    until: int


def determined(counts: Sequence[Sequence[int | None]], totals: Sequence[int]) -> set[Stretch]:
    """Find the masked gains that follow from what was published, and are not 0.

    A gain is masked where the place is masked in the release before it or after it. That a gain
    is 0 is not counted: it says nothing about anyone who answered.

    Parameters
    ----------
    counts
        For each release, oldest first: the count of each place, None where masked.
    totals
        The sum over all places, for each release.

    Raises
    ------
    ValueError
        If no answers that are only ever added could give these counts.

    Examples
    --------
    Two places were masked; one of them is shown later, when nothing was new:

    >>> sorted(determined([[None, None, 9], [4, None, 9]], [16, 16]))[:1]
    [Stretch(place=0, since=0, until=1)]

    As long as both stay masked, nothing can be told:

    >>> determined([[None, None, 9], [None, None, 9]], [16, 40])
    set()
    """
    table = np.array([[np.nan if n is None else n for n in row] for row in counts], dtype=float)
    stretches = _masked(np.isnan(table))
    if not stretches:
        return set()
    gains = [_gain(one, table.shape) for one in stretches]
    system = _Constraints(table, totals)
    # Two solutions that differ in a gain prove that it is open; a random mixture of all gains
    # made small and large shows that of most of them at once.
    mixture = np.random.default_rng(0).normal(size=len(gains)) @ np.array(gains)
    solutions = [system.extreme(mixture), system.extreme(-mixture)]
    found = set()
    for stretch, gain in zip(stretches, gains, strict=True):
        for objective in (gain, -gain):
            if _same(gain, solutions):
                solutions.append(system.extreme(objective))
        if _same(gain, solutions):
            found.add(stretch)
    return found


class _Constraints:
    """Everything that was published, as equations in the gains by release and place."""

    def __init__(self, table: Floats, totals: Sequence[int]) -> None:
        rows, values = [], []
        for release, total in enumerate(totals):
            rows.append(sum(_gain(Stretch(p, 0, release + 1), table.shape) for p in _places(table)))
            values.append(float(total))
        for release, place in np.argwhere(~np.isnan(table)):
            rows.append(_gain(Stretch(int(place), 0, int(release) + 1), table.shape))
            values.append(float(table[release, place]))
        self.rows, self.values = np.array(rows), values

    def extreme(self, objective: Floats) -> Floats:
        """Solve for gains that make the objective as small as can be.

        Raises
        ------
        ValueError
            No gains give these counts: answers were taken out.
        """
        found = linprog(objective, A_eq=self.rows, b_eq=self.values, method="highs")
        if found.status != 0:
            raise ValueError("answers that are only ever added cannot give these counts")
        solution: Floats = found.x
        return solution


def _places(table: Floats) -> range:
    """Give the positions of the places."""
    return range(table.shape[1])


def _gain(stretch: Stretch, shape: tuple[int, ...]) -> Floats:
    """Say which of the unknowns make up a gain."""
    row = np.zeros(shape)
    row[stretch.since : stretch.until, stretch.place] = 1
    return row.ravel()


def _masked(hidden: NDArray[np.bool]) -> list[Stretch]:
    """List the gains that are not public; one that spans a known count falls into two."""
    releases, places = hidden.shape
    known = np.vstack([np.ones((1, places), dtype=bool), ~hidden])
    return [
        Stretch(place, since, until)
        for place in range(places)
        for since in range(releases)
        for until in range(since + 1, releases + 1)
        if not known[since + 1 : until, place].any()
        and not (known[since, place] and known[until, place])
    ]


def _same(gain: Floats, solutions: Sequence[Floats]) -> bool:
    """Say whether a gain is the same, and not 0, in all solutions."""
    values = [float(gain @ solution) for solution in solutions]
    return max(values) - min(values) < _NEAR and max(values) > _NEAR
