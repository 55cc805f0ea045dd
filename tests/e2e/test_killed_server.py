"""The server is killed while a pair is at its doors: the phone goes on where it was."""

import os
import signal
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.fieldwork import Recorded
from tests.e2e import forking
from tests.e2e.conftest import TODAY, Journey
from tests.e2e.fieldday import enter, reload
from tests.e2e.serving import DATABASES, until_ready
from tests.e2e.test_doors import NAMES, stand, tap, walking
from tests.pages.plants import FIRST, OUTING

pytestmark = pytest.mark.browser
ORDER = ("1", "3", "5", "7", "9", "11", "13")


class Machine:
    """A server that can lose its power, and starts again at the same address."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._process: forking.ForkServerProcess | None = None

    def start(self) -> None:
        database, log = self._folder / "portes.sqlite", self._folder / "server.log"
        environ = {k: v for k, v in os.environ.items() if not k.startswith("PORTES_")}
        environ |= {"PORTES_DATABASE": f"sqlite:///{database}", "PORTES_TODAY": TODAY}
        environ["PORTES_ADDRESS"] = self.address
        words = ["run", "--no-browser", "--port", str(self.port)]
        self._process = forking.start(words, environ, log)
        until_ready(self.address, self._process, log)
        DATABASES[self.address] = database

    def kill(self) -> None:
        assert self._process is not None and self._process.pid
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def server(machine: Machine) -> str:
    """Give the address to those who begin a journey."""
    return machine.address


def test_a_killed_server_loses_no_door(
    journey: Callable[..., Journey], machine: Machine, tmp_path: Path
) -> None:
    service = walking(tmp_path)
    trip = journey(390, 844)
    enter(trip, f"porte?outing={OUTING}&pair={FIRST}")
    stand(trip, ORDER[0])
    for at in range(2):
        tap(trip, NAMES[at], ORDER[at + 1])
    machine.kill()  # right after a door was confirmed
    machine.start()
    reload(trip)
    stand(trip, ORDER[2])
    tap(trip, NAMES[2], ORDER[3])
    # and in the middle of one: whether it was kept or not, the phone stands where it has to
    trip.page.get_by_role("radio", name=NAMES[3]).click()
    trip.page.get_by_role("button", name="Enregistrer", exact=True).click(no_wait_after=True)
    machine.kill()
    machine.start()
    kept = {visit.door for visit in recorded(service)}
    reload(trip)
    stand(trip, ORDER[4] if ORDER[3] in kept else ORDER[3])
    if ORDER[3] not in kept:
        tap(trip, NAMES[3], ORDER[4])
    tap(trip, NAMES[0], ORDER[5])
    assert Counter(visit.door for visit in recorded(service)) == Counter(ORDER[:5])
    assert service.keeping.check().findings == ()
    trip.complaints.clear()  # of a server that was not there


def recorded(service) -> list[Recorded]:
    return list(service.doors.of_pair(FIRST))
