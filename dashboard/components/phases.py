"""The phases of the campaign on a calendar line, and the same as a table."""

from datetime import date

import streamlit as st

from dashboard.charts import Spec, span_of
from dashboard.components.markup import Row, plain, table
from dashboard.i18n import _, day, ngettext, text
from data.model import Campaign, Phase


def draw(spec: Spec, campaign: Campaign, today: date) -> None:
    """Draw the line; `spec` is what `dashboard.charts.calendar` gave."""
    st.header(_("Calendar"))
    st.caption(_("Today is {day}.", day=day(today)) + " " + _now(campaign, today))
    st.vega_lite_chart(spec=spec, width="stretch", alt=_("Calendar"))
    with st.expander(_("The phases as a table")):
        st.html(_table(campaign, today))


def _table(campaign: Campaign, today: date) -> str:
    """Give the phases with their days and where they stand."""
    rows = (Row([text(p.label), span_of(p), standing(p, today)]) for p in campaign.phases)
    return table("", [_("Phase"), _("When"), _("Where it stands")], rows)


def standing(phase: Phase, today: date) -> str:
    """Say whether a phase is over, going on or to come."""
    if today > phase.end:
        return _("over")
    if today < phase.start:
        return ngettext("in {n} day", "in {n} days", (phase.start - today).days)
    left = (phase.end - today).days
    return ngettext("going on, {n} day left", "going on, {n} days left", left)


def _now(campaign: Campaign, today: date) -> str:
    """Say what is going on today, or what comes next."""
    current = [plain(text(p.label)) for p in campaign.phases if p.start <= today <= p.end]
    if current:
        return _("Going on: {phases}.", phases=", ".join(current))
    coming = min(
        (p for p in campaign.phases if p.start > today), key=lambda p: p.start, default=None
    )
    if coming:
        return _(
            "Next: {phase}, {when}.",
            phase=plain(text(coming.label)),
            when=standing(coming, today),
        )
    return _("The campaign is over.")
