"""Key words of quartiers: the formula checked by hand, and what counts as a respondent."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.analysis.verbatims.keyness import Said, key_words, log_odds


def test_the_formula_by_hand() -> None:
    """Four words, the first worked out as the paper writes it, with plain arithmetic."""
    here, there, prior = [12, 5, 3, 0], [4, 10, 6, 20], [1.6, 1.5, 0.9, 2.0]
    n_here, n_there, alpha = 20, 40, 6.0
    first = log((12 + 1.6) / (n_here + alpha - 12 - 1.6))
    second = log((4 + 1.6) / (n_there + alpha - 4 - 1.6))
    variance = 1 / (12 + 1.6) + 1 / (4 + 1.6)
    ratio, z = log_odds(here, there, prior=prior)
    assert ratio[0] == pytest.approx(first - second)
    assert z[0] == pytest.approx((first - second) / sqrt(variance))


@pytest.mark.parametrize("prior", [[1.0], [1.0, 0.0], [1.0, -1.0]])
def test_a_prior_that_cannot_be(prior: list[float]) -> None:
    with pytest.raises(ValueError, match="prior"):
        log_odds([1] * len(prior), [1] * len(prior), prior=prior)


COUNTS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.floats(0.1, 20)), min_size=2, max_size=8
)


@given(COUNTS)
def test_swapping_the_groups_changes_the_signs_only(counts: list[tuple[int, int, float]]) -> None:
    here, there, prior = np.array(counts).T
    ratio, z = log_odds(here, there, prior=prior)
    turned, turned_z = log_odds(there, here, prior=prior)
    assert ratio == pytest.approx(-turned)
    assert z == pytest.approx(-turned_z)
    assert np.isfinite(z).all()


@given(COUNTS)
def test_a_heavier_prior_draws_towards_no_difference(
    counts: list[tuple[int, int, float]],
) -> None:
    here, there, _ = np.array(counts).T
    share = (here + there + 1) / (here + there + 1).sum()
    light, _ = log_odds(here, there, prior=share * 10)
    heavy, _ = log_odds(here, there, prior=share * 1e9)
    assert np.abs(heavy).max() < 1e-4
    assert np.isfinite(light).all()


def _said(quartier: str, *texts: str, respondent: str | None = None) -> list[Said]:
    return [
        Said(respondent or f"{quartier}{place}", quartier, text) for place, text in enumerate(texts)
    ]


def test_words_of_one_talkative_person_are_no_key_words() -> None:
    said = _said("A", *["Le moulin ! Le moulin !"] * 9, respondent="talkative")
    said += _said("A", "Des bus", "des bus", "un bus") + _said("B", *["Des arbres"] * 3)
    assert [key.word for key in key_words(said)["A"]] == ["bus"]


def test_a_word_needs_three_respondents_of_the_quartier() -> None:
    said = _said("A", "la gare", "la gare", "le parc") + _said("B", "la gare", *["le parc"] * 5)
    assert key_words(said)["A"] == ()
    assert [key.word for key in key_words(said, least=2)["A"]] == ["gare"]


def test_plurals_and_feminines_count_as_one_word_written_as_most_do() -> None:
    said = _said("A", "Un arbre", "des ARBRES", "Les arbres") + _said("B", *["la gare"] * 4)
    (found,) = key_words(said)["A"]
    assert (found.word, found.respondents, found.elsewhere) == ("arbres", 3, 0)
    assert found.z > 0
    assert found.log_odds > 0


def test_negations_are_kept_and_stop_words_and_markers_are_not() -> None:
    said = _said("A", *["Il n’y a plus de [nom] sans les 12 [adresse]"] * 4)
    said += _said("B", *["C’est le calme"] * 4)
    assert sorted(key.word for key in key_words(said)["A"]) == ["ne", "plus", "sans"]


def test_the_list_is_cut_and_sorted() -> None:
    said = _said("A", *["gare parc moulin"] * 3, "gare parc", "gare") + _said("B", *["calme"] * 9)
    found = key_words(said, most=2)["A"]
    assert [key.word for key in found] == ["gare", "parc"]
    assert found[0].z > found[1].z


@pytest.mark.parametrize(
    "said", [[], _said("A", "la gare", "le parc"), _said("A", "") + _said("B", "la gare")]
)
def test_nothing_to_compare_with_gives_no_key_words(said: list[Said]) -> None:
    assert all(keys == () for keys in key_words(said).values())
