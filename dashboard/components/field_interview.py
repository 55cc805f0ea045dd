"""The questionnaire at the door: after an interview and consent, with no way back to the door.

Each answer is saved as soon as it is given. The address has nothing but a random token for each
questionnaire that is open: after a reload it goes on where it was, and once it is finished the
token leads nowhere.
"""

from collections.abc import Mapping
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.asking import LONGEST, given
from dashboard.components import field_words, privacy_record
from dashboard.components.field_step import HEADING, Step
from dashboard.components.markup import plain
from dashboard.i18n import _, ngettext, text
from data.model import SCALE, Question, QuestionKind
from data.store.asking import Draft

Waiting = Mapping[str, Draft]
"""The questionnaires that are open, by token, the present one first."""
UNSURE = 0


def begin(quartier: str, number: int) -> None:
    """Open so many questionnaires, unless some are open already: a second tap opens none."""
    if not waiting():
        state.keep_questionnaires(cached.service().asking.begin(quartier, number))


def waiting() -> Waiting:
    """Give the questionnaires that are still to be asked, and forget those that are closed."""
    tokens = state.questionnaires()
    found = cached.service().asking.drafts(tokens) if tokens else {}
    if tuple(found) != tokens:
        state.keep_questionnaires(tuple(found))
    return found


def draw(open_ones: Waiting) -> Step:
    """Ask for consent, then the questions of the first one; give which of them is shown.

    Parameters
    ----------
    open_ones
        At least one.
    """
    token, draft = next(iter(open_ones.items()))
    # Whoever has answered has agreed before.
    if draft.answered or state.value(f"consent-{token}"):
        _questions(token, draft)
        return Step(f"questions-{token}", HEADING)
    _consent(token, len(open_ones) - 1)
    return Step(f"consent-{token}", HEADING)


def _consent(token: str, left: int) -> None:
    """Ask whether the person agrees, after saying what becomes of the answers.

    The campaign's notice stands below, to be shown or read out: who asks, why, which rights.
    """
    st.header(_("Does the person agree to answer?"))
    st.markdown(
        _(
            "Say it aloud: it takes about five minutes, every answer is optional, and nothing that "
            "tells who or where is kept: only the quartier and the month."
        )
    )
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
            key=f"agree-{token}",
            on_click=_agree,
            args=(token,),
        )
        st.button(
            _("No questionnaire"),
            icon=":material/close:",
            width="stretch",
            key=f"disagree-{token}",
            on_click=_decline,
            args=(token,),
        )
    st.caption(_("The door stays recorded as an interview either way."))
    st.subheader(_("What the person should know"))
    st.html(privacy_record.STYLE)
    st.html(privacy_record.notice(cached.service().privacy.notice()))


def _questions(token: str, draft: Draft) -> None:
    """Draw all questions, and the two ways to end."""
    asked = cached.questionnaire()
    st.header(plain(text(asked.title)))
    st.caption(
        _(
            "Each answer is saved as soon as it is given. Leave out what the person does not want "
            "to answer; you can stop at any time."
        )
    )
    with st.container(key="ratings"):
        for question in asked.questions:
            _question(question, token, draft)
    with st.container(key="tall"):
        st.html(f'<p class="done" role="status">{escape(_saved(draft))}</p>')
        st.button(
            _("Finish"),
            type="primary",
            icon=":material/check:",
            width="stretch",
            key=f"finish-{token}",
            on_click=_finish,
            args=(token,),
        )
        with st.popover(_("Withdraw these answers"), icon=":material/delete:", width="stretch"):
            st.markdown(
                _(
                    "Only if the person no longer agrees: all their answers are erased, and cannot "
                    "be brought back."
                )
            )
            st.button(
                _("Erase the answers"),
                icon=":material/delete_forever:",
                width="stretch",
                key=f"withdraw-{token}",
                on_click=_withdraw,
                args=(token,),
            )
    st.caption(_("Once finished, nobody can open these answers again at the door."))


def _saved(draft: Draft) -> str:
    """Say how many answers are in the database."""
    if not draft.answered:
        return _("No answer saved yet")
    return "✓ " + ngettext("{n} answer saved", "{n} answers saved", draft.answered)


def _question(question: Question, token: str, draft: Draft) -> None:
    """Draw one question with its reminder, and whether its answer is saved."""
    there = draft.ratings.get(question.key) or draft.texts.get(question.key)
    # It takes its room before it is seen, so that nothing moves under the thumb.
    mark = f'<span class="kept {"" if there else "not"}">✓</span>'
    is_open = question.kind is QuestionKind.OPEN
    said = f'<p class="ask">{escape(text(question.text))}{mark if is_open else ""}</p>'
    reminder = text(question.reminder)
    if reminder:
        said += f'<p class="recall">{escape(reminder)}</p>'
    name = _name(question, token)
    if is_open:
        st.html(said)
        st.text_area(
            text(question.text),
            str(there or ""),
            key=name,
            label_visibility="collapsed",
            height=90,
            max_chars=LONGEST,
            on_change=_keep,
            args=(token, question),
        )
        return
    low, high = escape(text(question.low)), escape(text(question.high))
    ends = f"<span>1 : {low}</span>{mark}<span>5 : {high}</span>"
    st.html(f'{said}<p class="ends">{ends}</p>')
    st.segmented_control(
        text(question.text),
        [*SCALE, UNSURE],
        default=there or None,
        format_func=lambda score: str(score) if score else _("doesn’t know"),
        key=name,
        label_visibility="collapsed",
        width="stretch",
        on_change=_keep,
        args=(token, question),
    )


def _name(question: Question, token: str) -> str:
    """Give the key of the widget of a question."""
    return f"answer-{question.key}-{token}"


def _agree(token: str) -> None:
    """Note that the person agreed."""
    state.put(f"consent-{token}", True)


def _decline(token: str) -> None:
    """Close a questionnaire that nobody wants to answer."""

    def act() -> None:
        cached.service().asking.finish(token)
        _leave(token)

    field_words.attempt(act)


def _keep(token: str, question: Question) -> None:
    """Save the answer that was just given."""
    answer = state.value(_name(question, token))
    field_words.attempt(lambda: cached.service().asking.keep(token, question, answer))


def _finish(token: str) -> None:
    """Close the questionnaire, with whatever stands on the screen."""
    asking = cached.service().asking

    def act() -> None:
        draft = asking.drafts([token]).get(token)
        if draft is not None:
            _catch_up(token, draft)
            draft = asking.drafts([token]).get(token)
        asking.finish(token)
        _leave(token)
        state.leave_message(
            _("The answers were saved. Thank them!")
            if draft is None or draft.answered
            else _("Nothing was answered, nothing was saved.")
        )

    field_words.attempt(act)


def _catch_up(token: str, draft: Draft) -> None:
    """Save what stands on the screen and did not go through before."""
    for question in cached.questionnaire().questions:
        name = _name(question, token)
        there = draft.ratings.get(question.key) or draft.texts.get(question.key)
        if state.has(name) and given(question, state.value(name)) != there:
            cached.service().asking.keep(token, question, state.value(name))


def _withdraw(token: str) -> None:
    """Erase the answers."""

    def act() -> None:
        cached.service().asking.withdraw(token)
        _leave(token)
        state.leave_message(_("The answers were erased. Nothing of them is left."))

    field_words.attempt(act)


def _leave(token: str) -> None:
    """Go on to the questionnaire of the next person, or back to the doors."""
    state.keep_questionnaires(tuple(one for one in state.questionnaires() if one != token))
