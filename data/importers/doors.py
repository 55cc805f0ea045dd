"""Reading what was done at doors: one outcome a row, or tallies with a column for each outcome."""

from collections.abc import Sequence
from typing import NamedTuple

from data.importers.addresses import parse_address, parse_door, parse_street
from data.importers.cells import Column, Faults, Named
from data.importers.columns import TALLY, Field
from data.importers.faults import Bad, Fault
from data.importers.values import Cell, count_parser, parse_outcome
from data.model import Outcome


class Knock(NamedTuple):
    """A visit of a row; `part` tells the visits of one row apart."""

    outcome: Outcome
    street: str = ""
    door: str | None = None
    doors: int = 1
    part: str = ""


class Doors:
    """Reads the columns that tell of visits."""

    def __init__(self, named: Named) -> None:
        self._outcome = Column.of(named, Field.OUTCOME, parse_outcome)
        self._doors = Column.of(named, Field.DOORS, count_parser(least=1))
        self._street = Column.of(named, Field.STREET, parse_street)
        self._door = Column.of(named, Field.DOOR, parse_door)
        self._address = Column.of(named, Field.ADDRESS, parse_address)
        self._tallies = {
            Outcome(held.removeprefix(TALLY)): Column(*column, count_parser(least=0))
            for held, column in sorted(named.items())
            if held.startswith(TALLY)
        }
        # Our own exports may hold doors without a street; in other files that is an oversight.
        self._streets = Field.KEY not in named

    @property
    def outcome_name(self) -> str:
        """Name of the column of outcomes."""
        return self._outcome.name if self._outcome else ""

    def read(self, columns: Sequence[Sequence[Cell]], faults: Faults) -> list[Sequence[Knock]]:
        """Give the visits of each row."""
        places = self._places(columns, faults)
        if self._outcome is None:
            return self._tallied(columns, faults, places)
        outcomes = self._outcome.read(columns, faults, missing=Fault.MISSING_OUTCOME)
        doors = self._doors.read(columns, faults) if self._doors else [1] * len(outcomes)
        rows: list[Sequence[Knock]] = []
        for i, ((street, door), outcome, count) in enumerate(
            zip(places, outcomes, doors, strict=True)
        ):
            if door is not None and count is not None and count > 1:
                crowd = Bad(Fault.TALLY_WITH_DOOR, door=door, doors=count)
                faults.note(i, self._doors.name if self._doors else "", crowd)
            rows.append((Knock(outcome, street, door, count or 1),) if outcome else ())
        return rows

    def _tallied(
        self,
        columns: Sequence[Sequence[Cell]],
        faults: Faults,
        places: Sequence[tuple[str, str | None]],
    ) -> list[Sequence[Knock]]:
        counts = [column.read(columns, faults) for column in self._tallies.values()]
        rows: list[Sequence[Knock]] = []
        for i, row in enumerate(zip(*counts, strict=True)):
            street, door = places[i]
            knocks = [
                Knock(outcome, street, None, count, outcome.value)
                for outcome, count in zip(self._tallies, row, strict=True)
                if count
            ]
            total = sum(knock.doors for knock in knocks)
            if not knocks and i not in faults.rows:
                faults.note(i, "", Bad(Fault.EMPTY_TALLY))
            if door is not None and total > 1:
                faults.note(i, "", Bad(Fault.TALLY_WITH_DOOR, door=door, doors=total))
            rows.append([knock._replace(door=door) for knock in knocks] if door else knocks)
        return rows

    def _places(
        self, columns: Sequence[Sequence[Cell]], faults: Faults
    ) -> list[tuple[str, str | None]]:
        """Give street and door of each row."""
        size = len(columns[0])
        if self._address:
            found = self._address.read(columns, faults)
            addresses = [address or ("", None) for address in found]
        else:
            addresses = [("", None)] * size
        if self._street:
            streets = [street or "" for street in self._street.read(columns, faults)]
            addresses = [
                (street, None) if street else address
                for street, address in zip(streets, addresses, strict=True)
            ]
        if self._door is None:
            return addresses
        doors = self._door.read(columns, faults)
        for i, (door, (street, _)) in enumerate(zip(doors, addresses, strict=True)):
            if door and not street and self._streets:
                faults.note(i, self._door.name, Bad(Fault.MISSING_STREET, door=door))
        return [
            (street, door or other) for door, (street, other) in zip(doors, addresses, strict=True)
        ]
