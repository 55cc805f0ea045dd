"""Runs of the app take turns."""

from contextlib import ExitStack, suppress
from threading import Event, Thread

import pytest

from dashboard import turns
from dashboard.turns import Turns


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give what the clock shows."""
    shown = [0.0]
    monkeypatch.setattr(turns, "monotonic", lambda: shown[0])
    return shown


def entered(of: Turns) -> tuple[Thread, Event]:
    """Let a thread ask for a turn; give it, and what tells that it has had one."""
    had = Event()

    def run() -> None:
        with of.turn():
            had.set()

    thread = Thread(target=run)
    thread.start()
    return thread, had


def test_the_next_begins_when_the_one_before_has_ended() -> None:
    taken = Turns(longest=60)
    with taken.turn():
        thread, had = entered(taken)
        assert not had.wait(0.05)

    thread.join(10)
    assert had.is_set()


def test_all_that_wait_have_their_turn() -> None:
    taken = Turns(longest=60)
    with taken.turn():
        waiting = [entered(taken) for _ in range(5)]

    for thread, had in waiting:
        thread.join(10)
        assert had.is_set()


def test_a_long_run_holds_nobody_up(clock: list[float]) -> None:
    taken = Turns(longest=1)
    with taken.turn():
        clock[0] = 2
        thread, had = entered(taken)
        thread.join(10)

        assert had.is_set()


def test_a_long_run_ends_no_turn_but_its_own(clock: list[float]) -> None:
    taken = Turns(longest=1)
    long, later = ExitStack(), ExitStack()
    long.enter_context(taken.turn())
    clock[0] = 2
    later.enter_context(taken.turn())
    long.close()

    thread, had = entered(taken)
    assert not had.wait(0.05)

    later.close()
    thread.join(10)
    assert had.is_set()


def test_what_fails_passes_its_turn_on() -> None:
    taken = Turns(longest=60)
    with suppress(ValueError), taken.turn():
        raise ValueError

    thread, had = entered(taken)
    thread.join(10)
    assert had.is_set()
