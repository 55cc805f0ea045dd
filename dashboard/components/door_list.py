"""All doors of a pair: going to another one, and taking back what was recorded."""

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import cached, state
from dashboard.components import field_words, intake_words
from dashboard.doors import DoorToDo
from dashboard.i18n import _, number
from data.fieldwork import Recorded, Section
from data.store.progress import FLAT


def take_back(rows: Sequence[Recorded]) -> None:
    """Undo, and go back to that door."""

    def undo() -> None:
        cached.service().doors.take_back(rows)
        state.keep_last_doors(None)
        first = rows[0]
        state.go_to_door(f"{first.section}:{(first.door or '').split(FLAT, maxsplit=1)[0]}")

    field_words.attempt(undo)


def elsewhere(walk: Sequence[DoorToDo], sections: Sequence[Section], door: DoorToDo | None) -> None:
    """Offer any other entrance, also one that no list has."""
    with st.expander(_("Another door"), icon=":material/swap_vert:", expanded=not walk):
        if walk:
            _listed(walk, door)
        _unlisted(sections)


def _listed(walk: Sequence[DoorToDo], door: DoorToDo | None) -> None:
    """Go to a door of the list that is chosen."""
    known = {one.name: one for one in walk}
    choice = st.selectbox(
        _("From the list"),
        list(known),
        index=None,
        format_func=lambda name: _entry(known[name]) if name in known else "",
        placeholder=_("Choose a door"),
        key=f"jump-{door.name if door else ''}",
    )
    if choice and (door is None or choice != door.name):
        state.go_to_door(choice)
        st.rerun()


def _unlisted(sections: Sequence[Section]) -> None:
    """Draw the form for a door that no list has."""
    ids = {section.id: section.street for section in sections}
    with st.form("unlisted", border=False, clear_on_submit=True):
        st.selectbox(
            _("Street"),
            list(ids),
            format_func=lambda key: ids.get(key, ""),
            key="unlisted-street",
        )
        st.text_input(
            _("Number that is not in the list"),
            max_chars=20,
            placeholder="12 bis",
            key="unlisted-label",
        )
        st.form_submit_button(
            _("Go to this door"), on_click=_to_unlisted, key="unlisted-go", width="stretch"
        )


def _to_unlisted() -> None:
    """Stand at the number that was typed."""
    label = " ".join(str(state.value("unlisted-label") or "").split()).lower()
    section = state.value("unlisted-street")
    if label and section:
        state.go_to_door(f"{section}:{label.replace(FLAT.strip(), '-')}")


def recorded(visits: Sequence[Recorded]) -> None:
    """List what the pair recorded; any of it can be taken back."""
    if not visits:
        return
    outcomes = intake_words.outcomes()
    with st.expander(
        _("What you recorded ({n})", n=number(len(visits))), icon=":material/checklist:"
    ):
        counted = Counter(row.outcome for row in visits)
        said = (f"{outcomes[o]} : {number(n)}" for o, n in counted.most_common() if o)
        st.caption(" · ".join(said))
        by_key = {row.key: row for row in visits}
        with st.form("take-back", border=False):
            st.selectbox(
                _("Door"),
                list(by_key),
                format_func=lambda key: _line(by_key[key]) if key in by_key else "",
                index=None,
                placeholder=_("Choose a door"),
                key="take-back-which",
            )
            st.form_submit_button(
                _("Take this visit back"),
                icon=":material/undo:",
                on_click=_take_back_chosen,
                args=(by_key,),
                key="take-back-go",
                width="stretch",
            )


def _take_back_chosen(by_key: Mapping[str, Recorded]) -> None:
    """Undo the visit that was chosen from the list."""
    row = by_key.get(str(state.value("take-back-which")))
    if row:
        take_back((row,))


def _entry(door: DoorToDo) -> str:
    """Name an entrance in the list of all."""
    said = f"{door.address.label} {door.section.street}"
    if door.last and door.last.outcome:
        said += f" ({intake_words.outcomes()[door.last.outcome]})"
    return said


def _line(row: Recorded) -> str:
    """Name a visit in the list of all."""
    outcome = intake_words.outcomes()[row.outcome] if row.outcome else ""
    return f"{row.door or '–'} {row.street} : {outcome}"
