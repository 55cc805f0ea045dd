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
    """Draw the list of questions, bound to the address; give the one chosen."""
    by_key = {question.key: question for question in questions}
    chosen = st.selectbox(
        _("Question"),
        list(by_key),
        format_func=lambda key: text(by_key[key].short) or key,
        key=state.QUESTION,
        bind="query-params",
        width=480,
    )
    return by_key[chosen]


def draw(question: Question) -> None:
    """Draw the question as it was asked."""
    st.html(html(question))


def html(question: Question) -> str:
    """Give the question, its scale and its reminder as HTML."""
    reminder = text(question.reminder)
    note = f'<p class="reminder">{escape(reminder)}</p>' if reminder else ""
    return (
        f'<div class="question"><p class="asked">{escape(text(question.text))}</p>'
        f"{scale_html(question)}{note}</div>"
    )


def scale_html(question: Question | None = None) -> str:
    """Give the five scores in their colours, with what the ends of the question's scale mean."""
    items = "".join(
        f'<li><span class="score" style="background-color:{colour};color:{text_on(colour)}">'
        f"{value}</span>{escape(words.meaning(question, value) if question else '')}</li>"
        for value, colour in zip(SCALE, SCORE_COLOURS, strict=True)
    )
    return f'<ol class="scale" aria-label="{escape(_("Scale of the answers"))}">{items}</ol>'
