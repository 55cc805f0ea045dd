"""The questionnaire at the door: after an interview and consent, with no way back to the door.

What is kept for it in the session is a random key and the quartier. The answers are sent once, at
the end: until then nothing needs a network.
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.components import field_words
from dashboard.i18n import _, ngettext, text
from data.model import SCALE, Question, QuestionKind

Waiting = tuple[str, str]
"""Random key of a questionnaire, and the quartier."""
UNSURE = 0


def waiting() -> Sequence[Waiting]:
    """Give the questionnaires that are still to be asked."""
    found: Sequence[Waiting] = state.interviews()
    return found


def draw() -> None:
    """Ask for consent, then the questions."""
    key, quartier = waiting()[0]
    if st.session_state.get(f"consent-{key}"):
        _questions(key, quartier)
    else:
        _consent(key)


def _consent(key: str) -> None:
    """Ask whether the person agrees, after saying what becomes of the answers."""
    st.subheader(_("Does the person agree to answer?"))
    st.markdown(
        _(
            "Say it aloud: it takes about five minutes, every answer is optional, and nothing that "
            "tells who or where is kept: only the quartier and the month."
        )
    )
    left = len(waiting()) - 1
    if left:
        st.caption(
            ngettext(
                "{n} more questionnaire after this one", "{n} more questionnaires after this one",
                left,
            )
        )  # fmt: skip
    with st.container(key="tall"):
        st.button(
            _("Yes, begin"),
            type="primary",
            icon=":material/forum:",
            width="stretch",
            key=f"agree-{key}",
            on_click=_agree,
            args=(key,),
        )
        st.button(
            _("No questionnaire"),
            icon=":material/close:",
            width="stretch",
            key=f"disagree-{key}",
            on_click=_next,
        )
    st.caption(_("The door stays recorded as an interview either way."))


def _questions(key: str, quartier: str) -> None:
    """Draw all questions as one form."""
    asked = cached.questionnaire()
    st.subheader(text(asked.title))
    st.caption(_("Leave out what the person does not want to answer. You can stop at any time."))
    with st.form(f"interview-{key}", border=False, enter_to_submit=False):
        with st.container(key="ratings"):
            for question in asked.questions:
                _question(question, key)
        with st.container(key="tall"):
            st.form_submit_button(
                _("Save these answers"),
                type="primary",
                icon=":material/check:",
                width="stretch",
                key=f"answers-{key}",
                on_click=_save,
                args=(key, quartier),
            )
            st.form_submit_button(
                _("Stop and throw the answers away"),
                icon=":material/delete:",
                width="stretch",
                key=f"discard-{key}",
                on_click=_next,
            )
    st.caption(_("If you stop half-way, save: what was answered counts, the rest stays blank."))


def _question(question: Question, key: str) -> None:
    """Draw one question with its reminder."""
    said = f'<p class="ask">{escape(text(question.text))}</p>'
    reminder = text(question.reminder)
    if reminder:
        said += f'<p class="recall">{escape(reminder)}</p>'
    name = f"answer-{question.key}-{key}"
    if question.kind is QuestionKind.OPEN:
        st.html(said)
        st.text_area(
            text(question.text), key=name, label_visibility="collapsed", height=90, max_chars=2000
        )
        return
    low, high = escape(text(question.low)), escape(text(question.high))
    st.html(f'{said}<p class="ends"><span>1 : {low}</span><span>5 : {high}</span></p>')
    st.segmented_control(
        text(question.text),
        [*SCALE, UNSURE],
        format_func=lambda score: str(score) if score else _("doesn’t know"),
        key=name,
        label_visibility="collapsed",
        width="stretch",
    )


def _agree(key: str) -> None:
    """Note that the person agreed."""
    st.session_state[f"consent-{key}"] = True


def _save(key: str, quartier: str) -> None:
    """Keep what was answered; nothing where nothing was."""
    ratings: dict[str, int] = {}
    texts: dict[str, str] = {}
    for question in cached.questionnaire().questions:
        given = st.session_state.get(f"answer-{question.key}-{key}")
        if question.kind is QuestionKind.OPEN and given:
            texts[question.key] = str(given)
        elif question.kind is QuestionKind.RATING and given:
            ratings[question.key] = int(given)

    def keep() -> None:
        if ratings or any(words.strip() for words in texts.values()):
            cached.service().doors.answer(ratings, texts, key=key, quartier=quartier)
            state.leave_message(_("The answers were saved. Thank them!"))
        else:
            state.leave_message(_("Nothing was answered, nothing was saved."))
        _next()

    field_words.attempt(keep)


def _next() -> None:
    """Leave this questionnaire: on to the one of the next person, or back to the doors."""
    state.keep_interviews(tuple(waiting()[1:]))
