"""Who is at work, and what they do: noted once by whoever checks it, read where it is kept.

The note belongs to the context (one run of a script, one request, one command), so that threads
do not disturb each other. Nobody at work means that no use case is running.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from data.model import Role


class Actor(NamedTuple):
    """Who asks for something.

    Parameters
    ----------
    account
        Id of the account; "" where nobody signed in, and for the command line.
    name
        How the person is called where what they did is listed.
    volunteer
        Id of the volunteer that the account belongs to; "" for none.
    """

    account: str
    name: str
    role: Role
    volunteer: str = ""


class Doing(NamedTuple):
    """A use case that is running.

    Parameters
    ----------
    use_case
        Its name, for instance ``Rounds.close``.
    audited
        Whether what it changes leaves a line in the audit trail.
    """

    actor: Actor
    use_case: str
    audited: bool


_doing: ContextVar[Doing | None] = ContextVar("doing", default=None)


def doing() -> Doing | None:
    """Give the use case that is running in this context, None outside of any."""
    return _doing.get()


@contextmanager
def at_work(doing: Doing) -> Iterator[None]:
    """Note for a block who does what."""
    token = _doing.set(doing)
    try:
        yield
    finally:
        _doing.reset(token)
