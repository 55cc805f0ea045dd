"""Taking a street: the best ones for a pair with the reasons, or any other."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape

import streamlit as st

from dashboard import cached, state, street_map
from dashboard.components import field_words
from dashboard.components.field_pair import Team
from dashboard.components.markup import plain
from dashboard.i18n import _, ngettext, number
from dashboard.turf import DOORS_PER_HOUR, Choice
from data.fieldwork import Outing, SectionState, SectionStatus

OFFERED = 3
HOURS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)


def best(team: Team) -> None:
    """Draw the streets that suit a pair best; one tap takes one."""
    outing, _pair = team
    st.header(_("The best street for us"))
    hours = st.select_slider(
        _("Time we have"),
        HOURS,
        value=closest(length(outing)),
        format_func=lambda n: _("{hours} h", hours=number(n, 1) if n % 1 else number(n)),
        key=f"hours-{outing.id}",
    )
    found = cached.service().turf.best_for(outing.id, float(hours))[:OFFERED]
    if not found:
        st.info(_("No street of this quartier is free."), icon=":material/signpost:")
    with st.container(key="best"):
        for choice in found:
            _offer(team, choice, float(hours))


def any_other(team: Team, sections: Sequence[SectionStatus]) -> None:
    """Draw the list of all streets, with the one that was clicked on the map chosen."""
    known = {status.section.id: status for status in sections}
    st.header(_("Another street"))
    if state.value(state.STREET) not in known:
        state.put(state.STREET, None)
    chosen = st.selectbox(
        _("Street"),
        list(known),
        format_func=lambda key: _entry(known[key]) if key in known else "",
        placeholder=_("Type a name, or tap the street on the map"),
        key=state.STREET,
    )
    st.button(
        _("Take this street"),
        icon=":material/add_location:",
        disabled=chosen is None,
        key="take-chosen",
        on_click=take,
        args=(team, chosen),
    )


def take(team: Team, section: str) -> None:
    """Take a street for a pair; say until when."""
    outing, pair = team

    def claim() -> None:
        turf = cached.service().turf
        held = turf.claim(section, outing.id, pair.id)
        state.leave_message(
            _(
                "“{street}” is yours until {until}.",
                street=plain(turf.section(section).street),
                until=field_words.moment(held.expires),
            )
        )
        state.put(state.STREET, None)

    field_words.attempt(claim)


def length(outing: Outing) -> float:
    """Give the hours an outing lasts."""
    start, end = (datetime.combine(outing.day, at) for at in (outing.start, outing.end))
    return max((end - start) / timedelta(hours=1), 0)


def closest(hours: float) -> float:
    """Give the choice that is nearest to some hours.

    Examples
    --------
    >>> closest(2.3)
    2.5
    """
    return min(HOURS, key=lambda choice: abs(choice - hours))


def reasons(choice: Choice, hours: float) -> list[str]:
    """Say what speaks for a street."""
    said = []
    if choice.fits:
        doors = round(hours * DOORS_PER_HOUR)
        said.append(
            ngettext(
                "about what you can do in that time ({n} door)",
                "about what you can do in that time ({n} doors)",
                doors,
            )
        )
    if choice.lags:
        said.append(_("its quartier is behind the plan"))
    if choice.metres is not None:
        metres = round(choice.metres, -1)
        said.append(_("{metres} m from the meeting point", metres=number(metres)))
    return said


def _offer(team: Team, choice: Choice, hours: float) -> None:
    """Draw one street with its reasons."""
    section = choice.status.section
    why = [street_map.doors_left(choice.status), *reasons(choice, hours)]
    with st.container(border=True, gap="small"):
        st.html(
            f'<p class="place"><b>{escape(section.street)}</b>'
            f"<small>{escape(' · '.join(why))}</small></p>"
        )
        st.button(
            _("Take this street"),
            icon=":material/add_location:",
            key=f"take-{section.id}",
            on_click=take,
            args=(team, section.id),
            width="stretch",
        )


def _entry(status: SectionStatus) -> str:
    """Name a street in the list."""
    words: Mapping[bool, str] = {
        True: street_map.doors_left(status),
        False: street_map.state_name(status.state),
    }
    return f"{status.section.street} ({words[status.state is SectionState.FREE]})"
