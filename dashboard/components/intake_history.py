"""What was brought in, newest first, and taking it out again."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from dashboard import cached, state
from dashboard.components.markup import plain
from dashboard.i18n import _, day, ngettext
from data.model import ImportRecord, RecordKind


def draw() -> None:
    """List the imports, each with a way to undo it."""
    records = cached.service().records.imports()
    if not records:
        st.info(_("Nothing was brought in yet."), icon=":material/history:")
        return
    st.caption(_("Undoing takes the rows of one file out again; everything else stays."))
    for record in records:
        _entry(record)


def _entry(record: ImportRecord) -> None:
    """Draw one import."""
    with st.container(border=True, key=f"import-{record.id}"):
        words, action = st.columns([5, 1.4], vertical_alignment="center", gap="small")
        words.markdown(f"**{plain(name(record))}** · {_kind(record)}  \n{_counts(record)}")
        if record.undone:
            action.caption(f":material/undo: {_('undone')}")
            return
        step = f"undo {record.id}"
        action.button(
            _("Undo"),
            key=f"undo-{record.id}",
            icon=":material/undo:",
            width="stretch",
            on_click=state.confirm_first,
            args=(step,),
        )
        if state.confirming(step):
            _confirm(record)


def name(record: ImportRecord) -> str:
    """Name what was brought in."""
    return _("Demonstration data") if record.demo else record.source


def undo(records: Sequence[ImportRecord], message: str) -> None:
    """Take the rows of some imports out, and say so."""
    for record in records:
        cached.service().records.undo_import(record.id)
    state.confirmed()
    state.forget_outcome()
    state.leave_message(message)
    st.rerun()


def _confirm(record: ImportRecord) -> None:
    """Ask before anything is taken out."""

    @st.dialog(_("Undo this import?"), icon=":material/undo:", on_dismiss=state.confirmed)
    def ask() -> None:
        st.markdown(
            ngettext(
                "{n} record of “{file}” will be taken out.",
                "{n} records of “{file}” will be taken out.",
                record.added,
                file=plain(name(record)),
            )
        )
        st.caption(_("The file can be brought in again at any time."))
        if st.button(_("Take out"), type="primary", key="undo-confirmed", icon=":material/delete:"):
            undo([record], _("“{file}” was taken out.", file=plain(name(record))))

    ask()


def _kind(record: ImportRecord) -> str:
    """Name the kind of record."""
    return _("visits") if record.kind is RecordKind.VISITS else _("questionnaires")


def _counts(record: ImportRecord) -> str:
    """Say when, how many went in, how many were there already, how many were left out."""
    parts = [_when(record.at), ngettext("{n} new", "{n} new", record.added)]
    if record.known:
        parts.append(ngettext("{n} already there", "{n} already there", record.known))
    if record.rejected:
        parts.append(ngettext("{n} left out", "{n} left out", record.rejected))
    return " · ".join(parts)


def _when(at: str) -> str:
    """Write the moment of an import, as clocks show it where the person is."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    try:
        here = moment.astimezone(ZoneInfo(st.context.timezone or "UTC"))
    except ZoneInfoNotFoundError:
        here = moment
    return _("{day}, {time}", day=day(here.date()), time=f"{here:%H:%M}")
