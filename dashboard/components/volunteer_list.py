"""The volunteers: who they are, what they bring along, and how to reach them on demand."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.components import change_button, frame, outing_people
from dashboard.components.markup import plain
from dashboard.i18n import _, ngettext
from data.errors import DataError
from data.fieldwork import Contact, Volunteer

KIND = "volunteer"
CONTACT = "contact"
NEW = "new"


def draw(people: Sequence[Volunteer]) -> None:
    """Draw the list, with a field to find somebody in it."""
    counts = (
        ngettext("{n} volunteer", "{n} volunteers", len(people)),
        ngettext("{n} experienced", "{n} experienced", sum(p.experienced for p in people)),
        ngettext("{n} trained", "{n} trained", sum(p.trained for p in people)),
    )
    st.markdown(f"**{counts[0]}** · {counts[1]} · {counts[2]}")
    sought = st.text_input(
        _("Find somebody"), key="find-volunteer", icon=":material/search:", placeholder=_("Name")
    )
    found = [p for p in people if (sought or "").casefold().strip() in p.name.casefold()]
    if not found:
        st.caption(_("Nobody of that name."))
    for person in found:
        _row(person)


def _row(person: Volunteer) -> None:
    """Draw one volunteer, or the form that changes them."""
    if state.editing(KIND) == person.id:
        form(person)
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"row-{person.id}"):
        st.html(outing_people.described(person), width="stretch")
        shown = state.editing(CONTACT) == person.id
        st.button(
            _("Hide contact") if shown else _("Contact"),
            key=f"contact-{person.id}",
            icon=":material/visibility_off:" if shown else ":material/call:",
            type="tertiary",
            help=_("How to reach {name}", name=plain(person.name)),
            on_click=state.edit,
            args=(CONTACT, "" if shown else person.id),
        )
        change_button.draw(KIND, person.id, _("Change {name}", name=plain(person.name)))
    if shown:
        st.html(reach(cached.service().rounds.contacts().get(person.id)))


def reach(contact: Contact | None) -> str:
    """Give contact details as HTML with links, or say that there are none."""
    if contact is not None and contact.locked:
        return f'<p class="outing dim">{escape(_locked())}</p>'
    if contact is None or not (contact.email or contact.phone):
        return f'<p class="outing dim">{escape(_("No contact details are known."))}</p>'
    parts = []
    if contact.email:
        address = escape(contact.email)
        parts.append(f'<a href="mailto:{address}">{address}</a>')
    if contact.phone:
        dialled = "".join(sign for sign in contact.phone if sign.isdigit() or sign == "+")
        parts.append(f'<a href="tel:{escape(dialled)}">{escape(contact.phone)}</a>')
    return f'<p class="outing">{" · ".join(parts)}</p>'


def _locked() -> str:
    """Say why contact details cannot be read, and what mends it."""
    return _(
        "Contact details are known but cannot be read: they are encrypted, and the key file is "
        "not here. Put portes.key back beside the database and start the app again."
    )


def form(person: Volunteer | None) -> None:
    """Draw the form for a new volunteer (None) or to change one."""
    known = person or Volunteer("", "")
    contacts = cached.service().rounds.contacts() if person else {}
    contact = contacts.get(known.id, Contact(known.id))
    with st.form(f"volunteer-{known.id or NEW}"):
        name = st.text_input(_("Name"), known.name)
        experienced = st.checkbox(_("Has knocked on doors before"), known.experienced)
        trained = st.checkbox(_("Was at a training day"), known.trained)
        email = st.text_input(_("E-mail"), contact.email)
        phone = st.text_input(_("Telephone"), contact.phone)
        if contact.locked:
            st.caption(_locked())
        st.caption(_("Contact details are shown to coordinators only, and printed nowhere."))
        with st.container(horizontal=True):
            keep = st.form_submit_button(_("Keep"), type="primary", icon=":material/save:")
            leave = st.form_submit_button(_("Leave as it was"))
    if leave:
        state.edit(KIND)
        st.rerun()
    if keep:
        wished = Volunteer(known.id, " ".join(name.split()), experienced, trained)
        _keep(wished, email.strip(), phone.strip())
    if person:
        _remove(person)


def _keep(wished: Volunteer, email: str, phone: str) -> None:
    """Keep a volunteer, or say what is missing."""
    if not wished.name:
        st.error(_("A volunteer needs a name."), icon=":material/error:")
        return
    if email and "@" not in email[1:-1]:
        st.error(_("This is no e-mail address."), icon=":material/error:")
        return
    rounds = cached.service().rounds
    try:
        rounds.keep_volunteer(wished, email=email, phone=phone)
    except DataError as problem:
        frame.show_problem(problem)
        return
    state.edit(KIND)
    state.leave_message(_("{name} is saved.", name=plain(wished.name)))
    st.rerun()


def _remove(person: Volunteer) -> None:
    """Offer to forget somebody."""
    step = f"remove volunteer {person.id}"
    st.button(
        _("Forget {name}", name=plain(person.name)),
        key=f"remove-{person.id}",
        icon=":material/person_off:",
        type="tertiary",
        on_click=state.confirm_first,
        args=(step,),
    )
    if state.confirming(step):
        _confirm(person)


def _confirm(person: Volunteer) -> None:
    """Ask before somebody goes with sign-ups and contact details."""

    @st.dialog(
        _("Forget this volunteer?"), icon=":material/person_off:", on_dismiss=state.confirmed
    )
    def ask() -> None:
        st.markdown(f"**{plain(person.name)}**")
        st.markdown(
            _(
                "Name, contact details, sign-ups and places in pairs are erased for good. The "
                "doors their pairs recorded stay."
            )
        )
        if st.button(_("Forget"), type="primary", key="forget-confirmed", icon=":material/delete:"):
            try:
                cached.service().rounds.remove_volunteer(person.id)
            except DataError as problem:
                frame.show_problem(problem)
                return
            state.confirmed()
            state.edit(KIND)
            state.leave_message(_("{name} was forgotten.", name=plain(person.name)))
            st.rerun()

    ask()
