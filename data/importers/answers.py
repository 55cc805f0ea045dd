"""Reading the answers of a row: ratings and texts by the key of their question."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from data.importers.cells import Column, Faults, Named
from data.importers.columns import OPEN, RATING, Field
from data.importers.faults import Bad, Fault, shown
from data.importers.values import TEXT_LIMIT, Cell, parse_rating, text_parser

Answer = tuple[dict[str, int], dict[str, str]]
_VALUE = itemgetter(1)


class Answers:
    """Reads the columns of questions; `version` is that of the questionnaire."""

    def __init__(self, named: Named, version: int) -> None:
        parse_text = text_parser(limit=TEXT_LIMIT, lines=True)
        self._ratings = {
            held.removeprefix(RATING): Column(*column, parse_rating)
            for held, column in sorted(named.items())
            if held.startswith(RATING)
        }
        self._texts = {
            held.removeprefix(OPEN): Column(*column, parse_text)
            for held, column in sorted(named.items())
            if held.startswith(OPEN)
        }
        self._version = Column.of(named, Field.VERSION, lambda cell: _version(cell, version))

    def read(self, columns: Sequence[Sequence[Cell]], faults: Faults) -> list[Answer | None]:
        """Give ratings and texts for each row, None where no question was answered."""
        if self._version:
            self._version.read(columns, faults)
        ratings = _given(self._ratings, columns, faults)
        texts = _given(self._texts, columns, faults)
        return [
            (scores, words) if scores or words else None
            for scores, words in zip(ratings, texts, strict=True)
        ]


def _given(
    asked: Mapping[str, Column], columns: Sequence[Sequence[Cell]], faults: Faults
) -> list[dict[str, Any]]:
    """Give what each row holds by question, without the questions that it leaves open."""
    if not asked:
        return [{} for _ in columns[0]]
    rows = zip(*(column.read(columns, faults) for column in asked.values()), strict=True)
    keys = list(asked)
    return [dict(filter(_VALUE, zip(keys, row, strict=True))) for row in rows]


def _version(cell: Cell, version: int) -> Bad | None:
    text = str(cell).strip().lower().removeprefix("v").removesuffix(".0")
    if text in ("", str(version)):
        return None
    return Bad(Fault.OTHER_VERSION, value=shown(cell), version=version)
