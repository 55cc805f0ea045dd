"""Who is signed in, as the app sees it: by the cookie of this browser, or by a provider."""

from collections.abc import Mapping

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


def by_provider() -> bool:
    """Say whether somebody is signed in at a provider, whether or not they may come in here."""
    return bool(_claims())


def _claims() -> Mapping[str, object]:
    """Give what the provider said of who is signed in there, nothing for nobody."""
    return st.user.to_dict() if st.user.get("is_logged_in") else {}
