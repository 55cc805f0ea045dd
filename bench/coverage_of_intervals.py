"""How often the 95 % intervals of `data.analysis.estimates` hold the mean they estimate.

Run `python bench/coverage_of_intervals.py` (a few seconds). Each line draws samples from one
distribution of answers and counts how often an interval holds the true mean; 95 % is the promise.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.analysis.estimates import estimates

SCORES = np.arange(1, 6)


@dataclass(frozen=True)
class Case:
    """Answers of a population: shares of the scores 1 to 5, its size, and the sample size."""

    name: str
    shares: tuple[float, float, float, float, float]
    n: int
    population: int | None


CASES = (
    Case("middle, few", (0.05, 0.15, 0.25, 0.35, 0.20), 30, 4000),
    Case("middle, 83", (0.05, 0.10, 0.20, 0.35, 0.30), 83, 4000),
    Case("middle, 83 of 300", (0.05, 0.10, 0.20, 0.35, 0.30), 83, 300),
    Case("whole town", (0.05, 0.15, 0.25, 0.35, 0.20), 290, None),
    Case("two camps", (0.45, 0.05, 0.00, 0.05, 0.45), 40, 4000),
    Case("mean 4.4, 40", (0.02, 0.03, 0.10, 0.23, 0.62), 40, 4000),
    Case("mean 4.85, 11", (0.01, 0.01, 0.01, 0.06, 0.91), 11, 2000),
    Case("mean 4.85, 11 of 60", (0.01, 0.01, 0.01, 0.06, 0.91), 11, 60),
    Case("mean 1.3, 30", (0.80, 0.13, 0.05, 0.01, 0.01), 30, 4000),
    Case("skewed, 11", (0.02, 0.05, 0.08, 0.25, 0.60), 11, 4000),
)


def coverage(case: Case, *, draws: int, seed: int) -> tuple[float, float]:
    """Give the share of our intervals, and of plain t intervals, that hold the true mean."""
    rng = np.random.default_rng(seed)
    counts, truth = _draw(case, rng, draws)
    found = estimates(counts, populations=[case.population] * draws)
    ours = [e.low <= m <= e.high for e, m in zip(found, truth, strict=True)]
    means = counts @ SCORES / case.n
    variance = (counts * (SCORES - means[:, None]) ** 2).sum(axis=1) / (case.n - 1)
    limit = 1 - case.n / case.population if case.population else 1.0
    half = _student(case.n - 1) * np.sqrt(limit * variance / case.n)
    return float(np.mean(ours)), float(np.mean(np.abs(means - truth) <= half))


def _draw(
    case: Case, rng: np.random.Generator, draws: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Draw samples without replacement where the population is limited, and its true mean."""
    shares = np.array(case.shares)
    if case.population is None:
        counts = rng.multinomial(case.n, shares, size=draws)
        return counts, np.full(draws, shares @ SCORES)
    people = np.floor(shares * case.population).astype(np.int64)
    people[shares.argmax()] += case.population - people.sum()
    counts = rng.multivariate_hypergeometric(people, case.n, size=draws)
    return counts, np.full(draws, people @ SCORES / case.population)


def _student(freedom: int) -> float:
    """Give the 97.5 % quantile of Student's t."""
    from scipy import special

    return float(special.stdtrit(freedom, 0.975))


def lines(*, draws: int, seed: int) -> Iterator[str]:
    """Give the table line by line."""
    yield f"{'answers':22}{'n':>5}{'of':>7}{'ours':>8}{'plain t':>9}"
    for case in CASES:
        ours, plain = coverage(case, draws=draws, seed=seed)
        size = "–" if case.population is None else str(case.population)
        yield f"{case.name:22}{case.n:5}{size:>7}{ours:8.3f}{plain:9.3f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1001)
    options = parser.parse_args()
    for line in lines(draws=options.draws, seed=options.seed):
        print(line, flush=True)


if __name__ == "__main__":
    main()
