"""Invented populations whose true means are known, and samples drawn from them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SCORES = np.arange(1, 6)
Shares = tuple[float, float, float, float, float]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

MIDDLE: Shares = (0.05, 0.15, 0.25, 0.35, 0.20)
CONTENT: Shares = (0.02, 0.05, 0.08, 0.25, 0.60)
HAPPY: Shares = (0.01, 0.01, 0.01, 0.06, 0.91)
CAMPS: Shares = (0.45, 0.05, 0.00, 0.05, 0.45)

DWELLINGS = (7161, 3446, 4019, 2207, 2318, 3574, 4619, 3979, 3206, 2177)
"""Of ten quartiers as unequal as those of Poitiers."""


@dataclass(frozen=True)
class Case:
    """Answers of a population: shares of the scores 1 to 5, its size, and the sample size."""

    name: str
    shares: Shares
    n: int
    population: int | None

    def draw(self, rng: np.random.Generator, draws: int) -> tuple[Counts, Floats]:
        """Draw samples (without replacement where the population is limited), and give truths."""
        if self.population is None:
            counts = rng.multinomial(self.n, self.shares, size=draws)
            return counts, np.full(draws, np.dot(self.shares, SCORES))
        people = populate(self.shares, self.population)
        counts = rng.multivariate_hypergeometric(people, self.n, size=draws)
        return counts, np.full(draws, people @ SCORES / self.population)


@dataclass(frozen=True)
class Town:
    """Quartiers that answer alike but for a tilt of their own.

    Parameters
    ----------
    scatter
        Standard deviation of the tilts; 0.3 makes means scatter by about 0.3.
    answers
        Of each quartier. With `chance`, of all together, falling where they fall.
    """

    name: str
    shares: Shares
    scatter: float
    answers: tuple[int, ...]
    dwellings: tuple[int, ...] = DWELLINGS
    chance: bool = False

    def draw(self, rng: np.random.Generator, draws: int) -> tuple[Counts, Counts]:
        """Draw samples of shape (draws, quartiers, 5), and who lives in each quartier."""
        tilts = rng.normal(0, self.scatter, len(self.dwellings))
        weights = np.array(self.shares) * np.exp(tilts[:, None] * (SCORES - 3))
        people = np.array(
            [
                populate(one / one.sum(), size)
                for one, size in zip(weights, self.dwellings, strict=True)
            ]
        )
        if self.chance:
            total = sum(self.answers)
            all_of_them = rng.multivariate_hypergeometric(people.ravel(), total, size=draws)
            return all_of_them.reshape(draws, *people.shape), people
        parts = [
            rng.multivariate_hypergeometric(one, n, size=draws)
            for one, n in zip(people, self.answers, strict=True)
        ]
        return np.stack(parts, axis=1), people


def populate(shares: Shares | Floats, size: int) -> Counts:
    """Give whole numbers of people near the shares, that add up to `size`."""
    ideal = np.asarray(shares) * size
    people = np.floor(ideal).astype(np.int64)
    order = np.argsort(people - ideal, kind="stable")
    people[order[: size - people.sum()]] += 1
    return people
