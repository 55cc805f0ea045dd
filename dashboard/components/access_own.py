"""One's own ways in: password and code, and the browsers one is signed in with."""

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.components import access_links, frame
from dashboard.components.markup import plain
from dashboard.errors import DashboardError
from dashboard.i18n import _, day
from dashboard.role_words import ROLES
from data.accounts import Account, SignIn
from data.errors import DataError
from data.model import Role

_NAME, _PASSWORD, _CODE = "own-name", "own-password", "own-code"


def draw() -> None:
    """Draw what is one's own."""
    account = cached.service().own_access.account()
    if account is None:
        return
    st.markdown(
        _("You are **{name}** ({role}).", name=plain(account.name), role=_(ROLES[account.role]))
    )
    _name(account)
    _sign_ins(account)
    if account.role >= Role.COORDINATOR:
        _password(account)
        if account.password:
            _code(account)


def _name(account: Account) -> None:
    """Draw the form for what one is called."""
    with (
        st.expander(_("Change my name")),
        st.form(state.turn(_NAME), border=False, enter_to_submit=False),
    ):
        name = st.text_input(_("Name"), account.name, autocomplete="nickname")
        if account.password:
            st.caption(_("From then on you sign in by that name."))
        if st.form_submit_button(_("Save the name")):
            own = cached.service().own_access
            _try(lambda: own.rename(name), _("The name is saved."), _NAME)


def _sign_ins(account: Account) -> None:
    """Draw the browsers, each with a way to sign it out."""
    st.header(_("Where you are signed in"))
    found, here = cached.service().own_access.sign_ins(), cached.my_token()
    for at, one in enumerate(found):
        with st.container(horizontal=True, vertical_alignment="center", key=f"sign-in-{at}"):
            st.html(_described(one, mine=one.key == here), width="stretch")
            if one.key != here:
                st.button(
                    _("Sign out"),
                    key=f"end-{at}",
                    type="tertiary",
                    icon=":material/logout:",
                    help=_("Sign out {device}", device=plain(one.device or _("a browser"))),
                    on_click=_end,
                    args=((one.key,),),
                )
    others = tuple(one.key for one in found if one.key != here)
    if len(others) > 1:
        st.button(
            _("Sign out all others"),
            key="end-others",
            icon=":material/logout:",
            on_click=_end,
            args=(others,),
        )


def _described(one: SignIn, *, mine: bool) -> str:
    """Say which browser it is."""
    device = escape(one.device or _("A browser"))
    since = escape(_("since {day}", day=day(one.since, "long")))
    here = f" · {escape(_('this browser'))}" if mine else ""
    if one.provider:
        here = f" · {escape(_('by the account of your organisation'))}{here}"
    return f'<p class="access"><strong>{device}</strong> <small>{since}{here}</small></p>'


def _end(keys: tuple[bytes, ...]) -> None:
    cached.service().own_access.end_sign_ins(keys)


def _password(account: Account) -> None:
    """Draw the form for one's own password."""
    st.header(_("Password"))
    if not account.password:
        st.caption(
            _("With a password you come in from any browser, by your name and without link.")
        )
    with st.form(state.turn(_PASSWORD)):
        present = _secret(_("Present password"), "current-password") if account.password else ""
        new = _secret(_("New password"), "new-password")
        again = _secret(_("New password again"), "new-password")
        if st.form_submit_button(_("Save the password")):
            if new != again:
                st.error(_("The two are not the same."), icon=":material/error:")
                return
            own, here = cached.service().own_access, cached.my_token()
            _try(
                lambda: own.set_password(new, present=present, keep=here),
                _("The password is saved. Other browsers are signed out."),
                _PASSWORD,
            )


def _code(account: Account) -> None:
    """Draw how a code from the phone is set up, or given up."""
    st.header(_("Code from the phone"))
    own = cached.service().own_access
    if account.code:
        st.caption(_("After the password, the code of your phone is asked for."))
        with st.form(state.turn(_CODE)):
            present = _secret(_("Password"), "current-password")
            if st.form_submit_button(_("Ask for no code any more")):
                _try(
                    lambda: own.drop_code(present=present),
                    _("No code is asked for any more."),
                    _CODE,
                )
        return
    secret = state.code_secret()
    if not secret:
        st.caption(_("An app on your phone shows six digits, which are asked for as well."))
        st.button(
            _("Set up a code"),
            key="new-code",
            icon=":material/phonelink_lock:",
            on_click=lambda: state.keep_code_secret(cached.service().own_access.new_code()),
        )
        return
    _confirm(*secret)


def _confirm(secret: str, address: str) -> None:
    """Draw the QR code for the phone, and the form that proves that it works."""
    st.markdown(_("Scan this with an app for codes, or type the secret there:"))
    st.html(access_links.qr(address, _("QR code for the app that shows codes")))
    st.code(secret, language=None)
    with st.form(state.turn(_CODE)):
        typed = st.text_input(_("The six digits it shows"), autocomplete="one-time-code")
        present = _secret(_("Password"), "current-password")
        if st.form_submit_button(_("Ask for the code from now on")):
            own = cached.service().own_access
            _try(
                lambda: own.confirm_code(secret, typed, present=present),
                _("The code is asked for from now on."),
                _CODE,
            )


def _secret(label: str, filled_by: str) -> str:
    """Draw a field that shows nothing of what is typed."""
    return st.text_input(label, type="password", autocomplete=filled_by, max_chars=200) or ""


def _try(change: Callable[[], None], message: str, form: str) -> None:
    """Make a change; say what is wrong, or empty the form and say that it is done."""
    try:
        change()
    except (DataError, DashboardError) as problem:
        frame.show_problem(problem)
        return
    state.next_turn(form)
    state.keep_code_secret(None)
    state.leave_message(message)
    st.rerun()
