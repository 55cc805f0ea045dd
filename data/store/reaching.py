"""How to reach somebody: kept encrypted, read where the key is, inside the caller's transaction.

Each text is bound to its campaign, volunteer and column: moved elsewhere it does not open. A store
that was given no keys, on a database that never had any, keeps the texts as they are; as soon as
keys are there they are encrypted.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from data.box import Box
from data.errors import ContactsLockedError, UnreadableSecretError
from data.fieldwork import Contact
from data.keyring import Keyring
from data.schema import contacts
from data.store import dialect, inserting, settings
from data.store.part import here

_SHUT = "box:"
"""What an encrypted text begins with; no e-mail address and no number does."""
_TEXTS = ("email", "phone")


def read(connection: Connection, key: str) -> tuple[Contact, ...]:
    """Read how to reach those of whom anything is known, sorted by volunteer."""
    box = _box(dialect.keys_of(connection))
    return tuple(_opened(row, box) for row in _rows(connection, key))


def write(connection: Connection, key: str, contact: Contact, keys: Keyring | None = None) -> None:
    """Keep how to reach a volunteer; nothing is kept where both are empty.

    Parameters
    ----------
    keys
        What it is encrypted with; None for the keys of the connection.

    Raises
    ------
    ContactsLockedError
        If the database has a key, and it is not here.
    """
    if contact.locked:
        return
    if not (contact.email or contact.phone):
        gone = here(contacts, key, volunteer=contact.volunteer)
        connection.execute(delete(contacts).where(*gone))
        return
    box = _box(keys or dialect.keys_of(connection))
    if box is None and settings.read_key_mark(connection, key) is not None:
        raise ContactsLockedError
    values = {name: getattr(contact, name) for name in _TEXTS}
    if box:
        values = {
            name: text and _SHUT + box.seal(text, about=_about(key, contact.volunteer, name))
            for name, text in values.items()
        }
    row = {"campaign": key, "volunteer": contact.volunteer, **values}
    inserting.upsert(connection, contacts, row)


def loose(connection: Connection, key: str, keys: Keyring) -> tuple[Contact, ...]:
    """Read those that are not encrypted though a key is here, or with an older one."""
    every = _box(keys)
    if every is None:
        return ()
    newest = Box(keys.contacts[0])
    found = []
    for row in _rows(connection, key):
        shut = all(getattr(row, name).startswith(_SHUT) for name in _TEXTS if getattr(row, name))
        if not shut or _opened(row, newest).locked:
            contact = _opened(row, every)
            found += [] if contact.locked else [contact]
    return tuple(found)


def _rows(connection: Connection, key: str) -> Iterator[Row[Any]]:
    chosen = select(contacts).where(*here(contacts, key)).order_by(contacts.c.volunteer)
    return iter(connection.execute(chosen).all())


def _box(keys: Keyring) -> Box | None:
    return Box(*keys.contacts) if keys.contacts else None


def _opened(row: Row[Any], box: Box | None) -> Contact:
    """Read a row; what cannot be read is said to be locked, all of it."""
    texts: dict[str, str] = {}
    for name in _TEXTS:
        kept: str = getattr(row, name)
        if kept.startswith(_SHUT):
            if box is None:
                return Contact(row.volunteer, locked=True)
            try:
                about = _about(row.campaign, row.volunteer, name)
                kept = box.open(kept.removeprefix(_SHUT), about=about)
            except UnreadableSecretError:
                return Contact(row.volunteer, locked=True)
        texts[name] = kept
    return Contact(row.volunteer, texts["email"], texts["phone"])


def _about(key: str, volunteer: str, name: str) -> str:
    return f"contacts {key} {volunteer} {name}"
