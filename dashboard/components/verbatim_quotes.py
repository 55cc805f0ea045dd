"""Quotes: passages that were proposed, with what could give somebody away, for a second person."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.components import field_words, frame, verbatim_reading
from dashboard.errors import DashboardError
from dashboard.i18n import _, text
from data.analysis.verbatims.telltales import Hint, Telltale
from data.errors import DataError
from data.model import Text
from data.restitution import QuoteStatus, Verbatim

KIND = "quote"


def draw(questions: Mapping[str, Text]) -> None:
    """Draw the passages of the status that is chosen."""
    problem = state.take_problem()
    if problem:
        st.error(problem, icon=":material/error:")
    found = cached.service().quotes.all()
    st.caption(
        _(
            "Nothing here is published by itself: a passage goes into the next release once a "
            "person has approved it, and never with its quartier."
        )
    )
    if not found:
        st.info(
            _("No passage has been proposed yet. Propose one while reading: key C on the desk."),
            icon=":material/format_quote:",
        )
        return
    name = verbatim_reading.who(_("Who decides?"))
    status = _filter(found)
    shown = [one for one in found if one.quote is status]
    if not shown:
        st.markdown(_("There is none."))
    for one in shown:
        _quote(one, name, questions)


def _filter(found: Sequence[Verbatim]) -> QuoteStatus:
    """Draw the choice of a status, with the number of passages of each."""
    names = {
        QuoteStatus.PROPOSED: _("To decide"),
        QuoteStatus.APPROVED: _("Approved"),
        QuoteStatus.REFUSED: _("Refused"),
    }
    numbers = {status: sum(one.quote is status for one in found) for status in names}
    chosen = st.segmented_control(
        _("Which passages"),
        [status.value for status in names],
        default=QuoteStatus.PROPOSED.value,
        required=True,
        format_func=lambda key: f"{names[QuoteStatus(key)]} ({numbers[QuoteStatus(key)]})",
        key=state.QUOTE_STATUS,
        persist_state="session",
        label_visibility="collapsed",
    )
    return QuoteStatus(chosen or QuoteStatus.PROPOSED.value)


def _quote(one: Verbatim, name: str, questions: Mapping[str, Text]) -> None:
    """Draw one passage, what it could give away, and the buttons."""
    asked = text(questions.get(one.question, {})) or one.question
    with st.container(border=True, key=f"quote-{one.id}"):
        st.html(html(one, asked))
        _warn(cached.service().quotes.hints(one.quote_text or ""))
        if state.editing(KIND) == one.id:
            _change(one)
            return
        with st.container(horizontal=True):
            for label, icon, status, main in _offers(one.quote):
                st.button(
                    label,
                    key=f"{status.value}-{one.id}",
                    icon=f":material/{icon}:",
                    type="primary" if main else "secondary",
                    on_click=_decide,
                    args=(one.id, status, name),
                )
            if one.quote is QuoteStatus.PROPOSED:
                st.button(
                    _("Shorten"),
                    key=f"shorten-{one.id}",
                    icon=":material/content_cut:",
                    type="tertiary",
                    on_click=state.edit,
                    args=(KIND, one.id),
                )


def _offers(status: QuoteStatus) -> tuple[tuple[str, str, QuoteStatus, bool], ...]:
    """Give the buttons of a passage: label, icon, what it becomes, whether it comes first."""
    if status is QuoteStatus.PROPOSED:
        return (
            (_("Approve"), "check", QuoteStatus.APPROVED, True),
            (_("Refuse"), "close", QuoteStatus.REFUSED, False),
        )
    again = (_("Decide again"), "undo", QuoteStatus.PROPOSED, False)
    return (again, (_("Forget it"), "delete", QuoteStatus.NONE, False))


def _decide(identity: str, status: QuoteStatus, name: str) -> None:
    """Note what was decided about a passage."""
    quotes = cached.service().quotes
    field_words.attempt(lambda: quotes.decide(identity, status, by=name))


def html(one: Verbatim, asked: str) -> str:
    """Give a passage, its question, and the whole answer to unfold; texts are escaped."""
    passage, whole = one.quote_text or "", one.redacted or ""
    rest = ""
    if whole != passage:
        rest = (
            f"<details><summary>{escape(_('The whole answer'))}</summary>"
            f"<p>{escape(whole)}</p></details>"
        )
    return (
        f'<figure class="quote"><blockquote>{escape(passage)}</blockquote>'
        f"<figcaption>{escape(asked)}</figcaption>{rest}</figure>"
    )


def _warn(hints: Sequence[Hint]) -> None:
    """Say what could identify somebody."""
    if not hints:
        st.caption(
            _(
                "No rule found anything by which somebody could be known. Ask yourself all the "
                "same: would a neighbour know who speaks?"
            )
        )
        return
    lines = "".join(
        f"<li>{escape(_WHY[hint.telltale]())} <strong>{escape(', '.join(hint.words))}</strong></li>"
        for hint in hints
    )
    title = escape(_("Could a neighbour know who speaks? Look at:"))
    st.html(f'<div class="hints" role="note"><p>{title}</p><ul>{lines}</ul></div>')


_WHY = {
    Telltale.TAKEN_OUT: lambda: _("Something was taken out; the rest may say the same:"),
    Telltale.PRIVATE: lambda: _("A private detail seems to be left:"),
    Telltale.CAPITAL: lambda: _("The name of a person or place, perhaps:"),
    Telltale.NUMBER: lambda: _("A number (age, date, address?):"),
    Telltale.PERSONAL: lambda: _("Family, health, work, origin or belief:"),
}


def _change(one: Verbatim) -> None:
    """Draw the form in which a passage is shortened."""
    with st.form(f"quote-form-{one.id}"):
        passage = st.text_area(
            _("Passage"),
            one.quote_text or "",
            key=f"passage-{one.id}",
            help=_("It has to stand in the confirmed text as it is."),
        )
        with st.container(horizontal=True):
            save = st.form_submit_button(_("Save"), type="primary", icon=":material/check:")
            leave = st.form_submit_button(_("Change nothing"))
    if save:
        try:
            cached.service().quotes.propose(one.id, passage or "")
        except (DataError, DashboardError) as problem:
            frame.show_problem(problem)
            return
    if save or leave:
        state.edit(KIND)
        st.rerun()
