"""What people decide about open answers, and what was published."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.errors import NotFoundError, QuoteError, ReleaseTakenError
from data.model import Response
from data.restitution import Codebook, Coding, QuoteStatus, Theme, VerbatimStatus
from data.store import Store

AT = datetime(2023, 6, 5, 18, 30, tzinfo=UTC)
MONTH = date(2023, 4, 1)
THEMES = Codebook((Theme("bus", {"fr": "Bus"}, ("bus",)), Theme("parc", {"fr": "Parcs"})))


@pytest.fixture
def answered(store: Store) -> Store:
    """Give a store with three open answers, one of them blank."""
    texts = ({"likes": "le bus de Marie"}, {"likes": "   "}, {}, {"likes": "les parcs"})
    with store.importing("file.csv", at="2023-04-02T18:00:00") as writer:
        writer.add_responses(
            [Response(f"r{i}", 1, "a", MONTH, {"life": 4}, one) for i, one in enumerate(texts)]
        )
    return store


def _of(store: Store, word: str) -> str:
    return next(one.id for one in store.verbatims.all() if word in one.original)


def test_every_answer_that_says_something_waits_to_be_read(answered: Store) -> None:
    found = answered.verbatims.all()
    assert sorted(one.original for one in found) == ["le bus de Marie", "les parcs"]
    assert [one.id for one in found] == sorted(one.id for one in found)
    assert {(one.question, one.quartier, one.status) for one in found} == {
        ("likes", "a", VerbatimStatus.NEW)
    }


def test_what_was_confirmed_can_be_quoted_and_nothing_else(answered: Store) -> None:
    bus = _of(answered, "bus")
    with pytest.raises(QuoteError):
        answered.verbatims.quote(bus, QuoteStatus.PROPOSED, "le bus")
    answered.verbatims.confirm(bus, "le bus de [nom]")
    with pytest.raises(QuoteError):
        answered.verbatims.quote(bus, QuoteStatus.PROPOSED, "Marie")
    with pytest.raises(QuoteError):
        answered.verbatims.quote(bus, QuoteStatus.APPROVED)
    answered.verbatims.quote(bus, QuoteStatus.PROPOSED, "le bus")
    answered.verbatims.quote(bus, QuoteStatus.APPROVED)
    known = answered.verbatims.get(bus)
    assert (known.quote, known.quote_text) == (QuoteStatus.APPROVED, "le bus")
    assert known.redacted == "le bus de [nom]"


def test_another_text_needs_another_quote(answered: Store) -> None:
    bus = _of(answered, "bus")
    answered.verbatims.confirm(bus, "le bus de [nom]")
    answered.verbatims.quote(bus, QuoteStatus.APPROVED, "le bus")
    answered.verbatims.confirm(bus, "le [transport]")
    assert answered.verbatims.get(bus).quote is QuoteStatus.NONE
    answered.verbatims.quote(bus, QuoteStatus.REFUSED, "le")
    answered.verbatims.quote(bus, QuoteStatus.NONE)
    assert answered.verbatims.get(bus).quote_text is None


def test_a_coder_can_think_again(answered: Store) -> None:
    bus = _of(answered, "bus")
    answered.verbatims.save_codebook(THEMES)
    first = Coding(bus, "Ada", ("bus",), AT)
    answered.verbatims.code(first)
    answered.verbatims.code(replace(first, coder="Béa", themes=()))
    answered.verbatims.code(replace(first, themes=("bus", "parc")))
    assert answered.verbatims.codings() == (
        replace(first, themes=("bus", "parc")),
        replace(first, coder="Béa", themes=()),
    )
    with pytest.raises(NotFoundError):
        answered.verbatims.code(replace(first, themes=("train",)))


def test_reopening_forgets_what_was_decided(answered: Store) -> None:
    bus = _of(answered, "bus")
    answered.verbatims.save_codebook(THEMES)
    answered.verbatims.confirm(bus, "le bus")
    answered.verbatims.code(Coding(bus, "Ada", ("bus",), AT))
    answered.verbatims.reopen(bus)
    assert answered.verbatims.get(bus).status is VerbatimStatus.NEW
    assert answered.verbatims.codings() == ()


def test_an_answer_set_aside_has_no_text_to_go_further(answered: Store) -> None:
    bus = _of(answered, "bus")
    answered.verbatims.confirm(bus, "le bus")
    answered.verbatims.set_aside(bus)
    known = answered.verbatims.get(bus)
    assert (known.status, known.redacted) == (VerbatimStatus.SET_ASIDE, None)


@pytest.mark.parametrize("wrong", ["", "x", "00.likes", "zz.likes", "00112233445566778899.a.b"])
def test_an_answer_that_is_not_there_is_named(answered: Store, wrong: str) -> None:
    for use in (answered.verbatims.get, answered.verbatims.set_aside, answered.verbatims.reopen):
        with pytest.raises(NotFoundError):
            use(wrong)


def test_decisions_go_with_the_answers_that_they_are_about(answered: Store) -> None:
    bus = _of(answered, "bus")
    answered.verbatims.save_codebook(THEMES)
    answered.verbatims.confirm(bus, "le bus")
    answered.verbatims.code(Coding(bus, "Ada", ("bus",), AT))
    answered.undo_import(answered.imports()[0].id)
    assert answered.verbatims.all() == answered.verbatims.codings() == ()
    assert answered.verbatims.codebook() == THEMES


def test_the_codebook_keeps_its_order(store: Store) -> None:
    assert store.verbatims.codebook() == Codebook(())
    turned = Codebook((*reversed(THEMES.themes), Theme("eau", {"fr": "Eau"}, (), archived=True)))
    store.verbatims.save_codebook(turned)
    assert store.verbatims.codebook() == turned


def test_releases_are_numbered_and_stay(store: Store) -> None:
    published = store.publications
    assert (published.all(), published.next_number()) == ((), 1)
    published.add(1, '{"b":1, "a":"é"}', "f" * 64, at=AT)
    published.withdraw(1, at=AT, reason="une erreur")
    with pytest.raises(ReleaseTakenError):
        published.add(1, "{}", "0" * 64, at=AT)
    published.add(2, "{}", "0" * 64, at=AT)
    newest, oldest = published.all()
    assert (newest.number, newest.withdrawn, newest.reason) == (2, None, "")
    assert (oldest.number, oldest.withdrawn, oldest.reason) == (1, AT, "une erreur")
    assert published.get(1).content == {"a": "é", "b": 1}


def test_a_release_is_withdrawn_once(store: Store) -> None:
    store.publications.add(1, "{}", "0" * 64, at=AT)
    store.publications.withdraw(1, at=AT, reason="une erreur")
    for number in (1, 2):
        with pytest.raises(NotFoundError):
            store.publications.withdraw(number, at=AT, reason="une autre")
    with pytest.raises(NotFoundError):
        store.publications.get(2)


def test_every_decision_raises_the_revision(answered: Store) -> None:
    bus, before = _of(answered, "bus"), answered.revision()
    answered.verbatims.confirm(bus, "le bus")
    answered.verbatims.save_codebook(THEMES)
    answered.publications.add(1, "{}", "0" * 64, at=AT)
    assert answered.revision() == before + 3
