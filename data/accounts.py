"""Who may come in: accounts, invitations, sign-ins, and how long wrong attempts have to wait.

Tokens are long random texts that only their holder has; what is kept of them here and in the
database is a hash. Days stand where a moment is not needed: nobody has to know at what hour a
volunteer was at a door.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data.model import Role


@dataclass(frozen=True)
class Account:
    """Somebody who may come in.

    Parameters
    ----------
    id
        Random text; it stays in the audit when the account goes.
    volunteer
        Id of the volunteer the account belongs to, "" for none.
    identity
        E-mail address or subject by which an OpenID Connect provider knows the person, "" for none.
    password, code
        A password is set; a time-based code is asked for as well.
    disabled
        May not come in any more.
    last_seen
        Day of the last sign-in or visit, None before the first.
    """

    id: str
    name: str
    role: Role
    volunteer: str = ""
    identity: str = ""
    password: bool = False
    code: bool = False
    disabled: bool = False
    last_seen: date | None = None

    @property
    def login(self) -> str | None:
        """What the name is compared by where it is typed; None for who comes in by link only."""
        return login_of(self.name) if self.role >= Role.COORDINATOR else None


@dataclass(frozen=True)
class Credentials:
    """What somebody has to know who comes in by name.

    Parameters
    ----------
    password
        Argon2 hash, None where no password is set.
    code
        Secret of the time-based code, encrypted; None where none is asked for.
    """

    account: str
    password: str | None
    code: str | None


@dataclass(frozen=True)
class Invitation:
    """A link that lets somebody in.

    Parameters
    ----------
    key
        Hash of the token in the link.
    once
        It lets in one time; a personal link lets in until it expires or is revoked.
    used
        Day of the last use, None before the first.
    """

    key: bytes
    account: str
    once: bool
    expires: datetime
    used: date | None = None


@dataclass(frozen=True)
class SignIn:
    """A browser that somebody is signed in with.

    Parameters
    ----------
    key
        Hash of the token in the cookie.
    since, expires
        Days; on the day it expires it still holds.
    device
        What the browser says of itself, in two words, so that people know their own.
    provider
        It rests on the word of a sign-in service, and is not made longer.
    """

    key: bytes
    account: str
    since: date
    expires: date
    device: str = ""
    provider: bool = False


@dataclass(frozen=True)
class Limit:
    """How many attempts in a row are free, and how the waits grow after them.

    The wait doubles with each further attempt, from `first` up to `longest`.
    """

    free: int
    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(minutes=15)

    def wait(self, attempts: int) -> timedelta:
        """Give how long to wait after `attempts` in a row before the next one.

        Examples
        --------
        >>> limit = Limit(free=3)
        >>> [int(limit.wait(n).total_seconds()) for n in (2, 3, 4, 5, 99)]
        [0, 5, 10, 20, 900]
        """
        beyond = attempts - self.free
        if beyond < 0:
            return timedelta()
        # No number grows without bound for somebody who never gives up.
        return min(self.first * (1 << min(beyond, 32)), self.longest)


FORGOTTEN = timedelta(days=1)
"""After that long without an attempt, earlier ones count no more."""


def login_of(name: str) -> str:
    """Give what a name is compared by: nobody has to type capitals or spaces alike.

    Examples
    --------
    >>> login_of("  Zoé   Martin ") == login_of("ZOE\u0301 MARTIN")
    True
    """
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()
