"""Attempts to come in are counted, by name and by network address, and wait longer and longer.

They are counted in the database, so that several processes share them, and before anything is
compared, so that many at once are not free. What is kept is a keyed hash of name or address.
"""

import hmac
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from dashboard.errors import TooManyAttemptsError
from data.accounts import Limit, login_of

if TYPE_CHECKING:
    from dashboard.service import Service

BY_NAME = Limit(free=5)
BY_ADDRESS = Limit(free=40)
"""More: a whole meeting comes in from one network address."""


class Attempts:
    """What counts the attempts of one campaign."""

    def __init__(self, service: "Service") -> None:
        self._service = service
        self._entrance = service.store.entrance

    def count(self, name: str, address: str | None = None) -> None:
        """Count an attempt before it is made.

        Parameters
        ----------
        address
            Network address that it comes from, None for who is inside already.

        Raises
        ------
        TooManyAttemptsError
            It comes too soon after others; it is not counted and must not be made.
        """
        limits = {self._key("name", login_of(name)): BY_NAME}
        if address is not None:
            limits[self._key("address", network(address))] = BY_ADDRESS
        wait = self._entrance.attempt(limits, now=self._service.settings.clock())
        if wait > timedelta():
            raise TooManyAttemptsError(seconds=int(wait.total_seconds()) + 1)

    def forgive(self, name: str) -> None:
        """Count no earlier attempts by that name any more; those of the address still count."""
        self._entrance.forgive(self._key("name", login_of(name)))

    def _key(self, kind: str, what: str) -> bytes:
        key = self._service.keys.derive("attempts")[-1]
        return hmac.digest(key, f"{kind}:{what}".encode("utf-8", "replace"), "sha256")


def network(address: str) -> str:
    """Give what is counted of a network address: of IPv6, what one household or office has.

    Examples
    --------
    >>> network("192.0.2.7"), network("2001:db8:1:2:3:4:5:6"), network("somewhere")
    ('192.0.2.7', '2001:db8:1:2::', 'somewhere')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> 64 << 64))
