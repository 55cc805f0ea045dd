"""The forecast: oracle, limits, and how often its interval holds what came."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.coverage_of_forecasts import KINDS, covered
from data.analysis.forecast import forecast
from data.analysis.prospects import by_quartier, predictive, where_next

START, END = date(2023, 4, 2), date(2023, 7, 2)


def test_the_gamma_poisson_oracle():
    mean, reached = predictive(480.5, 56, 56, 521)
    assert mean == 480.5
    assert reached == pytest.approx(0.10019, abs=5e-6)


def test_the_interval_holds_about_four_totals_of_five():
    shares = [covered(weeks, campaigns=40, seed=11) for weeks in KINDS.values()]
    assert 0.72 <= sum(shares) / len(shares) <= 0.88
    assert min(shares) > 0.6  # no kind of campaign is let down


def test_nothing_is_forecast_before_the_first_door():
    assert forecast([], start=START, today=START, end=END, goal=1001) is None


def test_after_the_end_the_total_is_what_it_is():
    found = forecast([(START, 700)], start=START, today=END + timedelta(9), end=END, goal=1001)
    assert (found.low, found.median, found.high, found.p_goal) == (700, 700, 700, 0.0)


def test_doors_to_come_are_not_known_yet():
    rows = [(START, 100), (START + timedelta(30), 500)]
    today = START + timedelta(13)
    known = forecast(rows[:1], start=START, today=today, end=END, goal=1001)
    assert forecast(rows, start=START, today=today, end=END, goal=1001) == known


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 200)), min_size=1, max_size=12),
    st.integers(0, 100),
)
def test_the_interval_is_ordered_and_never_below_what_is_done(doors, passed):
    rows = sorted((START + timedelta(day), number) for day, number in doors)
    today = START + timedelta(passed)
    done = sum(number for day, number in rows if day <= today)
    found = forecast(rows, start=START, today=today, end=END, goal=1001)
    if found is None:
        assert done == 0
        return
    assert done <= found.low <= found.median <= found.high
    assert sum(found.weekly) == done
    assert 0 <= found.p_goal <= 1
    assert (found.p_goal == 1) >= (done >= 1001)


def test_a_quartier_nobody_went_to_comes_before_one_that_is_done():
    days = [(START, "a", 110), (START + timedelta(7), "b", 40)]
    rows = by_quartier(
        {"a": 100, "b": 100, "c": 100}, days, start=START, today=START + timedelta(20), end=END
    )
    done, begun, bare = rows
    assert (done.missing, done.p_target, done.shortfall, done.outings) == (0, 1.0, 0.0, 0)
    assert bare.shortfall > begun.shortfall > 0
    assert bare.p_target < begun.p_target < 1
    assert [row.code for row in where_next(rows)] == ["c", "b"]


def test_without_time_left_what_is_missing_stays_missing():
    rows = by_quartier({"a": 100}, [(START, "a", 30)], start=START, today=END, end=END)
    assert (rows[0].p_target, rows[0].shortfall) == (0.0, 70.0)


def test_without_a_single_outing_no_pace_is_known():
    rows = by_quartier({"a": 100, "b": 0}, [], start=START, today=START, end=END)
    assert [(row.outings, row.shortfall, row.p_target) for row in rows] == [
        (None, 100.0, 0.0),
        (None, 0.0, 1.0),
    ]
