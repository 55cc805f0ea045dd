import pytest

from data.analysis.estimates import estimate
from data.analysis.results import result_rows
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
