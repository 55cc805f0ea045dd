"""What to do first: shown in place of figures while there is nothing to show."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import cached, state
from dashboard.components import page_links
from dashboard.i18n import _
from data.model import RecordKind, Role


def no_quartiers() -> None:
    """Say that the quartiers of the town have to be brought in."""
    if not cached.may(Role.COORDINATOR):
        st.info(_("The coordinators have not brought the quartiers in yet."), icon=":material/map:")
        return
    st.info(
        _("This town has no quartiers yet. Bring in a file of its quartiers to begin.")
        + " "
        + _("GeoJSON, GeoPackage, zipped Shapefile and KML will do."),
        icon=":material/map:",
    )
    to_data_page(_("Choose the quartier file"))


def no_records() -> None:
    """Offer to bring in records, or to look around with invented ones; that is for coordinators."""
    if not cached.may(Role.COORDINATOR):
        st.info(_("No door has been noted yet"), icon=":material/door_front:")
        return
    with st.container(border=True, key="first-steps"):
        st.header(_("No door has been noted yet"))
        st.markdown(
            _("Bring in the doors and answers that were noted, or look around with invented ones.")
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            demo_button()
            to_data_page(_("Bring in a file"))
        st.caption(_("Demonstration data are clearly marked and can be taken out in one click."))
        st.subheader(_("Before the first Sunday"))
        with st.container(gap="small"):
            for done, page, label, shown in _to_prepare():
                icon = "check_circle" if done else "radio_button_unchecked"
                page_links.draw(page, _("{step}: done", step=label) if done else label, icon, shown)


def _to_prepare() -> Sequence[tuple[bool, str, str, Mapping[str, str]]]:
    """Give what a campaign needs before its doors: whether it is there, and where it is done."""
    service = cached.service()
    addresses = {state.SECTION: state.ADDRESSES}
    return (
        (bool(service.campaign().contact), "planning", _("How people can reach you, on paper"), {}),
        (not service.turf.only_names(), "records", _("Streets and doors of the town"), addresses),
        (bool(service.rounds.volunteers()), "volunteers", _("The volunteers"), {}),
        (bool(cached.outings()), "outings", _("The first outing"), {}),
    )


def demo_button() -> None:
    """Draw the button that brings in the invented records."""
    if st.button(
        _("Load demonstration data"), type="primary", icon=":material/science:", key="demo"
    ):
        _fill_demo()


def to_data_page(label: str) -> None:
    """Draw a link to the page where files come in."""
    page_links.draw("records", label, "upload_file")


def _fill_demo() -> None:
    """Bring in the invented records and show them."""
    with st.spinner(_("Inventing doors and answers…")):
        service = cached.service()
        phase, today = service.campaign().doors_phase, service.settings.today
        running = phase.start <= today <= phase.end
        added = service.records.fill_demo(until=today if running else None)
    state.leave_message(
        _(
            "Demonstration data loaded: {visits} visits, {responses} questionnaires.",
            visits=added.get(RecordKind.VISITS, 0),
            responses=added.get(RecordKind.RESPONSES, 0),
        )
    )
    st.rerun()
