"""What is on today, first of all: on a Sunday morning nobody looks for the way to the doors."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import outing_list, outing_style, own_outings, page_links
from dashboard.components import outing_words as words
from dashboard.components.markup import plain
from dashboard.i18n import _
from data.model import Role


def draw() -> None:
    """Draw the open outings of today, with the ways to them; nothing on any other day."""
    today = cached.overview().today
    shown = [one.id for one in cached.outings() if one.day == today and not one.closed]
    if not shown:
        return
    names = {one.code: one.name for one in cached.quartiers()}
    st.html(outing_style.sheet())
    if cached.may(Role.COORDINATOR):
        for summary in cached.outing_summaries():
            outing = summary.outing
            if outing.id in shown:
                with st.container(border=True, gap="small", key=f"today-{outing.id}"):
                    st.markdown(f"**{plain(words.title(outing, names))}**")
                    st.html(outing_list.html(summary, today))
                    page_links.draw(
                        "outings", _("To this outing"), "event", {state.SHOWN_OUTING: outing.id}
                    )
        return
    own = [one for one in cached.service().mine.outings() if one.summary.outing.id in shown]
    own_outings.coming(own, names, today)
