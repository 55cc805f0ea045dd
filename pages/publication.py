"""What the public gets to see: prepared, looked at, published, taken back."""

import streamlit as st

from dashboard import cached, state
from dashboard.components import (
    first_steps,
    publication_changes,
    publication_draft,
    publication_releases,
    results_reading,
)
from dashboard.i18n import _


def main() -> None:
    """Draw what can be published, and what was."""
    st.title(_("Publication"))
    if not cached.quartiers():
        first_steps.no_quartiers()
        return
    releases = cached.service().publishing.releases()
    if not releases and not any(row.n for row in cached.results()):
        results_reading.no_answers()
        return
    parts = {
        state.PREPARE: f":material/edit_document: {_('Prepare')}",
        state.RELEASES: f":material/inventory_2: {_('Releases')}",
        state.CHANGES: f":material/difference: {_('What changed')}",
    }
    state.from_link(state.PUBLICATION_PART, parts)
    state.begin(state.PUBLICATION_PART, state.PREPARE)
    part = st.segmented_control(
        _("What to do"),
        list(parts),
        format_func=lambda key: parts[key],
        key=state.PUBLICATION_PART,
        required=True,
        persist_state="session",
        label_visibility="collapsed",
    )
    state.to_link(state.PUBLICATION_PART, default=state.PREPARE)
    if part == state.RELEASES:
        publication_releases.draw(releases)
    elif part == state.CHANGES:
        publication_changes.draw(releases)
    else:
        publication_draft.draw()


main()
