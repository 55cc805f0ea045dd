import math
from fractions import Fraction

import pytest
from apportionment import methods
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.analysis.targets import allocate, design_effect
from data.errors import (
    AllocationError,
    DwellingsUnknownError,
    FloorTooHighError,
    NoDwellingsError,
    SpreadSettingError,
    TiedAllocationError,
)
from data.model import AllocationMethod, Spread

HARE, WEBSTER = AllocationMethod.HARE, AllocationMethod.WEBSTER
POWER, EQUAL = AllocationMethod.POWER, AllocationMethod.EQUAL
POITIERS = [7161, 3446, 4019, 2207, 2318, 3574, 4619, 3979, 3206, 2177]


def by_code(weights):
    return {f"{i:04}": weight for i, weight in enumerate(weights)}


def seats(weights, goal, method, floor=0, exponent=0.5):
    spread = Spread(method, floor, exponent)
    return list(allocate(by_code(weights), goal, spread=spread).targets.values())


@pytest.mark.parametrize(
    ("weights", "goal", "method", "expected"),
    [
        ([5117, 4400, 162, 161, 160], 100, HARE, [51, 44, 2, 2, 1]),
        ([5117, 4400, 162, 161, 160], 100, WEBSTER, [51, 43, 2, 2, 2]),
        ([9061, 7179, 5259, 3319, 1182], 26, HARE, [9, 7, 5, 4, 1]),
        ([9061, 7179, 5259, 3319, 1182], 26, WEBSTER, [9, 8, 5, 3, 1]),
    ],
)
def test_balinski_young_1975(weights, goal, method, expected):
    assert seats(weights, goal, method) == expected


random_weights = st.lists(st.integers(1, 10_000), min_size=1, max_size=15)


@settings(max_examples=80)
@given(random_weights, st.integers(1, 200), st.sampled_from([HARE, WEBSTER]))
def test_agrees_with_apportionment(weights, goal, method):
    try:
        ours = seats(weights, goal, method)
    except TiedAllocationError:
        assume(False)
    name = {HARE: "largest_remainder", WEBSTER: "saintelague"}[method]
    assert ours == methods.compute(
        name, weights, goal, fractions=True, parties=list("abcdefghijklmno")
    )


@settings(max_examples=80)
@given(random_weights, st.integers(1, 60))
def test_webster_refuses_a_tie_exactly_where_there_is_one(weights, goal):
    claims = sorted((Fraction(w, 2 * s + 1) for w in weights for s in range(goal)), reverse=True)
    tied = len(claims) > goal and claims[goal - 1] == claims[goal]
    try:
        seats(weights, goal, WEBSTER)
    except TiedAllocationError:
        assert tied
    else:
        assert not tied


@settings(max_examples=80)
@given(random_weights, st.integers(1, 60))
def test_hare_refuses_a_tie_exactly_where_there_is_one(weights, goal):
    total = sum(weights)
    left = goal - sum(w * goal // total for w in weights)
    rest = sorted((w * goal % total for w in weights), reverse=True)
    tied = left > 0 and rest[left - 1] == rest[left]
    try:
        seats(weights, goal, HARE)
    except TiedAllocationError:
        assert tied
    else:
        assert not tied


@settings(max_examples=150)
@given(
    st.lists(st.integers(0, 5000), min_size=1, max_size=15),
    st.integers(0, 50),
    st.integers(0, 500),
    st.sampled_from(list(AllocationMethod)),
    st.sampled_from([0.5, 0.25, 1.0]),
)
def test_total_is_the_goal_and_the_floor_holds(weights, floor, more, method, exponent):
    goal = max(1, floor * len(weights) + more)
    try:
        targets = seats(weights, goal, method, floor, exponent)
    except (TiedAllocationError, NoDwellingsError):
        assume(False)
    assert sum(targets) == goal
    assert min(targets) >= floor
    if method is not EQUAL:  # more dwellings never mean fewer doors
        ranked = [n for _, n in sorted(zip(weights, targets, strict=True))]
        assert ranked == sorted(ranked)


def test_floor_that_uses_up_the_goal_gives_everybody_the_floor():
    for method in AllocationMethod:
        assert seats([900, 500, 3], 120, method, 40) == [40, 40, 40]


def test_floor_takes_from_the_others_again_and_again():
    # With c at its floor, b's share of the rest falls below the floor as well.
    assert seats([850, 101, 4], 100, HARE, 10) == [80, 10, 10]


def test_a_tie_is_named_only_where_it_decides():
    assert seats([100, 100], 10, HARE) == [5, 5]
    for method in (HARE, WEBSTER, POWER):
        with pytest.raises(TiedAllocationError, match="0000, 0001"):
            seats([100, 100, 1], 5, method)


def test_a_tie_hidden_by_floating_point_is_still_a_tie():
    # Square roots 3√2 and √2: shares of 2 doors are exactly 1.5 and 0.5.
    with pytest.raises(TiedAllocationError):
        seats([18, 2], 2, POWER)


def test_power_comes_closer_to_equal_as_the_exponent_falls():
    spans = [
        max(found) - min(found)
        for found in (
            seats(POITIERS, 1001, HARE),
            seats(POITIERS, 1001, POWER, exponent=0.5),
            seats(POITIERS, 1001, POWER, exponent=0.25),
        )
    ]
    assert spans == sorted(spans, reverse=True)
    assert seats(POITIERS, 1001, POWER, exponent=1.0) == seats(POITIERS, 1001, HARE)


def test_equal_gives_doors_left_over_to_most_dwellings_then_by_code():
    assert seats([5, 9, 9, 1], 42, EQUAL) == [10, 11, 11, 10]
    assert seats([None, None, None], 10, EQUAL) == [4, 3, 3]
    found = allocate({"b": None, "a": 5}, 10, spread=Spread(EQUAL, 0))
    assert found.design_effect is None
    assert found.effective_n is None


def test_poitiers_by_default():
    found = allocate(by_code(POITIERS), 1001, spread=Spread())
    assert sum(found.targets.values()) == 1001
    assert found.smallest == min(found.targets.values()) >= 40
    assert found.largest == found.targets["0000"]
    assert found.design_effect == pytest.approx(1, abs=1e-3)
    assert found.effective_n == pytest.approx(1001 / found.design_effect)


def test_kish_design_effect_of_apistrat():
    assert design_effect([4421, 755, 1018], [100, 50, 50]) == pytest.approx(1.186371, abs=5e-7)


def test_design_effect_without_doors_or_dwellings():
    assert design_effect([10, 5], [15, 0]) == math.inf
    assert design_effect([10, 0], [15, 0]) == pytest.approx(1)
    assert design_effect([0, 0], [1, 1]) is None
    assert allocate({"a": 999, "b": 1}, 3, spread=Spread(HARE, 0)).effective_n == 0


@pytest.mark.parametrize(
    ("weights", "goal", "spread", "error"),
    [
        ([5, 5, 5], 100, Spread(HARE, 40), FloorTooHighError),
        ([5, None, 5], 1001, Spread(HARE), DwellingsUnknownError),
        ([5, None, 5], 1001, Spread(POWER), DwellingsUnknownError),
        ([], 1001, Spread(), NoDwellingsError),
        ([0, 0], 1001, Spread(), NoDwellingsError),
        ([5, 6], 0, Spread(HARE, 0), SpreadSettingError),
        ([5, -6], 10, Spread(HARE, 0), SpreadSettingError),
        ([5, 6], 10, Spread(HARE, -1), SpreadSettingError),
        ([5, 6], 10, Spread(POWER, 0, 0.0), SpreadSettingError),
        ([5, 6], 10, Spread(POWER, 0, math.nan), SpreadSettingError),
    ],
)
def test_what_cannot_be_spread_is_named(weights, goal, spread, error):
    with pytest.raises(error) as caught:
        allocate(by_code(weights), goal, spread=spread)
    assert isinstance(caught.value, AllocationError)
    assert caught.value.mend.format(**caught.value.params)


def test_a_thousand_quartiers_in_whole_numbers():
    weights = [100 + (i * 7919) % 10_007 for i in range(1000)]
    for method in AllocationMethod:
        assert sum(seats(weights, 100_003, method, 40)) == 100_003
