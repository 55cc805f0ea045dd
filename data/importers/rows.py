"""From rows of cells to visits and responses, many rows at a time.

Columns are read one after the other, which is what makes it fast. A row with any fault gives no
record at all. Points serve to find the quartier and go no further than this module.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from data.errors import MappingError
from data.importers.answers import Answer, Answers
from data.importers.cells import Column, Faults
from data.importers.columns import ColumnMapping, Field, TableKind
from data.importers.doors import Doors, Knock
from data.importers.faults import Bad, Fault, Reason, RowFinding
from data.importers.keys import Contents, Keys, parse_kept
from data.importers.moments import Moment
from data.importers.places import Lambert, Locate, PlaceProposal
from data.importers.tables import Row
from data.importers.values import Cell, canonical, day_parser
from data.importers.whereabouts import Whereabouts
from data.model import Outcome, Questionnaire, RecordKind, Response, Visit

BAD_FIXED = "the fixed {field} “{value}” cannot be used"


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a table is read against.

    Parameters
    ----------
    quartiers
        Pairs of code and name.
    locate
        From arrays of longitude and latitude (degrees, EPSG:4326) to quartier codes, None outside.
    lambert
        From arrays of Lambert-93 x and y (metres) to longitude and latitude.
    today
        Days after it are faults.
    secret
        Of the campaign, for keyed hashes.
    """

    questionnaire: Questionnaire
    quartiers: Sequence[tuple[str, str]]
    locate: Locate | None = None
    lambert: Lambert | None = None
    today: date
    secret: bytes


@dataclass
class Batch:
    """What came of some rows."""

    rows: int = 0
    empty: int = 0
    visits: list[Visit] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    bad: list[tuple[Row, list[RowFinding]]] = field(default_factory=list)


class Reader:
    """Turns the rows of one table into records.

    Parameters
    ----------
    headers
        Column names of the table.

    Raises
    ------
    MappingError
        Where the mapping does not fit the table or the questionnaire.
    """

    def __init__(
        self, headers: Sequence[str], mapping: ColumnMapping, context: Context, *, source: str
    ) -> None:
        places = mapping.placed(headers, context.questionnaire, source=source)
        named = {held: (headers[place], place) for held, place in places.items()}
        self.width = len(headers)
        self.kind = mapping.kind
        self.version = context.questionnaire.version
        self.keys = Keys(context.secret)
        self.where = Whereabouts(
            named, mapping, context.quartiers, context.locate, context.lambert, source=source
        )
        day = day_parser(context.today, month_first=mapping.month_first)
        self.day: Column | Moment = Column.of(named, Field.DAY, day) or _fixed_day(
            day(mapping.fixed[Field.DAY]), mapping.fixed[Field.DAY], source
        )
        self._months: dict[date, date] = {}
        self.kept = Column.of(named, Field.KEY, parse_kept)
        self.naming = self.kept or Column.of(named, Field.SUBMISSION, canonical)
        self.contents = Contents(headers)
        self.doors = Doors(named) if self.kind is not TableKind.RESPONSES else None
        self.answers = Answers(named, self.version) if self.kind is not TableKind.VISITS else None

    @property
    def proposals(self) -> tuple[PlaceProposal, ...]:
        """Quartiers that unknown names probably mean, most rows first."""
        found = self.where.places.proposals.values()
        return tuple(sorted(found, key=lambda p: (-p.rows, p.written)))

    def read(self, rows: Sequence[Row]) -> Batch:
        """Turn some rows into records."""
        batch = Batch(rows=len(rows))
        rows = self._shaped(rows, batch)
        columns: list[Sequence[Cell]] = list(zip(*(cells for _, cells in rows), strict=True))
        contents = self.contents.of(columns) if rows else []
        if "" in contents:
            rows = [row for row, text in zip(rows, contents, strict=True) if text]
            batch.empty += len(contents) - len(rows)
            contents = [text for text in contents if text]
            columns = list(zip(*(cells for _, cells in rows), strict=True))
        if rows:
            self._records(rows, columns, contents, batch)
        return batch

    def _shaped(self, rows: Sequence[Row], batch: Batch) -> Sequence[Row]:
        """Keep the rows with as many cells as the header; say what is wrong with the others."""
        if all(len(cells) == self.width for _, cells in rows):
            return rows
        shaped = []
        for row in rows:
            number, cells = row
            if len(cells) == self.width:
                shaped.append(row)
            elif not any(str(cell).strip() for cell in cells):
                batch.empty += 1
            elif not any(str(cell).strip() for cell in cells[self.width :]) and cells[self.width :]:
                shaped.append((number, cells[: self.width]))
            else:
                batch.bad.append((row, [_misshapen(number, cells, self.width)]))
        return shaped

    def _records(
        self,
        rows: Sequence[Row],
        columns: Sequence[Sequence[Cell]],
        contents: Sequence[str],
        batch: Batch,
    ) -> None:
        faults = Faults([number for number, _ in rows])
        days = self._days(columns, faults)
        codes = self.where.codes(columns, faults)
        knocks = self.doors.read(columns, faults) if self.doors else [()] * len(rows)
        nothing: list[Answer | None] = [None] * len(rows)
        answers = self.answers.read(columns, faults) if self.answers else nothing
        self._months = {day: day.replace(day=1) for day in set(days)}
        if self.kind is TableKind.RESPONSES:
            self._need_answers(answers, faults)
        elif self.doors and self.answers:
            _agree(knocks, answers, faults, self.doors.outcome_name)
        bases = self._bases(columns, contents, faults)
        for i, row in enumerate(rows):
            if i in faults.rows:
                batch.bad.append((row, faults.rows[i]))
                continue
            base, code, day = bases[i], codes[i], days[i]
            for knock in knocks[i]:
                batch.visits.append(self._visit(base, code, day, knock))
            if answer := answers[i]:
                batch.responses.append(self._response(base, code, day, answer))

    def _days(self, columns: Sequence[Sequence[Cell]], faults: Faults) -> list[date]:
        if isinstance(self.day, Moment):
            return [self.day.day] * len(columns[0])
        moments = self.day.read(columns, faults, missing=Fault.MISSING_DAY)
        if self.doors:
            for i, moment in enumerate(moments):
                if isinstance(moment, Moment) and not moment.whole:
                    faults.note(i, self.day.name, Bad(Fault.MONTH_ONLY, value=str(moment)))
        return [m.day if m.__class__ is Moment else date.min for m in moments]

    def _need_answers(self, answers: Sequence[object], faults: Faults) -> None:
        for i, answer in enumerate(answers):
            if not answer and i not in faults.rows:
                faults.note(i, "", Bad(Fault.NO_ANSWER))

    def _bases(
        self, columns: Sequence[Sequence[Cell]], contents: Sequence[str], faults: Faults
    ) -> dict[int, bytes | str]:
        """Give what identifies each good row: its key, its identifier, or its contents."""
        good = [i for i in range(len(contents)) if i not in faults.rows]
        digests = {i: self.keys.digest(contents[i]) for i in good}
        named = self._named(columns, faults, good, digests)
        bases: dict[int, bytes | str] = {
            i: name if isinstance(name, str) and self.kept else self.keys.digest("id\x1f" + name)
            for i, name in named.items()
        }
        plain = [i for i in good if i not in named and i not in faults.rows]
        bases.update(zip(plain, self.keys.numbered([digests[i] for i in plain]), strict=True))
        return bases

    def _named(
        self,
        columns: Sequence[Sequence[Cell]],
        faults: Faults,
        good: Sequence[int],
        digests: Mapping[int, bytes],
    ) -> dict[int, str]:
        """Give the identifiers of good rows; one that was used for something else is a fault."""
        if self.naming is None:
            return {}
        column = self.naming
        names = column.read(columns, faults)
        named = {i: str(names[i]) for i in good if names[i] and i not in faults.rows}
        firsts = self.keys.conflicts(
            [self.keys.digest(name) for name in named.values()],
            [digests[i] for i in named],
            [faults.numbers[i] for i in named],
        )
        for (i, name), first in zip(named.items(), firsts, strict=True):
            if first is not None:
                faults.note(i, column.name, Bad(Fault.DUPLICATE_ID, value=name, first=first))
        return named

    def _visit(self, base: bytes | str, code: str, day: date, knock: Knock) -> Visit:
        key = base if isinstance(base, str) else self.keys.key(RecordKind.VISITS, base, knock.part)
        return Visit(key, code, day, knock.outcome, knock.street, knock.door, knock.doors)

    def _response(
        self,
        base: bytes | str,
        code: str,
        day: date,
        answer: Answer,
    ) -> Response:
        key = base if isinstance(base, str) else self.keys.key(RecordKind.RESPONSES, base)
        return Response(key, self.version, code, self._months[day], *answer)


def _fixed_day(found: Moment | Bad | None, value: str, source: str) -> Moment:
    if isinstance(found, Moment):
        return found
    raise MappingError(source=source, reason=Reason(BAD_FIXED, field="day", value=value))


def _agree(
    knocks: Sequence[Sequence[Knock]], answers: Sequence[object], faults: Faults, column: str
) -> None:
    """Refuse rows that hold answers although nobody was interviewed."""
    for i, (knock, answer) in enumerate(zip(knocks, answers, strict=True)):
        if answer and knock and knock[0].outcome is not Outcome.INTERVIEW:
            outcome = knock[0].outcome.value
            faults.note(i, column, Bad(Fault.ANSWERS_WITHOUT_INTERVIEW, outcome=outcome))


def _misshapen(number: int, cells: Sequence[Cell], expected: int) -> RowFinding:
    lines = max(str(cell).count("\n") for cell in cells)
    if lines > 3:
        return RowFinding(number, "", Fault.OPEN_QUOTE, {"lines": lines})
    fault = Fault.TOO_FEW_CELLS if len(cells) < expected else Fault.TOO_MANY_CELLS
    return RowFinding(number, "", fault, {"count": len(cells), "expected": expected})
