"""Who is signed in, in the corner of every page, and the way out."""

from html import escape

import streamlit as st

from dashboard import cached, signed_in
from dashboard.components import page_links
from dashboard.components.markup import plain
from dashboard.i18n import _
from dashboard.role_words import ROLES
from data.model import Role

KEY = "account"
STYLE = """<style>
.st-key-corner {flex-wrap: nowrap; gap: .5rem}
.st-key-account button p {display: block; max-width: 9rem; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap}
@media (max-width: 40rem) {.campaign span {display: none}
  .st-key-account button p {width: 0}
  .st-key-account button {padding: .25rem .5rem}}
a.leave {display: inline-block; padding: .3rem 0; color: inherit}
</style>"""


def draw() -> None:
    """Draw the name of who is signed in, with their role and the way out; nothing for the public.

    On a phone only the sign is seen; what is read out is the name all the same.
    """
    actor = cached.service().actor
    if actor.role is Role.PUBLIC:
        return
    with st.popover(plain(actor.name), icon=":material/account_circle:", key=KEY):
        st.html(
            f"<p><strong>{escape(actor.name)}</strong><br>{escape(_(ROLES[actor.role]))}</p>"
            + _way_out()
        )
        page_links.draw("access", _("Access"), "key")


def _way_out() -> str:
    """Give the link by which the cookie is taken back."""
    return f'<a class="leave" href="{signed_in.EXIT}" target="_self">{escape(_("Sign out"))}</a>'
