"""The pages of the app: file, address, name, icon and least role, by heading of the menu."""

from collections.abc import Mapping, Sequence
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import i18n
from dashboard.i18n import N_, _
from data.model import Role

PAGES = Path(__file__).resolve().parents[1] / "pages"

Menu = dict[str, list[StreamlitPage]]


class Place(NamedTuple):
    """A page: the name of its file, its title, icon and address, and who may see it."""

    file: str
    title: str
    icon: str
    address: str
    role: Role


FIRST, FIELD, TRUST = "", N_("In the field"), N_("Trust")
PLACES: Mapping[str, Sequence[Place]] = {
    FIRST: (
        Place("coverage", N_("Coverage"), "map", "couverture", Role.VOLUNTEER),
        Place("planning", N_("Planning"), "calendar_month", "planning", Role.COORDINATOR),
        Place("outings", N_("Outings"), "event", "sorties", Role.VOLUNTEER),
        Place("results", N_("Results"), "bar_chart", "analyse", Role.COORDINATOR),
        Place("quartier", N_("Quartier"), "holiday_village", "quartier", Role.COORDINATOR),
        Place("verbatims", N_("Open answers"), "rate_review", "verbatims", Role.COORDINATOR),
        Place("publication", N_("Publication"), "campaign", "publication", Role.COORDINATOR),
        Place("records", N_("Data"), "upload_file", "donnees", Role.COORDINATOR),
    ),
    FIELD: (
        Place("volunteers", N_("Volunteers"), "group", "benevoles", Role.COORDINATOR),
        Place("streets", N_("Streets"), "signpost", "rues", Role.VOLUNTEER),
        Place("doors", N_("At the door"), "doorbell", "porte", Role.VOLUNTEER),
        Place("paper", N_("Paper sheets"), "keyboard", "saisie", Role.VOLUNTEER),
    ),
    TRUST: (
        Place("access", N_("Access"), "key", "acces", Role.VOLUNTEER),
        Place("privacy", N_("Privacy"), "shield_person", "vie-privee", Role.PUBLIC),
        Place("audit", N_("Journal"), "history_edu", "journal", Role.ADMINISTRATOR),
    ),
}
WELCOME = Place("welcome", N_("Welcome"), "waving_hand", "", Role.PUBLIC)
"""Where one begins who is not signed in; anybody else begins on the first page."""
REFUSED = "refused"
"""The file of the page that stands at an address which somebody may not see."""

_ROLES = {place.file: place.role for places in PLACES.values() for place in places}


def menu(role: Role) -> Menu:
    """Give the pages by heading: those for everybody, for the field, and on people and data.

    What a role may not see is in no menu; its address says so. Making a page costs more than
    drawing most of what is on it: each is made once a language and role. A run of the app notes
    in the page whether it may be called, so every run gets its own copies.
    """
    made = _made(i18n.language(), role)
    return {heading: [copy(page) for page in pages] for heading, pages in made.items()}


def may_see(role: Role, file: str) -> bool:
    """Say whether a page, named by its file, is for a role."""
    return role >= _ROLES[file]


@lru_cache(maxsize=len(i18n.LANGUAGES) * len(Role))
def _made(_language: str, role: Role) -> Menu:
    """Make the pages, named in the current language."""
    first = PLACES[FIRST][0] if may_see(role, PLACES[FIRST][0].file) else WELCOME
    made = {
        _(heading): [_page(place, role) for place in places if place is not first]
        for heading, places in PLACES.items()
    }
    if role < Role.COORDINATOR:
        # A handful of pages needs no headings.
        made = {FIRST: [page for pages in made.values() for page in pages]}
    made[FIRST].insert(0, _page(first, role, default=True))
    if first is not WELCOME:
        # The first page has no address of its own; this one is for who types or links it.
        made[FIRST].append(_page(first, role, hidden=True))
    return made


def _page(
    place: Place, role: Role, *, default: bool = False, hidden: bool = False
) -> StreamlitPage:
    """Give one page; a hidden one is in no menu, and neither is one that a role may not see."""
    seen = role >= place.role
    return st.Page(
        PAGES / f"{place.file if seen else REFUSED}.py",
        title=_(place.title),
        icon=f":material/{place.icon}:",
        url_path=None if default else place.address,
        default=default,
        visibility="visible" if seen and not hidden else "hidden",
    )
