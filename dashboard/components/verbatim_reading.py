"""Reading and coding: who codes, which question, how far it is, and one answer after the other."""

from collections.abc import Mapping
from contextlib import suppress
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.answers import NAME, Board
from dashboard.components import field_words, frame, verbatim_answer, verbatim_desk
from dashboard.components.verbatim_answer import Shown
from dashboard.components.verbatim_desk import Act, Decision
from dashboard.i18n import _, ngettext, number, text
from data.analysis.verbatims.coding import CodingProgress, Step
from data.errors import NotFoundError
from data.model import Text
from data.restitution import QuoteStatus

_LISTED = 20


def draw(questions: Mapping[str, Text]) -> None:
    """Draw who codes and what, then the queue."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        coder = who(_("Who is coding?"))
        question = _question(questions)
    if not coder:
        st.info(
            _(
                "Enter your name or initials to begin. They tell apart who coded what, and lead "
                "to no list of volunteers."
            ),
            icon=":material/badge:",
        )
    _queue(coder, question, questions)
    if not cached.service().answers.names_known:
        st.caption(
            _(
                "Names are looked for by rules only: the language model is not installed here. "
                "Read each answer with all the more care."
            )
        )


def who(label: str) -> str:
    """Draw the field for the name of who codes or decides; give it, "" while it is empty."""
    st.text_input(
        label,
        key=state.CODER,
        max_chars=NAME,
        width=260,
        placeholder=_("Name or initials"),
        autocomplete="off",
        persist_state="session",
    )
    return state.coder()


def _question(questions: Mapping[str, Text]) -> str:
    """Draw the filter by question, tied to the address."""
    names = {state.ALL_QUESTIONS: _("All the open questions")}
    names |= {key: text(short) or key for key, short in questions.items()}
    state.from_link(state.OPEN_QUESTION, names)
    state.drop_unknown(state.OPEN_QUESTION, names)
    st.selectbox(
        _("Question"),
        list(names),
        format_func=names.__getitem__,
        key=state.OPEN_QUESTION,
        persist_state="session",
        width=360,
    )
    state.to_link(state.OPEN_QUESTION, default=state.ALL_QUESTIONS)
    return str(state.value(state.OPEN_QUESTION) or state.ALL_QUESTIONS)


@st.fragment
def _queue(coder: str, question: str, questions: Mapping[str, Text]) -> None:
    """Draw how far it is and the desk; a decision runs no more than this."""
    with frame.errors_explained():
        problem = state.take_problem()
        if problem:
            st.error(problem, icon=":material/error:")
        board = cached.service().answers.board(coder, question or None)
        st.html(progress(board.progress))
        if coder:
            shown = _shown(coder, question, board)
            desk = verbatim_answer.lay(coder, shown, questions, board)

            def decided(sent: object) -> None:
                decision = verbatim_desk.checked(desk, sent)
                if decision is not None:
                    field_words.attempt(lambda: _act(coder, question, shown, decision))

            verbatim_desk.draw(desk, key=state.DESK, decided=decided)
        _set_aside(board)


def _shown(coder: str, question: str, board: Board) -> Shown | None:
    """Give the answer on the desk: the one that lies there already, else the next one."""
    answers = cached.service().answers
    lying: Shown | None = state.shown_answer(coder, question)
    if lying is not None:
        with suppress(NotFoundError):  # an import may have been undone meanwhile
            there = answers.get(lying.verbatim.id)
            if lying.again or there == lying.verbatim:
                return Shown(there, lying.step, lying.again, lying.turn)
        # Somebody else decided about it meanwhile, or it is gone: what comes next is taken.
    taken = None
    if board.task is not None:
        taken = Shown(answers.get(board.task.verbatim), board.task.step)
    state.show_answer(coder, question, taken)
    return taken


def _act(coder: str, question: str, shown: Shown | None, decision: Decision) -> None:
    """Do what was decided on the desk."""
    answers = cached.service().answers
    done = state.done_answers(coder)
    if decision.act is Act.BACK:
        state.keep_done_answers(coder, done[:-1])
        last = answers.get(done[-1])
        state.show_answer(coder, question, Shown(last, Step.CODE, True, len(done)))
        return
    if shown is None:
        return
    identity = shown.verbatim.id
    if not shown.again and answers.get(identity) != shown.verbatim:
        state.show_answer(coder, question, None)
        state.leave_problem(
            _("Somebody else has just decided about this answer; what they did stays.")
        )
        return
    _carry_out(coder, shown, decision)
    kept = tuple(one for one in done if one != identity)
    state.keep_done_answers(coder, kept if decision.act is Act.QUEUE else (*kept, identity))
    state.show_answer(coder, question, None)


def _carry_out(coder: str, shown: Shown, decision: Decision) -> None:
    """Confirm the answer, set it aside or put it back into the queue."""
    answers, identity = cached.service().answers, shown.verbatim.id
    if decision.act is Act.CONFIRM:
        answers.decide(
            identity,
            coder,
            redacted=decision.text,
            themes=decision.themes,
            passage=decision.passage,
        )
        if shown.again and not decision.passage and shown.verbatim.quote is QuoteStatus.PROPOSED:
            cached.service().quotes.decide(identity, QuoteStatus.NONE)
    elif decision.act is Act.ASIDE:
        answers.set_aside(identity)
    elif decision.act is Act.QUEUE:
        answers.put_back(identity, coder)


def progress(found: CodingProgress) -> str:
    """Give how far reading and coding are, as HTML."""
    usable = found.usable
    width = round(100 * found.coded / usable, 1) if usable else 0
    figures = [
        (_("coded"), _("{n} of {total}", n=number(found.coded), total=number(usable))),
        (_("read"), number(found.read)),
        (
            _("coded twice"),
            _("{n} of {total} wanted", n=number(found.double), total=number(found.double_needed)),
        ),
        (_("set aside"), number(found.set_aside)),
    ]
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in figures
    )
    label = escape(_("Answers coded"))
    return (
        f'<div class="coding"><div class="track" role="progressbar" aria-label="{label}" '
        f'aria-valuemin="0" aria-valuemax="{usable}" aria-valuenow="{found.coded}">'
        f'<i style="width:{width}%"></i></div><dl>{facts}</dl></div>'
    )


def _set_aside(board: Board) -> None:
    """List the answers that were set aside, each with a way back."""
    if not board.set_aside:
        return
    title = ngettext("{n} answer set aside", "{n} answers set aside", len(board.set_aside))
    with st.expander(title, key="aside", icon=":material/inventory_2:"):
        for one in board.set_aside[:_LISTED]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(f'<p class="aside">{escape(one.original)}</p>', width="stretch")
                st.button(
                    _("Read it again"),
                    key=f"reopen-{one.id}",
                    icon=":material/undo:",
                    type="tertiary",
                    on_click=_reopen,
                    args=(one.id,),
                )
        if len(board.set_aside) > _LISTED:
            st.caption(ngettext("and {n} more", "and {n} more", len(board.set_aside) - _LISTED))


def _reopen(identity: str) -> None:
    field_words.attempt(lambda: cached.service().answers.reopen(identity))
