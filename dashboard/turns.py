"""Runs of the app take turns: of fifty that begin at once, half end in little over half the time.

Python runs one thread at a time. Threads that share it all end at the end; one after another, the
first ends at once and the last no later, and the thread that sends what they draw gets on with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic

LONGEST = 0.05
"""Seconds for which a run keeps its turn. A page takes a tenth of that; whatever takes longer waits
for the database or brings in a file, and others may go on beside it."""


class Turns:
    """Lets one begin after another.

    Parameters
    ----------
    longest
        Seconds after which a turn passes on although it is not over.
    """

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._changed = Condition()
        self._holder: object = None
        self._until = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn; it is over with the block."""
        mine = object()
        with self._changed:
            while self._holder and (left := self._until - monotonic()) > 0:
                self._changed.wait(left)
            self._holder, self._until = mine, monotonic() + self._longest
        try:
            yield
        finally:
            with self._changed:
                if self._holder is mine:
                    self._holder = None
                    self._changed.notify()


RUNS = Turns()
"""Those of this process."""
