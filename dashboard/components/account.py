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
.st-key-account {width: auto}
.st-key-account button p {max-width: 9rem; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap}
@media (max-width: 40rem) {.st-key-account button p {width: 0}
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
    with st.container(key=KEY), st.popover(plain(actor.name), icon=":material/account_circle:"):
        st.markdown(f"**{plain(actor.name)}**  \n{_(ROLES[actor.role])}")
        page_links.draw("access", _("Access"), "key")
        if signed_in.key():
            label = escape(_("Sign out"))
            st.html(f'<a class="leave" href="{signed_in.EXIT}" target="_self">{label}</a>')
        elif st.button(_("Sign out"), icon=":material/logout:"):
            st.logout()
