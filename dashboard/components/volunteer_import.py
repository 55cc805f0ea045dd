"""Bringing a sign-up list in: look first, then bring in, with the rows that cannot be used."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import cached, state, uploads
from dashboard.components import frame
from dashboard.components.intake_words import shorten
from dashboard.components.markup import Row, plain, table
from dashboard.i18n import _, explain, ngettext, number
from dashboard.signups import VolunteerImport
from data.errors import DataError
from data.importers import RowFinding

KINDS = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"]
SHOWN = 100


def draw() -> None:
    """Draw the file chooser and what the file would bring."""
    st.markdown(
        _(
            "The export of an online form or any table: a column with names (or first and last "
            "names), and where there are some, e-mail, telephone and experience."
        )
    )
    upload = st.file_uploader(_("Sign-up list"), type=KINDS, key=state.upload_key("volunteers"))
    st.caption(_("The same list twice changes nothing; nobody is taken out by a list."))
    if upload is None:
        return
    try:
        _proceed(upload)
    except DataError as problem:
        frame.show_problem(problem)


def _proceed(upload: UploadedFile) -> None:
    """Say what the list would bring, and offer to bring it in."""
    token = (upload.file_id, cached.key())
    found: VolunteerImport | None = state.recall(state.LIST_LOOK, token)
    if found is None:
        with uploads.on_disk(upload.name, upload.getbuffer()) as path:
            found = cached.service().rounds.look_at_volunteers(path, upload.name)
        state.remember(state.LIST_LOOK, token, found)
    st.markdown(f"**{changes(found)}**")
    if found.added:
        names = [plain(person.name) for person in found.added]
        with st.expander(_("Who is new"), icon=":material/person_add:"):
            st.markdown(" · ".join(names))
    if found.nothing_new:
        st.info(_("Nothing new: all of it is there already."), icon=":material/check:")
    elif st.button(_("Bring the list in"), type="primary", key="list-in", icon=":material/upload:"):
        _bring_in(upload)
    _findings(found.findings)


def changes(found: VolunteerImport) -> str:
    """Say what a list brings, leaving out what it has none of."""
    parts = [ngettext("{n} new volunteer", "{n} new volunteers", len(found.added))]
    if found.known:
        parts.append(ngettext("{n} there already", "{n} there already", found.known))
    more = {one.id for one in found.changed} | {c.volunteer for c in found.contacts}
    more -= {one.id for one in found.added}
    if more:
        parts.append(
            ngettext("{n} of them brought up to date", "{n} of them brought up to date", len(more))
        )
    if found.findings:
        count = len(found.findings)
        parts.append(ngettext("{n} row left out", "{n} rows left out", count))
    return ", ".join(parts)


def _bring_in(upload: UploadedFile) -> None:
    """Keep what the list brings."""
    with uploads.on_disk(upload.name, upload.getbuffer()) as path:
        found = cached.service().rounds.import_volunteers(path, upload.name)
    state.forget_upload()
    name = plain(upload.name)
    state.leave_message(_("“{file}” is in: {changes}.", file=name, changes=changes(found)))
    st.rerun()


def _findings(findings: tuple[RowFinding, ...]) -> None:
    """List the rows that cannot be used, each with its mend."""
    if not findings:
        return
    heads = [_("Row"), _("Column"), _("What is wrong"), _("How to mend it")]
    rows = []
    for finding in findings[:SHOWN]:
        message, mend = explain(finding)
        rows.append(Row([number(finding.row), shorten(finding.column, 60), message, mend]))
    with st.container(key="findings"):
        st.html(table(_("Rows left out"), heads, rows))
