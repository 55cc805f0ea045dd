"""The choice of a question, and the question as it was asked: words, scale, reminder."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import score_words as words
from dashboard import state
from dashboard.i18n import _, text
from data.model import SCALE, Question
from geo.palette import SCORE_COLOURS, text_on


def choose(questions: Sequence[Question]) -> Question:
    """Draw the list of questions, tied to the address; give the one chosen."""
    by_key = {question.key: question for question in questions}
    state.from_link(state.QUESTION, by_key)
    state.drop_unknown(state.QUESTION, by_key)
    chosen = st.selectbox(
        _("Question"),
        list(by_key),
        format_func=lambda key: text(by_key[key].short) or key,
        key=state.QUESTION,
        persist_state="session",
        width=400,
    )
    state.to_link(state.QUESTION, default=questions[0].key)
    return by_key[chosen]


def html(question: Question) -> str:
    """Give the question, its scale and its reminder as HTML."""
    reminder = text(question.reminder)
    note = f'<p class="reminder">{escape(reminder)}</p>' if reminder else ""
    return (
        f'<div class="question"><p class="asked">{escape(text(question.text))}</p>'
        f"{scale_html(question)}{note}</div>"
    )


def heading(words: str) -> str:
    """Give a heading inside a piece of HTML."""
    return f"<h2>{escape(words)}</h2>"


def scale_html(question: Question | None = None) -> str:
    """Give the five scores in their colours, between what the ends of the scale mean."""
    low, high = (
        escape(words.meaning(question, value)) if question else ""
        for value in (SCALE[0], SCALE[-1])
    )
    chips = "".join(
        f'<span class="score" style="background-color:{colour};color:{text_on(colour)}">'
        f"{value}</span>"
        for value, colour in zip(SCALE, SCORE_COLOURS, strict=True)
    )
    return (
        f'<div class="scale" role="group" aria-label="{escape(_("Scale of the answers"))}">'
        f'<span>{low}</span><span class="chips">{chips}</span><span>{high}</span></div>'
    )
