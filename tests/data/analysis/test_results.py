import pytest

from data.analysis.comparison import difference
from data.analysis.estimates import estimate
from data.analysis.results import (
    Measure,
    compare,
    figure,
    result_rows,
    smoothed_rows,
    weighted_towns,
)
from data.analysis.weighting import town_means
from data.errors import NotFoundError
from data.model import Quartier, Question, QuestionKind, Questionnaire

RATING, OPEN = QuestionKind.RATING, QuestionKind.OPEN
ASKED = Questionnaire(
    1,
    {},
    tuple(
        Question(key, kind, {}, {}) for key, kind in (("z", RATING), ("why", OPEN), ("a", RATING))
    ),
)
QUARTIERS = [Quartier("02", "B", "", dwellings=100), Quartier("01", "A", "", dwellings=200)]
COUNTS = [("01", "z", 5, 6), ("02", "z", 1, 4), ("01", "z", 4, 5)]


def test_rows_follow_the_questionnaire_then_the_town_then_the_codes():
    rows = result_rows(ASKED, QUARTIERS, COUNTS, k=11)
    assert [(r.question, r.code) for r in rows] == [
        *(("z", code) for code in ("", "01", "02")),
        *(("a", code) for code in ("", "01", "02")),
    ]
    assert [r.name for r in rows[:3]] == ["", "A", "B"]


def test_figures_are_those_of_estimate():
    town, first, second = result_rows(ASKED, QUARTIERS, COUNTS, k=11)[:3]
    assert town.distribution == (4, 0, 0, 5, 6)
    for found, population in ((town, 300), (first, 200), (second, 100)):
        expected = estimate(found.distribution, population=population)
        assert (found.n, found.mean) == (expected.n, expected.mean)
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert [r.fragile for r in (town, first, second)] == [False, False, True]


def test_a_question_without_answers_has_its_rows():
    for row in result_rows(ASKED, QUARTIERS, COUNTS, k=11)[3:]:
        assert (row.n, row.mean, row.low, row.high) == (0, None, None, None)
        assert row.distribution == (0, 0, 0, 0, 0)
        assert row.fragile


def test_the_town_is_unlimited_where_dwellings_are_unknown():
    quartiers = [*QUARTIERS, Quartier("03", "C", "")]
    town = result_rows(ASKED, quartiers, COUNTS, k=11)[0]
    assert town.low == pytest.approx(estimate(town.distribution).low)


def test_nothing_asked_or_nowhere():
    assert result_rows(Questionnaire(1, {}, ()), QUARTIERS, [], k=11) == ()
    assert [r.code for r in result_rows(ASKED, [], [], k=11)] == ["", ""]


@pytest.mark.parametrize("count", [("99", "z", 5, 1), ("01", "why", 5, 1), ("01", "zz", 5, 1)])
def test_answers_that_belong_nowhere_do_not_get_lost(count):
    with pytest.raises(NotFoundError):
        result_rows(ASKED, QUARTIERS, [count], k=11)


@pytest.mark.parametrize("score", [0, 6])
def test_a_score_off_the_scale_is_refused(score):
    with pytest.raises(ValueError, match="score"):
        result_rows(ASKED, QUARTIERS, [("01", "z", score, 1)], k=11)


def rows_of(*spreads, k=11, question="z"):
    """Give the rows of quartiers "0", "1", …, without that of the town."""
    quartiers = [Quartier(str(at), f"Q{at}", "") for at in range(len(spreads))]
    counts = [
        (str(at), question, score, n)
        for at, spread in enumerate(spreads)
        for score, n in enumerate(spread, 1)
        if n
    ]
    found = result_rows(ASKED, quartiers, counts, k=k)
    return [row for row in found if row.question == question and row.code]


def test_a_share_has_the_interval_of_wilson():
    (row,) = rows_of((60, 70, 52, 41, 40))
    shown = figure(row, Measure.SHARE)
    assert shown.value == pytest.approx(81 / 263)
    assert [round(end, 4) for end in shown[1:]] == [0.2553, 0.3662]
    assert figure(row) == (row.mean, row.low, row.high)
    assert figure(row).width == pytest.approx(row.high - row.low)
    (nobody,) = rows_of((0,) * 5)
    assert figure(nobody, Measure.SHARE) == (None, None, None)
    assert figure(nobody).width is None


def test_the_weighted_town_is_that_of_town_means():
    rows = result_rows(ASKED, QUARTIERS, COUNTS, k=11)
    found = weighted_towns(rows, {"01": 200, "02": 100})
    table = [[r.distribution for r in rows if r.question == key and r.code] for key in ("z", "a")]
    assert tuple(found.values()) == town_means(table, dwellings=[200, 100])
    assert found["z"].mean == pytest.approx((2 * (30 + 20) / 11 + 1) / 3)
    assert found["a"].missing == (0, 1)
    assert weighted_towns([], {}) == {}


def test_quartiers_without_dwellings_are_left_out_of_the_weighted_town():
    rows = result_rows(ASKED, QUARTIERS, COUNTS, k=11)
    assert weighted_towns(rows, {"01": 200})["z"].missing == (1,)


ENOUGH = ((0, 2, 5, 9, 4), (1, 4, 8, 5, 2), (3, 6, 6, 3, 2), (0, 1, 4, 9, 9))


def test_smoothed_means_are_drawn_together():
    rows = rows_of(*ENOUGH)
    found = smoothed_rows(rows, {})
    assert list(found) == ["0", "1", "2", "3"]
    plain = [row.mean for row in rows]
    smooth = [one.mean for one in found.values()]
    assert max(smooth) - min(smooth) < max(plain) - min(plain)


@pytest.mark.parametrize("few", [(0, 0, 0, 0, 0), (0, 0, 4, 6, 0)])
def test_nothing_is_smoothed_where_a_quartier_is_fragile(few):
    assert smoothed_rows(rows_of(*ENOUGH, few), {}) == {}


def test_nothing_is_smoothed_where_it_is_not_possible():
    assert smoothed_rows(rows_of(*ENOUGH[:3]), {}) == {}
    assert smoothed_rows(rows_of(*[(0, 0, 20, 0, 0)] * 4), {}) == {}
    assert smoothed_rows([], {}) == {}


def test_two_quartiers_are_compared_as_differences_does():
    one, two = rows_of((0, 2, 5, 14, 9), (6, 9, 8, 5, 2))
    expected = difference(one.distribution, two.distribution, populations=(500, None))
    (found,) = compare([one], [two], {"0": 500})
    assert found == (expected.difference, expected.low, expected.high)
    assert found.leaves_out_zero
    (back,) = compare([two], [one], {"0": 500})
    assert tuple(back) == pytest.approx((-found.value, -found.high, -found.low))


def test_shares_are_compared_by_newcombe():
    one, two = rows_of((0, 0, 14, 56, 0), (0, 0, 32, 48, 0))
    (found,) = compare([one], [two], {}, measure=Measure.SHARE)
    assert [round(end, 4) for end in found] == [0.2, 0.0524, 0.3339]


@pytest.mark.parametrize("measure", list(Measure))
def test_nobody_cannot_be_compared(measure):
    one, nobody = rows_of((0, 2, 5, 14, 9), (0,) * 5)
    (found,) = compare([one], [nobody], {}, measure=measure)
    assert found == (None, None, None)
    assert not found.leaves_out_zero
    assert compare([], [], {}, measure=measure) == ()
