"""Texts go into every kind of database alike, or into none: their lengths, and what is in them."""

import pytest
from sqlalchemy import inspect, types

from data.accounts import Account
from data.errors import LongValueError
from data.fieldwork import Recorded, Volunteer
from data.model import Outcome, Role
from data.schema import metadata
from data.sqltypes import Json, Name, Words
from data.store import Store, opening
from tests.data.store.conftest import DAY


def test_every_text_is_asked_for_its_length_before_a_database_is(store_url: str) -> None:
    """As long as the table takes, neither less nor more; and a text that is not bound is not."""
    engine = opening.open_engine(store_url)
    seen = 0
    for table in metadata.sorted_tables:
        for found in inspect(engine).get_columns(table.name):
            kept, kind = found["type"], table.c[found["name"]].type
            if isinstance(kept, types.String) and not isinstance(kind, Json):
                assert isinstance(kind, Words), (table.name, found["name"])
                assert kept.length == (kind.most if isinstance(kind, Name) else None)
                seen += 1
    engine.dispose()
    assert seen > 100


def test_the_longest_name_goes_in_and_a_longer_one_is_refused_in_plain_words(store: Store) -> None:
    """In letters that take more than one byte."""
    store.accounts.save(Account("a1", "é" * 200, Role.COORDINATOR))
    with pytest.raises(LongValueError) as error:
        store.accounts.save(Account("a2", "é" * 201, Role.COORDINATOR))
    assert "200 characters" in str(error.value)
    assert [one.id for one in store.accounts.all()] == ["a1"]


def test_of_rows_that_go_in_together_none_stays(store: Store) -> None:
    rows = [
        Recorded(f"k{door}", "a", DAY, Outcome.ABSENT, street="rue", door=door)
        for door in ("9" * 200, "9" * 201)
    ]
    with pytest.raises(LongValueError):
        store.recording.record(rows)
    assert list(store.visits()) == []
    assert store.recording.record(rows[:1]) == 1


@pytest.mark.parametrize("text", ["é" * 5000, "a\0b"])
def test_what_could_not_be_kept_is_looked_for_and_not_found(store: Store, text: str) -> None:
    assert store.accounts.credentials(text) is None
    assert store.accounts.by_identity(text) is None


def test_a_character_that_one_kind_refuses_is_left_out(store: Store) -> None:
    store.people.save(Volunteer("v1", "Zo\0é"))
    assert [one.name for one in store.people.volunteers()] == ["Zoé"]
