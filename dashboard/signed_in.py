"""Who is signed in, as the app sees it."""

from dashboard.access import Actor
from data.model import Role

ENTRANCE = "/connexion"
"""Where one signs in; a route of the app's own."""

_EVERYBODY = Actor("", "", Role.ADMINISTRATOR)


def actor() -> Actor:
    """Give who is signed in in this session."""
    return _EVERYBODY
