"""The Streamlit script: page set-up, language, navigation, and the message when nothing works."""

import streamlit as st

from dashboard import cached, i18n, navigation, state, turns
from dashboard.components import frame


def main() -> None:
    """Draw the frame that all pages share, then the page."""
    st.set_page_config(page_title="1001 portes", page_icon=frame.ICON, layout="wide")
    i18n.follow(state.language)
    i18n.use(state.language())
    with frame.errors_explained(), cached.one_revision():
        page = st.navigation(navigation.menu(cached.role()), position="top")
        frame.draw()
        page.run()


with turns.RUNS.turn():
    main()
