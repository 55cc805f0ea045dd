"""Who may still come in after a backup was brought in: nobody whom it was taken from since.

A backup knows the links, sign-ins and accounts of its day. What was withdrawn, used up or shut
between that day and the restore must not work again because of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, select, update

from data.schema import accounts, invitations, sign_ins
from data.store.part import here, parts


@dataclass(frozen=True)
class Admitted:
    """What opens the app at one moment: keys of the rows, and the accounts that are not shut."""

    accounts: frozenset[tuple[str, str]]
    keys: Mapping[str, frozenset[bytes]]


def admitted(connection: Connection) -> Admitted:
    """Read what opens the app now."""
    opened = select(accounts.c.campaign, accounts.c.id).where(accounts.c.disabled.is_(False))
    return Admitted(
        frozenset((row.campaign, row.id) for row in connection.execute(opened)),
        {table.name: _keys(connection, table) for table in (invitations, sign_ins)},
    )


def readmit(connection: Connection, before: Admitted) -> None:
    """Shut what a backup brought back and what was not open any more before it came.

    Where no account was there before, nothing is known against anybody: all stay.
    """
    if not before.accounts:
        return
    for table in (invitations, sign_ins):
        for some in parts(_keys(connection, table) - before.keys[table.name]):
            connection.execute(delete(table).where(table.c.key.in_(some)))
    for campaign, identity in sorted(admitted(connection).accounts - before.accounts):
        shut = update(accounts).where(*here(accounts, campaign, id=identity))
        connection.execute(shut.values(disabled=True))


def _keys(connection: Connection, table: Table) -> frozenset[bytes]:
    # Hashes of random texts: they are different over all campaigns.
    return frozenset(bytes(key) for key in connection.scalars(select(table.c.key)))
