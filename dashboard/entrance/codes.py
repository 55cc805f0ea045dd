"""Time-based codes (RFC 6238): six digits, new every 30 seconds, from an app on the phone."""

from datetime import datetime, timedelta

import pyotp

_STEP = 30


def new_secret() -> str:
    """Give a new secret, to be shared with the phone once."""
    return pyotp.random_base32()


def address(secret: str, *, name: str, campaign: str) -> str:
    """Give what the phone reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=campaign)


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """Say in which step of 30 seconds a code is right, None where it is not.

    A step before and after count too: clocks differ, and people need time to type.

    Examples
    --------
    >>> from datetime import UTC
    >>> now = datetime.fromtimestamp(59, UTC)
    >>> step_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "287 082", now=now)
    1
    """
    typed = "".join(code.split())
    clock = pyotp.TOTP(secret)
    for offset in (0, -1, 1):
        moment = now + timedelta(seconds=offset * _STEP)
        if clock.verify(typed, for_time=moment):
            return int(moment.timestamp()) // _STEP
    return None
