"""Access: one's own ways in; whom coordinators let in; accounts, for administrators."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import access_accounts, access_own, access_style, access_volunteers
from dashboard.i18n import _
from data.model import Role


def main() -> None:
    """Draw the page."""
    st.html(access_style.STYLE)
    st.title(_("Access"))
    parts = {state.OWN_ACCESS: (_("My access"), access_own.draw)}
    if cached.may(Role.COORDINATOR):
        parts[state.VOLUNTEERS_ACCESS] = (_("Volunteers"), access_volunteers.draw)
    if cached.may(Role.ADMINISTRATOR):
        parts[state.ACCOUNTS_ACCESS] = (_("Accounts"), access_accounts.draw)
    if len(parts) == 1:
        access_own.draw()
        return
    state.from_link(state.ACCESS_PART, parts)
    if not state.has(state.ACCESS_PART):
        state.put(state.ACCESS_PART, state.OWN_ACCESS)
    chosen = st.segmented_control(
        _("Part of the page"),
        list(parts),
        format_func=lambda part: parts[part][0],
        key=state.ACCESS_PART,
        required=True,
        label_visibility="collapsed",
    )
    state.to_link(state.ACCESS_PART, default=state.OWN_ACCESS)
    parts[chosen or state.OWN_ACCESS][1]()


main()
