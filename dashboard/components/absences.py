"""When people are out: the share of absent doors by weekday and hour, to plan the returns."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from dashboard.i18n import _, ngettext, number, percent
from data.store.recording import Absences
from geo.palette import text_on

FEW = 10
"""Doors below which a share says nothing: it is shown without a colour."""
_MONDAY = date(2024, 1, 1)
_LIGHT, _DARK = (239, 243, 255), (8, 69, 148)


def html(rows: Sequence[Absences]) -> str:
    """Give the table: a row an hour, a column a weekday, as narrow as a phone."""
    known = {(row.weekday, row.hour): row for row in rows if row.hour is not None}
    if not known:
        return f"<p>{escape(_('No visit says at what time it was made.'))}</p>"
    hours = sorted({hour for _day, hour in known if hour is not None})
    days = sorted({weekday for weekday, _hour in known})
    head = "".join(f'<th scope="col">{escape(_weekday(one, "EEE"))}</th>' for one in days)
    body = "".join(
        f'<tr><th scope="row">{escape(_hour(hour))}</th>'
        + "".join(_cell(known.get((one, hour))) for one in days)
        + "</tr>"
        for hour in hours
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(_caption())}">'
        f'<table class="heat"><caption>{escape(_caption())}</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f'<p class="outing dim">{escape(_note(rows))}</p>'
    )


def best(rows: Sequence[Absences]) -> Absences | None:
    """Give the weekday and hour with the smallest share of absent doors among `FEW` or more."""
    sure = [row for row in rows if row.hour is not None and row.visits >= FEW]
    return min(sure, key=lambda row: (row.absent / row.visits, -row.visits), default=None)


def _caption() -> str:
    return _("Share of doors where nobody was in")


def _note(rows: Sequence[Absences]) -> str:
    """Say how to read the table and when people were in most."""
    said = [
        ngettext(
            "Dashed: fewer than {n} door, too few to say anything.",
            "Dashed: fewer than {n} doors, too few to say anything.",
            FEW,
        )
    ]
    found = best(rows)
    if found is not None and found.hour is not None:
        said.insert(
            0,
            _(
                "Most people were in on {weekday} from {hour}: {share} absent.",
                weekday=_weekday(found.weekday),
                hour=_hour(found.hour),
                share=percent(found.absent / found.visits),
            ),
        )
    return " ".join(said)


def _cell(row: Absences | None) -> str:
    """Give one field: the share, and of how many doors."""
    if row is None or not row.visits:
        return "<td></td>"
    share = row.absent / row.visits
    colour = _colour(share)
    few = ' class="few"' if row.visits < FEW else ""
    doors = ngettext("{n} door", "{n} doors", row.visits)
    said = f"{_weekday(row.weekday)}, {_hour(row.hour or 0)}: {percent(share)}, {doors}"
    return (
        f'<td{few} style="background:{colour};color:{text_on(colour)}" title="{escape(said)}">'
        f"{escape(percent(share))}<small>{escape(number(row.visits))}</small></td>"
    )


def _colour(share: float) -> str:
    """Give a blue, the darker the more doors stayed closed; 30 % to 80 % use the whole range."""
    at = min(max((share - 0.3) / 0.5, 0), 1)
    mixed = (round(a + (b - a) * at) for a, b in zip(_LIGHT, _DARK, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _hour(hour: int) -> str:
    return _("{hour}:00", hour=hour)


def _weekday(number_of_day: int, width: str = "EEEE") -> str:
    """Name a weekday, 0 being Monday; by "EEE" in short."""
    from babel.dates import format_date

    from dashboard.i18n import language

    return str(format_date(_MONDAY + timedelta(number_of_day), width, locale=language()))
