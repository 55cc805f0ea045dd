"""Writing records and results as CSV, line by line.

Numbers are written as they are; texts are made safe for spreadsheets. What is written here is
recognised by the importer without help.
"""

import csv
import dataclasses
import inspect
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from data.exporters.safety import safe
from data.model import QuestionKind, Questionnaire, Response, Visit

VISIT_COLUMNS = ("portes_key", "quartier", "day", "outcome", "street", "door", "doors")


class _Line:
    """Catches the one line that a csv.writer writes."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def lines(rows: Iterable[Sequence[object]], *, separator: str = ",") -> Iterator[str]:
    """Write rows as lines of CSV, made safe."""
    line = _Line()
    writer = csv.writer(line, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell(value) for value in row])
        yield line.text


def cell(value: object) -> str:
    """Write one value: None as nothing, days the ISO way, sequences with spaces between.

    Examples
    --------
    >>> cell(None), cell(3.5), cell(-2), cell("-2"), cell((1, 0, 2)), cell(True)
    ('', '3.5', '-2', "'-2", '1 0 2', 'true')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, Enum):
        return safe(str(value.value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return safe(" ".join(cell(part) for part in value))
    # A negative number is a number for the spreadsheet as well: only texts are made safe.
    return repr(value) if isinstance(value, int | float) else safe(str(value))


def visits_csv(visits: Iterable[Visit], *, separator: str = ",") -> Iterator[str]:
    """Write visits; importing them again changes nothing.

    Examples
    --------
    >>> from datetime import date
    >>> from data.model import Outcome
    >>> visit = Visit("0" * 32, "03", date(2023, 4, 2), Outcome.ABSENT, "rue X", "12")
    >>> list(visits_csv([visit]))[1].strip()
    '00000000000000000000000000000000,03,2023-04-02,absent,rue X,12,1'
    """
    yield from lines([VISIT_COLUMNS], separator=separator)
    rows = ((v.key, v.quartier, v.day, v.outcome, v.street, v.door, v.doors) for v in visits)
    yield from lines(rows, separator=separator)


def responses_csv(
    responses: Iterable[Response], *questionnaires: Questionnaire, separator: str = ","
) -> Iterator[str]:
    """Write responses, a column for each question of the questionnaires; month, never day.

    Examples
    --------
    >>> from datetime import date
    >>> from data.model import Question
    >>> q = Question("calm", QuestionKind.RATING, {"en": "Is it calm?"}, {"en": "Calm"})
    >>> rows = [Response("0" * 32, 1, "03", date(2023, 4, 1), {"calm": 4})]
    >>> [line.strip()[-20:] for line in responses_csv(rows, Questionnaire(1, {}, (q,)))]
    ['er,month,rating:calm', '00000,1,03,2023-04,4']
    """
    questions = {
        f"{question.kind.value}:{question.key}": question
        for questionnaire in questionnaires
        for question in questionnaire.questions
    }
    yield from lines(
        [("portes_key", "version", "quartier", "month", *questions)], separator=separator
    )
    asked = [(q.key, q.kind is QuestionKind.RATING) for q in questions.values()]
    rows = (
        (
            *(r.key, r.version, r.quartier, f"{r.month:%Y-%m}"),
            *(r.ratings.get(key) if rated else r.texts.get(key) for key, rated in asked),
        )
        for r in responses
    )
    yield from lines(rows, separator=separator)


def rows_csv(
    rows: Iterable[object], *, columns: Sequence[str] | None = None, separator: str = ","
) -> Iterator[str]:
    """Write any table of dataclasses or mappings, with the same columns in all rows.

    Parameters
    ----------
    columns
        Names to write, in order; by default the fields and properties of the first row.

    Examples
    --------
    >>> "".join(rows_csv([{"name": "=x", "n": 3}])).split()
    ['name,n', "'=x,3"]
    """
    names = tuple(columns) if columns is not None else None
    if names is not None:
        yield from lines([names], separator=separator)
    for row in rows:
        values = fields(row)
        if names is None:
            names = tuple(values)
            yield from lines([names], separator=separator)
        yield from lines([[values.get(name) for name in names]], separator=separator)


def fields(row: object) -> dict[str, Any]:
    """Give the values of a row by name: fields, then what is worked out from them.

    Raises
    ------
    TypeError
        It is neither a dataclass nor a mapping.
    """
    if isinstance(row, Mapping):
        return dict(row)
    if not dataclasses.is_dataclass(row):
        raise TypeError(f"{type(row).__name__} is neither a dataclass nor a mapping")
    values = {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}
    worked_out = (
        name
        for kind in inspect.getmro(type(row))[::-1]
        for name, member in vars(kind).items()
        if isinstance(member, property) and not name.startswith("_")
    )
    return values | {name: getattr(row, name) for name in worked_out}
