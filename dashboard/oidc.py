"""OpenID Connect, for those who have a provider: Streamlit's own sign-in does the protocol.

The provider only says who somebody is. What they may do an administrator decides, who enters by
which e-mail address or subject the provider knows an account; nobody else gets in, and no account
is made by itself. An e-mail address counts only where the provider says that it verified it.
"""

import json
import secrets as randomness
from collections.abc import Iterable, Mapping
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from dashboard import keys
from dashboard.settings import Provider, Settings

CALLBACK = "/oauth2callback"
NOTED = "_streamlit_user"
"""The cookie in which Streamlit notes who signed in at the provider."""
LEAVING = "/auth/logout"
"""Where one signs out at the provider."""
VOUCHED = timedelta(days=30)
"""How long the word of a provider holds: as long as Streamlit itself takes it."""


def secrets(settings: Settings) -> dict[str, Any]:
    """Give what Streamlit has to know as its secrets.

    Raises
    ------
    KeyFileError
        The key file cannot be used.
    """
    shared = _cookie_secret(keys.path_of(settings))
    auth: dict[str, Any] = {"cookie_secret": shared}
    if settings.provider:
        auth |= {
            "redirect_uri": settings.address.rstrip("/") + CALLBACK,
            "client_id": settings.provider.client,
            "client_secret": settings.provider.secret,
            "server_metadata_url": settings.provider.metadata,
        }
    return {"auth": auth}


def identity(claims: Mapping[str, Any], provider: Provider | None) -> str:
    """Give what an account is looked for by; "" where the provider vouches for nothing usable.

    Parameters
    ----------
    claims
        What the provider said of who is signed in there, empty for nobody.
    """
    if provider is None or not claims:
        return ""
    found = str(claims.get(provider.claim) or "").strip()
    if provider.claim == "email" and claims.get("email_verified") not in (True, "true"):
        return ""
    if provider.domain and not _of_domain(claims, provider.domain):
        return ""
    return found


def noted(set_cookies: Iterable[str]) -> Mapping[str, Any]:
    """Read what Streamlit notes of who has just signed in at the provider; nothing for nobody.

    Parameters
    ----------
    set_cookies
        The headers with which it does so.
    """
    from streamlit.auth_util import get_cookie_with_chunks
    from streamlit.web.server.server_util import get_cookie_secret
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

    kept = {name: one.value for header in set_cookies for name, one in SimpleCookie(header).items()}

    def opened(name: str) -> bytes | None:
        return decode_signed_value(get_cookie_secret(), name, kept.get(name, ""))

    content = get_cookie_with_chunks(opened, NOTED)
    claims = json.loads(content) if content else {}
    return claims if isinstance(claims, dict) else {}


def _of_domain(claims: Mapping[str, Any], domain: str) -> bool:
    address = str(claims.get("email") or "").casefold()
    verified = claims.get("email_verified") in (True, "true")
    return verified and address.rpartition("@")[2] == domain.casefold()


def _cookie_secret(path: Path) -> str:
    """Give what Streamlit signs cookies of its own with, the same in every process.

    Not through the database: what is wrong there is said by the pages. Nor is a key file made
    here, where nobody knows whether one is missing.
    """
    if not path.exists():
        return randomness.token_hex(32)
    return keys.load(path, mark=None).derive("streamlit")[0].hex()
