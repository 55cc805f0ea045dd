"""The rule that chooses what to mask: hand-made cases, and every small case there is."""

from itertools import product

import numpy as np
import pytest

from data.analysis import disclosure
from data.analysis.disclosure import Pattern, cover_each_other, pattern
from data.errors import ThresholdError
from tests.data.analysis.tables_at_random import LETTERS


def mixed(n):
    """Give n answers that are not all alike, if there are two."""
    return [0, n // 2, 0, n - n // 2, 0]


def of(*sizes, k=11, **more):
    """Choose from one question's numbers of answers; quartiers are called a, b, c …"""
    counts = {LETTERS[i]: [mixed(n)] for i, n in enumerate(sizes)}
    return pattern(counts, k=k, **more)


@pytest.mark.parametrize(
    ("sizes", "masked"),
    [
        ((30, 25, 11), ""),
        ((30, 25, 10), "bc"),  # one alone: the next-smallest covers it
        ((30, 25, 10, 10), "cd"),
        ((30, 25, 5, 5), "bcd"),  # 10 together are fewer than k
        ((30, 25, 10, 1), "bcd"),  # one respondent beside ten
        ((30, 25, 10, 2), "bcd"),
        ((30, 25, 10, 3), "cd"),
        ((30, 25, 1, 20), "bcd"),  # 1 + 20: again one beside the others
        ((30, 25, 2, 20, 1), "cde"),
        ((30, 25, 0, 12), ""),  # nobody's answers are no secret
        ((30, 25, 0, 7), "bd"),  # and cover nobody
        ((12, 12, 12, 7), "ad"),  # ties: the smaller code
    ],
)
def test_by_hand(sizes, masked):
    found = of(*sizes)
    assert "".join(found.masked) == masked
    assert not found.town_only


def test_only_the_town_is_left():
    everything = Pattern(("a", "b", "c"), ("b",), True)
    assert of(30, 2, 0) == everything  # b alone beside a: its two would stand beside thirty
    assert of(30, 5) == Pattern(("a", "b"), ("b",), True)


def test_one_pattern_for_all_questions():
    counts = {
        "a": [mixed(40), mixed(10)],
        "b": [mixed(12), mixed(13)],
        "c": [mixed(50), mixed(50)],
    }
    assert pattern(counts, k=11) == Pattern(("a", "b"), ("a",), False)


def test_the_smallest_numbers_count_though_each_question_has_enough():
    counts = {
        "a": [mixed(5), mixed(10)],
        "b": [mixed(10), mixed(5)],  # 15 in each question, but 5 + 5 at the least
        "c": [mixed(50), mixed(50)],
        "d": [mixed(60), mixed(60)],
    }
    assert pattern(counts, k=11).masked == ("a", "b", "c")


def test_quartiers_that_skipped_a_question_do_not_cover_it():
    counts = {
        "a": [mixed(6), mixed(6)],
        "b": [mixed(20), mixed(0)],  # shown alone it would be n = 0 there, but a needs cover
        "c": [mixed(50), mixed(50)],
        "d": [mixed(60), mixed(60)],
    }
    assert pattern(counts, k=11).masked == ("a", "b", "c")
    del counts["a"]
    assert pattern(counts, k=11).masked == ()


def test_a_question_that_none_of_the_masked_answered_needs_no_cover():
    counts = {"a": [mixed(6), mixed(0)], "b": [mixed(7), mixed(0)], "c": [mixed(50), mixed(50)]}
    assert pattern(counts, k=11).masked == ("a", "b")


def test_the_remainder_is_never_unanimous():
    fives = {"a": [[0, 0, 0, 0, 6]], "b": [[0, 0, 0, 0, 7]]}
    more = {"c": [[0, 1, 0, 0, 29]], "d": [mixed(40)]}
    assert pattern(fives | more, k=11).masked == ("a", "b", "c")


def test_codes_left_out_are_covered_too():
    assert of(30, 25, 20, out=["a"]).masked == ("a", "c")
    assert of(30, 0, 20, 40, out=["b"]).masked == ("b",)


@pytest.mark.parametrize("k", [4, 0, -1])
def test_the_threshold_protects_somebody(k):
    with pytest.raises(ThresholdError):
        of(30, k=k)
    assert of(5, 5, k=5).masked == ()


@pytest.mark.parametrize(
    "counts",
    [
        {"a": [[1, 2]]},
        {"a": [[1, 2, 3, 4, -5]]},
        {"a": [[1] * 5], "b": []},
        {"a": [], "b": [[1] * 5]},
    ],
)
def test_counts_that_are_none(counts):
    with pytest.raises(ValueError):
        pattern(counts, k=11)


def test_nothing_at_all():
    assert pattern({}, k=11) == Pattern((), (), False)
    assert pattern({"a": [], "b": []}, k=11) == Pattern((), (), False)


# --- every small case -------------------------------------------------------------------------


def as_written(sizes, *, k):
    """Follow the rule as it is commonly written, in terms of n_q alone."""
    smallest = [min(row) for row in zip(*sizes, strict=True)]
    chosen = {i for i, n in enumerate(smallest) if 0 < n < k}
    others = sorted((n, i) for i, n in enumerate(smallest) if n >= k)

    def uncovered():
        hidden = [smallest[i] for i in chosen]
        return len(hidden) < 2 or sum(hidden) < k or sum(hidden) - max(hidden) < 3

    while chosen and uncovered():
        if not others:
            return None
        chosen.add(others.pop(0)[1])
    return chosen


def assert_as_written(found, sizes, *, k):
    chosen = as_written(sizes, k=k)
    answered = {i for i, given in enumerate(zip(*sizes, strict=True)) if any(given)}
    if chosen is None or (chosen and chosen >= answered):
        assert found.town_only
    else:
        assert {LETTERS.index(code) for code in found.masked} == chosen


@pytest.mark.parametrize(("places", "most", "k"), [(3, 7, 5), (4, 7, 5), (4, 5, 3), (5, 4, 3)])
def test_every_small_town_with_one_question(places, most, k, monkeypatch):
    monkeypatch.setattr(disclosure, "LEAST_K", 1)
    for sizes in product(range(most + 1), repeat=places):
        found = of(*sizes, k=k)
        hidden = [sizes[LETTERS.index(code)] for code in found.masked]
        if not any(n == 1 for n in sizes):  # one answer is not mixed; see the unanimous remainder
            assert_as_written(found, [sizes], k=k)
        if not found.town_only and hidden:
            assert all(
                n == 0 or n >= k for i, n in enumerate(sizes) if LETTERS[i] not in found.masked
            )
            assert len([n for n in hidden if n]) >= 2
            assert sum(hidden) >= k
            assert sum(hidden) - max(hidden) >= 3


@pytest.mark.parametrize(("places", "most", "k"), [(3, 4, 3), (4, 2, 2)])
def test_every_small_town_with_two_questions(places, most, k, monkeypatch):
    """Where some question may have been left out by a whole quartier, too."""
    monkeypatch.setattr(disclosure, "LEAST_K", 1)
    pairs = list(product(range(most + 1), repeat=2))
    for sizes in product(pairs, repeat=places):
        table = np.array([[mixed(n) for n in row] for row in sizes])
        found = pattern({LETTERS[i]: table[i] for i in range(places)}, k=k)
        shown = [row for i, row in enumerate(sizes) if LETTERS[i] not in found.masked]
        assert all(n == 0 or n >= k for row in shown for n in row)
        if min(min(row) for row in sizes) > 1:
            assert_as_written(found, list(zip(*sizes, strict=True)), k=k)
        if found.masked and not found.town_only:
            assert cover_each_other(table[[LETTERS.index(code) for code in found.masked]], k=k)
