"""Words as they are compared, and the concordance that stands on them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.analysis.verbatims.concordance import Occurrence, concordance
from data.analysis.verbatims.markers import MARKERS
from data.analysis.verbatims.words import NEGATIONS, STOP_WORDS, folded, stem, words
from data.restitution import Verbatim, VerbatimStatus


@pytest.mark.parametrize(
    "forms",
    [
        "rue rues",
        "école écoles ÉCOLE",
        "journal journaux",
        "eau eaux",
        "jeu jeux",
        "dangereux dangereuse dangereuses",
        "sportif sportive sportifs sportives",
        "gratuit gratuite gratuits gratuites",
        "culturel culturelle culturelles",
        "proposé proposée proposés proposées",
        "cher chère chères",
        "sœur soeurs",
    ],
)
def test_forms_of_a_word_are_one(forms: str) -> None:
    assert len({word.stem for word in words(forms)}) == 1


@pytest.mark.parametrize(
    "pair", ["parce parc", "danse dans", "salle sale", "prix pris", "plus plu"]
)
def test_other_words_stay_apart(pair: str) -> None:
    first, second = words(pair)
    assert first.stem != second.stem


def test_negations_are_no_stop_words() -> None:
    assert {"ne", "pas", "plus", "sans", "moins"} <= NEGATIONS
    assert not NEGATIONS & STOP_WORDS


def test_stop_words_are_written_as_they_are_compared() -> None:
    assert all(folded(word) == word == stem(word) for word in STOP_WORDS | NEGATIONS)


@given(st.text(max_size=60))
def test_words_lie_in_the_text_in_order(text: str) -> None:
    edges = [edge for word in words(text) for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert all(0 <= word.start < word.end <= len(text) for word in words(text))


@given(st.text("aàâbcçdeéèêiîïoôuùû ", max_size=40))
def test_accents_written_in_two_letters_make_no_difference(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert [word.stem for word in words(apart)] == [word.stem for word in words(text)]


def _read(text: str, **changes: object) -> Verbatim:
    given = {"status": VerbatimStatus.READ, "redacted": text} | changes
    return Verbatim("v1", "likes", "8619403", "Original : Mme Roy", **given)  # type: ignore[arg-type]


def _lines(text: str, sought: str, window: int = 2) -> list[tuple[str, str, str]]:
    found = concordance([_read(text)], sought, window=window)
    return [(line.left, line.word, line.right) for line in found]


def test_each_word_in_its_context() -> None:
    text = "Plus d’arbres, des ARBRES partout ; un Arbre ici."
    assert _lines(text, "arbre") == [
        ("Plus d’", "arbres", ", des ARBRES …"),
        ("… arbres, des ", "ARBRES", " partout ; un …"),
        ("… partout ; un ", "Arbre", " ici."),
    ]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("pistes CYCLABLES", ["piste cyclable"]),
        ("cycl*", ["cyclable", "cyclistes"]),
        ("ecole", ["École"]),
        ("pas de", ["pas de"]),
        ("Roy", []),
        ("nom", []),
        ("", []),
        ("*", []),
    ],
)
def test_what_is_sought(sought: str, found: list[str]) -> None:
    text = "École, [nom] : pas de piste cyclable, des cyclistes."
    assert [word for _, word, _ in _lines(text, sought)] == found


def test_only_texts_that_somebody_confirmed_are_searched() -> None:
    hidden = [
        _read("le calme", status=VerbatimStatus.NEW),
        _read("le calme", status=VerbatimStatus.SET_ASIDE),
        _read("", redacted=None),
    ]
    assert concordance(hidden, "calme") == ()
    assert concordance([*hidden, _read("le calme")], "calme") == (
        Occurrence("v1", "likes", "8619403", "le ", "calme", ""),
    )


@given(st.text("ab é'.,[]", max_size=40), st.sampled_from("abé"), st.integers(-1, 4))
def test_the_pieces_are_of_the_text(text: str, sought: str, window: int) -> None:
    for left, word, right in _lines(text + MARKERS["name"], sought, window):  # type: ignore[index]
        piece = left.removeprefix("… ") + word + right.removesuffix(" …")
        assert piece in text + "[nom]"
