"""What people answered: one row for each closed question and quartier, and for the whole town.

Rows come in the order of the questionnaire and of the codes, never of the scores: on thirty
answers a ranking of quartiers would be noise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from data.analysis.estimates import Distribution, Estimate, estimates
from data.errors import NotFoundError
from data.model import SCALE, Quartier, Questionnaire

TOWN = ""
"""Code of the row of the whole town."""


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
