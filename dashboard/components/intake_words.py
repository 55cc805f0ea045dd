"""What a column can hold, in the user's language."""

from collections.abc import Mapping, Sequence

from dashboard.i18n import _, text
from data.importers import Field, question_fields
from data.model import Outcome, Questionnaire

TALLY = "tally:"


def fields(questionnaire: Questionnaire) -> Mapping[str, str]:
    """Give the label of everything a column can hold, in the order in which it is offered."""
    asked = zip(question_fields(questionnaire), questionnaire.questions, strict=True)
    return {
        Field.IGNORE.value: _("not used"),
        Field.DAY.value: _("Day"),
        Field.QUARTIER.value: _("Quartier (code or name)"),
        Field.OUTCOME.value: _("Outcome of the visit"),
        Field.STREET.value: _("Street"),
        Field.DOOR.value: _("Door"),
        Field.ADDRESS.value: _("Address (number and street)"),
        Field.DOORS.value: _("Number of doors"),
        **{held: _("Answer: {question}", question=text(q.short) or q.key) for held, q in asked},
        Field.LONGITUDE.value: _("Longitude"),
        Field.LATITUDE.value: _("Latitude"),
        Field.POINT.value: _("Point (latitude and longitude)"),
        Field.LAMBERT_X.value: _("Lambert-93 x"),
        Field.LAMBERT_Y.value: _("Lambert-93 y"),
        **{
            f"{TALLY}{outcome.value}": _("Number of doors: {outcome}", outcome=name)
            for outcome, name in outcomes().items()
        },
        Field.SUBMISSION.value: _("Identifier of the row"),
        Field.VERSION.value: _("Version of the questionnaire"),
        Field.KEY.value: _("Key of an export of 1001 portes"),
    }


def outcomes() -> Mapping[Outcome, str]:
    """Name the outcomes of a visit."""
    return {
        Outcome.INTERVIEW: _("interview"),
        Outcome.REFUSAL: _("refusal"),
        Outcome.ABSENT: _("absent"),
        Outcome.COME_BACK: _("come back later"),
        Outcome.NO_ACCESS: _("no access"),
        Outcome.VACANT: _("vacant"),
        Outcome.LANGUAGE: _("language barrier"),
        Outcome.DO_NOT_DISTURB: _("do not disturb"),
    }


def sample(rows: Sequence[Sequence[object]], place: int, most: int = 3) -> str:
    """Give the first different values of a column, for a person to recognise it by."""
    values: dict[str, None] = {}
    for cells in rows:
        if place < len(cells) and (cell := str(cells[place]).strip()):
            values[shorten(cell)] = None
    return " · ".join(list(values)[:most])


def shorten(cell: str, most: int = 40) -> str:
    """Cut a long cell.

    Examples
    --------
    >>> shorten("abcdef", 4)
    'abc…'
    """
    return cell if len(cell) <= most else cell[: most - 1] + "…"
