import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.coverage_of_intervals import PAIRS, compared
from data.analysis.comparison import Difference, DifferenceMethod, difference, differences, mover
from data.analysis.estimates import estimate, wilson

row = st.lists(st.integers(0, 20), min_size=5, max_size=5)
size = st.one_of(st.none(), st.integers(1, 400))


# R 4.2.2: t.test(rep(1:5, c(4,8,17,29,25)), rep(1:5, c(6,10,14,12,8)))
def test_r_welch():
    found = difference([4, 8, 17, 29, 25], [6, 10, 14, 12, 8])
    assert found.method is DifferenceMethod.WELCH
    assert found.difference == pytest.approx(0.639036144578, abs=5e-13)
    assert (found.low, found.high) == pytest.approx((0.208665461779, 1.069406827377), abs=5e-12)


def test_welch_with_limited_populations_by_hand():
    first, second = (np.repeat(range(1, 6), c) for c in ([4, 8, 17, 29, 25], [6, 10, 14, 12, 8]))
    one, other = (1 - 83 / 300) * first.var(ddof=1) / 83, (1 - 50 / 120) * second.var(ddof=1) / 50
    degrees = (one + other) ** 2 / (one**2 / 82 + other**2 / 49)
    assert degrees == pytest.approx(103.742, abs=1e-3)  # 97.5 % of t: 1.98311
    found = difference([4, 8, 17, 29, 25], [6, 10, 14, 12, 8], populations=(300, 120))
    assert found.high - found.low == pytest.approx(2 * 1.98311 * np.sqrt(one + other), rel=1e-5)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
    ],
)
def test_newcombe_1998_method_10(first, second, low, high):
    one, other = ((x / n, *wilson(x, n)) for x, n in (first, second))
    assert mover(one, other) == pytest.approx((low, high), abs=5e-5)


def test_mover_is_nearly_welch_where_both_would_do():
    counts = [4, 8, 17, 29, 25], [6, 10, 14, 12, 8]
    one, other = ((e.mean, e.low, e.high) for e in map(estimate, counts))
    welch = difference(*counts)
    assert mover(one, other) == pytest.approx((welch.low, welch.high), abs=0.01)


@settings(max_examples=60)
@given(row, row, size, size)
def test_what_always_holds(first, second, one, other):
    found = difference(first, second, populations=(one, other))
    if not (any(first) and any(second)):
        assert found == Difference(None, None, None, None)
        return
    assert -4 <= found.low <= found.difference <= found.high <= 4
    gap = estimate(first).mean - estimate(second).mean
    assert found.difference == pytest.approx(gap)
    turned = difference(second, first, populations=(other, one))
    assert (-turned.high, -turned.low) == pytest.approx((found.low, found.high), abs=1e-6)
    same = difference(first, first, populations=(one, one))
    assert same.difference == 0 and same.low <= 0 <= same.high


@settings(max_examples=20)
@given(st.lists(st.tuples(row, row), min_size=1, max_size=6))
def test_questions_do_not_touch_each_other(pairs):
    first, second = zip(*pairs, strict=True)
    together = differences(first, second, populations=(500, None))
    for found, pair in zip(together, pairs, strict=True):
        alone = difference(*pair, populations=(500, None))
        assert (found.low is None) is (alone.low is None)
        if alone.low is not None:
            assert (found.low, found.high) == pytest.approx((alone.low, alone.high), abs=1e-6)


def test_everybody_asked_leaves_no_doubt():
    for counts in ([10, 10, 10, 10, 10], [12, 8, 10, 14, 6]), ([1, 2, 3, 1, 0], [0, 0, 2, 2, 1]):
        sizes = tuple(map(sum, counts))
        found = difference(*counts, populations=sizes)
        assert found.low == pytest.approx(found.difference)
        assert found.high == pytest.approx(found.difference)


def test_all_of_one_mind_is_not_certainty():
    found = difference([0, 0, 0, 0, 5], [0, 0, 0, 0, 6])
    assert found.low < 0 < found.high


def test_no_questions_and_unequal_numbers_of_them():
    assert differences([], []) == ()
    with pytest.raises(ValueError, match="zip"):
        differences([[1] * 5], [])


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].name)
def test_intervals_hold_the_difference(pair):
    ours, _ = compared(pair, draws=400, seed=5)
    assert ours >= 0.92
