"""Who is out there: the choice of the outing and of the pair, kept in the address."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import cached, state
from dashboard.components import page_links
from dashboard.components.markup import plain
from dashboard.i18n import _, day
from data.fieldwork import Outing, OutingKind, Pair
from data.model import Role

Team = tuple[Outing, Pair]


def draw() -> Team | None:
    """Draw the choice, folded away once it is made; None until then."""
    service = cached.service()
    outings = [one for one in service.rounds.outings() if one.kind is OutingKind.DOORS]
    if not outings:
        st.info(_("No outing is planned yet."), icon=":material/event_busy:")
        to_outings(_("Plan an outing"))
        return None
    outing = _outing(outings, service.settings.today)
    pairs = service.rounds.roster(outing.id).pairs
    pair = _pair(pairs)
    names = {q.code: q.name for q in cached.quartiers()}
    said = [day(outing.day, "long"), names.get(outing.quartier, outing.quartier)]
    if pair:
        said.append(_("pair no. {number}", number=pair.number))
    title = " · ".join(plain(part) for part in said if part)
    with st.expander(title, expanded=pair is None, icon=":material/group:"):
        _widgets(outings, pairs, names)
    if outing.closed:
        st.warning(
            _("This outing is closed: its streets are free again, its doors stay."),
            icon=":material/lock:",
        )
    return (outing, pair) if pair else None


def chosen_outing() -> Outing | None:
    """Give the outing that was chosen, with or without a pair; None where there is none."""
    chosen = state.value(state.OUTING)
    return next((one for one in cached.service().rounds.outings() if one.id == chosen), None)


def offered(outing: Outing) -> bool:
    """Say whether there is a pair to choose for an outing."""
    return bool(_ours(cached.service().rounds.roster(outing.id).pairs))


def to_outings(label: str) -> None:
    """Draw a link to the page of the outings, where coordinators plan and others sign up."""
    seen = label if cached.may(Role.COORDINATOR) else _("To the outings")
    page_links.draw("outings", seen, "event")


def nearest(outings: Sequence[Outing], today: date) -> Outing:
    """Give the next outing that is open, else the last one.

    Parameters
    ----------
    outings
        At least one, by day.
    """
    ahead = [one for one in outings if one.day >= today and not one.closed]
    return ahead[0] if ahead else outings[-1]


def _outing(outings: Sequence[Outing], today: date) -> Outing:
    """Find the outing that is chosen, before its widget is drawn."""
    known = {one.id: one for one in outings}
    state.from_link(state.OUTING, known)
    chosen = state.value(state.OUTING)
    if chosen not in known:
        chosen = nearest(outings, today).id
        state.put(state.OUTING, chosen)
    return known[str(chosen)]


def _pair(pairs: Sequence[Pair]) -> Pair | None:
    """Find the pair that is chosen, before its widget is drawn."""
    known = {one.id: one for one in _ours(pairs)}
    state.from_link(state.PAIR, known)
    chosen = state.value(state.PAIR)
    if chosen not in known:
        chosen = next(iter(known)) if len(known) == 1 else None
        state.put(state.PAIR, chosen)
    return known.get(str(chosen))


def _ours(pairs: Sequence[Pair]) -> Sequence[Pair]:
    """Give the pairs one may act for: coordinators for all, volunteers for those they are in."""
    return pairs if cached.may(Role.COORDINATOR) else [pair for pair in pairs if pair.members]


def _widgets(outings: Sequence[Outing], pairs: Sequence[Pair], names: dict[str, str]) -> None:
    """Draw the two choices and write them into the address."""
    known = {one.id: one for one in outings}
    numbers = {one.id: one.number for one in _ours(pairs)}
    st.selectbox(
        _("Outing"),
        list(known),
        format_func=lambda key: _title(known[key], names) if key in known else "",
        key=state.OUTING,
        persist_state="session",
    )
    if numbers:
        st.selectbox(
            _("We are pair no."),
            list(numbers),
            format_func=lambda key: str(numbers.get(key, "")),
            key=state.PAIR,
            placeholder=_("Choose your pair"),
            persist_state="session",
        )
    elif pairs:
        st.info(_("You are in no pair of this outing."), icon=":material/group_off:")
        to_outings(_("To the outings"))
    else:
        st.info(_("No pair has been formed for this outing yet."), icon=":material/group_off:")
        to_outings(_("Form pairs"))
    state.to_link(state.OUTING, default=state.NO_OUTING)
    state.to_link(state.PAIR, default=state.NO_PAIR)


def _title(outing: Outing, names: dict[str, str]) -> str:
    """Name an outing by its day and place."""
    place = names.get(outing.quartier, outing.quartier)
    return f"{day(outing.day, 'full')} · {place}"
