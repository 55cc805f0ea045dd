"""Reading days and times as forms and spreadsheets write them; the day comes before the month.

The zone after a time ("UTC+2") is dropped: the day that counts is the one on the wall.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from data.importers.faults import Bad, Fault, shown
from data.importers.folding import fold

EXCEL_EPOCH: Final = date(1899, 12, 30)
SERIALS: Final = range(25_569, 73_051)
"""Excel serial days from 1970 to 2099."""

_HEAD = re.compile("[^ T,\u00a0\u202f]*")
_CLOCKED = re.compile(r"[-/.\d]{10}[ T](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]", re.ASCII)
_YMD = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DMY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_YM = re.compile(r"(\d{4})[-/](\d{1,2})")
_MY = re.compile(r"(\d{1,2})[-/](\d{4})")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_TIME = re.compile(
    r"[\s,T]*(?:à|at)?\s*(\d{1,2})\s*[:hH]\s*(\d{2})?(?::(\d{2})(?:[.,]\d+)?)?"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*(?:Z|(?:UTC|GMT)?\s*(?:[+\u2212-]\d{1,2}(?::?\d{2})?)?|[A-Z]{2,5})\s*"
)
_WORDS = re.compile(r"(\d{1,2}) (?:er |st |nd |rd |th )?([a-z]+) (\d{4})\b")
_WORDS_US = re.compile(r"([a-z]+) (\d{1,2})(?: st| nd| rd| th)? (\d{4})\b")
_WORDS_MONTH = re.compile(r"([a-z]+) (\d{4})")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:er|st|nd|rd|th)\b")
_WEEKDAY = re.compile(
    r"^(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-z]* (?=\d|[a-z])"
)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars march mar",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept september sep",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}


class Moment(NamedTuple):
    """A day, with the seconds since midnight where a time was given.

    `whole` is False where only the month was given (`day` is then its first day).
    """

    day: date
    seconds: int | None = None
    whole: bool = True

    def __str__(self) -> str:
        """Write it the ISO way; midnight is written as the day alone."""
        if not self.whole:
            return f"{self.day:%Y-%m}"
        if not self.seconds:
            return self.day.isoformat()
        minutes, second = divmod(self.seconds, 60)
        return f"{self.day.isoformat()} {minutes // 60:02}:{minutes % 60:02}:{second:02}"


def read_moment(cell: object, *, month_first: bool = False) -> Moment | Bad | None:
    """Read a day; None where the cell does not look like one at all.

    Parameters
    ----------
    cell
        Text, or a day or number as a spreadsheet keeps it (`SERIALS`, counted from `EXCEL_EPOCH`).
    month_first
        Whether the file writes 4/21/2023; days that can only be read so are faults otherwise.

    Examples
    --------
    >>> str(read_moment("2/4/23"))
    '2023-04-02'
    >>> str(read_moment("2023/04/02 3:12:45 PM UTC+2"))
    '2023-04-02 15:12:45'
    >>> str(read_moment("dimanche 2 avril 2023"))
    '2023-04-02'
    >>> read_moment("4/21/2023").fault
    <Fault.MONTH_FIRST: 'month_first'>
    """
    if isinstance(cell, datetime):
        near = cell + timedelta(microseconds=500_000)
        return Moment(near.date(), near.hour * 3600 + near.minute * 60 + near.second)
    if isinstance(cell, date):
        return Moment(cell)
    if isinstance(cell, int | float):
        return _serial(cell)
    return _text(str(cell).strip(), month_first)


def clocked(text: str) -> bool:
    """Say whether it is ten characters, then a time to the second: what long files are full of.

    Examples
    --------
    >>> clocked("02/04/2023 15:12:45"), clocked("02/04/2023 25:12:45"), clocked("2/4/23 15:12")
    (True, False, False)
    """
    return _CLOCKED.fullmatch(text) is not None


def written(text: str) -> str | None:
    """Write what reads as a day, with or without a time, the ISO way; None for anything else.

    Examples
    --------
    >>> written("02/04/2023 15:12:45"), written("02/04/2023 00:00:00"), written("2 avril")
    ('2023-04-02 15:12:45', '2023-04-02', None)
    """
    if found := written_clocked(text):
        return found
    moment = read_moment(text)
    return str(moment) if isinstance(moment, Moment) else None


def written_clocked(text: str) -> str | None:
    """Write as `written` does what is `clocked`; None for anything else."""
    if not _CLOCKED.fullmatch(text):
        return None
    day = _written_day(text[:10])
    return day and (day if text[11:] == "00:00:00" else f"{day} {text[11:]}")


@lru_cache(maxsize=1024)
def _written_day(head: str) -> str | None:
    moment = _head(head, False)
    return str(moment) if isinstance(moment, Moment) else None


def _serial(number: float) -> Moment | None:
    # Compact days such as 20230402 come out of spreadsheets as numbers as well.
    if number == int(number) and (match := _COMPACT.fullmatch(str(int(number)))):
        found = _day(*map(int, match.groups()))
        return Moment(found) if found else None
    if int(number) not in SERIALS:
        return None
    return Moment(EXCEL_EPOCH + timedelta(int(number)), round(number % 1 * 86_400) % 86_400)


# A cell is read twice, for its day and for the key of its row: remembered just long enough.
@lru_cache(maxsize=4096)
def _text(text: str, month_first: bool) -> Moment | Bad | None:
    cut = _HEAD.match(text).end()  # type: ignore[union-attr]  # it matches "" as well
    head, tail = text[:cut], text[cut:]
    moment = _head(head, month_first)
    if not tail or not isinstance(moment, Moment):
        return moment if not tail or moment is not None else _words(text)
    seconds = _seconds(tail)
    if seconds is None or not moment.whole:
        return None
    return Moment(moment.day, seconds)


@lru_cache(maxsize=4096)
def _head(head: str, month_first: bool) -> Moment | Bad | None:
    found: date | None
    if match := _YMD.fullmatch(head) or _COMPACT.fullmatch(head):
        found = _day(*map(int, match.groups()))
    elif match := _DMY.fullmatch(head):
        return _day_first(head, *map(int, match.groups()), month_first=month_first)
    elif match := _YM.fullmatch(head) or _MY.fullmatch(head):
        first, second = map(int, match.groups())
        found = _day(max(first, second), min(first, second), 1)
        return Moment(found, None, False) if found else Bad(Fault.IMPOSSIBLE_DAY, value=head)
    elif re.fullmatch(r"\d{5}(?:[.,]\d+)?", head):
        return _serial(float(head.replace(",", ".")))
    else:
        return None
    return Moment(found) if found else Bad(Fault.IMPOSSIBLE_DAY, value=head)


def _day_first(head: str, first: int, second: int, year: int, *, month_first: bool) -> Moment | Bad:
    year += 2000 if year < 100 else 0
    day, month = (second, first) if month_first else (first, second)
    if found := _day(year, month, day):
        return Moment(found)
    if not month_first and _day(year, day, month):
        return Bad(Fault.MONTH_FIRST, value=shown(head))
    return Bad(Fault.IMPOSSIBLE_DAY, value=shown(head))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _words(text: str) -> Moment | Bad | None:
    """Read "dimanche 2 avril 2023", "April 2, 2023" and "avril 2023"; a time may follow."""
    plain = _WEEKDAY.sub("", _ORDINAL.sub(r"\1", fold(text)))
    if match := _WORDS.match(plain):
        day, name, year = match.groups()
    elif match := _WORDS_US.match(plain):
        name, day, year = match.groups()
    elif (match := _WORDS_MONTH.fullmatch(plain)) and match[1] in _MONTHS:
        return Moment(date(int(match[2]), _MONTHS[match[1]], 1), None, False)
    else:
        return None
    if name not in _MONTHS:
        return None
    found = _day(int(year), _MONTHS[name], int(day))
    if not found:
        return Bad(Fault.IMPOSSIBLE_DAY, value=shown(text))
    return Moment(found, _seconds(text[text.find(year) + 4 :]))


def _seconds(tail: str) -> int | None:
    """Give the seconds since midnight of what follows a day, or None where it is no time."""
    match = _TIME.fullmatch(tail)
    if not match:
        return None
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if half := match[4]:
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    return hour * 3600 + minute * 60 + min(second, 59)
