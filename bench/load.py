"""How many people at once: real websocket sessions that read and that record doors.

``python -m bench.load --readers 40 --pairs 10 --seconds 20`` serves the demonstration in a process
of its own, opens the sessions, and lets each go on as soon as its last run has ended and its pause
is over. A reader runs the page of coverage again, as a click there does. A pair presses the button
of an outcome on the page of doors, so that each press goes through the page, the use case and the
database; the doors that are recorded in the end are counted there.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import time as clock
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.serving import DAY, Served, served
from bench.sessions import connected, xsrf_token
from dashboard import settings
from dashboard.service import Service
from data.fieldwork import Outing, Pair, Volunteer
from tests.pages.plants import QUARTIER, section

OUTING = "load"
DOORS = 60
"""Doors of the street of each pair."""
RECORD, ABSENT = "Enregistrer", "absent"
"""The words on the screen that a pair taps."""
PATIENCE = 120


@dataclass
class Seen:
    """What one session has on its screen, and how long its runs took, in seconds."""

    record: str = ""
    outcomes: str = ""
    absent: str = ""
    runs: list[float] = field(default_factory=list)
    presses: int = 0


def plant(database: Path, pairs: int) -> None:
    """Make the demonstration with an outing of so many pairs, each with a street of its own."""
    environ = {"PORTES_TODAY": DAY}
    service = Service.open(settings.load(database=f"sqlite:///{database}", environ=environ))
    service.records.fill_demo(until=service.settings.today)
    rounds = service.rounds
    streets = [
        section(at, DOORS, west=0.34 + 0.0005 * at, south=46.58) for at in range(1, pairs + 1)
    ]
    service.store.sections.replace(streets, source="load.csv", at=service.now())
    day = service.settings.today
    outing = Outing(OUTING, day, clock(8), clock(20), QUARTIER, "x", capacity=2 * pairs + 1)
    rounds.save_outing(outing)
    made = []
    for at in range(pairs):
        members = [f"load-{at}-{one}" for one in "ab"]
        for name in members:
            rounds.save_volunteer(Volunteer(name, name))
            rounds.sign_up(OUTING, name)
        made.append(Pair(f"pair-{at}", OUTING, at + 1, tuple(members)))
    rounds.save_pairs(OUTING, made)
    for pair, street in zip(made, streets, strict=True):
        service.turf.claim(street.id, OUTING, pair.id)
    service.store.close()


def recorded(database: Path) -> int:
    """Count the doors that the outing has in the database."""
    environ = {"PORTES_TODAY": DAY}
    service = Service.open(settings.load(database=f"sqlite:///{database}", environ=environ))
    try:
        return len(service.doors.of_outing(OUTING))
    finally:
        service.store.close()


class Session:
    """One browser, as far as the server can tell."""

    def __init__(self, place: Served, path: str, query: str = "") -> None:
        self.place, self.path, self.query, self.seen = place, path, query, Seen()

    async def open(self, stack: AsyncExitStack, token: str) -> None:
        """Open the websocket and run the page for the first time."""
        way = connected(self.place.address, token, self.place.cookie)
        self.socket = await stack.enter_async_context(way)
        await self.run()

    async def run(self, button: str = "") -> None:
        """Run the page, or choose an outcome and press the button; note how long it took."""
        begun = time.perf_counter()
        wish = BackMsg()
        rerun = wish.rerun_script
        rerun.query_string, rerun.page_name = self.query, self.path
        rerun.context_info.CopyFrom(
            ContextInfo(
                timezone="Europe/Paris",
                locale="fr-FR",
                url=f"{self.place.address}/{self.path}?{self.query}",
            )
        )
        if button:
            chosen, sent = rerun.widget_states.widgets.add(), rerun.widget_states.widgets.add()
            chosen.id, sent.id = self.seen.outcomes, button
            chosen.string_array_value.data.append(self.seen.absent)
            sent.trigger_value = True
            self.seen.presses += 1
        await self.socket.send(wish.SerializeToString())
        await asyncio.wait_for(self._until_done(), PATIENCE)
        self.seen.runs.append(time.perf_counter() - begun)

    async def _until_done(self) -> None:
        """Read until the script has ended."""
        async for data in self.socket:
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            element = message.delta.new_element if kind == "delta" else None
            if element is not None and element.button.label == RECORD:
                self.seen.record = element.button.id
            for option in element.button_group.options if element is not None else ():
                if option.content.endswith(ABSENT):
                    self.seen.outcomes = element.button_group.id
                    self.seen.absent = f"{option.content_icon} {option.content}".strip()
            if kind == "script_finished":
                return


async def go_on(session: Session, until: float, pause: float) -> None:
    """Run again and again; press where there is a door to record."""
    while time.perf_counter() < until:
        await session.run(session.seen.record)
        await asyncio.sleep(pause)


async def load(
    place: Served, readers: int, pairs: int, seconds: float, pause: float
) -> Mapping[str, object]:
    """Open the sessions, let them go on for some seconds, and sum up."""
    sessions = [Session(place, "") for _ in range(readers)]
    field_work = [Session(place, "porte", f"outing={OUTING}&pair=pair-{at}") for at in range(pairs)]
    before = place.process.memory_info().rss
    async with AsyncExitStack() as stack:
        for session in (*sessions, *field_work):
            await session.open(stack, await asyncio.to_thread(xsrf_token, place.address))
        opened = place.process.memory_info().rss
        for session in (*sessions, *field_work):
            session.seen.runs.clear()
        busy = sum(place.process.cpu_times()[:2])
        until = time.perf_counter() + seconds
        await asyncio.gather(
            *(go_on(session, until, pause) for session in (*sessions, *field_work)),
        )
        busy = sum(place.process.cpu_times()[:2]) - busy
    every = [*sessions, *field_work]
    runs = sum(len(one.seen.runs) for one in every)
    return {
        "sessions held": len(every),
        "memory of each": f"{(opened - before) / len(every) / 2**20:.2f} MiB",
        "runs a second": f"{runs / seconds:.1f}",
        "processor time of a run": f"{busy / max(runs, 1) * 1000:.0f} ms",
        "a reader's run": spread([run for one in sessions for run in one.seen.runs]),
        "a door": spread([run for one in field_work for run in one.seen.runs]),
        "doors pressed": sum(one.seen.presses for one in field_work),
    }


def spread(runs: Sequence[float]) -> str:
    """Give the median and the 95th percentile.

    >>> spread([0.1] * 19 + [1.0])
    'median 100 ms, 95 % within 145 ms'
    """
    if len(runs) < 2:
        return "none"
    within = statistics.quantiles(runs, n=20, method="inclusive")[-1]
    return f"median {statistics.median(runs) * 1000:.0f} ms, 95 % within {within * 1000:.0f} ms"


def main() -> None:
    """Read what is asked for, and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--readers", type=int, default=20, choices=range(1001), metavar="N")
    asked.add_argument("--pairs", type=int, default=10, choices=range(201), metavar="N")
    asked.add_argument("--seconds", type=float, default=10)
    asked.add_argument("--pause", type=float, default=1.0, help="seconds between two runs")
    words = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "demo.sqlite"
        plant(database, words.pairs)
        with served(Path(folder)) as place:
            print(f"the server is process {place.process.pid}", flush=True)
            found = asyncio.run(
                load(place, words.readers, words.pairs, min(words.seconds, 300), words.pause)
            )
        found = {**found, "doors in the database": recorded(database)}
    for name, value in found.items():
        print(f"{name:24} {value}")


if __name__ == "__main__":
    main()
