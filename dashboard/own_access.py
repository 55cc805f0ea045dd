"""One's own way in: password, code from the phone, and the browsers one is signed in with.

Use cases reached as `Service.own_access`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard.access import COMMAND_LINE, Part, allowed
from dashboard.entrance import codes, passwords
from dashboard.entrance.attempts import Attempts
from dashboard.errors import NoPasswordError, WrongCodeError, WrongPasswordError
from dashboard.i18n import text
from data.accounts import Account, SignIn
from data.model import Role

if TYPE_CHECKING:
    from dashboard.service import Service


class OwnAccess(Part):
    """The account of who is at work."""

    def __init__(self, service: "Service") -> None:
        super().__init__(service)
        self._kept = self._store.accounts
        self._entrance = self._store.entrance
        self._attempts = Attempts(service)

    @allowed(Role.VOLUNTEER)
    def account(self) -> Account | None:
        """Give one's own account; None for the command line."""
        return None if self.actor == COMMAND_LINE else self._kept.get(self.actor.account)

    @allowed(Role.VOLUNTEER)
    def sign_ins(self) -> Sequence[SignIn]:
        """Give the browsers that one is signed in with, the newest first."""
        return self._entrance.sign_ins(self.actor.account)

    @allowed(Role.VOLUNTEER)
    def end_sign_ins(self, keys: Sequence[bytes]) -> None:
        """Sign some of one's own browsers out."""
        self._entrance.end(self.actor.account, tuple(keys))

    @allowed(Role.VOLUNTEER, audited=True)
    def rename(self, name: str) -> None:
        """Change what one is called: here, on the list of volunteers, and when signing in.

        Raises
        ------
        NamelessAccountError, NameTakenError
            The name is none, or somebody else's.
        LongValueError
            It is too long.
        """
        self._kept.rename(self.actor.account, name)

    @allowed(Role.COORDINATOR, audited=True)
    def set_password(self, new: str, *, present: str = "", keep: bytes = b"") -> None:
        """Set one's own password; all other browsers are signed out.

        Parameters
        ----------
        present
            The password there is, where there is one.
        keep
            Hash of the token of this browser.

        Raises
        ------
        TooManyAttemptsError, WrongPasswordError
            The present one is wrong.
        PasswordError
            The new one would be guessed too easily.
        """
        account = self._kept.get(self.actor.account)
        self._prove(account, present)
        self._kept.set_password(account.id, passwords.hashed(new, name=account.name), keep=keep)

    @allowed(Role.COORDINATOR)
    def new_code(self) -> tuple[str, str]:
        """Give a new secret for time-based codes, and the address that a QR code shows.

        Nothing is kept before `confirm_code`.

        Raises
        ------
        NoPasswordError
            The code is asked for after a password, and there is none.
        """
        account = self._kept.get(self.actor.account)
        if not account.password:
            raise NoPasswordError()
        secret = codes.new_secret()
        campaign = text(self._service.campaign().name)
        return secret, codes.address(secret, name=account.name, campaign=campaign)

    @allowed(Role.COORDINATOR, audited=True)
    def confirm_code(self, secret: str, typed: str, *, present: str) -> None:
        """Ask for a code from now on; a first one and the password prove that it works.

        Raises
        ------
        TooManyAttemptsError, WrongPasswordError
            The password is wrong.
        WrongCodeError
            The code is wrong.
        """
        account = self._kept.get(self.actor.account)
        self._prove(account, present)
        step = codes.step_of(secret, typed, now=self.settings.clock())
        if step is None:
            raise WrongCodeError()
        sealed = self._service.keys.codes().seal(secret, about=account.id)
        self._kept.set_code(account.id, sealed, step=step)

    @allowed(Role.COORDINATOR, audited=True)
    def drop_code(self, *, present: str) -> None:
        """Ask for no code any more.

        Raises
        ------
        TooManyAttemptsError, WrongPasswordError
            The password is wrong.
        """
        account = self._kept.get(self.actor.account)
        self._prove(account, present)
        self._kept.set_code(account.id, None)

    def _prove(self, account: Account, password: str) -> None:
        """Make sure that whoever sits here knows the password, where there is one."""
        if not account.password:
            return
        known = self._kept.credentials_of(account.id)
        self._attempts.count(account.name)
        if known is None or not passwords.fits(known.password, password):
            raise WrongPasswordError()
        self._attempts.forgive(account.name)
