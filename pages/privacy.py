"""What is kept of people and why, for everybody; somebody's own data, and purging."""

import streamlit as st

from dashboard import cached
from dashboard.components import person_data, privacy_record, purge_form
from dashboard.i18n import _
from data.model import Role


def main() -> None:
    """Draw the page: what everybody may read, then what somebody may do."""
    service = cached.service()
    st.html(privacy_record.STYLE)
    st.title(_("Privacy"))
    st.html(privacy_record.notice(service.privacy.notice()))
    if service.actor.role >= Role.COORDINATOR:
        st.header(_("Somebody’s data"))
        person_data.draw()
    if service.actor.role >= Role.ADMINISTRATOR:
        st.header(_("Purge"))
        purge_form.draw()
    st.header(_("Record of processing"))
    record = service.privacy.record()
    st.html(privacy_record.html(record))
    privacy_record.downloads(record)


main()
