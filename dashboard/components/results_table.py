"""The figures of the results as tables that stand still: nothing in them sorts by score."""

from collections.abc import Iterable, Mapping, Sequence

from dashboard import score_words as words
from dashboard.components.markup import Cell, Row, table
from dashboard.i18n import _, number
from dashboard.results_look import PLAIN, Look
from data.analysis.results import Figure, Measure, ResultRow, figure
from data.model import SCALE


def by_quartier(
    rows: Iterable[ResultRow],
    town: ResultRow,
    *,
    look: Look = PLAIN,
    smoothed: Mapping[str, Figure] | None = None,
    chosen: str = "",
) -> str:
    """Give one question: a row a quartier in the order of the codes, the whole town below.

    Parameters
    ----------
    smoothed
        Smoothed means by code, in a column of their own where there are any.
    chosen
        Code of the row that is pointed out.
    """
    heads = [_("Quartier"), *_heads(look, wide=not smoothed)]
    if smoothed:
        heads.append(_("Smoothed estimate"))
    body = (
        Row(
            [row.name, *_figures(row, look, wide=not smoothed), *_smoothed(row, smoothed)],
            chosen=bool(chosen) and row.code == chosen,
            hatched=_few(row),
        )
        for row in rows
    )
    whole = _figures(town, look, wide=not smoothed)
    foot = Row([_("Whole town"), *whole, *_smoothed(town, smoothed)])
    share = look.measure is Measure.SHARE
    caption = _("Share of 4 and 5 by quartier") if share else _("Mean by quartier")
    return table(caption, heads, body, foot=foot)


def by_question(
    rows: Sequence[tuple[str, ResultRow, Figure | None]], *, head: str = "", look: Look = PLAIN
) -> str:
    """Give one place: a row a question.

    Parameters
    ----------
    rows
        Name of the question, its figures here, and what stands beside them; None for nothing.
    head
        Names what stands beside.
    """
    heads = [_("Question"), *_heads(look, wide=not head), *([head] if head else [])]
    body = (
        Row(
            [name, *_figures(here, look, wide=not head), *_beside(beside, look)],
            hatched=_few(here),
        )
        for name, here, beside in rows
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


def _heads(look: Look, *, wide: bool) -> list[str]:
    """Name the columns that `_figures` gives."""
    if look.measure is Measure.SHARE:
        return [_("Answers"), _("4 and 5"), _("Mean")]
    return [_("Answers"), _("Mean"), *([_("Interval")] if wide else [])]


def _figures(row: ResultRow, look: Look, *, wide: bool) -> list[Cell | str]:
    """Give the figures of one row; too few answers are marked.

    Parameters
    ----------
    wide
        There is room for a column with the interval; else it stands in small print.
    """
    fragile = _("fragile") if _few(row) else ""
    count = Cell(number(row.n), fragile)
    if look.measure is Measure.SHARE:
        return [
            count,
            _cell(figure(row, Measure.SHARE), Measure.SHARE),
            _cell(figure(row), Measure.MEAN),
        ]
    if wide:
        return [count, words.score(row.mean), words.interval(row.low, row.high)]
    return [count, _cell(figure(row), Measure.MEAN)]


def _few(row: ResultRow) -> bool:
    """Say whether there are answers, but too few."""
    return row.fragile and row.n > 0


def _cell(shown: Figure, measure: Measure) -> Cell:
    """Give a figure with its interval in small print."""
    small = "" if shown.low is None else words.ends(shown, measure)
    return Cell(words.value(shown, measure), small)


def _beside(shown: Figure | None, look: Look) -> list[Cell | str]:
    """Give what stands beside the figures of a row."""
    return [] if shown is None else [_cell(shown, look.measure)]


def _smoothed(row: ResultRow, smoothed: Mapping[str, Figure] | None) -> list[Cell | str]:
    """Give the smoothed mean of a row, in a table that has them."""
    if not smoothed:
        return []
    shown = smoothed.get(row.code)
    return [words.NONE if shown is None else _cell(shown, Measure.MEAN)]
