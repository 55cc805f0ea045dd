"""The entrance: invitations, sign-ins, and attempts that have to wait.

Coming in and going out for oneself changes nothing that anybody else sees: it does not raise the
revision, so that nobody can empty all caches by knocking at the door. What takes a right away
does: every session hears of it at its next run.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, case, delete, insert, or_, select, update

from data.accounts import FORGOTTEN, Account, Invitation, Limit, SignIn
from data.errors import (
    ExpiredInvitationError,
    InvitationError,
    NotFoundError,
    Thing,
    UsedInvitationError,
)
from data.schema import accounts, attempts, invitations, sign_ins
from data.store import inserting
from data.store.accounts import read_account
from data.store.part import Part, Transaction, here, plain, require


class Entrance(Part):
    """Invitations, sign-ins and attempts; `Store.entrance`.

    `noting` opens a transaction that writes without raising the revision.
    """

    def __init__(self, reading: Transaction, changing: Transaction, noting: Transaction) -> None:
        super().__init__(reading, changing)
        self._noting = noting

    # Invitations

    def invite(self, new: tuple[Invitation, ...], *, now: datetime) -> None:
        """Keep invitations; each takes the place of an earlier one of its kind for its account.

        Raises
        ------
        NotFoundError
            If there is no such account.
        """
        with self._changing() as (connection, key):
            for invitation in new:
                require(connection, accounts, key, Thing.ACCOUNT, invitation.account)
                alike = here(invitations, key, account=invitation.account, once=invitation.once)
                connection.execute(delete(invitations).where(*alike))
                row = {"campaign": key, **vars(invitation)}
                connection.execute(insert(invitations).values(**row))
            _tidy(connection, key, now)

    def invitations(self) -> tuple[Invitation, ...]:
        """Read the invitations that were not revoked, sorted by account."""
        with self._reading() as (connection, key):
            rows = connection.execute(select(invitations).where(*here(invitations, key)))
            found = [Invitation(**plain(row)) for row in rows.mappings()]
            return tuple(sorted(found, key=lambda one: (one.account, one.once)))

    def invited(self, key: bytes, *, now: datetime) -> Account:
        """Say whom a link would let in; this uses nothing up.

        Raises
        ------
        InvitationError
            If the link lets nobody in (any more).
        """
        with self._reading() as (connection, campaign):
            return _invited(connection, campaign, key, now)

    def come_in(self, key: bytes, new: SignIn, *, now: datetime) -> Account:
        """Sign a browser in by a link; of several at once with a link for one, one comes in.

        Parameters
        ----------
        new
            The sign-in; its account is that of the link, whatever it says itself.

        Raises
        ------
        InvitationError
            If the link lets nobody in (any more).
        """
        with self._noting() as (connection, campaign):
            account = _invited(connection, campaign, key, now, hold=True)
            mine = here(invitations, campaign, key=key)
            connection.execute(update(invitations).where(*mine).values(used=new.since))
            _sign_in(connection, campaign, account, new)
            return account

    def revoke(self, account: str) -> None:
        """Take an account's links and sign-ins away; all its browsers are out at their next run.

        Raises
        ------
        NotFoundError
            If there is no such account.
        """
        with self._changing() as (connection, key):
            require(connection, accounts, key, Thing.ACCOUNT, account)
            for table in (invitations, sign_ins):
                connection.execute(delete(table).where(*here(table, key, account=account)))

    # Sign-ins

    def sign_in(self, new: SignIn, *, now: datetime) -> Account:
        """Sign a browser in whose person proved who they are.

        Raises
        ------
        NotFoundError
            If there is no such account, or it is disabled.
        """
        with self._noting() as (connection, key):
            account = read_account(connection, key, new.account)
            if account.disabled:
                raise NotFoundError(what=Thing.ACCOUNT, key=new.account)
            _sign_in(connection, key, account, new)
            _tidy(connection, key, now)
            return account

    def signed_in(self, key: bytes) -> tuple[Account, SignIn] | None:
        """Say who is signed in with a token; None where nobody is, or may not be any more.

        Whether the day it expires has passed is for the caller to compare.
        """
        with self._reading() as (connection, campaign):
            mine = select(sign_ins).where(*here(sign_ins, campaign, key=key))
            row = connection.execute(mine).mappings().first()
            if row is None:
                return None
            account = read_account(connection, campaign, row["account"])
            return None if account.disabled else (account, SignIn(**plain(row)))

    def renew(self, key: bytes, *, today: date, expires: date) -> bool:
        """Let a sign-in hold longer, and note the day; False where it does not hold any more.

        One that rests on the word of a provider ends when it was to end.
        """
        with self._noting() as (connection, campaign):
            mine = *here(sign_ins, campaign, key=key), sign_ins.c.expires >= today
            until = case((sign_ins.c.provider, sign_ins.c.expires), else_=expires)
            if not connection.execute(update(sign_ins).where(*mine).values(expires=until)).rowcount:
                return False
            owner = select(sign_ins.c.account).where(*mine).scalar_subquery()
            seen = *here(accounts, campaign), accounts.c.id == owner
            connection.execute(update(accounts).where(*seen).values(last_seen=today))
            return True

    def sign_ins(self, account: str) -> tuple[SignIn, ...]:
        """Read the browsers that an account is signed in with, the newest first."""
        with self._reading() as (connection, key):
            mine = select(sign_ins).where(*here(sign_ins, key, account=account))
            found = [SignIn(**plain(row)) for row in connection.execute(mine).mappings()]
            return tuple(sorted(found, key=lambda one: (one.since, one.key), reverse=True))

    def end(self, account: str, keys: tuple[bytes, ...]) -> None:
        """Sign browsers of an account out."""
        with self._changing() as (connection, campaign):
            mine = here(sign_ins, campaign, account=account, key=keys)
            connection.execute(delete(sign_ins).where(*mine))

    # Attempts

    def attempt(self, limits: Mapping[bytes, Limit], *, now: datetime) -> timedelta:
        """Count an attempt before it is made; zero, or how long it has to wait and is not counted.

        It counts before anybody knows whether it is right, so that many at once are not free.

        Parameters
        ----------
        limits
            What the attempt counts for (a name, a network address), as hashes.
        """
        with self._noting() as (connection, campaign):
            for key in sorted(limits):
                none = campaign, key, 0, now
                names = ["campaign", "key", "number", "last"]
                inserting.insert_new(connection, attempts, names, [none])
            rows = select(attempts).where(*here(attempts, campaign, key=list(limits)))
            rows = rows.order_by(attempts.c.key).with_for_update()
            found = {row.key: row for row in connection.execute(rows)}
            numbers = {
                key: row.number if now - row.last < FORGOTTEN else 0 for key, row in found.items()
            }
            waits = (found[key].last + limits[key].wait(numbers[key]) - now for key in limits)
            wait = max(waits, default=timedelta())
            if wait > timedelta():
                return wait
            for key, number in numbers.items():
                mine = here(attempts, campaign, key=key)
                counted = update(attempts).where(*mine).values(number=number + 1, last=now)
                connection.execute(counted)
            return timedelta()

    def forgive(self, key: bytes) -> None:
        """Count no earlier attempts any more: the last one was right."""
        with self._noting() as (connection, campaign):
            connection.execute(delete(attempts).where(*here(attempts, campaign, key=key)))

    def use_code(self, account: str, step: int) -> bool:
        """Use a time-based code up; False where it, or a later one, was used before."""
        with self._noting() as (connection, campaign):
            older = or_(accounts.c.code_step.is_(None), accounts.c.code_step < step)
            mine = *here(accounts, campaign, id=account), older
            return bool(
                connection.execute(update(accounts).where(*mine).values(code_step=step)).rowcount
            )


def _invited(
    connection: Connection, campaign: str, key: bytes, now: datetime, *, hold: bool = False
) -> Account:
    """Read whom a link lets in; `hold` keeps others from using it until the transaction ends."""
    mine = select(invitations).where(*here(invitations, campaign, key=key))
    row = connection.execute(mine.with_for_update() if hold else mine).mappings().first()
    if row is None:
        raise InvitationError
    invitation = Invitation(**plain(row))
    if invitation.once and invitation.used:
        raise UsedInvitationError
    if invitation.expires <= now:
        raise ExpiredInvitationError
    return read_account(connection, campaign, invitation.account)


def _sign_in(connection: Connection, key: str, account: Account, new: SignIn) -> None:
    row = {"campaign": key, **vars(new), "account": account.id}
    connection.execute(insert(sign_ins).values(**row))
    mine = here(accounts, key, id=account.id)
    connection.execute(update(accounts).where(*mine).values(last_seen=new.since))


def _tidy(connection: Connection, key: str, now: datetime) -> None:
    """Remove what lets nobody in any more and what is not counted any more.

    Links that expired stay for a week: who comes late is told so.
    """
    late = timedelta(days=7)
    gone: list[tuple[Table, ColumnElement[bool]]] = [
        (invitations, invitations.c.expires < now - late),
        (sign_ins, sign_ins.c.expires < now.date() - timedelta(days=1)),
        (attempts, attempts.c.last < now - FORGOTTEN),
    ]
    for table, condition in gone:
        connection.execute(delete(table).where(*here(table, key), condition))
