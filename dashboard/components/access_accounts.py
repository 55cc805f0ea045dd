"""Accounts, for administrators: who may do what, and by what they come in."""

from collections.abc import Callable
from dataclasses import replace
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.components import access_links, change_button, frame
from dashboard.components.markup import explained, plain
from dashboard.errors import DashboardError
from dashboard.i18n import _, day
from dashboard.role_words import ROLES
from data.accounts import Account
from data.errors import DataError
from data.model import Role

KIND, NEW = "account", "new"
_ROLES = [role for role in Role if role > Role.PUBLIC]


def draw() -> None:
    """Draw the accounts."""
    problem = state.take_problem()
    if problem:
        st.error(problem, icon=":material/error:")
    access_links.draw()
    if state.editing(KIND) == NEW:
        _form(Account("", "", Role.COORDINATOR))
    else:
        st.button(
            _("Add an account"),
            key="new-account",
            icon=":material/person_add:",
            on_click=state.edit,
            args=(KIND, NEW),
        )
    for account in cached.service().accounts.all():
        if state.editing(KIND) == account.id:
            _form(account)
            _more(account)
        else:
            _row(account)


def _row(account: Account) -> None:
    """Draw one account."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"row-{account.id}"):
        st.html(
            f'<p class="access"><strong>{escape(account.name)}</strong> '
            f"<small>{escape(_state(account))}</small></p>",
            width="stretch",
        )
        change_button.draw(KIND, account.id, _("Change {name}", name=plain(account.name)))


def _state(account: Account) -> str:
    """Say what somebody may do, by what they come in, and when they last did."""
    ways = [
        _("password") if account.password else "",
        _("code") if account.code else "",
        account.identity,
        _("lets in nobody") if account.disabled else "",
        _("last seen on {day}", day=day(account.last_seen, "long")) if account.last_seen else "",
    ]
    return " · ".join([_(ROLES[account.role]), *filter(None, ways)])


def _form(account: Account) -> None:
    """Draw the form for a new account, or for one that there is."""
    with st.form(f"account-{account.id or NEW}"):
        name = st.text_input(_("Name"), account.name)
        role = st.selectbox(
            _("May do what is for"),
            _ROLES,
            index=_ROLES.index(account.role),
            format_func=lambda one: _(ROLES[one]),
        )
        identity = account.identity
        if cached.service().settings.provider:
            identity = st.text_input(_("Known to the provider as"), account.identity)
        disabled = account.id != "" and st.checkbox(_("Lets in nobody"), account.disabled)
        save, leave = st.columns([1, 1])
        if leave.form_submit_button(_("Cancel")):
            state.edit(KIND)
            st.rerun()
        if save.form_submit_button(_("Save"), type="primary"):
            wished = replace(
                account, name=name, role=role, identity=identity, disabled=bool(disabled)
            )
            _save(wished)


def _save(wished: Account) -> None:
    """Save an account; a new one is invited at once."""
    accounts = cached.service().accounts
    try:
        made = wished if wished.id else accounts.add(wished.name, wished.role)
        accounts.change(
            made.id,
            name=wished.name,
            role=wished.role,
            known_as=wished.identity,
            disabled=wished.disabled,
        )
        if not wished.id:
            state.keep_invited([accounts.invite(made.id)])
    except (DataError, DashboardError) as problem:
        frame.show_problem(problem)
        return
    state.edit(KIND)
    state.leave_message(_("Saved."))
    st.rerun()


def _more(account: Account) -> None:
    """Draw what else can be done for somebody."""
    accounts = cached.service().accounts
    with st.container(horizontal=True):
        _button(
            "link", _("New link"), "key", lambda: state.keep_invited([accounts.invite(account.id)])
        )
        _button("out", _("Sign out everywhere"), "logout", lambda: accounts.revoke(account.id))
        if account.password:
            _button(
                *("reset", _("Lost password or phone"), "lock_reset"),
                lambda: state.keep_invited([accounts.reset(account.id)]),
            )
        _button("remove", _("Remove"), "delete", lambda: _remove(account.id))


def _remove(identity: str) -> None:
    cached.service().accounts.remove(identity)
    state.edit(KIND)


def _button(key: str, label: str, icon: str, change: Callable[[], object]) -> None:
    def do() -> None:
        try:
            change()
        except (DataError, DashboardError) as problem:
            state.leave_problem(explained(problem))

    st.button(label, key=f"account-{key}", icon=f":material/{icon}:", on_click=do)
