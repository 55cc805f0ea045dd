"""Who may do what: every use case is called as each role, and nothing public is unguarded."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from dashboard.access import Actor, allowed
from dashboard.errors import NotAllowedError, OtherPairError
from dashboard.rounds import Rounds
from dashboard.service import Service
from data.model import Role
from tests.dashboard import use_cases, world
from tests.dashboard.use_cases import UseCase
from tests.dashboard.world import ME, OTHERS, RUNS_INTO, Later
from tests.pages.plants import FIRST, OUTING

CASES = use_cases.all_of()
OF_A_PAIR = {"pair", "claim", "code", "visit", "visits", "door"}
"""Parameters that say whose street, sheet or door it is."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("world")
    world.build(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "campaign"))


@pytest.fixture
def service(folder: Path) -> Iterator[Service]:
    opened = world.opened(folder)
    yield opened
    opened.store.close()


def as_role(service: Service, role: Role) -> Service:
    volunteer = ME if role is Role.VOLUNTEER else ""
    return service.acting(Actor(world.account_of(role), "", role, volunteer))


def call(case: UseCase, service: Service, known: Any) -> Any:
    """Call a use case with what it needs; what goes wrong inside, apart from a refusal, may.

    Raises
    ------
    KeyError
        The world does not say what one of its parameters is.
    """
    owner = next(part for part in (service, *vars(service).values()) if type(part) is case.owner)
    mine = {name: known[f"{case}.{name}"] for name in case.takes if f"{case}.{name}" in known}
    wanted = {name: known[name] for name in case.needs if name not in mine} | mine
    made = {name: one.make() if isinstance(one, Later) else one for name, one in wanted.items()}
    try:
        asked = getattr(owner, case.name)
        given = asked(**made) if callable(asked) else asked
        return list(given) if isinstance(given, Iterator) else given
    except NotAllowedError:
        raise
    except Exception as problem:  # whoever asks says whether it may
        return problem


def refused(case: UseCase, service: Service, known: Any) -> bool:
    try:
        call(case, service, known)
    except NotAllowedError:
        return True
    return False


def test_nothing_public_is_unguarded() -> None:
    assert use_cases.unguarded() == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_use_case_is_for_its_role_and_those_above(
    case: UseCase, service: Service, folder: Path
) -> None:
    assert case.rule
    known = world.given(service, folder)
    for role in Role:
        if role < case.rule.role:
            assert refused(case, as_role(service, role), known), role
            continue
        came = call(case, as_role(service, role), known)
        if role is case.rule.role:  # those above find it done already
            assert_done(case, came)


def assert_done(case: UseCase, came: Any) -> None:
    """Make sure that a use case ran to its end, and was not only reached."""
    if str(case) in RUNS_INTO:
        assert type(came).__name__ == RUNS_INTO[str(case)]
    elif isinstance(came, Exception):
        raise came


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.rule and case.rule.role is Role.VOLUNTEER
     and OF_A_PAIR & set(case.needs)],
    ids=str,
)  # fmt: skip
def test_a_volunteer_does_nothing_for_the_pair_of_others(
    case: UseCase, service: Service, folder: Path
) -> None:
    known = world.given(service, folder, pair=OTHERS)
    with pytest.raises(OtherPairError):
        call(case, as_role(service, Role.VOLUNTEER), known)
    # A volunteer without a place in any pair does nothing for any, and a coordinator for all.
    with pytest.raises(OtherPairError):
        call(case, service.acting(Actor("x", "", Role.VOLUNTEER)), known)
    call(case, as_role(service, Role.COORDINATOR), known)


OPEN = [case for case in CASES if case.rule and case.rule.role <= Role.VOLUNTEER]


@pytest.mark.parametrize("case", OPEN, ids=str)
def test_nothing_of_others_comes_back_to_a_volunteer(
    case: UseCase, service: Service, folder: Path
) -> None:
    given = call(case, as_role(service, Role.VOLUNTEER), world.given(service, folder))
    said = set(words(given))
    assert not {word for word in said if "canari" in word.lower() or "(démo)" in word}
    assert not said & {"c", "d", "0600000000"}, "the id of somebody else"


def words(given: object) -> Iterator[str]:
    """Give all texts in what a use case gave, whatever holds them."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, bytes):
        yield given.decode("utf-8", "replace")
    elif isinstance(given, Exception):
        yield from words([str(given), *given.args, getattr(given, "params", {})])
    elif is_dataclass(given):
        yield from words([getattr(given, one.name) for one in fields(given)])
    elif isinstance(given, Mapping):
        yield from words([*given.keys(), *given.values()])
    elif isinstance(given, Iterable):
        for one in given:
            yield from words(one)


def test_what_volunteers_may_do_for_their_pair_is_some(service: Service) -> None:
    assert len([case for case in CASES if OF_A_PAIR & set(case.needs)]) > 10


# --- the test tested ------------------------------------------------------------------------------


def test_a_planted_use_case_without_a_guard_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rounds, "leak", lambda self: self.contacts(), raising=False)
    monkeypatch.setattr(Rounds, "leaks", property(lambda self: 1), raising=False)
    assert use_cases.unguarded() == ["Rounds.leak", "Rounds.leaks"]


def test_a_planted_part_without_guards_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stray:
        def contacts(self) -> None:
            """Give everything away."""

    known = Service.__init__

    def init(self: Service, *given: Any, **named: Any) -> None:
        known(self, *given, **named)
        self.stray = Stray()  # type: ignore[attr-defined]

    monkeypatch.setattr(Service, "__init__", init)
    assert use_cases.unguarded() == ["stray", "Stray.contacts"]


def test_a_guard_that_lets_others_pass_is_found(
    monkeypatch: pytest.MonkeyPatch, service: Service, folder: Path
) -> None:
    case = next(case for case in CASES if str(case) == "Rounds.contacts")
    monkeypatch.setattr(Rounds, "contacts", lambda self: {})  # as if its guard let all pass
    assert not refused(case, as_role(service, Role.PUBLIC), world.given(service, folder))


def test_what_comes_back_of_others_is_found(service: Service) -> None:
    said = set(words(service.rounds.roster(OUTING)))
    assert {"Canari c", "c"} <= said
    assert "0600000000" in set(words(service.rounds.contacts()))


def test_a_pair_that_is_not_asked_about_is_found(
    monkeypatch: pytest.MonkeyPatch, service: Service, folder: Path
) -> None:
    leak = allowed(Role.VOLUNTEER)(lambda self, pair: pair)
    monkeypatch.setattr(Rounds, "leak", leak, raising=False)
    case = next(case for case in use_cases.all_of() if case.name == "leak")
    assert case.needs == ["pair"]
    known = world.given(service, folder, pair=OTHERS)
    assert not refused(case, as_role(service, Role.VOLUNTEER), known)


def test_a_use_case_that_cannot_run_is_found(
    monkeypatch: pytest.MonkeyPatch, service: Service, folder: Path
) -> None:
    def broken(self: Rounds, pair: str, unheard_of: int = 0) -> None:
        raise ValueError(pair)

    monkeypatch.setattr(Rounds, "broken", allowed(Role.VOLUNTEER)(broken), raising=False)
    monkeypatch.setattr(Rounds, "strange", lambda self, unheard_of: None, raising=False)
    found = {case.name: case for case in use_cases.all_of()}
    known = world.given(service, folder)
    with pytest.raises(ValueError, match=FIRST):
        assert_done(found["broken"], call(found["broken"], service, known))
    with pytest.raises(KeyError):
        call(found["strange"], service, known)
