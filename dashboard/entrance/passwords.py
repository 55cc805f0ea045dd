"""Passwords, kept as Argon2id hashes with the parameters that RFC 9106 recommends."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dashboard.entrance import tokens
from dashboard.errors import LongPasswordError, ShortPasswordError, SimplePasswordError
from data.accounts import login_of

LEAST, MOST = 12, 200
_hasher = PasswordHasher()


def hashed(password: str, *, name: str = "") -> str:
    """Give the hash of a password that somebody chose.

    Parameters
    ----------
    name
        The name it goes with: nobody's password may be made of it.

    Raises
    ------
    ShortPasswordError, LongPasswordError, SimplePasswordError
        It would be guessed too easily.
    """
    if len(password) < LEAST:
        raise ShortPasswordError(least=LEAST)
    if len(password) > MOST:
        raise LongPasswordError(most=MOST)
    plain, own = login_of(password), login_of(name)
    if len(set(plain)) < 5 or (own and not plain.replace(own, "").strip("0123456789 !._-")):
        raise SimplePasswordError()
    return _hasher.hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Say whether a password is the one that was kept; takes the same time where none was."""
    try:
        # A password that nobody could have chosen is not worth the work, whoever's it is.
        return len(password) <= MOST and _hasher.verify(kept or _nobodys(), password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """Give the hash of a password that nobody has."""
    return _hasher.hash(tokens.new())
