"""Recording: doors one by one, lines of a paper sheet, and answers that lead to no door.

Use cases reached as `Service.doors`; who may call them is checked there.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.fieldwork import Address, Recorded, Section, Sheet, SheetLine, Source
from data.model import Outcome, Response
from data.store.sheets import line_key

if TYPE_CHECKING:
    from dashboard.service import Service

AGAIN = frozenset({Outcome.ABSENT, Outcome.COME_BACK})
"""Outcomes after which a door is offered again."""


@dataclass(frozen=True)
class DoorToDo:
    """A door of a pair's sections, in walking order; `last` is what counts of it, or None."""

    section: Section
    address: Address
    last: Recorded | None

    @property
    def again(self) -> bool:
        """The door was tried, and is worth another visit."""
        return self.last is not None and self.last.outcome in AGAIN


class Doors:
    """What pairs record."""

    def __init__(self, service: "Service") -> None:
        self._service = service
        self._store = service.store

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

    def of_outing(self, outing: str) -> Sequence[Recorded]:
        """Give what counts of an outing."""
        return self._store.recording.of_outing(outing)

    def of_pair(self, pair: str) -> Sequence[Recorded]:
        """Give what counts of a pair."""
        return self._store.recording.of_pair(pair)

    def to_do(self, pair: str) -> Sequence[DoorToDo]:
        """Give the doors of the sections a pair holds, in walking order."""
        held = [claim for claim in self._store.claims.of_pair(pair) if claim.ended is None]
        return [door for claim in held for door in self._of_section(claim.section)]

    def _of_section(self, identity: str) -> list[DoorToDo]:
        section = self._store.sections.get(identity)
        last = {row.door: row for row in self._store.recording.of_section(identity)}
        return [
            DoorToDo(section, address, last.get(address.label)) for address in section.addresses
        ]

    def answer(
        self, ratings: Mapping[str, int], texts: Mapping[str, str], *, key: str, quartier: str
    ) -> bool:
        """Keep one person's answers: quartier and month, nothing that leads to the door.

        Parameters
        ----------
        key
            Made by the client for this questionnaire alone.
        """
        today = self._service.settings.today
        return self._store.recording.answer(
            Response(
                key=key,
                version=self._service.questionnaire().version,
                quartier=quartier,
                month=today.replace(day=1),
                ratings=dict(ratings),
                texts={name: text.strip() for name, text in texts.items() if text.strip()},
            ),
            demo=self._service.overview().demo,
        )

    # Sheets of paper

    def sheet_for(self, pair: str) -> Sheet:
        """Give the sheet of a pair with the doors it holds; made at the first call.

        When the pair holds other streets since, a new sheet with a new code is made, so that a
        line that was printed keeps its meaning.
        """
        from data.sheet_codes import new_code

        doors = self.to_do(pair)
        found = self._store.outings.pair(pair)
        outing = self._store.outings.get(found.outing)
        lines = tuple(
            SheetLine(row, door.section.id, door.section.street, door.address.label)
            for row, door in enumerate(doors, start=1)
        )
        for sheet in self._store.recording.sheets(found.outing):
            if sheet.pair == pair and sheet.lines == lines:
                return sheet
        code = new_code(secrets.SystemRandom())
        sheet = Sheet(code, found.outing, pair, outing.quartier, lines)
        self._store.recording.save_sheet(sheet)
        return sheet

    def sheet(self, code: str) -> Sheet:
        """Give a sheet by its code, as somebody typed it.

        Raises
        ------
        UnknownSheetError
            No sheet has that code.
        """
        from data.sheet_codes import valid_code

        return self._store.recording.sheet(valid_code(code) or code.strip())

    def sheets(self, outing: str) -> Sequence[Sheet]:
        """Give the sheets of an outing."""
        return self._store.recording.sheets(outing)

    def keyed(self, code: str) -> Mapping[int, Recorded]:
        """Give what was keyed in of a sheet, by line."""
        return self._store.recording.sheet_visits(code)

    def key_in(self, code: str, outcomes: Mapping[int, Outcome]) -> int:
        """Keep lines of a sheet; give how many were new.

        Raises
        ------
        UnknownLineError
            The sheet has no such line.
        DuplicateLineError
            A line was keyed in already, and differently.
        """
        sheet = self.sheet(code)
        outing = self._store.outings.get(sheet.outing)
        lines = {line.row: line for line in sheet.lines}
        rows = []
        for row, outcome in outcomes.items():
            line = lines.get(row)
            rows.append(
                Recorded(
                    key=line_key(sheet.code, row),
                    quartier=sheet.quartier,
                    day=outing.day,
                    outcome=outcome,
                    street=line.street if line else "",
                    door=line.door if line else None,
                    section=line.section if line else "",
                    outing=sheet.outing,
                    pair=sheet.pair,
                    source=Source.PAPER,
                )
            )
        return self.record(rows)

    def check_sheet(self, code: str, name: str) -> None:
        """Note who compared what was keyed in with the paper."""
        self._store.recording.check_sheet(code, name)

    def correct(self, visit: Recorded, outcome: Outcome | None) -> None:
        """Correct a visit by a new row; None takes it back."""
        key = f"fix:{secrets.token_hex(16)}"
        self.record([replace(visit, key=key, replaces=visit.key, outcome=outcome)])
