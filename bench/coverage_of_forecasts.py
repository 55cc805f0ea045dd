"""How often the 80 % interval of the forecast holds what came, on simulated campaigns.

``python -m bench.coverage_of_forecasts [CAMPAIGNS]`` prints a line a kind of campaign; seeded.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import numpy as np

from data.analysis.forecast import forecast

WEEKS = 13
START = date(2023, 4, 2)
END = START + timedelta(weeks=WEEKS, days=-1)
SEEN = (3, 5, 7, 9)

Weeks = Callable[[np.random.Generator], np.ndarray]


def _bursts(mean: float, dispersion: float) -> Weeks:
    """Weeks with a negative binomial count of the given variance over mean."""
    return lambda random: random.negative_binomial(
        mean / (dispersion - 1), 1 / dispersion, size=WEEKS
    )


def _outings(chance: float, doors: float, spread: float) -> Weeks:
    """Weeks with an outing or none; an outing brings about `doors`."""

    def draw(random: np.random.Generator) -> np.ndarray:
        size = np.maximum(random.normal(doors, spread, WEEKS), 5).astype(int)
        return size * (random.random(WEEKS) < chance)

    return draw


KINDS: Mapping[str, Weeks] = {
    "steady weeks (mean 80, dispersion 10)": _bursts(80, 10),
    "uneven weeks (mean 80, dispersion 40)": _bursts(80, 40),
    "three Sundays of four, 105 ± 25 doors": _outings(0.75, 105, 25),
    "every other Sunday, 120 ± 30 doors": _outings(0.5, 120, 30),
}


def covered(weeks: Weeks, *, campaigns: int, seed: int) -> float:
    """Give the share of forecasts whose interval held the total that came."""
    random = np.random.default_rng(seed)
    held = asked = 0
    for _ in range(campaigns):
        doors = weeks(random)
        for seen in SEEN:
            days = [(START + timedelta(weeks=i), int(n)) for i, n in enumerate(doors[:seen])]
            today = START + timedelta(weeks=seen, days=-1)
            found = forecast(days, start=START, today=today, end=END, goal=1001, seed=seed)
            if found is not None:
                asked += 1
                held += found.low <= doors.sum() <= found.high
    return held / asked


def main(campaigns: int) -> None:
    """Print the coverage of each kind of campaign."""
    for name, weeks in KINDS.items():
        share = covered(weeks, campaigns=campaigns, seed=2023)
        print(f"{name:<44} {share:.3f}   nominal .80")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
