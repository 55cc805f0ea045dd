"""The choice of a file of quartiers: which field is what, what is wrong, on a map and as a list."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import cached, findings_map, i18n, state, uploads
from dashboard.components import frame, map_panel
from dashboard.components.markup import plain
from dashboard.i18n import _, explain, ngettext, number
from dashboard.map_files import MapFields, QuartierCheck, QuartierChoice
from data.errors import DataError
from geo.checks import Fault, Finding, Severity
from geo.errors import GeoError

KINDS = ["geojson", "json", "gpkg", "zip", "kml"]
LISTED = 60


def draw() -> None:
    """Draw what is in use, and the way to another file."""
    _present()
    upload = st.file_uploader(
        _("File of quartiers"),
        type=KINDS,
        key=state.upload_key("quartiers"),
        help=_("GeoJSON, GeoPackage, zipped Shapefile or KML, in any coordinate system."),
    )
    if upload is None:
        st.markdown(
            _(
                "Any file of areas will do, IRIS included: pieces whose codes begin alike can be "
                "merged. It is checked before anything changes."
            )
        )
        return
    try:
        with uploads.on_disk(upload.name, upload.getbuffer()) as path:
            _proceed(upload, path)
    except (DataError, GeoError) as problem:
        frame.show_problem(problem)


def _present() -> None:
    """Say which quartiers are in use."""
    quartiers = cached.quartiers()
    if not quartiers:
        st.info(_("No quartiers yet: bring in the file of your town."), icon=":material/map:")
        return
    names = ", ".join(plain(q.name) for q in quartiers)
    st.markdown(
        ngettext(
            "**{n} quartier in use:** {names}.",
            "**{n} quartiers in use:** {names}.",
            len(quartiers),
            names=names,
        )
    )


def _proceed(upload: UploadedFile, path: Path) -> None:
    """Read, choose, check; offer to use it."""
    service = cached.service()
    fields, layer = _fields(upload, path)
    choice = _choose(upload.file_id, fields, layer)
    if choice is None:
        return
    token = (upload.file_id, choice, cached.key(), i18n.language())
    check: QuartierCheck | None = state.recall(state.CHECK, token)
    if check is None:
        with st.spinner(_("Checking the areas…")):
            check = service.map_files.check_quartiers(path, choice)
        state.remember(state.CHECK, token, check)
    elsewhere = _verdict(upload, check)
    if check.frame is not None or elsewhere:
        _offer(upload, choice, elsewhere=elsewhere)
    _map(check)
    _list(check.findings)


def _fields(upload: UploadedFile, path: Path) -> tuple[MapFields, str | None]:
    """List the fields of the file; of several layers, of the one chosen, which is given too."""
    service = cached.service()
    fields = service.map_files.map_fields(path)
    if len(fields.layers) < 2:
        return fields, None
    layer: str = st.selectbox(_("Layer"), fields.layers, key=f"layer-{upload.file_id}")
    if layer != fields.layers[0]:
        fields = service.map_files.map_fields(path, layer)
    return fields, layer


def _choose(file_id: str, fields: MapFields, layer: str | None) -> QuartierChoice | None:
    """Ask which field is what; None until code and name are chosen."""
    code_at, name_at, dwellings_at, digits_at = st.columns([3, 3, 3, 2], gap="small")
    with code_at:
        code = _field(_("Code"), file_id, fields, fields.code)
    with name_at:
        name = _field(_("Name"), file_id, fields, fields.name)
    with dwellings_at:
        dwellings = _field(_("Dwellings (if known)"), file_id, fields, fields.dwellings)
    digits = digits_at.number_input(
        _("Merge by the first … characters"),
        min_value=0,
        max_value=20,
        value=0,
        key=f"digits-{file_id}",
        help=_("0: no merging. 7 merges IRIS into the grands quartiers of INSEE."),
    )
    with st.expander(_("Coordinate system"), icon=":material/public:"):
        crs = st.text_input(
            _("Only if the file does not state it, or states a wrong one"),
            placeholder="EPSG:2154",
            key=f"crs-{file_id}",
        )
    if not code or not name:
        st.info(_("Choose the fields that hold the code and the name."), icon=":material/edit:")
        return None
    return QuartierChoice(
        code,
        name,
        digits=int(digits) or None,
        dwellings=dwellings,
        crs=crs.strip() or None,
        layer=layer,
    )


def _field(label: str, file_id: str, fields: MapFields, guess: str) -> str | None:
    """Draw the choice of one field, with some of its values."""
    options = list(fields.fields)
    chosen: str | None = st.selectbox(
        label,
        options,
        index=options.index(guess) if guess in options else None,
        placeholder=_("none"),
        key=f"field-{label}-{file_id}",
    )
    if chosen:
        values = [str(row.get(chosen, "")) for row in fields.sample[:3]]
        st.caption(plain(" · ".join(values)))
    return chosen


def _verdict(upload: UploadedFile, check: QuartierCheck) -> bool:
    """Say whether the file can be used; give True if it may be although it lies elsewhere."""
    blocking = [one for one in check.findings if one.severity is Severity.BLOCKING]
    if check.frame is not None:
        st.success(
            ngettext(
                "The file can be used: {n} quartier.",
                "The file can be used: {n} quartiers.",
                len(check.frame),
            ),
            icon=":material/check_circle:",
        )
        return False
    st.error(
        ngettext(
            "{n} fault has to be mended before this file can be used.",
            "{n} faults have to be mended before this file can be used.",
            len(blocking),
        ),
        icon=":material/error:",
    )
    if {one.fault for one in blocking} <= {Fault.ELSEWHERE}:
        return st.checkbox(
            _("It is the right town: use it although it lies elsewhere"),
            key=f"elsewhere-{upload.file_id}",
        )
    return False


def _map(check: QuartierCheck) -> None:
    """Draw the areas as they would be used, with the findings over them."""
    drawn = findings_map.draw(check.frame, check.findings)
    if drawn is None:
        return
    map_panel.panel(
        drawn.code,
        drawn.bounds,
        title=_("The file and what was found in it"),
        legend=drawn.legend,
        key=state.FINDINGS_MAP,
        note=False,
    )


def _list(findings: Sequence[Finding]) -> None:
    """List the findings, gravest first."""
    if not findings:
        st.caption(_("Nothing was found wrong with it."))
        return
    titles = {
        Severity.BLOCKING: _("To be mended first"),
        Severity.REPAIRED: _("Repaired"),
        Severity.NOTICE: _("To know"),
    }
    for severity, title in titles.items():
        some = [one for one in findings if one.severity is severity]
        if some:
            st.html(_findings(title, some, severity))


def _findings(title: str, findings: Sequence[Finding], severity: Severity) -> str:
    """Give the findings of one severity as HTML."""
    items = "".join(_finding(one) for one in findings[:LISTED])
    more = len(findings) - LISTED
    if more > 0:
        items += f"<li>{escape(ngettext('and {n} more', 'and {n} more', more))}</li>"
    head = f"{title} ({number(len(findings))})"
    return f'<section class="findings {severity}"><h2>{escape(head)}</h2><ul>{items}</ul></section>'


def _finding(one: Finding) -> str:
    """Give one finding with its mend."""
    message, mend = explain(one)
    return f"<li>{escape(message)} <small>{escape(mend)}</small></li>"


def _offer(upload: UploadedFile, choice: QuartierChoice, *, elsewhere: bool) -> None:
    """Offer to work with these quartiers; ask first where they replace others."""
    step = f"use {upload.file_id}"
    pressed = st.button(
        _("Use these quartiers"), type="primary", icon=":material/check:", key="use-quartiers"
    )
    if pressed and not cached.quartiers():
        _use(upload, choice, elsewhere=elsewhere)
    elif pressed:
        state.confirm_first(step)
    if state.confirming(step):
        _confirm(upload, choice, elsewhere=elsewhere)


def _confirm(upload: UploadedFile, choice: QuartierChoice, *, elsewhere: bool) -> None:
    """Ask before quartiers are replaced."""

    @st.dialog(_("Replace the quartiers?"), icon=":material/map:", on_dismiss=state.confirmed)
    def ask() -> None:
        st.markdown(
            _(
                "The present quartiers are replaced and the doors are spread over the new ones. "
                "Records stay with the codes they were noted under."
            )
        )
        if st.button(_("Replace"), type="primary", key="use-confirmed"):
            try:
                _use(upload, choice, elsewhere=elsewhere)
            except (DataError, GeoError) as problem:
                frame.show_problem(problem)

    ask()


def _use(upload: UploadedFile, choice: QuartierChoice, *, elsewhere: bool) -> None:
    """Put the quartiers in place."""
    with uploads.on_disk(upload.name, upload.getbuffer()) as path:
        check = cached.service().map_files.use_quartiers(path, choice, elsewhere=elsewhere)
    count = 0 if check.frame is None else len(check.frame)
    state.confirmed()
    state.forget_upload()
    state.leave_message(
        ngettext(
            "{n} quartier is in use now; the doors were spread anew.",
            "{n} quartiers are in use now; the doors were spread anew.",
            count,
        )
    )
    st.rerun()
