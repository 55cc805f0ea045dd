"""Targets: a goal of so many doors spread over the quartiers in whole numbers.

Assumption: the weight of a quartier is its number of occupied dwellings. All rounding is done
with exact fractions, so that a tie is a tie and not a rounding error.
"""

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.errors import (
    DwellingsUnknownError,
    FloorTooHighError,
    NoDwellingsError,
    SpreadSettingError,
    TiedAllocationError,
)
from data.model import AllocationMethod, Spread

Weights = Mapping[str, Fraction]
Seats = dict[str, int]

_NEAR = Fraction(1, 10**9)  # powers are floats: two claims as near as this are the same claim


@dataclass(frozen=True)
class Allocation:
    """Targets for each quartier and what the choice costs in precision.

    Parameters
    ----------
    targets
        Doors for each quartier code, sorted by code; they add up to the goal.
    smallest, largest
        Fewest and most doors of a quartier.
    design_effect
        Kish's: 1 for a spread proportional to dwellings, more for any other; None where the
        dwellings of a quartier are unknown; infinite where one with dwellings has no door.
    effective_n
        Goal ÷ design effect: the doors of a proportional spread that would tell as much about
        the whole town; None where `design_effect` is None.
    """

    targets: dict[str, int]
    smallest: int
    largest: int
    design_effect: float | None
    effective_n: float | None


def allocate(weights: Mapping[str, int | None], goal: int, *, spread: Spread) -> Allocation:
    """Spread the goal over the quartiers.

    - `hare`: proportional to dwellings, by largest remainder.
    - `webster`: proportional to dwellings, by Webster's (Sainte-Laguë's) divisors 1, 3, 5, …
    - `power`: proportional to dwellings to the power `spread.exponent`, by largest remainder
      (Bankier 1988, "Power allocations", *The American Statistician* 42).
    - `equal`: the same for each; doors left over go one each to the quartiers with most
      dwellings, then by code, so that no tie can arise.

    The floor comes first: quartiers whose exact share is below it get the floor, and the rest of
    the goal is spread over the others, again and again until no share is below the floor.
    Rounding: Balinski & Young 1975, "The quota method of apportionment", *Am. Math. Monthly* 82.

    Parameters
    ----------
    weights
        Occupied dwellings by quartier code; None where unknown, which only `equal` can do with.
    goal
        Doors in all, at least 1.

    Raises
    ------
    FloorTooHighError
        If floor × quartiers is more than the goal.
    DwellingsUnknownError
        If a proportional method lacks the dwellings of a quartier.
    NoDwellingsError
        If there are no quartiers, or none with dwellings under a proportional method.
    TiedAllocationError
        If quartiers with exactly equal claims would have to be told apart by chance.
    SpreadSettingError
        If goal, floor, exponent or a number of dwellings makes no sense.

    Examples
    --------
    >>> found = allocate({"a": 900, "b": 250, "c": 25}, 100, spread=Spread(floor=10))
    >>> found.targets
    {'a': 70, 'b': 20, 'c': 10}
    >>> round(found.design_effect, 2)
    1.07
    """
    known = {code: weights[code] for code in sorted(weights)}
    _check(known, goal, spread)
    if spread.method is AllocationMethod.EQUAL:
        targets = _equal(known, goal)
    else:
        dwellings = _complete(known)
        targets = _with_floor(_claims(dwellings, spread), goal, spread)
    sizes = [targets[code] for code in known]
    effect = design_effect(list(known.values()), sizes)
    effective = None if effect is None else goal / effect
    return Allocation(targets, min(sizes), max(sizes), effect, effective)


def design_effect(weights: Sequence[int | None], sizes: Sequence[int]) -> float | None:
    """Give Kish's design effect n·Σ(W_h² / n_h), W_h being the shares of the weights.

    It says how many times larger than with a proportional spread the variance of the mean of the
    town gets (Kish 1965, *Survey Sampling*, §11.7; equal variances within quartiers).

    Parameters
    ----------
    weights
        Dwellings of each quartier.
    sizes
        Doors of each quartier, same order.

    Returns
    -------
    float or None
        None where a weight is unknown or all are 0; infinite where a quartier with dwellings has
        no door.

    Examples
    --------
    >>> round(design_effect([4421, 755, 1018], [100, 50, 50]), 6)
    1.186371
    """
    known = [weight for weight in weights if weight is not None]
    total = sum(known)
    if len(known) < len(weights) or total == 0:
        return None
    pairs = [(w, n) for w, n in zip(known, sizes, strict=True) if w]
    if any(n == 0 for _, n in pairs):
        return math.inf
    return sum(sizes) * math.fsum((w / total) ** 2 / n for w, n in pairs)


def _check(weights: Mapping[str, int | None], goal: int, spread: Spread) -> None:
    """Refuse what cannot be spread."""
    if not weights:
        raise NoDwellingsError()
    negative = any(weight is not None and weight < 0 for weight in weights.values())
    power = spread.method is AllocationMethod.POWER
    wild = power and not 0 < spread.exponent <= 1
    if goal < 1 or spread.floor < 0 or negative or wild:
        raise SpreadSettingError(goal=goal, floor=spread.floor, exponent=spread.exponent)
    needed = spread.floor * len(weights)
    if needed > goal:
        raise FloorTooHighError(
            quartiers=len(weights), floor=spread.floor, needed=needed, goal=goal
        )


def _complete(weights: Mapping[str, int | None]) -> dict[str, int]:
    """Return the weights once none of them is unknown and not all are 0."""
    unknown = [code for code, weight in weights.items() if weight is None]
    if unknown:
        raise DwellingsUnknownError(codes=", ".join(unknown))
    if not any(weights.values()):
        raise NoDwellingsError()
    return {code: weight for code, weight in weights.items() if weight is not None}


def _claims(dwellings: Mapping[str, int], spread: Spread) -> dict[str, Fraction]:
    """Turn dwellings into what each quartier's share is proportional to."""
    if spread.method is AllocationMethod.POWER:
        return {code: Fraction(float(x) ** spread.exponent) for code, x in dwellings.items()}
    return {code: Fraction(x) for code, x in dwellings.items()}


def _equal(weights: Mapping[str, int | None], goal: int) -> Seats:
    """Give each the same, and the doors left over to those with most dwellings."""
    each, left = divmod(goal, len(weights))
    order = sorted(weights, key=lambda code: (-(weights[code] or 0), code))
    more = set(order[:left])
    return {code: each + (code in more) for code in weights}


def _with_floor(claims: Weights, goal: int, spread: Spread) -> Seats:
    """Spread the goal by `spread.method`, holding the floor."""
    free = dict(claims)
    while True:
        rest = goal - spread.floor * (len(claims) - len(free))
        total = sum(free.values())
        below = {code for code, claim in free.items() if claim * rest < spread.floor * total}
        if not below:
            break
        free = {code: claim for code, claim in free.items() if code not in below}
    # Rounding cannot undo the floor. Hare never goes below a share rounded down. For Webster to
    # bring a share of at least f to f - 1, the divisor would have to bring every other share r
    # (at least f too) to r or less, and the total would fall short of the goal.
    webster = spread.method is AllocationMethod.WEBSTER
    seats = _webster(free, rest) if webster else _hare(free, rest)
    return {code: seats.get(code, spread.floor) for code in claims}


def _hare(claims: Weights, seats: int) -> Seats:
    """Round exact shares down, then add one to the largest remainders."""
    total = sum(claims.values())
    shares = {code: claim * seats / total for code, claim in claims.items()}
    result = {code: math.floor(share) for code, share in shares.items()}
    left = seats - sum(result.values())
    remainder = {code: shares[code] - result[code] for code in claims}
    order = sorted(claims, key=lambda code: (-remainder[code], code))
    if left:
        last, next_one = remainder[order[left - 1]], remainder[order[left]]
        if last - next_one < _NEAR:
            tied = [code for code in claims if abs(remainder[code] - last) < _NEAR]
            sure = sum(remainder[code] - last >= _NEAR for code in claims)
            raise TiedAllocationError(codes=", ".join(tied), doors=left - sure)
    for code in order[:left]:
        result[code] += 1
    return result


def _webster(claims: Weights, seats: int) -> Seats:
    """Round exact shares to the nearest, then move along the divisors until the total fits."""
    total = sum(claims.values())
    result = {code: round(claim * seats / total) for code, claim in claims.items()}
    excess = sum(result.values()) - seats
    step = -1 if excess > 0 else 1
    queue = [(_rank(claim, result[code], step), code) for code, claim in claims.items()]
    heapq.heapify(queue)
    for _ in range(abs(excess)):
        code = queue[0][1]
        result[code] += step
        heapq.heapreplace(queue, (_rank(claims[code], result[code], step), code))
    _refuse_webster_tie(claims, result)
    return result


def _rank(claim: Fraction, seats: int, step: int) -> Fraction | float:
    """Order quartiers: who gains the next seat first, or who loses one first."""
    if step > 0:
        return -claim / (2 * seats + 1)
    return claim / (2 * seats - 1) if seats else math.inf


def _refuse_webster_tie(claims: Weights, seats: Seats) -> None:
    """Raise if a seat could as well belong to another quartier.

    The spread is the only one exactly when the weakest claim to a seat that was given is
    stronger than the strongest claim to one that was not (Balinski & Young's min-max inequality).
    """
    held = {c: claims[c] / (2 * n - 1) for c, n in seats.items() if n}
    wanted = {c: claims[c] / (2 * n + 1) for c, n in seats.items()}
    value = min(held.values())
    if value > max(wanted.values()):
        return
    holders = [code for code, claim in held.items() if claim == value]
    seekers = [code for code, claim in wanted.items() if claim == value]
    raise TiedAllocationError(codes=", ".join(sorted({*holders, *seekers})), doors=len(holders))
