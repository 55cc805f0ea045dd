"""Suggested themes, the queue of a coder, and how far the coding has come."""

import tomllib
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.analysis.verbatims.coding import (
    Step,
    Task,
    double_sample,
    next_task,
    progress,
    suggest,
)
from data.campaigns import POITIERS
from data.codebook import read
from data.restitution import Codebook, Coding, Theme, Verbatim, VerbatimStatus

BOOK = read(POITIERS / "codebook.toml")
AT = datetime(2023, 6, 1, 9)


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("Plus de BUS le dimanche.", {"transport"}),
        ("Des loyers moins chers.", {"housing"}),
        ("Le bruit la nuit, l’été surtout.", {"safety"}),
        ("Plus de poubelles, et qu’elles soient vidées.", {"cleanliness"}),
        ("Trouver un médecin, c’est ça le vrai problème.", {"services"}),
        ("Les voisins. On se rend service.", {"solidarity"}),
        ("Les parcs, et le marché du dimanche.", {"nature", "shops"}),
        ("La salle est belle parce que les gens dansent.", set()),
        ("Franchement, rien de spécial.", set()),
        ("", set()),
    ],
)
def test_themes_of_poitiers(text: str, themes: set[str]) -> None:
    assert set(suggest(text, BOOK)) == themes


def test_most_answers_of_the_demo_get_a_theme() -> None:
    texts = tomllib.loads((POITIERS / "demo.toml").read_text(encoding="utf-8"))["texts"]
    answers = [text for key in ("which_actions", "likes", "to_change") for text in texts[key]]
    assert sum(bool(suggest(text, BOOK)) for text in answers) >= len(answers) - 2


def test_negations_in_a_keyword_count() -> None:
    book = Codebook((Theme("no_bus", {"fr": "Sans bus"}, ("pas de bus", "plus de bus")),))
    assert suggest("Il n’y a pas de bus", book) == ("no_bus",)
    assert suggest("Il y a des bus", book) == ()


def test_archived_themes_are_not_suggested_and_the_order_is_the_books() -> None:
    themes = [Theme(key, {"fr": key}, ("gare",)) for key in ("b", "a", "c")]
    book = Codebook((themes[0], replace(themes[1], archived=True), themes[2]))
    assert suggest("La gare", book) == ("b", "c")


def _verbatims(number: int, status: VerbatimStatus = VerbatimStatus.READ) -> list[Verbatim]:
    return [
        Verbatim(f"v{n}", "likes", "8619403", "Le calme.", status=status) for n in range(number)
    ]


def _coding(verbatim: str, coder: str) -> Coding:
    return Coding(verbatim, coder, (), AT)


def test_unread_answers_come_first_then_uncoded_then_second_codings() -> None:
    new, read_, coded = _verbatims(3)
    heard = [replace(new, status=VerbatimStatus.NEW), read_, coded]
    codings = [_coding("v2", "bob")]
    everything = Fraction(1)
    assert next_task(heard, codings, "ada", share=everything) == Task("v0", Step.READ)
    heard[0] = replace(new, status=VerbatimStatus.SET_ASIDE)
    assert next_task(heard, codings, "ada", share=everything) == Task("v1", Step.CODE)
    codings.append(_coding("v1", "ada"))
    assert next_task(heard, codings, "ada", share=everything) == Task("v2", Step.AGAIN)
    assert next_task(heard, codings, "bob", share=everything) == Task("v1", Step.AGAIN)
    assert next_task(heard, codings, "ada", share=Fraction(0)) is None


def test_nobody_codes_an_answer_twice_themselves() -> None:
    codings = [_coding("v0", "ada"), _coding("v0", "ada")]
    assert next_task(_verbatims(1), codings, "ada", share=Fraction(1)) is None
    assert progress(_verbatims(1), codings).double == 0


def test_coders_begin_at_different_places() -> None:
    heard = _verbatims(50)
    first = [next_task(heard, [], coder) for coder in ("ada", "bob", "cleo", "dan")]
    assert len(set(first)) == 4
    assert first[0] == next_task(heard[::-1], [], "ada")


@settings(max_examples=25)
@given(st.integers(0, 40), st.lists(st.integers(0, 2), min_size=1, max_size=3))
def test_two_coders_who_follow_the_queue_code_a_tenth_twice(number: int, turns: list[int]) -> None:
    """Whoever sits down when, the queue ends with enough answers coded by two."""
    heard = {verbatim.id: verbatim for verbatim in _verbatims(number, VerbatimStatus.NEW)}
    codings: list[Coding] = []
    rounds = [f"coder {turn}" for turn in turns] * number + ["coder 0", "coder 9"] * (2 * number)
    for coder in rounds:
        task = next_task(heard.values(), codings, coder)
        if task is not None:
            heard[task.verbatim] = replace(heard[task.verbatim], status=VerbatimStatus.READ)
            codings.append(_coding(task.verbatim, coder))
    found = progress(heard.values(), codings)
    assert (found.read, found.coded, found.unread) == (number, number, 0)
    assert found.double == found.double_needed == ceil(number / 10)


@given(st.sets(st.text(max_size=5), max_size=30), st.fractions(0, 1))
def test_the_double_sample_is_as_large_as_asked(ids: set[str], share: Fraction) -> None:
    chosen = double_sample(ids, share=share)
    assert chosen <= ids
    assert len(chosen) == ceil(share * len(ids))
    assert chosen == double_sample(sorted(ids, reverse=True), share=share)


def test_progress_leaves_out_what_was_set_aside() -> None:
    heard = [*_verbatims(3), Verbatim("aside", "likes", "8619403", "…")]
    heard[3] = replace(heard[3], status=VerbatimStatus.SET_ASIDE)
    codings = [_coding("aside", "ada"), _coding("v0", "ada"), _coding("v0", "bob")]
    found = progress(heard, codings)
    assert (found.total, found.set_aside, found.usable) == (4, 1, 3)
    assert (found.read, found.coded, found.double, found.double_needed) == (3, 1, 1, 1)
