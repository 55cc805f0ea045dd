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
from dashboard.i18n import N_, _
from data.model import Role

BRING_IN, HISTORY, QUARTIERS, EXPORT = "bring-in", "history", "quartiers", "export"
ADDRESSES, SAFETY = state.ADDRESSES, "safety"
SECTIONS = {
    BRING_IN: ("upload_file", N_("Bring in"), intake_table.draw),
    HISTORY: ("history", N_("History"), intake_history.draw),
    QUARTIERS: ("map", N_("Quartiers"), intake_quartiers.draw),
    ADDRESSES: ("signpost", N_("Addresses"), intake_addresses.draw),
    EXPORT: ("download", N_("Export"), intake_export.draw),
    SAFETY: ("health_and_safety", N_("Backup"), safekeeping.draw),
}
"""What the page does: icon, name and what draws it."""


def main() -> None:
    """Draw the section that was chosen."""
    st.html(results_style.sheet())
    st.title(_("Data"))
    labels = {
        key: f":material/{icon}: {_(name)}"
        for key, (icon, name, _draw) in SECTIONS.items()
        if key != SAFETY or cached.may(Role.ADMINISTRATOR)
    }
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
    _icon, _name, draw = SECTIONS[section or first]
    draw()


main()
