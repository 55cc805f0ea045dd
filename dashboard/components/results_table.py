"""The figures of the results as tables that stand still: nothing in them sorts by score."""

from collections.abc import Iterable, Sequence

from dashboard import score_words as words
from dashboard.components import page_links
from dashboard.components.markup import Cell, Row, plain, table
from dashboard.i18n import _, number
from data.analysis.results import ResultRow
from data.model import SCALE


def by_quartier(rows: Iterable[ResultRow], town: ResultRow, *, chosen: str = "") -> str:
    """Give one question: a row a quartier in the order of the codes, the whole town below."""
    heads = [_("Quartier"), _("Answers"), _("Mean"), _("Interval")]
    body = (
        Row(_figures(row, row.name), chosen=bool(chosen) and row.code == chosen) for row in rows
    )
    foot = Row(_figures(town, _("Whole town")))
    return table(_("Mean by quartier"), heads, body, foot=foot)


def to_quartier_page(name: str) -> None:
    """Lead on to the page with all questions, for the quartier of that name if one was chosen."""
    label = _("{quartier}: all questions", quartier=plain(name)) if name else ""
    page_links.draw("quartier", label or _("One quartier, all questions"), "holiday_village")


def by_question(rows: Sequence[tuple[str, ResultRow, ResultRow]], *, compare: bool) -> str:
    """Give one place: a row a question.

    Parameters
    ----------
    rows
        Name of the question, its figures here and in the whole town.
    compare
        Show the mean of the whole town beside.
    """
    heads = [_("Question"), _("Answers"), _("Mean"), _("Interval")]
    if compare:
        heads.append(_("Whole town"))
    body = (
        Row([*_figures(here, name), *([words.score(town.mean)] if compare else [])])
        for name, here, town in rows
    )
    return table(_("All questions"), heads, body)


def spread(rows: Iterable[tuple[str, ResultRow]], first: str) -> str:
    """Give how many gave each score, a row a place or question; `first` heads their names."""
    heads = [first, *(str(value) for value in SCALE), _("Answers")]
    body = (
        Row([name, *(number(count) for count in row.distribution), number(row.n)])
        for name, row in rows
    )
    return table("", heads, body)


def _figures(row: ResultRow, name: str) -> list[Cell | str]:
    """Give the figures of one row; too few answers are marked."""
    fragile = _("fragile") if row.fragile and row.n else ""
    return [
        name,
        Cell(number(row.n), fragile),
        words.score(row.mean),
        words.interval(row.low, row.high),
    ]
