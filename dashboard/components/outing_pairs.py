"""The pairs of an outing: proposed or formed by hand, changed, dissolved."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.components import change_button, frame, page_links, papers
from dashboard.components import outing_words as words
from dashboard.components.markup import plain
from dashboard.i18n import _, ngettext
from dashboard.rounds import Roster
from data.errors import DataError
from data.fieldwork import Pair, Volunteer

MOST = 3
_KIND = "pair"


def draw(roster: Roster) -> None:
    """Draw the pairs, those without one, and the two ways to form more."""
    if not roster.people:
        st.info(_("Put people on the list first."), icon=":material/group_add:")
        return
    people = {person.id: person for person, _word in roster.people}
    proposed = _proposal(roster)
    if proposed is not None:
        _offer(roster, proposed, people)
        return
    for pair in roster.pairs:
        _row(roster, pair, people)
    if not roster.pairs:
        st.caption(_("No pair is formed yet."))
    if roster.unpaired:
        _left_over(roster)
    else:
        st.caption(_("Everybody has a pair."))
    if roster.pairs:
        papers.of_outing(roster.outing, roster.pairs)


def _left_over(roster: Roster) -> None:
    """Name those without a pair, and the two ways to form more."""
    names = words.names_of(plain(person.name) for person in roster.unpaired)
    st.markdown(_("**Without a pair:** {names}.", names=names))
    st.button(
        _("Propose pairs"),
        key="propose",
        icon=":material/auto_awesome:",
        help=_("One who is experienced with one who is new; nothing is saved yet."),
        on_click=_propose,
        args=(roster,),
    )
    _form(roster)


def label(pair: Pair) -> str:
    """Name a pair by its number."""
    return _("Pair {number}", number=pair.number)


def members(pair: Pair, people: dict[str, Volunteer]) -> list[Volunteer]:
    """Give those of a pair who are known."""
    return [people[one] for one in pair.members if one in people]


def _row(roster: Roster, pair: Pair, people: dict[str, Volunteer]) -> None:
    """Draw one pair, or the form that changes it."""
    if state.editing(_KIND) == pair.id:
        _change(roster, pair, people)
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"row-{pair.id}"):
        st.html(_described(pair, people), width="stretch")
        team = {state.OUTING: roster.outing.id, state.PAIR: pair.id}
        page_links.draw("streets", _("Streets"), "signpost", team)
        change_button.draw(_KIND, pair.id, _("Change pair {number}", number=pair.number))


def _described(pair: Pair, people: dict[str, Volunteer]) -> str:
    """Give a pair as HTML: number, names, what each brings along."""
    found = members(pair, people)
    named = [
        f'<span class="who">{escape(person.name)} '
        + "".join(f'<span class="tag">{escape(word)}</span>' for word in words.skills(person)[:1])
        + "</span>"
        for person in found
    ]
    said = " ".join(named) if named else escape(_("nobody"))
    alone = f" <small>{escape(_('nobody should go alone'))}</small>" if len(found) == 1 else ""
    return f'<p class="person"><strong>{escape(label(pair))}</strong> {said}{alone}</p>'


def _change(roster: Roster, pair: Pair, people: dict[str, Volunteer]) -> None:
    """Draw the form that says who is in a pair; nobody at all dissolves it."""
    free = [person.id for person in roster.unpaired]
    here = [person.id for person in members(pair, people)]
    with st.form(f"pair-{pair.id}"):
        chosen = st.multiselect(
            label(pair),
            [*here, *free],
            default=here,
            format_func=lambda identity: people[identity].name,
            max_selections=max(MOST, len(here)),
            placeholder=_("Nobody: the pair is dissolved"),
        )
        with st.container(horizontal=True):
            keep = st.form_submit_button(_("Keep"), type="primary", icon=":material/save:")
            leave = st.form_submit_button(_("Leave as it was"))
    if leave:
        state.edit(_KIND)
        st.rerun()
    if keep:
        changed = [
            replace(one, members=tuple(chosen)) if one.id == pair.id else one
            for one in roster.pairs
            if one.id != pair.id or chosen
        ]
        said = _("The pair is changed.") if chosen else _("The pair is dissolved.")
        _save(roster, changed, said)


def _form(roster: Roster) -> None:
    """Draw the form that makes a pair by hand."""
    names = {person.id: person.name for person in roster.unpaired}
    with st.form(state.turn("new-pair")):
        chosen = st.multiselect(
            _("Form a pair by hand"),
            list(names),
            format_func=lambda identity: names[identity],
            max_selections=MOST,
            placeholder=_("Two people, three at most"),
        )
        sent = st.form_submit_button(_("Form this pair"), icon=":material/group_add:")
    if not sent:
        return
    if not chosen:
        st.warning(_("Choose who goes together."), icon=":material/group:")
        return
    number = next_number(roster.pairs)
    identity = f"{roster.outing.id}-{number}"
    _save(
        roster,
        [*roster.pairs, Pair(identity, roster.outing.id, number, tuple(chosen))],
        _("Pair {number} is formed.", number=number),
    )


def next_number(pairs: Sequence[Pair]) -> int:
    """Give the number of the next pair."""
    return max((pair.number for pair in pairs), default=0) + 1


def _propose(roster: Roster) -> None:
    """Work out a proposal and keep it for this session only."""
    found = cached.service().rounds.propose_pairs(roster.outing.id)
    state.remember(state.PROPOSAL, _token(roster), found)


def _proposal(roster: Roster) -> Sequence[Pair] | None:
    """Give the proposal; None where there is none, or where the records have changed since."""
    found: Sequence[Pair] | None = state.recall(state.PROPOSAL, _token(roster))
    return found


def _token(roster: Roster) -> tuple[str, str]:
    return roster.outing.id, cached.key()


def _offer(roster: Roster, proposed: Sequence[Pair], people: dict[str, Volunteer]) -> None:
    """Show a proposal, with what is new in it, and the button that saves it."""
    before = {pair.id: pair.members for pair in roster.pairs}
    with st.container(border=True, key="proposal"):
        st.markdown(f"**{_('Proposed pairs')}** · {_('not saved yet')}")
        for pair in proposed:
            mark = "" if before.get(pair.id) == pair.members else _("new")
            tag = f' <span class="tag full">{escape(mark)}</span>' if mark else ""
            st.html(_described(pair, people).replace("</p>", f"{tag}</p>"))
        with st.container(horizontal=True):
            save = st.button(
                _("Save these pairs"), key="save-pairs", type="primary", icon=":material/save:"
            )
            st.button(
                _("Discard"), key="discard-pairs", on_click=state.remember,
                args=(state.PROPOSAL, None, None),
            )  # fmt: skip
    if save:
        new = sum(before.get(pair.id) != pair.members for pair in proposed)
        _save(roster, proposed, ngettext("{n} pair is saved.", "{n} pairs are saved.", new))


def _save(roster: Roster, wished: Sequence[Pair], message: str) -> None:
    """Keep the pairs; the way back puts those that were there before."""
    rounds, outing, before = cached.service().rounds, roster.outing.id, roster.pairs
    try:
        rounds.save_pairs(outing, wished)
    except DataError as problem:
        frame.show_problem(problem)
        return
    state.edit(_KIND)
    state.next_turn("new-pair")
    state.leave_message(message)
    state.offer_undo(_("Undo: the pairs as before"), lambda: rounds.save_pairs(outing, before))
    st.rerun()
