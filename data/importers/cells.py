"""Reading a column of cells at once, and noting what is wrong with which row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from data.importers.faults import Bad, Fault, RowFinding
from data.importers.values import Cell, Memo

Named = Mapping[str, tuple[str, int]]
"""Name and place of the column that holds a field."""


class Faults:
    """What is wrong with some rows, by their place among them."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.numbers = numbers
        self.rows: dict[int, list[RowFinding]] = {}

    def note(self, place: int, column: str, bad: Bad) -> None:
        """Note a fault of the row at `place`."""
        finding = RowFinding(self.numbers[place], column, bad.fault, bad.params)
        self.rows.setdefault(place, []).append(finding)


class Column:
    """A column that holds one field; what its cells mean is remembered."""

    def __init__(self, name: str, place: int, parse: Callable[[Cell], Any]) -> None:
        self.name = name
        self.place = place
        self.memo: Memo[Any] = Memo(parse)

    @classmethod
    def of(cls, named: Named, held: str, parse: Callable[[Cell], Any]) -> "Column | None":
        """Make the column of a field, or None where no column holds it."""
        return cls(*named[held], parse) if held in named else None

    def raw(self, columns: Sequence[Sequence[Cell]]) -> list[Any]:
        """Read every cell; faults are left among the values."""
        return list(map(self.memo.__getitem__, columns[self.place]))

    def read(
        self, columns: Sequence[Sequence[Cell]], faults: Faults, *, missing: Fault | None = None
    ) -> list[Any]:
        """Read every cell and note the faults; blank ones as `missing` where that is given."""
        values = self.raw(columns)
        if self.memo.spoiled:
            for place, value in enumerate(values):
                if value.__class__ is Bad:
                    faults.note(place, self.name, value)
                    values[place] = None
        if missing is not None and None in values:
            for place, value in enumerate(values):
                noted = faults.rows.get(place, ())
                if value is None and not any(f.column == self.name for f in noted):
                    faults.note(place, self.name, Bad(missing))
        return values
