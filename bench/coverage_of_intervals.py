"""How often the 95 % intervals of `data.analysis` hold what they estimate.

``python -m bench.coverage_of_intervals`` (a minute) draws samples from invented populations whose
truth is known. Beside each of our intervals stands the textbook one that it takes the place of;
95 % is the promise.
"""

import argparse
from collections.abc import Callable, Iterator

import numpy as np
from scipy import special

from bench.populations import (
    CAMPS,
    CONTENT,
    HAPPY,
    MIDDLE,
    SCORES,
    Case,
    Counts,
    Floats,
    Town,
    populate,
)
from data.analysis.comparison import differences
from data.analysis.estimates import estimates, top_two_box
from data.analysis.smoothing import smoothed_means
from data.analysis.weighting import town_means

CASES = (
    Case("middle, few", MIDDLE, 30, 4000),
    Case("middle, 83", (0.05, 0.10, 0.20, 0.35, 0.30), 83, 4000),
    Case("middle, 83 of 300", (0.05, 0.10, 0.20, 0.35, 0.30), 83, 300),
    Case("whole town", MIDDLE, 290, None),
    Case("two camps", CAMPS, 40, 4000),
    Case("mean 4.4, 40", (0.02, 0.03, 0.10, 0.23, 0.62), 40, 4000),
    Case("mean 4.85, 11", HAPPY, 11, 2000),
    Case("mean 4.85, 11 of 60", HAPPY, 11, 60),
    Case("mean 1.3, 30", (0.80, 0.13, 0.05, 0.01, 0.01), 30, 4000),
    Case("skewed, 11", CONTENT, 11, 4000),
)
EQUAL = (29,) * 10
SPARSE = (3, 8, 2, 5, 6, 2, 9, 4, 3, 2)
TOWNS = (
    Town("29 a quartier", MIDDLE, 0.3, EQUAL),
    Town("290, where they fall", MIDDLE, 0.3, EQUAL, chance=True),
    Town("29 a quartier, content", CONTENT, 0.3, EQUAL),
    Town("one quartier of ten asked much", MIDDLE, 0.3, (119, *(19,) * 9)),
    Town("two to nine a quartier", MIDDLE, 0.3, SPARSE),
    Town("two to nine, content", CONTENT, 0.3, SPARSE),
    Town("eleven a quartier, mean 4.85", HAPPY, 0.0, (11,) * 10),
    Town("forty or two a quartier", CAMPS, 0.3, (40, 40, 40, 40, 2, 3, 2, 40, 40, 2)),
    Town("forty or eight a quartier", CAMPS, 0.3, (40, 40, 40, 40, 8, 8, 8, 40, 40, 8)),
    Town("three quartiers, two small", MIDDLE, 0.3, (60, 2, 2), (7161, 900, 800)),
    Town("three quartiers, very content", CONTENT, 0.3, (15, 12, 11), (7161, 3446, 2207)),
)
PAIRS = (
    (Case("30 and 30, middle", MIDDLE, 30, 4000), Case("", MIDDLE, 30, 2200)),
    (Case("83 and 45, middle", MIDDLE, 83, 4000), Case("", CAMPS, 45, 2200)),
    (Case("30 and 11, content", CONTENT, 30, 4000), Case("", CONTENT, 11, 2200)),
    (Case("11 and 11, both 4.85", HAPPY, 11, 2000), Case("", HAPPY, 11, 2000)),
    (Case("60 middle, 11 of 4.85", MIDDLE, 60, 4000), Case("", HAPPY, 11, 2000)),
    (Case("40 of 100, 12 of 40", MIDDLE, 40, 100), Case("", CONTENT, 12, 40)),
)
ALIKE = (
    Town("quartiers all alike", MIDDLE, 0.0, EQUAL),
    Town("quartiers a little unlike", MIDDLE, 0.1, EQUAL),
    Town("quartiers unlike", MIDDLE, 0.3, EQUAL),
    Town("quartiers unlike, content", CONTENT, 0.3, EQUAL),
    Town("unlike, two to nine answers", MIDDLE, 0.3, SPARSE),
    Town("unlike, two to nine, content", CONTENT, 0.3, SPARSE),
)
TILTS = 20
"""Towns of one kind that are drawn: the quartiers of each scatter in their own way."""

Pair = tuple[float, float]


def coverage(case: Case, *, draws: int, seed: int) -> Pair:
    """Give the share of our intervals, and of plain t intervals, that hold the true mean."""
    counts, truth = case.draw(np.random.default_rng(seed), draws)
    found = estimates(counts, populations=[case.population] * draws)
    ours = [e.low <= m <= e.high for e, m in zip(found, truth, strict=True)]
    means, errors = _plain(counts, case)
    return _share(ours), _share(np.abs(means - truth) <= _student(case.n - 1) * errors)


def top_two(case: Case, *, draws: int, seed: int) -> Pair:
    """Give the share of Wilson's intervals, and of Wald's, that hold the share of 4 and 5.

    Neither knows of limited populations, so that both hold more often in small ones.
    """
    counts, _ = case.draw(np.random.default_rng(seed), draws)
    size = case.population
    shares = case.shares if size is None else populate(case.shares, size) / size
    truth = float(np.sum(shares[3:]))
    found = [top_two_box(row) for row in counts]
    tops = counts[:, 3:].sum(axis=1) / case.n
    half = special.ndtri(0.975) * np.sqrt(tops * (1 - tops) / case.n)
    return _share([s.low <= truth <= s.high for s in found]), _share(np.abs(tops - truth) <= half)


def weighted(town: Town, *, draws: int, seed: int) -> Pair:
    """Give the share of our intervals of the weighted mean that hold the mean of the town.

    Beside it: t intervals around the unweighted mean.
    """
    rng = np.random.default_rng(seed)
    pooled = Case(town.name, MIDDLE, sum(town.answers), None)
    ours: list[bool] = []
    plain: list[bool] = []
    for _ in range(TILTS):
        counts, people = town.draw(rng, -(-draws // TILTS))
        truth = people.sum(axis=0) @ SCORES / people.sum()
        found = town_means(counts, dwellings=town.dwellings)
        ours += [w.low <= truth <= w.high for w in found]
        means, errors = _plain(counts.sum(axis=1), pooled)
        plain += list(np.abs(means - truth) <= _student(pooled.n - 1) * errors)
    return _share(ours), _share(plain)


def compared(pair: tuple[Case, Case], *, draws: int, seed: int) -> Pair:
    """Give the share of our intervals, and of plain Welch ones, that hold the true difference."""
    rng = np.random.default_rng(seed)
    (first, one), (second, other) = (case.draw(rng, draws) for case in pair)
    sizes = pair[0].population, pair[1].population
    found = differences(first, second, populations=sizes)
    truth = one - other
    ours = [d.low <= m <= d.high for d, m in zip(found, truth, strict=True)]
    means, errors = zip(_plain(first, pair[0]), _plain(second, pair[1]), strict=True)
    total = errors[0] ** 2 + errors[1] ** 2
    parts = sum(e**4 / (case.n - 1) for e, case in zip(errors, pair, strict=True))
    degrees = np.where(total > 0, total**2 / np.where(parts > 0, parts, 1), 1)
    half = special.stdtrit(degrees, 0.975) * np.sqrt(total)
    return _share(ours), _share(np.abs(means[0] - means[1] - truth) <= half)


def smoothed(town: Town, *, draws: int, seed: int) -> Pair:
    """Give the share of intervals of all quartiers that hold, and how much nearer the means are.

    The second figure is the root mean square error of the smoothed means over that of the plain
    ones; below 1 they are nearer to the truth.
    """
    rng = np.random.default_rng(seed)
    held: list[bool] = []
    ours, plain = [], []
    for _ in range(TILTS):
        counts, people = town.draw(rng, -(-draws // TILTS))
        truth = people @ SCORES / people.sum(axis=1)
        for table in counts:
            found = smoothed_means(table, dwellings=town.dwellings)
            held += [s.low <= m <= s.high for s, m in zip(found, truth, strict=True)]
            ours.append([s.mean for s in found] - truth)
            plain.append(table @ SCORES / table.sum(axis=1) - truth)
    return _share(held), float(np.linalg.norm(ours) / np.linalg.norm(plain))


def _plain(counts: Counts, case: Case) -> tuple[Floats, Floats]:
    """Give means and standard errors by the textbook, with the finite-population correction."""
    means = counts @ SCORES / case.n
    variance = (counts * (SCORES - means[:, None]) ** 2).sum(axis=1) / (case.n - 1)
    limit = 1 - case.n / case.population if case.population else 1.0
    return means, np.sqrt(limit * variance / case.n)


def _student(freedom: int) -> float:
    """Give the 97.5 % quantile of Student's t."""
    return float(special.stdtrit(freedom, 0.975))


def _share(held: object) -> float:
    """Give the share of intervals that held."""
    return float(np.mean(held))


def lines(*, draws: int, seed: int) -> Iterator[str]:
    """Give the table line by line."""

    def section(
        title: str, other: str, cases: object, measure: Callable[..., Pair], runs: int
    ) -> Iterator[str]:
        yield f"{title:44}{'n':>5}{'ours':>9}{other:>14}"
        for case in cases:
            ours, beside = measure(case, draws=runs, seed=seed)
            label, n = _label(case)
            yield f"  {label:42}{n:>5}{ours:9.3f}{beside:14.3f}"
        yield ""

    yield from section("mean of a quartier", "plain t", CASES, coverage, draws)
    yield from section("share of 4 and 5", "Wald", CASES, top_two, draws)
    yield from section("mean of the town, weighted", "unweighted t", TOWNS, weighted, draws)
    yield from section("difference of two quartiers", "Welch", PAIRS, compared, draws)
    yield from section(
        "smoothed means, quartiers together", "RMSE ratio", ALIKE, smoothed, draws // 4
    )


def _label(case: Case | Town | tuple[Case, Case]) -> tuple[str, int]:
    """Give the name of a line and its answers."""
    if isinstance(case, Town):
        return case.name, sum(case.answers)
    if isinstance(case, Case):
        of = "" if case.population is None else f" (of {case.population})"
        return f"{case.name}{of if ' of ' not in case.name else ''}", case.n
    return case[0].name, case[0].n + case[1].n


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
