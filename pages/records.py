"""Files in and out: records, quartiers, exports, and undoing what was brought in."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    intake_addresses,
    intake_export,
    intake_history,
    intake_quartiers,
    intake_table,
    results_style,
    safekeeping,
)
from dashboard.i18n import _
from data.model import Role

BRING_IN, HISTORY, QUARTIERS, EXPORT = "bring-in", "history", "quartiers", "export"
ADDRESSES, SAFETY = state.ADDRESSES, "safety"


def main() -> None:
    """Draw the section that was chosen."""
    st.html(results_style.sheet())
    st.title(_("Data"))
    labels = {
        BRING_IN: f":material/upload_file: {_('Bring in')}",
        HISTORY: f":material/history: {_('History')}",
        QUARTIERS: f":material/map: {_('Quartiers')}",
        ADDRESSES: f":material/signpost: {_('Addresses')}",
        EXPORT: f":material/download: {_('Export')}",
    }
    if cached.may(Role.ADMINISTRATOR):
        labels[SAFETY] = f":material/health_and_safety: {_('Backup')}"
    first = BRING_IN if cached.quartiers() else QUARTIERS
    state.follow_link(state.SECTION, labels)
    section = st.segmented_control(
        _("What to do"),
        list(labels),
        default=None if state.has(state.SECTION) else first,
        format_func=lambda key: labels[key],
        key=state.SECTION,
        required=True,
        persist_state="session",
        label_visibility="collapsed",
    )
    state.to_link(state.SECTION, default=first)
    if section == QUARTIERS:
        intake_quartiers.draw()
    elif section == ADDRESSES:
        intake_addresses.draw()
    elif section == HISTORY:
        intake_history.draw()
    elif section == EXPORT:
        intake_export.draw()
    elif section == SAFETY:
        safekeeping.draw()
    else:
        intake_table.draw()


main()
