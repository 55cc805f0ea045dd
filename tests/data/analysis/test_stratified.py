import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.analysis.stratified import post_stratified_mean, stratified_mean
from tests.data.analysis.api import SIMPLE, STRATIFIED

strata = st.lists(st.lists(st.integers(1, 5), min_size=2, max_size=12), min_size=1, max_size=6)


def samples(sums):
    return [one.values() for one in sums.values()]


def sizes(sums):
    return [one.size for one in sums.values()]


# R 4.2.2, survey 4.1-1:
#   d <- svydesign(id=~1, strata=~stype, weights=~pw, data=apistrat, fpc=~fpc)
#   svymean(~api00, d); confint(svymean(~api00, d), df=degf(d)); svyby(~api00, ~stype, d, svymean)
#   s <- svydesign(id=~1, weights=~pw, data=apisrs, fpc=~fpc); svymean(~api00, s)
#   p <- postStratify(s, ~stype, data.frame(stype=c("E","H","M"), Freq=c(4421,755,1018)))
#   svymean(~api00, p)
def test_r_stratified():
    found = stratified_mean(samples(STRATIFIED), sizes=sizes(STRATIFIED))
    assert found.mean == pytest.approx(662.28736, abs=5e-6)
    assert found.standard_error == pytest.approx(9.40894, abs=5e-6)
    assert (found.low, found.high) == pytest.approx((643.7322, 680.8425), abs=5e-5)
    assert (found.n, found.degrees) == (200, 197)


@pytest.mark.parametrize(
    ("kind", "mean", "error"),
    [("E", 674.43, 12.3825), ("H", 625.82, 14.9371), ("M", 636.60, 16.2147)],
)
def test_r_each_stratum(kind, mean, error):
    one = STRATIFIED[kind]
    found = stratified_mean([one.values()], sizes=[one.size])
    assert found.mean == pytest.approx(mean, abs=5e-7)
    assert found.standard_error == pytest.approx(error, abs=5e-5)


def test_r_simple_random_sample():
    found = stratified_mean([np.concatenate(samples(SIMPLE))], sizes=[6194])
    assert found.mean == pytest.approx(656.585, abs=5e-7)
    assert found.standard_error == pytest.approx(9.24972, abs=5e-6)
    assert (found.low, found.high) == pytest.approx((638.34495, 674.82505), abs=5e-6)


def test_r_post_stratified():
    found = post_stratified_mean(samples(SIMPLE), sizes=sizes(SIMPLE))
    assert found.mean == pytest.approx(656.7816, abs=5e-5)
    assert found.standard_error == pytest.approx(9.15654, abs=5e-6)
    assert (found.low, found.high) == pytest.approx((638.725286, 674.837876), abs=5e-7)
    assert (found.n, found.degrees) == (200, 199)


@given(strata)
def test_one_stratum_is_a_simple_random_sample_either_way(groups):
    alone = stratified_mean(groups[:1], sizes=[900])
    other = post_stratified_mean(groups[:1], sizes=[900])
    assert (other.low, other.degrees) == (pytest.approx(alone.low), alone.degrees)
    answers = np.array(groups[0])
    error = np.sqrt((1 - len(answers) / 900) * answers.var(ddof=1) / len(answers))
    assert alone.standard_error == pytest.approx(error)


@settings(max_examples=50)
@given(strata, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_units_scale(groups, random):
    units = [50 * (i + 1) for i in range(len(groups))]
    order = list(range(len(groups)))
    random.shuffle(order)
    for estimate in (stratified_mean, post_stratified_mean):
        first = estimate(groups, sizes=units)
        turned = estimate([groups[i] for i in order], sizes=[units[i] for i in order])
        grown = estimate([[10 * x for x in one] for one in groups], sizes=units)
        assert turned.mean == pytest.approx(first.mean)
        assert turned.standard_error == pytest.approx(first.standard_error)
        assert grown.standard_error == pytest.approx(10 * first.standard_error)


@given(strata)
def test_everybody_asked_leaves_no_doubt(groups):
    answers = np.concatenate(groups)
    for estimate in (stratified_mean, post_stratified_mean):
        found = estimate(groups, sizes=[len(one) for one in groups])
        assert found.mean == pytest.approx(answers.mean())
        assert found.standard_error == 0


def test_what_makes_no_sense_is_refused():
    for groups, units in (([], []), ([[1, 2]], []), ([[1, 2, 3]], [2]), ([[1, 2], [3]], [9, 9])):
        with pytest.raises(ValueError, match="stratum"):
            stratified_mean(groups, sizes=units)
    with pytest.raises(ValueError, match="stratum"):
        post_stratified_mean([[1, 2], []], sizes=[9, 9])
    with pytest.raises(ValueError, match="one value"):
        post_stratified_mean([[1]], sizes=[9])
