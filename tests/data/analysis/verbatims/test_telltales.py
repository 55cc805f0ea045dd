"""Hints at what could identify somebody in a passage."""

from hypothesis import given
from hypothesis import strategies as st

from data.analysis.verbatims.redaction import Redactor
from data.analysis.verbatims.telltales import Telltale, telltales


def kinds(text: str) -> set[Telltale]:
    return {hint.telltale for hint in telltales(text)}


def test_a_plain_wish_gives_no_hint() -> None:
    assert telltales("Plus de bus le dimanche. Et moins de bruit ! « Merci »") == ()
    assert telltales("[démo] Plus de bus – Moins de voitures") == ()
    assert telltales("") == ()


def test_what_is_left_of_a_person_is_pointed_at() -> None:
    assert kinds("Appelez Mme Durand") == {Telltale.PRIVATE}
    assert kinds("Chez [nom], on attend") == {Telltale.TAKEN_OUT}
    assert kinds("J’aime Bellejouanne") == {Telltale.CAPITAL}
    assert kinds("Depuis 34 étés") == {Telltale.NUMBER}
    assert kinds("Je suis handicapée") == {Telltale.PERSONAL}
    assert kinds("Mes enfants, ma mère") == {Telltale.PERSONAL}


def test_a_word_is_named_once_and_the_town_never() -> None:
    [hint] = telltales("la Clouère, la Clouère à POITIERS", known=["Poitiers"])
    assert hint.words == ("Clouère",)


def test_a_model_finds_more() -> None:
    model = Redactor(model=lambda text: [(3, 8)] if "Zarko" in text else [])
    hints = telltales("ah Zarko", redactor=model)
    assert [hint.telltale for hint in hints] == [Telltale.PRIVATE]


@given(st.text(max_size=60))
def test_any_text_can_be_looked_at(text: str) -> None:
    for hint in telltales(text):
        assert hint.words and all(words in text for words in hint.words)
