"""What differs between two releases, in the figures that were published and in no others."""

from collections.abc import Sequence

import streamlit as st

from dashboard import cached
from dashboard import score_words as words
from dashboard.components.markup import Row, table
from dashboard.i18n import _, day, number, text
from dashboard.publication.release import Release
from dashboard.publishing import compare
from data.analysis.published import Cell, Status
from data.analysis.results import TOWN
from data.restitution import Publication


def draw(releases: Sequence[Publication]) -> None:
    """Let two releases be chosen, and list what differs."""
    if len(releases) < 2:
        st.info(_("Two releases are needed to compare them."), icon=":material/difference:")
        return
    named = {
        one.number: _("Release {number}", number=one.number) + f" · {day(one.at)}"
        for one in releases
    }
    numbers = list(named)
    left, right = st.columns(2)
    with left:
        older = st.selectbox(_("Before"), numbers, 1, format_func=named.__getitem__)
    with right:
        newer = st.selectbox(_("After"), numbers, 0, format_func=named.__getitem__)
    publishing = cached.service().publishing
    before, after = publishing.release(older), publishing.release(newer)
    _doors(before, after)
    changes = compare(before, after)
    if not changes:
        st.success(_("The published figures are the same."), icon=":material/check_circle:")
        return
    questions = {q.key: text(q.short) or q.key for q in (*before.questions, *after.questions)}
    areas = {area.code: area.name for area in (*before.areas, *after.areas)}
    areas[TOWN] = _("Whole town")
    both = {q.key for q in before.questions} & {q.key for q in after.questions}
    rows = [
        Row([questions[one.question], areas[one.code], _said(one.before), _said(one.after)])
        for one in changes
        # Of a question that one of them lacks, the town says so once for all quartiers.
        if one.question in both or one.code == TOWN
    ]
    st.html(
        table(
            _("Figures that changed"),
            [_("Question"), _("Quartier"), _("Before"), _("After")],
            rows,
        )
    )


def _doors(before: Release, after: Release) -> None:
    """Say how many doors each release stands on."""
    st.caption(
        _(
            "Doors knocked on: {before} before, {after} after.",
            before=number(before.doors.knocked),
            after=number(after.doors.knocked),
        )
    )


def _said(cell: Cell | None) -> str:
    """Say what a release holds of one cell."""
    if cell is None:
        return _("not in this release")
    match cell.status:
        case Status.MASKED:
            return _("masked")
        case Status.EMPTY:
            return words.answers(0)
        case Status.GROUPED:
            bands = " / ".join(number(count) for count in cell.bands or ())
            return f"{bands} ({words.answers(cell.n or 0)})"
        case _:
            mean, held = words.score(cell.mean), words.interval(cell.low, cell.high)
            return f"{mean} ({held}, {words.answers(cell.n or 0)})"
