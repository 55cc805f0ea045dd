"""Contact details: unreadable in the file, readable with the key, never lost for want of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from data.errors import ContactsLockedError
from data.fieldwork import Contact, Volunteer
from data.keyring import Keyring
from data.store import Store, open_store
from data.store.dialect import writing
from tests.data.conftest import CAMPAIGN, ON_SQLITE

KEY, NEWER = bytes(range(32)), bytes(32)
RING = Keyring(contacts=(KEY,))
ADA = Contact("v1", "ada@lovelace.invalid", "06 12 34 56 78")
BOB = Contact("v2", phone="07 98 76 54 32")
WRITTEN = ("lovelace.invalid", "12 34 56 78", "98 76 54 32")


def address(store: Store) -> str:
    return store._engine.url.render_as_string(hide_password=False)


def keep(store: Store) -> None:
    store.people.save_all([Volunteer("v1", "Ada"), Volunteer("v2", "Bob")], [ADA, BOB])


@pytest.fixture
def kept(empty_store: Store) -> Iterator[Store]:
    """Give a store that knows its key, with two people."""
    empty_store.save_campaign(CAMPAIGN)
    empty_store.note_key(b"the mark of a key")
    empty_store.use_keys(RING)
    keep(empty_store)
    yield empty_store


def raw(store: Store) -> list[tuple[str, ...]]:
    with store._reading() as connection:
        rows = connection.execute(text("SELECT * FROM contacts ORDER BY volunteer"))
        return [tuple(row) for row in rows]


def files_of(store: Store) -> bytes:
    """Give all that lies on the disk of a SQLite database, the log included."""
    path = Path(str(store._engine.url.database))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def test_they_come_back_with_the_key(kept: Store) -> None:
    assert kept.people.contacts() == (ADA, BOB)
    assert kept.people.contact("v3") == Contact("v3")


@ON_SQLITE  # the files of a server are not ours to read
def test_nothing_of_them_is_on_the_disk(kept: Store) -> None:
    before = files_of(kept)
    assert b"Ada" in before, "the search has to find what is not encrypted"
    kept._engine.dispose()
    with writing(kept._engine) as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("BEGIN")
    for found in (before, files_of(kept)):
        for words in WRITTEN:
            assert words.encode() not in found


def test_the_same_words_never_look_the_same(kept: Store) -> None:
    before = raw(kept)
    keep(kept)
    after = raw(kept)
    assert all(one[2] != other[2] or not one[2] for one, other in zip(before, after, strict=True))
    assert before[0][3] != after[0][3]


def test_what_was_moved_to_somebody_else_does_not_open(kept: Store) -> None:
    with writing(kept._engine) as connection:
        connection.execute(
            text("UPDATE contacts SET phone = (SELECT phone FROM contacts WHERE volunteer = 'v1')")
        )
    assert kept.people.contacts() == (ADA, Contact("v2", locked=True))


def test_without_the_key_they_are_locked_and_stay(kept: Store) -> None:
    before = raw(kept)
    with open_store(address(kept)) as keyless:
        locked = tuple(Contact(name, locked=True) for name in ("v1", "v2"))
        assert keyless.people.contacts() == locked
        assert [person.name for person in keyless.people.volunteers()] == ["Ada", "Bob"]
        keyless.people.save_all([Volunteer("v1", "Ada L.")], locked)
        assert raw(keyless) == before
        with pytest.raises(ContactsLockedError):
            keyless.people.save_all([], [Contact("v1", "new@lovelace.invalid")])
        keyless.people.save_all([], [Contact("v2")])
    assert kept.people.contacts() == (ADA,)


def test_what_lies_there_unencrypted_is_encrypted_at_once(empty_store: Store) -> None:
    empty_store.save_campaign(CAMPAIGN)
    keep(empty_store)
    assert raw(empty_store)[0][2:] == (ADA.email, ADA.phone)
    empty_store.use_keys(RING)
    assert empty_store.people.contacts() == (ADA, BOB)
    assert not any(words in str(raw(empty_store)) for words in WRITTEN)
    if empty_store._engine.dialect.name == "sqlite":
        assert not any(words.encode() in files_of(empty_store) for words in WRITTEN)
    revision = empty_store.revision()
    empty_store.use_keys(RING)
    assert empty_store.revision() == revision, "nothing was left to encrypt"


def test_a_newer_key_takes_over(kept: Store) -> None:
    kept.use_keys(Keyring(contacts=(NEWER, KEY)))
    assert kept.people.contacts() == (ADA, BOB)
    kept.use_keys(Keyring(contacts=(NEWER,)))
    assert kept.people.contacts() == (ADA, BOB)
    kept.use_keys(RING)
    assert all(contact.locked for contact in kept.people.contacts())


@ON_SQLITE  # the files of a server are not ours to read
def test_who_is_removed_is_gone_from_the_disk(kept: Store) -> None:
    kept.people.save(Volunteer("v1", "Quetzalcoatl"))
    kept.people.remove("v1")
    kept.forget()
    assert b"Quetzalcoatl" not in files_of(kept)
