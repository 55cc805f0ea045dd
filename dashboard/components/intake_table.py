"""Bringing in a table of doors or answers: choose, look, correct, bring in, see what changed."""

from collections.abc import Iterator
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import cached, i18n, state, uploads
from dashboard.components import (
    frame,
    intake_columns,
    intake_demo,
    intake_report,
    intake_words,
    page_links,
)
from dashboard.components.markup import Row, plain, table
from dashboard.i18n import _, ngettext
from dashboard.records import TablePreview
from data.errors import DataError
from data.importers import ColumnMapping, ImportReport

KINDS = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"]


class Look(NamedTuple):
    """A file that was looked at: what it holds, and its bad rows as a file."""

    preview: TablePreview
    rejects: bytes


class Outcome(NamedTuple):
    """A file that went in."""

    filename: str
    report: ImportReport
    rejects: bytes


def draw() -> None:
    """Draw the way from a file to records."""
    intake_demo.take_out()
    upload = st.file_uploader(
        _("File of doors or answers"),
        type=KINDS,
        key=state.upload_key("table"),
        help=_("CSV, XLSX or ODS, with the names of the columns in the first row."),
    )
    if upload is None:
        _done()
        _hints()
        intake_demo.bring_in()
        return
    state.forget_outcome()
    try:
        _proceed(upload)
    except DataError as problem:
        frame.show_problem(problem)


def _proceed(upload: UploadedFile) -> None:
    """Show what the file holds and what bringing it in would do."""
    file_id, mapping = upload.file_id, state.mapping(upload.file_id)
    token = (file_id, mapping.to_json() if mapping else "", cached.key(), i18n.language())
    look = state.recall(state.LOOK, token)
    if look is None:
        with st.spinner(_("Reading the file…")):
            look = _look(upload, mapping)
        state.remember(state.LOOK, token, look)
    preview: TablePreview = look.preview
    _verdict(upload, look)
    intake_columns.draw(file_id, preview, needed=preview.problem is not None)
    with st.expander(_("First rows of the file"), icon=":material/table_rows:"):
        heads = [intake_words.shorten(header) for header in preview.headers]
        rows = (
            Row([intake_words.shorten(str(cell)) for cell in cells]) for cells in preview.sample
        )
        st.html(f'<div class="wide">{table("", heads, rows)}</div>')


def _look(upload: UploadedFile, mapping: ColumnMapping | None) -> Look:
    """Read the file and bring it in for a trial that is taken back."""
    with uploads.on_disk(upload.name, upload.getbuffer()) as path:
        rejects = path.with_name("rejects.csv")
        preview = cached.service().records.table_preview(
            path, upload.name, mapping, rejects=rejects, explain=i18n.explain
        )
        return Look(preview, rejects.read_bytes() if rejects.exists() else b"")


def _verdict(upload: UploadedFile, look: Look) -> None:
    """Say what would happen, and offer to do it."""
    report = look.preview.report
    if report is None:
        if look.preview.problem:
            frame.show_problem(look.preview.problem)
        return
    st.markdown(f"**{_('What bringing it in would do')}**")
    intake_report.figures(report)
    intake_report.notices(report)
    # Before the button: a name that is nearly right is a row that would be left out.
    intake_columns.accept_places(upload.file_id, look.preview)
    new = report.visits_added + report.responses_added
    if new:
        label = ngettext("Bring in {n} record", "Bring in {n} records", new)
        if st.button(label, type="primary", icon=":material/upload:", key="bring-in"):
            _bring_in(upload, look.preview.mapping)
    elif report.rejected:
        st.error(_("No row can be used as it is."), icon=":material/error:")
    else:
        st.info(_("Nothing new: all of it is there already."), icon=":material/check:")
    intake_report.faults(report)
    if look.rejects:
        intake_report.bad_rows(look.rejects, upload.name, key="bad-rows-before")


def _bring_in(upload: UploadedFile, mapping: ColumnMapping) -> None:
    """Do it, and show how far it is."""
    bar = st.progress(0.0, text=_("Bringing in…"))

    def progress(done: int, total: int | None) -> None:
        share = min(done / total, 1.0) if total else 0.0
        bar.progress(share, text=ngettext("{n} row", "{n} rows", done))

    with uploads.on_disk(upload.name, upload.getbuffer()) as path:
        rejects = path.with_name("rejects.csv")
        report = cached.service().records.import_file(
            path, upload.name, mapping, rejects=rejects, progress=progress, explain=i18n.explain
        )
        bad = rejects.read_bytes() if rejects.exists() else b""
    state.keep_outcome(Outcome(upload.name, report, bad))
    state.forget_upload()
    st.rerun()


def _done() -> None:
    """Say what the last file changed."""
    outcome: Outcome | None = state.outcome()
    if outcome is None:
        return
    report = outcome.report
    with st.container(border=True, key="outcome"):
        st.success(
            _(
                "“{file}” is in: {changes}.",
                file=plain(outcome.filename),
                changes=", ".join(_changes(report)),
            ),
            icon=":material/check_circle:",
        )
        if report.rejected:
            st.markdown(
                ngettext("{n} row was left out.", "{n} rows were left out.", report.rejected)
            )
            if outcome.rejects:
                intake_report.bad_rows(outcome.rejects, outcome.filename, key="bad-rows-after")
        with st.container(horizontal=True, gap="medium"):
            page_links.draw("coverage", _("See it on the map"), "map")
            page_links.draw("results", _("See the results"), "bar_chart")
        st.caption(_("Not what you wanted? It can be undone under “History”."))


def _changes(report: ImportReport) -> Iterator[str]:
    """Say what went in, leaving out what the file had none of."""
    if report.visits_added:
        yield ngettext("{n} new visit", "{n} new visits", report.visits_added)
    if report.responses_added:
        yield ngettext("{n} new questionnaire", "{n} new questionnaires", report.responses_added)


def _hints() -> None:
    """Say what a file can hold."""
    st.markdown(
        _(
            "A row is a visit to a door, a count of doors, or a questionnaire; columns are "
            "recognised by their names and can be corrected before anything goes in."
        )
    )
    with st.expander(_("What the columns can be"), icon=":material/help:"):
        st.markdown(
            "\n".join(
                f"- {line}"
                for line in (
                    _(
                        "**Where**: the quartier by code or name, or a point (longitude and "
                        "latitude, or Lambert-93), which is used to find the quartier and then "
                        "forgotten."
                    ),
                    _("**When**: the day. Answers keep only their month."),
                    _(
                        "**Doors**: what came of the visit (interview, refusal, absent…), with "
                        "street and door if they were noted; or one column of counts for each "
                        "outcome."
                    ),
                    _(
                        "**Answers**: one column for each question, headed by its text as in an "
                        "online form, with 1 to 5; empty where there was no answer."
                    ),
                )
            )
        )
        st.caption(
            _(
                "The same file twice changes nothing. Names, e-mail addresses and other columns "
                "are not read."
            )
        )
