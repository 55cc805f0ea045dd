"""Addresses in: a BAN or BAL file becomes streets to take and doors to knock on."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import cached, state, uploads
from dashboard.components import first_steps, frame, page_links
from dashboard.components.markup import Row, plain, table
from dashboard.i18n import _, day, explain, ngettext, number
from dashboard.turf import AddressReport
from data.errors import DataError
from geo.address_faults import AddressFinding
from geo.errors import GeoError
from geo.faults import Severity

KINDS = ["csv", "gz"]
LISTED = 40


def draw() -> None:
    """Draw where the streets came from, the way to bring addresses in, and what was found."""
    if not cached.quartiers():
        first_steps.no_quartiers()
        return
    _present()
    _report()
    upload = st.file_uploader(
        _("File of addresses (BAN or BAL)"),
        type=KINDS,
        key=state.upload_key("addresses"),
        help=_("CSV of the Base Adresse Nationale, or a Base Adresse Locale 1.3 to 1.5."),
    )
    commune = plain(cached.overview().campaign.commune)
    st.markdown(
        _(
            "Download the addresses of your commune from {site}, then drop the file here. On the "
            "machine of the app this does the same: {command}",
            site="[adresse.data.gouv.fr](https://adresse.data.gouv.fr)",
            command=f"`portes addresses fetch --commune {commune}`",
        )
    )
    if upload is not None and st.button(
        _("Bring these addresses in"), type="primary", icon=":material/check:", key="addresses-in"
    ):
        _bring_in(upload.name, upload.getbuffer())
    _factor()


def _present() -> None:
    """Say where the streets that are there came from."""
    sources = cached.service().turf.sources()
    if not sources:
        st.info(_("No streets yet."), icon=":material/signpost:")
        return
    rows = [
        Row(
            [
                _("{source} (invented)", source=one.source) if one.invented else one.source,
                _on(one.at),
                number(one.sections),
            ]
        )
        for one in sources
    ]
    heads = [_("Source"), _("Brought in"), _("Streets")]
    st.html(table(_("Streets in use"), heads, rows))


def _on(at: str) -> str:
    """Write the day of a moment."""
    from datetime import datetime

    return day(datetime.fromisoformat(at).date(), "medium")


def _bring_in(name: str, content: memoryview) -> None:
    """Cut the streets of a file into sections."""
    try:
        with uploads.on_disk(name, content) as path, st.spinner(_("Reading the addresses…")):
            report = cached.service().turf.import_addresses(path, path.name)
    except (DataError, GeoError) as problem:
        frame.show_problem(problem)
        return
    state.keep_addresses(report)
    state.forget_upload()
    st.rerun()


def _report() -> None:
    """Say what became of the last file."""
    report: AddressReport | None = state.addresses()
    if report is None:
        return
    if report.sections:
        st.success(_held(report), icon=":material/check_circle:")
    else:  # read, but of another town: nothing came of it
        st.warning(_held(report), icon=":material/wrong_location:")
    counts = report.counts
    st.caption(
        _(
            "New: {added} · changed: {changed} · as before: {kept} · gone: {removed} · gone from "
            "the file but in use, kept: {in_use}",
            added=number(counts.added),
            changed=number(counts.changed),
            kept=number(counts.kept),
            removed=number(counts.removed),
            in_use=number(counts.in_use),
        )
    )
    if report.outside:
        st.caption(
            ngettext(
                "{n} address lies in no quartier and was left out.",
                "{n} addresses lie in no quartier and were left out.",
                report.outside,
            )
        )
    _findings(report.findings)
    page_links.draw("streets", _("See the streets"), "signpost")


def _held(report: AddressReport) -> str:
    """Say what the file held."""
    said = (
        ngettext("{n} address", "{n} addresses", report.addresses),
        ngettext("{n} street", "{n} streets", report.streets),
        ngettext(
            "{n} section to take (a street is cut where quartiers meet)",
            "{n} sections to take (a street is cut where quartiers meet)",
            report.sections,
        ),
    )
    return ", ".join(said) + "."


def _findings(findings: Sequence[AddressFinding]) -> None:
    """List what was found in the file."""
    for title, severity in (
        (_("Left out"), Severity.BLOCKING),
        (_("Repaired"), Severity.REPAIRED),
        (_("To know"), Severity.NOTICE),
    ):
        some = [one for one in findings if one.severity is severity]
        if some:
            st.html(_list(title, some, severity))


def _list(title: str, findings: Sequence[AddressFinding], severity: Severity) -> str:
    """Give findings as HTML."""
    items = "".join(map(_item, findings[:LISTED]))
    more = len(findings) - LISTED
    if more > 0:
        items += f"<li>{escape(ngettext('and {n} more', 'and {n} more', more))}</li>"
    head = escape(f"{title} ({number(len(findings))})")
    return f'<section class="findings {severity}"><h2>{head}</h2><ul>{items}</ul></section>'


def _item(one: AddressFinding) -> str:
    """Give one finding with its row and its mend."""
    message, mend = explain(one)
    row = f"{_('Row {row}', row=one.row)} : " if one.row else ""
    return f"<li>{escape(row + message)} <small>{escape(mend)}</small></li>"


def _factor() -> None:
    """Let a coordinator say how many dwellings an address stands for in a quartier."""
    names = {q.code: q.name for q in cached.quartiers()}
    with (
        st.expander(_("Dwellings for each address, where no file tells"), icon=":material/home:"),
        st.form("address-factor-form", border=False),
    ):
        st.selectbox(
            _("Quartier"),
            list(names),
            format_func=lambda code: names.get(code, code),
            key=state.FACTORS,
        )
        st.number_input(
            _("Dwellings for each address"),
            min_value=0.1,
            max_value=500.0,
            value=1.0,
            step=0.5,
            key=f"{state.FACTORS}-number",
        )
        st.form_submit_button(_("Set"), on_click=_set_factor, key=f"{state.FACTORS}-set")


def _set_factor() -> None:
    """Keep the factor."""
    code = state.value(state.FACTORS)
    wished = state.value(f"{state.FACTORS}-number")
    if code and wished:
        cached.service().turf.set_factor(str(code), float(wished))
        state.leave_message(_("The dwellings were set."))
