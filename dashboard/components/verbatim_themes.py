"""Themes: who spoke of what; with how far coders agree, and the codebook to change."""

from collections.abc import Mapping

import streamlit as st

from dashboard import cached
from dashboard.answers import ThemeCounts
from dashboard.components import markup, verbatim_agreement, verbatim_codebook
from dashboard.components.markup import Cell, Row
from dashboard.i18n import _, ngettext, number, percent, text
from data.model import Text

_COLOUR = "#3b7dd8"


def draw(questions: Mapping[str, Text]) -> None:
    """Draw the table, the agreement and the codebook."""
    book = cached.service().themes.codebook()
    if book.themes:
        _counts(questions)
        labels = {theme.key: text(theme.label) or theme.key for theme in book.themes}
        verbatim_agreement.draw(labels)
    verbatim_codebook.draw(book.themes)


def _counts(questions: Mapping[str, Text]) -> None:
    """Draw who spoke of what, for the whole town."""
    st.header(_("What the answers are about"))
    answers, k = cached.service().answers, cached.overview().campaign.k
    found = {key: answers.theme_counts(key) for key in questions}
    if not any(one.answers for one in found.values()):
        st.info(
            _("No answer has been coded yet. The table fills as answers are read and coded."),
            icon=":material/label:",
        )
        return
    st.html(_table(questions, found, k), width="stretch")
    st.caption(
        ngettext(
            "An answer may have several themes. A theme with fewer than {n} answer has no "
            "number in this table, nor in public.",
            "An answer may have several themes. A theme with fewer than {n} answers has no "
            "number in this table, nor in public.",
            k,
        )
        + " "
        + _("Where coders differ, a theme counts if at least half of them gave it.")
    )


def _table(questions: Mapping[str, Text], found: Mapping[str, ThemeCounts], k: int) -> str:
    """Give the themes that anybody spoke of, a column a question."""
    by_theme = {key: {theme.key: theme.n for theme in one.themes} for key, one in found.items()}
    rows = [
        Row(
            [
                text(theme.label) or theme.key,
                *(_cell(by_theme[key], theme.key, found[key].answers, k) for key in questions),
            ]
        )
        for theme in cached.service().themes.codebook().themes
        if any(theme.key in themes for themes in by_theme.values())
    ]
    foot = Row([_("Answers coded"), *(number(found[key].answers) for key in questions)])
    heads = [_("Theme"), *(text(short) or key for key, short in questions.items())]
    return markup.table(_("Answers by theme, whole town"), heads, rows, foot=foot)


def _cell(themes: Mapping[str, int | None], key: str, answers: int, k: int) -> Cell:
    """Give the number of one theme for one question."""
    if key not in themes:
        return Cell("–")
    n = themes[key]
    if n is None:
        return Cell(_("under {k}", k=k))
    share = n / answers if answers else 0
    return Cell(number(n), percent(share), bar=share, colour=_COLOUR)
