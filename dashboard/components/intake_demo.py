"""Invented records: bringing them in to look around, taking them out before the real ones come."""

import streamlit as st

from dashboard import cached
from dashboard.components import first_steps, intake_history
from dashboard.i18n import _


def take_out() -> None:
    """Offer to take the demonstration data out while they are in."""
    if not cached.overview().demo:
        return
    with st.container(border=True, key="demo-out"):
        st.markdown(
            _(
                "**Demonstration data are loaded.** Take them out before you bring in your own, "
                "so that the figures do not mix."
            )
        )
        if st.button(
            _("Take the demonstration data out"), key="demo-remove", icon=":material/delete:"
        ):
            _remove()


def bring_in() -> None:
    """Offer the demonstration data while there is nothing else."""
    if not cached.overview().empty:
        return
    with st.container(border=True, key="demo-in"):
        st.markdown(
            _(
                "**No file at hand?** Look around with invented doors and answers: they are "
                "clearly marked and can be taken out in one click."
            )
        )
        first_steps.demo_button()


def _remove() -> None:
    """Take all invented records out."""
    records = [one for one in cached.service().records.imports() if one.demo and not one.undone]
    intake_history.undo(records, _("The demonstration data were taken out."))
