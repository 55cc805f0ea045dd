"""Releases compared: hand-made histories, then random ones under attack."""

from pathlib import Path
from string import Formatter

import numpy as np
import pytest
from babel.messages.pofile import read_po

from dashboard import i18n
from data.analysis.conflict import TEMPLATES, Clash, Conflict, Place
from data.analysis.differencing import Stretch, determined
from data.analysis.published import Status
from data.analysis.successive import conflicts
from data.errors import ThresholdError
from tests.data.analysis.attack import BANDS, attack, recovered
from tests.data.analysis.tables_at_random import as_read, publish, random_table

MIXED = [3, 4, 5, 6, 7]
MORE = [2, 3, 2, 3, 2]
CATALOGUE = Path(i18n.CATALOGUES) / "fr" / "disclosure.po"


def town(*rows):
    """Make a table of one question."""
    return np.array([[row] for row in rows])


def compare(*tables, keep=False, **more):
    """Publish tables one after the other and compare the last with the others."""
    seen = [publish(table) for table in tables[:-1]]
    return conflicts(seen, publish(tables[-1], keep=seen if keep else (), **more), k=11)


def kinds(found):
    return [(one.clash.value, str(one.place), one.count) for one in found]


BASE = town([20] * 5, MIXED, [9, 8, 7, 6, 5])
MASKING = town([20] * 5, MIXED, [4, 2, 1, 1, 0], [1, 2, 3, 4, 5])


def plus(table, **gains):
    """Add answers to quartiers, named by letter."""
    later = table.copy()
    for letter, gain in gains.items():
        later["abcdefgh".index(letter), 0] += gain
    return later


def test_the_same_again_tells_nothing():
    for table in (BASE, MASKING):
        assert compare(table, table) == ()
        assert compare(table, table, table) == ()


def test_no_release_was_seen():
    assert compare(BASE) == ()


def test_k_or_more_new_answers_everywhere_or_none():
    assert compare(BASE, plus(BASE, a=MORE)) == ()
    assert compare(BASE, plus(BASE, a=MORE, b=MORE, c=MORE)) == ()
    found = compare(BASE, plus(BASE, a=MORE, b=[1, 1, 0, 0, 0]))
    assert kinds(found) == [("too_few_new", "b", 2)]


def test_one_new_answer_in_the_masked_quartiers():
    found = compare(MASKING, plus(MASKING, a=MORE, c=[0, 0, 1, 0, 0]))
    assert kinds(found) == [("too_few_new", Place.REMAINDER, 1)]
    assert compare(MASKING, plus(MASKING, c=[0, 1, 0, 0, 0], d=MORE), keep=True) == ()


def test_new_answers_that_are_all_the_same():
    found = compare(BASE, plus(BASE, b=[0, 0, 0, 0, 12], a=MORE))
    assert kinds(found) == [("all_alike", "b", 12)]


def test_answers_that_are_gone_or_changed():
    found = compare(BASE, plus(BASE, b=[0, 0, -1, 0, 0]))
    assert kinds(found) == [("taken_out", Place.TOWN, 1), ("taken_out", "b", 1)]
    changed = compare(BASE, plus(BASE, b=[0, 0, -1, 1, 0]))
    assert {one.clash for one in changed} == {Clash.TAKEN_OUT, Clash.TOO_FEW_NEW}
    assert compare(plus(BASE, a=MORE), BASE) == ()  # as many as may be shown


def test_withdrawn_releases_were_seen():
    """A new release may be far enough from one and too near to another."""
    near = plus(BASE, a=[1, 1, 0, 0, 0])
    found = compare(near, plus(BASE, a=MORE, b=MORE), plus(near, b=MORE))
    assert {one.release for one in found} == {1}
    found = compare(BASE, plus(BASE, a=MORE), near)
    assert sorted({one.release for one in found}) == [0, 1]


def test_other_quartiers():
    found = conflicts([publish(BASE)], publish(MASKING), k=11)
    assert kinds(found) == [("other_quartiers", Place.TOWN, 0)]


def test_questions_that_only_one_release_has():
    two = np.concatenate([BASE, BASE[:, :, ::-1]], axis=1)
    assert compare(BASE, two) == ()
    assert compare(two, BASE) == ()


def test_a_quartier_that_is_shown_later_gives_away_what_was_masked():
    later = plus(MASKING, c=[0, 0, 0, 0, 6], d=[0, 0, 0, 0, 5])
    found = compare(MASKING, later)
    assert Clash.RECOVERABLE in {one.clash for one in found}
    assert recovered(*(as_read(publish(table)) for table in (MASKING, later))) != []
    assert Clash.RECOVERABLE not in {one.clash for one in compare(MASKING, later, keep=True)}


def test_a_quartier_may_be_shown_later_when_enough_hides_its_past():
    later = plus(MASKING, a=MORE, b=MORE, c=[5, 4, 6, 5, 4], d=[3, 4, 4, 5, 6])
    assert publish(MASKING).masked
    assert publish(later).masked == ()
    assert compare(MASKING, later) == ()
    assert recovered(*(as_read(publish(table)) for table in (MASKING, later))) == []


def test_a_quartier_may_be_masked_later():
    """What was shown stays known; its newcomers hide among those of the other masked ones."""
    later = plus(BASE, b=[1, 0, 1, 0, 1], c=MORE)
    assert kinds(compare(BASE, later)) == [("too_few_new", "b", 3)]
    assert compare(BASE, later, mask=["b"]) == ()


def test_town_only_first_then_by_quartier():
    first = town(MIXED, [1, 0, 0, 0, 1], [0] * 5)
    later = plus(first, a=MORE, b=[5] * 5, c=[4] * 5)
    assert publish(first).town_only
    assert compare(first, later) == ()
    few = plus(first, b=[2, 2, 2, 2, 2])
    assert Clash.TOO_FEW_NEW in {one.clash for one in compare(first, few)}


def test_three_releases_together_tell_what_no_two_do():
    """The second place had 1 before and after, so 1 between too, and the third had the rest."""
    counts = [[0, 1, None, None], [0, None, None, 3], [None, 1, None, None]]
    totals = [6, 10, 15]
    for pair in ((0, 1), (0, 2), (1, 2)):
        assert determined([counts[i] for i in pair], [totals[i] for i in pair]) == set()
    assert determined(counts, totals) == {Stretch(place=2, since=0, until=2)}


def test_counts_that_no_history_can_give():
    with pytest.raises(ValueError):
        determined([[None, None, 9], [4, None, 3]], [16, 16])


def test_answers_taken_out_while_something_is_shown_that_was_masked():
    later = plus(MASKING, a=[-3, -3, -3, -3, -3], c=[9] * 5, d=[9] * 5)
    found = compare(MASKING, later)
    assert ("recoverable", Place.REMAINDER, 0) in kinds(found)


# --- grouped answers --------------------------------------------------------------------------

ALIKE = town([20] * 5, [0, 0, 0, 0, 12], [20] * 5)


def test_grouped_stays_grouped():
    assert publish(ALIKE).tables[0].grouped
    later = plus(ALIKE, a=MORE, b=[3, 3, 3, 1, 2])
    assert kinds(compare(ALIKE, later)) == [("grouping", Place.TOWN, 0)]
    assert publish(later).tables[0].quartiers[1].status is Status.PUBLISHED
    assert compare(ALIKE, later, keep=True) == ()


def test_new_answers_of_a_grouped_quartier():
    """All new ones in one band: the town's new answers must leave open which score it was."""
    tight = compare(ALIKE, plus(ALIKE, b=[0, 0, 0, 0, 12]))
    assert ("all_alike", "b", 12) in kinds(tight)
    open_ = compare(ALIKE, plus(ALIKE, a=[5, 5, 5, 20, 5], b=[0, 0, 0, 0, 12], c=[0, 5, 5, 5, 5]))
    assert open_ == ()


# --- under attack -----------------------------------------------------------------------------


def history(seed):
    """Draw a town that answers in two or three waves, published after each."""
    rng = np.random.default_rng([7, seed])
    tables = [random_table(rng, typical=22)]
    for _ in range(int(rng.integers(1, 3))):
        wave = random_table(rng, typical=float(rng.choice([12, 40, 90])))
        wave = np.resize(wave, tables[0].shape)
        wave[rng.random(len(wave)) < 0.2] = 0
        tables.append(tables[-1] + wave)
    keep = bool(rng.random() < 0.4)
    seen = []
    for table in tables:
        seen.append(publish(table, keep=seen if keep else ()))
    return seen


def parts(releases):
    """Give all differences that anybody can take, by score or by band."""
    for one, other in ((a, b) for i, a in enumerate(releases) for b in releases[i + 1 :]):
        for old, now in zip(one["tables"], other["tables"], strict=True):
            if "masked" in (old["town"]["status"], now["town"]["status"]):
                continue
            grouped = any(c["status"] == "grouped" for t in (old, now) for c in t["quartiers"])
            town = difference(old["town"], now["town"], grouped)
            yield town
            for before, after in zip(old["quartiers"], now["quartiers"], strict=True):
                if "masked" not in (before["status"], after["status"]):
                    yield (shown := difference(before, after, grouped))
                    town = town - shown
            yield town


def difference(before, after, grouped):
    return count(after, grouped) - count(before, grouped)


def count(cell, grouped):
    if cell["bands"]:
        return np.array(cell["bands"])
    exact = np.array(cell["distribution"] or [0] * 5)
    return np.array([exact[[s - 1 for s in b]].sum() for b in BANDS]) if grouped else exact


def test_where_there_is_no_conflict_nothing_follows():
    accepted, refused, worked_out = [], [], 0
    for seed in range(110):
        seen = history(seed)
        found = [conflicts(seen[:i], seen[i], k=11) for i in range(1, len(seen))]
        releases = [as_read(release) for release in seen]
        (refused if any(found) else accepted).append(releases)
        by_subtraction = any(c.clash is Clash.RECOVERABLE for some in found for c in some)
        worked_out += by_subtraction
    print(f"{len(accepted)} accepted, {len(refused)} refused, {worked_out} for what was masked")
    assert min(len(accepted), len(refused), worked_out) > 15
    for releases, systems in zip(accepted, attack(accepted), strict=True):
        assert [one for system in systems for one in system.recovered()] == []
        for part in parts(releases):
            assert part.sum() == 0 or part.sum() >= 11
            assert (part >= 0).all()
            assert len(part) == len(BANDS) or not part.any() or (part > 0).sum() > 1
    assert any(s.recovered(first=True) for systems in attack(refused) for s in systems)


# --- words ------------------------------------------------------------------------------------


def test_k_is_checked_here_too():
    with pytest.raises(ThresholdError):
        conflicts([], publish(BASE), k=4)


@pytest.fixture(scope="module")
def french():
    with CATALOGUE.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


def test_every_conflict_has_its_words(french):
    assert set(TEMPLATES) == set(Clash)
    for text in [text for pair in TEMPLATES.values() for text in pair] + list(Place):
        names = [
            sorted(n for _, n, _, _ in Formatter().parse(t) if n) for t in (text, french[text])
        ]
        assert names[0] == names[1]


def test_a_conflict_is_explained_with_the_names_of_things():
    one = Conflict(Clash.TOO_FEW_NEW, 0, "life", "a", 3, 11)
    whole = Conflict(Clash.TOO_FEW_NEW, 0, "life", Place.REMAINDER, 3, 11)
    names = {"questions": {"life": "La vie"}, "quartiers": {"a": "Les Rocs"}}
    with i18n.using("fr"):
        said = [i18n.explain(conflict.named(**names))[0] for conflict in (one, whole)]
    assert "«\u202fLa vie\u202f», Les Rocs" in said[0]
    assert "les quartiers masqués" in said[1]
