"""In which order a pair walks its doors: one choice, for the sheet, its map and the door page."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import field_words
from dashboard.components.field_pair import Team
from dashboard.i18n import _
from data.fieldwork import WalkingOrder


def draw(team: Team) -> None:
    """Draw the choice, to be unfolded: most pairs leave it as it is."""
    with st.expander(_("How we walk a street"), icon=":material/route:"):
        _choice(team)


def _choice(team: Team) -> None:
    """Draw the choice as it stands in the records; another screen of the pair may have made it."""
    outing, pair = team
    state.put(state.WALK, pair.walk)
    st.radio(
        _("How we walk a street"),
        list(WalkingOrder),
        format_func=name,
        captions=[_explained(walk) for walk in WalkingOrder],
        key=state.WALK,
        on_change=_choose,
        args=(pair.id,),
        disabled=outing.closed,
        label_visibility="collapsed",
    )
    said = _("For the sheet, its map and the page “At the door” alike.")
    if any(sheet.pair == pair.id for sheet in cached.service().paper.sheets(outing.id)):
        said += " " + _(
            "A sheet in hand keeps its lines and its code; after a change, print it anew."
        )
    st.caption(said)


def name(walk: WalkingOrder) -> str:
    """Name an order."""
    return {
        WalkingOrder.UP_AND_DOWN: _("One side up, the other one down"),
        WalkingOrder.DISTANCE: _("Both sides at once"),
    }[walk]


def _explained(walk: WalkingOrder) -> str:
    """Say what an order is good for."""
    return {
        WalkingOrder.UP_AND_DOWN: _("Odd numbers first, even ones on the way back."),
        WalkingOrder.DISTANCE: _("Along the street, crossing it: for quiet streets and dead ends."),
    }[walk]


def _choose(pair: str) -> None:
    """Keep what was chosen."""
    walk = WalkingOrder(state.value(state.WALK))

    def act() -> None:
        cached.service().turf.set_walk(pair, walk)
        state.leave_message(_("Noted: {order}.", order=name(walk).lower()))

    field_words.attempt(act)
