"""One outing: its facts, what can be taken along, and its parts."""

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from dashboard import cached, i18n, printing, state
from dashboard.components import (
    absences,
    outing_debrief,
    outing_fix,
    outing_form,
    outing_pairs,
    outing_people,
)
from dashboard.components import outing_words as words
from dashboard.components.field_words import attempt
from dashboard.components.markup import plain
from dashboard.i18n import _, ngettext, number
from dashboard.rounds import Roster
from data.fieldwork import Outing, OutingKind

PEOPLE, PAIRS, DEBRIEF, CHANGE = "people", "pairs", "debrief", "change"


def back() -> None:
    """Draw the way back to the list."""
    st.button(
        _("All outings"),
        key="all-outings",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=state.show_outing,
        args=("",),
    )


def new_button() -> None:
    """Draw the button that opens the form for a new outing."""
    st.button(
        _("Plan an outing"),
        key="new-outing",
        icon=":material/add:",
        type="primary",
        on_click=state.show_outing,
        args=(state.NEW_OUTING,),
    )


def calendar_button(identity: str | None, label: str) -> None:
    """Draw the download of the calendar file of one outing, or of all of them for None."""
    made = partial(cached.service().rounds.calendar, identity)
    name = _("outing") if identity else _("outings")
    st.download_button(
        label,
        _in_this_language(made),
        file_name=f"1001-{name}.ics",
        mime="text/calendar",
        icon=":material/event:",
        on_click="ignore",
        key=f"ics-{identity or 'all'}",
    )


def draw(identity: str) -> None:
    """Draw the outing with this id."""
    service = cached.service()
    roster = service.rounds.roster(identity)
    outing, names = roster.outing, {q.code: q.name for q in cached.quartiers()}
    st.header(plain(words.title(outing, names)))
    st.html(facts(roster))
    with st.container(horizontal=True, key="outing-files"):
        calendar_button(identity, _("Calendar file"))
        if outing.kind is OutingKind.DOORS:
            _plan_button(outing)
        _closing(outing)
    part = _parts(roster)
    if part == CHANGE:
        outing_form.draw(outing)
    elif part == PAIRS:
        outing_pairs.draw(roster)
    elif part == DEBRIEF:
        _debrief(roster, words.place(outing, names))
    else:
        outing_people.draw(roster, service.rounds.volunteers())


def facts(roster: Roster) -> str:
    """Give the facts of an outing as HTML."""
    outing, today = roster.outing, cached.overview().today
    state_words = _("closed") if outing.closed else words.from_today(outing.day, today)
    people = f"{number(len(roster.people))} / {number(outing.capacity)}"
    cells = [
        (_("When"), words.hours(outing), state_words),
        (_("Meeting point"), outing.meeting_point or "–", ""),
        (_("On the list"), people, ngettext("{n} pair", "{n} pairs", len(roster.pairs))),
    ]
    if outing.kind is OutingKind.DOORS:
        digits = 0 if outing.claim_hours == int(outing.claim_hours) else 1
        held = _("{hours} h from the start", hours=number(outing.claim_hours, digits))
        cells.append((_("Streets are held"), held, ""))
    if outing.note:
        cells.append((_("Note"), outing.note, ""))
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(said)}"
        + (f" <small>· {escape(more)}</small>" if more else "")
        + "</dd></div>"
        for name, said, more in cells
    )
    return f'<dl class="plan">{items}</dl>'


def _parts(roster: Roster) -> str:
    """Choose the part that is shown."""
    outing = roster.outing
    over = outing.closed or outing.day < cached.overview().today
    labels = {PEOPLE: _("List")}
    if outing.kind is OutingKind.DOORS:
        labels |= {PAIRS: _("Pairs"), DEBRIEF: _("Debrief")}
    labels[CHANGE] = _("Change")
    first = DEBRIEF if over and DEBRIEF in labels else PEOPLE
    if state.value(state.OUTING_PART, first) not in labels:
        state.put(state.OUTING_PART, first)
    chosen = st.segmented_control(
        _("Part"),
        list(labels),
        default=None if state.has(state.OUTING_PART) else first,
        format_func=lambda key: labels[key],
        key=state.OUTING_PART,
        required=True,
        label_visibility="collapsed",
    )
    return chosen or first


def _debrief(roster: Roster, place: str) -> None:
    """Draw what the outing brought, and what follows from it."""
    rounds = cached.service().rounds
    found = rounds.debrief(roster.outing.id)
    everybody = {person.id: person for person in rounds.volunteers()}
    if not found.visits:
        st.info(_("No door was recorded on this outing yet."), icon=":material/door_front:")
    else:
        st.html(outing_debrief.figures(found))
        outing_debrief.tables(found, roster, everybody)
        st.header(_("Correct a door"))
        st.caption(_("A correction is a new record: what was noted first is kept beside it."))
        outing_fix.draw(found.visits, roster.pairs)
    st.header(_("When to come back"))
    st.caption(_("All outings together."))
    st.html(absences.html(rounds.absences()))
    st.header(_("Thank everybody"))
    text = outing_debrief.thanks(found, roster, place, _coming(roster.outing))
    st.code(text, language=None, wrap_lines=True)


def _coming(outing: Outing) -> Outing | None:
    """Give the next outing after this one that is not over."""
    today = cached.overview().today
    later = (one.outing for one in cached.outing_summaries())
    open_ = (one for one in later if one.day >= today and one.day > outing.day and not one.closed)
    return next(open_, None)


def _plan_button(outing: Outing) -> None:
    """Draw the download of the plan of the day."""
    st.download_button(
        _("Plan of the day"),
        _in_this_language(partial(printing.day_plan_pdf, cached.service(), outing.id)),
        file_name=f"{_('plan')}-{outing.day.isoformat()}.pdf",
        mime="application/pdf",
        icon=":material/print:",
        on_click="ignore",
        key="day-plan",
    )


def _closing(outing: Outing) -> None:
    """Draw the button that closes the outing or opens it again."""
    if outing.closed:
        st.button(
            _("Open again"), key="reopen", icon=":material/lock_open:",
            on_click=_reopen, args=(outing,),
        )  # fmt: skip
    elif outing.day <= cached.overview().today or _doors(outing.id):
        st.button(
            _("Close the outing"), key="close", icon=":material/task_alt:",
            help=_("Streets that are still held become free. It can be opened again."),
            on_click=_close, args=(outing,),
        )  # fmt: skip


def _doors(identity: str) -> int:
    """Count the doors recorded on an outing, also on one that began before its day."""
    return sum(one.doors for one in cached.outing_summaries() if one.outing.id == identity)


def _close(outing: Outing) -> None:
    service = cached.service()
    pairs = service.rounds.roster(outing.id).pairs
    claims = [claim for pair in pairs for claim in service.turf.claims_of(pair.id)]

    def go_on() -> None:
        """Take a tap that came too early back, while the pairs are still at their doors."""
        service.rounds.reopen(outing.id)
        for claim in claims:
            if claim.ended is None:
                service.turf.claim(claim.section, outing.id, claim.pair)

    if attempt(lambda: service.rounds.close(outing.id)):
        state.leave_message(_("The outing is closed."))
        state.offer_undo(_("Undo: the outing goes on, with its streets"), go_on)
        # What it brought is what comes next.
        state.put(state.OUTING_PART, DEBRIEF)


def _reopen(outing: Outing) -> None:
    if attempt(lambda: cached.service().rounds.reopen(outing.id)):
        state.leave_message(_("The outing is open again."))


def _in_this_language(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Let a file be made at the click, which has no session of its own to ask."""
    language = i18n.language()

    def made() -> bytes:
        with i18n.using(language):
            return make()

    return made
