"""Seal anew what was sealed with an older key, or not at all: contact details and codes.

All campaigns of a database that go with one key file are sealed in one transaction, and the mark
of the new key is a part of it: what is found there later says whether it was done.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from data.box import Box
from data.errors import UnreadableSecretError
from data.keyring import Keyring
from data.schema import accounts, secrets
from data.store import reaching, settings
from data.store.part import here


@dataclass(frozen=True)
class Resealed:
    """How many texts were sealed anew: contact details of people, and secrets of codes."""

    contacts: int
    codes: int


def is_due(connection: Connection, campaign: str, keys: Keyring) -> bool:
    """Say whether anything lies there that the newest key has not sealed."""
    return any(
        mark in keys.marks[1:]
        or reaching.loose(connection, key, keys)
        or any(_loose(connection, key, keys))
        for key, mark in _ours(connection, campaign, keys)
    )


def reseal(connection: Connection, campaign: str, keys: Keyring) -> Resealed:
    """Seal all of it with the newest key, inside the caller's transaction.

    What no key opens stays as it is.

    Parameters
    ----------
    campaign
        It is sealed also where it has no mark yet.
    """
    contacts = codes = 0
    for key, mark in list(_ours(connection, campaign, keys)):
        settings.bump_revision(connection, key)  # whoever writes there waits, or is through
        for contact in reaching.loose(connection, key, keys):
            reaching.write(connection, key, contact, keys)
            contacts += 1
        for account, secret in list(_loose(connection, key, keys)):
            sealed = Box(keys.codes[0]).seal(secret, about=account)
            mine = here(accounts, key, id=account)
            connection.execute(update(accounts).where(*mine).values(code=sealed))
            codes += 1
        if mark in keys.marks[1:]:
            settings.replace_key_mark(connection, key, keys.marks[0])
    return Resealed(contacts, codes)


def _ours(
    connection: Connection, campaign: str, keys: Keyring
) -> Iterator[tuple[str, bytes | None]]:
    """Find the campaigns that go with the key file, and the mark that each has of it."""
    rows = connection.execute(select(secrets.c.campaign, secrets.c.key_mark)).all()
    for row in sorted(rows):
        mark = None if row.key_mark is None else bytes(row.key_mark)
        if row.campaign == campaign or mark in keys.marks:
            yield row.campaign, mark


def _loose(connection: Connection, key: str, keys: Keyring) -> Iterator[tuple[str, str]]:
    """Find the secrets of codes that an older key has sealed, opened, by account."""
    if not keys.codes:
        return
    newest, every = Box(keys.codes[0]), Box(*keys.codes)
    kept = select(accounts.c.id, accounts.c.code).where(*here(accounts, key))
    for row in connection.execute(kept.where(accounts.c.code.is_not(None))).all():
        try:
            newest.open(row.code, about=row.id)
        except UnreadableSecretError:
            with suppress(UnreadableSecretError):
                yield row.id, every.open(row.code, about=row.id)
