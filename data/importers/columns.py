"""What the columns of a table hold: fields, and a mapping that can be saved and used again.

A mapping names columns by their header. It says nothing about the order of columns.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from data.errors import MappingError
from data.importers.faults import Reason
from data.importers.folding import fold
from data.model import Outcome, QuestionKind, Questionnaire

RATING: Final = "rating:"
OPEN: Final = "open:"
TALLY: Final = "tally:"
FORMAT: Final = "portes-mapping"
FORMAT_VERSION: Final = 1


class Field(StrEnum):
    """What a column can hold, apart from `rating:<key>`, `open:<key>` and `tally:<outcome>`.

    `KEY` is the idempotency key as our own exports write it; `SUBMISSION` an identifier given by
    a form or a sheet.
    """

    IGNORE = "ignore"
    KEY = "key"
    SUBMISSION = "submission"
    VERSION = "version"
    DAY = "day"
    QUARTIER = "quartier"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    POINT = "point"
    LAMBERT_X = "lambert_x"
    LAMBERT_Y = "lambert_y"
    OUTCOME = "outcome"
    STREET = "street"
    DOOR = "door"
    ADDRESS = "address"
    DOORS = "doors"


class TableKind(StrEnum):
    """What the rows of a table record."""

    VISITS = "visits"
    RESPONSES = "responses"
    BOTH = "both"


NOTHING: Final = "no column holds an outcome, a tally or an answer"
NO_DAY: Final = "no column holds the day"
NO_PLACE: Final = "no column holds the quartier or a point"
HALF_POINT: Final = "a point needs both its coordinates"
NO_COLUMN: Final = "the file has no column “{column}”"
TWICE: Final = "two columns hold “{field}”: {columns}"
NO_FIELD: Final = "“{field}” is not something a column can hold"
NO_QUESTION: Final = "the questionnaire has no question “{field}”"
KEY_OF_BOTH: Final = "the column portes_key cannot serve both visits and answers"
OUTCOME_AND_TALLY: Final = "a column of outcomes and columns of tallies exclude each other"
TALLY_AND_ANSWERS: Final = "a row of tallies cannot hold answers"
NOT_JSON: Final = "it is not a saved mapping"
NEWER: Final = "it was saved by a newer version"


@dataclass(frozen=True)
class ColumnMapping:
    """Which column holds what.

    Parameters
    ----------
    columns
        Field by column name; columns not named are ignored.
    month_first
        Whether 4/2/2023 is the second of April.
    places
        Quartier codes by how the file writes them, where a person accepted a proposal.
    fixed
        A day or a quartier (code) that holds for every row of a file without such a column.
    """

    columns: Mapping[str, str]
    month_first: bool = False
    places: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> TableKind | None:
        """What the mapped columns record, or None where they record nothing yet."""
        fields = self.columns.values()
        visits = any(f == Field.OUTCOME or f.startswith(TALLY) for f in fields)
        responses = any(f.startswith((RATING, OPEN)) for f in fields)
        if visits and responses:
            return TableKind.BOTH
        if visits:
            return TableKind.VISITS
        return TableKind.RESPONSES if responses else None

    def column(self, wanted: str) -> str | None:
        """Name the column that holds a field, or None."""
        return next((name for name, held in self.columns.items() if held == wanted), None)

    def placed(
        self, headers: Sequence[str], questionnaire: Questionnaire, *, source: str
    ) -> dict[str, int]:
        """Find the place of each field in a table, after checking that all that is needed is there.

        Raises
        ------
        MappingError
            Where a column or a needed field is missing, doubled or unknown.
        """
        places: dict[str, int] = {}
        folded = {fold(name): place for place, name in reversed(list(enumerate(headers)))}
        exact = {name: place for place, name in enumerate(headers)}
        for name, held in self.columns.items():
            if held == Field.IGNORE:
                continue
            place = exact.get(name, folded.get(fold(name)))
            if place is None:
                raise MappingError(source=source, reason=Reason(NO_COLUMN, column=name))
            if held in places:
                both = f"{headers[places[held]]}, {name}"
                raise MappingError(source=source, reason=Reason(TWICE, field=held, columns=both))
            places[held] = place
        for problem in self.problems(questionnaire):
            raise MappingError(source=source, reason=problem)
        return places

    def problems(self, questionnaire: Questionnaire) -> list[Reason]:
        """List what keeps the mapping from being used, most basic first."""
        held = set(self.columns.values()) - {Field.IGNORE}
        given = held | set(self.fixed)
        problems = [_unknown(name, questionnaire) for name in sorted(held)]
        kind = self.kind
        tally = any(name.startswith(TALLY) for name in held)
        checks = (
            (kind is None, NOTHING),
            (Field.DAY not in given, NO_DAY),
            (len(held & {Field.LATITUDE, Field.LONGITUDE}) == 1, HALF_POINT),
            (len(held & {Field.LAMBERT_X, Field.LAMBERT_Y}) == 1, HALF_POINT),
            (
                not given & {Field.QUARTIER, Field.POINT, Field.LATITUDE, Field.LAMBERT_X},
                NO_PLACE,
            ),
            (kind is TableKind.BOTH and Field.KEY in held, KEY_OF_BOTH),
            (tally and Field.OUTCOME in held, OUTCOME_AND_TALLY),
            (tally and kind is TableKind.BOTH, TALLY_AND_ANSWERS),
        )
        return [p for p in problems if p] + [Reason(text) for wrong, text in checks if wrong]

    def to_json(self) -> str:
        """Write the mapping as JSON a person can read and correct."""
        document = {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "columns": dict(self.columns),
            "month_first": self.month_first,
            "places": dict(sorted(self.places.items())),
            "fixed": dict(sorted(self.fixed.items())),
        }
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str, *, source: str = "mapping.json") -> "ColumnMapping":
        """Read a saved mapping.

        Raises
        ------
        MappingError
            Where it is no mapping, of a newer version, or names an unknown field.

        Examples
        --------
        >>> mapping = ColumnMapping({"Date": "day"}, places={"3 cités": "8619403"})
        >>> ColumnMapping.from_json(mapping.to_json()) == mapping
        True
        """
        try:
            document = json.loads(text)
        except ValueError as error:
            raise MappingError(source=source, reason=Reason(NOT_JSON)) from error
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise MappingError(source=source, reason=Reason(NOT_JSON))
        version = document.get("version")
        if not isinstance(version, int) or version > FORMAT_VERSION:
            raise MappingError(source=source, reason=Reason(NEWER))
        columns = _texts(document, "columns", source)
        for held in columns.values():
            if problem := _unknown(held, None):
                raise MappingError(source=source, reason=problem)
        return cls(
            columns,
            bool(document.get("month_first", False)),
            _texts(document, "places", source),
            _texts(document, "fixed", source),
        )


def _texts(document: Mapping[str, Any], key: str, source: str) -> dict[str, str]:
    found = document.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise MappingError(source=source, reason=Reason(NOT_JSON))
    return dict(found)


def _unknown(held: str, questionnaire: Questionnaire | None) -> Reason | None:
    """Say what is wrong with the name of a field, or None."""
    if held in set(Field):
        return None
    if held.startswith(TALLY) and held.removeprefix(TALLY) in set(Outcome):
        return None
    if not held.startswith((RATING, OPEN)):
        return Reason(NO_FIELD, field=held)
    if questionnaire is not None and held not in question_fields(questionnaire):
        return Reason(NO_QUESTION, field=held)
    return None


def question_fields(questionnaire: Questionnaire) -> list[str]:
    """List the fields of the questions, in order.

    Examples
    --------
    >>> from data.model import Question
    >>> q = Question("calm", QuestionKind.RATING, {"en": "Is it calm?"}, {"en": "Calm"})
    >>> question_fields(Questionnaire(1, {"en": "Test"}, (q,)))
    ['rating:calm']
    """
    return [
        (RATING if question.kind is QuestionKind.RATING else OPEN) + question.key
        for question in questionnaire.questions
    ]
