"""Who may do what: the guard on every use case.

A use case is a public method of `dashboard.service.Service` or of one of its parts. Each states
the least role it is for, and the guard asks who is at work before it runs. What a use case calls
to do its own work is not asked about again: it is the one that was asked for that counts, and
the one that is noted in `data.doing`.
"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar, cast

from dashboard.errors import (
    AdministratorsOnlyError,
    CoordinatorsOnlyError,
    NotAllowedError,
    SignInFirstError,
)
from data.doing import Actor, Doing, at_work, doing
from data.model import Role

if TYPE_CHECKING:
    from dashboard.service import Service

__all__ = ["COMMAND_LINE", "PUBLIC", "Actor", "Part", "Rule", "allowed", "require", "rule_of"]

PUBLIC = Actor("", "", Role.PUBLIC)
"""Nobody signed in."""
COMMAND_LINE = Actor("", "command line", Role.ADMINISTRATOR)
"""Who has the database file has everything."""

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

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
        name = use_case.__qualname__

        @wraps(use_case)
        def guarded(*given: _Given.args, **named: _Given.kwargs) -> _Result:
            actor = cast(Part, given[0]).actor
            running = doing()
            if running is not None and running.actor is actor:
                return use_case(*given, **named)
            require(actor, role)
            with at_work(Doing(actor, name, audited)):
                return use_case(*given, **named)

        guarded.rule = Rule(role, audited)  # type: ignore[attr-defined]
        return guarded

    return guard


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
