"""What a pair holds: until when, longer, to another pair, given back; and what ran out."""

from collections.abc import Sequence
from datetime import timedelta
from html import escape

import streamlit as st

from dashboard import cached, state, street_map
from dashboard.components import field_words, page_links, papers, walk_order
from dashboard.components.field_pair import Team
from dashboard.components.markup import plain
from dashboard.i18n import _
from data.fieldwork import Claim, ClaimEnd, Pair, SectionStatus

LONGER_H = 1


def draw(team: Team, sections: Sequence[SectionStatus]) -> None:
    """Draw the streets of a pair and what can be done with them."""
    _outing, pair = team
    claims = cached.service().turf.claims_of(pair.id)
    held = [claim for claim in claims if claim.ended is None]
    known = {status.section.id: status for status in sections}
    st.header(_("Our streets"))
    ran_out(claims)
    if not held:
        st.caption(_("You hold no street yet."))
        return
    with st.container(key="held"):
        for claim in held:
            _one(team, claim, known.get(claim.section))
    page_links.draw("doors", _("Go from door to door"), "doorbell")
    papers.of_pair(team)
    if any(claim.section in known and known[claim.section].doors for claim in held):
        walk_order.draw(team)


def ran_out(claims: Sequence[Claim]) -> None:
    """Say which streets of a pair ran out, and which of them went to another pair."""
    service = cached.service()
    held = {claim.section for claim in claims if claim.ended is None}
    for claim in claims:
        street = service.turf.section(claim.section).street
        until = field_words.moment(claim.expires)
        if claim.end is ClaimEnd.EXPIRED and claim.section not in held:
            st.warning(
                _(
                    "Your time for “{street}” ran out at {moment}, and another pair took it. What "
                    "you recorded there stays.",
                    street=plain(street),
                    moment=until,
                ),
                icon=":material/timer_off:",
            )
        elif claim.ended is None and claim.expires <= service.settings.now():
            st.warning(
                _(
                    "Your time for “{street}” ran out at {moment}: any pair may take it now.",
                    street=plain(street),
                    moment=until,
                ),
                icon=":material/timer_off:",
            )


def _one(team: Team, claim: Claim, status: SectionStatus | None) -> None:
    """Draw one street that is held."""
    service = cached.service()
    street = status.section.street if status else service.turf.section(claim.section).street
    over = claim.expires <= service.settings.now()
    until = field_words.moment(claim.expires)
    said = _("ran out at {moment}", moment=until) if over else _("until {moment}", moment=until)
    left = f"{street_map.doors_left(status)} · " if status else ""
    with st.container(border=True, gap="small"):
        st.html(f'<p class="place"><b>{escape(street)}</b><small>{escape(left + said)}</small></p>')
        with st.container(horizontal=True, gap="small"):
            _buttons(team, claim, over=over)


def _buttons(team: Team, claim: Claim, *, over: bool) -> None:
    """Draw what can be done with a claim."""
    st.button(
        _("Keep it for an hour") if over else _("One hour more"),
        icon=":material/more_time:",
        key=f"extend-{claim.id}",
        on_click=_extend,
        args=(claim,),
    )
    st.button(
        _("Street done"),
        icon=":material/done_all:",
        key=f"done-{claim.id}",
        on_click=_release,
        args=(claim, True),
    )
    st.button(
        _("Give it back"),
        icon=":material/undo:",
        key=f"release-{claim.id}",
        on_click=_release,
        args=(claim, False),
    )
    others = [pair for pair in _pairs(team) if pair.id != claim.pair]
    if others and not over:
        _hand_over(claim, others)


def _pairs(team: Team) -> Sequence[Pair]:
    """Give the pairs of the outing."""
    return cached.service().rounds.roster(team[0].id).pairs


def _hand_over(claim: Claim, others: Sequence[Pair]) -> None:
    """Offer to give a street to another pair."""
    numbers = {pair.id: pair.number for pair in others}
    with st.popover(_("Hand it over"), icon=":material/swap_horiz:"):
        st.selectbox(
            _("To pair no."),
            list(numbers),
            format_func=lambda key: str(numbers.get(key, "")),
            key=f"to-{claim.id}",
        )
        st.button(
            _("Hand it over"),
            type="primary",
            key=f"hand-over-{claim.id}",
            on_click=_give,
            args=(claim,),
        )


def _extend(claim: Claim) -> None:
    """Hold a street for an hour more than now agreed."""

    def act() -> None:
        service = cached.service()
        ahead = max(claim.expires - service.settings.now(), timedelta())
        held = service.turf.extend(claim.id, ahead / timedelta(hours=1) + LONGER_H)
        state.leave_message(_("Held until {until}.", until=field_words.moment(held.expires)))

    field_words.attempt(act)


def _release(claim: Claim, done: bool) -> None:
    """Give a street back; a thumb that slipped takes it again."""
    turf = cached.service().turf

    def act() -> None:
        turf.release(claim.id, done=done)
        street = plain(turf.section(claim.section).street)
        state.offer_undo(
            _("Undo: take “{street}” again", street=street),
            lambda: turf.claim(claim.section, claim.outing, claim.pair),
        )
        state.leave_message(
            _("The street is noted as done. Thank you!")
            if done
            else _("The street is free again; what you recorded there stays.")
        )

    field_words.attempt(act)


def _give(claim: Claim) -> None:
    """Hand a street over."""
    receiver = state.value(f"to-{claim.id}")

    def act() -> None:
        cached.service().turf.hand_over(claim.id, str(receiver))
        state.leave_message(_("The street was handed over."))

    if receiver:
        field_words.attempt(act)
