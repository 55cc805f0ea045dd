"""Kill writers at random moments, again and again: nothing confirmed is lost, nothing is doubled.

    python -m tests.faults.killing --rounds 200 [--seed N] [--writers N] [--database URL]

Each round, several processes work on one database through the use cases of the app. Before a deed
a writer tells the parent that it tries, and afterwards, once the app has answered, that it is
confirmed. The parent kills each with SIGKILL after so many confirmations and a moment more, both
drawn from the seed. Then the database is opened anew and compared with what was confirmed, and
checked as `portes check` does. In the next round each writer first sends again what it got no
answer to, as a screen would. Processes are forked from this one, which has all modules loaded and
no database open, so that a round takes a fraction of a second.
"""

import argparse
import os
import pickle
import random
import selectors
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import DatabaseUnreachableError
from tests.faults.ground import (
    LINES,
    Deed,
    Ground,
    Held,
    Writer,
    deeds,
    follow_up,
    look,
    warm_up,
    with_writer,
)

MOST_CONFIRMED = 8
"""Confirmations after which a writer is killed at the latest."""
LONGEST_DELAY = 0.02
"""Seconds between the last confirmation that was waited for and the kill."""
PATIENCE = 600
"""Tries, a tenth of a second each, of a writer that cannot reach the database."""


@dataclass
class Report:
    """What came of it all."""

    rounds: int = 0
    confirmed: int = 0
    resent: int = 0
    in_flight: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing was lost, nothing doubled, and every check found nothing."""
        return not (self.lost or self.doubled or self.faults)

    def __str__(self) -> str:
        """Say it in one line, and name the first of what went wrong."""
        line = (
            f"{self.rounds} rounds: {self.confirmed} confirmed, {self.in_flight} killed in the "
            f"middle of a write, {self.resent} sent again; lost {len(self.lost)}, doubled "
            f"{len(self.doubled)}, faults found by the check {len(self.faults)}"
        )
        return "\n".join([line, *self.lost[:9], *self.doubled[:9], *self.faults[:9]])


@dataclass
class Child:
    """A writer as its parent sees it."""

    number: int
    pid: int
    pipe: int
    after: int
    delay: float
    confirmed: list[Deed] = field(default_factory=list)
    trying: Deed | None = None
    deadline: float | None = None
    rest: bytes = b""

    def hear(self) -> bool:
        """Read what it says; False once it has ended."""
        said = os.read(self.pipe, 65536)
        *lines, self.rest = (self.rest + said).split(b"\n")
        for line in lines:
            mark, kind, name, token = line.decode().split(" ")
            if mark == "t":
                self.trying = Deed(kind, name, token)
            else:
                self.confirmed.append(Deed(kind, name, token))
                self.trying = None
        return bool(said)


@dataclass
class Trial:
    """Rounds on one database, and all that was ever confirmed.

    Parameters
    ----------
    lie
        Whether writers confirm before they write: the trial has to notice.
    """

    ground: Ground
    seed: int = 1
    writers: int = 3
    lie: bool = False
    report: Report = field(default_factory=Report)
    promised: dict[tuple[str, str], Deed] = field(default_factory=dict)
    unanswered: dict[int, Deed] = field(default_factory=dict)

    def round(self, disturb: Callable[[], None] | None = None) -> None:
        """Let the writers work, kill them, look.

        Parameters
        ----------
        disturb
            Something to do to the database while they work.
        """
        number = self.report.rounds = self.report.rounds + 1
        drawn = random.Random(f"{self.seed}/{number}")
        children = [self._start(n, number, drawn) for n in range(self.writers)]
        if disturb:
            disturb()
        _watch(children)
        for child in children:
            self._note(child)
        self._compare(_in_a_process(lambda: look(self.ground)))

    def _start(self, number: int, round_: int, drawn: random.Random) -> Child:
        after, delay = drawn.randint(0, MOST_CONFIRMED), drawn.uniform(0, LONGEST_DELAY)
        seed, first = f"s{self.seed}r{round_}w{number}", self.unanswered.pop(number, None)
        self.report.resent += first is not None
        pid, pipe = _fork(lambda out: _work(self.ground, number, seed, first, out, lie=self.lie))
        return Child(number, pid, pipe, after, delay)

    def _note(self, child: Child) -> None:
        self.report.confirmed += len(child.confirmed)
        for deed in child.confirmed:
            self.promised[deed.kind, deed.name] = deed
        if child.trying:
            self.report.in_flight += 1
            self.unanswered[child.number] = child.trying

    def _compare(self, held: Held) -> None:
        self.report.faults += (f"round {self.report.rounds}: {fault}" for fault in held.faults)
        for deed in self.promised.values():
            for found in _places(deed, held):
                if found == 0:
                    self.report.lost.append(f"round {self.report.rounds}: {deed}")
                elif found > 1:
                    self.report.doubled.append(f"round {self.report.rounds}: {deed}")


def _places(deed: Deed, held: Held) -> Iterator[int]:
    """Say how often each thing is there that a deed promised."""
    match deed.kind:
        case "file":
            yield from (held.found["visit"][f"{deed.name}-{n}"] for n in range(LINES))
        case "claim" if deed.token:
            yield held.found["claim"][deed.token]
        case "release":
            yield int(deed.token in held.ended)
        case "visit" | "answer" | "volunteer":
            yield held.found[deed.kind][deed.name]


def _work(
    ground: Ground, number: int, seed: str, first: Deed | None, out: int, *, lie: bool
) -> None:
    """Do one deed after the other until somebody puts an end to it."""

    def work(writer: Writer) -> None:
        stream = deeds(seed)
        deed = first or next(stream)
        while True:
            os.write(out, deed.line("t"))
            if lie:
                os.write(out, deed.line("c"))
            _insist(writer, deed)
            if not lie:
                os.write(out, deed.line("c"))
            deed = follow_up(deed) or next(stream)

    with_writer(ground, number, work)


def _insist(writer: Writer, deed: Deed) -> None:
    """Do a deed, again and again while the database cannot be reached."""
    for tries in range(PATIENCE):
        try:
            return writer.do(deed)
        except DatabaseUnreachableError:
            if tries == PATIENCE - 1:
                raise
            time.sleep(0.1)
    return None


def _watch(children: list[Child]) -> None:
    """Hear all writers, and kill each at its moment."""
    with selectors.DefaultSelector() as selector:
        for child in children:
            selector.register(child.pipe, selectors.EVENT_READ, child)
            _plan(child)
        while selector.get_map():
            deadlines = [c.deadline for c in children if c.deadline is not None]
            wait = max(0, min(deadlines) - time.monotonic()) if deadlines else None
            for key, _events in selector.select(wait):
                child = key.data
                if not child.hear():
                    selector.unregister(child.pipe)
                    os.close(child.pipe)
                    _, status = os.waitpid(child.pid, 0)
                    child.deadline = None
                    if os.WTERMSIG(status) != signal.SIGKILL:
                        raise RuntimeError(f"writer {child.number} ended by itself: {status}")
                else:
                    _plan(child)
            for child in children:
                if child.deadline is not None and child.deadline <= time.monotonic():
                    os.kill(child.pid, signal.SIGKILL)
                    child.deadline = None
                    child.after = sys.maxsize


def _plan(child: Child) -> None:
    if child.deadline is None and len(child.confirmed) >= child.after:
        child.deadline = time.monotonic() + child.delay


def _fork(work: Callable[[int], None]) -> tuple[int, int]:
    """Start a process of one's own; give its number and the end of the pipe that it writes to."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    status = 1
    try:
        os.close(reading)
        work(writing)
        status = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(status)


def _in_a_process(work: Callable[[], Held]) -> Held:
    """Do something that opens the database elsewhere: what is open here would be inherited."""

    def send(out: int) -> None:
        with os.fdopen(out, "wb") as file:
            pickle.dump(work(), file)

    pid, pipe = _fork(send)
    with os.fdopen(pipe, "rb") as file:
        content = file.read()
    _, status = os.waitpid(pid, 0)
    if status:
        raise RuntimeError(f"the database could not be looked at: {status}")
    result: Held = pickle.loads(content)
    return result


def trial(ground: Ground, *, seed: int = 1, writers: int = 3, lie: bool = False) -> Trial:
    """Prepare a ground for rounds."""
    warm_up()

    def prepare() -> Held:
        ground.prepare()
        return Held()

    _in_a_process(prepare)
    return Trial(ground, seed, writers, lie)


def main() -> int:
    """Run the rounds that are asked for; give 1 if anything went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--writers", type=int, default=3)
    parser.add_argument("--database", help="address of an empty database")
    parser.add_argument("--lie", action="store_true", help="confirm before writing")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portes-faults-") as folder:
        url = asked.database or f"sqlite:///{folder}/portes.sqlite"
        ground = Ground(url, Path(folder) / "portes.key", pairs=asked.writers)
        running = trial(ground, seed=asked.seed, writers=asked.writers, lie=asked.lie)
        for _ in range(asked.rounds):
            running.round()
    print(running.report)
    return 0 if running.report.clean else 1


if __name__ == "__main__":
    sys.exit(main())
