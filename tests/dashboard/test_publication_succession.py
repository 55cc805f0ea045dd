"""Themes and quotes of releases set against each other: what the difference would tell."""

from dataclasses import replace

import pytest

from dashboard import i18n
from dashboard.publication.changes import Words, compare_words
from dashboard.publication.release import OpenQuestion, Release, ThemeCount
from dashboard.publication.succession import conflicts
from data.analysis.conflict import Clash
from data.analysis.release import masked_tables
from data.model import Quartier, Question, QuestionKind
from tests.dashboard.releases import CODES, small

SAID = Question("likes", QuestionKind.OPEN, {"fr": "Ce qui plaît ?"}, {"fr": "Ce qui plaît"})
PLACES = [Quartier(code, f"Quartier {code}", "") for code in CODES]
COUNTS = [(code, "life", score, 7) for code in CODES for score in (1, 3, 5)]


def release(*quotes: str, answers: int = 60, mask: tuple[str, ...] = (), **themes: int | None):
    """Give a release with themes by key, each with its number or None, and quotes."""
    told = tuple(ThemeCount(key, {"fr": key}, n) for key, n in themes.items())
    said = (OpenQuestion(SAID, answers, told, tuple(sorted(quotes))),) if told or quotes else ()
    figures = masked_tables(["life"], PLACES, COUNTS, k=11, mask=mask)
    return small(figures=figures, open_questions=said)


def busier(one: Release, code: str = "a") -> Release:
    """Give the same release once more doors were knocked on in a quartier."""
    areas = tuple(
        replace(area, knocked=area.knocked + 40 * (area.code == code)) for area in one.areas
    )
    return replace(one, areas=areas)


def kinds(*releases: Release) -> list[tuple[Clash, str, int]]:
    return [(c.clash, c.question, c.count) for c in conflicts(releases[:-1], releases[-1])]


def test_three_who_spoke_of_a_theme_are_not_told_apart_from_all_others() -> None:
    """Eleven answers came from one quartier, as its doors say: three of them spoke of noise."""
    first = release(answers=60, noise=20)
    later = busier(release(answers=71, noise=23))
    assert kinds(first, later) == [(Clash.FEW_WORDS, "likes", 3)]
    assert kinds(first, busier(release(answers=71, noise=31))) == []
    assert kinds(first, busier(release(answers=71, noise=20))) == []


def test_answers_that_came_in_show_in_the_figures_as_well() -> None:
    more = [*COUNTS, *(("a", "life", score, 7) for score in (1, 3, 5))]
    figures = masked_tables(["life"], PLACES, more, k=11)
    first = release(answers=60, noise=20)
    assert kinds(first, replace(release(answers=63, noise=20), figures=figures)) == [
        (Clash.FEW_WORDS, "likes", 3)
    ]


def test_themes_may_be_given_anew_where_nobody_answered_meanwhile() -> None:
    assert kinds(release(noise=20), release(noise=21)) == []


def test_a_number_beside_none_tells_no_difference() -> None:
    assert kinds(release(noise=None, bus=20), busier(release(noise=12, bus=20))) == []


@pytest.mark.parametrize("gone", ["theme", "quote"])
def test_what_is_gone_with_a_quartier_was_said_there(gone: str) -> None:
    first = release("On respire.", "Trop de bruit.", noise=20, dark=None)
    lost = (
        release("On respire.", "Trop de bruit.", noise=20)
        if gone == "theme"
        else release("On respire.", noise=20, dark=None)
    )
    assert kinds(first, lost) == [], "somebody changed their mind: it could be from anywhere"
    masked = replace(lost, figures=release(mask=("a", "b")).figures)
    assert kinds(first, masked) == [(Clash.WORDS_GONE, "likes", 0)]
    assert kinds(first, replace(masked, open_questions=())) == [], "all of them are left out"


def test_a_whole_question_may_be_what_is_gone() -> None:
    other = replace(SAID, key="change")
    first = release("On respire.", dark=None)
    both = (*first.open_questions, OpenQuestion(other, 0, (), ("Des arbres.",)))
    masked = replace(
        release(mask=("a", "b")), open_questions=(OpenQuestion(other, 0, (), ("Des arbres.",)),)
    )
    assert kinds(replace(first, open_questions=both), masked) == [(Clash.WORDS_GONE, "likes", 0)]


def test_withdrawn_releases_in_between_count() -> None:
    first, middle = release(noise=20), busier(release(noise=40))
    found = conflicts([first, middle], busier(release(noise=43)))
    assert [(one.clash, one.release) for one in found] == []
    found = conflicts([first, middle], busier(busier(release(noise=43))))
    assert [(one.clash, one.release) for one in found] == [(Clash.FEW_WORDS, 1)]


def test_it_is_put_into_words() -> None:
    [one] = conflicts([release(noise=20)], busier(release(noise=23)))
    with i18n.using("fr"):
        message, mend = i18n.explain(one.named(questions={"likes": "Ce qui plaît"}, quartiers={}))
    assert "Ce qui plaît" in message
    assert "moins de 11 (3)" in message
    assert mend.startswith("Publiez sans les thèmes")


def test_themes_and_quotes_that_changed_are_listed() -> None:
    older = release("On respire.", "Trop de bruit.", noise=20, bus=30, dark=None)
    newer = release("On respire.", "Des arbres !", answers=71, noise=31, dark=12, shade=None)
    found = compare_words(older, newer)
    assert [(one.theme and one.theme["fr"], one.quote, one.before, one.after) for one in found] == [
        ("bus", "", Words(30, 60), None),
        ("dark", "", Words(), Words(12, 71)),
        ("noise", "", Words(20, 60), Words(31, 71)),
        ("shade", "", None, Words()),
        (None, "Des arbres !", None, Words()),
        (None, "Trop de bruit.", Words(), None),
    ]
    assert compare_words(older, older) == ()
