"""Tokens: random texts that only their holder has; everybody else keeps a hash."""

import hashlib
import secrets

_BYTES = 32

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("SamsungBrowser", "Samsung"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def new() -> str:
    """Give a new token, fit for an address."""
    return secrets.token_urlsafe(_BYTES)


def hashed(token: str) -> bytes:
    """Give what is kept of a token: it is random and long, so that a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def device(agent: str) -> str:
    """Say in two words what a browser says of itself, "" where it says nothing known.

    Examples
    --------
    >>> device("Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0")
    'Firefox, Android'
    >>> device("curl/8")
    ''
    """
    words = (_first(_BROWSERS, agent), _first(_SYSTEMS, agent))
    return ", ".join(word for word in words if word)


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in known if sign in agent), "")
