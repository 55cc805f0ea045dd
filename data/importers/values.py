"""Reading single cells: each parser gives the value, None for an empty cell, or a `Bad`.

Parsers are pure, so that `Memo` can remember what a cell means: the cells of a column repeat.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Final, Generic, TypeVar

from data.importers.faults import Bad, Fault, shown
from data.importers.folding import fold, nearest
from data.importers.moments import Moment, clocked, read_moment, written
from data.importers.words import NO_ANSWERS, OUTCOME_NAMES
from data.model import Outcome

Cell = str | int | float | date | datetime
T = TypeVar("T")

TEXT_LIMIT: Final = 5_000
DOORS_MOST: Final = 500
"""More doors than one row can be a tally of."""
EARLIEST: Final = date(2000, 1, 1)
ERRORS: Final = frozenset(
    "#REF! #N/A #VALUE! #DIV/0! #NAME? #NULL! #NUM! #VALEUR! #NOM? Err:502 Err:508".split()  # noqa: SIM905
)
REMEMBERED: Final = 40
"""Longest text a memo keeps, so that its size stays small."""


class Memo(dict[Cell, T], Generic[T]):
    """Remembers what cells mean; bounded. `spoiled` is True once any cell was bad."""

    def __init__(self, parse: Callable[[Cell], T], *, limit: int = 2_000) -> None:
        super().__init__()
        self.parse = parse
        self.limit = limit
        self.spoiled = False

    def __missing__(self, cell: Cell) -> T:
        """Parse a cell that is not remembered."""
        value = self.parse(cell)
        if cell in ERRORS:
            value = Bad(Fault.SPREADSHEET_ERROR, value=cell)  # type: ignore[assignment]
        if value.__class__ is Bad:
            self.spoiled = True
        if len(self) < self.limit and (cell.__class__ is not str or len(cell) <= REMEMBERED):
            self[cell] = value
        return value


_RATING = re.compile(r"([1-5])(?:[.,]0+)?(?:\s*/\s*5(?:[.,]0+)?)?(?:\s*[-–—:=(.]\s*(.*)|\s+(.*))?")
_SCALE = re.compile(r"\d+(?:[.,]\d+)?\s*(?:/|sur|out of)\s*(\d+)")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def parse_rating(cell: Cell) -> int | Bad | None:
    """Read a rating from 1 to 5; None where there was no answer.

    Examples
    --------
    >>> [parse_rating(cell) for cell in ("4", "4,0", "4/5", "4 - plutôt", "5 (très)", "NSP", 3.0)]
    [4, 4, 4, 4, 5, None, 3]
    >>> parse_rating("oui").fault
    <Fault.RATING_NOT_NUMBER: 'rating_not_number'>
    """
    if isinstance(cell, date):
        return Bad(Fault.RATING_IS_DATE, value=shown(cell))
    text = str(cell).strip()
    if match := _RATING.fullmatch(text):
        label = match[2] or match[3] or ""
        if not re.match(r"\d", label):
            return int(match[1])
        if text[len(match[1])] not in ".,":
            return Bad(Fault.RATING_TWO, value=shown(text))
    return None if fold(text) in NO_ANSWERS else Bad(_rating_fault(text), value=shown(text))


def _rating_fault(text: str) -> Fault:
    if _SCALE.fullmatch(text.lower()):
        return Fault.RATING_SCALE
    if not _NUMBER.fullmatch(text):
        return Fault.RATING_NOT_NUMBER
    whole = float(text.replace(",", ".")).is_integer()
    return Fault.RATING_RANGE if whole else Fault.RATING_NOT_WHOLE


def parse_outcome(cell: Cell) -> Outcome | Bad | None:
    """Read what came of a visit, in French or English.

    Examples
    --------
    >>> parse_outcome("Pas là"), parse_outcome("digicode / accès bloqué")
    (<Outcome.ABSENT: 'absent'>, <Outcome.NO_ACCESS: 'no_access'>)
    >>> parse_outcome("abscent").params["proposal"]
    'absent'
    """
    folded = fold(str(cell))
    if not folded:
        return None
    if found := OUTCOME_NAMES.get(folded):
        return found
    if near := nearest(folded, OUTCOME_NAMES, least=0.8):
        proposal = OUTCOME_NAMES[near[0]].value
        return Bad(Fault.NEAR_OUTCOME, value=shown(cell), proposal=proposal)
    return Bad(Fault.UNKNOWN_OUTCOME, value=shown(cell))


def day_parser(today: date, *, month_first: bool) -> Callable[[Cell], Moment | Bad | None]:
    """Make a parser of days that may not lie after `today` nor before 2000."""

    def checked(cell: Cell) -> Moment | Bad:
        moment = read_moment(cell, month_first=month_first) or Bad(Fault.BAD_DAY, value=shown(cell))
        if isinstance(moment, Moment) and not EARLIEST <= moment.day <= today:
            fault = Fault.FUTURE_DAY if moment.day > today else Fault.OLD_DAY
            return Bad(fault, day=moment.day.isoformat())
        return moment

    days = Memo(checked)  # times differ from row to row, days repeat

    def parse(cell: Cell) -> Moment | Bad | None:
        if isinstance(cell, str):
            if clocked(cell):
                return days[cell[:10]]
            if not cell.strip():
                return None
        return checked(cell)

    return parse


def count_parser(*, least: int) -> Callable[[Cell], int | Bad | None]:
    """Make a parser of numbers of doors, `least` to `DOORS_MOST`."""

    def parse(cell: Cell) -> int | Bad | None:
        text = str(cell).strip()
        if not text:
            return None
        if not re.fullmatch(r"[+-]?\d{1,12}(?:[.,]0+)?", text):
            return Bad(Fault.BAD_COUNT, value=shown(cell))
        number = int(float(text.replace(",", ".")))
        if not least <= number <= DOORS_MOST:
            return Bad(Fault.COUNT_RANGE, value=number, least=least, most=DOORS_MOST)
        return number

    return parse


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")


def text_parser(*, limit: int, lines: bool) -> Callable[[Cell], str | Bad | None]:
    """Make a parser of texts: trimmed, without control characters, at most `limit` characters.

    `lines` keeps line breaks. The apostrophe that an export puts before = + - @ is taken off.
    """

    def parse(cell: Cell) -> str | Bad | None:
        text = (cell if isinstance(cell, str) else number_text(cell)).strip()
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if not text.isprintable():
            text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
            text = text if lines else " ".join(text.split())
        elif not lines and "  " in text:
            text = " ".join(text.split())
        if text[:1] == "'" and _NEUTRALISED.match(text):
            text = text[1:].strip()
        if len(text) > limit:
            return Bad(Fault.TEXT_TOO_LONG, length=len(text), most=limit)
        return text or None

    return parse


def number_text(cell: Cell) -> str:
    """Write a cell of a spreadsheet as people see it: 12.0 is 12."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return str(read_moment(cell))
    return str(cell)


def canonical(cell: Cell) -> str:
    """Write a cell so that the same value in another format reads the same.

    Independent of the mapping, because keys by content must not change with it.

    Examples
    --------
    >>> canonical("02/04/2023 15:12:45"), canonical(" 4,0 "), canonical(4.0), canonical("a  b")
    ('2023-04-02 15:12:45', '4', '4', 'a b')
    """
    if not isinstance(cell, str):
        return number_text(cell)
    text = parse_content(cell)
    if not isinstance(text, str):
        return ""
    return _canonical_number(text) if text[0].isdigit() or text[0] in "+-" else text


def _canonical_number(text: str) -> str:
    maybe = "/" in text or ":" in text or text.count("-") == 2 or len(text) > 8
    if maybe and len(text) < 40 and (moment := written(text)):
        return moment
    if _NUMBER.fullmatch(text) and len(text) < 16 and (text[0] != "0" or text[1:2] in ".,"):
        return number_text(float(text.replace(",", ".")))
    return text


parse_content = text_parser(limit=1_000_000, lines=False)
