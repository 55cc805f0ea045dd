"""Reading and coding: who codes, which question, how far it is, and one answer after the other."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard import cached, i18n, state
from dashboard.answers import NAME, Board
from dashboard.components import field_words, frame, verbatim_desk
from dashboard.components.verbatim_desk import THEME_KEYS, Act, Choice, Decision, Desk, Piece
from dashboard.i18n import _, ngettext, number, text
from data.analysis.verbatims.coding import CodingProgress, Step
from data.analysis.verbatims.markers import Private
from data.analysis.verbatims.redaction import Redaction
from data.errors import NotFoundError
from data.model import Text
from data.restitution import Codebook, QuoteStatus, Verbatim, VerbatimStatus

_LISTED = 20


@dataclass(frozen=True)
class Shown:
    """The answer on the desk as it was when it was laid there; `again` to correct a decision."""

    verbatim: Verbatim
    step: Step
    again: bool = False
    turn: int = 0


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
            desk = _desk(coder, shown, questions, board)

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
    if decision.act is Act.CONFIRM:
        answers.decide(
            identity,
            coder,
            redacted=decision.text,
            themes=decision.themes,
            passage=decision.passage,
        )
        if shown.again and not decision.passage and shown.verbatim.quote is QuoteStatus.PROPOSED:
            answers.decide_quote(identity, QuoteStatus.NONE)
    elif decision.act is Act.ASIDE:
        answers.set_aside(identity)
    elif decision.act is Act.QUEUE:
        answers.put_back(identity, coder)
    kept = tuple(one for one in done if one != identity)
    state.keep_done_answers(coder, kept if decision.act is Act.QUEUE else (*kept, identity))
    state.show_answer(coder, question, None)


def _desk(coder: str, shown: Shown | None, questions: Mapping[str, Text], board: Board) -> Desk:
    """Lay an answer on the desk, or say that nothing is left."""
    back = bool(state.done_answers(coder))
    if shown is None:
        nothing = (
            _("No open answer has been brought in for this question.")
            if not board.progress.total
            else _("There is nothing left to code for you here.")
        )
        done = _("All done")
        return Desk(f"none {back} {i18n.language()}", done, back=back, words={"nothing": nothing})
    one = shown.verbatim
    fresh = one.status is VerbatimStatus.NEW or one.redacted is None
    proposal = cached.service().answers.proposal(one.id) if fresh else None
    said = proposal.text if proposal else one.redacted or ""
    token = f"{one.id} {one.status} {shown.step} {shown.again} {shown.turn} {i18n.language()}"
    return Desk(
        token=f"{token} {back}",
        head=_head(shown),
        asked=text(questions.get(one.question, {})) or one.question,
        note=_note(shown, proposal),
        pieces=pieces(one.original, proposal) if proposal else (Piece(said or "…"),),
        text=said,
        open=bool(proposal and proposal.spans),
        themes=_themes(coder, shown, said),
        passage=(one.quote_text or "") if shown.again else "",
        back=back,
        queue=shown.again,
    )


def _head(shown: Shown) -> str:
    """Say what is to be done."""
    if shown.again:
        return _("Correct what you decided")
    return {
        Step.READ: _("Read and code"),
        Step.CODE: _("Code"),
        Step.AGAIN: _("Second coding"),
    }[shown.step]


def _note(shown: Shown, proposal: Redaction | None) -> str:
    """Say what to mind with this answer."""
    if shown.verbatim.status is VerbatimStatus.SET_ASIDE:
        return _("This answer is set aside. Confirm it to use it after all.")
    if shown.step is Step.AGAIN and not shown.again:
        return _(
            "Somebody else has coded this answer. To measure how far you agree, nothing is "
            "proposed and their themes are not shown."
        )
    if proposal is None:
        return ""
    if not proposal.spans:
        return _("Nothing to take out was found. Read on: a name may have been missed.")
    return ngettext(
        "{n} passage to take out is marked. Check the text below: you decide.",
        "{n} passages to take out are marked. Check the text below: you decide.",
        len(proposal.spans),
    )


def _themes(coder: str, shown: Shown, said: str) -> tuple[Choice, ...]:
    """Offer the themes: one's own where they are corrected, else those that keywords propose."""
    answers = cached.service().answers
    mine: tuple[str, ...] | None = None
    if shown.again:
        mine = next(
            (
                one.themes
                for one in answers.codings(shown.verbatim.id)
                if one.coder.casefold() == coder.casefold()
            ),
            None,
        )
    proposed: tuple[str, ...] = ()
    if mine is None and shown.step is not Step.AGAIN:
        proposed = answers.suggest(said)
    return choices(answers.codebook(), chosen=mine or proposed, proposed=proposed)


def choices(
    codebook: Codebook, *, chosen: tuple[str, ...], proposed: tuple[str, ...]
) -> tuple[Choice, ...]:
    """Give the themes on the desk with their keys; archived ones only where they are given."""
    offered = [one for one in codebook.themes if not one.archived or one.key in chosen]
    keys = (*THEME_KEYS, *[""] * len(offered))
    return tuple(
        Choice(
            theme.key,
            text(theme.label) or theme.key,
            key,
            theme.key in chosen,
            theme.key in proposed,
        )
        for theme, key in zip(offered, keys, strict=False)
    )


def kinds() -> dict[Private, str]:
    """Name what can be taken out."""
    return {
        Private.NAME: _("name"),
        Private.PHONE: _("phone number"),
        Private.EMAIL: _("e-mail"),
        Private.LINK: _("link"),
        Private.HANDLE: _("user name"),
        Private.ADDRESS: _("address"),
        Private.POSTCODE: _("postcode"),
        Private.ACCOUNT: _("bank account"),
        Private.PLATE: _("number plate"),
        Private.NUMBER: _("number"),
    }


def pieces(original: str, proposal: Redaction) -> tuple[Piece, ...]:
    """Cut an answer into what stays and what is to be taken out."""
    named, found, place = kinds(), [], 0
    for span in proposal.spans:
        found += [Piece(original[place : span.start])] if place < span.start else []
        found.append(Piece(original[span.start : span.end], named[span.kind]))
        place = span.end
    return (*found, Piece(original[place:])) if place < len(original) else tuple(found)


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
