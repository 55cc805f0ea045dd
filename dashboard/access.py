"""Who may do what: the guard on every use case.

A use case is a public method of `dashboard.service.Service` or of one of its parts. Each states
the least role it is for, and the guard asks who is at work before it runs. What a use case calls
to do its own work is not asked about again: it is the one that was asked for that counts, for the
guard as for the audit.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from inspect import Signature, signature
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar, cast

from dashboard.errors import (
    AdministratorsOnlyError,
    CoordinatorsOnlyError,
    NotAllowedError,
    SignInFirstError,
)
from data import deeds
from data.model import Role

if TYPE_CHECKING:
    from dashboard.service import Service


class Actor(NamedTuple):
    """Who asks for something.

    Parameters
    ----------
    account
        Id of the account; "" where nobody signed in, and for the command line.
    name
        How the person is called on the screen.
    volunteer
        Id of the volunteer that the account belongs to; "" for none.
    """

    account: str
    name: str
    role: Role
    volunteer: str = ""


PUBLIC = Actor("", "", Role.PUBLIC)
"""Nobody signed in."""
COMMAND_LINE = Actor(deeds.COMMAND_LINE, "", Role.ADMINISTRATOR)
"""Who has the database file has everything."""

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

_at_work: ContextVar[Actor | None] = ContextVar("at_work", default=None)
"""For whom a use case is running."""

_REFUSALS: dict[Role, type[NotAllowedError]] = {
    Role.VOLUNTEER: SignInFirstError,
    Role.COORDINATOR: CoordinatorsOnlyError,
    Role.ADMINISTRATOR: AdministratorsOnlyError,
}


class Rule(NamedTuple):
    """What a use case is for: the least role, and whether it is audited."""

    role: Role
    audited: bool


class Part:
    """A part of the service: use cases that belong together, bound to who is at work."""

    def __init__(self, service: "Service") -> None:
        self._service = service
        self._store = service.store
        self.settings = service.settings
        self.actor = service.actor


def allowed(
    role: Role, *, audited: bool = False
) -> Callable[[Callable[_Given, _Result]], Callable[_Given, _Result]]:
    """Guard a use case: whoever has a lower role is refused.

    Parameters
    ----------
    audited
        What it changes leaves a line in the audit trail. Never for what is recorded at doors, nor
        for answers: a trail with dates would lead from one to the other.

    Raises
    ------
    NotAllowedError
        When called, by somebody of a lower role.
    """

    def guard(use_case: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
        arguments = signature(use_case) if audited else None

        @wraps(use_case)
        def guarded(*given: _Given.args, **named: _Given.kwargs) -> _Result:
            asked = cast("Service | Part", given[0])
            if _at_work.get() is asked.actor:
                return use_case(*given, **named)
            require(asked.actor, role)
            token = _at_work.set(asked.actor)
            try:
                if arguments is None:
                    return use_case(*given, **named)
                with deeds.doing(_deed(use_case.__qualname__, asked, arguments, given, named)):
                    return use_case(*given, **named)
            finally:
                _at_work.reset(token)

        guarded.rule = Rule(role, audited)  # type: ignore[attr-defined]
        return guarded

    return guard


def _deed(
    use_case: str,
    asked: "Service | Part",
    arguments: Signature,
    given: tuple[object, ...],
    named: dict[str, object],
) -> deeds.Deed:
    """Name what is about to be done."""
    return deeds.Deed(
        asked.actor.account,
        asked.actor.role.name.lower(),
        use_case,
        asked.settings.now(),
        deeds.detail(use_case, arguments.bind(*given, **named).arguments),
    )


def rule_of(use_case: object) -> Rule | None:
    """Give what a method or property is for; None where nothing guards it."""
    found: Rule | None = getattr(getattr(use_case, "fget", use_case), "rule", None)
    return found


def require(actor: Actor, role: Role) -> None:
    """Refuse whoever has a lower role.

    Raises
    ------
    NotAllowedError
        As the texts for that role have it.
    """
    if actor.role < role:
        needed = Role.VOLUNTEER if actor.role is Role.PUBLIC else role
        raise _REFUSALS[needed]()
