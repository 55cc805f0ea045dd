"""Preparing, publishing, withdrawing and comparing releases."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import NothingToPublishError, ReleaseConflictError, TooEarlyError
from dashboard.publication.changes import compare
from dashboard.publication.release import digest, from_content, to_text
from dashboard.service import Service
from dashboard.settings import Settings
from data.analysis.published import Status
from data.campaigns import POITIERS
from data.model import Response
from data.restitution import Coding, QuoteStatus

JULY = date(2023, 7, 5)
MONTH = date(2023, 4, 1)
Open = Callable[[date], Service]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """Give a way to open one database on any day."""

    def on(day: date) -> Service:
        url = f"sqlite:///{tmp_path / 'portes.sqlite'}"
        return Service.open(Settings(database=url, campaign=POITIERS, fixed_today=day))

    return on


def answer(service: Service, number: int, *, quartiers: int = 10, name: str = "r") -> None:
    """Bring in so many mixed answers to every question for each of the first quartiers."""
    asked = service.questionnaire()
    codes = [quartier.code for quartier in service.quartiers()][:quartiers]
    with service.store.importing("file.csv", at=service.now()) as writer:
        writer.add_responses(
            [
                Response(
                    f"{name}-{code}-{i}",
                    asked.version,
                    code,
                    MONTH,
                    {q.key: 1 + (i + place) % 5 for place, q in enumerate(asked.ratings)},
                    {"likes": f"Le bus {i}"},
                )
                for code in codes
                for i in range(number)
            ]
        )


def everything(service: Service) -> list[str]:
    return [question.key for question in service.questionnaire().ratings]


def test_nothing_is_published_before_the_day_of_the_results(opened: Open) -> None:
    service = opened(date(2023, 6, 30))
    answer(service, 20)
    assert service.publishing.opens() == date(2023, 7, 1)
    assert service.publishing.draft(everything(service)).number == 1, "it can be prepared"
    with pytest.raises(TooEarlyError):
        service.publishing.publish(everything(service))
    assert service.publishing.current() is None


def test_too_few_answers_are_no_release(opened: Open) -> None:
    service = opened(JULY)
    with pytest.raises(NothingToPublishError):
        service.publishing.publish(everything(service))
    answer(service, 10, quartiers=1)
    with pytest.raises(NothingToPublishError):
        service.publishing.publish(everything(service))
    answer(service, 20)
    with pytest.raises(NothingToPublishError):
        service.publishing.publish([])


def test_a_release_is_frozen(opened: Open) -> None:
    service = opened(JULY)
    answer(service, 20)
    published = service.publishing.publish(everything(service))
    before = service.publishing.release(1)
    answer(service, 5, name="later")
    assert service.publishing.release(1) == before
    assert published.digest == digest(to_text(before))
    text = json.dumps(published.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert digest(text) == published.digest


def test_a_release_comes_back_as_it_was(opened: Open) -> None:
    service = opened(JULY)
    answer(service, 20)
    draft = service.publishing.draft(everything(service))
    assert from_content(json.loads(to_text(draft))) == draft


def test_numbers_of_interviews_by_quartier_are_not_in_it(opened: Open) -> None:
    service = opened(JULY)
    service.records.fill_demo()
    text = to_text(service.publishing.draft(everything(service)))
    areas = json.loads(text)["areas"]
    assert {key for area in areas for key in area} == {
        *("code", "name", "knocked", "target", "outline", "dwellings")
    }


def test_masked_quartiers_hold_nothing(opened: Open) -> None:
    service = opened(JULY)
    answer(service, 20, quartiers=8)
    codes = [quartier.code for quartier in service.quartiers()]
    asked = service.questionnaire()
    with service.store.importing("few.csv", at=service.now()) as writer:
        writer.add_responses(
            [
                Response(
                    f"few-{i}", asked.version, codes[9], MONTH, {q.key: 5 for q in asked.ratings}
                )
                for i in range(4)
            ]
        )
    figures = service.publishing.draft(everything(service)).figures
    assert codes[9] in figures.masked
    assert len(figures.masked) >= 2
    for table in figures.tables:
        for cell in table.quartiers:
            assert (cell.status is Status.MASKED) == (cell.code in figures.masked)


def test_the_same_again_can_be_published_but_a_few_more_answers_cannot(opened: Open) -> None:
    service = opened(JULY)
    answer(service, 20)
    service.publishing.publish(everything(service))
    service.publishing.withdraw(1, "une erreur")
    assert service.publishing.current() is None
    service.publishing.publish(everything(service))
    answer(service, 1, name="late")
    with pytest.raises(ReleaseConflictError):
        service.publishing.publish(everything(service))
    answer(service, 11, name="later")
    assert service.publishing.publish(everything(service)).number == 3


def test_withdrawing_shows_the_one_before(opened: Open) -> None:
    service = opened(JULY)
    answer(service, 20)
    first, second = everything(service)[:2], everything(service)
    service.publishing.publish(first)
    service.publishing.publish(second)
    assert service.publishing.current().number == 2
    service.publishing.withdraw(2, "une erreur")
    assert service.publishing.current().number == 1


def test_what_changed_is_listed(opened: Open) -> None:
    service = opened(JULY)
    answer(service, 20)
    keys = everything(service)
    service.publishing.publish(keys[:1])
    answer(service, 11, name="later", quartiers=1)
    service.publishing.publish(keys[:2])
    older, newer = (service.publishing.release(number) for number in (1, 2))
    assert compare(older, older) == ()
    changes = {(one.question, one.code): one for one in compare(older, newer)}
    first = service.quartiers()[0].code
    assert {key for key in changes if key[0] == keys[0]} == {(keys[0], ""), (keys[0], first)}
    assert changes[keys[0], first].before.n == 20
    assert changes[keys[0], first].after.n == 31
    assert changes[keys[1], ""].before is None


def test_it_says_whether_a_release_holds_the_same(opened: Open) -> None:
    service = opened(JULY)
    answer(service, 20)
    keys = everything(service)
    published = service.publishing.publish(keys)
    assert opened(date(2023, 7, 9)).publishing.says(published, keys)
    assert not service.publishing.says(published, keys[:1])


def test_themes_and_quotes_go_in_as_people_decided(opened: Open) -> None:
    service = opened(JULY)
    answer(service, 20)
    kept, said = service.store.verbatims, service.answers.all("likes")
    for one in said[:12]:
        kept.confirm(one.id, one.original)
        kept.code(Coding(one.id, "Ada", ("transport",), service.settings.now()))
    kept.code(Coding(said[0].id, "Ada", ("nature", "transport"), service.settings.now()))
    kept.quote(said[0].id, QuoteStatus.APPROVED, "Le bus")
    kept.quote(said[1].id, QuoteStatus.PROPOSED, said[1].original)
    kept.quote(said[2].id, QuoteStatus.APPROVED, "Le bus")
    (likes,) = service.publishing.draft(everything(service)).open_questions
    assert (likes.answers, likes.quotes) == (12, ("Le bus",))
    assert {theme.key: theme.n for theme in likes.themes} == {"transport": 12, "nature": None}
    coding = service.publishing.prepare(everything(service)).coding
    assert (coding.coded, coding.usable, coding.double) == (12, 200, 0)
    assert service.publishing.prepare(everything(service), themes=False).coding is None
    without = service.publishing.draft(everything(service), themes=False, quotes=False)
    assert without.open_questions == ()
    only = service.publishing.draft(everything(service), themes=False).open_questions[0]
    assert (only.themes, only.answers) == ((), 0)


def test_before_a_release_there_are_doors_only(opened: Open) -> None:
    service = opened(JULY)
    service.records.fill_demo()
    preface = service.publishing.preface()
    assert preface.knocked == sum(area.knocked for area in preface.areas) == 1061
    assert not preface.withdrawn
    service.publishing.publish(everything(service))
    service.publishing.withdraw(1, "une erreur")
    assert service.publishing.preface() == replace(preface, withdrawn=True)


def test_nobody_is_quoted_from_a_quartier_that_was_masked_once(opened: Open) -> None:
    """A quote that appears as soon as its quartier is shown would tell where it was said."""
    service = opened(JULY)
    codes = [quartier.code for quartier in service.quartiers()]
    answer(service, 20, quartiers=8)
    asked = service.questionnaire()
    ratings, words = {q.key: 3 for q in asked.ratings}, {"likes": "Le parc"}
    with service.store.importing("few.csv", at=service.now()) as writer:
        writer.add_responses(
            [Response(f"few-{i}", asked.version, codes[9], MONTH, ratings, words) for i in range(4)]
        )
    masked = service.publishing.publish(everything(service)[:1])
    hidden = from_content(masked.content).figures.masked
    kept = service.store.verbatims
    one = next(one for one in service.answers.all("likes") if one.quartier in hidden)
    kept.confirm(one.id, one.original)
    kept.quote(one.id, QuoteStatus.APPROVED, one.original)
    answer(service, 30, name="later")
    draft = service.publishing.prepare(everything(service))
    assert (draft.release.figures.masked, draft.conflicts) == ((), ())
    assert draft.release.open_questions == ()
    assert draft.held_back == 1


def test_the_answers_behind_themes_are_not_told_where_no_theme_has_a_number(opened: Open) -> None:
    service = opened(JULY)
    answer(service, 20)
    for one in service.answers.all("likes")[:3]:
        service.store.verbatims.confirm(one.id, one.original)
        coding = Coding(one.id, "Ada", ("transport",), service.settings.now())
        service.store.verbatims.code(coding)
    (likes,) = service.publishing.draft(everything(service)).open_questions
    assert [(theme.key, theme.n) for theme in likes.themes] == [("transport", None)]
    assert likes.answers == 0


def test_a_few_coded_anew_beside_new_answers_are_a_conflict(opened: Open) -> None:
    service = opened(JULY)
    answer(service, 20)
    kept, said = service.store.verbatims, service.answers.all("likes")

    def code(some: list[str]) -> None:
        for identity in some:
            kept.confirm(identity, "Le bus")
            kept.code(Coding(identity, "Ada", ("transport",), service.settings.now()))

    code([one.id for one in said[:12]])
    service.publishing.publish(everything(service))
    code([said[12].id])
    assert service.publishing.prepare(everything(service)).conflicts == ()
    answer(service, 11, name="later")
    draft = service.publishing.prepare(everything(service))
    assert {(one.clash.value, one.question) for one in draft.conflicts} == {("few_words", "likes")}
    assert service.publishing.prepare(everything(service), themes=False).conflicts == ()
    with pytest.raises(ReleaseConflictError):
        service.publishing.publish(everything(service))


def test_late_answers_can_wait_and_the_figures_be_told_again(opened: Open) -> None:
    service = opened(JULY)
    answer(service, 20)
    keys = everything(service)
    assert service.publishing.repeatable(keys) is None
    with pytest.raises(NothingToPublishError):
        service.publishing.draft(keys, again=True)
    first = from_content(service.publishing.publish(keys).content)
    answer(service, 2, name="late")
    service.publishing.withdraw(1, "une erreur")
    assert service.publishing.prepare(keys).conflicts != ()
    assert service.publishing.repeatable(keys) == 1
    fewer = service.publishing.publish(keys[1:3], again=True)
    tables = from_content(fewer.content).figures.tables
    assert tables == first.figures.tables[1:3], "not one answer more"
    assert service.publishing.repeatable(keys) is None, "the newest lacks most questions"
    assert service.publishing.repeatable(keys[1:2]) == 2
    assert service.publishing.repeatable([]) is None


def test_figures_on_a_lower_threshold_are_not_told_again(opened: Open, monkeypatch) -> None:
    service = opened(JULY)
    answer(service, 20)
    keys = everything(service)
    service.publishing.publish(keys)
    stricter = replace(service.campaign(), k=15)
    monkeypatch.setattr(type(service), "campaign", lambda _self: stricter)
    assert service.publishing.repeatable(keys) is None


def test_nobody_is_quoted_where_a_single_quartier_is_left_to_come_from(opened: Open) -> None:
    """Else every quote, and every theme that is only named, would tell its quartier."""
    service = opened(JULY)
    answer(service, 40, quartiers=1)
    codes = [quartier.code for quartier in service.quartiers()]
    asked = service.questionnaire()
    with service.store.importing("few.csv", at=service.now()) as writer:
        writer.add_responses(
            [
                Response(
                    f"few-{code}-{i}",
                    asked.version,
                    code,
                    MONTH,
                    {q.key: 1 + (i + place) % 5 for place, q in enumerate(asked.ratings)},
                )
                for code in codes[1:4]
                for i in range(6)
            ]
        )
    kept, moment = service.store.verbatims, service.settings.now()
    for number, one in enumerate(service.answers.all("likes")[:14]):
        kept.confirm(one.id, one.original)
        kept.code(Coding(one.id, "Ada", ("transport", *["nature"] * (number < 2)), moment))
    kept.quote(one.id, QuoteStatus.APPROVED, "Le bus")
    draft = service.publishing.prepare(everything(service))
    assert draft.release.figures.masked == tuple(codes[1:4])
    (likes,) = draft.release.open_questions
    assert [(theme.key, theme.n) for theme in likes.themes] == [("transport", 14)]
    assert (likes.quotes, draft.held_back) == ((), 1)
