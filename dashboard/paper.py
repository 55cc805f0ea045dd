"""Sheets of paper: one for each pair and its doors, and the lines that are keyed in from it.

Use cases reached as `Service.paper`. A volunteer keys in for an outing they came to; anything
else raises `OtherPairError`.
"""

import secrets
from collections.abc import Mapping, Sequence

from dashboard import belonging
from dashboard.access import Part, allowed
from data.fieldwork import Recorded, Sheet, SheetLine, Source
from data.model import Outcome, Role
from data.sheet_codes import new_code, valid_code
from data.store.sheets import line_key


class Paper(Part):
    """What pairs bring back on paper."""

    @allowed(Role.VOLUNTEER)
    def sheet_for(self, pair: str) -> Sheet:
        """Give the sheet of a pair with the doors it holds; made at the first call.

        When the pair holds other streets since, or walks them in another order, a new sheet with
        a new code is made, so that a line that was printed keeps its meaning; gone back to, the
        first one is given again.
        """
        belonging.require_pair(self._store, self.actor, pair)
        doors = self._service.doors.to_do(pair)
        found = self._store.outings.pair(pair)
        outing = self._store.outings.get(found.outing)
        lines = tuple(
            SheetLine(row, door.section.id, door.section.street, door.address.label)
            for row, door in enumerate(doors, start=1)
        )
        for sheet in self._store.recording.sheets(found.outing):
            if sheet.pair == pair and sheet.lines == lines:
                return sheet
        outings = self._store.outings.all()
        taken = {sheet.code for o in outings for sheet in self._store.recording.sheets(o.id)}
        code = new_code(secrets.SystemRandom(), taken=taken)
        sheet = Sheet(code, found.outing, pair, outing.quartier, lines)
        self._store.recording.save_sheet(sheet)
        return sheet

    @allowed(Role.VOLUNTEER)
    def sheet(self, code: str) -> Sheet:
        """Give a sheet by its code, as somebody typed it.

        Raises
        ------
        UnknownSheetError
            No sheet has that code.
        """
        sheet = self._store.recording.sheet(valid_code(code) or code.strip())
        belonging.require_sheet(self._store, self.actor, sheet)
        return sheet

    @allowed(Role.VOLUNTEER)
    def sheets(self, outing: str) -> Sequence[Sheet]:
        """Give the sheets of an outing, to a volunteer those they may key in."""
        return [
            sheet
            for sheet in self._store.recording.sheets(outing)
            if belonging.may_key_in(self._store, self.actor, outing, sheet.pair)
        ]

    @allowed(Role.VOLUNTEER)
    def keyed(self, code: str) -> Mapping[int, Recorded]:
        """Give what was keyed in of a sheet, by line."""
        return self._store.recording.sheet_visits(self.sheet(code).code)

    @allowed(Role.VOLUNTEER)
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
        return self._service.doors.record(rows)

    @allowed(Role.VOLUNTEER)
    def check_sheet(self, code: str, name: str) -> None:
        """Note who compared what was keyed in with the paper."""
        self._store.recording.check_sheet(self.sheet(code).code, name)
