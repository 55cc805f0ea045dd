"""Recording: doors one by one, and answers that lead to no door.

Use cases reached as `Service.doors`. A volunteer records for their own pair; anything else
raises `OtherPairError`.
"""

import re
import secrets
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard import belonging
from dashboard.access import Part, allowed
from dashboard.asking import given
from dashboard.turf import walked
from data.fieldwork import Address, Recorded, Section, WalkingOrder
from data.model import Outcome, Response, Role
from data.store.progress import FLAT

AGAIN = frozenset({Outcome.ABSENT, Outcome.COME_BACK})
"""Outcomes after which a door is offered again."""


@dataclass(frozen=True)
class DoorToDo:
    """An entrance of a pair's sections, in walking order.

    Parameters
    ----------
    visits
        What counts of the doors behind it, the last visit of each, by label.
    """

    section: Section
    address: Address
    visits: tuple[Recorded, ...] = ()

    @property
    def name(self) -> str:
        """Tell it from all others; fit for an address bar."""
        return f"{self.section.id}:{self.address.label}"

    @property
    def last(self) -> Recorded | None:
        """The last visit that counts, None where nobody knocked yet."""
        return self.visits[-1] if self.visits else None

    @property
    def again(self) -> bool:
        """Somebody behind it was not met, and is worth another visit."""
        return any(visit.outcome in AGAIN for visit in self.visits)

    @property
    def flats(self) -> tuple[Recorded, ...]:
        """The visits of single doors behind it, where several were recorded."""
        return tuple(visit for visit in self.visits if FLAT in (visit.door or ""))

    def new_flats(self, number: int) -> tuple[str, ...]:
        """Give labels for so many doors behind it that have none yet.

        Examples
        --------
        >>> street = Section("s", "q", "rue A", "")
        >>> DoorToDo(street, Address("12", 12, "", 0.3, 46.6)).new_flats(2)
        ('12 / 1', '12 / 2')
        """
        known = [(visit.door or "").rpartition(FLAT)[2] for visit in self.flats]
        first = max((int(flat) for flat in known if flat.isdecimal()), default=0) + 1
        return tuple(f"{self.address.label}{FLAT}{at}" for at in range(first, first + number))


class Doors(Part):
    """What pairs record."""

    @allowed(Role.COORDINATOR)
    def record(self, rows: Sequence[Recorded]) -> int:
        """Keep visits; give how many were new. The same key twice counts once.

        Raises
        ------
        NotFoundError
            A quartier does not exist.
        DuplicateLineError
            A line of a sheet was keyed in already, and differently.
        """
        return self._store.recording.record(rows)

    @allowed(Role.COORDINATOR)
    def of_outing(self, outing: str) -> Sequence[Recorded]:
        """Give what counts of an outing."""
        return self._store.recording.of_outing(outing)

    @allowed(Role.VOLUNTEER)
    def of_pair(self, pair: str) -> Sequence[Recorded]:
        """Give what counts of a pair."""
        belonging.require_pair(self._store, self.actor, pair)
        return self._store.recording.of_pair(pair)

    @allowed(Role.VOLUNTEER)
    def to_do(self, pair: str) -> Sequence[DoorToDo]:
        """Give the doors of the sections a pair holds, in walking order."""
        belonging.require_pair(self._store, self.actor, pair)
        walk = self._store.outings.pair(pair).walk
        return [door for section in self._held(pair) for door in self._of_section(section, walk)]

    @allowed(Role.VOLUNTEER)
    def walk(self, pair: str) -> Sequence[DoorToDo]:
        """Give the same with the doors that only those who were there know of, street by street."""
        belonging.require_pair(self._store, self.actor, pair)
        found, walk = [], self._store.outings.pair(pair).walk
        for section in self._held(pair):
            known = self._of_section(section, walk)
            found += [*known, *self._unlisted(section, {door.address.label for door in known})]
        return found

    @allowed(Role.VOLUNTEER)
    def numbers(self, pair: str) -> Mapping[tuple[str, str], int]:
        """Number the visits of a pair by section and door; those taken back count as well."""
        belonging.require_pair(self._store, self.actor, pair)
        return self._store.recording.rows_of_pair(pair)

    @allowed(Role.VOLUNTEER)
    def knock(
        self,
        door: DoorToDo,
        labels: Mapping[str, int],
        outcome: Outcome,
        *,
        outing: str,
        pair: str,
    ) -> tuple[Sequence[Recorded], int]:
        """Keep one outcome of one or several doors behind an entrance.

        Parameters
        ----------
        labels
            Label and number of the visit. The same labels with the same numbers are the same
            visits, however often they are sent.

        Returns
        -------
        visits, new
            What was sent, and how many of it were not there yet.
        """
        belonging.require_pair(self._store, self.actor, pair, outing=outing)
        settings = self.settings
        rows = [
            Recorded(
                key=f"door:{pair}:{door.section.id}:{label}:{number}",
                quartier=door.section.quartier,
                day=settings.today,
                outcome=outcome,
                street=door.section.street,
                door=label,
                section=door.section.id,
                outing=outing,
                pair=pair,
                hour=settings.now().astimezone(settings.zone).hour,
            )
            for label, number in labels.items()
        ]
        return rows, self.record(rows)

    @allowed(Role.VOLUNTEER)
    def take_back(self, visits: Sequence[Recorded]) -> int:
        """Undo visits; give how many were not undone already.

        Of what is given the key alone counts: the rest is what stands in the records.

        Raises
        ------
        NotFoundError
            One of them was never recorded.
        """
        known = self._store.recording.get([visit.key for visit in visits])
        for pair in sorted({visit.pair for visit in known}):
            belonging.require_pair(self._store, self.actor, pair)
        return self.record(
            [
                replace(one, key=f"undo:{visit.key}", replaces=visit.key, outcome=None)
                for visit, one in zip(visits, known, strict=True)
            ]
        )

    def _held(self, pair: str) -> list[str]:
        """Name the sections a pair holds, also those whose time has run out."""
        return [claim.section for claim in self._store.claims.of_pair(pair) if claim.ended is None]

    def _of_section(self, identity: str, walk: WalkingOrder) -> list[DoorToDo]:
        section = self._store.sections.get(identity)
        last = self._last(identity)
        return [
            DoorToDo(section, address, last.get(address.label, ()))
            for address in walked(section, walk)
        ]

    def _unlisted(self, identity: str, known: Container[str]) -> list[DoorToDo]:
        """Find the doors that were recorded although no list has them."""
        section = self._store.sections.get(identity)
        return [
            DoorToDo(section, unlisted(section, label), visits)
            for label, visits in sorted(
                self._last(identity).items(), key=lambda one: _walked(one[0])
            )
            if label not in known
        ]

    def _last(self, section: str) -> Mapping[str, tuple[Recorded, ...]]:
        """Read the last visit of each door, by the label of its entrance."""
        doors: dict[str, Recorded] = {}
        for row in self._store.recording.of_section(section):
            if row.door:
                doors[row.door] = row
        found: dict[str, tuple[Recorded, ...]] = {}
        for label, row in doors.items():
            entrance = label.split(FLAT)[0]
            found[entrance] = (*found.get(entrance, ()), row)
        return found

    @allowed(Role.VOLUNTEER)
    def answer(
        self,
        ratings: Mapping[str, int],
        texts: Mapping[str, str],
        *,
        key: str,
        quartier: str,
        month: date | None = None,
    ) -> bool:
        """Keep one person's answers: quartier and month, nothing that leads to the door.

        What is no answer to a question of the questionnaire is left out.

        Parameters
        ----------
        key
            Made by the client for this questionnaire alone.
        month
            Any day of the month in which they were given; None for the present one, which one
            that is still to come stands for as well.
        """
        asked, today = self._service.questionnaire(), self.settings.today
        when = min(month or today, today)
        rated = {one.key: given(one, ratings.get(one.key)) for one in asked.ratings}
        said = {one.key: given(one, texts.get(one.key)) for one in asked.questions}
        return self._store.recording.answer(
            Response(
                key=key,
                version=asked.version,
                quartier=quartier,
                month=when.replace(day=1),
                ratings={name: one for name, one in rated.items() if isinstance(one, int)},
                texts={name: one for name, one in said.items() if isinstance(one, str)},
            ),
            demo=self._service.coverage.overview().demo,
        )

    @allowed(Role.VOLUNTEER)
    def correct(self, visit: Recorded, outcome: Outcome | None) -> None:
        """Correct a visit by a new row; None takes it back.

        Of what is given the key alone counts: the rest is what stands in the records.

        Raises
        ------
        NotFoundError
            It was never recorded.
        """
        known = self._store.recording.get([visit.key])
        belonging.require_visits(self._store, self.actor, known)
        key = f"fix:{secrets.token_hex(16)}"
        self.record([replace(one, key=key, replaces=one.key, outcome=outcome) for one in known])


def unlisted(section: Section, label: str) -> Address:
    """Give the entrance that a label typed at the door stands for, in the middle of its section.

    Examples
    --------
    >>> street = Section("s", "q", "rue A", '{"type": "Point", "coordinates": [0.34, 46.58]}')
    >>> address = unlisted(street, " 12  Bis ")
    >>> address.label, address.number, address.suffix
    ('12 bis', 12, 'bis')
    """
    from shapely import from_geojson

    tidy = " ".join(label.split()).lower()
    numbered = re.match(r"(\d{1,4})\b ?(.*)", tidy)
    middle = from_geojson(section.geometry).centroid if section.geometry else None
    return Address(
        tidy,
        int(numbered[1]) if numbered else None,
        numbered[2] if numbered else "",
        lon=middle.x if middle else 0.0,
        lat=middle.y if middle else 0.0,
    )


def _walked(label: str) -> tuple[int, str]:
    """Order labels by their number, those without one last."""
    digits = re.match(r"\d+", label)
    return (int(digits[0]) if digits else 10**6, label)
