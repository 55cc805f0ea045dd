"""The Streamlit entry: page set-up, language, navigation, and the message when nothing works."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import cached, i18n, state
from dashboard.components import frame
from dashboard.i18n import _

PAGES = Path(__file__).resolve().parents[1] / "pages"


def main() -> None:
    """Draw the frame that all pages share, then the page."""
    st.set_page_config(page_title="1001 portes", page_icon=frame.ICON, layout="wide")
    i18n.follow(state.language)
    i18n.use(state.language())
    page = st.navigation(_pages(), position="top")
    frame.style()
    with frame.errors_explained(), cached.one_revision():
        frame.draw()
        page.run()


def _pages() -> dict[str, list[StreamlitPage]]:
    """Give the pages: those for everybody, and under one heading those for the field."""
    return {
        "": [
            _page("coverage", _("Coverage"), "map", default=True),
            _page("planning", _("Planning"), "calendar_month", "planning"),
            _page("results", _("Results"), "bar_chart", "resultats"),
            _page("quartier", _("Quartier"), "holiday_village", "quartier"),
            _page("records", _("Data"), "upload_file", "donnees"),
        ],
        _("In the field"): [
            _page("streets", _("Streets"), "signpost", "rues"),
            _page("doors", _("At the door"), "doorbell", "porte"),
            _page("paper", _("Paper sheets"), "keyboard", "saisie"),
        ],
    }


def _page(
    file: str, title: str, icon: str, address: str | None = None, *, default: bool = False
) -> StreamlitPage:
    """Give one page, by the name of its file."""
    return st.Page(
        PAGES / f"{file}.py",
        title=title,
        icon=f":material/{icon}:",
        url_path=address,
        default=default,
    )


main()
