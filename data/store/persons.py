"""All that is known of one person, to be handed to them, and their erasure.

A person is a volunteer, an account, or both. What their pairs recorded at doors is about others
and stays: visits name the pair, not who was in it. The journal keeps the random id of an account
and no name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    select,
)

from data.errors import NotFoundError, Thing
from data.schema import (
    accounts,
    audit,
    claims,
    codings,
    invitations,
    outings,
    pair_members,
    pairs,
    sections,
    sheets,
    sign_ins,
    sign_ups,
    volunteers,
)
from data.store import naming, people, reaching
from data.store.accounts import erase, keep_administrator
from data.store.part import Part, here, plain, there

_HIDDEN: Mapping[str, tuple[str, ...]] = {
    "accounts": ("password", "code", "code_step", "position"),
    "sign_ins": ("key",),
    "invitations": ("key",),
}
"""What proves who somebody is, and says nothing about them."""

Plain = str | int | bool | None
Row = Mapping[str, Plain]


@dataclass(frozen=True)
class Person:
    """All that is known of somebody: rows by table, as plain values."""

    id: str
    name: str
    known: Mapping[str, Sequence[Row]]


class Persons(Part):
    """What is known of somebody; `Store.persons`. Ids are those of volunteers or of accounts."""

    def get(self, identity: str) -> Person:
        """Read all that is known of somebody.

        Raises
        ------
        NotFoundError
            If there is no such volunteer, and no such account.
        """
        with self._reading() as (connection, key):
            who = _Who.find(connection, key, identity)
            known = {name: rows for name, rows in _known(connection, key, who).items() if rows}
            return Person(identity, who.name, known)

    def erase(self, identity: str) -> None:
        """Erase a volunteer with their account, whatever its role, and their name where it stands.

        Raises
        ------
        NotFoundError
            If there is no such volunteer, and no such account.
        LastAdministratorError
            If nobody would be left who can administer.
        """
        with self._changing() as (connection, key):
            who = _Who.find(connection, key, identity)
            if who.account:
                keep_administrator(connection, key, who.account)
            if who.volunteer:
                people.erase(connection, key, {who.volunteer})
            if who.account:
                erase(connection, key, {who.account})
            naming.forget(connection, key, who.name)


@dataclass(frozen=True)
class _Who:
    """The two ids of a person, "" where there is none, and their name."""

    volunteer: str
    account: str
    name: str

    @classmethod
    def find(cls, connection: Connection, key: str, identity: str) -> "_Who":
        column = "volunteer" if there(connection, volunteers, key, id=identity) else "id"
        chosen = select(accounts).where(*here(accounts, key, **{column: identity}))
        account = connection.execute(chosen).first()
        volunteer = identity if column == "volunteer" else account and account.volunteer
        if volunteer:
            named = select(volunteers.c.name).where(*here(volunteers, key, id=volunteer))
            name = connection.scalar(named) or ""
            return cls(volunteer, account.id if account else "", name)
        if account is None:
            raise NotFoundError(what=Thing.VOLUNTEER, key=identity)
        return cls("", account.id, account.name)


def _known(connection: Connection, key: str, who: _Who) -> Mapping[str, Sequence[Row]]:
    reader = _Reader(connection, key)
    known = _of_volunteer(reader, who.volunteer) if who.volunteer else {}
    if who.account:
        known |= _of_account(reader, who.account)
    signed, coder = (
        naming.written(connection, key, column, who.name)
        for column in (sheets.c.checked_by, codings.c.coder)
    )
    known["sheets"] = reader.read(sheets, [sheets.c.code], checked_by=signed)
    known["codings"] = reader.read(codings, [codings.c.at, codings.c.question], coder=coder)
    return known


def _alike(one: Column[str], other: Column[str]) -> ColumnElement[bool]:
    """Say that two columns name the same thing, of one campaign."""
    return and_(one == other, one.table.c.campaign == other.table.c.campaign)


def _of_volunteer(reader: "_Reader", volunteer: str) -> dict[str, Sequence[Row]]:
    went = pair_members.join(pairs).join(outings, _alike(pairs.c.outing, outings.c.id))
    held = claims.join(sections).join(pair_members, _alike(pair_members.c.pair, claims.c.pair))
    streets = [sections.c.street, claims.c.taken, claims.c.expires, claims.c.ended]
    came = [outings.c.day, sign_ups.c.attended]
    return {
        "volunteers": reader.read(volunteers, id=volunteer),
        "contacts": [
            {"email": one.email, "phone": one.phone, "locked": one.locked}
            for one in reaching.read(reader.connection, reader.key)
            if one.volunteer == volunteer
        ],
        "sign_ups": reader.read(sign_ups, came, sign_ups.join(outings), volunteer=volunteer),
        "pair_members": reader.read(
            pair_members, [outings.c.day, pairs.c.number], went, volunteer=volunteer
        ),
        "claims": reader.read(pair_members, streets, held, volunteer=volunteer),
    }


def _of_account(reader: "_Reader", account: str) -> dict[str, Sequence[Row]]:
    done = [audit.c.at, audit.c.role, audit.c.use_case]
    return {
        "accounts": reader.read(accounts, id=account),
        "sign_ins": reader.read(sign_ins, account=account),
        "invitations": reader.read(invitations, account=account),
        "audit": reader.read(audit, done, account=account),
    }


@dataclass(frozen=True)
class _Reader:
    """Reads rows of a campaign as plain values."""

    connection: Connection
    key: str

    def read(
        self,
        table: Table,
        columns: Sequence[Column[Any]] = (),
        joined: FromClause | None = None,
        **which: str | Sequence[str],
    ) -> Sequence[Row]:
        """Read the rows of `table` that are meant, sorted, without what only proves who one is."""
        chosen = select(*(columns or table.columns))
        chosen = chosen.select_from(table if joined is None else joined)
        hidden = _HIDDEN.get(table.name, ())
        found = self.connection.execute(chosen.where(*here(table, self.key, **which))).mappings()
        rows = [
            {name: _plain(value) for name, value in plain(row, *hidden).items()} for row in found
        ]
        return sorted(rows, key=repr)


def _plain(value: object) -> Plain:
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | bool) or value is None else str(value)
