"""Open answers: read and coded, counted by theme, searched, quoted. Nothing is published here."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    first_steps,
    verbatim_quotes,
    verbatim_reading,
    verbatim_style,
    verbatim_themes,
    verbatim_words,
)
from dashboard.i18n import _


def main() -> None:
    """Draw the part that is chosen, or what to do first where nobody answered in words."""
    st.html(verbatim_style.STYLE)
    st.title(_("Open answers"))
    if not cached.quartiers():
        first_steps.no_quartiers()
        return
    answers = cached.service().answers
    part = _part()
    questions = answers.questions()
    if part != state.THEMES and not answers.any():
        _nothing()
    elif part == state.THEMES:
        verbatim_themes.draw(questions)
    elif part == state.WORDS:
        verbatim_words.draw(questions)
    elif part == state.QUOTES:
        verbatim_quotes.draw(questions)
    else:
        verbatim_reading.draw(questions)


def _part() -> str:
    """Draw the choice of a part, tied to the address."""
    parts = {
        state.READING: f":material/rate_review: {_('Read and code')}",
        state.THEMES: f":material/label: {_('Themes')}",
        state.WORDS: f":material/match_word: {_('Words')}",
        state.QUOTES: f":material/format_quote: {_('Quotes')}",
    }
    state.from_link(state.VERBATIM_PART, parts)
    state.begin(state.VERBATIM_PART, state.READING)
    st.segmented_control(
        _("What to do"),
        list(parts),
        format_func=lambda key: parts[key],
        key=state.VERBATIM_PART,
        required=True,
        persist_state="session",
        label_visibility="collapsed",
    )
    state.to_link(state.VERBATIM_PART, default=state.READING)
    return str(state.value(state.VERBATIM_PART) or state.READING)


def _nothing() -> None:
    """Say that nobody answered in words yet, and what to do about it."""
    with st.container(border=True, key="no-answers"):
        st.header(_("No open answer has been brought in yet"))
        st.markdown(
            _("They appear here as soon as questionnaires with words have been brought in.")
        )
        first_steps.to_data_page(_("Bring in answers"))


main()
