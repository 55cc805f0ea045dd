"""Preparing a release: what goes in, what is masked and why, how the public will see it."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import cached, i18n, state
from dashboard.components import frame
from dashboard.components.markup import plain
from dashboard.errors import DashboardError, NothingToPublishError
from dashboard.i18n import _, day, ngettext, number, text
from dashboard.publishing import Draft
from data.analysis.conflict import Conflict
from data.errors import DataError
from data.model import Question

STEP = "publish"
_HEIGHT = 720
_MOST = 8


def draw() -> None:
    """Draw the choices, what comes of them, and the button."""
    asked = cached.questionnaire().ratings
    chosen = _questions(asked)
    with st.container(horizontal=True):
        told = {
            "themes": st.toggle(_("Themes of the open answers"), True, key="publish-themes"),
            "quotes": st.toggle(_("Approved quotes"), True, key="publish-quotes"),
        }
    if not chosen:
        st.info(_("Choose at least one question."), icon=":material/checklist:")
        return
    try:
        with st.spinner(_("Making what the public would see…")):
            draft = cached.draft(chosen, **told)
            again = bool(draft.conflicts) and _again(chosen)
            if again:
                draft = cached.draft(chosen, **told, again=True)
    except NothingToPublishError as problem:
        frame.show_problem(problem)
        return
    _masked(draft)
    _coding(draft)
    if _conflicts(draft):
        return
    _publish(draft, partial(cached.service().publishing.publish, chosen, **told, again=again))
    _preview(draft)


def _again(chosen: tuple[str, ...]) -> bool:
    """Offer the figures of the newest release once more, where those of now cannot be told."""
    number = cached.service().publishing.repeatable(chosen)
    return number is not None and st.toggle(
        _("Keep the figures of release {number}: answers that came in since wait", number=number),
        key="publish-again",
    )


def _questions(asked: Sequence[Question]) -> tuple[str, ...]:
    """Let the closed questions be chosen; all of them to begin with."""
    names = {question.key: text(question.short) or question.key for question in asked}
    chosen = st.pills(
        _("Questions to publish"),
        list(names),
        selection_mode="multi",
        default=list(names),
        format_func=lambda key: plain(names[key]),
        key="publish-questions",
    )
    return tuple(key for key in names if key in chosen)


def _masked(draft: Draft) -> None:
    """Say what is masked, and why, without saying which quartier is small."""
    figures = draft.release.figures
    short = {q.key: text(q.short) or q.key for q in draft.release.questions}
    lines = [_places(draft)]
    if withheld := [table.question for table in figures.tables if table.withheld]:
        listed = ", ".join(plain(short[key]) for key in withheld)
        lines.append(_("Not published, too few answers: {listed}.", listed=listed))
    if draft.held_back:
        lines.append(
            ngettext(
                "{n} approved quote stays out, because of quartiers that are masked, or were.",
                "{n} approved quotes stay out, because of quartiers that are masked, or were.",
                draft.held_back,
            )
        )
    if grouped := [table.question for table in figures.tables if table.grouped]:
        listed = ", ".join(plain(short[key]) for key in grouped)
        lines.append(
            _("Answers put together as 1–3 and 4–5, because everybody agreed somewhere: ")
            + f"{listed}."
        )
    icon = ":material/visibility_off:" if figures.masked else ":material/visibility:"
    st.info("\n\n".join(lines), icon=icon)


def _places(draft: Draft) -> str:
    """Say which quartiers are masked in every question."""
    figures = draft.release.figures
    if figures.town_only:
        return _("Only figures of the whole town are published: no quartier can be shown.")
    if not figures.masked:
        return _(
            "No quartier is masked: each has at least {k} answers to every question, or none.",
            k=figures.k,
        )
    names = {area.code: area.name for area in draft.release.areas}
    listed = ngettext(
        "{n} quartier is masked in every question: {listed}.",
        "{n} quartiers are masked in every question: {listed}.",
        len(figures.masked),
        listed=", ".join(plain(names[code]) for code in figures.masked),
    )
    why = _(
        "Some have fewer than {k} answers; others are masked with them, so that nobody "
        "can work out the former by subtraction.",
        k=figures.k,
    )
    return f"{listed} {why}"


def _coding(draft: Draft) -> None:
    """Say what is still to be done before the themes speak for all answers."""
    found, lines = draft.coding, []
    if found and found.coded < found.usable:
        lines.append(
            _(
                "Themes: {coded} of {usable} open answers are coded. The public reads how many it "
                "is, and not that others wait.",
                coded=number(found.coded),
                usable=number(found.usable),
            )
        )
    if found and found.double < found.double_needed:
        lines.append(
            _(
                "{double} answers were coded by two people, of {needed} that should be: how far "
                "coders agree is not sure yet.",
                double=number(found.double),
                needed=number(found.double_needed),
            )
        )
    if lines:
        st.warning("\n\n".join(lines), icon=":material/rate_review:")


def _conflicts(draft: Draft) -> bool:
    """List what this release would give away beside earlier ones."""
    if not draft.conflicts:
        return False
    lines = [_("This cannot be published: beside an earlier release it would give answers away.")]
    for mend, messages in _explained(draft).items():
        lines += ["", f"**{plain(mend)}**", ""]
        lines += [f"- {plain(message)}" for message in messages[:_MOST]]
        if len(messages) > _MOST:
            rest = len(messages) - _MOST
            lines.append(ngettext("- and {n} more", "- and {n} more", rest))
    st.error("\n".join(lines), icon=":material/shield:")
    return True


def _explained(draft: Draft) -> dict[str, list[str]]:
    """Put conflicts into words by what mends them; one line for what holds of several questions."""
    names = {area.code: area.name for area in draft.release.areas}
    asked = cached.questionnaire().questions
    short = {question.key: text(question.short) or question.key for question in asked}
    alike: dict[Conflict, list[str]] = {}
    for one in draft.conflicts:
        questions = alike.setdefault(replace(one, release=0, question=""), [])
        questions += [one.question] if one.question not in questions else []
    found: dict[str, list[str]] = {}
    for one, questions in alike.items():
        told = _("all questions") if len(questions) == len(draft.release.questions) > 1 else ""
        listed = told or ", ".join(short.get(key, key) for key in questions)
        named = replace(one, question=listed).named(questions={}, quartiers=names)
        message, mend = i18n.explain(named)
        found.setdefault(mend, []).append(message)
    return found


def _publish(draft: Draft, publish: Callable[[], object]) -> None:
    """Offer to publish, or say from when on it can be."""
    number, opens = draft.release.number, cached.service().publishing.opens()
    early = cached.service().settings.today < opens
    if early:
        st.warning(
            _(
                "Results can be published from {day} on. Until then the public sees the number of "
                "doors only.",
                day=day(opens),
            ),
            icon=":material/event:",
        )
    st.button(
        _("Publish release {number}", number=number),
        key="publish",
        type="primary",
        icon=":material/campaign:",
        disabled=early,
        on_click=state.confirm_first,
        args=(STEP,),
    )
    if state.confirming(STEP) and not early:
        _confirm(number, publish)


def _confirm(number: int, publish: Callable[[], object]) -> None:
    """Ask before anything goes public: what was seen cannot be made unseen."""

    @st.dialog(_("Publish?"), icon=":material/campaign:", on_dismiss=state.confirmed)
    def ask() -> None:
        st.markdown(
            _(
                "Everybody will be able to see release {number}. It can be withdrawn, but what was "
                "seen stays seen.",
                number=number,
            )
        )
        if st.button(_("Publish"), type="primary", key="publish-confirmed"):
            try:
                publish()
            except (DataError, DashboardError) as problem:
                frame.show_problem(problem)
                return
            state.confirmed()
            state.leave_message(_("Release {number} is published.", number=number))
            st.rerun()

    ask()


def _preview(draft: Draft) -> None:
    """Show the page as the public will see it, apart from the app: it can reach nothing here."""
    st.header(_("As the public will see it"))
    page = b64encode(draft.pages[i18n.language()]).decode()
    st.iframe(
        f"data:text/html;charset=utf-8;base64,{page}",
        height=_HEIGHT,
        alt=_("Preview of the public page"),
    )
