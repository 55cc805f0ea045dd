"""Planning an outing, or changing one: what for, where, when, how many, and the meeting point."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import NamedTuple

import streamlit as st

from dashboard import cached, state
from dashboard.components import frame, map_panel
from dashboard.components import outing_words as words
from dashboard.components.markup import plain
from dashboard.i18n import _
from dashboard.place_map import MARK, STREETS, quartier_at
from data.errors import DataError
from data.fieldwork import Outing, OutingKind

_SUNDAY = 6
_BLANK = Outing("", date.min, time(10), time(12, 30), "", "")


class Where(NamedTuple):
    """What an outing is for, and the code of its quartier ("" for a training day)."""

    kind: OutingKind
    quartier: str


def draw(outing: Outing | None) -> None:
    """Draw the form for a new outing (None) or to change one."""
    known = outing or _blank()
    state.start_place(known.lon, known.lat)
    st.header(_("Change the outing") if outing else _("A new outing"))
    where = _where(known)
    # The map comes first: on a phone, the place is picked before the form is sent.
    place, fields = st.columns([7, 6], gap="large")
    with place:
        _place(where.quartier)
    with fields:
        _fields(known, where, new=outing is None)
    if outing:
        _remove(outing)


def next_sunday(today: date) -> date:
    """Give the first Sunday after a day.

    Examples
    --------
    >>> next_sunday(date(2023, 5, 10))
    datetime.date(2023, 5, 14)
    """
    return today + timedelta((_SUNDAY - today.weekday() - 1) % 7 + 1)


def _blank() -> Outing:
    """Give what a new outing begins with: next Sunday, the hours of the last one, the quartier."""
    today = cached.overview().today
    past = [one.outing for one in cached.outing_summaries() if one.outing.kind is OutingKind.DOORS]
    like = past[-1] if past else _BLANK
    places = cached.where_next()
    first = cached.quartiers()[0].code
    return replace(
        _BLANK,
        day=next_sunday(today),
        start=like.start,
        end=like.end,
        capacity=like.capacity,
        claim_hours=like.claim_hours,
        quartier=places[0].prospect.code if places else first,
    )


def _where(known: Outing) -> Where:
    """Choose what for and where; outside the form, because the map follows."""
    what, area = st.columns([7, 6], gap="large", vertical_alignment="bottom")
    kind = what.segmented_control(
        _("What for"),
        list(OutingKind),
        default=known.kind,
        format_func=lambda kind: _("Doors") if kind is OutingKind.DOORS else _("Training day"),
        required=True,
        key=f"outing-kind-{known.id}",
    )
    if kind is OutingKind.TRAINING:
        return Where(kind, "")
    codes = [q.code for q in cached.quartiers()]
    names = {q.code: q.name for q in cached.quartiers()}
    code = area.selectbox(
        _("Quartier"),
        codes,
        index=codes.index(known.quartier) if known.quartier in codes else 0,
        format_func=lambda code: names[code],
        key=f"outing-quartier-{known.id}",
    )
    return Where(OutingKind.DOORS, code or codes[0])


def _fields(known: Outing, where: Where, *, new: bool) -> None:
    """Draw the form itself, and keep what was sent."""
    with st.container(key="outing-fields"), st.form("outing-form", border=False):
        wished = _room(_when_and_where(known, where))
        note = st.text_area(_("Note for everybody"), known.note, key=f"outing-note-{known.id}")
        label = _("Plan this outing") if new else _("Save the changes")
        sent = st.form_submit_button(label, type="primary", icon=":material/save:")
    if sent:
        _keep(replace(wished, id=known.id or secrets.token_hex(8), note=note.strip()), new=new)


def _when_and_where(known: Outing, where: Where) -> Outing:
    """Ask for the day, the times and the meeting point."""
    day = st.date_input(_("Day"), known.day, format="DD/MM/YYYY", key=f"outing-day-{known.id}")
    begin, stop = st.columns(2)
    start = begin.time_input(_("From"), known.start, key=f"outing-start-{known.id}")
    end = stop.time_input(_("To"), known.end, key=f"outing-end-{known.id}")
    meeting = st.text_input(
        _("Meeting point"),
        known.meeting_point,
        placeholder=_("For example: in front of the school"),
        key=f"outing-meeting-{known.id}",
    )
    east, north = st.columns(2)
    hint = _("Click on the map, or type degrees.")
    east.number_input(_("Longitude"), format="%.5f", key=state.PLACE_LON, help=hint)
    north.number_input(_("Latitude"), format="%.5f", key=state.PLACE_LAT, help=hint)
    lon, lat = state.place() or (None, None)
    return replace(
        known,
        kind=where.kind,
        quartier=where.quartier,
        day=day,
        start=start,
        end=end,
        meeting_point=" ".join(meeting.split()),
        lon=lon,
        lat=lat,
    )


def _room(known: Outing) -> Outing:
    """Ask how many people can come, and how long a street is held."""
    people, hold = st.columns(2)
    capacity = people.number_input(
        _("Places"), min_value=1, value=known.capacity, key=f"outing-capacity-{known.id}"
    )
    hours = hold.number_input(
        _("Hours a street is held"),
        min_value=0.5,
        max_value=72.0,
        step=0.5,
        value=known.claim_hours,
        format="%.1f",
        key=f"outing-hours-{known.id}",
        help=_("Counted from the start; pairs can extend it."),
    )
    return replace(known, capacity=int(capacity), claim_hours=float(hours))


def faults(outing: Outing, *, half_place: bool) -> Sequence[str]:
    """Say what keeps an outing from being kept.

    Parameters
    ----------
    half_place
        One of the two coordinates was given without the other.
    """
    found = []
    if outing.end <= outing.start:
        found.append(_("The outing ends before it begins: change one of the times."))
    if not outing.meeting_point:
        found.append(_("Say where people meet."))
    if half_place:
        found.append(_("Give both longitude and latitude, or neither."))
    lon, lat = outing.lon or 0, outing.lat or 0
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        found.append(_("The place does not lie on Earth: longitude −180 to 180, latitude ±90."))
    return found


def _keep(wished: Outing, *, new: bool) -> None:
    """Keep the outing and show it, or say what is wrong with it."""
    given = [state.value(key) is None for key in (state.PLACE_LON, state.PLACE_LAT)]
    wrong = faults(wished, half_place=given[0] != given[1])
    if wrong:
        st.error("\n\n".join(wrong), icon=":material/error:")
        return
    try:
        cached.service().rounds.save_outing(wished)
    except DataError as problem:
        frame.show_problem(problem)
        return
    state.show_outing(wished.id)
    state.leave_message(_("The outing is planned.") if new else _("The changes are saved."))
    st.rerun()


def _place(quartier: str) -> None:
    """Draw the map on which the meeting point is picked."""
    place = state.place()
    drawn = cached.meeting_map(quartier, place)
    legend: list[map_panel.Key] = []
    if quartier and any(True for _one in cached.service().turf.sections(quartier)):
        legend.append((STREETS, _("streets of the quartier"), False, False))
    if place:
        legend.append((MARK, _("meeting point"), False, False))
    map_panel.panel(
        drawn.code,
        drawn.bounds,
        title=_("Meeting point: click on the map"),
        legend=legend,
        key=state.PLACE_MAP,
        on_place=state.pick_place,
        note=False,
    )
    if place:
        st.caption(where_it_lies(place, quartier, {q.code: q.name for q in cached.quartiers()}))


def where_it_lies(place: tuple[float, float], quartier: str, names: Mapping[str, str]) -> str:
    """Say in which quartier a point lies, with a word where it is not the one chosen."""
    found = quartier_at(cached.shapes(), *place)
    if not found:
        return _("This point lies outside the quartiers of the town.")
    if found == quartier or not quartier:
        return _("This point lies in {name}.", name=plain(names[found]))
    return _(
        "Note: this point lies in {name}, not in the quartier chosen.", name=plain(names[found])
    )


def _remove(outing: Outing) -> None:
    """Offer to take the outing out."""
    step = f"remove outing {outing.id}"
    st.button(
        _("Take this outing out"),
        key="remove-outing",
        icon=":material/delete:",
        type="tertiary",
        on_click=state.confirm_first,
        args=(step,),
    )
    if state.confirming(step):
        _confirm(outing)


def _confirm(outing: Outing) -> None:
    """Ask before an outing goes with its list and pairs."""

    @st.dialog(_("Take this outing out?"), icon=":material/delete:", on_dismiss=state.confirmed)
    def ask() -> None:
        names = {q.code: q.name for q in cached.quartiers()}
        st.markdown(f"**{plain(words.title(outing, names))}**")
        st.markdown(_("Its list, its pairs and the streets they hold go with it."))
        if st.button(
            _("Take out"), type="primary", key="remove-confirmed", icon=":material/delete:"
        ):
            try:
                cached.service().rounds.remove_outing(outing.id)
            except DataError as problem:
                frame.show_problem(problem)
                return
            state.confirmed()
            state.show_outing("")
            state.leave_message(_("The outing was taken out."))
            st.rerun()

    ask()
