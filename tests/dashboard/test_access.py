"""The guard: who passes, what is noted while something is done, and what calls what."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from dashboard.access import COMMAND_LINE, PUBLIC, Actor, Part, allowed, require, rule_of
from dashboard.errors import (
    AdministratorsOnlyError,
    CoordinatorsOnlyError,
    NotAllowedError,
    SignInFirstError,
)
from dashboard.service import Service
from dashboard.settings import Settings
from data import deeds
from data.campaigns import POITIERS
from data.model import Role


class Work(Part):
    """Use cases that say what is noted while they run."""

    @allowed(Role.COORDINATOR, audited=True)
    def close(self, outing: str, note: str = "") -> Any:
        """Do something that is noted."""
        return deeds.current()

    @allowed(Role.VOLUNTEER)
    def knock(self) -> Any:
        """Do something that is not noted, by way of something that would be."""
        return self.close("o1")

    @allowed(Role.ADMINISTRATOR, audited=True)
    def whole(self) -> Any:
        """Do something that is noted, by way of something else that is."""
        return self.close("o2")

    @allowed(Role.PUBLIC)
    def through(self, other: "Work") -> Any:
        """Ask for something in the name of another."""
        return other.close("o3")

    @property
    @allowed(Role.COORDINATOR)
    def secret(self) -> int:
        """Give something away."""
        return 1


def work(role: Role, account: str = "k") -> Work:
    actor = Actor(account, "Ana", role)
    settings = Settings("sqlite://", POITIERS)
    return Work(cast(Service, SimpleNamespace(store=None, settings=settings, actor=actor)))


@pytest.mark.parametrize(
    ("role", "needed", "refusal"),
    [
        (Role.PUBLIC, Role.VOLUNTEER, SignInFirstError),
        (Role.PUBLIC, Role.ADMINISTRATOR, SignInFirstError),
        (Role.VOLUNTEER, Role.COORDINATOR, CoordinatorsOnlyError),
        (Role.VOLUNTEER, Role.ADMINISTRATOR, AdministratorsOnlyError),
        (Role.COORDINATOR, Role.ADMINISTRATOR, AdministratorsOnlyError),
    ],
)
def test_a_refusal_says_whom_it_is_for(
    role: Role, needed: Role, refusal: type[NotAllowedError]
) -> None:
    with pytest.raises(refusal):
        require(Actor("", "", role), needed)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_what_those_below_may(role: Role) -> None:
    for needed in Role:
        if needed <= role:
            require(Actor("", "", role), needed)


def test_the_command_line_may_do_everything_and_nobody_next_to_nothing() -> None:
    assert COMMAND_LINE.role is max(Role) and PUBLIC.role is min(Role)


def test_a_property_is_guarded() -> None:
    assert work(Role.COORDINATOR).secret == 1
    with pytest.raises(CoordinatorsOnlyError):
        _ = work(Role.VOLUNTEER).secret
    assert rule_of(Work.__dict__["secret"]) == (Role.COORDINATOR, False)


def test_what_is_audited_is_noted_with_who_does_it() -> None:
    deed = work(Role.COORDINATOR).close("o1", note="not noted")
    assert (deed.account, deed.role, deed.use_case) == ("k", "coordinator", "Work.close")
    assert dict(deed.detail) == {"outing": "o1"}
    assert deeds.current() is None


def test_what_is_not_audited_leaves_no_deed_whatever_it_calls() -> None:
    assert work(Role.VOLUNTEER).knock() is None


def test_the_outermost_is_what_was_done() -> None:
    assert work(Role.ADMINISTRATOR).whole().use_case == "Work.whole"


def test_who_acts_for_another_is_asked_as_that_one() -> None:
    with pytest.raises(CoordinatorsOnlyError):
        work(Role.ADMINISTRATOR).through(work(Role.VOLUNTEER, "v"))
    assert work(Role.VOLUNTEER).through(work(Role.COORDINATOR, "c")).account == "c"


def test_after_a_refusal_and_after_a_failure_the_guard_asks_again() -> None:
    volunteer = work(Role.VOLUNTEER)
    for _turn in range(2):
        with pytest.raises(CoordinatorsOnlyError):
            volunteer.close("o1")
    with pytest.raises(TypeError):
        work(Role.COORDINATOR).close()  # type: ignore[call-arg]
    with pytest.raises(CoordinatorsOnlyError):
        volunteer.close("o1")
