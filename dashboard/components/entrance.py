"""What is shown to who is not signed in, and the links that lead further, as HTML."""

from html import escape

import streamlit as st

from dashboard import cached, signed_in
from dashboard.coverage import Front
from dashboard.i18n import _, ngettext, number, percent
from data.model import Role

RESULTS = "resultats/"
"""Where the public results are, below the address of the app."""

STYLE = """<style>
.stHtml .count {font-size: 1.3rem; margin: 0}
.count b {font-size: 3rem; line-height: 1.1; font-weight: 700; font-variant-numeric: tabular-nums}
.stHtml .ways {display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0 .5rem}
a:is(.results, .sign-in) {display: inline-block; padding: .6rem 1.1rem; border-radius: .4rem;
  font-weight: 600; text-decoration: none; border: 2px solid #1f5fae; background: #1f5fae;
  color: #fff}
a.sign-in {background: none; color: inherit}
a:is(.results, .sign-in):is(:hover, :focus-visible) {text-decoration: underline}
</style>"""


def doors(front: Front) -> str:
    """Give the number of doors knocked on, with the goal as a bar."""
    goal = front.campaign.goal
    part = min(front.knocked / goal, 1)
    said = ngettext("door knocked on", "doors knocked on", front.knocked)
    aim = _("{percent} of the goal of {goal}", percent=percent(part), goal=number(goal))
    return (
        f'<p class="count"><b>{number(front.knocked)}</b> {escape(said)}</p>'
        f'<div class="progress"><div class="track" role="img" aria-label="{escape(aim)}">'
        f'<span class="done" style="width:{round(100 * part, 2)}%"></span></div>'
        f"<p>{escape(aim)}</p></div>"
    )


def ways() -> str:
    """Give the ways on: the results, which are for everybody, and signing in."""
    told = _("Volunteers open the personal link they were given; coordinators sign in.")
    results = escape(_("The public results"))
    return (
        f'<p class="ways"><a class="results" href="{RESULTS}" target="_self">{results}</a>'
        f"{sign_in(_('Sign in'))}</p><p>{escape(told)}</p>"
    )


def sign_in(label: str) -> str:
    """Give the link to the entrance, which leads back to where one is."""
    href = escape(signed_in.way_in())
    return f'<a class="sign-in" href="{href}" target="_self">{escape(label)}</a>'


def told() -> None:
    """Say why somebody is not signed in who was, or who is known elsewhere."""
    if cached.signed_out():
        st.warning(
            _(
                "You are signed out here: your access was revoked, or nobody came by for half a "
                "year. Ask a coordinator for a new link."
            ),
            icon=":material/logout:",
        )
    elif signed_in.by_provider() and not cached.may(Role.VOLUNTEER):
        st.warning(
            _("Your organisation knows you, but no account here is yours. Ask an administrator."),
            icon=":material/person_off:",
        )


def provider() -> None:
    """Draw the way in by an OpenID Connect provider, where there is one."""
    if cached.service().settings.provider is None:
        return
    if signed_in.by_provider():
        st.button(
            _("Sign out there"), key="provider-out", icon=":material/logout:", on_click=st.logout
        )
    st.button(
        _("Sign in with the account of my organisation"),
        key="provider-in",
        icon=":material/corporate_fare:",
        on_click=st.login,
    )
