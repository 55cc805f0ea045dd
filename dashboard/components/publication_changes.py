"""What differs between two releases, in what was published and in nothing else."""

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from dashboard import cached
from dashboard import score_words as words
from dashboard.components.markup import Cell, Row, table
from dashboard.i18n import _, day, number, text
from dashboard.publication.changes import WordChange, Words, compare, compare_words
from dashboard.publication.release import Release
from data.analysis.published import Cell as Published
from data.analysis.published import Status
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
    tables = [*_figures(before, after), *_words(before, after)]
    if not tables:
        st.success(
            _("The published figures, themes and quotes are the same."),
            icon=":material/check_circle:",
        )
    for drawn in tables:
        st.html(drawn)


def _figures(before: Release, after: Release) -> Iterator[str]:
    """Draw the table of the figures that changed, if any did."""
    questions = {q.key: text(q.short) or q.key for q in (*before.questions, *after.questions)}
    areas = {area.code: area.name for area in (*before.areas, *after.areas)}
    areas[TOWN] = _("Whole town")
    both = {q.key for q in before.questions} & {q.key for q in after.questions}
    rows = [
        Row([Cell(questions[one.question], areas[one.code]), _said(one.before), _said(one.after)])
        for one in compare(before, after)
        # Of a question that one of them lacks, the town says so once for all quartiers.
        if one.question in both or one.code == TOWN
    ]
    if rows:
        heads = [_("Question and quartier"), _("Before"), _("After")]
        yield table(_("Figures that changed"), heads, rows)


def _words(before: Release, after: Release) -> Iterator[str]:
    """Draw the table of the themes and quotes that changed, if any did."""
    asked = (one.question for one in (*before.open_questions, *after.open_questions))
    questions = {question.key: text(question.short) or question.key for question in asked}
    rows = [
        Row([_named(one, questions), _told(one, one.before), _told(one, one.after)])
        for one in compare_words(before, after)
    ]
    if rows:
        heads = [_("Theme or quote"), _("Before"), _("After")]
        yield table(_("Themes and quotes that changed"), heads, rows)


def _doors(before: Release, after: Release) -> None:
    """Say how many doors each release stands on."""
    st.caption(
        _(
            "Doors knocked on: {before} before, {after} after.",
            before=number(before.doors.knocked),
            after=number(after.doors.knocked),
        )
    )


def _named(one: WordChange, questions: Mapping[str, str]) -> Cell:
    """Name a theme or give a quote, with its question."""
    name = _("“{quote}”", quote=one.quote) if one.theme is None else text(one.theme)
    return Cell(name, questions[one.question])


def _told(one: WordChange, words_told: Words | None) -> str:
    """Say what a release tells of a theme or a quote."""
    if words_told is None:
        return _("not in this release")
    if one.theme is None:
        return _("quoted")
    if words_told.n is None:
        return _("too few answers")
    return _("{n} of {total}", n=number(words_told.n), total=number(words_told.answers))


def _said(cell: Published | None) -> str:
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
