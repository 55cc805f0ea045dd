"""Finding the quartier of each row from whichever columns tell it, and forgetting the point."""

from collections.abc import Sequence

from data.errors import MappingError
from data.importers.cells import Column, Faults, Named
from data.importers.columns import ColumnMapping, Field
from data.importers.faults import Bad, Fault, Reason
from data.importers.places import (
    Lambert,
    Locate,
    Pair,
    Places,
    degrees,
    locate_all,
    parse_number,
    parse_point,
)
from data.importers.values import Cell

NO_MAP = "there are no quartiers yet to find points in"
BAD_FIXED = "the fixed {field} “{value}” cannot be used"


class Whereabouts:
    """Reads the columns that tell where; a quartier that is named counts more than a point.

    Raises
    ------
    MappingError
        Where points are to be found but there is nothing to find them in, or the fixed quartier
        does not exist.
    """

    def __init__(
        self,
        named: Named,
        mapping: ColumnMapping,
        quartiers: Sequence[tuple[str, str]],
        locate: Locate | None,
        lambert: Lambert | None,
        *,
        source: str,
    ) -> None:
        self.places = Places(quartiers, mapping.places)
        self._locate, self._lambert = locate, lambert
        self._quartier = Column.of(named, Field.QUARTIER, self.places.read)
        self._point = Column.of(named, Field.POINT, parse_point)
        self._lon = Column.of(named, Field.LONGITUDE, parse_number)
        self._lat = Column.of(named, Field.LATITUDE, parse_number)
        self._x = Column.of(named, Field.LAMBERT_X, parse_number)
        self._y = Column.of(named, Field.LAMBERT_Y, parse_number)
        self._fixed = self._fixed_code(mapping, source)
        points = self._point or self._lon or self._x
        if points and (locate is None or (self._x and lambert is None)):
            raise MappingError(source=source, reason=Reason(NO_MAP))

    def _fixed_code(self, mapping: ColumnMapping, source: str) -> str | None:
        if self._quartier or Field.QUARTIER not in mapping.fixed:
            return None
        value = mapping.fixed[Field.QUARTIER]
        code = self.places.read(value)
        if not isinstance(code, str):
            reason = Reason(BAD_FIXED, field="quartier", value=value)
            raise MappingError(source=source, reason=reason)
        return code

    def codes(self, columns: Sequence[Sequence[Cell]], faults: Faults) -> list[str]:
        """Give the code for each row; "" where a fault was noted."""
        if self._quartier is None:
            codes: list[str | None] = [self._fixed] * len(columns[0])
        else:
            codes = self._quartier.raw(columns)
            if self._quartier.memo.spoiled:
                codes = self._note_unknown(codes, self._quartier.name, faults)
        open_rows = [i for i, code in enumerate(codes) if code is None]
        if open_rows:
            self._find(columns, faults, codes, open_rows)
        return [code or "" for code in codes]

    def _note_unknown(
        self, codes: Sequence[str | Bad | None], column: str, faults: Faults
    ) -> list[str | None]:
        known: list[str | None] = []
        for i, code in enumerate(codes):
            if isinstance(code, Bad):
                faults.note(i, column, code)
                if code.fault is Fault.NEAR_PLACE:
                    self.places.propose(code)
                known.append("")
            else:
                known.append(code)
        return known

    def _find(
        self,
        columns: Sequence[Sequence[Cell]],
        faults: Faults,
        codes: list[str | None],
        rows: Sequence[int],
    ) -> None:
        """Find the quartiers of the rows that have only a point, all in one go."""
        found = self._pairs(columns)
        points = [(i, pair) for i in rows if isinstance(pair := found[i], tuple)]
        answers = locate_all([p for _, p in points], self._locate) if self._locate else []
        located = dict(zip((i for i, _ in points), answers, strict=True)) if answers else {}
        name = self._name
        for i in rows:
            answer = located.get(i, found[i])
            if isinstance(answer, str):
                codes[i] = answer
            else:
                faults.note(
                    i, name, answer if isinstance(answer, Bad) else Bad(Fault.MISSING_PLACE)
                )

    @property
    def _name(self) -> str:
        points = (self._lat and self._lon) and f"{self._lat.name}, {self._lon.name}"
        metres = (self._x and self._y) and f"{self._x.name}, {self._y.name}"
        one = self._point and self._point.name
        return points or one or metres or (self._quartier.name if self._quartier else "")

    def _pairs(self, columns: Sequence[Sequence[Cell]]) -> list[Pair | Bad | None]:
        """Give longitude and latitude of each row."""
        if self._lon and self._lat:
            return _joined(self._lon.raw(columns), self._lat.raw(columns))
        if self._point:
            return self._point.raw(columns)
        if not (self._x and self._y and self._lambert):
            return [None] * len(columns[0])
        pairs = _joined(self._x.raw(columns), self._y.raw(columns))
        metres = [pair for pair in pairs if isinstance(pair, tuple)]
        found = iter(degrees(metres, self._lambert))
        return [next(found) if isinstance(pair, tuple) else pair for pair in pairs]


def _joined(
    first: Sequence[float | Bad | None], second: Sequence[float | Bad | None]
) -> list[Pair | Bad | None]:
    pairs: list[Pair | Bad | None] = []
    for one, other in zip(first, second, strict=True):
        if isinstance(one, Bad) or isinstance(other, Bad):
            pairs.append(one if isinstance(one, Bad) else other if isinstance(other, Bad) else None)
        elif one is None or other is None:
            pairs.append(None if one is other else Bad(Fault.HALF_POINT))
        else:
            pairs.append((one, other))
    return pairs
