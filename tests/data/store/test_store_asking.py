"""Open questionnaires: each answer kept at once, counted once, closed for good."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from data.errors import ClosedQuestionnaireError, NotFoundError
from data.model import Response
from data.restitution import Coding, QuoteStatus, VerbatimStatus
from data.store import Store, open_store
from data.store.asking import LASTS, Draft
from data.store.dialect import writing
from tests.data.conftest import CAMPAIGN, QUARTIERS, QUESTIONNAIRE
from tests.data.store.conftest import DAY

TOKEN, OTHER = "a" * 32, "b" * 32


def keep(store: Store, question: str, answer: int | str | None, **more: object) -> bool:
    values = {"token": TOKEN, "today": DAY, **more}
    return store.asking.keep(question=question, answer=answer, version=1, **values)  # type: ignore[arg-type]


def draft(store: Store, token: str = TOKEN, today: date = DAY) -> Draft | None:
    return store.asking.read([token], today=today).get(token)


@pytest.fixture
def asked(field: Store) -> Store:
    """Give a store where one questionnaire is open."""
    field.asking.open([TOKEN], quartier="a", today=DAY)
    return field


def test_each_answer_is_kept_at_once_in_one_response(asked: Store) -> None:
    assert draft(asked) == Draft("a")
    assert list(asked.responses()) == []
    for question, answer in (("life", 4), ("likes", " les parcs "), ("life", 5)):
        before = asked.revision()
        assert keep(asked, question, answer)
        assert asked.revision() == before + 1
    (response,) = asked.responses()
    assert (response.ratings, response.texts) == ({"life": 5}, {"likes": "les parcs"})
    assert (response.quartier, response.month) == ("a", date(2023, 4, 1))
    assert asked.response_counts()["a"] == 1
    assert asked.rating_counts(1) == (("a", "life", 5, 1),)
    assert draft(asked) == Draft("a", {"life": 5}, {"likes": "les parcs"})


def test_the_same_answer_again_changes_nothing(asked: Store) -> None:
    keep(asked, "life", 4)
    before = asked.revision()
    assert not keep(asked, "life", 4)
    assert not keep(asked, "likes", "  ")
    assert asked.revision() == before


def test_without_any_answer_there_is_no_response(asked: Store) -> None:
    keep(asked, "life", 4)
    keep(asked, "likes", "x")
    assert keep(asked, "life", None)
    assert keep(asked, "likes", " ")
    assert list(asked.responses()) == []
    assert draft(asked) == Draft("a")
    keep(asked, "life", 2)
    assert asked.response_counts()["a"] == 1


def test_a_finished_one_can_neither_be_read_nor_changed(asked: Store) -> None:
    keep(asked, "life", 4)
    for _turn in range(2):
        asked.asking.close(TOKEN)
        assert draft(asked) is None
        with pytest.raises(ClosedQuestionnaireError):
            keep(asked, "life", 1)
        with pytest.raises(ClosedQuestionnaireError):
            asked.asking.withdraw(TOKEN, today=DAY)
    (response,) = asked.responses()
    assert response.ratings == {"life": 4}


def test_withdrawing_leaves_nothing(asked: Store) -> None:
    keep(asked, "life", 4)
    assert asked.asking.withdraw(TOKEN, today=DAY)
    assert list(asked.responses()) == []
    with pytest.raises(ClosedQuestionnaireError):
        keep(asked, "likes", "too late")
    assert asked.response_counts()["a"] == 0
    asked.asking.open([OTHER], quartier="a", today=DAY)
    assert not asked.asking.withdraw(OTHER, today=DAY)


def test_a_token_that_was_never_given_out_opens_nothing(asked: Store) -> None:
    for token in (OTHER, "", "kept:" + "0" * 32, TOKEN.upper()):
        assert draft(asked, token) is None
        with pytest.raises(ClosedQuestionnaireError):
            keep(asked, "life", 1, token=token)
    with pytest.raises(NotFoundError):
        asked.asking.open([OTHER], quartier="nowhere", today=DAY)
    assert draft(asked, OTHER) is None


def test_several_people_of_one_door_are_apart(field: Store) -> None:
    field.asking.open([TOKEN, OTHER], quartier="a", today=DAY)
    keep(field, "life", 4)
    keep(field, "life", 2, token=OTHER)
    field.asking.close(TOKEN)
    assert draft(field, OTHER) == Draft("a", {"life": 2})
    assert field.response_counts()["a"] == 2
    assert list(field.asking.read([OTHER, TOKEN], today=DAY)) == [OTHER]


def test_one_that_is_left_open_is_an_answer_like_any_other(asked: Store, store_url: str) -> None:
    """It can be gone on with the day after; later its token is worth nothing and is forgotten."""
    keep(asked, "life", 4)
    assert keep(asked, "likes", "x", today=DAY + LASTS)
    later = DAY + LASTS + timedelta(days=1)
    assert draft(asked, today=later) is None
    with pytest.raises(ClosedQuestionnaireError):
        keep(asked, "life", 1, today=later)
    asked.asking.open([OTHER], quartier="a", today=later)
    engine = create_engine(store_url)
    with engine.connect() as connection:
        left = connection.execute(text("SELECT day FROM open_questionnaires")).all()
    engine.dispose()
    assert len(left) == 1
    assert asked.response_counts()["a"] == 1


def test_the_month_is_that_of_the_first_answer(field: Store) -> None:
    last, first = date(2023, 4, 30), date(2023, 5, 1)
    field.asking.open([TOKEN], quartier="a", today=last)
    keep(field, "life", 4, today=last)
    keep(field, "likes", "x", today=first)
    assert [response.month for response in field.responses()] == [date(2023, 4, 1)]


def test_answers_of_one_questionnaire_by_eight_writers(asked: Store) -> None:
    posts = [("life", n % 5 + 1) for n in range(20)] + [("likes", "les parcs")] * 20
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda post: keep(asked, *post), posts))
    (response,) = asked.responses()
    assert set(response.ratings) == {"life"} and response.texts == {"likes": "les parcs"}


def test_it_goes_with_the_demonstration(asked: Store) -> None:
    with asked.importing("demo", demo=True, at="2023-04-01") as writer:
        writer.add_responses([Response("d", 1, "a", DAY, {"life": 1})])
    keep(asked, "life", 4, demo=True)
    keep(asked, "life", 5, demo=True)
    (record,) = asked.imports()
    assert asked.undo_import(record.id) == 2
    assert draft(asked) == Draft("a")
    keep(asked, "life", 3)
    assert asked.undo_import(record.id) == 0
    assert asked.rating_counts(1) == (("a", "life", 3, 1),)


def test_an_export_made_half_way_comes_in_once(asked: Store) -> None:
    """Its key stays when it is gone on with and closed: the file brings nothing in twice."""
    keep(asked, "life", 4)
    (half,) = asked.responses()
    keep(asked, "likes", "x")
    asked.asking.close(TOKEN)
    again = Response(f"kept:{half.key}", 1, "a", DAY, {"life": 4})
    with asked.importing("export.csv", at="2023-04-03") as writer:
        assert writer.add_responses([again]) == 0
    assert asked.response_counts()["a"] == 1


@pytest.mark.parametrize("then", ["les bus", "", None])
def test_what_was_made_of_a_text_goes_with_it(asked: Store, then: str | None) -> None:
    """Somebody read it while the questionnaire was still open."""
    keep(asked, "life", 4)
    keep(asked, "likes", "la rue de Marie")
    (read,) = asked.verbatims.all()
    asked.verbatims.confirm(read.id, "la rue de [nom]")
    asked.verbatims.quote(read.id, QuoteStatus.PROPOSED, "la rue")
    asked.verbatims.code(Coding(read.id, "Lou", (), datetime(2023, 4, 3, tzinfo=UTC)))
    keep(asked, "life", 5)
    assert asked.verbatims.get(read.id).quote is QuoteStatus.PROPOSED
    if then is None:
        asked.asking.withdraw(TOKEN, today=DAY)
    else:
        keep(asked, "likes", then)
    assert [one.status for one in asked.verbatims.all()] == [VerbatimStatus.NEW] * bool(then)
    assert asked.verbatims.codings() == ()


TAPS = st.tuples(
    st.sampled_from([TOKEN, OTHER]),
    st.sampled_from(
        [("life", 1), ("life", 5), ("life", None), ("likes", "x"), ("likes", ""), "stop", "gone"]
    ),
)


@pytest.fixture(scope="module")
def tapped() -> Iterator[Store]:
    with open_store("sqlite://") as store:
        store.save_campaign(CAMPAIGN)
        store.replace_quartiers(QUARTIERS, note={})
        store.save_questionnaire(QUESTIONNAIRE)
        yield store


@settings(max_examples=60, deadline=None)
@given(taps=st.lists(TAPS, max_size=12))
def test_whatever_is_tapped_the_response_is_what_stands_on_the_screen(
    tapped: Store, taps: list[tuple[str, object]]
) -> None:
    with writing(tapped._engine) as connection:
        connection.execute(text("DELETE FROM open_questionnaires"))
        connection.execute(text("DELETE FROM responses"))
    tapped.asking.open([TOKEN, OTHER], quartier="b", today=DAY)
    shown: dict[str, dict[str, object]] = {TOKEN: {}, OTHER: {}}
    closed = set()
    for token, tap in taps:
        try:
            if tap == "stop":
                tapped.asking.close(token)
                closed.add(token)
            elif tap == "gone":
                tapped.asking.withdraw(token, today=DAY)
                closed.add(token)
                shown[token] = {}
            else:
                keep(tapped, *tap, token=token)  # type: ignore[misc]
                shown[token][tap[0]] = tap[1]  # type: ignore[index]
        except ClosedQuestionnaireError:
            assert token in closed
    wished = [{name: told for name, told in one.items() if told} for one in shown.values()]
    kept = [{**one.ratings, **one.texts} for one in tapped.responses()]
    assert sorted(kept, key=_sorted) == sorted(filter(None, wished), key=_sorted)


def _sorted(answers: Mapping[str, object]) -> str:
    return str(sorted(answers.items()))
