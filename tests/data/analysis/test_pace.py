from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.analysis.pace import cumulative, expected_by, plan

START, END = date(2023, 4, 1), date(2023, 5, 31)
SUNDAYS = [date(2023, 4, 2) + timedelta(7 * i) for i in range(9)]


def test_plan_is_linear_and_ends_at_the_goal():
    curve = plan(START, END, 1001)
    assert [day for day, _ in curve] == [START + timedelta(i) for i in range(61)]
    assert curve[0][1] == 16
    assert curve[-1] == (END, 1001)
    assert curve[30][1] == round(1001 * 31 / 61)


def test_plan_steps_on_outing_days():
    curve = dict(plan(START, END, 900, outing_days=[*SUNDAYS, date(2023, 7, 2)]))
    assert curve[START] == 0
    assert curve[date(2023, 4, 2)] == curve[date(2023, 4, 8)] == 100
    assert curve[date(2023, 4, 9)] == 200
    assert curve[END] == 900


def test_two_outings_on_a_day_count_twice():
    days = [START, START, END]
    assert expected_by(START, start=START, end=END, goal=90, outing_days=days) == 60


def test_outings_all_outside_the_phase_leave_the_line():
    assert plan(START, END, 1001, outing_days=[date(2024, 1, 1)]) == plan(START, END, 1001)


def test_expected_before_during_after():
    def expected(day):
        return expected_by(day, start=START, end=END, goal=1001)

    assert expected(START - timedelta(1)) == 0
    assert expected(date(2023, 4, 30)) == round(1001 * 30 / 61)
    assert expected(END) == expected(END + timedelta(200)) == 1001


def test_a_phase_of_one_day():
    assert plan(START, START, 7) == [(START, 7)]


def test_a_phase_that_ends_before_it_starts():
    with pytest.raises(ValueError, match="ends before"):
        plan(END, START, 1001)


@given(
    st.integers(0, 90),
    st.integers(1, 2000),
    st.lists(st.dates(START, END), max_size=12),
)
def test_plan_never_falls(days, goal, outings):
    curve = plan(START, START + timedelta(days), goal, outing_days=outings)
    doors = [n for _, n in curve]
    assert doors == sorted(doors)
    assert doors[0] >= 0
    assert doors[-1] == goal


def test_cumulative_adds_quartiers_and_keeps_gaps():
    rows = [(SUNDAYS[2], "b", 30), (SUNDAYS[0], "a", 100), (SUNDAYS[0], "b", 20)]
    assert cumulative(rows) == [(SUNDAYS[0], 120), (SUNDAYS[2], 150)]
    assert cumulative([]) == []
