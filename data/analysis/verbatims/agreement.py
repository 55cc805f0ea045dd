"""How far coders agree, beyond what chance alone would give.

Krippendorff's alpha for any number of coders and missing values, Cohen's kappa for two coders,
and both put to use for answers that may carry several themes. 1 is full agreement, 0 what chance
gives; None where the ratings say nothing either way (no two coders met, or all gave one value).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.restitution import Coding

Floats = NDArray[np.float64]
Distance = Callable[[Any, Any], float]


class Level(StrEnum):
    """What the values are: names, ranks, or numbers with meaningful differences."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def krippendorff(
    ratings: Iterable[Sequence[Any]], *, distance: Level | Distance = Level.NOMINAL
) -> float | None:
    """Measure agreement by Krippendorff's alpha, 1 - observed / expected disagreement.

    Parameters
    ----------
    ratings
        One sequence a coder, of the same units in the same order; None where a coder gave no
        value. Values are numbers unless the level is nominal.
    distance
        Level of measurement, or a function of two values that gives the disagreement between
        them: symmetric, 0 for equal ones.

    Returns
    -------
    float or None
        At most 1; below 0 where coders disagree more than chance would have it. None where alpha
        is not defined: fewer than two paired values, or all paired values the same.

    Raises
    ------
    ValueError
        If the sequences differ in length.

    Notes
    -----
    Krippendorff, K. (2011), "Computing Krippendorff's Alpha-Reliability": coincidence matrix of
    the values within units, each unit with m values weighted by 1 / (m - 1).

    Examples
    --------
    >>> krippendorff([[1, 2, 3, 1], [1, 2, 3, None]])
    1.0
    >>> round(krippendorff([[1, 1, 2, 2], [1, 2, 2, 2]]), 3)
    0.533
    """
    units = [[value for value in unit if value is not None] for unit in zip(*ratings, strict=True)]
    paired = [unit for unit in units if len(unit) > 1]
    values = _ordered({value for unit in paired for value in unit})
    coincidences = _coincidences(paired, values)
    totals: Floats = coincidences.sum(axis=1)
    apart = _distances(values, totals, distance)
    expected = totals @ apart @ totals
    if not expected > 0:
        return None
    return float(1 - (totals.sum() - 1) * (coincidences * apart).sum() / expected)


def _ordered(values: Set[Any]) -> list[Any]:
    """Put values into the order of their size, or of their writing where they have none."""
    if all(isinstance(value, int | float) for value in values):
        return sorted(values)
    return sorted(values, key=lambda value: sorted(value) if isinstance(value, Set) else [value])


def _coincidences(units: Sequence[Sequence[Any]], values: Sequence[Any]) -> Floats:
    place = {value: index for index, value in enumerate(values)}
    matrix = np.zeros((len(values), len(values)))
    for unit in units:
        counts = np.zeros(len(values))
        for value in unit:
            counts[place[value]] += 1
        matrix += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    return matrix


def _distances(values: Sequence[Any], totals: Floats, distance: Level | Distance) -> Floats:
    if distance is Level.NOMINAL:
        return 1.0 - np.eye(len(values))
    if distance is Level.ORDINAL:
        # Ranks lie apart by the values given between them, their own counting half.
        middle = np.cumsum(totals) - totals / 2
        return np.asarray((middle[:, None] - middle[None, :]) ** 2)
    if distance is Level.INTERVAL:
        sizes = np.array(values, dtype=float)
        return np.asarray((sizes[:, None] - sizes[None, :]) ** 2)
    return np.array([[distance(one, other) for other in values] for one in values]).reshape(
        len(values), len(values)
    )


def masi_distance(one: Set[str], other: Set[str]) -> float:
    """Say how far two sets of themes lie apart, 0 (the same) to 1 (nothing in common).

    1 - Jaccard × monotonicity, the latter 1 for equal sets, 2/3 where one holds the other, 1/3
    where they overlap (Passonneau, R. 2006, "Measuring Agreement on Set-valued Items (MASI) for
    Semantic and Pragmatic Annotation"). Two empty sets are the same.

    Examples
    --------
    >>> masi_distance({"transport"}, {"transport"}), masi_distance({"transport"}, {"housing"})
    (0.0, 1.0)
    >>> round(masi_distance({"transport"}, {"transport", "housing"}), 3)
    0.667
    """
    shared, both = len(one & other), len(one | other)
    if one == other:
        return 0.0
    monotone = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - shared / both * monotone


@dataclass(frozen=True)
class ThemeAgreement:
    """Agreement on one theme, given or not: `given` answers got it from at least one coder."""

    theme: str
    alpha: float | None
    given: int


@dataclass(frozen=True)
class Agreement:
    """Agreement on themes: `answers` were coded by two coders or more, out of `coders` coders.

    `alpha` is Krippendorff's with the MASI distance between the sets of themes.
    """

    answers: int
    coders: int
    alpha: float | None
    themes: tuple[ThemeAgreement, ...]


def theme_agreement(codings: Iterable[Coding], themes: Iterable[str]) -> Agreement:
    """Measure how far coders agree on the themes of answers that several of them coded.

    Only a coder's latest coding of an answer counts.

    Parameters
    ----------
    themes
        Keys of the themes to report on, in the order wanted.

    Examples
    --------
    >>> from datetime import datetime
    >>> def coding(verbatim, coder, *themes):
    ...     return Coding(verbatim, coder, themes, datetime(2023, 6, 1))
    >>> found = theme_agreement(
    ...     [coding("1", "a", "bus"), coding("1", "b", "bus"), coding("2", "a"), coding("2", "b")],
    ...     ["bus"],
    ... )
    >>> found.answers, found.coders, found.alpha, found.themes[0].alpha
    (2, 2, 1.0, 1.0)
    """
    shared = {name: sets for name, sets in latest(codings).items() if len(sets) > 1}
    coders = sorted({coder for sets in shared.values() for coder in sets})
    ratings = [[sets.get(coder) for sets in shared.values()] for coder in coders]
    return Agreement(
        answers=len(shared),
        coders=len(coders),
        alpha=krippendorff(ratings, distance=masi_distance),
        themes=tuple(_on_theme(theme, ratings) for theme in themes),
    )


def _on_theme(theme: str, ratings: Sequence[Sequence[frozenset[str] | None]]) -> ThemeAgreement:
    given = [[None if sets is None else theme in sets for sets in coder] for coder in ratings]
    return ThemeAgreement(theme, krippendorff(given), sum(map(any, zip(*given, strict=True))))


def latest(codings: Iterable[Coding]) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Give for each answer each coder's latest themes; answers in the order of their ids."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for coding in sorted(codings, key=lambda coding: (coding.verbatim, coding.at, coding.coder)):
        found.setdefault(coding.verbatim, {})[coding.coder] = frozenset(coding.themes)
    return found
