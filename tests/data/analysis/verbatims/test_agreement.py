"""Agreement between coders: published values, hand computation, and what always holds."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.analysis.verbatims.agreement import (
    Level,
    krippendorff,
    masi_distance,
    theme_agreement,
)
from data.restitution import Coding

_ = None
FOUR_CODERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3),
    (_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _),
)
"""The reliability data that Krippendorff's own texts work through."""


@pytest.mark.parametrize(
    ("level", "alpha"), [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849)]
)
def test_alpha_of_the_published_data(level: Level, alpha: float) -> None:
    assert krippendorff(FOUR_CODERS, distance=level) == pytest.approx(alpha, abs=5e-4)


def test_alpha_by_hand() -> None:
    """Two coders, four units, one disagreement: 1 - 7 · 2 / (2 · 3 · 5)."""
    assert krippendorff([[1, 1, 2, 2], [1, 2, 2, 2]]) == pytest.approx(1 - 7 * 2 / 30)


def test_alpha_of_words_does_not_depend_on_what_they_are_called() -> None:
    words = [[value and f"theme {value}" for value in coder] for coder in FOUR_CODERS]
    assert krippendorff(words) == krippendorff(FOUR_CODERS)


@pytest.mark.parametrize(
    "ratings", [[], [[1, 2]], [[1, None], [None, 2]], [[1, 1], [1, 1]], [[None], [None]]]
)
def test_alpha_says_so_where_nothing_can_be_said(ratings: list[list[int | None]]) -> None:
    assert krippendorff(ratings) is None


def test_alpha_refuses_coders_of_different_units() -> None:
    with pytest.raises(ValueError, match="argument"):
        krippendorff([[1, 2], [1]])


VALUES = st.one_of(st.none(), st.integers(1, 5))
RATINGS = st.integers(1, 8).flatmap(
    lambda units: st.lists(st.lists(VALUES, min_size=units, max_size=units), max_size=5)
)


@given(RATINGS, st.sampled_from(Level))
def test_alpha_is_at_most_one_and_the_order_of_coders_is_nothing(
    ratings: list[list[int | None]], level: Level
) -> None:
    alpha = krippendorff(ratings, distance=level)
    other = krippendorff(ratings[::-1], distance=level)
    if alpha is None:
        assert other is None
    else:
        assert alpha <= 1 + 1e-12
        assert other == pytest.approx(alpha)


@given(st.lists(st.integers(1, 5), min_size=2, max_size=9), st.sampled_from(Level))
def test_coders_who_say_the_same_agree_fully(values: list[int], level: Level) -> None:
    expected = 1.0 if len(set(values)) > 1 else None
    assert krippendorff([values, values, values], distance=level) == expected


SETS = st.frozensets(st.sampled_from("abcd"))


@given(SETS, SETS)
def test_masi_is_a_distance_between_nothing_and_one(
    one: frozenset[str], two: frozenset[str]
) -> None:
    distance = masi_distance(one, two)
    assert 0 <= distance <= 1
    assert distance == masi_distance(two, one)
    assert (distance == 0) == (one == two)
    assert (distance == 1) == (one != two and not one & two)


START = datetime(2023, 6, 1, 9)


def _coding(verbatim: str, coder: str, themes: Sequence[str], minutes: int = 0) -> Coding:
    return Coding(verbatim, coder, tuple(themes), START + timedelta(minutes=minutes))


def test_agreement_on_themes() -> None:
    codings = [
        _coding("1", "ada", ["bus"]),
        _coding("1", "bob", ["bus", "trees"]),
        _coding("2", "ada", ["trees"]),
        _coding("2", "bob", ["trees"]),
        _coding("3", "ada", []),
        _coding("3", "bob", []),
        _coding("4", "ada", ["bus"]),  # coded once only: says nothing about agreement
    ]
    found = theme_agreement(codings, ["bus", "trees", "schools"])
    bus, trees, schools = found.themes
    assert (found.answers, found.coders) == (3, 2)
    assert bus.alpha == 1.0
    # Presence of « trees »: 0 1, 1 1, 0 0: three values each way, one answer in dispute.
    assert trees.alpha == pytest.approx(1 - 5 * 2 / (2 * 3 * 3))
    assert (schools.alpha, schools.given) == (None, 0)
    assert (bus.given, trees.given) == (1, 2)
    assert found.alpha is not None
    assert 0 < found.alpha < 1


def test_overall_agreement_by_hand() -> None:
    """One answer: {a} and {a, b}; another: {a} twice. MASI of the unlike pair is 2/3."""
    codings = [
        _coding("1", "ada", "a"),
        _coding("1", "bob", "ab"),
        _coding("2", "ada", "a"),
        _coding("2", "bob", "a"),
    ]
    observed, expected = 2 * 2 / 3 / 4, 2 * 3 * 2 / 3 / (4 * 3)
    assert theme_agreement(codings, []).alpha == pytest.approx(1 - observed / expected)


def test_only_the_latest_coding_of_a_coder_counts() -> None:
    first = [_coding("1", "ada", ["bus"], 5), _coding("1", "ada", ["trees"], 1)]
    other = [_coding("1", "bob", ["bus"]), _coding("2", "ada", []), _coding("2", "bob", [])]
    assert theme_agreement([*first, *other], []).alpha == 1.0


def test_no_codings_no_agreement() -> None:
    found = theme_agreement([], ["bus"])
    assert (found.answers, found.coders, found.alpha, found.themes[0].alpha) == (0, 0, None, None)
