import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.analysis.coverage import CoverageRow, coverage_rows, lagging, totals
from data.errors import NotFoundError
from data.model import DoorCounts, Quartier


def row(code, target, knocked, opened=0, interviews=0, refusals=0):
    return CoverageRow(code, code.upper(), target, knocked, opened, interviews, refusals)


def test_rates_of_the_first_outing():
    first = row("a", 100, 120, 50, 30, 15)
    assert first.opening_rate == 50 / 120
    assert first.response_rate == 30 / 120
    assert first.refusal_rate == 15 / 50
    assert first.ratio == 1.2
    assert first.missing == 0


def test_nothing_to_divide_by_is_none():
    empty = row("a", 0, 0)
    assert (empty.opening_rate, empty.response_rate, empty.refusal_rate) == (None, None, None)
    assert (empty.ratio, empty.missing) == (None, 0)
    assert (row("a", None, 5).ratio, row("a", None, 5).missing) == (None, None)
    assert row("a", 10, 5).refusal_rate is None


def test_rows_are_sorted_and_complete():
    quartiers = [Quartier("b", "B", "", target=60), Quartier("a", "A", "")]
    rows = coverage_rows(quartiers, [DoorCounts("b", 9, 5, 3, 1)])
    assert rows == (CoverageRow("a", "A", None, 0, 0, 0, 0), CoverageRow("b", "B", 60, 9, 5, 3, 1))


def test_doors_of_an_unknown_quartier_do_not_get_lost():
    with pytest.raises(NotFoundError, match="zz"):
        coverage_rows([Quartier("a", "A", "")], [DoorCounts("zz", 1)])


def test_totals():
    rows = [row("a", 100, 120, 50, 30, 15), row("b", 50, 10, 5, 1, 2)]
    assert totals(rows) == CoverageRow("", "", 150, 130, 55, 31, 17)
    assert totals(rows, goal=1001).missing == 871
    assert totals([*rows, row("c", None, 1)]).target is None
    assert totals([*rows, row("c", None, 1)], goal=1001).target == 1001
    assert totals([]).target == 0


def test_lagging_is_ordered_by_doors_still_to_knock():
    rows = [row("d", 50, 10), row("a", 100, 50), row("b", 100, 20), row("c", 90, 10)]
    rows.append(row("e", None, 0))
    assert [r.code for r in lagging(rows, 0.5)] == ["b", "c", "d"]
    assert lagging(rows, 0) == ()
    assert [r.code for r in lagging(rows, 1)] == ["b", "c", "a", "d"]


def test_behind_is_not_fooled_by_floating_point():
    assert row("a", 100, 29).behind(0.29) == 0
    assert row("a", 100, 28).behind(0.29) == 1
    assert row("a", 10, 0).behind(0.25) == 3


@given(st.integers(0, 500), st.integers(0, 500), st.floats(0, 1))
def test_who_is_behind_has_doors_left(target, knocked, ratio):
    one = row("a", target, knocked)
    assert 0 <= one.behind(ratio) <= one.missing
