"""Words of the printed sheets: labels, default texts that may be edited, hours.

All follow the language of the context.
"""

from collections.abc import Sequence
from datetime import date, time
from typing import NamedTuple

from dashboard.i18n import _, day, language, using
from data.fieldwork import WalkingOrder
from data.model import Outcome


class Tick(NamedTuple):
    """The column of one outcome: what stands above the boxes and what it means."""

    outcome: Outcome
    label: str
    meaning: str


def ticks() -> tuple[Tick, ...]:
    """Give the columns of a sheet, in the order of `Outcome`."""
    return (
        Tick(Outcome.INTERVIEW, _("Interview"), _("questions answered, if only some")),
        Tick(Outcome.REFUSAL, _("Refusal"), _("opened, does not want to answer")),
        Tick(Outcome.ABSENT, _("Absent"), _("nobody opened")),
        Tick(Outcome.COME_BACK, _("Come back"), _("opened, another time suits better")),
        Tick(Outcome.NO_ACCESS, _("No access"), _("entry code, gate, dog")),
        Tick(Outcome.VACANT, _("Vacant"), _("nobody lives there, or a shop")),
        Tick(Outcome.LANGUAGE, _("Language"), _("no language in common")),
        Tick(Outcome.DO_NOT_DISTURB, _("Do not disturb"), _("asked that we never come back")),
    )


def default_script(*, campaign: str, town: str, language: str) -> str:
    """Give what to say at the door, for a coordinator to edit.

    A line that begins with "- " is an item of a list.
    """
    with using(language):
        spoken = _(
            "“Hello! We are volunteers of {campaign}. We are knocking on doors here to hear what "
            "people think of life in {town}. It takes five to ten minutes, you answer only what "
            "you want to, and neither your name nor your address is noted with your answers. "
            "Do you have a moment?”",
            campaign=campaign,
            town=town,
        )
        items = (
            _("Yes: take a blank questionnaire. Never note on it a name, a door or a sheet code."),
            _("Not now: agree on a time, tick “Come back” and leave a card."),
            _("No: thank them, tick “Refusal”, wish them a good day. Never insist."),
            _("Nobody: wait a moment, leave a card, tick “Absent”."),
        )
    return "\n".join((spoken, *(f"- {item}" for item in items)))


def notice(
    *, organiser: str, contact: str, results: str, body: str, campaign: str, language: str
) -> str:
    """Give the information of people as it is printed: who asks, `body`, results, contact.

    Who asks and how to reach them stand on it whatever a coordinator wrote in between.

    Parameters
    ----------
    organiser, contact, results
        "" where unknown; `contact` then becomes a gap to fill in by hand.
    body
        `default_notice`, or the campaign's own words.
    """
    with using(language):
        lines = (
            _("Who asks: {organiser}.", organiser=_open(organiser) or volunteers_of(campaign)),
            body,
            _("Where to read the results: {where}.", where=_open(results)) if results else "",
            _("Contact: {contact}.", contact=_open(contact) or "…" * 16),
        )
    return "\n".join(filter(None, lines))


def default_notice(*, until: date | None = None, language: str) -> str:
    """Give what people are told: why, what is noted and how long, which rights they have.

    For a coordinator to edit; `notice` says who asks, and the contact.

    Parameters
    ----------
    until
        The day on which it is forgotten which doors were knocked on.
    """
    with using(language):
        return "\n".join(
            (
                _(
                    "Why: to hear what people think of life here, and to tell everybody the "
                    "results."
                ),
                _(
                    "Your answers are optional and anonymous: you may skip any question or stop at "
                    "any time. Only the quartier and the month are kept with them, never a name, "
                    "an address or a door. No figure is published that stands on few people."
                ),
                _(
                    "Apart from the answers we note which doors we knocked on and whether somebody "
                    "opened, so as not to come twice. You may see that note, have it corrected or "
                    "removed, or ask us not to come again."
                ),
                _kept(until),
                _("You may also complain to the data protection authority (in France, the CNIL)."),
            )
        )


def _kept(until: date | None) -> str:
    """Say how long it is known which doors were knocked on."""
    if until is None:
        return _("That note is destroyed at the end of the campaign; only figures remain.")
    return _("That note is destroyed on {day} at the latest; only figures remain.", day=day(until))


def _open(text: str) -> str:
    """Take the full stop off a text that the sentence around it ends with one."""
    return text.strip().removesuffix(".")


def default_message(*, town: str, language: str) -> str:
    """Give what the card left at a door says."""
    with using(language):
        return _(
            "We are volunteers and knock on doors to hear what people think of life in {town}. "
            "Sorry to have missed you! There is nothing to sell and nothing to sign: a few "
            "questions, five to ten minutes, and you answer only what you want to. "
            "Your answers stay anonymous.",
            town=town,
        )


def default_checklist() -> tuple[str, ...]:
    """Give what to bring on the day."""
    return (
        _("One sheet for each pair, and a board to write on"),
        _("Blank questionnaires: about a third as many as doors"),
        _("Cards to leave at doors that stay shut"),
        _("Pens that write in the rain, badges"),
        _("An envelope for the questionnaires, another for the sheets: never both in one"),
        _("A telephone number that a pair can call"),
    )


def order(walk: WalkingOrder) -> str:
    """Say in which order the doors are walked."""
    if walk is WalkingOrder.DISTANCE:
        return _("In walking order: both sides together, along the street.")
    return _("In walking order: the odd side up, the even side down.")


def volunteers_of(campaign: str) -> str:
    """Name who is behind a campaign where no organiser is known."""
    return _("the volunteers of {campaign}", campaign=campaign)


def clock(start: time, end: time | None = None) -> str:
    """Write an hour or a span of hours.

    Examples
    --------
    >>> with using("fr"):
    ...     clock(time(14), time(17, 30))
    'de 14\\xa0h à 17\\xa0h\\xa030'
    """
    if end is None:
        return _hour(start)
    return _("from {start} to {end}", start=_hour(start), end=_hour(end))


def when(on: date, start: time, end: time | None) -> str:
    """Write the day and hours of an outing."""
    return f"{day(on, 'full')}, {clock(start, end)}"


def prose(text: str) -> list[object]:
    """Part a text into paragraphs (text) and lists (a list of texts), line by line.

    Examples
    --------
    >>> prose("Hello.\\n- one\\n- two\\n\\nBye.")
    ['Hello.', ['one', 'two'], 'Bye.']
    """
    parts: list[object] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if not line.startswith("- "):
            parts.append(line)
        elif parts and isinstance(parts[-1], list):
            parts[-1].append(line[2:].strip())
        else:
            parts.append([line[2:].strip()])
    return parts


def listed(names: Sequence[str]) -> str:
    """Write names one after the other: "Ada, Bob and Cy"."""
    from babel.lists import format_list

    return str(format_list([name for name in names if name], locale=language())) if names else ""


def _hour(at: time) -> str:
    """Write one hour."""
    if language() != "fr":
        return f"{at:%H:%M}"
    return f"{at.hour}\u00a0h" + (f"\u00a0{at:%M}" if at.minute else "")
