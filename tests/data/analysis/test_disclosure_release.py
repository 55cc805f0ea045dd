"""The masked tables: what a cell may hold, and unanimous quartiers."""

import json
from dataclasses import fields

import numpy as np
import pytest

from data.analysis.published import Cell, Masked, Status, from_json, leaves_open, to_json
from data.analysis.release import masked_tables
from data.errors import NotFoundError, ThresholdError
from data.model import Response
from tests.data.analysis.attack import attack, recovered
from tests.data.analysis.tables_at_random import (
    answers,
    as_read,
    insider,
    publish,
    quartiers,
    questions,
)

MIXED = [3, 4, 5, 6, 7]


def town(*rows):
    """Make a table of one question."""
    return np.array([[row] for row in rows])


def statuses(found):
    table = found.tables[0]
    return [cell.status.value for cell in (table.town, *table.quartiers)]


def exposed(one):
    return [place for system in attack([[one]])[0] for place in system.exposed()]


def test_a_shown_cell_says_all_and_a_masked_one_nothing():
    found = publish(town(MIXED, [1, 1, 1, 0, 1], [2, 3, 4, 2, 1], [0, 0, 0, 0, 0]))
    assert found.masked == ("b", "c")
    assert statuses(found) == ["published", "published", "masked", "masked", "empty"]
    shown, hidden, _, empty = found.tables[0].quartiers
    assert shown == Cell("a", Status.PUBLISHED, 25, 3.4, shown.low, shown.high, tuple(MIXED))
    assert (shown.low, shown.high) == (round(shown.low, 1), round(shown.high, 1))
    assert hidden == Cell("b", Status.MASKED)
    assert empty == Cell("d", Status.EMPTY, 0)


def test_no_number_of_a_masked_quartier_is_in_the_file():
    table = town([100, 100, 100, 100, 100], [1, 1, 1, 0, 907], [1, 0, 2, 3, 1])
    table[0] *= 10
    text = json.dumps(as_read(publish(table)))
    assert "907" not in text
    assert "910" not in text
    assert '"a"' in text
    assert "primary" not in text


def test_json_there_and_back():
    rows = [MIXED, [0, 0, 0, 0, 20], [1, 2, 3, 4, 0], [9, 9, 9, 9, 9], [0] * 5, [2, 2, 0, 0, 0]]
    found = publish(np.array([[row, [4, 4, 4, 4, 4], [0, 0, 0, 0, 1]] for row in rows]))
    assert {cell.status for t in found.tables for cell in (t.town, *t.quartiers)} >= {
        Status.PUBLISHED, Status.MASKED, Status.GROUPED, Status.EMPTY,
    }  # fmt: skip
    read = json.loads(json.dumps(to_json(found)))
    assert from_json(read) == found
    assert json.dumps(to_json(from_json(read))) == json.dumps(to_json(found))


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"tables": None},
        {"tables": [{"question": "q"}]},
        {"tables": [{"question": "q", "town": {"code": "", "status": "odd"}, "quartiers": []}]},
        {
            "tables": [
                {"question": "q", "town": {"code": "", "status": "masked", "n": 3}, "quartiers": []}
            ]
        },
        {"tables": [{"question": "q", "town": {"name": 1, "status": "masked"}, "quartiers": []}]},
    ],
)
def test_what_cannot_be_read_is_refused(change):
    with pytest.raises(ValueError):
        from_json(to_json(Masked(11, (), False, ())) | change)
    with pytest.raises(ValueError):
        from_json({})


@pytest.mark.parametrize(
    ("status", "figures"),
    [
        (Status.MASKED, {"n": 3}),
        (Status.MASKED, {"mean": 3.0}),
        (Status.EMPTY, {}),
        (Status.GROUPED, {"n": 12, "bands": (0, 12), "mean": 4.5}),
        (Status.PUBLISHED, {"n": 12}),
    ],
)
def test_a_cell_cannot_hold_what_its_status_forbids(status, figures):
    with pytest.raises(ValueError, match="cannot hold"):
        Cell("a", status, **figures)


def test_a_question_hardly_answered_has_no_say():
    table = np.array([[MIXED, [0, 0, 1, 2, 0]], [MIXED, [0, 1, 0, 0, 4]]])
    found = publish(table)
    assert found.masked == ()
    assert [table.withheld for table in found.tables] == [False, True]
    assert {cell.status for cell in found.tables[1].quartiers} == {Status.MASKED}


def test_only_the_questions_asked_for_are_counted_and_in_their_order():
    rows = [("a", "x", 4, 12), ("a", "x", 3, 2), ("a", "y", 5, 3), ("a", "z", 2, 30)]
    found = masked_tables(["z", "x"], quartiers(1), rows, k=11)
    assert [table.question for table in found.tables] == ["z", "x"]
    assert found.masked == ()


def test_what_cannot_be_asked():
    with pytest.raises(ThresholdError):
        masked_tables(["x"], quartiers(1), [], k=4)
    with pytest.raises(ValueError, match="twice"):
        masked_tables(["x", "x"], quartiers(1), [], k=11)
    with pytest.raises(NotFoundError):
        masked_tables(["x"], quartiers(1), [("z", "x", 1, 1)], k=11)


def test_nothing_asked_or_nobody_answered():
    assert masked_tables([], quartiers(2), [], k=11) == Masked(11, (), False, ())
    found = masked_tables(["x"], quartiers(2), [], k=11)
    assert statuses(found) == ["masked"] * 3
    assert found.codes == ("a", "b")


def test_only_the_town_is_left_when_two_quartiers_cannot_cover_each_other():
    found = publish(town(MIXED, [1, 0, 0, 0, 1], [0] * 5))
    assert found.town_only
    assert statuses(found) == ["published", "masked", "masked", "masked"]  # the empty one too


def test_a_response_cannot_be_crossed_with_age_or_sex():
    assert {field.name for field in fields(Response)} == {
        "key", "version", "quartier", "month", "ratings", "texts",
    }  # fmt: skip


# --- unanimous quartiers ----------------------------------------------------------------------


def test_to_group_a_unanimous_quartier_alone_would_not_do():
    """Why all the quartiers of such a question are grouped."""
    one = as_read(publish(town(MIXED, [0, 0, 0, 0, 15], [20] * 5)))
    one["tables"][0]["quartiers"][0] |= {"status": "published", "distribution": MIXED}
    assert exposed(one) == []
    one["tables"][0]["quartiers"][2] |= {"status": "published", "distribution": [20] * 5}
    assert exposed(one) == [("q0", "b")]
    assert [found.value for found in recovered(one)] == [15]


def test_nor_to_give_the_means_of_the_others():
    """Why grouped quartiers have no mean: rounded as it is, it tells which end of a band it was."""
    one = as_read(publish(town([2, 2, 2, 4, 14], [0, 0, 0, 0, 12], [2, 1, 3, 14, 4])))
    assert exposed(one) == []
    for cell, mean in zip(one["tables"][0]["quartiers"], (4.1, None, 3.7), strict=True):
        cell["mean"] = mean
    assert exposed(one) == [("q0", "b")]


@pytest.mark.parametrize("score", range(5))
def test_a_unanimous_quartier_is_grouped_and_the_town_stays_exact(score):
    row = [15 if i == score else 0 for i in range(5)]
    table = town([20] * 5, row, [20] * 5)
    found = publish(table)
    assert statuses(found) == ["published", "grouped", "grouped", "grouped"]
    cell = found.tables[0].quartiers[1]
    assert (cell.n, cell.mean, cell.low, cell.distribution) == (15, None, None, None)
    assert cell.bands == ((15, 0) if score < 3 else (0, 15))
    assert exposed(as_read(found)) == []
    assert recovered(as_read(found), insider=insider(table)) == []


def test_a_town_that_would_tell_is_grouped_too():
    assert not leaves_open((0, 0, 5, 7, 80), (0, 15))
    found = publish(town([0, 0, 2, 3, 40], [0, 0, 0, 0, 15], [0, 0, 3, 4, 25]))
    assert statuses(found) == ["grouped"] * 4
    assert (found.tables[0].town.mean, found.tables[0].town.bands) == (None, (5, 87))
    assert exposed(as_read(found)) == []


def test_a_town_of_one_opinion():
    for score in range(5):
        row = [30 if i == score else 0 for i in range(5)]
        found = publish(town(row, row))
        assert statuses(found) == ["grouped"] * 3
        assert exposed(as_read(found)) == []
        found = publish(town(row, [n // 10 for n in row]))
        assert statuses(found) == ["grouped", "masked", "masked"]
        assert exposed(as_read(found)) == []


def test_one_question_grouped_leaves_the_others_exact():
    table = np.array([[[20] * 5, MIXED], [[0, 0, 0, 0, 12], MIXED], [[20] * 5, MIXED]])
    first, second = publish(table).tables
    assert first.grouped
    assert not second.grouped
    assert second.quartiers[1].mean == 3.4


def test_to_know_the_method_does_not_help_against_the_remainder():
    """Were the town exact here, all of c said 4: else the masked ones would have agreed on 4."""
    assert not leaves_open((0, 0, 0, 40, 30), (0, 30))
    small = [[0, 0, 0, 9, 8], [0, 0, 0, 1, 7], [0, 0, 0, 30, 0]]
    found = publish(town(*small, [0, 0, 0, 0, 15]))
    assert statuses(found)[0] == "grouped"


def test_same_answers_same_bytes():
    table = np.array([[MIXED, [5] * 5], [[1, 0, 2, 0, 0], MIXED], [[9] * 5, MIXED]])
    rows = answers(table)
    one, other = (
        masked_tables(questions(table), places, given, k=11)
        for places, given in ((quartiers(3), rows), (quartiers(3)[::-1], rows[::-1]))
    )
    assert json.dumps(to_json(one)) == json.dumps(to_json(other))


def test_keeping_what_was_masked_and_grouped():
    table = town([20] * 5, [0, 0, 0, 0, 15], [1, 2, 0, 0, 3], [4, 4, 4, 4, 4])
    first = publish(table)
    assert first.masked == ("b", "c")
    later = table + [[[5] * 5]] * 4
    assert statuses(publish(later)) == ["published"] * 5
    assert publish(later, keep=[first]).masked == ("b", "c")
    grouped = publish(town([20] * 5, [0, 0, 0, 0, 15]))
    again = publish(town([20] * 5, [9, 0, 0, 0, 15]), keep=[grouped])
    assert statuses(again) == statuses(grouped) == ["published", "grouped", "grouped"]
    assert publish(later, mask=["d"]).masked == ("c", "d")
