import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.coverage_of_intervals import TOWNS, weighted
from data.analysis.estimates import IntervalMethod, estimate
from data.analysis.targets import design_effect
from data.analysis.weighting import LEAST_EACH, town_means

THREE = [[2, 3, 8, 11, 6], [1, 4, 6, 9, 5], [5, 7, 6, 4, 3]]
DWELLINGS = [3446, 2318, 979]
SCORES = np.arange(1, 6)

row = st.lists(st.integers(0, 15), min_size=5, max_size=5)
towns = st.lists(st.tuples(row, st.integers(80, 9000)), min_size=1, max_size=8)
answered = towns.filter(lambda town: any(sum(counts) for counts, _ in town))


def town(quartiers):
    counts, dwellings = zip(*quartiers, strict=True)
    return town_means([counts], dwellings=dwellings)[0]


# R 4.2.2, survey 4.1-1: svydesign(strata=, weights=, fpc=) on these answers, svymean, confint
# with df=degf; n·Σw² / (Σw)² of its weights.
def test_r_three_quartiers():
    found = town_means([THREE], dwellings=DWELLINGS)[0]
    assert found.method is IntervalMethod.T
    assert found.mean == pytest.approx(3.41066389836, abs=5e-12)
    assert found.standard_error == pytest.approx(0.13581663411, abs=5e-12)
    assert (found.low, found.high) == pytest.approx((3.14021842873, 3.681109368), abs=5e-10)
    assert found.design_effect == pytest.approx(1.14206463239, abs=5e-12)
    assert found.effective_n == pytest.approx(80 / 1.14206463239)
    assert found.design_effect == pytest.approx(design_effect(DWELLINGS, [30, 25, 25]))
    assert (found.n, found.dwellings, found.represented, found.missing) == (80, 6743, 1.0, ())


def test_r_kish_design_effect_of_apistrat():
    # Made-up answers: only how many there are in each stratum counts.
    counts = [[0, 0, 50, 50, 0], [0, 0, 25, 25, 0], [0, 0, 25, 25, 0]]
    found = town_means([counts], dwellings=[4421, 755, 1018])[0]
    assert found.design_effect == pytest.approx(1.186371, abs=5e-7)
    assert found.effective_n == pytest.approx(200 / 1.186371, rel=1e-6)


@settings(max_examples=60)
@given(answered)
def test_what_always_holds(quartiers):
    found = town(quartiers)
    assert 1 <= found.low <= found.mean <= found.high <= 5
    assert sum(found.shares) == pytest.approx(1)
    assert found.mean == pytest.approx(np.dot(found.shares, SCORES))
    assert found.n == sum(sum(counts) for counts, _ in quartiers)
    assert found.design_effect >= 1 - 1e-9
    assert found.effective_n * found.design_effect == pytest.approx(found.n)
    assert 0 < found.represented <= 1
    assert len(found.missing) == sum(not any(counts) for counts, _ in quartiers)


@settings(max_examples=60)
@given(answered, st.randoms(use_true_random=False))
def test_order_does_not_matter_nor_does_the_direction_of_the_scale(quartiers, random):
    found = town(quartiers)
    shuffled = list(quartiers)
    random.shuffle(shuffled)
    other = town(shuffled)
    assert (other.mean, other.low, other.high) == pytest.approx(
        (found.mean, found.low, found.high), abs=1e-3
    )
    mirrored = town([(counts[::-1], dwellings) for counts, dwellings in quartiers])
    assert (6 - mirrored.mean, 6 - mirrored.high) == pytest.approx(
        (found.mean, found.low), abs=2e-3
    )


@settings(max_examples=60)
@given(row.filter(any), st.integers(1, 900))
def test_one_quartier_is_not_weighted(counts, dwellings):
    found = town([(counts, dwellings)])
    plain = estimate(counts, population=dwellings)
    assert (found.mean, found.low, found.high) == pytest.approx((plain.mean, plain.low, plain.high))
    assert found.method is plain.method or sum(counts) < LEAST_EACH
    assert found.design_effect == pytest.approx(1)


@settings(max_examples=60)
@given(st.lists(row.filter(any), min_size=1, max_size=8))
def test_weights_in_proportion_to_the_answers_change_nothing(table):
    dwellings = [30 * sum(counts) for counts in table]
    found = town_means([table], dwellings=dwellings)[0]
    plain = estimate(np.sum(table, axis=0), population=sum(dwellings))
    assert found.mean == pytest.approx(plain.mean)
    assert found.design_effect == pytest.approx(1)
    assert [n / found.n for n in plain.distribution] == pytest.approx(found.shares)
    if found.method is plain.method is IntervalMethod.DIRICHLET:
        assert (found.low, found.high) == pytest.approx((plain.low, plain.high), abs=1e-3)


@settings(max_examples=40)
@given(answered)
def test_doubling(quartiers):
    found = town(quartiers)
    dwellings = town([(counts, 2 * size) for counts, size in quartiers])
    assert dwellings.mean == pytest.approx(found.mean)
    assert dwellings.effective_n == pytest.approx(found.effective_n)
    answers = town([([2 * n for n in counts], size) for counts, size in quartiers])
    assert answers.mean == pytest.approx(found.mean)
    assert answers.effective_n == pytest.approx(2 * found.effective_n)
    assert answers.shares == pytest.approx(found.shares)


@settings(max_examples=40)
@given(answered, st.sampled_from([None, 500]))
def test_a_quartier_without_answers_or_dwellings_is_left_out_and_named(quartiers, dwellings):
    found = town(quartiers)
    counts, sizes = zip(*quartiers, strict=True)
    extra = [0] * 5 if dwellings else [4, 4, 4, 4, 4]
    other = town_means([(*counts, extra)], dwellings=(*sizes, dwellings))[0]
    assert (other.mean, other.low, other.high) == (found.mean, found.low, found.high)
    assert (other.n, other.dwellings) == (found.n, found.dwellings)
    assert other.missing == (*found.missing, len(quartiers))
    if dwellings is None:
        assert other.represented is None
    else:
        assert other.represented == pytest.approx(found.dwellings / (sum(sizes) + 500))


def test_nothing_can_be_said_of_a_town_that_no_answer_speaks_for():
    nobody, unknown, empty = town_means(
        [[[0] * 5, [0] * 5], [[0] * 5, [1] * 5], [[1] * 5, [0] * 5]], dwellings=[0, None]
    )
    for found in (nobody, unknown, empty):
        assert (found.mean, found.low, found.shares, found.method) == (None,) * 4
        assert (found.effective_n, found.standard_error, found.represented) == (None,) * 3
        assert (found.n, found.dwellings, found.missing) == (0, 0, (1,))
    assert town_means(np.zeros((1, 0, 5)), dwellings=[])[0].mean is None
    assert town_means(np.zeros((0, 2, 5)), dwellings=[1, 2]) == ()


def test_dwellings_that_are_known_to_be_none_are_not_missed():
    found = town_means([[[1] * 5, [9, 0, 0, 0, 0]]], dwellings=[100, 0])[0]
    assert (found.mean, found.n, found.missing, found.represented) == (3.0, 5, (), 1.0)


@pytest.mark.parametrize(
    ("table", "method"),
    [
        ([[4, 4, 4, 4, 4], [4, 4, 4, 4, 4]], IntervalMethod.T),
        ([[4, 4, 4, 4, 3], [4, 4, 4, 4, 4]], IntervalMethod.DIRICHLET),  # 39 answers
        ([[8, 9, 9, 9, 9], [1, 1, 1, 2, 2]], IntervalMethod.DIRICHLET),  # one has seven
        ([[0, 0, 0, 5, 15], [0, 0, 0, 5, 15]], IntervalMethod.DIRICHLET),  # near an end
        ([[0, 20, 0, 0, 0], [0, 0, 0, 20, 0]], IntervalMethod.DIRICHLET),  # no spread within
    ],
)
def test_which_interval(table, method):
    assert town_means([table], dwellings=[500, 500])[0].method is method


def test_uneven_weights_count_as_fewer_answers():
    even, uneven = (
        town_means([[[4] * 5, [4] * 5]], dwellings=dwellings)[0]
        for dwellings in ([5000, 5000], [9000, 1000])
    )
    assert even.method is IntervalMethod.T
    assert uneven.method is IntervalMethod.DIRICHLET
    assert uneven.effective_n < even.effective_n == pytest.approx(40)
    assert uneven.high - uneven.low > even.high - even.low


def test_more_answers_than_dwellings_still_weigh_but_bring_no_correction():
    table = [[5, 5, 5, 5, 5], [5, 5, 5, 5, 5]]
    found = town_means([table], dwellings=[20, 20])[0]
    unlimited = town_means([table], dwellings=[2 * 10**9, 2 * 10**9])[0]
    assert (found.low, found.high) == pytest.approx((unlimited.low, unlimited.high))


def test_a_quartier_with_one_answer_has_no_standard_error():
    found = town_means([[[0, 0, 1, 0, 0], [3, 3, 3, 3, 3]]], dwellings=[100, 900])[0]
    assert found.standard_error is None
    assert found.low < found.mean < found.high


@pytest.mark.parametrize("counts", [[[1] * 5], [[[1] * 4]], [[[1] * 5] * 2], [[[-1] * 5]]])
def test_what_is_not_a_table_of_counts_is_refused(counts):
    with pytest.raises(ValueError, match="counts must"):
        town_means(counts, dwellings=[100])


def test_negative_dwellings_are_refused():
    with pytest.raises(ValueError, match="negative"):
        town_means([[[1] * 5]], dwellings=[-1])


@pytest.mark.parametrize("place", TOWNS, ids=lambda place: place.name)
def test_intervals_hold_the_mean_of_the_town(place):
    ours, _ = weighted(place, draws=400, seed=5)
    assert 0.9 <= ours <= 1


def test_an_unweighted_mean_would_not_do_where_one_quartier_was_asked_much():
    place = next(one for one in TOWNS if one.name == "one quartier of ten asked much")
    ours, unweighted = weighted(place, draws=400, seed=5)
    assert unweighted < 0.8 < 0.9 < ours
