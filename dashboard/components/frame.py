"""What all pages share: name, language, the demo banner, and errors in plain words."""

import logging
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st

from dashboard import cached, i18n, state
from dashboard.components import account
from dashboard.components.markup import STYLE, Html, explained
from dashboard.errors import DashboardError
from dashboard.i18n import _, text
from data.errors import DataError
from data.model import Role
from geo.errors import GeoError

_DOOR = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" '
    'rx="4" fill="#1f5fae"/><path d="M7 20V4h10v16z" fill="#fff"/>'
    '<circle cx="14.3" cy="12.4" r="1.3" fill="#d9822b"/></svg>'
)
ICON = f"data:image/svg+xml;base64,{b64encode(_DOOR.encode()).decode()}"
"""A door. Drawn here, as Streamlit fetches its own icons for the tab from another host."""

_STYLES = STYLE + account.STYLE
_log = logging.getLogger(__name__)


@contextmanager
def errors_explained() -> Iterator[None]:
    """Say what went wrong and how to mend it, in the user's language, in place of the page.

    What a person can mend is explained by the error itself; anything else is logged with its
    trace and shown as one plain line. Streamlit's own stop and rerun pass through: they are no
    `Exception`.
    """
    try:
        yield
    except (DataError, GeoError, DashboardError) as problem:
        # The template, without what it is filled with: that may be somebody's name.
        _log.warning("%s: %s", type(problem).__name__, problem.message)
        show_problem(problem)
    except Exception:
        _log.exception("A page failed")
        st.error(
            _("Something went wrong on this page. Nothing was lost.")
            + "\n\n"
            + _("Reload the page. If it happens again, tell whoever looks after the app."),
            icon=":material/error:",
        )


def show_problem(problem: Exception) -> None:
    """Show an error that has a mend."""
    st.error(explained(problem), icon=":material/error:")


def draw() -> None:
    """Draw what stands above every page, and set the looks of what comes below."""
    known = cached.overview() if cached.may(Role.VOLUNTEER) else cached.front()
    campaign = known.campaign
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="frame",
    ):
        name, town = escape(text(campaign.name)), escape(campaign.town)
        said = f'<p class="campaign"><strong>{name}</strong> <span>· {town}</span></p>'
        st.html(Html(said + _STYLES), width="content")
        with st.container(
            horizontal=True, width="content", vertical_alignment="center", key="corner"
        ):
            account.draw()
            _language_switch(campaign.languages)
    if known.demo:
        st.warning(_demo(), icon=":material/science:")
    message = state.take_message()
    if message:
        st.success(message, icon=":material/check_circle:")


def _demo() -> str:
    """Say that the records are invented, and to who can do so, where to take them out."""
    if cached.may(Role.COORDINATOR):
        return _("Demonstration data: these records are invented. Take them out on the Data page.")
    return _("Demonstration data: these records are invented.")


def _language_switch(languages: tuple[str, ...]) -> None:
    """Draw the choice of language, bound to the address."""
    offered = [code for code in languages if code in i18n.LANGUAGES] or list(i18n.LANGUAGES)
    if not state.has(state.LANGUAGE):
        state.put(state.LANGUAGE, state.language())
    st.segmented_control(
        _("Language"),
        offered,
        format_func=lambda code: i18n.LANGUAGES[code],
        key=state.LANGUAGE,
        required=True,
        label_visibility="collapsed",
    )
    state.to_link(state.LANGUAGE, default=state.browser_language())
