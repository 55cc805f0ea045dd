"""Every key of the session, and how it is read and set.

Streamlit drops the state of widgets of other pages; what belongs in a link (language, quartier,
question) is bound to the address by the widget that sets it, under the same key.
"""

import streamlit as st

LANGUAGE = "lang"
QUARTIER = "quartier"
QUESTION = "question"
MAP = "map"
UPLOAD_TURN = "upload-turn"
MESSAGE = "message"

TOWN = ""
"""The value of `QUARTIER` that stands for the whole town."""


def language() -> str:
    """Give the language of the session: chosen, else from the link, else the browser's."""
    from dashboard.i18n import LANGUAGES

    for wish in (
        st.session_state.get(LANGUAGE),
        st.query_params.get(LANGUAGE),
        (st.context.locale or "").partition("-")[0],
    ):
        if wish in LANGUAGES:
            return str(wish)
    return "fr"


def quartier() -> str:
    """Give the code of the quartier the pages are filtered by, `TOWN` for none."""
    return str(st.session_state.get(QUARTIER) or TOWN)


def choose_quartier(code: str) -> None:
    """Filter by `code`; only before the widget of the same key is drawn, or in a callback."""
    st.session_state[QUARTIER] = code


def upload_key() -> str:
    """Give the key of the file chooser; it changes when the chooser is to be emptied."""
    return f"upload-{st.session_state.get(UPLOAD_TURN, 0)}"


def forget_upload() -> None:
    """Empty the file chooser at the next run."""
    st.session_state[UPLOAD_TURN] = st.session_state.get(UPLOAD_TURN, 0) + 1


def leave_message(text: str) -> None:
    """Keep a line to be shown after the rerun that a change brings."""
    st.session_state[MESSAGE] = text


def take_message() -> str | None:
    """Give the line that was left, once."""
    message: str | None = st.session_state.pop(MESSAGE, None)
    return message
