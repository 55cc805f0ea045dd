"""The Streamlit entry: page set-up, language, navigation, and the message when nothing works."""

from pathlib import Path

import streamlit as st

from dashboard import cached, i18n, state
from dashboard.components import frame
from dashboard.i18n import _

PAGES = Path(__file__).resolve().parents[1] / "pages"


def main() -> None:
    """Draw the frame that all pages share, then the page."""
    st.set_page_config(page_title="1001 portes", page_icon=frame.ICON, layout="wide")
    i18n.follow(state.language)
    i18n.use(state.language())
    page = st.navigation(
        [
            st.Page(
                PAGES / "coverage.py",
                title=_("Coverage"),
                icon=":material/map:",
                default=True,
            ),
            st.Page(
                PAGES / "planning.py",
                title=_("Planning"),
                url_path="planning",
                icon=":material/calendar_month:",
            ),
            st.Page(
                PAGES / "results.py",
                title=_("Results"),
                url_path="resultats",
                icon=":material/bar_chart:",
            ),
            st.Page(
                PAGES / "quartier.py",
                title=_("Quartier"),
                url_path="quartier",
                icon=":material/holiday_village:",
            ),
            st.Page(
                PAGES / "records.py",
                title=_("Data"),
                url_path="donnees",
                icon=":material/upload_file:",
            ),
        ],
        position="top",
    )
    frame.style()
    with frame.errors_explained(), cached.one_revision():
        frame.draw()
        page.run()


main()
