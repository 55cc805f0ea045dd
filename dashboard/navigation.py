"""The pages of the app: file, address, name and icon of each, under the headings of the menu."""

from copy import copy
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import i18n
from dashboard.i18n import _

PAGES = Path(__file__).resolve().parents[1] / "pages"

Menu = dict[str, list[StreamlitPage]]


def menu() -> Menu:
    """Give the pages by heading: those for everybody, then those for the field.

    Making a page costs more than drawing most of what is on it: each is made once a language. A
    run of the app notes in the page whether it may be called, so every run gets its own copies.
    """
    made = _made(i18n.language())
    return {heading: [copy(page) for page in pages] for heading, pages in made.items()}


@lru_cache(maxsize=len(i18n.LANGUAGES))
def _made(_language: str) -> Menu:
    """Make the pages, named in the current language."""
    return {
        "": [
            _page("coverage", _("Coverage"), "map", default=True),
            _page("planning", _("Planning"), "calendar_month", "planning"),
            _page("results", _("Results"), "bar_chart", "analyse"),
            _page("quartier", _("Quartier"), "holiday_village", "quartier"),
            _page("verbatims", _("Open answers"), "rate_review", "verbatims"),
            _page("publication", _("Publication"), "campaign", "publication"),
            _page("records", _("Data"), "upload_file", "donnees"),
            # The first page has no address of its own; this one is for who types or links it.
            _page("coverage", _("Coverage"), "map", "couverture", hidden=True),
        ],
        _("In the field"): [
            _page("outings", _("Outings"), "event", "sorties"),
            _page("volunteers", _("Volunteers"), "group", "benevoles"),
            _page("streets", _("Streets"), "signpost", "rues"),
            _page("doors", _("At the door"), "doorbell", "porte"),
            _page("paper", _("Paper sheets"), "keyboard", "saisie"),
        ],
    }


def _page(
    file: str,
    title: str,
    icon: str,
    address: str | None = None,
    *,
    default: bool = False,
    hidden: bool = False,
) -> StreamlitPage:
    """Give one page, by the name of its file; a hidden one is in no menu."""
    return st.Page(
        PAGES / f"{file}.py",
        title=title,
        icon=f":material/{icon}:",
        url_path=address,
        default=default,
        visibility="hidden" if hidden else "visible",
    )
