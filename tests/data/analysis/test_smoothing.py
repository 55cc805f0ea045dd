import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.coverage_of_intervals import ALIKE, smoothed
from data.analysis.smoothing import SmoothedMean, empirical_bayes, smoothed_means

NOTHING = SmoothedMean(None, None, None, None)
row = st.lists(st.integers(0, 20), min_size=5, max_size=5)
tables = st.lists(st.tuples(row, st.one_of(st.none(), st.integers(1, 900))), max_size=10)


def test_efron_morris_1977_baseball():
    """Hits in the first 45 times at bat of 18 players, in "Stein's paradox in statistics"."""
    hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
    averages = np.array(hits) / 45
    centre = averages.mean()
    means, _, shrinkage = empirical_bayes(averages, [centre * (1 - centre) / 45] * 18)
    assert centre == pytest.approx(0.265, abs=5e-4)
    assert 1 - shrinkage == pytest.approx(0.212, abs=5e-4)
    assert (means[0], means[-1]) == pytest.approx((0.294, 0.242), abs=5e-4)


# R 4.2.2, metafor 3.8-1: rma(y, v, method="PM", control=list(tol=1e-14))
def test_r_scatter_of_six_and_of_eight_schools():
    values, variances = [3.1, 3.9, 2.6, 3.4, 4.2, 3.0], [0.05, 0.03, 0.08, 0.04, 0.06, 0.02]
    means, _, shrinkage = empirical_bayes(values, variances)
    expected = 3 / 5 * np.array(variances) / (np.array(variances) + 0.297415533717)
    assert shrinkage == pytest.approx(expected, abs=1e-8)
    assert means == pytest.approx(values + shrinkage * (3.372678190 - np.array(values)))
    errors = np.array([15, 10, 16, 11, 9, 11, 10, 18])
    _, _, shrinkage = empirical_bayes([28, 8, -3, 7, -1, 1, 18, 12], errors**2)
    assert shrinkage == pytest.approx(5 / 7)  # the scatter is 0


@settings(max_examples=80)
@given(tables)
def test_what_always_holds(quartiers):
    counts, dwellings = zip(*quartiers, strict=True) if quartiers else ((), ())
    found = smoothed_means(counts, dwellings=dwellings)
    assert len(found) == len(quartiers)
    asked = [sum(one) for one in counts if any(one)]
    divided = any(sum(n > 0 for n in one) > 1 for one in counts)
    possible = len(asked) >= 4 and divided
    plain = [np.dot(one, range(1, 6)) / sum(one) for one in counts if any(one)]
    for one, answers in zip(found, counts, strict=True):
        if not possible or not any(answers):
            assert one == NOTHING
            continue
        assert 1 <= one.low <= one.mean <= one.high <= 5
        assert 0 <= one.shrinkage < 1
        assert min(plain) - 1e-9 <= one.mean <= max(plain) + 1e-9


@settings(max_examples=40)
@given(tables, st.randoms(use_true_random=False))
def test_order_does_not_matter(quartiers, random):
    order = list(range(len(quartiers)))
    random.shuffle(order)
    found = smoothed_means(
        [counts for counts, _ in quartiers], dwellings=[size for _, size in quartiers]
    )
    turned = smoothed_means(
        [quartiers[i][0] for i in order], dwellings=[quartiers[i][1] for i in order]
    )
    for place, i in enumerate(order):
        assert (turned[place].mean is None) is (found[i].mean is None)
        if found[i].mean is not None:
            assert vars(turned[place]) == pytest.approx(vars(found[i]), abs=1e-6)


def test_fewer_answers_are_drawn_further():
    table = [[0, 1, 1, 1, 2], [2, 5, 9, 9, 5], [9, 12, 6, 2, 1], [1, 3, 9, 11, 6], [20, 9, 5, 1, 0]]
    found = smoothed_means(table, dwellings=[900] * 5)
    assert found[0].shrinkage == max(one.shrinkage for one in found)
    assert found[0].high - found[0].low < 2


def test_a_town_wholly_asked_is_left_as_it_is():
    table = [[1, 2, 0, 0, 0], [0, 5, 1, 0, 0], [0, 0, 6, 1, 0], [0, 0, 0, 2, 9]]
    found = smoothed_means(table, dwellings=[3, 6, 7, 11])
    for one, counts in zip(found, table, strict=True):
        plain = np.dot(counts, range(1, 6)) / sum(counts)
        assert (one.mean, one.low, one.high) == pytest.approx((plain,) * 3)
        assert one.shrinkage == 0


def test_quartiers_of_one_mind_each_tell_nothing_of_the_variance():
    table = [[4, 0, 0, 0, 0], [0, 5, 0, 0, 0], [0, 0, 6, 0, 0], [0, 0, 0, 0, 9]]
    assert smoothed_means(table, dwellings=[None] * 4) == (NOTHING,) * 4


def test_one_quartier_wholly_asked_keeps_its_mean():
    table = [[1, 1, 0, 0, 0], [0, 0, 5, 9, 9], [0, 2, 6, 9, 3], [0, 1, 4, 9, 9], [0, 2, 6, 8, 8]]
    found = smoothed_means(table, dwellings=[2, 900, 900, 900, 900])
    assert found[0].mean == pytest.approx(1.5)
    assert found[1].shrinkage > 0


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="dwellings"):
        smoothed_means([[1] * 5], dwellings=[])
    with pytest.raises(ValueError, match="counts must"):
        smoothed_means([[1] * 4], dwellings=[None])
    for values, variances in (([1, 2, 3], [1, 1, 1]), ([1, 2, 3, 4], [1, 1, 1])):
        with pytest.raises(ValueError, match="four values"):
            empirical_bayes(values, variances)


@pytest.mark.parametrize("place", ALIKE, ids=lambda place: place.name)
def test_intervals_hold_and_smoothed_means_are_nearer(place):
    held, error = smoothed(place, draws=200, seed=5)
    assert held >= 0.92
    assert error < 1
