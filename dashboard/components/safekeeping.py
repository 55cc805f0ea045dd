"""Keeping everything safe, for administrators: a backup to take away, and whether all is sound."""

import streamlit as st

from dashboard import cached
from dashboard.components import frame, passphrase
from dashboard.errors import DashboardError
from dashboard.i18n import _, explain, ngettext, number
from dashboard.service import Service
from data.checkup import Checkup
from data.errors import DataError
from data.sealing import SUFFIX


def draw() -> None:
    """Draw both."""
    with st.container(border=True, key="safety-backup"):
        st.subheader(_("Take a backup away"))
        st.markdown(
            _(
                "One file with everything in it, as of this moment: all campaigns, checked. "
                "Bring it back with the command `portes restore`."
            )
        )
        _backup()
    with st.container(border=True, key="safety-check"):
        st.subheader(_("Check the database"))
        st.markdown(
            _(
                "Whether everything fits together: the file itself, what refers to what, sums, "
                "releases and the audit. Nothing is changed."
            )
        )
        if st.button(_("Check"), key="safety-check-now", icon=":material/fact_check:"):
            _check()


def _backup() -> None:
    """Ask for a passphrase and offer the file."""
    secret = passphrase.ask("safety-passphrase")
    with_key = st.checkbox(
        _("Put the key file into it"),
        key="safety-key",
        disabled=not secret,
        help=_(
            "Contact details can only be read with the key file. Keep it apart, or put it into an "
            "encrypted backup."
        ),
    )
    service = cached.service()
    name = f"{cached.overview().campaign.id}-{service.settings.today}.sqlite"
    st.download_button(
        _("Download the backup"),
        lambda: content(service, secret or "", with_key=with_key),
        file_name=name + (SUFFIX if secret else ""),
        mime="application/octet-stream",
        icon=":material/download:",
        on_click="ignore",
        disabled=secret is None,
        key="safety-download",
    )


def content(service: Service, secret: str, *, with_key: bool) -> bytes:
    """Give the file, encrypted where there is a passphrase."""
    keeping = service.keeping
    return keeping.download(passphrase=secret or None, with_key=with_key and bool(secret))


def _check() -> None:
    """Check, and say what was found."""
    try:
        with st.spinner(_("Checking…")):
            checkup = cached.service().keeping.check()
    except (DataError, DashboardError) as problem:
        frame.show_problem(problem)
        return
    _tell(checkup)


def _tell(checkup: Checkup) -> None:
    """Say what a check found."""
    if not checkup.findings:
        told = _(
            "No fault was found in {rows} records of {tables} tables.",
            rows=number(sum(checkup.rows.values())),
            tables=len(checkup.rows),
        )
        st.success(told, icon=":material/check_circle:")
        return
    count = len(checkup.findings)
    st.error(ngettext("{n} fault was found.", "{n} faults were found.", count))
    for finding in checkup.findings:
        message, mend = explain(finding)
        with st.container(border=True):
            st.text(message)
            st.caption(mend)
