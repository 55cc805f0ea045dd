"""Who comes to an outing: the list, who was there, and putting people on it."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.components import frame
from dashboard.components import outing_words as words
from dashboard.components.field_words import attempt
from dashboard.components.markup import plain
from dashboard.i18n import _, ngettext
from dashboard.rounds import Roster
from data.errors import DataError, OutingFullError
from data.fieldwork import Outing, SignUp, Volunteer


def draw(roster: Roster, everybody: Sequence[Volunteer]) -> None:
    """Draw the list and the form.

    Parameters
    ----------
    everybody
        All volunteers, by name.
    """
    outing = roster.outing
    begun = outing.day <= cached.overview().today
    st.markdown(f"**{_taken(roster)}**")
    if begun and roster.people:
        st.caption(_("Note who came; a second click on the same word takes it back."))
    for person, word in roster.people:
        _row(outing, person, word, begun=begun)
    if begun and any(word.attended is None for _person, word in roster.people):
        st.button(
            _("All the others came"),
            key="all-came",
            icon=":material/done_all:",
            on_click=_all_came,
            args=(roster,),
        )
    if outing.closed:
        st.caption(_("This outing is closed: nobody can be put on its list any more."))
    elif len(roster.people) >= outing.capacity:
        st.info(
            _("All places are taken. Raise their number under “Change” to put more people on."),
            icon=":material/group:",
        )
    else:
        listed = {person.id for person, _word in roster.people}
        _form(outing, [person for person in everybody if person.id not in listed])


def _taken(roster: Roster) -> str:
    """Say how many places are taken."""
    return ngettext(
        "{n} person of {all} places",
        "{n} people of {all} places",
        len(roster.people),
        all=roster.outing.capacity,
    )


def _row(outing: Outing, person: Volunteer, word: SignUp, *, begun: bool) -> None:
    """Draw one person: name, what they bring along, whether they came, the way off the list."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"row-{person.id}"):
        st.html(described(person), width="stretch")
        if begun:
            key = f"came-{outing.id}-{person.id}"
            state.put(key, word.attended)
            st.segmented_control(
                _("{name}: there?", name=plain(person.name)),
                [True, False],
                format_func=lambda came: _("came") if came else _("did not come"),
                key=key,
                on_change=_attend,
                args=(outing.id, person.id, key),
                label_visibility="collapsed",
            )
        if not outing.closed:
            st.button(
                _("Take off"),
                key=f"off-{person.id}",
                icon=":material/person_remove:",
                type="tertiary",
                help=_("Take {name} off the list", name=plain(person.name)),
                on_click=_withdraw,
                args=(outing.id, person),
            )


def described(person: Volunteer) -> str:
    """Give a name and what the person brings along as HTML."""
    tags = "".join(f'<span class="tag">{escape(word)}</span>' for word in words.skills(person))
    return f'<p class="person"><strong>{escape(person.name)}</strong> {tags}</p>'


def _form(outing: Outing, others: Sequence[Volunteer]) -> None:
    """Draw the form that puts people on the list."""
    names = {person.id: person.name for person in others}
    with st.form(state.turn("sign-up")):
        st.markdown(f"**{_('Put people on the list')}**")
        known = st.multiselect(
            _("Volunteers who are known"),
            list(names),
            format_func=lambda identity: names[identity],
            placeholder=_("Choose one or several"),
            disabled=not names,
        )
        typed = st.text_area(
            _("New ones, a name a line"), height=110, placeholder="Ana Petit\nBilal Renard"
        )
        experienced = st.checkbox(_("The new ones have knocked on doors before"))
        if st.form_submit_button(
            _("Put on the list"), type="primary", icon=":material/person_add:"
        ):
            _sign_up(outing, known, typed.splitlines(), experienced=experienced)


def _sign_up(
    outing: Outing, known: Sequence[str], typed: Sequence[str], *, experienced: bool
) -> None:
    """Put people on the list, as many as there are places."""
    rounds = cached.service().rounds
    before = {sign_up.volunteer for _person, sign_up in rounds.roster(outing.id).people}
    wished = [*known, *(name for name in typed if name.strip())]
    if not wished:
        st.warning(_("Choose somebody, or write a name."), icon=":material/person_search:")
        return
    full = None
    for wish in wished:
        try:
            person = wish if wish in known else rounds.person(wish, experienced=experienced).id
            rounds.sign_up(outing.id, person)
        except OutingFullError as problem:
            full = problem
            break
        except DataError as problem:
            frame.show_problem(problem)
            return
    after = {sign_up.volunteer for _person, sign_up in rounds.roster(outing.id).people}
    new = len(after - before)
    said = ngettext("{n} person was put on the list.", "{n} people were put on the list.", new)
    if full:
        said += " " + _("The others found no place left.")
    state.forget_undo()
    state.next_turn("sign-up")
    state.leave_message(said)
    st.rerun()


def _attend(outing: str, person: str, key: str) -> None:
    """Note whether somebody came."""
    came = state.value(key)
    attempt(lambda: cached.service().rounds.attend(outing, person, came))


def _all_came(roster: Roster) -> None:
    """Note that all came of whom nothing was noted."""
    rest = [person for person, word in roster.people if word.attended is None]

    def note(came: bool | None) -> None:
        for person in rest:
            cached.service().rounds.attend(roster.outing.id, person.id, came)

    if attempt(lambda: note(True)):
        state.offer_undo(_("Undo: not all of them came"), lambda: note(None))


def _withdraw(outing: str, person: Volunteer) -> None:
    """Take somebody off the list, out of their pair too; both can be taken back."""
    rounds = cached.service().rounds
    before = [pair for pair in rounds.roster(outing).pairs if person.id in pair.members]

    def undo() -> None:
        rounds.sign_up(outing, person.id)
        pairs = rounds.roster(outing).pairs
        rounds.save_pairs(
            outing, [next((old for old in before if old.id == pair.id), pair) for pair in pairs]
        )

    if attempt(lambda: rounds.withdraw(outing, person.id)):
        name = plain(person.name)
        state.leave_message(_("{name} is no longer on the list.", name=name))
        state.offer_undo(_("Put {name} back on the list", name=name), undo)
