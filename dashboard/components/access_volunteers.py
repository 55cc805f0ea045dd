"""Whom coordinators let in: the volunteers of the list, each by a personal link."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.components import access_links
from dashboard.components.markup import explained, plain
from dashboard.errors import DashboardError
from dashboard.i18n import _, day, ngettext
from data.accounts import Account
from data.errors import DataError
from data.fieldwork import Volunteer
from data.model import Role


def draw() -> None:
    """Draw the volunteers with the state of their links."""
    service = cached.service()
    people = service.rounds.volunteers()
    accounts = {one.volunteer: one for one in service.accounts.all() if one.volunteer}
    linked = {invitation.account for invitation in service.accounts.invitations()}
    if not people:
        st.info(_("No volunteer yet: the list is on the Volunteers page."), icon=":material/group:")
        return
    problem = state.take_problem()
    if problem:
        st.error(problem, icon=":material/error:")
    access_links.draw()
    without = [p.id for p in people if p.id not in accounts]
    if without:
        st.button(
            ngettext(
                "Make a link for who has none", "Make links for the {n} who have none", len(without)
            ),
            key="invite-all",
            icon=":material/key:",
            type="primary",
            on_click=_invite,
            args=(without,),
        )
    sought = st.text_input(
        _("Find somebody"), key="find-access", icon=":material/search:", placeholder=_("Name")
    )
    for person in people:
        if (sought or "").casefold().strip() in person.name.casefold():
            _row(person, accounts, linked)


def _row(person: Volunteer, accounts: Mapping[str, Account], linked: set[str]) -> None:
    """Draw one volunteer."""
    account = accounts.get(person.id)
    more = account is not None and account.role > Role.VOLUNTEER
    with st.container(horizontal=True, vertical_alignment="center", key=f"access-{person.id}"):
        told = escape(_state(account, linked))
        st.html(
            f'<p class="access"><strong>{escape(person.name)}</strong> <small>{told}</small></p>',
            width="stretch",
        )
        if more:
            return
        st.button(
            _("New link") if account else _("Make a link"),
            key=f"link-{person.id}",
            icon=":material/key:",
            type="tertiary",
            help=_("Link for {name}; an earlier one lets in no more", name=plain(person.name)),
            on_click=_invite,
            args=([person.id],),
        )
        if account and (account.id in linked or account.last_seen):
            st.button(
                _("Revoke"),
                key=f"revoke-{person.id}",
                icon=":material/block:",
                type="tertiary",
                help=_("{name} is out at once, in every browser", name=plain(person.name)),
                on_click=_revoke,
                args=(account.id, person.name),
            )


def _state(account: Account | None, linked: set[str]) -> str:
    """Say how somebody stands."""
    if account is None:
        return _("No link yet")
    if account.role > Role.VOLUNTEER:
        return _("Comes in as coordinator or administrator")
    if account.id not in linked:
        return _("No link any more")
    if account.last_seen is None:
        return _("Link made, not used yet")
    return _("Last seen on {day}", day=day(account.last_seen, "long"))


def _invite(volunteers: Sequence[str]) -> None:
    """Make links, to be shown by the run that follows."""
    try:
        state.keep_invited(cached.service().accounts.invite_volunteers(volunteers))
    except (DataError, DashboardError) as problem:
        state.leave_problem(explained(problem))


def _revoke(account: str, name: str) -> None:
    try:
        cached.service().accounts.revoke(account)
        state.leave_message(_("{name} is signed out everywhere.", name=plain(name)))
    except (DataError, DashboardError) as problem:
        state.leave_problem(explained(problem))
    state.keep_invited()
