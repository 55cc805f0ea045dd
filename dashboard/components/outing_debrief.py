"""After an outing: doors by outcome and by pair, what is left, thanks."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard.components import intake_words
from dashboard.components import outing_words as words
from dashboard.components.markup import Cell, Row, table
from dashboard.i18n import _, day, ngettext, number, percent
from dashboard.rounds import Debrief, Roster
from data.fieldwork import Outing, Pair, SectionStatus, Volunteer
from data.model import OPENED, Outcome

_BAR = "#3b7dd8"


def figures(debrief: Debrief) -> str:
    """Give the headline of an outing as HTML."""
    doors = sum(debrief.outcomes.values())
    opened = sum(debrief.outcomes.get(one, 0) for one in OPENED)
    cards = (
        (_("Doors"), doors, ""),
        (_("Doors opened"), opened, _rate(opened, doors, _("opening rate"))),
        (
            _("Interviews"),
            debrief.outcomes.get(Outcome.INTERVIEW, 0),
            _rate(debrief.outcomes.get(Outcome.INTERVIEW, 0), doors, _("response rate")),
        ),
        (
            _("Nobody in"),
            debrief.outcomes.get(Outcome.ABSENT, 0),
            _rate(debrief.outcomes.get(Outcome.ABSENT, 0), doors, _("of the doors")),
        ),
    )
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(number(count))}</dd><dd>{escape(said)}</dd></div>"
        for name, count, said in cards
    )
    return f'<dl class="figures">{items}</dl>'


def tables(debrief: Debrief, roster: Roster, everybody: Mapping[str, Volunteer]) -> None:
    """Draw doors by outcome beside doors by pair, then what is left in each street."""
    outcomes, pairs = st.columns([5, 7], gap="large")
    outcomes.html(by_outcome(debrief))
    pairs.html(f'<div class="by-pair">{by_pair(debrief, roster, everybody)}</div>')
    if debrief.left:
        pairs.html(left(debrief.left))


def by_outcome(debrief: Debrief) -> str:
    """Give doors by last outcome; those that did not occur are left out."""
    doors = sum(debrief.outcomes.values())
    rows = (
        Row([words.capital(name), Cell(number(n), percent(n / doors), n / doors, _BAR)])
        for outcome, name in intake_words.outcomes().items()
        if (n := debrief.outcomes.get(outcome, 0))
    )
    return table(_("Doors by outcome"), [_("Outcome"), _("Doors")], rows)


def by_pair(debrief: Debrief, roster: Roster, everybody: Mapping[str, Volunteer]) -> str:
    """Give doors by pair in the order of their numbers: what was noted, no ranking."""
    order = [pair.id for pair in roster.pairs]
    named = {pair.id: _pair_name(pair, everybody) for pair in roster.pairs}
    rest = sorted(set(debrief.by_pair) - set(order))
    rows = (
        Row(
            [
                named.get(identity) or Cell(_("without a pair")),
                number(sum(counts.values())),
                number(sum(counts.get(one, 0) for one in OPENED)),
                number(counts.get(Outcome.INTERVIEW, 0)),
            ]
        )
        for identity in [*order, *rest]
        if (counts := debrief.by_pair.get(identity)) is not None
    )
    heads = [_("Pair"), _("Doors"), _("Opened"), _("Interviews")]
    return table(_("Doors by pair"), heads, rows)


def left(statuses: Sequence[SectionStatus]) -> str:
    """Give what is left in each street that was held or visited, by street."""
    rows = (
        Row(
            [
                status.section.street,
                Cell(
                    f"{number(status.knocked)} / {number(status.doors)}",
                    bar=status.knocked / status.doors if status.doors else None,
                    colour=_BAR,
                ),
                number(status.left),
            ]
        )
        for status in statuses
    )
    heads = [_("Street"), _("Doors knocked"), _("Still to do")]
    return table(_("What is left in these streets"), heads, rows)


def thanks(debrief: Debrief, roster: Roster, place: str, coming: Outing | None) -> str:
    """Write a text that thanks all who came, by name, without figures of anybody.

    Parameters
    ----------
    coming
        The next outing, None where there is none.
    """
    came = [person.name for person, word in roster.people if word.attended is not False]
    names = words.names_of(came)
    doors = sum(debrief.outcomes.values())
    opened = sum(debrief.outcomes.get(one, 0) for one in OPENED)
    said = [
        _("Thank you, {names}!", names=names) if came else _("Thank you to all who came!"),
        _(
            "On {day} ({place}) we went out together: {doors}, {opened}, {interviews}.",
            day=day(debrief.outing.day, "full"),
            place=place,
            doors=ngettext("{n} door", "{n} doors", doors),
            opened=ngettext("{n} opened", "{n} opened", opened),
            interviews=ngettext(
                "{n} interview", "{n} interviews", debrief.outcomes.get(Outcome.INTERVIEW, 0)
            ),
        ),
        _("Every door counts, also those that stayed closed."),
    ]
    if coming:
        said.append(
            _(
                "Next outing: {day}, {hour}, {meeting}.",
                day=day(coming.day, "full"),
                hour=words.clock(coming.start),
                meeting=coming.meeting_point,
            )
        )
    return "\n\n".join(said)


def _pair_name(pair: Pair, everybody: Mapping[str, Volunteer]) -> Cell:
    """Name a pair by its number, with its members in small print."""
    names = [everybody[one].name for one in pair.members if one in everybody]
    return Cell(_("Pair {number}", number=pair.number), ", ".join(names))


def _rate(part: int, whole: int, name: str) -> str:
    return _("{rate} {name}", rate=percent(part / whole), name=name) if whole else ""
