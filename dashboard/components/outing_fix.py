"""Correcting a door after an outing: as a new record, the old one stays."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from dashboard import cached, state
from dashboard.components import frame, intake_words
from dashboard.components import outing_words as words
from dashboard.components.markup import plain
from dashboard.i18n import _, ngettext
from data.errors import DataError
from data.fieldwork import Pair, Recorded
from data.model import Outcome

_TAKE_BACK = ""


class _Door(NamedTuple):
    visit: Recorded
    label: str


def draw(visits: Sequence[Recorded], pairs: Sequence[Pair]) -> None:
    """Draw the form: which door, and what it should say."""
    numbers = {pair.id: pair.number for pair in pairs}
    doors = [_Door(visit, described(visit, numbers)) for visit in visits]
    if not doors:
        return
    outcomes: Mapping[str, str] = {
        **{one.value: words.capital(name) for one, name in intake_words.outcomes().items()},
        _TAKE_BACK: _("Take it back: this door was not visited"),
    }
    with st.form(state.turn("correction")):
        place = st.selectbox(
            _("Door"),
            range(len(doors)),
            index=None,
            format_func=lambda at: doors[at].label,
            placeholder=_("Type a street or a number"),
        )
        wish = st.selectbox(
            _("What should it say?"),
            list(outcomes),
            index=None,
            format_func=lambda value: outcomes[value],
            placeholder=_("Choose an outcome"),
        )
        sent = st.form_submit_button(_("Correct"), type="primary", icon=":material/edit:")
    if not sent:
        return
    if place is None or wish is None:
        st.warning(_("Choose a door and what it should say."), icon=":material/door_front:")
        return
    _correct(doors[place], Outcome(wish) if wish else None)


def described(visit: Recorded, numbers: Mapping[str, int]) -> str:
    """Name a visit: street and door, what was noted, by which pair."""
    where = ", ".join(part for part in (visit.street, visit.door or "") if part)
    if visit.door is None and visit.doors > 1:
        doors = ngettext("{n} door", "{n} doors", visit.doors)
        where = f"{where} ({doors})" if where else doors
    said = intake_words.outcomes()[visit.outcome] if visit.outcome else _("taken back")
    parts = [where or _("a door without address"), said]
    if visit.pair in numbers:
        parts.append(_("Pair {number}", number=numbers[visit.pair]))
    return " · ".join(parts)


def _correct(door: _Door, outcome: Outcome | None) -> None:
    """Record the correction, and offer the way back."""
    doors, visit = cached.service().doors, door.visit
    if outcome is visit.outcome:
        st.info(_("It says so already."), icon=":material/check:")
        return
    try:
        doors.correct(visit, outcome)
    except DataError as problem:
        frame.show_problem(problem)
        return
    state.next_turn("correction")
    state.leave_message(_("Corrected: {door}.", door=plain(described(visit, {}))))
    state.offer_undo(_("Undo this correction"), lambda: doors.correct(visit, visit.outcome))
    st.rerun()
