"""What a process opens once, and who is behind the token of a browser.

Nothing here depends on who asks: it is by what stands here that they become known.
"""

from datetime import date

import streamlit as st

from dashboard import settings
from dashboard.access import PUBLIC, Actor
from dashboard.entrance.cookies import Cookies
from dashboard.service import Service

Key = str
"""What cached figures depend on."""


@st.cache_resource(show_spinner=False)
def opened() -> Service:
    """Open the campaign once a process; nobody is asked who they are.

    Raises
    ------
    DataError, DashboardError
        The database or the campaign folder cannot be used.
    """
    return Service.open(settings.load())


def cookies() -> Cookies:
    """Give what reads the cookies of this campaign, made once a process and key.

    Raises
    ------
    KeyFileError
        The key file cannot be used.
    """
    return _cookies(key_mark=opened().keys.mark)


@st.cache_resource(show_spinner=False, max_entries=2)
def _cookies(key_mark: bytes) -> Cookies:
    return opened().entering.cookies()


def who(mine: bytes) -> Actor:
    """Say who is signed in with a token, by its hash; the public where nobody is any more."""
    found, until = _who(key=_plain_key(), mine=mine)
    return found if opened().settings.clock().date() <= until else PUBLIC


def _plain_key() -> Key:
    """Give the database and its revision, before it is known who asks."""
    campaign = opened()
    return f"{campaign.settings.database} {campaign.revision}"


@st.cache_data(show_spinner=False, max_entries=1024)
def _who(key: Key, mine: bytes) -> tuple[Actor, date]:
    return opened().entering.who(mine)
