import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.coverage_of_intervals import ALIKE, CASES, PAIRS, TOWNS, coverage, lines, top_two
from data.analysis import dirichlet
from data.analysis.estimates import (
    Estimate,
    IntervalMethod,
    Share,
    estimate,
    estimates,
    top_two_box,
    wilson,
)

SCORES = np.arange(1, 6)
rows = st.lists(st.integers(0, 60), min_size=5, max_size=5)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611)]
)
def test_wilson_1927(successes, n, low, high):
    found = wilson(successes, n)
    assert found == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_wilson_says_nothing_of_nobody_and_refuses_nonsense():
    assert wilson(0, 0) == (0.0, 1.0)
    for successes, n in ((5, 4), (-1, 4)):
        with pytest.raises(ValueError, match="between 0 and n"):
            wilson(successes, n)


@given(st.integers(0, 400), st.integers(0, 400))
def test_wilson_holds_the_share_and_is_symmetric(yes, no):
    low, high = wilson(yes, yes + no)
    assert 0 <= low <= high <= 1
    if yes + no:
        assert low <= yes / (yes + no) + 1e-12
        assert high >= yes / (yes + no) - 1e-12
    assert wilson(no, yes + no) == (pytest.approx(1 - high), pytest.approx(1 - low))


def test_top_two_box():
    assert top_two_box([100, 50, 32, 50, 31]) == Share(263, 81 / 263, *wilson(81, 263))
    assert top_two_box([0] * 5) == Share(0, None, None, None)


def test_t_interval_by_hand():
    counts = np.array([4, 8, 17, 29, 25])
    answers = np.repeat(SCORES, counts)
    error = answers.std(ddof=1) / math.sqrt(83) * math.sqrt(1 - 83 / 300)
    found = estimate(counts, population=300)
    assert found.method is IntervalMethod.T
    assert found.mean == pytest.approx(answers.mean())
    assert found.high - found.mean == pytest.approx(1.989319 * error, rel=1e-6)  # t, 82 degrees
    assert found.mean - found.low == pytest.approx(1.989319 * error, rel=1e-6)


@pytest.mark.parametrize(
    ("counts", "method"),
    [
        ([4, 8, 8, 9, 10], IntervalMethod.DIRICHLET),  # 39 answers
        ([4, 8, 8, 10, 10], IntervalMethod.T),
        ([0, 0, 0, 20, 20], IntervalMethod.T),  # mean 4.5, the last that is not near the end
        ([0, 0, 0, 19, 21], IntervalMethod.DIRICHLET),
        ([21, 19, 0, 0, 0], IntervalMethod.DIRICHLET),
        ([0, 0, 60, 0, 0], IntervalMethod.DIRICHLET),  # no spread: t would claim certainty
    ],
)
def test_which_interval(counts, method):
    assert estimate(counts).method is method


def test_nobody_answered():
    assert estimate([0] * 5) == Estimate(0, None, None, None, (0, 0, 0, 0, 0), None)
    assert estimates([], populations=[]) == ()
    assert [e.n for e in estimates([[0] * 5, [1] * 5], populations=[None, None])] == [0, 5]


@pytest.mark.parametrize(
    "counts", [[1, 2, 3, 4], [[1, 2, 3, 4, 5]], [1, 2, 3, 4, -1], [1, 2, 3, 4, 0.5]]
)
def test_what_is_not_five_whole_numbers_is_refused(counts):
    with pytest.raises(ValueError, match="counts must"):
        estimate(counts)


def test_each_row_needs_a_population():
    with pytest.raises(ValueError, match="one population"):
        estimates([[1] * 5], populations=[])


@settings(max_examples=60)
@given(rows, st.one_of(st.none(), st.integers(0, 500)))
def test_interval_holds_the_mean_and_stays_within_the_scale(counts, population):
    found = estimate(counts, population=population)
    assert found.n == sum(found.distribution) == sum(counts)
    if found.n:
        assert 1 <= found.low <= found.mean <= found.high <= 5
        mirrored = estimate(counts[::-1], population=population)
        assert mirrored.low == pytest.approx(6 - found.high, abs=2e-3)


@settings(max_examples=25)
@given(st.lists(rows, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_company_and_order_do_not_matter(table, random):
    alone = [estimate(row, population=900) for row in table]
    order = list(range(len(table)))
    random.shuffle(order)
    together = estimates([table[i] for i in order], populations=[900] * len(table))
    for place, i in enumerate(order):
        for name in ("mean", "low", "high"):
            ours, theirs = getattr(together[place], name), getattr(alone[i], name)
            assert ours == theirs or ours == pytest.approx(theirs, abs=1e-9)


def test_everybody_asked_leaves_no_doubt():
    for counts in ([2, 3, 5, 1, 0], [10, 10, 10, 10, 10]):
        found = estimate(counts, population=sum(counts))
        assert found.low == pytest.approx(found.mean)
        assert found.high == pytest.approx(found.mean)


def test_a_population_below_n_counts_as_unknown():
    assert estimate([1, 2, 3, 4, 5], population=9) == estimate([1, 2, 3, 4, 5])


@settings(max_examples=30)
@given(rows.filter(any), st.sampled_from([0.025, 0.5, 0.975]))
def test_quantiles_invert_the_distribution(counts, level):
    x = dirichlet.quantiles([counts], level)
    alpha = np.array([counts]) + dirichlet.PRIOR
    near = [float(dirichlet.probability_below(alpha, x + step)[0]) for step in (-1e-3, 1e-3)]
    assert near[0] - 1e-3 <= level <= near[1] + 1e-3


def test_quantiles_of_extreme_levels_are_refused():
    with pytest.raises(ValueError, match="level"):
        dirichlet.quantiles([[1] * 5], 0.001)


@pytest.mark.parametrize(
    "counts", [(0, 0, 0, 0, 11), (0, 0, 0, 2, 9), (3, 5, 10, 8, 4), (1, 0, 0, 0, 0)]
)
def test_quantiles_agree_with_simulation(counts):
    means = np.random.default_rng(7).dirichlet(np.add(counts, 0.2), size=200_000) @ SCORES
    for level in (0.025, 0.975):
        assert dirichlet.quantiles([counts], level)[0] == pytest.approx(
            np.quantile(means, level), abs=0.01
        )


@pytest.mark.parametrize(("counts", "population"), [((0, 1, 2, 5, 3), 40), ((2, 3, 9, 8, 8), 100)])
def test_limited_population_agrees_with_simulation(counts, population):
    rng = np.random.default_rng(11)
    silent = population - sum(counts)
    others = rng.multinomial(silent, rng.dirichlet(np.add(counts, 0.2), size=100_000))
    means = (others + counts) @ SCORES / population
    found = estimate(counts, population=population)
    assert found.low == pytest.approx(np.quantile(means, 0.025), abs=0.03)
    assert found.high == pytest.approx(np.quantile(means, 0.975), abs=0.03)


@pytest.mark.parametrize("case", [c for c in CASES if c.n <= 83], ids=lambda case: case.name)
def test_intervals_hold_the_truth_about_as_often_as_they_promise(case):
    ours, _ = coverage(case, draws=400, seed=5)
    assert 0.88 <= ours <= 1


def test_plain_t_would_not_do_near_an_end_of_the_scale():
    case = next(c for c in CASES if c.name == "mean 4.85, 11")
    ours, plain = coverage(case, draws=400, seed=5)
    assert plain < 0.75 < 0.9 < ours


def test_t_holds_in_the_middle_of_the_scale():
    case = next(c for c in CASES if c.name == "middle, 83")
    ours, plain = coverage(case, draws=4000, seed=5)
    assert ours == plain == pytest.approx(0.947, abs=0.01)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_wilson_holds_the_share_of_4_and_5(case):
    ours, _ = top_two(case, draws=1000, seed=5)
    assert 0.92 <= ours <= 1


def test_wald_would_not_do_where_nearly_everybody_says_4_or_5():
    # 11 answers of 97 %: only where somebody said less does Wald's interval have any width.
    case = next(c for c in CASES if c.name == "mean 4.85, 11")
    ours, wald = top_two(case, draws=4000, seed=5)
    assert wald == pytest.approx(1 - 0.97**11, abs=0.025)
    assert wald < 0.31 < 0.94 < ours


def test_the_table_has_a_line_for_each_case():
    table = list(lines(draws=4, seed=1))
    cases = [*CASES, *CASES, *TOWNS, *PAIRS, *ALIKE]
    assert sum(line.startswith("  ") for line in table) == len(cases)
