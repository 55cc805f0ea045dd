"""What people answered: one row for each closed question and quartier, and for the whole town.

Rows come in the order of the questionnaire and of the codes, never of the scores: on thirty
answers a ranking of quartiers would be noise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

import numpy as np

from data.analysis.comparison import differences, mover
from data.analysis.estimates import Distribution, Estimate, estimates, top_two_box
from data.analysis.smoothing import SmoothedMean, smoothed_means
from data.analysis.weighting import WeightedMean, town_means
from data.errors import NotFoundError
from data.model import SCALE, Quartier, Questionnaire

TOWN = ""
"""Code of the row of the whole town."""


Dwellings = Mapping[str, int | None]
"""Occupied dwellings by code of the quartier; None, or no entry, where they are unknown."""


class Measure(StrEnum):
    """What stands for the answers to a question."""

    MEAN = "mean"
    SHARE = "share"
    """The share of the answers that are 4 or 5."""


class Figure(NamedTuple):
    """An estimate with its 95 % interval; all None where nobody answered.

    A mean runs from 1 to 5, a share from 0 to 1, differences of them from minus to plus their
    span.
    """

    value: float | None
    low: float | None
    high: float | None

    @property
    def width(self) -> float | None:
        """From one end of the interval to the other."""
        return None if self.low is None or self.high is None else self.high - self.low

    @property
    def leaves_out_zero(self) -> bool:
        """Whether 0 lies outside the interval; False where nothing is known."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


@dataclass(frozen=True)
class ResultRow:
    """The answers to one question in one quartier.

    Parameters
    ----------
    question
        Key of the question.
    code, name
        Of the quartier; both empty for the whole town.
    n
        Answers to this question; those who did not answer it are not in it.
    mean, low, high
        From 1 to 5, with the 95 % interval; all None where n is 0.
    distribution
        Answers per score, 1 first.
    fragile
        True where n is below k: too few answers to publish.
    """

    question: str
    code: str
    name: str
    n: int
    mean: float | None
    low: float | None
    high: float | None
    distribution: Distribution
    fragile: bool


def result_rows(
    questionnaire: Questionnaire,
    quartiers: Iterable[Quartier],
    rating_counts: Iterable[tuple[str, str, int, int]],
    *,
    k: int,
) -> tuple[ResultRow, ...]:
    """Make all rows: questions as in the questionnaire; the whole town first, then by code.

    The whole town is the plain sum of the answers, not weighted by dwellings. A question without
    answers has its rows too. The dwellings are the population of the finite-population
    correction, for the town only if all of them are known.

    Parameters
    ----------
    rating_counts
        Quartier code, question key, score, number of answers.
    k
        Fewest answers below which a row is fragile.

    Raises
    ------
    NotFoundError
        If answers belong to a quartier or a closed question that is not there.
    ValueError
        If a score is not 1 to 5.

    Examples
    --------
    >>> from data.model import Question, QuestionKind
    >>> asked = Questionnaire(1, {}, (Question("city", QuestionKind.RATING, {}, {}),))
    >>> rows = result_rows(asked, [Quartier("a", "Centre", "")], [("a", "city", 4, 3)], k=11)
    >>> [(row.code, row.n, row.mean, row.fragile) for row in rows]
    [('', 3, 4.0, True), ('a', 3, 4.0, True)]
    """
    areas = sorted(quartiers, key=lambda quartier: quartier.code)
    keys = [question.key for question in questionnaire.ratings]
    counts = _histogram(keys, [area.code for area in areas], rating_counts)
    known = [area.dwellings for area in areas if area.dwellings is not None]
    town = sum(known) if len(known) == len(areas) else None
    populations = [town, *(area.dwellings for area in areas)] * len(keys)
    found = estimates(counts.reshape(-1, len(SCALE)), populations=populations)
    labels = [(TOWN, ""), *((area.code, area.name) for area in areas)]
    places = [(key, code, name) for key in keys for code, name in labels]
    return tuple(_row(*place, one, k) for place, one in zip(places, found, strict=True))


def figure(row: ResultRow, measure: Measure = Measure.MEAN) -> Figure:
    """Give the mean of a row, or its share of 4 and 5 with Wilson's interval.

    Examples
    --------
    >>> row = ResultRow("q", "a", "Centre", 20, 3.0, 2.5, 3.5, (3, 4, 6, 4, 3), False)
    >>> figure(row).value, figure(row, Measure.SHARE).value
    (3.0, 0.35)
    """
    if measure is Measure.MEAN:
        return Figure(row.mean, row.low, row.high)
    found = top_two_box(row.distribution)
    return Figure(found.share, found.low, found.high)


def weighted_towns(rows: Iterable[ResultRow], dwellings: Dwellings) -> dict[str, WeightedMean]:
    """Weigh the quartiers by their dwellings; give the mean of the town by key of the question.

    The positions in `WeightedMean.missing` count the quartiers of the rows, the town left out.

    Parameters
    ----------
    rows
        As `result_rows` gave them.

    Examples
    --------
    >>> rows = [
    ...     ResultRow("q", code, code, 10, mean, None, None, spread, True)
    ...     for code, mean, spread in (("a", 2.0, (0, 10, 0, 0, 0)), ("b", 4.0, (0, 0, 0, 10, 0)))
    ... ]
    >>> weighted_towns(rows, {"a": 100, "b": 300})["q"].mean
    3.5
    """
    found = {
        question: [row for row in group if row.code != TOWN]
        for question, group in groupby(rows, lambda row: row.question)
    }
    areas = next(iter(found.values()), [])
    if not areas:
        return {}
    table = [[row.distribution for row in group] for group in found.values()]
    means = town_means(table, dwellings=[dwellings.get(row.code) for row in areas])
    return dict(zip(found, means, strict=True))


def smoothed_rows(rows: Iterable[ResultRow], dwellings: Dwellings) -> dict[str, SmoothedMean]:
    """Smooth the means of one question; give them by code of the quartier.

    Empty where a quartier is fragile: what is smoothed gives away the plain means of the others
    (see `data.analysis.smoothing`); empty too where smoothing is not possible.

    Parameters
    ----------
    rows
        Of one question; the row of the whole town is passed over.

    Examples
    --------
    >>> few = ResultRow("q", "a", "Centre", 1, 4.0, None, None, (0, 0, 0, 1, 0), True)
    >>> smoothed_rows([few], {})
    {}
    """
    areas = [row for row in rows if row.code != TOWN]
    if not areas or any(row.fragile for row in areas):
        return {}
    found = smoothed_means(
        [row.distribution for row in areas],
        dwellings=[dwellings.get(row.code) for row in areas],
    )
    if any(one.mean is None for one in found):
        return {}
    return {row.code: one for row, one in zip(areas, found, strict=True)}


def compare(
    firsts: Sequence[ResultRow],
    seconds: Sequence[ResultRow],
    dwellings: Dwellings,
    *,
    measure: Measure = Measure.MEAN,
) -> tuple[Figure, ...]:
    """Give how much higher a first quartier lies than a second one, question by question.

    Means as in `comparison.differences`; shares by the hybrid interval of Wilson's (Newcombe
    1998, *Statistics in Medicine* 17, method 10).

    Parameters
    ----------
    firsts, seconds
        Rows of two quartiers, for the same questions in the same order.

    Examples
    --------
    >>> one = ResultRow("q", "a", "A", 70, 4.0, None, None, (0, 0, 14, 56, 0), False)
    >>> two = ResultRow("q", "b", "B", 80, 3.6, None, None, (0, 0, 32, 48, 0), False)
    >>> found = compare([one], [two], {}, measure=Measure.SHARE)[0]
    >>> round(found.value, 1), round(found.low, 4), round(found.high, 4), found.leaves_out_zero
    (0.2, 0.0524, 0.3339, True)
    """
    if not firsts:
        return ()
    if measure is Measure.SHARE:
        return tuple(_share_gap(one, two) for one, two in zip(firsts, seconds, strict=True))
    found = differences(
        [row.distribution for row in firsts],
        [row.distribution for row in seconds],
        populations=(dwellings.get(firsts[0].code), dwellings.get(seconds[0].code)),
    )
    return tuple(Figure(one.difference, one.low, one.high) for one in found)


def _share_gap(first: ResultRow, second: ResultRow) -> Figure:
    """Compare two shares, each with its interval."""
    one, two = figure(first, Measure.SHARE), figure(second, Measure.SHARE)
    if None in (*one, *two):
        return Figure(None, None, None)
    low, high = mover((one[0], one[1], one[2]), (two[0], two[1], two[2]))  # type: ignore[arg-type]
    return Figure((one.value or 0) - (two.value or 0), low, high)


def _histogram(
    keys: Sequence[str], codes: Sequence[str], counts: Iterable[tuple[str, str, int, int]]
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Count answers by question, place (the whole town first) and score."""
    row = {key: i for i, key in enumerate(keys)}
    column = {code: i + 1 for i, code in enumerate(codes)}
    table = np.zeros((len(keys), len(codes) + 1, len(SCALE)), dtype=np.int64)
    for code, key, score, number in counts:
        if code not in column:
            raise NotFoundError(what="quartier", key=code)
        if key not in row:
            raise NotFoundError(what="question", key=key)
        if score not in SCALE:
            raise ValueError(f"score {score} is not one of {SCALE}")
        table[row[key], column[code], SCALE.index(score)] += number
    table[:, 0] = table.sum(axis=1)
    return table


def _row(question: str, code: str, name: str, found: Estimate, k: int) -> ResultRow:
    """Label one estimate."""
    return ResultRow(
        question=question,
        code=code,
        name=name,
        n=found.n,
        mean=found.mean,
        low=found.low,
        high=found.high,
        distribution=found.distribution,
        fragile=found.n < k,
    )
