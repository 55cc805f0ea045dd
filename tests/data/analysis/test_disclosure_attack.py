"""Whether anything masked can be worked out of what is published: linear programs say no."""

import json
from collections import defaultdict
from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.analysis import disclosure, results
from data.analysis.disclosure import LEAST_K
from data.analysis.estimates import estimates
from tests.data.analysis.attack import attack, protection
from tests.data.analysis.tables_at_random import (
    LETTERS,
    as_read,
    insider,
    primary_only,
    publish,
    random_table,
)

TABLES = 1_000


@pytest.fixture(scope="module")
def tables():
    return [random_table(np.random.default_rng([2023, seed])) for seed in range(TABLES)]


@pytest.fixture(scope="module")
def published(tables):
    return [as_read(publish(table)) for table in tables]


def attacks(published, insiders=(), *, at_once=100):
    for start in range(0, len(published), at_once):
        some = [[one] for one in published[start : start + at_once]]
        yield from attack(some, insiders[start : start + at_once])


def safe(systems):
    return not any(system.recovered(first=True) or system.exposed() for system in systems)


def test_nothing_is_recovered_from_a_thousand_tables(published):
    assert [i for i, systems in enumerate(attacks(published)) if not safe(systems)] == []


def test_nor_by_somebody_who_knows_how_many_answered(tables, published):
    insiders = [insider(table) for table in tables[:300]]
    found = enumerate(attacks(published[:300], insiders))
    assert [i for i, systems in found if not safe(systems)] == []


def test_the_same_attack_breaks_primary_suppression(tables):
    """Else nothing above would prove anything."""
    naive = [primary_only(table) for table in tables]
    broken = sum(any(s.recovered(first=True) for s in systems) for systems in attacks(naive))
    print(f"primary suppression alone: {broken} of {TABLES} tables broken")
    assert broken > 0.1 * TABLES


def test_the_tables_are_worth_attacking(tables, published):
    kinds = defaultdict(int)
    for one in published:
        statuses = [t["town"]["status"] for t in one["tables"]]
        kinds["masked"] += bool(one["masked"]) and not one["town_only"]
        kinds["town only"] += one["town_only"]
        kinds["nothing masked"] += not one["masked"]
        kinds["town grouped"] += "grouped" in statuses
        kinds["withheld"] += "masked" in statuses
        kinds["grouped"] += any(
            cell["status"] == "grouped" and table["town"]["status"] == "published"
            for table in one["tables"]
            for cell in table["quartiers"]
        )
    assert len(kinds) == 6
    assert kinds["masked"] > TABLES / 2
    assert min(kinds.values()) >= 5, dict(kinds)


def test_how_wide_the_masked_figures_stay(published, tables):
    """Each true figure lies within its bounds; most could be anything from none to all."""
    widths = []
    for one, table in zip(published[:12], tables[:12], strict=True):
        for question, hidden, low, high in protection(one):
            row = table[
                LETTERS.index(hidden.code) if hidden.code else slice(None), int(question[1:])
            ]
            true = np.atleast_2d(row)[:, [score - 1 for score in hidden.scores]].sum()
            assert low - 1e-6 <= true <= high + 1e-6
            if true:
                widths.append((high - low) / true)
    print(f"width ÷ value: least {min(widths):.2f}, median {np.median(widths):.2f}")
    assert min(widths) > 0.05


counts = st.lists(st.integers(0, 9), min_size=5, max_size=5)
towns = st.integers(1, 3).flatmap(
    lambda asked: st.lists(st.lists(counts, min_size=asked, max_size=asked), min_size=2, max_size=6)
)


@given(towns, st.integers(LEAST_K, 14))
@settings(max_examples=120)
def test_nothing_is_recovered_from_any_table(town, k):
    table = np.array(town)
    one = as_read(publish(table, k=k))
    assert all(map(safe, attack([[one], [one]], [{}, insider(table)])))


@pytest.fixture
def small(monkeypatch):
    """Allow thresholds below 5, and estimate each distribution once."""
    monkeypatch.setattr(disclosure, "LEAST_K", 1)

    @cache
    def once(row, population):
        return estimates([row], populations=[population])[0]

    def remembered(counts, *, populations):
        return tuple(
            once(tuple(r), p) for r, p in zip(np.asarray(counts).tolist(), populations, strict=True)
        )

    monkeypatch.setattr(results, "estimates", remembered)


@pytest.mark.parametrize(("places", "most", "k"), [(3, 7, 5), (4, 4, 2), (4, 5, 3)])
def test_every_small_town(places, most, k, small):
    published = []
    for sizes in product(range(most + 1), repeat=places):
        table = np.array([[[0, n // 2, 0, n - n // 2, 0]] for n in sizes])
        published.append(as_read(publish(table, k=k)))
    for systems in attacks(published, at_once=200):
        assert safe(systems)


@pytest.mark.parametrize(("scores", "most", "k"), [((4, 5), 4, 3), ((2, 3, 4, 5), 2, 2)])
def test_one_who_knows_the_method_learns_nothing_either(scores, most, k, small, monkeypatch):
    """An attacker who tries every table there is and knows how each would be published.

    A count is recovered when it is the same, and not 0, in all tables that are published alike;
    a quartier in bands is exposed when all of them agree that everybody there gave one score.
    Only publications are judged whose every possible origin is among the tables.
    """
    monkeypatch.setattr(disclosure, "LEAST_OTHERS", 1)  # else hardly anything this small is shown
    alike = defaultdict(list)
    for town in product(every_cell(scores, most), repeat=3):
        table = np.array(town)[:, None, :]
        alike[json.dumps(as_read(publish(table, k=k)))].append(table[:, 0])
    judged = defaultdict(int)
    for look, group in alike.items():
        shown = json.loads(look)["tables"][0]
        hidden = np.array([cell["status"] == "masked" for cell in shown["quartiers"]])
        if shown["town"]["status"] == "masked" or group[0][hidden].sum() > most:
            continue
        for cell, column in zip(shown["quartiers"], np.array(group).swapaxes(0, 1), strict=True):
            judged[cell["status"]] += 1
            if cell["status"] == "masked":
                assert not ((column == column[0]).all(axis=0) & (column[0] > 0)).any(), look
            elif cell["status"] == "grouped":
                agreed = column == cell["n"]
                assert not agreed.any(axis=1).all() or agreed.any(axis=0).sum() > 1, look
    print(scores, dict(judged))
    assert min(judged["masked"], judged["grouped"]) > 20


def every_cell(scores, most):
    """Give all distributions of so many answers, or fewer, over some scores."""
    for counts in product(range(most + 1), repeat=len(scores)):
        if sum(counts) <= most:
            given = dict(zip(scores, counts, strict=True))
            yield [given.get(score, 0) for score in range(1, 6)]
