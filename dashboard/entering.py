"""Coming in: by a link, by name and password, by a provider; and who is signed in.

These use cases are for people who are not signed in yet. Whoever tries is counted before anything
is compared, an unknown name takes as long as a known one, and nothing says which of the two was
wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from dashboard import oidc
from dashboard.access import PUBLIC, Actor, Part, allowed
from dashboard.entrance import codes, cookies, passwords, tokens
from dashboard.entrance.attempts import Attempts
from dashboard.entrance.cookies import Cookies
from dashboard.errors import WrongCodeError, WrongPasswordError
from data.accounts import Account, SignIn, login_of
from data.model import Role

if TYPE_CHECKING:
    from dashboard.service import Service

_HALFWAY = 300
"""Seconds between a right password and its code."""


@dataclass(frozen=True)
class Entered:
    """Somebody came in: what their browser is to keep, and who it is."""

    token: str
    account: Account


@dataclass(frozen=True)
class Halfway:
    """Name and password were right; the code is still to come, with this ticket."""

    ticket: str


class Entering(Part):
    """The use cases of the entrance."""

    def __init__(self, service: "Service") -> None:
        super().__init__(service)
        self._accounts = self._store.accounts
        self._entrance = self._store.entrance
        self._attempts = Attempts(service)

    @allowed(Role.PUBLIC)
    def cookies(self) -> Cookies:
        """Give what makes and reads the cookie of this campaign.

        Raises
        ------
        KeyFileError
            The key file cannot be used.
        """
        return Cookies(self._service.keys, self._service.campaign().id, self.settings.clock)

    @allowed(Role.PUBLIC)
    def invited(self, token: str) -> Account:
        """Say whom a link would let in; this uses nothing up.

        Raises
        ------
        InvitationError
            The link lets nobody in (any more).
        """
        return self._entrance.invited(tokens.hashed(token), now=self.settings.clock())

    @allowed(Role.PUBLIC)
    def by_link(self, token: str, *, device: str = "") -> Entered:
        """Come in by a link.

        Raises
        ------
        InvitationError
            The link lets nobody in (any more).
        """
        new, now = tokens.new(), self.settings.clock()
        account = self._entrance.come_in(
            tokens.hashed(token), self._sign_in(new, "", device), now=now
        )
        return Entered(new, account)

    @allowed(Role.PUBLIC)
    def by_password(
        self, name: str, password: str, *, address: str, device: str = ""
    ) -> Entered | Halfway:
        """Come in by name and password, or halfway where a code is asked for.

        Parameters
        ----------
        address
            Network address that the attempt comes from; only a keyed hash of it is kept.

        Raises
        ------
        TooManyAttemptsError
            The attempt came too soon after others; nothing was compared.
        WrongPasswordError
            The two do not go together.
        """
        self._attempts.count(name, address)
        known = self._accounts.credentials(login_of(name))
        # Compared in any case: an unknown name must take as long as a known one.
        if not passwords.fits(known.password if known else None, password) or known is None:
            raise WrongPasswordError()
        if known.code is not None:
            return Halfway(self._tickets().dumps([known.account, login_of(name)]))
        self._attempts.forgive(name)
        return self._entered(known.account, device)

    @allowed(Role.PUBLIC)
    def by_code(self, ticket: str, code: str, *, address: str, device: str = "") -> Entered:
        """Come in by the code that was still to come; each code works once.

        Raises
        ------
        TooManyAttemptsError
            The attempt came too soon after others.
        WrongPasswordError
            The ticket is not ours or took too long: name and password have to be given again.
        WrongCodeError
            The code is wrong or was used.
        """
        try:
            identity, login = self._tickets().loads(ticket, max_age=_HALFWAY)
        except BadSignature as error:
            raise WrongPasswordError() from error
        self._attempts.count(login, address)
        known = self._accounts.credentials(login)
        if known is None or known.account != identity:
            raise WrongPasswordError()
        if known.code is not None:
            secret = self._service.keys.codes().open(known.code, about=identity)
            step = codes.step_of(secret, code, now=self.settings.clock())
            if step is None or not self._entrance.use_code(identity, step):
                raise WrongCodeError()
        self._attempts.forgive(login)
        return self._entered(identity, device)

    @allowed(Role.PUBLIC)
    def who(self, key: bytes) -> tuple[Actor, date]:
        """Say who is signed in with a token, by its hash, and until which day; else the public."""
        found = self._entrance.signed_in(key)
        if found is None:
            return PUBLIC, date.max
        account, sign_in = found
        return _actor(account), sign_in.expires

    @allowed(Role.PUBLIC)
    def by_provider(self, claims: Mapping[str, Any], *, device: str = "") -> Entered | None:
        """Come in as whom a provider vouches for; None where no account is theirs.

        Parameters
        ----------
        claims
            What the provider said, as Streamlit has checked it.
        """
        identity = oidc.identity(claims, self.settings.provider)
        found = self._accounts.by_identity(identity) if identity else None
        if found is None:
            return None
        new = tokens.new()
        until = self._today() + oidc.VOUCHED
        vouched = replace(self._sign_in(new, found.id, device), expires=until, provider=True)
        return Entered(new, self._entrance.sign_in(vouched, now=self.settings.clock()))

    @allowed(Role.PUBLIC)
    def renew(self, token: str) -> bool:
        """Let a sign-in hold for another season; False where it holds no more."""
        today = self._today()
        return self._entrance.renew(
            tokens.hashed(token), today=today, expires=today + cookies.SEASON
        )

    @allowed(Role.PUBLIC)
    def leave(self, token: str) -> None:
        """Sign out the browser that has this token."""
        found = self._entrance.signed_in(tokens.hashed(token))
        if found is not None:
            self._entrance.end(found[0].id, (tokens.hashed(token),))

    def _entered(self, account: str, device: str) -> Entered:
        new = tokens.new()
        sign_in = self._sign_in(new, account, device)
        return Entered(new, self._entrance.sign_in(sign_in, now=self.settings.clock()))

    def _sign_in(self, token: str, account: str, device: str) -> SignIn:
        today = self._today()
        return SignIn(tokens.hashed(token), account, today, today + cookies.SEASON, device[:80])

    def _today(self) -> date:
        return self.settings.clock().astimezone(self.settings.zone).date()

    def _tickets(self) -> URLSafeTimedSerializer:
        made = list(reversed(self._service.keys.derive("tickets")))
        return URLSafeTimedSerializer(made, salt=self._service.campaign().id)


def _actor(account: Account) -> Actor:
    return Actor(account.id, account.name, account.role, account.volunteer)
