"""What can be wrong with a row of a table, in words that can be translated.

A `Fault` is a stable code; `TEMPLATES` gives each its English message and mend, which are the
message ids of the interface's catalogue. A `RowFinding` is one fault at one place. Findings never
stop an import: the row is left out whole and listed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from data.errors import Because

SHOWN: Final = 60
"""Most characters of a cell that a finding repeats."""


class Fault(StrEnum):
    """Codes of what can be wrong; stable, because they are counted and stored."""

    TOO_FEW_CELLS = "too_few_cells"
    TOO_MANY_CELLS = "too_many_cells"
    OPEN_QUOTE = "open_quote"
    SPREADSHEET_ERROR = "spreadsheet_error"
    MISSING_DAY = "missing_day"
    BAD_DAY = "bad_day"
    IMPOSSIBLE_DAY = "impossible_day"
    MONTH_FIRST = "month_first"
    MONTH_ONLY = "month_only"
    FUTURE_DAY = "future_day"
    OLD_DAY = "old_day"
    MISSING_PLACE = "missing_place"
    UNKNOWN_PLACE = "unknown_place"
    NEAR_PLACE = "near_place"
    BAD_COORDINATE = "bad_coordinate"
    HALF_POINT = "half_point"
    SWAPPED_POINT = "swapped_point"
    OUTSIDE = "outside"
    MISSING_OUTCOME = "missing_outcome"
    UNKNOWN_OUTCOME = "unknown_outcome"
    NEAR_OUTCOME = "near_outcome"
    BAD_COUNT = "bad_count"
    COUNT_RANGE = "count_range"
    EMPTY_TALLY = "empty_tally"
    TALLY_WITH_DOOR = "tally_with_door"
    MISSING_STREET = "missing_street"
    RATING_RANGE = "rating_range"
    RATING_NOT_WHOLE = "rating_not_whole"
    RATING_NOT_NUMBER = "rating_not_number"
    RATING_IS_DATE = "rating_is_date"
    RATING_TWO = "rating_two"
    RATING_SCALE = "rating_scale"
    TEXT_TOO_LONG = "text_too_long"
    NO_ANSWER = "no_answer"
    ANSWERS_WITHOUT_INTERVIEW = "answers_without_interview"
    OTHER_VERSION = "other_version"
    DUPLICATE_ID = "duplicate_id"
    BAD_KEY = "bad_key"
    NO_VOLUNTEER = "no_volunteer"
    # Notices about the table itself: no row is left out for them.
    HEADER_NOT_FIRST = "header_not_first"
    EMPTY_HEADER = "empty_header"
    DUPLICATE_HEADER = "duplicate_header"
    NUL_REMOVED = "nul_removed"
    ENCODING_GUESSED = "encoding_guessed"


TEMPLATES: Final[Mapping[Fault, tuple[str, str]]] = {
    Fault.TOO_FEW_CELLS: (
        "The row has {count} cells, the header has {expected}.",
        "Add what is missing, with its separators.",
    ),
    Fault.TOO_MANY_CELLS: (
        "The row has {count} cells, the header only {expected}.",
        "Put texts that hold the separator between quotation marks.",
    ),
    Fault.OPEN_QUOTE: (
        "A quotation mark opened in this row is closed {lines} lines later or never.",
        "Close or remove the quotation mark: the lines after it were swallowed.",
    ),
    Fault.SPREADSHEET_ERROR: (
        "The cell holds the spreadsheet error “{value}”.",
        "Correct the formula, or write the value itself.",
    ),
    Fault.MISSING_DAY: ("The day is missing.", "Write the day, for instance 02/04/2023."),
    Fault.BAD_DAY: (
        "“{value}” is not a day that can be read.",
        "Write the day as 02/04/2023 or 2023-04-02.",
    ),
    Fault.IMPOSSIBLE_DAY: ("The day “{value}” does not exist.", "Correct the day."),
    Fault.MONTH_FIRST: (
        "In “{value}” the month seems to come before the day.",
        "Choose “month first” for this file, or write the day first.",
    ),
    Fault.MONTH_ONLY: (
        "“{value}” gives the month but no day.",
        "Write the day of the visit.",
    ),
    Fault.FUTURE_DAY: ("The day {day} lies in the future.", "Correct the day."),
    Fault.OLD_DAY: ("The day {day} lies too far back.", "Correct the year."),
    Fault.MISSING_PLACE: (
        "Neither a quartier nor a point is given.",
        "Write the quartier, by its code or its name.",
    ),
    Fault.UNKNOWN_PLACE: (
        "There is no quartier “{value}”.",
        "Write the quartier as in the list of quartiers, or its code.",
    ),
    Fault.NEAR_PLACE: (
        "There is no quartier “{value}”. Did you mean “{proposal}”?",
        "Accept the proposal for the whole file, or correct the name.",
    ),
    Fault.BAD_COORDINATE: (
        "“{value}” is not a coordinate that can be used here.",
        "Give degrees such as 46.58 and 0.34, or name the columns as Lambert-93.",
    ),
    Fault.HALF_POINT: (
        "Only one of the two coordinates is given.",
        "Give both coordinates, or the quartier.",
    ),
    Fault.SWAPPED_POINT: (
        "The point lies in a quartier only when latitude and longitude are swapped.",
        "Swap the two columns.",
    ),
    Fault.OUTSIDE: (
        "The point {value} lies outside every quartier.",
        "Correct the point, or give the quartier instead.",
    ),
    Fault.MISSING_OUTCOME: (
        "What came of the visit is missing.",
        "Write for instance “interview”, “refusal” or “absent”.",
    ),
    Fault.UNKNOWN_OUTCOME: (
        "“{value}” is not an outcome that is known.",
        "Use interview, refusal, absent, come back, no access, vacant, language or do not disturb.",
    ),
    Fault.NEAR_OUTCOME: (
        "“{value}” is not an outcome that is known. Did you mean “{proposal}”?",
        "Use interview, refusal, absent, come back, no access, vacant, language or do not disturb.",
    ),
    Fault.BAD_COUNT: ("“{value}” is not a whole number of doors.", "Write a whole number."),
    Fault.COUNT_RANGE: (
        "{value} doors in one row cannot be right: it must be {least} to {most}.",
        "Correct the number of doors.",
    ),
    Fault.EMPTY_TALLY: (
        "No door is counted in any of the columns.",
        "Fill in at least one number, or remove the row.",
    ),
    Fault.TALLY_WITH_DOOR: (
        "The row names the door “{door}” but counts {doors} doors.",
        "Use one row for each door, or leave the door empty.",
    ),
    Fault.MISSING_STREET: (
        "The door “{door}” comes without its street.",
        "Write the street, or leave the door empty.",
    ),
    Fault.RATING_RANGE: (
        "The rating {value} is not between 1 and 5.",
        "Use 1 to 5; leave the cell empty where there was no answer.",
    ),
    Fault.RATING_NOT_WHOLE: (
        "The rating {value} is not a whole number.",
        "Use 1, 2, 3, 4 or 5.",
    ),
    Fault.RATING_NOT_NUMBER: (
        "“{value}” is not a rating.",
        "Use 1 to 5; leave the cell empty where there was no answer.",
    ),
    Fault.RATING_IS_DATE: (
        "The spreadsheet turned the rating into the date {value}.",
        "Format the column as text or number, and write the rating again.",
    ),
    Fault.RATING_TWO: (
        "“{value}” gives two ratings.",
        "Keep one rating, or leave the cell empty.",
    ),
    Fault.RATING_SCALE: (
        "“{value}” is a rating on another scale than 1 to 5.",
        "Use 1 to 5.",
    ),
    Fault.TEXT_TOO_LONG: (
        "The text has {length} characters; at most {most} are kept.",
        "Shorten the text.",
    ),
    Fault.NO_ANSWER: (
        "The row answers no question.",
        "Remove the row, or fill in the answers.",
    ),
    Fault.NO_VOLUNTEER: (
        "The row names nobody.",
        "Fill in the name, or remove the row.",
    ),
    Fault.ANSWERS_WITHOUT_INTERVIEW: (
        "The row holds answers, but its outcome is “{outcome}”.",
        "Write “interview” as the outcome, or remove the answers.",
    ),
    Fault.OTHER_VERSION: (
        "The answers are to version “{value}” of the questionnaire, not {version}.",
        "Import them with the questionnaire that was asked.",
    ),
    Fault.DUPLICATE_ID: (
        "The identifier “{value}” was already used in row {first}, with other contents.",
        "Give each row an identifier of its own, or choose no identifier column.",
    ),
    Fault.BAD_KEY: (
        "“{value}” is not a key made by 1001 portes.",
        "Leave the column portes_key as it was exported, or remove it.",
    ),
    Fault.HEADER_NOT_FIRST: (
        "The column names were found in row {row}; what stands above was skipped.",
        "Nothing to do if that is right; else put the column names in the first row.",
    ),
    Fault.EMPTY_HEADER: (
        "A column has no name; it is called “{name}” here.",
        "Give the column a name if it matters.",
    ),
    Fault.DUPLICATE_HEADER: (
        "Several columns have the same name; one is called “{name}” here.",
        "Give the columns different names if they matter.",
    ),
    Fault.NUL_REMOVED: (
        "The file holds {count} NUL characters; they were removed.",
        "Check the file: it may have been damaged on its way.",
    ),
    Fault.ENCODING_GUESSED: (
        "The file was read as {encoding}.",
        "If accents look wrong, choose another encoding or save the file as UTF-8.",
    ),
}


class Bad:
    """A cell that could not be read: the fault and the values of its templates."""

    __slots__ = ("fault", "params")

    def __init__(self, fault: Fault, **params: object) -> None:
        self.fault = fault
        self.params = params


@dataclass(frozen=True)
class RowFinding:
    """One fault of one row.

    Parameters
    ----------
    row
        Number of the row as a spreadsheet shows it; the header is row 1.
    column
        Name of the column, or "" where the whole row is concerned.
    params
        Values for the placeholders of `message` and `mend`.
    """

    row: int
    column: str
    fault: Fault
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English template of what is wrong."""
        return TEMPLATES[self.fault][0]

    @property
    def mend(self) -> str:
        """The English template of what to do about it."""
        return TEMPLATES[self.fault][1]


def explain(finding: RowFinding) -> tuple[str, str]:
    """Give the message and the mend of a finding in English.

    Examples
    --------
    >>> explain(RowFinding(7, "Date", Fault.BAD_DAY, {"value": "demain"}))[0]
    '“demain” is not a day that can be read.'
    """
    return finding.message.format(**finding.params), finding.mend.format(**finding.params)


def shown(cell: object) -> str:
    """Shorten a cell to what a finding repeats of it."""
    text = " ".join(str(cell).split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


class Reason(Because):
    """An English reason inside an error, which keeps its template so that it can be translated.

    Examples
    --------
    >>> reason = Reason("the file has no column “{column}”", column="Date")
    >>> str(reason), reason.template
    ('the file has no column “Date”', 'the file has no column “{column}”')
    """

    __slots__ = ()

    def __new__(cls, template: str, **params: object) -> "Reason":
        """Fill in the template and remember it."""
        self = super().__new__(cls, template.format(**params))
        self.template, self.params = template, params
        return self
