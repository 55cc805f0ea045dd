"""Purging: what goes when, that every figure stays, and that nothing leads to a door any more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from data.accounts import Account, SignIn
from data.fieldwork import Contact, Recorded, Volunteer
from data.model import Outcome, Response, Role
from data.purposes import Kept
from data.restitution import Coding, QuoteStatus
from data.schema import metadata
from data.store import Store, open_store
from data.store.part import NAMELESS
from data.store.purging import Purged
from tests.data.conftest import CAMPAIGN, QUARTIERS, QUESTIONNAIRE
from tests.data.store.conftest import DAY, NOON, SHEET, an_outing, fill

NEXT = date(2023, 4, 9)
AFTER_DOORS = date(2023, 7, 3)
"""The campaign of these tests has one phase: its doors and its restitution end on 2 July."""
LATER = replace(an_outing("o2"), day=NEXT)
NAMES = ("Nom 1", "ada@lovelace.invalid", "06 12 34", "Relectrice", "Zoé Codeuse")
PLACES = ("rue s1", "rue s2", "12 bis")
RAW = "Demandez à Madame Quetzal"


def visit(number: int, door: str | None, outcome: Outcome | None, **more: object) -> Recorded:
    values = {"street": "rue s1", "section": "s1", "outing": "o1", "pair": "p1", "hour": 15, **more}
    return Recorded(f"k{number}", "a", DAY, outcome, door=door, **values)  # type: ignore[arg-type]


@pytest.fixture
def lived(field: Store) -> Iterator[Store]:
    """Give a campaign after its first outing, with a second one to come."""
    field.outings.save(LATER)
    field.outings.sign_up("o2", "v4")
    field.people.save_all([], [Contact("v1", "ada@lovelace.invalid", "06 12 34")])
    field.claims.claim("s1", "o1", "p1", now=NOON, expires=NOON.replace(hour=16))
    field.recording.save_sheet(SHEET)
    field.recording.check_sheet("K7PX", "Relectrice")
    field.recording.record(
        [
            visit(1, "1", Outcome.ABSENT),
            visit(2, "1", Outcome.INTERVIEW),
            visit(3, "12 bis", Outcome.REFUSAL),
            visit(4, "12 bis", Outcome.INTERVIEW, replaces="k3"),
            visit(5, "3", Outcome.ABSENT),
            visit(6, "3", None, replaces="k5"),
            visit(7, None, Outcome.ABSENT, doors=5, street="rue s2", section="s2"),
        ]
    )
    for n, words in enumerate((RAW, "rien", "jamais lu")):
        field.recording.answer(Response(f"r{n}", 1, "a", DAY, {"life": 4}, {"likes": words}))
    answers = {answer.original: answer.id for answer in field.verbatims.all()}
    field.verbatims.confirm(answers[RAW], "Demandez à [nom]")
    field.verbatims.quote(answers[RAW], QuoteStatus.PROPOSED, "Demandez")
    field.verbatims.set_aside(answers["rien"])
    field.verbatims.code(Coding(answers[RAW], "Zoé Codeuse", (), NOON))
    field.accounts.save(Account("a1", "Nom 1", role=Role.VOLUNTEER, volunteer="v1"))
    field.accounts.save(Account("a2", "Chef", role=Role.ADMINISTRATOR, volunteer="v2"))
    for key, expires in ((b"1" * 32, date(2023, 4, 5)), (b"2" * 32, date(2023, 12, 1))):
        field.entrance.sign_in(SignIn(key, "a2", DAY, expires, "Firefox"), now=NOON)
    yield field


def figures(store: Store) -> list[object]:
    return [
        *(store.door_counts(), store.doors_by_day(), store.outcome_counts()),
        *(store.response_counts(), store.rating_counts(1)),
    ]


def everything(store: Store) -> str:
    with store._reading() as connection:
        return str([connection.execute(select(table)).all() for table in metadata.sorted_tables])


def rows(found: tuple[Purged, ...]) -> dict[tuple[str, Kept], int]:
    return {(step.table, step.kept): step.rows for step in found if step.rows}


def test_a_day_on_which_nothing_is_over_takes_nothing(lived: Store) -> None:
    before = lived.revision()
    assert not rows(lived.purging.purge(DAY))
    assert lived.revision() == before


def test_after_an_outing_go_the_names_of_who_was_there(lived: Store) -> None:
    known = figures(lived)
    found = lived.purging.purge(NEXT)
    assert rows(found) == {
        ("pair_members", Kept.OUTING): 4,
        ("sign_ups", Kept.OUTING): 4,
        ("sheets", Kept.OUTING): 1,
        ("sign_ins", Kept.SIGN_IN): 1,
    }
    assert [word.volunteer for word in lived.outings.sign_ups("o2")] == ["v4"]
    assert [pair.members for pair in lived.outings.pairs("o1")] == [(), ()]
    assert lived.recording.sheet("K7PX").checked_by == NAMELESS
    assert len(lived.people.volunteers()) == 4, "the campaign goes on, and they with it"
    assert lived.claims.of_section("s1")
    assert figures(lived) == known and "12 bis" in everything(lived)


def test_in_the_end_names_places_and_raw_words_go_and_figures_stay(lived: Store) -> None:
    known = figures(lived)
    assert all(words in everything(lived) for words in (*NAMES, *PLACES[:1], RAW))
    found = lived.purging.purge(AFTER_DOORS)
    assert rows(found) == {
        ("pair_members", Kept.OUTING): 4,
        ("sign_ups", Kept.OUTING): 5,
        ("sheets", Kept.OUTING): 1,
        ("sign_ins", Kept.SIGN_IN): 1,
        ("contacts", Kept.DOORS): 1,
        ("volunteers", Kept.DOORS): 4,
        ("claims", Kept.DOORS): 1,
        ("sheet_lines", Kept.RESTITUTION): 4,
        ("sheets", Kept.RESTITUTION): 1,
        ("visits", Kept.RESTITUTION): 3,
        ("responses", Kept.RESTITUTION): 3,
        ("codings", Kept.RESTITUTION): 1,
    }
    assert figures(lived) == known
    left = everything(lived)
    assert not [words for words in (*NAMES, RAW, "jamais lu") if words in left]
    with lived._reading() as connection:
        visits = connection.execute(text("SELECT * FROM visits")).mappings().all()
    for row in visits:
        assert row["street"] == ""
        assert not any(row[name] for name in ("section", "outing", "pair", "hour", "replaces"))
    assert sorted(row["door"] is None for row in visits) == [False, False, False, True]
    assert len({row["door"] for row in visits if row["door"]}) == 2


def test_redacted_texts_and_quotes_stay_the_month_becomes_the_year(lived: Store) -> None:
    lived.purging.purge(AFTER_DOORS)
    (answer,) = lived.verbatims.all()
    assert (answer.original, answer.redacted, answer.quote_text) == (
        "Demandez à [nom]", "Demandez à [nom]", "Demandez",
    )  # fmt: skip
    assert [coding.coder for coding in lived.verbatims.codings()] == ["1"]
    assert {response.month for response in lived.responses()} == {date(2023, 1, 1)}


def test_who_may_do_more_than_volunteer_keeps_the_account(lived: Store) -> None:
    lived.purging.purge(AFTER_DOORS)
    (account,) = lived.accounts.all()
    assert (account.id, account.volunteer) == ("a2", "")


def test_who_signed_up_for_a_later_day_stays(lived: Store) -> None:
    lived.outings.save(replace(an_outing("o3"), day=date(2023, 9, 3)))
    lived.outings.sign_up("o3", "v1")
    lived.purging.purge(AFTER_DOORS)
    assert [person.id for person in lived.people.volunteers()] == ["v1"]
    assert lived.people.contact("v1").email


def test_a_dry_run_says_the_same_and_changes_nothing(lived: Store) -> None:
    before = everything(lived)
    told = lived.purging.purge(AFTER_DOORS, dry_run=True)
    assert everything(lived) == before
    assert lived.purging.purge(AFTER_DOORS) == told


def test_twice_takes_nothing_more(lived: Store) -> None:
    lived.purging.purge(AFTER_DOORS)
    after = everything(lived)
    assert not rows(lived.purging.purge(AFTER_DOORS))
    assert everything(lived) == after


def test_another_campaign_of_the_database_is_left_alone(lived: Store) -> None:
    with open_store(lived._engine.url.render_as_string(hide_password=False)) as other:
        other.save_campaign(replace(CAMPAIGN, id="elsewhere"))
        other.replace_quartiers(QUARTIERS, note={})
        other.save_questionnaire(QUESTIONNAIRE)
        fill(other)
        other.people.save(Volunteer("v1", "Somebody else"))
        lived.purging.purge(AFTER_DOORS)
        assert len(other.people.volunteers()) == 4
        assert len(other.outings.sign_ups("o1")) == 4


def test_what_was_purged_cannot_be_found_again_by_its_key(lived: Store) -> None:
    """The keys of visits are keyed hashes of what was sent, and the secret lies beside them."""
    with lived._reading() as connection:
        before = set(connection.scalars(text("SELECT key FROM visits")))
    lived.purging.purge(AFTER_DOORS)
    with lived._reading() as connection:
        after = set(connection.scalars(text("SELECT key FROM visits")))
    assert len(after) == 4 and not after & before


outcomes = st.sampled_from([*Outcome, None])
steps = st.lists(
    st.tuples(st.integers(0, 5), outcomes, st.integers(0, 12), st.integers(0, 40)), max_size=20
)


@settings(max_examples=20)  # each one makes a database of its own
@given(steps)
def test_no_course_of_the_field_changes_a_figure(
    course: list[tuple[int, Outcome | None, int, int]],
):
    with open_store("sqlite://") as store:
        store.save_campaign(CAMPAIGN)
        store.replace_quartiers(QUARTIERS, note={})
        for number, (door, outcome, old, day) in enumerate(course):
            replaces = f"k{old}" if old < number and (outcome is None or old % 2) else ""
            if outcome is None and not replaces:
                continue
            when = date.fromordinal(DAY.toordinal() + day)
            row = Recorded(f"k{number}", "a", when, outcome, "rue", str(door), replaces=replaces)
            store.recording.record([row])
        known = figures(store)
        store.purging.purge(AFTER_DOORS)
        assert figures(store) == known
