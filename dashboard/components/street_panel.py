"""The streets of a quartier: map, legend, and the same as a table."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard import cached, mapview, state, street_map
from dashboard.components import field_words, page_links
from dashboard.components.markup import Cell, Row, details, table
from dashboard.i18n import _, day, ngettext, number
from dashboard.turf import Holder
from data.fieldwork import SectionState, SectionStatus
from data.model import Role


def draw(sections: Sequence[SectionStatus], quartier: str, pair: str) -> None:
    """Draw the map with its legend; a click on a street chooses it."""
    holders = {section: _named(holder) for section, holder in _holders().items()}
    drawn = cached.street_map(quartier, street_map.styles(sections, pair, holders))
    title = _("Streets by state")
    if drawn is not None:
        settings = cached.service().settings
        tiles = (settings.tiles, settings.tiles_attribution) if settings.tiles else None
        with st.container(key=f"{state.STREET_MAP}-panel", gap="small"):
            mapview.show(
                drawn.code,
                drawn.bounds,
                title=title,
                key=state.STREET_MAP,
                height=420,
                on_click=choose,
                tiles=tiles,
            )
            st.html(legend(title, ours=bool(pair)))
    streets = _table(sections, holders)
    st.html(details(_("All streets as a table ({n})", n=number(len(sections))), streets))


def choose(section: str) -> None:
    """Choose a street from the map."""
    state.put(state.STREET, section)


def legend(title: str, *, ours: bool) -> str:
    """Give the legend as HTML: a line for each state, as it is on the map."""
    styles = {"10 6": "dashed", "2 7": "dotted", "1 5": "dotted", "": "solid"}
    items = [
        (look.colour, styles[look.dashes], look.weight, street_map.state_name(name))
        for name, look in street_map.LOOKS.items()
    ]
    if ours:
        items.append(("currentColor", "solid", 9, _("ours (dark edge)")))
    keys = "".join(
        f'<li><span class="swatch line" style="border-top:{weight:g}px {dashes} {colour}" '
        f'aria-hidden="true"></span>{escape(label)}</li>'
        for colour, dashes, weight, label in items
    )
    return (
        f'<figure class="legend" role="group" aria-label="{escape(_("Legend"))}">'
        f"<figcaption>{escape(title)}</figcaption><ul>{keys}</ul></figure>"
    )


def held(sections: Sequence[SectionStatus]) -> None:
    """List for coordinators which of these streets are held, by whom, until when."""
    known = _holders()
    rows = [
        Row(
            [
                one.section.street,
                Cell(_named(holder), day(holder.outing.day, "medium")),
                field_words.moment(holder.expires),
            ]
        )
        for one in sections
        if (holder := known.get(one.section.id))
    ]
    if rows:
        st.html(table(_("Streets that are held"), [_("Street"), _("Held by"), _("Until")], rows))


def _holders() -> Mapping[str, Holder]:
    """Give who holds each street that is held, to coordinators; nobody else is told."""
    return cached.service().turf.holders() if cached.may(Role.COORDINATOR) else {}


def _named(holder: Holder) -> str:
    """Name a pair: its number, its people."""
    said = _("pair no. {number}", number=holder.number)
    return f"{said} ({', '.join(holder.names)})" if holder.names else said


def _table(sections: Sequence[SectionStatus], holders: Mapping[str, str]) -> str:
    """Give all streets with state, who holds them where that is known, and doors left."""
    heads = [_("Street"), _("State"), _("Doors left")]
    rows = [Row([s.section.street, _state(s, holders), _left(s)]) for s in sections]
    return table("", heads, rows)


def _state(status: SectionStatus, holders: Mapping[str, str]) -> Cell:
    """Name the state, by whom where that is known, and until when."""
    said = []
    if status.claim and status.state is not SectionState.DONE:
        said = [holders.get(status.section.id, "")]
        said.append(_("until {moment}", moment=field_words.moment(status.claim.expires)))
    return Cell(street_map.state_name(status.state), ", ".join(part for part in said if part))


def _left(status: SectionStatus) -> Cell:
    """Give the doors left out of those known."""
    if not status.doors:
        return Cell("–")
    return Cell(number(status.left), _("of {n}", n=number(status.doors)))


def notice(sections: Sequence[SectionStatus]) -> None:
    """Say so where the streets are invented, or are a list that is not complete."""
    if not sections:
        st.info(
            _("No street of this quartier is known yet.") + " " + _how(), icon=":material/signpost:"
        )
    elif invented := sum(status.section.invented for status in sections):
        st.warning(
            ngettext(
                "{n} of these streets is invented, for the demonstration.",
                "{n} of these streets are invented, for the demonstration.",
                invented,
            )
            + " "
            + _how(),
            icon=":material/science:",
        )
    elif cached.service().turf.only_names():
        st.warning(
            _("This list of streets is not complete, and their doors are not known.")
            + " "
            + _how(),
            icon=":material/playlist_add:",
        )
    else:
        return
    page_links.draw(
        "records",
        _("Bring in the addresses"),
        "upload_file",
        {state.SECTION: state.ADDRESSES},
    )


def _how() -> str:
    """Say where the real streets come from, to who can bring them in."""
    if not cached.may(Role.COORDINATOR):
        return ""
    return _(
        "Bring in the Base Adresse Nationale (BAN) of the town on the Data page, under Addresses."
    )
