"""Redaction: what it takes out, what it leaves, and what holds for every text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.analysis.verbatims import redaction
from data.analysis.verbatims.markers import MARKER, MARKERS, Private
from data.analysis.verbatims.redaction import Redaction, Redactor
from tests.data.analysis.verbatims.held_out import HELD_OUT, NOTHING_PRIVATE

RULES = Redactor()


def _kinds(text: str) -> list[str]:
    return [span.kind.value for span in RULES.redact(text).spans]


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Appelez le 06 12 34 56 78.", "Appelez le [téléphone]."),
        ("0549123456 ou 05.49.12.34.56", "[téléphone] ou [téléphone]"),
        ("+33 6 12 34 56 78, +33 (0)5 49 12 34 56", "[téléphone], [téléphone]"),
        ("0033612345678", "[téléphone]"),
        ("+32 470 12 34 56", "[téléphone]"),
        ("jean.dupont+vote@laposte.net", "[courriel]"),
        ("jean.dupont (at) laposte.net", "[courriel]"),
        ("Voir https://exemple.fr/a?b=1.", "Voir [lien]."),
        ("sur facebook.com/marie.dupont", "sur [lien]"),
        ("mon insta : @marie_86", "mon insta : [pseudo]"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189", "IBAN [compte bancaire]"),
        ("La 208 grise AB-123-CD", "La 208 grise [immatriculation]"),
        ("1234 XY 86 est mal garée", "[immatriculation] est mal garée"),
        ("n° 1 85 05 78 006 084 36", "n° [numéro]"),
        ("J’habite au 12 rue des Lilas et c’est sale", "J’habite au [adresse] et c’est sale"),
        ("12 bis, avenue de Nantes 86000 Poitiers", "[adresse] [code postal]"),
        ("3 place du Maréchal Leclerc", "[adresse]"),
        ("au 8 rue du 8 mai 1945, oui", "au [adresse], oui"),
        ("7 rue Pierre et Marie Curie", "[adresse]"),
        ("le 12 de la rue Carnot", "le [adresse]"),
        ("j’habite rue Carnot depuis 3 ans", "j’habite [adresse] depuis 3 ans"),
        ("bâtiment C, appt 12", "[adresse], [adresse]"),
        ("M. Dupont et Mme Le Gall-Martin", "[nom] et [nom]"),
        ("mme dupont est gentille", "[nom] est gentille"),
        ("JE CONNAIS JEAN DUPONT", "JE CONNAIS [nom]"),
        ("Mon amie Sophie D. dit non", "Mon amie [nom]. dit non"),
        ("je m’appelle sophie, voilà", "je m’appelle [nom], voilà"),
        ("la famille Zerrouki", "la famille [nom]"),
        ("ma voisine karima", "ma voisine [nom]"),
        ("le petit d’Amélie", "le petit d’[nom]"),
        ("avec Jean d’Ormesson", "avec [nom]"),
        ("Mme N’Diaye", "[nom]"),
        ("Avec Claire on a planté des fleurs", "Avec [nom] on a planté des fleurs"),
        ("Merci à Saïd !", "Merci à [nom] !"),
    ],
)
def test_private_details_are_taken_out(text: str, redacted: str) -> None:
    assert RULES.redact(text).text == redacted


@pytest.mark.parametrize(
    "text",
    [
        *NOTHING_PRIVATE,
        "M. le maire et Mme la Maire",
        "Madame est venue, monsieur aussi.",
        "Claire est la réponse.",
        "La rue Victor Hugo, le lycée Camille Guérin, l’école Jules-Ferry",
        "la place du Docteur Schweitzer",
        "il y a 2 rues sales, 3 places libres et 2 cours de sport",
        "15000 euros pour 12000 habitants",
        "entre 12 h 30 et 14 h, le 12/05/2023",
        "",
    ],
)
def test_what_is_public_stays(text: str) -> None:
    assert RULES.redact(text) == Redaction(text, ())


def test_spans_say_what_was_where() -> None:
    text = "Mme Roy, 06 12 34 56 78"
    spans = RULES.redact(text).spans
    assert [(text[span.start : span.end], span.kind) for span in spans] == [
        ("Mme Roy", Private.NAME),
        ("06 12 34 56 78", Private.PHONE),
    ]


def test_a_marker_that_is_already_there_stays() -> None:
    text = "[nom] et [adresse] : M. [nom], voisin [nom]"
    assert RULES.redact(text) == Redaction(text, ())


def test_the_rules_find_what_was_measured() -> None:
    """Seventeen of the 24 sentences kept back; a person has to find the rest."""
    assert sum(_found(RULES, *item) for item in HELD_OUT) == 17


def test_names_of_a_model_are_added_and_half_taken_ones_completed() -> None:
    text = "Avec Bogdan et mme Roy à l’école Bogdan"

    def model(shown: str) -> list[tuple[int, int]]:
        starts = [shown.index(name) for name in ("Bogdan", "mme Roy à") if name in shown]
        return [(start, min(start + 9, len(shown))) for start in starts]

    redactor = Redactor(model)
    assert redactor.names_known
    assert redactor.redact(text).text.startswith("Avec [nom]")
    assert "Roy" not in redactor.redact(text).text


def test_without_the_extra_only_the_rules_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction.importlib.util, "find_spec", lambda name: None)
    redaction.redactor.cache_clear()
    assert not redaction.redactor().names_known
    redaction.redactor.cache_clear()


@pytest.mark.extra
def test_the_language_model_finds_what_was_measured() -> None:
    pytest.importorskip("spacy", reason="the extra “nlp” is not installed")
    pytest.importorskip(redaction.MODEL, reason="the extra “nlp” is not installed")
    redaction.redactor.cache_clear()
    found = redaction.redactor()
    assert found.names_known
    assert sum(_found(found, *item) for item in HELD_OUT) >= 21
    assert [text for text in NOTHING_PRIVATE if found.redact(text).spans] == []


def _found(redactor: Redactor, text: str, private: str) -> bool:
    """Say whether no letter or digit of what is private is left."""
    start = text.index(private)
    gone = {i for span in redactor.redact(text).spans for i in range(span.start, span.end)}
    places = range(start, start + len(private))
    return all(i in gone or not text[i].isalnum() for i in places)


PIECES = st.sampled_from(
    (
        *(
            "M.",
            "Mme",
            "Le",
            "Goff",
            "d’",
            "Jean",
            "Marie-Claire",
            "karim",
            "voisin",
            "je m’appelle",
        ),
        *("12", "bis", "rue", "des", "Lilas", "place", "86000", "Poitiers", "06 12 34 56 78", "0"),
        *(
            "a.b@c.fr",
            "@moi",
            "www.x.fr/y",
            "AB-123-CD",
            "FR76 3000 6000 0112 3456 7890 189",
            "1er",
        ),
        *(" ", " ", " ", ",", ".", "\n", "’", "-", "[", "]", *MARKERS.values()),
    )
)
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=80))


@settings(max_examples=300)
@given(TEXTS)
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = RULES.redact(text)
    assert RULES.redact(once.text) == Redaction(once.text, ())


@settings(max_examples=300)
@given(TEXTS)
def test_spans_lie_in_the_text_in_order_and_what_is_between_them_stays(text: str) -> None:
    found = RULES.redact(text)
    edges = [edge for span in found.spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) for span in found.spans)
    rebuilt, place = "", 0
    for span in found.spans:
        rebuilt += text[place : span.start] + MARKERS[span.kind]
        place = span.end
    assert rebuilt + text[place:] == found.text


DIGITS = st.text("0123456789", min_size=8, max_size=8)
SECRETS = st.one_of(
    st.builds("0{}{}".format, st.integers(1, 9), DIGITS),
    st.builds("{}{}@{}.fr".format, *[st.text("abcdefghij", min_size=2, max_size=9)] * 3),
    st.builds("{} rue {}".format, st.integers(1, 999), st.sampled_from(("Carnot", "des Lilas"))),
    st.builds("Mme {}".format, st.sampled_from(("Durand", "Le Goff", "N’Guyen", "Ben Ali"))),
)


@settings(max_examples=200)
@given(
    st.sampled_from(("", "C’est ", "Voir : ", "(")), SECRETS, st.sampled_from(("", ".", ", ici"))
)
def test_nothing_private_is_left_or_added(before: str, secret: str, after: str) -> None:
    found = RULES.redact(before + secret + after).text
    assert secret not in found
    assert MARKER.sub("", found) == before + after


@settings(max_examples=100)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4))
def test_whatever_a_model_says_the_rest_holds(text: str, said: list[tuple[int, int]]) -> None:
    def model(shown: str) -> list[tuple[int, int]]:
        ends = ((start, min(start + length, len(shown))) for start, length in said)
        return [(start, end) for start, end in ends if start < end]

    redactor = Redactor(model)
    once = redactor.redact(text)
    assert redactor.redact(once.text).text == once.text
