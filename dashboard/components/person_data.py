"""Somebody's own data: handed over as a file, or erased."""

import streamlit as st

from dashboard import cached, processing_words, state
from dashboard.components import frame
from dashboard.components.markup import plain
from dashboard.errors import DashboardError
from dashboard.i18n import _
from data.errors import DataError
from data.store.persons import Person

CHOSEN = "person-chosen"
STEP = "erase person"


def draw() -> None:
    """Choose somebody, then offer both."""
    people = cached.service().privacy.people()
    chosen = st.selectbox(
        _("Who asks"),
        list(people),
        index=None,
        format_func=lambda identity: people[identity],
        placeholder=_("Name"),
        key=CHOSEN,
    )
    if chosen is None:
        st.caption(_("Whoever asks gets all that is known of them, or is erased."))
        return
    with st.container(horizontal=True):
        _files(chosen)
        st.button(
            _("Erase {name}", name=plain(people[chosen])),
            key="erase-person",
            icon=":material/person_off:",
            on_click=state.confirm_first,
            args=(STEP,),
        )
    if state.confirming(STEP):
        _confirm(chosen, people[chosen])


def _files(identity: str) -> None:
    """Offer what is known as files; each is made, and noted in the journal, when asked for."""
    service = cached.service()

    def read() -> Person:
        return service.privacy.export_person(identity)

    for label, name, mime, make in (
        (
            _("All that is known"),
            "donnees.txt",
            "text/plain",
            lambda: "".join(processing_words.person_text(read())).encode(),
        ),
        (
            "JSON",
            "donnees.json",
            "application/json",
            lambda: processing_words.person_json(read()).encode(),
        ),
    ):
        st.download_button(
            label,
            make,
            file_name=name,
            mime=mime,
            icon=":material/download:",
            on_click="ignore",
            key=f"person-{name}",
        )


def _confirm(identity: str, name: str) -> None:
    """Ask before somebody is erased."""

    @st.dialog(_("Erase this person?"), icon=":material/person_off:", on_dismiss=state.confirmed)
    def ask() -> None:
        st.markdown(f"**{plain(name)}**")
        st.markdown(
            _(
                "Name, contact details, account, sign-ups and places in pairs are erased for good. "
                "The doors their pairs recorded stay; the journal names nobody."
            )
        )
        if st.button(_("Erase"), type="primary", key="erase-confirmed", icon=":material/delete:"):
            try:
                cached.service().privacy.erase_person(identity)
            except (DataError, DashboardError) as problem:
                frame.show_problem(problem)
                return
            state.confirmed()
            state.leave_message(_("{name} was erased.", name=plain(name)))
            st.rerun()

    ask()
