"""Recording at the door: one entrance at a time, in walking order, two taps each.

Where the pair stands is kept in the address, and what it recorded in the database: after a
reload the page goes on where it was.
"""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    door_list,
    field_interview,
    field_words,
    intake_words,
    page_links,
    street_claims,
    walk_order,
)
from dashboard.components.field_pair import Team
from dashboard.components.field_step import DOOR, Step
from dashboard.components.markup import plain
from dashboard.doors import AGAIN, DoorToDo, unlisted
from dashboard.i18n import _, ngettext
from data.fieldwork import Recorded, Section, Side
from data.model import Outcome
from data.store.progress import FLAT

NOWHERE = ""
MOST_DOORS = 60


def draw(team: Team) -> Step:
    """Draw the next door of a pair, or what to do where there is none; give which it is."""
    _outing, pair = team
    service = cached.service()
    walk = service.doors.walk(pair.id)
    street_claims.ran_out(service.turf.claims_of(pair.id))
    sections = _sections(pair.id)
    if not sections:
        st.info(_("You hold no street yet: take one first."), icon=":material/signpost:")
        page_links.draw("streets", _("Choose a street"), "signpost")
        return Step("no street", DOOR)
    visits = service.doors.of_pair(pair.id)
    st.html(_tally(visits, walk))
    _undo()
    door = _not_again(pair.id, here(walk, sections), walk)
    shown = _door(team, door, walk) if door else _all_tried(walk)
    door_list.elsewhere(walk, sections, door)
    if walk:
        walk_order.draw(team)
    door_list.recorded(visits)
    return Step(shown, DOOR)


def here(walk: Sequence[DoorToDo], sections: Sequence[Section]) -> DoorToDo | None:
    """Find the entrance the pair stands at: the one in the address, else the first not tried."""
    name = state.door()
    found = next((door for door in walk if door.name == name), None)
    if found:
        return found
    section, _sign, label = name.partition(":")
    street = next((one for one in sections if one.id == section), None)
    if street and label:
        return DoorToDo(street, unlisted(street, label))
    return next((door for door in walk if not door.visits), None)


def _not_again(pair: str, door: DoorToDo | None, walk: Sequence[DoorToDo]) -> DoorToDo | None:
    """Go on from a door that the pair recorded, where a reload came before the answer to its tap.

    The address still names that door then, and it would be recorded twice.
    """
    today = cached.service().settings.today
    if door is None or door.flats or state.moved():
        return door
    if not any(row.pair == pair and row.day == today for row in door.visits):
        return door
    name = following(walk, door)
    state.go_to_door(name)
    return next((one for one in walk if one.name == name), None)


def following(walk: Sequence[DoorToDo], door: DoorToDo) -> str:
    """Name the entrance that comes after one: untried ones first, all around; then those again.

    Those that are worth another visit are gone through once: after the last one there is none.
    """
    names = [one.name for one in walk]
    at = names.index(door.name) + 1 if door.name in names else 0
    around = [*walk[at:], *walk[:at]]
    fresh = [one.name for one in around if not one.visits and one.name != door.name]
    if fresh:
        return fresh[0]
    again = [one.name for one in walk[at:] if one.again]
    return again[0] if again and door.visits else NOWHERE


def _sections(pair: str) -> list[Section]:
    """Give the streets a pair holds, also those without any known door."""
    turf = cached.service().turf
    return [turf.section(claim.section) for claim in turf.claims_of(pair) if claim.ended is None]


def _tally(visits: Sequence[Recorded], walk: Sequence[DoorToDo]) -> str:
    """Count what the pair did today, and what is left."""
    today = cached.service().settings.today
    doors = {(row.section, row.street, row.door): row.outcome for row in visits if row.day == today}
    interviews = sum(outcome is Outcome.INTERVIEW for outcome in doors.values())
    left = sum(not door.visits for door in walk)
    parts = [
        ngettext("{n} door today", "{n} doors today", len(doors)),
        ngettext("{n} interview", "{n} interviews", interviews),
        ngettext("{n} entrance left", "{n} entrances left", left),
    ]
    said = "".join(f"<span>{_large(part)}</span>" for part in parts)
    return f'<p class="tally" role="status">{said}</p>'


def _large(words: str) -> str:
    """Set the number that begins a text in bold."""
    figure, _space, rest = words.partition(" ")
    return f"<b>{escape(figure)}</b> {escape(rest)}"


def _undo() -> None:
    """Say what was recorded last, and offer to take it back."""
    rows: Sequence[Recorded] | None = state.last_doors()
    if not rows:
        return
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="undo"
    ):
        labels = ", ".join(row.door or "" for row in rows)
        outcome = intake_words.outcomes()[rows[0].outcome] if rows[0].outcome else ""
        st.html(
            f'<p class="done" role="status">✓ <b>{escape(labels)}</b> : {escape(outcome)}</p>',
            width="content",
        )
        st.button(
            _("Undo"),
            icon=":material/undo:",
            key=f"undo-{rows[0].key}",
            on_click=door_list.take_back,
            args=(rows,),
        )


def _door(team: Team, door: DoorToDo, walk: Sequence[DoorToDo]) -> str:
    """Draw one entrance with its outcomes; give the name of this turn at it."""
    _outing, pair = team
    numbers = cached.service().doors.numbers(pair.id)
    made = sum(n for (section, label), n in numbers.items() if _behind(door, section, label))
    form = f"{door.name}-{made}"
    st.html(_heading(door))
    with st.container(key="tall"):
        with st.form(f"form-{form}", border=False, enter_to_submit=False):
            with st.container(key="outcomes"):
                st.pills(
                    _("What happened?"),
                    list(Outcome),
                    format_func=_outcome,
                    key=f"outcome-{form}",
                    label_visibility="collapsed",
                    width="stretch",
                )
            _several(door, form, returning=_returning(door, walk))
            st.form_submit_button(
                _("Record"),
                type="primary",
                icon=":material/check:",
                width="stretch",
                key=f"record-{form}",
                on_click=_record,
                args=(team, door, numbers, form, following(walk, door)),
            )
        st.button(
            _("Skip for now"),
            icon=":material/skip_next:",
            width="stretch",
            key=f"skip-{form}",
            on_click=state.go_to_door,
            args=(following(walk, door),),
        )
    return form


def _returning(door: DoorToDo, walk: Sequence[DoorToDo]) -> bool:
    """Say whether the pair came back for doors that were shut.

    While there are untried entrances, or right after a record here, the next door is another one:
    to take it for the one that was just noted would count one door less.
    """
    rows: Sequence[Recorded] = state.last_doors() or ()
    just_here = any(_behind(door, row.section, row.door or "") for row in rows)
    return not just_here and all(one.visits for one in walk)


def _several(door: DoorToDo, form: str, *, returning: bool) -> None:
    """Ask which of the doors behind an entrance are meant.

    Parameters
    ----------
    returning
        The first door that was shut is proposed, and not another one.
    """
    homes = door.address.dwellings or 1
    flats = [row.door or "" for row in door.flats]
    with st.expander(
        _("Several doors at this number"),
        icon=":material/apartment:",
        expanded=homes > 1 or bool(flats),
    ):
        if flats:
            said = {row.door: intake_words.outcomes()[row.outcome] for row in door.flats
                    if row.outcome}  # fmt: skip
            again = [row.door or "" for row in door.flats if row.outcome in AGAIN]
            st.selectbox(
                _("Which door?"),
                ["", *flats],
                index=1 + flats.index(again[0]) if again and returning else 0,
                format_func=lambda label: (
                    f"{label} ({said.get(label, '')})" if label else _("another one")
                ),
                key=f"which-{form}",
            )
        st.number_input(_("Doors with this outcome"), 1, MOST_DOORS, 1, key=f"count-{form}", step=1)
        st.checkbox(_("More doors at this number: stay here"), key=f"stay-{form}")


def _record(
    team: Team,
    door: DoorToDo,
    numbers: Mapping[tuple[str, str], int],
    form: str,
    then: str,
) -> None:
    """Keep the outcome that was chosen, and go on."""
    outcome = state.value(f"outcome-{form}")
    if outcome is None:
        state.leave_problem(_("First choose what happened at the door."))
        return
    count = int(state.value(f"count-{form}") or 1)
    stay = bool(state.value(f"stay-{form}"))
    which = state.value(f"which-{form}") or ""
    labels: tuple[str, ...] = (door.address.label,)
    if which and count == 1:
        labels = (which,)
    elif count > 1 or stay or door.flats:
        labels = door.new_flats(count)
    wished = {label: numbers.get((door.section.id, label), 0) for label in labels}

    def keep() -> None:
        rows, new = cached.service().doors.knock(
            door, wished, Outcome(outcome), outing=team[0].id, pair=team[1].id
        )
        if not new and _said_otherwise(team, rows):
            state.leave_problem(
                _("This door was recorded already, from another screen. See what is there.")
            )
            return
        state.keep_last_doors(tuple(rows))
        if outcome == Outcome.INTERVIEW:
            # Nothing of the door goes with it but the quartier.
            field_interview.begin(door.section.quartier, len(rows))
        state.go_to_door(door.name if stay else then)

    field_words.attempt(keep)


def _said_otherwise(team: Team, rows: Sequence[Recorded]) -> bool:
    """Say whether the pair recorded something else of these doors meanwhile."""
    kept = cached.service().doors.of_pair(team[1].id)
    there = {(row.section, row.door): row.outcome for row in kept}
    return any(there.get((row.section, row.door)) != row.outcome for row in rows)


def _all_tried(walk: Sequence[DoorToDo]) -> str:
    """Say that every entrance was tried, and offer those worth another visit; name this state."""
    again = [door for door in walk if door.again]
    with st.container(key="none-left"):
        if walk:
            st.success(_("Every entrance of your streets was tried."), icon=":material/done_all:")
        else:
            st.info(
                _("Nobody has listed the doors of your street: type the number you stand at."),
                icon=":material/edit_location:",
            )
    with st.container(key="tall"):
        if again:
            st.button(
                ngettext(
                    "Try {n} entrance again (absent, come back)",
                    "Try {n} entrances again (absent, come back)",
                    len(again),
                ),
                icon=":material/replay:",
                type="primary",
                width="stretch",
                key="again",
                on_click=state.go_to_door,
                args=(again[0].name,),
            )
    if walk:
        page_links.draw("streets", _("Say that the street is done, or take another"), "signpost")
    return "none left"


def _behind(door: DoorToDo, section: str, label: str) -> bool:
    """Say whether a label is of this entrance."""
    return section == door.section.id and label.split(FLAT, maxsplit=1)[0] == door.address.label


def _heading(door: DoorToDo) -> str:
    """Give the entrance, large."""
    sides = {Side.ODD: _("odd side"), Side.EVEN: _("even side"), Side.NONE: ""}
    homes = door.address.dwellings
    about = [sides[door.address.side]]
    if homes and homes > 1:
        about.append(ngettext("{n} dwelling", "{n} dwellings", homes))
    about += [_before(row) for row in door.visits[:4]]
    said = " · ".join(escape(part) for part in about if part)
    return (
        f'<section class="door"><p class="street">{escape(door.section.street)}'
        f'</p><p class="label">{escape(door.address.label)}</p><p class="about">{said}&nbsp;</p>'
        "</section>"
    )


def _before(row: Recorded) -> str:
    """Say what came of an earlier visit."""
    outcome = intake_words.outcomes()[row.outcome] if row.outcome else ""
    when = "" if row.hour is None else _(", {hour}:00", hour=row.hour)
    label = f"{row.door} : " if FLAT in (row.door or "") else ""
    return f"{label}{outcome}{when}" if label else _("tried: {what}", what=f"{outcome}{when}")


def _outcome(outcome: Outcome) -> str:
    """Name an outcome on its button."""
    return f":material/{field_words.ICONS[outcome]}: {plain(intake_words.outcomes()[outcome])}"
