"""Which column holds what: recognised by the program, corrected by hand, kept as a file."""

from collections.abc import Mapping

import streamlit as st

from dashboard import cached, state
from dashboard.components import frame, intake_words
from dashboard.components.markup import plain
from dashboard.i18n import _, ngettext
from dashboard.records import TablePreview
from data.errors import MappingError
from data.importers import ColumnMapping, Field, PlaceProposal

MAPPING_NAME = "colonnes.json"


def draw(file_id: str, preview: TablePreview, *, needed: bool) -> None:
    """Draw the choice of what each column holds.

    Parameters
    ----------
    file_id
        Which upload it is about; the choice is kept under it.
    needed
        Show it open, because the file cannot be brought in as it is.
    """
    used = [held for held in preview.mapping.columns.values() if held != Field.IGNORE]
    label = ngettext(
        "Columns: {n} of {all} recognised",
        "Columns: {n} of {all} recognised",
        len(used),
        all=len(preview.headers),
    )
    with st.expander(label, expanded=needed, icon=":material/view_column:"):
        with st.form(f"columns-{file_id}", border=False):
            mapping = _form(file_id, preview)
            if st.form_submit_button(
                _("Use these columns"), type="primary" if needed else "secondary"
            ):
                state.choose_mapping(file_id, mapping)
                st.rerun()
        _as_file(file_id, preview.mapping)


def accept_places(file_id: str, preview: TablePreview) -> None:
    """Offer to read unknown names of quartiers as those they probably mean."""
    proposals = preview.report.places if preview.report else ()
    if not proposals:
        return
    with st.form(f"places-{file_id}"):
        st.markdown(_("**Names that are almost right.** Tick those that mean the quartier named."))
        ticked = [
            one
            for one in proposals
            if st.checkbox(_proposal(one), value=True, key=f"place-{file_id}-{one.written}")
        ]
        if st.form_submit_button(_("Accept for the whole file")):
            places = {**preview.mapping.places, **{one.written: one.code for one in ticked}}
            changed = ColumnMapping(
                preview.mapping.columns,
                month_first=preview.mapping.month_first,
                places=places,
                fixed=preview.mapping.fixed,
            )
            state.choose_mapping(file_id, changed)
            st.rerun()


def _proposal(one: PlaceProposal) -> str:
    """Say one proposal; names are plain text, not formatting."""
    return ngettext(
        "“{written}” is {name} ({n} row)",
        "“{written}” is {name} ({n} rows)",
        one.rows,
        written=plain(one.written),
        name=plain(one.name),
    )


def _form(file_id: str, preview: TablePreview) -> ColumnMapping:
    """Draw the fields of the form; give the mapping they stand for."""
    labels = intake_words.fields(cached.service().questionnaire())
    st.caption(
        _(
            "Columns that are not used are not read: names, e-mail addresses and remarks "
            "stay outside."
        )
    )
    columns: dict[str, str] = {}
    for place, header in enumerate(preview.headers):
        if place % 2 == 0:  # a grid for each pair: on a phone they stay in the order of the file
            pair = st.columns(2, gap="medium")
        with pair[place % 2]:
            held = _choice(file_id, place, header, preview, labels)
        if held != Field.IGNORE:
            columns[header] = held
    st.divider()
    month_first = st.checkbox(
        _("In dates, the month comes first (4/2/2023 is the 2nd of April)"),
        value=preview.mapping.month_first,
        key=f"month-first-{file_id}",
    )
    fixed = _fixed(file_id, preview.mapping)
    return ColumnMapping(
        columns, month_first=month_first, places=preview.mapping.places, fixed=fixed
    )


def _choice(
    file_id: str, place: int, header: str, preview: TablePreview, labels: Mapping[str, str]
) -> str:
    """Draw the choice for one column, with some of its values."""
    held = preview.mapping.columns.get(header, Field.IGNORE.value)
    options = list(labels) if held in labels else [*labels, held]
    chosen: str = st.selectbox(
        plain(intake_words.shorten(header, 90)),
        options,
        index=options.index(held),
        format_func=lambda key: labels.get(key, key),
        key=f"column-{file_id}-{place}-{held}",
    )
    st.caption(plain(intake_words.sample(preview.sample, place)) or _("empty"))
    return chosen


def _fixed(file_id: str, mapping: ColumnMapping) -> Mapping[str, str]:
    """Ask for the day and the quartier of a file that has no column for them."""
    st.caption(_("Only if the file has no such column, for all of its rows:"))
    quartiers = {q.code: q.name for q in cached.quartiers()}
    day, place = st.columns(2, gap="medium")
    when = day.text_input(
        _("Day of all rows"),
        value=mapping.fixed.get(Field.DAY, ""),
        placeholder="02/04/2023",
        key=f"fixed-day-{file_id}",
    )
    given = mapping.fixed.get(Field.QUARTIER)
    where = place.selectbox(
        _("Quartier of all rows"),
        list(quartiers),
        index=list(quartiers).index(given) if given in quartiers else None,
        format_func=lambda code: quartiers[code],
        placeholder=_("none"),
        key=f"fixed-quartier-{file_id}",
    )
    named = {Field.DAY.value: when.strip(), Field.QUARTIER.value: where or ""}
    return {field: value for field, value in named.items() if value}


def _as_file(file_id: str, mapping: ColumnMapping) -> None:
    """Keep the choice as a file, or take it from one."""
    st.divider()
    save, load = st.columns(2, gap="medium", vertical_alignment="bottom")
    save.download_button(
        _("Keep this choice as a file"),
        mapping.to_json(),
        file_name=MAPPING_NAME,
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
    )
    saved = load.file_uploader(
        _("Use a choice that was kept"), type=["json"], key=state.mapping_upload_key(file_id)
    )
    if saved is None:
        return
    try:
        words = saved.getvalue().decode("utf-8", "replace")
        chosen = ColumnMapping.from_json(words, source=saved.name)
    except MappingError as problem:
        frame.show_problem(problem)
        return
    state.choose_mapping(file_id, chosen)
    state.forget_mapping_upload()
    st.rerun()
