"""What is kept in the browser: a signed token, so that only what we made is ever looked up.

No script reads it (HttpOnly), no other site's form sends it (SameSite), and behind https it
travels only there (Secure). The signature says when it was made: an old one is renewed.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, TimestampSigner
from starlette.responses import Response

from dashboard.keys import Keys

SEASON = timedelta(days=180)
"""How long somebody stays signed in who does not come by: from February to July."""
RENEWED = timedelta(days=7)
"""How old a cookie gets before it is made anew."""
FORM = "portes-form"
"""The cookie that proves that a form was ours."""


@dataclass(frozen=True)
class Held:
    """What a cookie holds: the token, and since when."""

    token: str
    since: datetime


class _Signer(TimestampSigner):
    """Signs with the moment of a clock that tests can set."""

    clock: Callable[[], datetime]

    def get_timestamp(self) -> int:
        """Give the moment in whole seconds."""
        return int(self.clock().timestamp())


class Cookies:
    """The sign-in cookie of one campaign; those of other campaigns on a host have other names."""

    def __init__(self, keys: Keys, campaign: str, clock: Callable[[], datetime]) -> None:
        made = keys.derive("cookies")
        mine = hashlib.blake2b(campaign.encode(), key=made[-1], digest_size=4)
        self.name = f"portes-{mine.hexdigest()}"
        # It wants the oldest first.
        self._signer = _Signer(list(reversed(made)), digest_method=hashlib.sha256)
        self._signer.clock = clock
        self._forms = keys.derive("forms")[0]

    def value(self, token: str) -> str:
        """Give what the browser is to keep."""
        return self._signer.sign(token).decode()

    def read(self, value: str | None) -> Held | None:
        """Read what a browser sent; None where it is not ours."""
        if not value:
            return None
        try:
            token, since = self._signer.unsign(value, return_timestamp=True)
        except BadSignature:
            return None
        return Held(token.decode("utf-8", "replace"), since)

    def form_token(self, nonce: str) -> str:
        """Give what a form has to send along, for what the browser keeps as `FORM`."""
        return hmac.new(self._forms, nonce.encode("utf-8", "replace"), "sha256").hexdigest()

    def ours(self, nonce: str | None, token: str) -> bool:
        """Say whether a form was made by us for that browser."""
        return bool(nonce) and hmac.compare_digest(
            self.form_token(str(nonce)).encode(), token.encode("utf-8", "replace")
        )


def keep(response: Response, name: str, value: str, *, secure: bool) -> None:
    """Let a browser keep the sign-in cookie; `secure` where the site is reached by https."""
    lasts = int(SEASON.total_seconds())
    response.set_cookie(name, value, lasts, httponly=True, samesite="lax", secure=secure)


def new_nonce() -> str:
    """Give a random text for the `FORM` cookie."""
    return secrets.token_urlsafe(16)
