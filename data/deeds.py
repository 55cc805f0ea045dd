"""Who is doing what, known to the store while they do it: what the audit is written from.

The layer that checks permissions names the deed around the call; the store reads it where a
transaction changes something and writes it down inside that transaction. The names of people are
no part of a deed: it holds the id of an account, so that a name can be erased and the deed stay.
Assumption: a deed belongs to the context (one run of a script, one request, one command).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

Plain = str | int | float | bool | None

COMMAND_LINE = ""
"""The account of whoever has the database file, and with it everything."""

TELLING = frozenset(
    {
        *("account", "attended", "before", "claim", "disabled", "done", "dry_run", "encrypt"),
        "experienced",
        *("file_format", "goal", "hours", "identity", "number", "outing", "pair", "quartier"),
        *("quotes", "record", "role", "section", "themes", "until", "volunteer", "walk", "what"),
    }
)
"""Parameters of use cases whose values say what was done and nothing about anybody but an id."""

SILENT = ("Answers.", "Asking.", "Doors.", "Paper.", "Quotes.", "Themes.")
"""Use cases whose arguments lead to an open answer or to a door: nothing of them is noted."""

LONGEST = 80
"""Characters of a detail: an id has 64 at most, and a longer text is no id."""


@dataclass(frozen=True)
class Deed:
    """One thing that somebody does.

    Parameters
    ----------
    account
        Random id of the account; `COMMAND_LINE` for the command line.
    role
        What they acted as.
    use_case
        Name of what they called, for instance ``Rounds.save_outing``.
    at
        When, with its time zone.
    detail
        Which thing it was about: ids, numbers, days; see `detail`.
    """

    account: str
    role: str
    use_case: str
    at: datetime
    detail: Mapping[str, Plain] = field(default_factory=dict)


_current: ContextVar[Deed | None] = ContextVar("deed", default=None)
_decided: ContextVar[bool] = ContextVar("deed_decided", default=False)


def current() -> Deed | None:
    """Give the deed that is to be written down, None where nothing is."""
    return _current.get()


@contextmanager
def doing(deed: Deed) -> Iterator[None]:
    """Name what is done inside; within another one nothing changes: it is a part of that.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> outer = Deed("a1", "coordinator", "Rounds.close", datetime(2023, 4, 2, tzinfo=UTC))
    >>> with doing(outer), doing(Deed("a1", "coordinator", "Rounds.outing", outer.at)):
    ...     current().use_case
    'Rounds.close'
    """
    with _settled(deed):
        yield


@contextmanager
def unrecorded() -> Iterator[None]:
    """Do something that leaves no trace of who and when; within a deed nothing changes.

    For what is recorded at doors and for answers: a dated list of them would lead from people to
    answers.
    """
    with _settled(None):
        yield


@contextmanager
def _settled(deed: Deed | None) -> Iterator[None]:
    if _decided.get():
        yield
        return
    tokens = _decided.set(True), _current.set(deed)
    try:
        yield
    finally:
        _decided.reset(tokens[0])
        _current.reset(tokens[1])


def detail(use_case: str, arguments: Mapping[str, object]) -> dict[str, Plain]:
    """Pick what may be written down from the arguments of a use case, by their names.

    Of a record that is handed over (an outing, a volunteer) its id stays.

    Examples
    --------
    >>> detail("Rounds.sign_up", {"outing": "o1", "volunteer": "v1", "name": "Ada"})
    {'outing': 'o1', 'volunteer': 'v1'}
    >>> detail("Answers.confirm", {"identity": "00.likes"})
    {}
    """
    if use_case.startswith(SILENT):
        return {}
    found: dict[str, Plain] = {}
    for name, value in arguments.items():
        plain = _plain(getattr(value, "id", value))
        if name in TELLING and plain is not None:
            found[name] = plain
    return found


def _plain(value: object) -> Plain:
    """Give a value as JSON can hold it; None for what is no id, number or day."""
    if isinstance(value, Enum):
        value = value.name.lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value if 0 < len(value) <= LONGEST else None
    return value if isinstance(value, bool | int | float) else None
