"""A campaign that several writers work on, and what each of their deeds leaves behind."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from dashboard.doors import DoorToDo
from dashboard.service import Service
from dashboard.settings import Settings
from data.campaigns import POITIERS
from data.errors import ClaimTakenError
from data.fieldwork import Address, Outing, Pair, Section, Volunteer
from data.model import Outcome, QuestionKind
from data.schema import claims, responses, visits, volunteers

TODAY = date(2023, 5, 28)
PLACE = "8619406"
SHAPE = '{"type":"LineString","coordinates":[[0.34,46.58],[0.35,46.58]]}'
LINES = 8
"""Rows of each file that is brought in."""


@dataclass(frozen=True)
class Ground:
    """Where the writers work.

    Parameters
    ----------
    url
        The database.
    key_file
        The key file that goes with it.
    pairs
        How many pairs of volunteers there are, one a writer.
    sections
        How many streets they may take.
    """

    url: str
    key_file: Path
    pairs: int = 3
    sections: int = 12

    def open(self) -> Service:
        """Open the app as one more process would."""
        return Service.open(Settings(self.url, POITIERS, TODAY, key_file=self.key_file))

    def prepare(self) -> None:
        """Make the campaign, the outing, its pairs and the streets."""
        service = self.open()
        service.rounds.save_outing(Outing("o", TODAY, time(10), time(12, 30), PLACE, "École"))
        pairs = []
        for n in range(self.pairs):
            members = tuple(f"v{n}{side}" for side in "ab")
            for member in members:
                service.rounds.save_volunteer(Volunteer(member, f"Nom {member}"))
                service.rounds.sign_up("o", member)
            pairs.append(Pair(f"p{n}", "o", n + 1, members))
        service.rounds.save_pairs("o", pairs)
        streets = [self.section(n) for n in range(self.sections)]
        service.store.sections.replace(streets, source="file", at="2023-03-01")
        service.store.close()

    def section(self, number: int) -> Section:
        """Give one of the streets."""
        doors = (Address("1", 1, "", 0.34, 46.58),)
        return Section(f"s{number}", PLACE, f"rue {number}", SHAPE, addresses=doors)


@dataclass
class Deed:
    """One thing that a writer does, known by its name however often it is sent.

    Parameters
    ----------
    token
        What the screen remembers that does it.
    """

    kind: str
    name: str
    token: str = ""

    def line(self, mark: str) -> bytes:
        """Write it for the parent."""
        return f"{mark} {self.kind} {self.name} {self.token}\n".encode()


@dataclass
class Writer:
    """Does deeds through the use cases of the app."""

    ground: Ground
    number: int
    service: Service
    folder: Path

    def do(self, deed: Deed) -> None:
        """Do one; it returns once the app has said that it is done."""
        getattr(self, f"_{deed.kind}")(deed)

    def _visit(self, deed: Deed) -> None:
        section = self.ground.section(self.number)
        door = DoorToDo(section, section.addresses[0])
        where = {"outing": "o", "pair": f"p{self.number}"}
        self.service.doors.knock(door, {deed.name: 1}, Outcome.ABSENT, **where)

    def _volunteer(self, deed: Deed) -> None:
        self.service.rounds.save_volunteer(Volunteer(deed.name, f"Nom {deed.name}"))

    def _claim(self, deed: Deed) -> None:
        """Take a street, and give it back if it was one's own already: the names go round."""
        section = f"s{hash_of(deed.name) % self.ground.sections}"
        try:
            claim = self.service.turf.claim(section, "o", f"p{self.number}")
        except ClaimTakenError:
            deed.token = ""  # refused: that is an answer as well
            return
        deed.token = claim.id

    def _release(self, deed: Deed) -> None:
        self.service.turf.release(deed.token)

    def _begin(self, deed: Deed) -> None:
        (deed.token,) = self.service.asking.begin(PLACE)

    def _answer(self, deed: Deed) -> None:
        questions = self.service.questionnaire().questions
        rated = next(one for one in questions if one.kind is QuestionKind.RATING)
        words = next(one for one in questions if one.kind is QuestionKind.OPEN)
        self.service.asking.keep(deed.token, words, deed.name)
        self.service.asking.keep(deed.token, rated, 4)

    def _file(self, deed: Deed) -> None:
        path = self.folder / f"{deed.name}.csv"
        lines = (f"{PLACE},2023-05-{n + 1:02},absent,rue,{deed.name}-{n}\n" for n in range(LINES))
        path.write_text("quartier,day,outcome,street,door\n" + "".join(lines), encoding="utf-8")
        self.service.records.import_file(path, path.name)


def hash_of(name: str) -> int:
    """Give the same number for the same name in every process."""
    return sum(map(ord, name))


def deeds(seed: str) -> Iterator[Deed]:
    """Make up deeds, the same for the same seed: mostly doors, as on a Sunday."""
    drawn = random.Random(seed)
    number = 0
    while True:
        number += 1
        kind = drawn.choices(("visit", "claim", "begin", "volunteer", "file"), (8, 4, 3, 2, 1))[0]
        yield Deed(kind, f"{seed}n{number}")


def follow_up(deed: Deed) -> Deed | None:
    """Say what a screen does next after a deed that it got an answer to."""
    if deed.kind == "begin":
        return Deed("answer", deed.name, deed.token)
    if deed.kind == "claim" and deed.token and hash_of(deed.name) % 3 == 0:
        return Deed("release", deed.name, deed.token)
    return None


@dataclass
class Held:
    """What stands in the database after all: how often each name is there, by kind."""

    found: Mapping[str, Counter[str]] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()
    faults: tuple[str, ...] = ()


def look(ground: Ground) -> Held:
    """Open the database anew and read what is there."""
    service = ground.open()
    try:
        with service.store._looking() as (connection, _key):
            doors: Counter[str] = Counter(
                {
                    row[0]: row[1]
                    for row in connection.execute(
                        select(visits.c.door, func.count()).group_by(visits.c.door)
                    )
                }
            )
            said = Counter(
                words
                for texts in connection.scalars(select(responses.c.texts))
                for words in texts.values()
            )
            people = Counter(connection.scalars(select(volunteers.c.id)))
            taken = connection.execute(select(claims.c.id, claims.c.ended)).all()
        findings = service.keeping.check().findings
    finally:
        service.store.close()
    faults = tuple(f"{one.fault} {dict(one.params)}" for one in findings)
    found = {"visit": doors, "answer": said, "volunteer": people}
    found["claim"] = Counter(row.id for row in taken)
    return Held(found, frozenset(row.id for row in taken if row.ended), faults)


def with_writer(ground: Ground, number: int, work: Callable[[Writer], None]) -> None:
    """Open the app and work with it."""
    with TemporaryDirectory(prefix="portes-faults-") as folder:
        work(Writer(ground, number, ground.open(), Path(folder)))


@cache
def warm_up() -> None:
    """Load all that the deeds need, once: processes that are forked afterwards have it.

    No database stays open, because one that is open must not be inherited.
    """
    with TemporaryDirectory(prefix="portes-faults-") as folder:
        ground = Ground(f"sqlite:///{folder}/warm.sqlite", Path(folder) / "warm.key")
        ground.prepare()

        def work(writer: Writer) -> None:
            for kind in ("visit", "volunteer", "claim", "begin", "file"):
                deed = Deed(kind, f"warm{kind}")
                writer.do(deed)
                if then := follow_up(deed):
                    writer.do(then)
            writer.service.store.close()

        with_writer(ground, 0, work)
        look(ground)
