"""Where everybody begins who is not signed in: how many doors, the results, the way in."""

import streamlit as st

from dashboard import cached
from dashboard.components import entrance
from dashboard.components.markup import plain
from dashboard.i18n import text


def main() -> None:
    """Draw the page."""
    front = cached.front()
    st.title(plain(text(front.campaign.name)))
    st.html(entrance.STYLE)
    entrance.told()
    st.html(entrance.doors(front) + entrance.ways())
    entrance.provider()


main()
