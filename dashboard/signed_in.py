"""What this browser says of who is signed in, by its cookie."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

import streamlit as st

from dashboard.entrance import tokens
from dashboard.entrance.cookies import Cookies

ENTRANCE = "/connexion"
"""Where people sign in."""
EXIT = "/sortir"


def token(cookies: Cookies) -> bytes:
    """Give the hash of the token that this browser has, nothing where it has none."""
    sent: Mapping[str, str] = st.context.cookies
    held = cookies.read(sent.get(cookies.name))
    return tokens.hashed(held.token) if held else b""


def by_provider() -> bool:
    """Say whether somebody is signed in at a provider, whether or not they may come in here."""
    return bool(st.user.get("is_logged_in"))


def way_in() -> str:
    """Give the address at which to sign in, from where it leads back to this page."""
    here = urlsplit(str(st.context.url or "")).path
    return f"{ENTRANCE}?next={quote(here)}" if here.strip("/") else ENTRANCE
