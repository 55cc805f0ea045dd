"""Open answers: read, coded by one or two people, counted, quoted with two pairs of eyes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import NoNameError, NoTextError, SecondEyesError, TwiceThemeError
from dashboard.service import Service
from dashboard.settings import Settings
from dashboard.themes import ThemeEdit
from data.analysis.verbatims.coding import Step
from data.analysis.verbatims.telltales import Telltale
from data.campaigns import POITIERS
from data.errors import NotFoundError, QuoteError
from data.model import Response
from data.restitution import Codebook, QuoteStatus, VerbatimStatus

MONTH = date(2023, 4, 1)
Bring = Callable[..., list[str]]


@pytest.fixture
def service(tmp_path: Path) -> Service:
    url = f"sqlite:///{tmp_path / 'portes.sqlite'}"
    return Service.open(Settings(database=url, campaign=POITIERS, fixed_today=date(2023, 6, 12)))


@pytest.fixture
def bring(service: Service) -> Bring:
    """Give a way to bring in answers to one question; it gives their ids as they were brought."""

    def act(*said: str, question: str = "likes", quartier: int = 0) -> list[str]:
        code, version = service.quartiers()[quartier].code, service.questionnaire().version
        before = {one.id for one in service.answers.all()}
        with service.store.importing("file.csv", at=service.now()) as writer:
            writer.add_responses(
                [
                    Response(
                        f"{question}-{quartier}-{len(before)}-{i}",
                        *(version, code, MONTH),
                        texts={question: words},
                    )
                    for i, words in enumerate(said)
                ]
            )
        new = {one.original: one.id for one in service.answers.all() if one.id not in before}
        return [new[words] for words in said]

    return act


def decide(service: Service, identity: str, coder: str, *themes: str, **more: str) -> None:
    text = more.pop("redacted", service.answers.get(identity).original)
    service.answers.decide(identity, coder, redacted=text, themes=themes, **more)


def test_without_answers_there_is_nothing_to_do(service: Service) -> None:
    answers = service.answers
    assert not answers.any()
    assert answers.next("Ada") is None
    assert answers.progress().total == 0
    assert answers.board("Ada").set_aside == ()
    assert answers.key_words() == {}
    assert answers.agreement().answers == 0
    assert list(answers.questions()) == ["which_actions", "likes", "to_change"]


def test_a_question_of_before_is_still_listed(service: Service, bring: Bring) -> None:
    bring("Le calme", question="gone")
    assert service.answers.questions()["gone"] == {}


def test_an_answer_is_read_and_coded(service: Service, bring: Bring) -> None:
    [one] = bring("Mon voisin Karim prend le bus.")
    answers = service.answers
    task = answers.next("Ada")
    assert task is not None and (task.verbatim, task.step) == (one, Step.READ)
    proposal = answers.proposal(one).text
    assert proposal == "Mon voisin [nom] prend le bus."
    decide(service, one, " Ada  L. ", "transport", redacted=f" {proposal} ")
    kept = answers.get(one)
    assert (kept.redacted, kept.status) == (proposal, VerbatimStatus.READ)
    assert kept.original == "Mon voisin Karim prend le bus."
    [coding] = answers.codings(one)
    assert (coding.coder, coding.themes) == ("Ada L.", ("transport",))
    assert answers.next("Ada L.") is None
    found = answers.progress()
    assert (found.read, found.coded, found.double, found.double_needed) == (1, 1, 0, 1)


def test_questions_are_counted_apart(service: Service, bring: Bring) -> None:
    bring("Le calme")
    bring("Le bruit", question="to_change")
    assert service.answers.progress("likes").total == 1
    task = service.answers.next("Ada", "to_change")
    assert task is not None and task.verbatim.endswith(".to_change")


def test_nobody_and_nothing_are_refused(service: Service, bring: Bring) -> None:
    [one] = bring("Le calme")
    with pytest.raises(NoNameError):
        decide(service, one, "  ")
    with pytest.raises(NoTextError):
        decide(service, one, "Ada", redacted="  ")
    with pytest.raises(NotFoundError):
        decide(service, one, "Ada", "no-theme")
    with pytest.raises(QuoteError):
        decide(service, one, "Ada", passage="Le bruit")
    with pytest.raises(NotFoundError):
        service.answers.decide("00.likes", "Ada", redacted="x", themes=())
    assert service.answers.get(one).status is VerbatimStatus.NEW, "nothing was half done"
    assert not service.answers.codings(one)


def test_a_second_person_codes_without_writing_the_text_again(
    service: Service, bring: Bring
) -> None:
    [one] = bring("Le bus et le parc")
    decide(service, one, "Ada", "transport", passage="Le bus")
    task = service.answers.next("Bob")
    assert task is not None and task.step is Step.AGAIN
    decide(service, one, "Bob", "nature")
    kept = service.answers.get(one)
    assert (kept.quote, kept.quote_text) == (QuoteStatus.PROPOSED, "Le bus")
    assert [c.coder for c in service.answers.codings(one)] == ["Ada", "Bob"]
    assert service.answers.progress().double == 1
    found = service.answers.agreement()
    assert (found.answers, found.coders) == (1, 2)
    assert service.themes.usage() == {"transport": 1, "nature": 1}


def test_a_changed_text_drops_the_quote(service: Service, bring: Bring) -> None:
    [one] = bring("Le bus de Karim")
    decide(service, one, "Ada", passage="de Karim")
    decide(service, one, "Bob", redacted="Le bus de [nom]")
    kept = service.answers.get(one)
    assert (kept.quote, kept.quote_text) == (QuoteStatus.NONE, None)


def test_capitals_make_no_second_coder(service: Service, bring: Bring) -> None:
    [one] = bring("Le bus")
    decide(service, one, "Ada")
    decide(service, one, "ADA", "transport")
    [coding] = service.answers.codings(one)
    assert (coding.coder, coding.themes) == ("Ada", ("transport",))
    assert service.answers.next("aDa") is None


def test_set_aside_and_read_again(service: Service, bring: Bring) -> None:
    one, other = bring("?", "Le calme")
    service.answers.set_aside(one)
    board = service.answers.board("Ada")
    assert [aside.id for aside in board.set_aside] == [one]
    assert board.task is not None and board.task.verbatim == other
    assert board.progress.usable == 1
    service.answers.reopen(one)
    assert service.answers.progress().unread == 2


def test_putting_back_forgets_ones_own_coding_only(service: Service, bring: Bring) -> None:
    [one] = bring("Le bus")
    decide(service, one, "Ada", "transport")
    decide(service, one, "Bob", "nature")
    service.answers.put_back(one, "bob")
    assert [c.coder for c in service.answers.codings(one)] == ["Ada"]
    assert service.answers.get(one).status is VerbatimStatus.READ
    service.answers.put_back(one, "Ada")
    assert not service.answers.codings(one)
    assert service.answers.get(one).status is VerbatimStatus.NEW


def test_themes_are_counted_for_the_town_from_the_threshold_on(
    service: Service, bring: Bring
) -> None:
    k = service.campaign().k
    for one in bring(*(f"Le bus {i}" for i in range(k))):
        decide(service, one, "Ada", "transport")
    [few] = bring("Un parc", quartier=1)
    decide(service, few, "Ada", "nature")
    found = service.answers.theme_counts("likes")
    assert found.answers == k + 1
    assert {theme.key: theme.n for theme in found.themes} == {"transport": k, "nature": None}
    assert service.answers.theme_counts("to_change").answers == 0


def test_where_coders_differ_half_of_them_suffice(service: Service, bring: Bring) -> None:
    [one] = bring("Le bus, et le parc")
    decide(service, one, "Ada", "transport", "nature")
    decide(service, one, "Bob", "transport")
    decide(service, one, "Cid", "transport")
    assert [theme.key for theme in service.answers.theme_counts("likes").themes] == ["transport"]


def test_words_are_of_confirmed_texts_only(service: Service, bring: Bring) -> None:
    here = bring(*(f"Karim aime le bus {i}" for i in range(3)))
    there = bring(*(f"Des arbres {i}" for i in range(3)), quartier=1)
    assert service.answers.in_context("bus") == ()
    assert service.answers.key_words() == {}
    for one in here + there:
        decide(service, one, "Ada", redacted=service.answers.proposal(one).text)
    codes = [quartier.code for quartier in service.quartiers()]
    found = {code: [key.word for key in keys] for code, keys in service.answers.key_words().items()}
    assert "bus" in found[codes[0]] and "arbres" in found[codes[1]]
    assert "karim" not in found[codes[0]]
    assert service.answers.in_context("Karim") == ()
    assert {line.word for line in service.answers.in_context("BUS")} == {"bus"}


def test_a_quote_needs_two_pairs_of_eyes(service: Service, bring: Bring) -> None:
    [one] = bring("Plus de bus, moins de bruit")
    answers = service.answers
    with pytest.raises(QuoteError):
        service.quotes.propose(one, "Plus de bus")
    decide(service, one, "Ada", passage=" Plus de bus ")
    assert [quote.quote_text for quote in service.quotes.all()] == ["Plus de bus"]
    with pytest.raises(NoNameError):
        service.quotes.decide(one, QuoteStatus.APPROVED)
    with pytest.raises(SecondEyesError):
        service.quotes.decide(one, QuoteStatus.APPROVED, by="ada ")
    assert answers.get(one).quote is QuoteStatus.PROPOSED
    service.quotes.decide(one, QuoteStatus.APPROVED, by="Bob")
    assert answers.get(one).quote is QuoteStatus.APPROVED
    service.quotes.decide(one, QuoteStatus.REFUSED)
    assert answers.get(one).quote is QuoteStatus.REFUSED
    service.quotes.decide(one, QuoteStatus.NONE)
    assert service.quotes.all() == []


def test_who_coded_second_may_approve(service: Service, bring: Bring) -> None:
    [one] = bring("Plus de bus")
    decide(service, one, "Ada", passage="Plus de bus")
    decide(service, one, "Bob")
    service.quotes.decide(one, QuoteStatus.APPROVED, by="Ada")
    assert service.answers.get(one).quote is QuoteStatus.APPROVED


def test_a_passage_proposed_anew_waits_again(service: Service, bring: Bring) -> None:
    [one] = bring("Plus de bus, moins de bruit")
    decide(service, one, "Ada", passage="Plus de bus")
    service.quotes.decide(one, QuoteStatus.APPROVED, by="Bob")
    decide(service, one, "Ada", passage="Plus de bus")
    assert service.answers.get(one).quote is QuoteStatus.APPROVED, "the same passage stays so"
    decide(service, one, "Ada", passage="moins de bruit")
    assert service.answers.get(one).quote is QuoteStatus.PROPOSED


def test_the_town_is_no_hint(service: Service) -> None:
    hints = service.quotes.hints("La vie à Poitiers, chez Zoé, 3 enfants")
    assert Telltale.CAPITAL not in {hint.telltale for hint in hints}
    assert {Telltale.PRIVATE, Telltale.NUMBER, Telltale.PERSONAL} == {
        hint.telltale for hint in hints
    }


def test_the_codebook_begins_with_the_folder(service: Service) -> None:
    begun = service.themes.codebook()
    assert len(begun.themes) == 12 and not service.themes.can_begin()
    service.themes.save(Codebook(()))
    assert service.themes.can_begin()
    service.themes.begin()
    assert service.themes.codebook() == begun
    service.themes.save(Codebook(begun.themes[:1]))
    service.themes.begin()
    assert len(service.themes.codebook().themes) == 1, "what there is stays"


def test_a_theme_is_added_changed_and_put_aside(service: Service, bring: Bring) -> None:
    answers = service.answers
    service.themes.add(ThemeEdit({"fr": "Eau", "en": "Water"}, ("fontaine",), place=1))
    assert service.themes.codebook().themes[0].key == "eau"
    assert answers.suggest("Des fontaines !")[0] == "eau"
    [one] = bring("Des fontaines")
    decide(service, one, "Ada", "eau")
    service.themes.change("eau", ThemeEdit({"fr": "L’eau", "en": "Water"}, archived=True))
    [theme] = [theme for theme in service.themes.codebook().themes if theme.key == "eau"]
    assert theme == replace(theme, label={"fr": "L’eau", "en": "Water"}, archived=True)
    assert "eau" not in answers.suggest("Des fontaines !")
    assert service.themes.usage() == {"eau": 1}, "what was coded stays"
    with pytest.raises(TwiceThemeError):
        service.themes.add(ThemeEdit({"fr": "L’eau", "en": "Rain"}))
