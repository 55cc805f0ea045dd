"""Who asks in this run of the script, and for which revision of the records."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from dashboard import signed_in
from dashboard.access import PUBLIC, Actor
from dashboard.cached.opening import Key, cookies, opened, who
from dashboard.coverage import Overview
from dashboard.service import Service
from data.analysis.coverage import CoverageRow
from data.model import Role


@dataclass
class Held:
    """What one run has asked for already."""

    service: Service
    key: Key
    first: tuple[Overview, tuple[CoverageRow, ...]] | None = None


_held: ContextVar[Held | None] = ContextVar("held", default=None)


def held() -> Held | None:
    """Give what this run has asked for already; None outside of `one_revision`."""
    return _held.get()


def actor() -> Actor:
    """Give who is signed in in this session, the public where nobody is (any more).

    Asked at every run and callback, so that whoever loses a right has lost it at the next one.
    """
    mine = my_token()
    return who(mine) if mine else PUBLIC


def my_token() -> bytes:
    """Give the hash of the token that this browser has, nothing where it has none."""
    return signed_in.token(cookies())


def signed_out() -> bool:
    """Say whether this browser was signed in and is so no more."""
    mine = my_token()
    return bool(mine) and not who(mine).account


def service() -> Service:
    """Give the campaign as who is signed in may use it.

    Raises
    ------
    DataError, DashboardError
        The database or the campaign folder cannot be used.
    """
    run = held()
    return opened().acting(actor()) if run is None else run.service


def role() -> Role:
    """Give the role of who is signed in."""
    return service().actor.role


def may(wanted: Role) -> bool:
    """Say whether who is signed in may see what is for a role."""
    return role() >= wanted


def key() -> Key:
    """Give what cached figures depend on, as one text: that hashes fastest."""
    run = held()
    return _key(service()) if run is None else run.key


def _key(asked: Service) -> Key:
    known = asked.settings
    return f"{known.database} {asked.revision} {known.today} {asked.actor.role}"


@contextmanager
def one_revision() -> Iterator[None]:
    """Ask for the revision once for all figures of one run: they belong together, and cost less.

    Whoever writes inside has to start the run again before the figures are asked for.
    """
    asked = service()
    token = _held.set(Held(asked, _key(asked)))
    try:
        yield
    finally:
        _held.reset(token)
