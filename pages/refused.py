"""What stands at the address of a page that somebody may not see: why, and how to go on."""

import streamlit as st

from dashboard import cached
from dashboard.components import entrance, page_links
from dashboard.i18n import _
from data.model import Role


def main() -> None:
    """Draw the page."""
    st.html(entrance.STYLE)
    st.title(_("This page is not open to everybody"))
    if not cached.may(Role.VOLUNTEER):
        entrance.told()
        st.markdown(_("The volunteers and coordinators of the campaign see it once signed in."))
        st.html(entrance.ways())
        entrance.provider()
        return
    st.markdown(_("It is for coordinators. Ask one of them, or sign in as one."))
    st.html(entrance.sign_in(_("Sign in as somebody else")))
    page_links.draw("coverage", _("To the coverage map"), "map")


main()
