"""Accounts: who may come in, what they may do, and what they have to know."""

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data.accounts import Account, Credentials, login_of
from data.errors import (
    AccountTwiceError,
    IdentityTakenError,
    LastAdministratorError,
    NamelessAccountError,
    NameTakenError,
    NotFoundError,
    Thing,
)
from data.model import Role
from data.schema import accounts, invitations, sign_ins, volunteers
from data.store import erasures, naming
from data.store.part import Part, here, plain, require

_ADMINISTRATOR = Role.ADMINISTRATOR.name.lower()


class Accounts(Part):
    """Accounts; `Store.accounts`."""

    def all(self) -> tuple[Account, ...]:
        """Read the accounts, the highest role first, then by name."""
        with self._reading() as (connection, key):
            rows = connection.execute(select(accounts).where(*here(accounts, key))).mappings()
            return tuple(sorted((account_from(row) for row in rows), key=_by_role))

    def get(self, identity: str) -> Account:
        """Read one account.

        Raises
        ------
        NotFoundError
            If there is no such account.
        """
        with self._reading() as (connection, key):
            return read_account(connection, key, identity)

    def first_administrator(self) -> Account | None:
        """Read the administrator who may come in and was made first, None where there is none."""
        with self._reading() as (connection, key):
            able = here(accounts, key, role=_ADMINISTRATOR, disabled=False)
            found = select(accounts).where(*able).order_by(accounts.c.position).limit(1)
            row = connection.execute(found).mappings().first()
            return None if row is None else account_from(row)

    def save(self, account: Account) -> None:
        """Add or change an account; who may not come in any more loses links and sign-ins.

        Whether there is a password and a code, and the day of the last visit, is not changed.

        Raises
        ------
        NamelessAccountError
            It has no name.
        NameTakenError, IdentityTakenError, AccountTwiceError
            It could be taken for another one.
        LastAdministratorError
            Nobody would be left who can administer.
        NotFoundError
            There is no such volunteer.
        """
        with self._changing() as (connection, key):
            self._save(connection, key, account)

    def rename(self, identity: str, name: str) -> None:
        """Call somebody by another name, on the list of volunteers as well.

        Raises
        ------
        NotFoundError
            If there is no such account.
        NamelessAccountError, NameTakenError
            The name is none, or could be taken for somebody else's.
        """
        with self._changing() as (connection, key):
            account = replace(read_account(connection, key, identity), name=" ".join(name.split()))
            self._save(connection, key, account)
            mine = here(volunteers, key, id=account.volunteer)
            connection.execute(update(volunteers).where(*mine).values(name=account.name))

    def save_all(self, new: tuple[Account, ...]) -> None:
        """Add or change several accounts, all or none.

        Raises
        ------
        StoreError
            As for `save`.
        """
        with self._changing() as (connection, key):
            for account in new:
                self._save(connection, key, account)

    def remove(self, identity: str) -> None:
        """Remove an account with its links and sign-ins.

        Raises
        ------
        NotFoundError
            If there is no such account.
        LastAdministratorError
            Nobody would be left who can administer.
        """
        with self._changing() as (connection, key):
            require(connection, accounts, key, Thing.ACCOUNT, identity)
            keep_administrator(connection, key, identity)
            erase(connection, key, {identity})

    def credentials(self, login: str) -> Credentials | None:
        """Read what has to be known to come in by a name; None where nobody has it."""
        return self._credentials(login=login, disabled=False)

    def credentials_of(self, identity: str) -> Credentials | None:
        """Read what an account has to know; None where there is no such account."""
        return self._credentials(id=identity)

    def by_identity(self, identity: str) -> Account | None:
        """Read the account of somebody whom a provider knows; None where there is none."""
        with self._reading() as (connection, key):
            able = here(accounts, key, identity=login_of(identity), disabled=False)
            row = connection.execute(select(accounts).where(*able)).mappings().first()
            return None if row is None else account_from(row)

    def set_password(self, identity: str, password: str | None, *, keep: bytes = b"") -> None:
        """Keep the hash of a password; browsers signed in before are so no more, but for `keep`.

        Raises
        ------
        NotFoundError
            If there is no such account.
        """
        with self._changing() as (connection, key):
            _change(connection, key, identity, password=password)
            others = *here(sign_ins, key, account=identity), sign_ins.c.key != keep
            connection.execute(delete(sign_ins).where(*others))

    def set_code(self, identity: str, code: str | None, *, step: int | None = None) -> None:
        """Keep the encrypted secret of a time-based code, or ask for none any more.

        Raises
        ------
        NotFoundError
            If there is no such account.
        """
        with self._changing() as (connection, key):
            _change(connection, key, identity, code=code, code_step=step)

    def _credentials(self, **where: object) -> Credentials | None:
        with self._reading() as (connection, key):
            columns = accounts.c.id, accounts.c.password, accounts.c.code
            row = connection.execute(select(*columns).where(*here(accounts, key, **where))).first()
            return None if row is None else Credentials(row.id, row.password, row.code)

    def _save(self, connection: Connection, key: str, account: Account) -> None:
        account = replace(account, name=" ".join(account.name.split()))
        _refuse_doubtful(connection, key, account)
        if account.role is not Role.ADMINISTRATOR or account.disabled:
            keep_administrator(connection, key, account.id)
        if account.volunteer:
            require(connection, volunteers, key, Thing.VOLUNTEER, account.volunteer)
        row = _row(account)
        known = here(accounts, key, id=account.id)
        before = connection.execute(select(accounts).where(*known)).mappings().first()
        if before:
            _follow(connection, key, before, account)
        if not connection.execute(update(accounts).where(*known).values(**row)).rowcount:
            mine = accounts.c.campaign == key
            last = connection.scalar(select(func.max(accounts.c.position)).where(mine)) or 0
            new = {"campaign": key, "id": account.id, "position": last + 1}
            connection.execute(insert(accounts).values(**new, **row))
        if account.disabled:
            for table in (invitations, sign_ins):
                connection.execute(delete(table).where(*here(table, key, account=account.id)))


def read_account(connection: Connection, key: str, identity: str) -> Account:
    """Read one account.

    Raises
    ------
    NotFoundError
        If there is no such account.
    """
    found = select(accounts).where(*here(accounts, key, id=identity))
    row = connection.execute(found).mappings().first()
    if row is None:
        raise NotFoundError(what=Thing.ACCOUNT, key=identity)
    return account_from(row)


def account_from(row: Mapping[Any, Any]) -> Account:
    """Turn a row into an account, without what has to be known to come in."""
    values = plain(row, "position", "login", "code_step")
    values |= {name: values[name] or "" for name in ("volunteer", "identity")}
    values |= {name: values[name] is not None for name in ("password", "code")}
    return Account(**values | {"role": Role[values["role"].upper()]})


def erase(connection: Connection, key: str, identities: Set[str]) -> None:
    """Remove accounts with their links and sign-ins."""
    erasures.note(connection, key, identities)
    connection.execute(delete(accounts).where(*here(accounts, key, id=identities)))


def forget_volunteers(connection: Connection, key: str, identities: Set[str]) -> None:
    """Remove the accounts of volunteers who go; who does more than that stays."""
    theirs = here(accounts, key, volunteer=identities)
    only = *theirs, accounts.c.role == Role.VOLUNTEER.name.lower()
    erase(connection, key, set(connection.scalars(select(accounts.c.id).where(*only))))
    connection.execute(update(accounts).where(*theirs).values(volunteer=None))


def _row(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "login": account.login,
        "role": account.role.name.lower(),
        "volunteer": account.volunteer or None,
        "identity": login_of(account.identity) or None,
        "disabled": account.disabled,
    }


def _follow(connection: Connection, key: str, before: Mapping[Any, Any], now: Account) -> None:
    """Take over what hangs on an account that becomes another: what was signed, who came in."""
    naming.follow(connection, key, before["name"], now.name)
    if before["identity"] != (login_of(now.identity) or None):
        gone = here(sign_ins, key, account=now.id, provider=True)
        connection.execute(delete(sign_ins).where(*gone))


def _change(connection: Connection, key: str, identity: str, **values: object) -> None:
    known = here(accounts, key, id=identity)
    if not connection.execute(update(accounts).where(*known).values(**values)).rowcount:
        raise NotFoundError(what=Thing.ACCOUNT, key=identity)


def _refuse_doubtful(connection: Connection, key: str, account: Account) -> None:
    """Refuse what could be taken for somebody else."""
    if not account.name:
        raise NamelessAccountError
    row, others = _row(account), (*here(accounts, key), accounts.c.id != account.id)
    doubts = {
        "login": NameTakenError(name=account.name),
        "identity": IdentityTakenError(identity=account.identity),
        "volunteer": AccountTwiceError(),
    }
    for column, doubt in doubts.items():
        same = accounts.c[column] == row[column]
        if row[column] and connection.execute(select(accounts.c.id).where(*others, same)).first():
            raise doubt


def keep_administrator(connection: Connection, key: str, identity: str) -> None:
    """Refuse to take the only administrator away.

    Raises
    ------
    LastAdministratorError
        There is no other one who may come in.
    """
    able = here(accounts, key, role=_ADMINISTRATOR, disabled=False)
    found = set(connection.scalars(select(accounts.c.id).where(*able)))
    if found == {identity}:
        raise LastAdministratorError


def _by_role(account: Account) -> tuple[int, str, str]:
    return -account.role, account.name.casefold(), account.id
