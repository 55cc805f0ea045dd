"""The page of open answers: reading and coding, themes, words, quotes."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from data.analysis.verbatims.coding import Step
from data.codebook import dumps
from data.errors import DatabaseUnreachableError
from data.model import Response
from data.restitution import Codebook, QuoteStatus, Verbatim, VerbatimStatus
from tests.pages.appenv import AppEnv, texts

MONTH = date(2023, 4, 1)


class Reader:
    """Stands in for the desk: keeps what it shows, and sends what it is told to."""

    def __init__(self) -> None:
        self.shown: list[Mapping[str, Any]] = []
        self.sends: Mapping[str, Any] | None = None
        self._decided: Callable[[object], None] = print

    def __call__(
        self, data: Mapping[str, Any], *, key: str, decided: Callable[[object], None]
    ) -> None:
        if self.sends is not None:
            # What is sent is about the desk of the run before.
            seen, sent, self.sends = self.desk, self.sends, None
            self._decided({"token": seen["token"], "themes": [], "text": seen["text"], **sent})
        self.shown.append(data)
        self._decided = decided

    @property
    def desk(self) -> Mapping[str, Any]:
        return self.shown[-1]

    @property
    def read(self) -> str:
        return "".join(piece["text"] for piece in self.desk["pieces"])

    @property
    def given(self) -> list[str]:
        return [theme["key"] for theme in self.desk["themes"] if theme["chosen"]]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    stand_in = Reader()
    monkeypatch.setattr("dashboard.components.verbatim_desk.mount", stand_in)
    return stand_in


def bring(env: AppEnv, *said: str, question: str = "likes") -> list[Verbatim]:
    service = env.service
    code, version = service.quartiers()[0].code, service.questionnaire().version
    with service.store.importing("file.csv", at=service.now()) as writer:
        writer.add_responses(
            [
                Response(f"{question}-{words}", version, code, MONTH, texts={question: words})
                for words in said
            ]
        )
    found = {one.original: one for one in service.answers.all()}
    return [found[words] for words in said]


def decide(env: AppEnv, one: Verbatim, coder: str, *themes: str, passage: str = "") -> None:
    env.service.answers.decide(one.id, coder, redacted=one.original, themes=themes, passage=passage)


def begin(env: AppEnv, coder: str = "Ada", **query: str) -> AppTest:
    at = env.open("verbatims", **query)
    assert not at.exception
    return at.text_input(key=state.CODER).set_value(coder).run() if coder else at


def send(at: AppTest, reader: Reader, act: str, **what: object) -> AppTest:
    """Decide on the desk, and see what comes next."""
    reader.sends = {"act": act, **what}
    at.run()
    assert not at.exception
    return at.run()


def shows(at: AppTest, part: str) -> AppTest:
    at.session_state[state.VERBATIM_PART] = part
    at.run()
    assert not at.exception
    return at


# Reading


def test_without_answers_it_says_where_they_come_from(app_env: AppEnv, reader: Reader) -> None:
    at = app_env.open("verbatims")
    assert not at.exception and not at.error
    assert at.title[0].value == "Verbatims"
    assert "Aucune réponse ouverte" in texts(at)
    assert not reader.shown


def test_nobody_codes_without_a_name(app_env: AppEnv, reader: Reader) -> None:
    bring(app_env, "Le calme")
    at = begin(app_env, coder="")
    assert "votre nom ou vos initiales" in at.info[0].value
    assert not reader.shown
    assert "0 sur 1" in texts(at)


def test_what_is_to_be_taken_out_is_marked(app_env: AppEnv, reader: Reader) -> None:
    bring(app_env, "Mon voisin Karim <b>aide</b>, 05 49 00 00 00")
    begin(app_env)
    desk = reader.desk
    assert [piece["kind"] for piece in desk["pieces"]] == ["", "nom", "", "numéro de téléphone"]
    assert reader.read == "Mon voisin Karim <b>aide</b>, 05 49 00 00 00"
    assert desk["text"] == "Mon voisin [nom] <b>aide</b>, [téléphone]"
    assert desk["open"] and desk["head"] == "Lire et coder" and desk["asked"] == "Ce qui plaît"
    assert "2 passages" in desk["note"]


def test_it_says_when_names_are_looked_for_by_rules_only(
    app_env: AppEnv, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(app_env, "Le calme")
    answers = type(app_env.service.answers)
    for known in (False, True):
        monkeypatch.setattr(answers, "names_known", property(lambda _self, known=known: known))
        at = begin(app_env)
        assert ("que par des règles" in texts(at)) is not known


def test_keywords_propose_themes_and_a_person_confirms(app_env: AppEnv, reader: Reader) -> None:
    [one] = bring(app_env, "Plus de bus et des arbres")
    at = begin(app_env)
    assert reader.given == ["transport", "nature"]
    assert [theme["hotkey"] for theme in reader.desk["themes"]] == [*"1234567890ab"]
    assert not app_env.service.answers.codings(one.id), "nothing is kept by showing it"
    send(at, reader, "confirm", themes=["transport", "no-theme"])
    [coding] = app_env.service.answers.codings(one.id)
    assert (coding.coder, coding.themes) == ("Ada", ("transport",))
    assert reader.desk["pieces"] == () and reader.desk["back"]
    assert "rien à coder" in reader.desk["words"]["nothing"]
    assert "1 sur 1" in texts(at)


def test_answers_come_one_after_the_other(app_env: AppEnv, reader: Reader) -> None:
    bring(app_env, "Le calme", "Le bruit", "Le bus")
    at = begin(app_env)
    seen = set()
    for _turn in range(3):
        seen.add(reader.read)
        send(at, reader, "confirm")
    assert seen == {"Le calme", "Le bruit", "Le bus"}


def test_what_was_sent_for_another_answer_is_not_heard(app_env: AppEnv, reader: Reader) -> None:
    bring(app_env, "Le calme", "Le bruit")
    at = begin(app_env)
    send(at, reader, "confirm", token="an older one")
    send(at, reader, "explode")
    send(at, reader, "back")
    assert app_env.service.answers.progress().read == 0


def test_an_answer_that_somebody_else_took_is_not_written_over(
    app_env: AppEnv, reader: Reader
) -> None:
    bring(app_env, "Le calme", "Le bruit")
    at = begin(app_env)
    lying = next(v for v in app_env.service.answers.all() if v.original == reader.read)
    decide(app_env, lying, "Bob", "safety")
    send(at, reader, "confirm", text="<other>", themes=["nature"])
    assert app_env.service.answers.get(lying.id).redacted == lying.original
    assert [c.coder for c in app_env.service.answers.codings(lying.id)] == ["Bob"]
    assert "Une autre personne" in at.error[0].value
    assert reader.read in {"Le calme", "Le bruit"} - {lying.original}
    assert app_env.service.answers.progress().read == 1


def test_what_cannot_be_kept_stays_on_the_desk(app_env: AppEnv, reader: Reader) -> None:
    bring(app_env, "Le calme")
    at = begin(app_env)
    token = reader.desk["token"]
    send(at, reader, "confirm", text=" ")
    assert "aucun texte" in at.error[0].value
    assert reader.desk["token"] == token
    send(at, reader, "confirm", passage="Le bruit")
    assert "ne peut pas être cité" in at.error[0].value
    assert app_env.service.answers.progress().coded == 0


def test_going_back_corrects(app_env: AppEnv, reader: Reader) -> None:
    one, other = bring(app_env, "Plus de bus", "Un marché")
    at = begin(app_env)
    first = reader.read
    send(at, reader, "confirm", themes=["voice"], passage=first)
    assert not reader.desk["queue"]
    send(at, reader, "back")
    desk = reader.desk
    assert (reader.read, reader.given, desk["passage"]) == (first, ["voice"], first)
    assert desk["head"] == "Corriger ce que vous avez décidé" and desk["queue"]
    send(at, reader, "confirm", themes=["nature"], passage="")
    assert reader.read != first
    answers = app_env.service.answers
    kept = one if one.original == first else other
    assert [c.themes for c in answers.codings(kept.id)] == [("nature",)]
    assert answers.get(kept.id).quote is QuoteStatus.NONE
    send(at, reader, "back")
    send(at, reader, "queue")
    assert answers.get(kept.id).status is VerbatimStatus.NEW
    assert not answers.codings(kept.id)


def test_set_aside_and_taken_up_again(app_env: AppEnv, reader: Reader) -> None:
    [one] = bring(app_env, "<i>?</i>")
    at = begin(app_env)
    send(at, reader, "aside")
    assert app_env.service.answers.get(one.id).status is VerbatimStatus.SET_ASIDE
    assert "&lt;i&gt;?&lt;/i&gt;" in texts(at)
    send(at, reader, "back")
    assert "mise de côté" in reader.desk["note"]
    at.button(key=f"reopen-{one.id}").click().run()
    assert app_env.service.answers.get(one.id).status is VerbatimStatus.NEW


def test_a_second_person_sees_neither_proposals_nor_the_first_coding(
    app_env: AppEnv, reader: Reader
) -> None:
    [one] = bring(app_env, "Plus de bus")
    app_env.service.answers.decide(
        one.id, "Bob", redacted="Plus de [nom]", themes=["transport"], passage="Plus de"
    )
    task = app_env.service.answers.next("Ada")
    assert task is not None and task.step is Step.AGAIN
    at = begin(app_env)
    assert reader.desk["head"] == "Second codage"
    assert reader.given == [] and not any(t["proposed"] for t in reader.desk["themes"])
    assert reader.read == "Plus de [nom]", "the original is for those who redact"
    assert reader.desk["passage"] == ""
    send(at, reader, "confirm", themes=["transport"])
    assert app_env.service.answers.get(one.id).quote is QuoteStatus.PROPOSED
    assert app_env.service.answers.agreement().answers == 1


def test_one_question_at_a_time(app_env: AppEnv, reader: Reader) -> None:
    bring(app_env, "Le calme")
    bring(app_env, "Le bruit", question="to_change")
    at = begin(app_env, **{state.OPEN_QUESTION: "to_change"})
    assert reader.read == "Le bruit"
    send(at, reader, "confirm")
    at.selectbox(key=state.OPEN_QUESTION).select("likes").run()
    assert reader.read == "Le calme"
    at.selectbox(key=state.OPEN_QUESTION).select("which_actions").run()
    assert "Aucune réponse" in reader.desk["words"]["nothing"]


def test_in_english(app_env: AppEnv, reader: Reader) -> None:
    bring(app_env, "Le calme")
    at = app_env.open("verbatims", lang="en")
    at.text_input(key=state.CODER).set_value("Ada").run()
    assert at.title[0].value == "Open answers"
    assert reader.desk["head"] == "Read and code"
    assert reader.desk["words"]["confirm"] == "Confirm, next one"


# Themes


def test_before_any_coding_the_themes_are_there(app_env: AppEnv) -> None:
    at = app_env.open("verbatims", part=state.THEMES)
    assert not at.exception and not at.error
    said = texts(at)
    assert "Aucune réponse n’est encore codée" in said
    assert "Transports et circulation" in said and "12" not in said.split("Transports")[0]


def test_themes_are_counted_by_question(app_env: AppEnv) -> None:
    k = app_env.service.campaign().k
    for one in bring(app_env, *(f"Le bus {i}" for i in range(k))):
        decide(app_env, one, "Ada", "transport")
    [few] = bring(app_env, "Un parc", question="to_change")
    decide(app_env, few, "Ada", "nature")
    said = texts(shows(app_env.open("verbatims"), state.THEMES))
    assert f"<td>{k} <small>100" in said
    assert f"<td>moins de {k}</td>" in said
    assert "Aucune réponse n’a encore été codée par deux personnes" in said


def test_agreement_is_put_into_words(app_env: AppEnv) -> None:
    themes = ("transport", "nature")
    for place, one in enumerate(bring(app_env, *(f"Le bus {i}" for i in range(8)))):
        decide(app_env, one, "Ada", themes[place % 2])
        decide(app_env, one, "Bob", themes[place % 2])
    at = app_env.open("verbatims", part=state.THEMES)
    said = texts(at)
    assert "**Alpha 1,00\xa0: fiable.**" in said and "8 réponses" in said
    assert "Avec si peu de réponses" in said
    assert "Krippendorff" in said


@pytest.mark.parametrize(
    ("alpha", "said"),
    [(None, "pas encore"), (0.8, "fiable"), (0.7, "prudence"), (0.5, "pas assez clair")],
)
def test_what_an_alpha_is_worth(alpha: float | None, said: str) -> None:
    from dashboard.components.verbatim_agreement import meaning

    assert said in meaning(alpha)


def test_a_theme_is_changed(app_env: AppEnv) -> None:
    at = app_env.open("verbatims", part=state.THEMES)
    at.button(key="change-nature").click().run()
    french = next(one for one in at.text_input if one.label.startswith("Nom (Français"))
    french.set_value("Arbres <b>")
    at.text_area[0].set_value("arbr*, parc")
    at.number_input[0].set_value(1)
    press(at, "Enregistrer")
    assert at.success[0].value == "La grille est enregistrée."
    first = app_env.service.themes.codebook().themes[0]
    assert (first.key, first.label["fr"]) == ("nature", "Arbres <b>")
    assert first.keywords == ("arbr*", "parc")
    assert "Arbres &lt;b&gt;" in texts(at)


def test_a_theme_is_added_or_refused(app_env: AppEnv) -> None:
    at = app_env.open("verbatims", part=state.THEMES)
    at.button(key="new-theme").click().run()
    at.text_input[0].set_value("Eau")
    press(at, "Enregistrer")
    assert "n’a pas de nom" in at.error[0].value
    at.text_input[1].set_value("Water")
    at.checkbox[0].set_value(True)
    press(at, "Enregistrer")
    last = app_env.service.themes.codebook().themes[-1]
    assert (last.key, last.archived) == ("eau", True)
    assert "archivé" in texts(at)
    at.button(key="change-eau").click().run()
    press(at, "Ne rien changer")
    assert at.button(key="change-eau")


def test_an_empty_codebook_can_begin_with_the_folder(app_env: AppEnv) -> None:
    app_env.service.themes.save(Codebook(()))
    at = app_env.open("verbatims", part=state.THEMES)
    assert "pas encore de thème" in texts(at)
    at.button(key="begin-themes").click().run()
    assert not at.exception
    assert len(app_env.service.themes.codebook().themes) == 12


def test_the_codebook_can_be_taken_along(app_env: AppEnv) -> None:
    at = app_env.open("verbatims", part=state.THEMES)
    assert any(one.proto.label == "Télécharger la grille" for one in at.get("download_button"))
    assert 'key = "transport"' in dumps(app_env.service.themes.codebook())


# Words


def test_words_wait_for_texts(app_env: AppEnv) -> None:
    bring(app_env, "Le bus")
    at = app_env.open("verbatims", part=state.WORDS)
    assert "Aucune réponse n’a encore été lue" in texts(at)


def test_a_word_is_shown_in_its_context(app_env: AppEnv) -> None:
    for one in bring(app_env, "Le <b>bus</b> du soir", "Un arbre"):
        decide(app_env, one, "Ada")
    at = app_env.open("verbatims", part=state.WORDS)
    assert "ne sont pas publiés" in texts(at)
    at.text_input(key=state.SOUGHT).set_value("BUS").run()
    said = texts(at)
    assert "<mark>bus</mark><span>&lt;/b&gt; du soir</span>" in said
    assert "1 occurrence" in said
    at.text_input(key=state.SOUGHT).set_value("<tram>").run()
    assert "ne figure dans aucun texte" in texts(at)
    at.text_input(key=state.SOUGHT).set_value(" ").run()
    assert not at.exception


def test_key_words_of_the_demo(app_env: AppEnv) -> None:
    app_env.fill()
    answers = app_env.service.answers
    for one in answers.all():
        answers.confirm(one.id, one.original)
    at = app_env.open("verbatims", part=state.WORDS)
    assert "Mots-clés par quartier" in texts(at)
    code = app_env.service.quartiers()[0].code
    at.selectbox(key=state.KEY_WORDS).select(code).run()
    assert not at.exception
    assert "Personnes ailleurs" in texts(at)


# Quotes


def test_quotes_are_proposed_first(app_env: AppEnv) -> None:
    bring(app_env, "Le bus")
    at = app_env.open("verbatims", part=state.QUOTES)
    assert "Aucun passage" in texts(at)


def test_a_quote_is_approved_by_somebody_else(app_env: AppEnv) -> None:
    [one] = bring(app_env, "Plus de <b>bus</b>, ma fille attend")
    decide(app_env, one, "Ada", passage="Plus de <b>bus</b>, ma fille")
    at = app_env.open("verbatims", part=state.QUOTES)
    said = texts(at)
    assert "Plus de &lt;b&gt;bus&lt;/b&gt;, ma fille</blockquote>" in said
    assert "Famille, santé" in said and "<strong>fille</strong>" in said
    assert "La réponse entière" in said
    at.button(key=f"approved-{one.id}").click().run()
    assert "nom ou vos initiales" in at.error[0].value
    at.text_input(key=state.CODER).set_value("ada").run()
    at.button(key=f"approved-{one.id}").click().run()
    assert "Seule une personne" in at.error[0].value
    at.text_input(key=state.CODER).set_value("Bob").run()
    at.button(key=f"approved-{one.id}").click().run()
    assert app_env.service.answers.get(one.id).quote is QuoteStatus.APPROVED
    assert "Il n’y en a pas." in texts(at)
    at.session_state[state.QUOTE_STATUS] = "approved"
    at.run()
    at.button(key=f"proposed-{one.id}").click().run()
    assert app_env.service.answers.get(one.id).quote is QuoteStatus.PROPOSED


def test_a_quote_is_shortened_or_refused(app_env: AppEnv) -> None:
    [one] = bring(app_env, "Plus de bus, moins de bruit")
    decide(app_env, one, "Ada", passage="Plus de bus, moins de bruit")
    at = app_env.open("verbatims", part=state.QUOTES)
    assert "Aucune règle" in texts(at)
    at.button(key=f"shorten-{one.id}").click().run()
    at.text_area[0].set_value("Plus de trams")
    press(at, "Enregistrer")
    assert "ne peut pas être cité" in at.error[0].value
    at.text_area[0].set_value("Plus de bus")
    press(at, "Enregistrer")
    assert app_env.service.answers.get(one.id).quote_text == "Plus de bus"
    at.button(key=f"refused-{one.id}").click().run()
    assert app_env.service.answers.get(one.id).quote is QuoteStatus.REFUSED


# What goes wrong


def test_an_unreachable_database_is_explained(
    app_env: AppEnv, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(app_env, "Le bus")
    begin(app_env)

    def broken(*_args: object) -> None:
        raise DatabaseUnreachableError(reason="x")

    monkeypatch.setattr(type(app_env.service.answers), "board", broken)
    at = app_env.open("verbatims")
    assert not at.exception and at.error
    monkeypatch.setattr(type(app_env.service.answers), "questions", broken)
    at = app_env.open("verbatims")
    assert not at.exception and at.error


def press(at: AppTest, label: str) -> AppTest:
    at = next(one for one in at.button if one.label == label).click().run()
    assert not at.exception
    return at
