"""The outings by date: those to come, those to be debriefed, those that are over."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

import streamlit as st

from dashboard import state
from dashboard.components import outing_words as words
from dashboard.components.markup import plain
from dashboard.i18n import _, ngettext
from dashboard.rounds import Summary
from data.fieldwork import OutingKind


def draw(summaries: Sequence[Summary], names: Mapping[str, str], today: date) -> None:
    """Draw the list.

    Parameters
    ----------
    names
        Name of each quartier by code.
    """
    coming = [one for one in summaries if one.outing.day >= today and not one.outing.closed]
    open_ = [one for one in summaries if one.outing.day < today and not one.outing.closed]
    over = [one for one in summaries if one.outing.closed]
    st.header(_("Next outings"))
    if not coming:
        st.info(_("No outing is planned yet."), icon=":material/event:")
    for one in coming:
        _item(one, names, today)
    if open_:
        st.header(_("To debrief"))
        for one in open_:
            _item(one, names, today)
    if over:
        label = ngettext("{n} closed outing", "{n} closed outings", len(over))
        with st.expander(label, icon=":material/history:"):
            for one in reversed(over):
                _item(one, names, today)


def _item(summary: Summary, names: Mapping[str, str], today: date) -> None:
    """Draw one outing; its title opens it."""
    outing = summary.outing
    with st.container(border=True, gap=None, key=f"outing-item-{outing.id}"):
        st.button(
            plain(words.title(outing, names)),
            key=f"open-{outing.id}",
            type="tertiary",
            on_click=state.show_outing,
            args=(outing.id,),
        )
        st.html(html(summary, today))


def html(summary: Summary, today: date) -> str:
    """Give what stands under the title: hours, place, people, doors."""
    outing = summary.outing
    line = [words.hours(outing), outing.meeting_point]
    tags = [(words.from_today(outing.day, today), "soon" if outing.day >= today else "")]
    people = ngettext("{n} signed up", "{n} signed up", summary.signed_up)
    if outing.day >= today:
        left = outing.capacity - summary.signed_up
        people += " · " + (
            ngettext("{n} place left", "{n} places left", left) if left > 0 else _("full")
        )
    line.append(people)
    if summary.doors or (outing.day < today and outing.kind is OutingKind.DOORS):
        line.append(ngettext("{n} door recorded", "{n} doors recorded", summary.doors))
    marks = "".join(f'<span class="tag {kind}">{escape(said)}</span>' for said, kind in tags)
    said = " · ".join(escape(part) for part in line if part)
    return f'<p class="outing">{marks}<span class="dim">{said}</span></p>'
