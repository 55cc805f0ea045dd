"""Accounts: whom coordinators let in, and what administrators decide.

Use cases reached as `Service.accounts`; what is everybody's own is in `dashboard.own_access`.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dashboard.access import Part, allowed
from dashboard.entrance import tokens
from dashboard.errors import OutOfReachError
from dashboard.i18n import _
from data.accounts import Account, Invitation
from data.errors import NameTakenError
from data.fieldwork import Volunteer
from data.model import Role

if TYPE_CHECKING:
    from dashboard.service import Service

PERSONAL = timedelta(days=180)
"""How long the link of a volunteer lets in: a campaign lasts from February to July."""
ONCE = timedelta(days=7)
FIRST = timedelta(days=1)
AT_ONCE = timedelta(minutes=10)
"""How long a link holds that a program opens right away."""
ENTRANCE = "/entrer/"


@dataclass(frozen=True)
class Invited:
    """Somebody with a new link; `path` is what follows the address of the site."""

    account: Account
    path: str
    once: bool


class Accounts(Part):
    """Accounts and invitations."""

    def __init__(self, service: "Service") -> None:
        super().__init__(service)
        self._kept = self._store.accounts
        self._entrance = self._store.entrance

    # For coordinators: volunteers come in by a link of their own

    @allowed(Role.COORDINATOR)
    def all(self) -> Sequence[Account]:
        """Give the accounts, the highest role first, then by name."""
        return self._kept.all()

    @allowed(Role.COORDINATOR)
    def invitations(self) -> Sequence[Invitation]:
        """Give the links that were not revoked; what is in them nobody can tell."""
        return self._entrance.invitations()

    @allowed(Role.COORDINATOR)
    def without_account(self) -> Sequence[Volunteer]:
        """Give the volunteers of the list who cannot come in yet, by name."""
        known = {account.volunteer for account in self._kept.all()}
        return [one for one in self._store.people.volunteers() if one.id not in known]

    @allowed(Role.COORDINATOR, audited=True)
    def invite_volunteers(self, volunteers: Sequence[str]) -> Sequence[Invited]:
        """Give volunteers of the list a personal link each; an earlier one lets in no more.

        Raises
        ------
        NotFoundError
            One of them is not on the list.
        OutOfReachError
            One of them is more than a volunteer.
        """
        known = {account.volunteer: account for account in self._kept.all()}
        accounts, new = [], []
        for identity in volunteers:
            account = known.get(identity)
            if account is None:
                name = self._store.people.get(identity).name
                account = Account(_identity(), name, Role.VOLUNTEER, volunteer=identity)
                new.append(account)
            accounts.append(self._within_reach(account))
        self._kept.save_all(tuple(new))
        return self._invited(accounts, once=False, lasts=PERSONAL)

    @allowed(Role.COORDINATOR, audited=True)
    def invite(self, identity: str) -> Invited:
        """Give somebody who has an account a new link; an earlier one lets in no more.

        The link of a volunteer lets in again and again, anybody else's once.

        Raises
        ------
        NotFoundError
            There is no such account.
        OutOfReachError
            A coordinator may invite volunteers only.
        """
        account = self._within_reach(self._kept.get(identity))
        personal = account.role is Role.VOLUNTEER
        lasts = PERSONAL if personal else ONCE
        return self._invited([account], once=not personal, lasts=lasts)[0]

    @allowed(Role.COORDINATOR, audited=True)
    def revoke(self, identity: str) -> None:
        """Take somebody's links and sign-ins away; they are out at their next tap.

        Raises
        ------
        NotFoundError
            There is no such account.
        OutOfReachError
            A coordinator may revoke what volunteers have.
        """
        self._within_reach(self._kept.get(identity))
        self._entrance.revoke(identity)

    # For administrators

    @allowed(Role.ADMINISTRATOR, audited=True)
    def add(self, name: str, role: Role, *, volunteer: str = "") -> Account:
        """Make an account; its person comes in by an invitation.

        Raises
        ------
        AccountError
            It could be taken for another one.
        NotFoundError
            There is no such volunteer.
        """
        account = Account(_identity(), name, role, volunteer=volunteer)
        self._kept.save(account)
        return self._kept.get(account.id)

    @allowed(Role.ADMINISTRATOR, audited=True)
    def change(
        self,
        identity: str,
        *,
        name: str | None = None,
        role: Role | None = None,
        known_as: str | None = None,
        disabled: bool | None = None,
    ) -> Account:
        """Change what is given of an account; it holds from everybody's next run.

        Parameters
        ----------
        known_as
            E-mail address or subject by which an OpenID Connect provider knows the person.

        Raises
        ------
        NotFoundError
            There is no such account.
        AccountError
            It could be taken for another one, or nobody would be left who administers.
        """
        account = self._kept.get(identity)
        wished = {"name": name, "role": role, "identity": known_as, "disabled": disabled}
        given = {key: value for key, value in wished.items() if value is not None}
        self._kept.save(replace(account, **given))  # type: ignore[arg-type]
        return self._kept.get(identity)

    @allowed(Role.ADMINISTRATOR, audited=True)
    def remove(self, identity: str) -> None:
        """Remove an account with its links and sign-ins.

        Raises
        ------
        NotFoundError
            There is no such account.
        LastAdministratorError
            Nobody would be left who administers.
        """
        self._kept.remove(identity)

    @allowed(Role.ADMINISTRATOR)
    def way_in(self, *, first_only: bool) -> Invited | None:
        """Give whoever starts the app a link that lets the first administrator in, once.

        Parameters
        ----------
        first_only
            None where an administrator has come in already.
        """
        found = self._kept.first_administrator() or self._first()
        settled = bool(found.last_seen or found.password or found.identity)
        if first_only and settled:
            return None
        return self._invited([found], once=True, lasts=AT_ONCE if settled else FIRST)[0]

    def _first(self) -> Account:
        """Make the first administrator, or give the one whom another process has just made."""
        try:
            return self.add(_("Administrator"), Role.ADMINISTRATOR)
        except NameTakenError:
            found = self._kept.first_administrator()
            if found is None:
                raise
            return found

    @allowed(Role.ADMINISTRATOR, audited=True)
    def reset(self, identity: str) -> Invited:
        """Let somebody in anew who lost password or phone: both go, a link for once comes.

        Raises
        ------
        NotFoundError
            There is no such account.
        """
        self._kept.set_code(identity, None)
        self._kept.set_password(identity, None)
        return self.invite(identity)

    def _within_reach(self, account: Account) -> Account:
        if self.actor.role < Role.ADMINISTRATOR and account.role > Role.VOLUNTEER:
            raise OutOfReachError()
        return account

    def _invited(
        self, accounts: Sequence[Account], *, once: bool, lasts: timedelta
    ) -> Sequence[Invited]:
        now = self.settings.clock()
        made = [(account, tokens.new()) for account in accounts]
        self._entrance.invite(
            tuple(
                Invitation(tokens.hashed(token), account.id, once, now + lasts)
                for account, token in made
            ),
            now=now,
        )
        return [Invited(account, f"{ENTRANCE}{token}", once) for account, token in made]


def _identity() -> str:
    return secrets.token_hex(16)
