"""Who is signed in, as the app sees it: by the cookie of this browser, or by a provider."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

import streamlit as st

from dashboard import cached, oidc
from dashboard.access import PUBLIC, Actor
from dashboard.entrance import tokens

ENTRANCE = "/connexion"
"""Where people sign in."""
EXIT = "/sortir"


def actor() -> Actor:
    """Give who is signed in in this session, the public where nobody is (any more).

    Asked at every run and callback, so that whoever loses a right has lost it at the next one.
    """
    mine = key()
    found = cached.who(mine) if mine else PUBLIC
    if found.account:
        return found
    vouched = oidc.identity(_claims(), cached.opened().settings.provider)
    return cached.known_as(vouched) if vouched else PUBLIC


def key() -> bytes:
    """Give the hash of the token that this browser has, nothing where it has none."""
    sent: Mapping[str, str] = st.context.cookies
    mine = cached.cookies()
    held = mine.read(sent.get(mine.name))
    return tokens.hashed(held.token) if held else b""


def way_in() -> str:
    """Give the address at which to sign in, from where it leads back to this page."""
    here = urlsplit(str(st.context.url or "")).path
    return f"{ENTRANCE}?next={quote(here)}" if here.strip("/") else ENTRANCE


def ended() -> bool:
    """Say whether this browser was signed in and is so no more."""
    return bool(key()) and not cached.who(key()).account


def by_provider() -> bool:
    """Say whether somebody is signed in at a provider, whether or not they may come in here."""
    return bool(_claims())


def _claims() -> Mapping[str, object]:
    """Give what the provider said of who is signed in there, nothing for nobody."""
    return st.user.to_dict() if st.user.get("is_logged_in") else {}
