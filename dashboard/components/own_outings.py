"""The outings as a volunteer sees them: which there are, whether one comes, with whom one goes."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.components import outing_list, page_links
from dashboard.components import outing_words as words
from dashboard.components.field_words import attempt
from dashboard.components.markup import plain
from dashboard.i18n import _, ngettext
from dashboard.mine import OwnOuting
from data.fieldwork import Outing


def draw(outings: Sequence[OwnOuting], names: Mapping[str, str], today: date) -> None:
    """Draw the outings to come, then the past ones that one was on the list of.

    Parameters
    ----------
    names
        Name of each quartier by code.
    """
    ahead = [one for one in outings if _ahead(one.summary.outing, today)]
    been = [one for one in outings if one.coming and one not in ahead]
    st.subheader(_("Next outings"))
    if not ahead:
        st.info(_("No outing is planned yet."), icon=":material/event:")
    coming(ahead, names, today)
    if been:
        label = ngettext("{n} past outing of yours", "{n} past outings of yours", len(been))
        with st.expander(label, icon=":material/history:"):
            for one in reversed(been):
                _about(one, names, today)


def coming(outings: Sequence[OwnOuting], names: Mapping[str, str], today: date) -> None:
    """Draw outings to come, each with the way onto its list, off it again, and to one's doors."""
    for one in outings:
        with st.container(border=True, gap="small", key=f"own-{one.summary.outing.id}"):
            _about(one, names, today)
            _choice(one, today)


def _ahead(outing: Outing, today: date) -> bool:
    return outing.day >= today and not outing.closed


def _about(one: OwnOuting, names: Mapping[str, str], today: date) -> None:
    """Draw what an outing is, and with whom one goes."""
    st.markdown(f"**{plain(words.title(one.summary.outing, names))}**")
    st.html(outing_list.html(one.summary, today) + _pair(one))


def _pair(one: OwnOuting) -> str:
    """Say in which pair one goes, and with whom."""
    if one.pair is None:
        return ""
    said = _("You are pair no. {number}", number=one.pair.number)
    if one.others:
        said = _("{pair}, with {names}", pair=said, names=", ".join(one.others))
    return f'<p class="outing"><strong>{escape(said)}</strong></p>'


def _choice(one: OwnOuting, today: date) -> None:
    """Draw the way onto the list, or off it again, and on its day to the doors."""
    outing = one.summary.outing
    full = one.summary.signed_up >= outing.capacity
    with st.container(horizontal=True, vertical_alignment="center"):
        if one.coming:
            st.badge(_("You are on the list"), icon=":material/check:", color="green")
            if one.pair:
                team = {state.OUTING: outing.id, state.PAIR: one.pair.id}
                page_links.draw("streets", _("Our streets"), "signpost", team)
                if outing.day == today:
                    page_links.draw("doors", _("Go from door to door"), "doorbell", team)
                with st.popover(_("I cannot come"), icon=":material/event_busy:"):
                    st.markdown(
                        _("You leave your pair as well: its streets stay with the other person.")
                    )
                    _way_off(outing, _("Take me off the list"))
            else:
                _way_off(outing, _("I cannot come"))
        else:
            st.button(
                _("I am coming"),
                key=f"sign-up-{outing.id}",
                icon=":material/event_available:",
                type="primary",
                disabled=full,
                on_click=_sign_up,
                args=(outing.id,),
            )
            if full:
                st.caption(_("All places are taken."))


def _way_off(outing: Outing, label: str) -> None:
    st.button(
        label,
        key=f"withdraw-{outing.id}",
        icon=":material/event_busy:",
        on_click=_withdraw,
        args=(outing.id,),
    )


def _sign_up(outing: str) -> None:
    if attempt(lambda: cached.service().mine.sign_up(outing)):
        state.leave_message(_("You are on the list. Thank you!"))


def _withdraw(outing: str) -> None:
    if attempt(lambda: cached.service().mine.withdraw(outing)):
        state.leave_message(_("You are no longer on the list."))
