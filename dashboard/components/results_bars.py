"""How the answers spread, and the means with their intervals, as bars.

They are HTML of our own: a chart library takes longer to draw them than all the rest of a page
and cannot put a long name on a line of its own. Rows stay in the order in which they come: none
is sorted by score.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from dashboard import score_words as words
from dashboard.i18n import _, number, percent
from data.analysis.results import Figure, Measure, ResultRow
from data.model import SCALE
from geo.palette import SCORE_COLOURS, score_colour

NEUTRAL = SCALE.index(3)
TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)
"""Shares of the answers at which there is a line; no bar goes beyond -1 and 1."""

_LINE = "#8a919c"
"""Between two scores, as around the bar."""
_DOT = "#3b7dd8"
"""Of a share or a difference, which have no colour of their own."""

_SPANS = {Measure.MEAN: (1.0, 2.0, 4.0), Measure.SHARE: (0.2, 0.5, 1.0)}
"""How far the scale of differences may reach on either side of 0; the last holds all."""

Piece = tuple[int, int, float, float]
"""Score, answers, share of all answers, and where the piece begins (-1 to 1)."""


def distributions(rows: Iterable[tuple[str, ResultRow]], *, title: str) -> str:
    """Give diverging stacked bars: half of the neutral answers on either side of the middle.

    Parameters
    ----------
    rows
        Name and figures of each row.
    title
        What is shown, for those who do not see it.
    """
    bars = "".join(_row(name, row, *_stack(row)) for name, row in rows)
    return _figure(bars, (percent(abs(tick)) for tick in TICKS), title)


def means(rows: Iterable[tuple[str, ResultRow, float | None]], *, title: str) -> str:
    """Give each mean as a dot on the bar of its interval, on the scale from 1 to 5.

    Parameters
    ----------
    rows
        Name and figures of each row, and the mean of the whole town to be marked beside it.
    title
        What is shown, for those who do not see it.
    """
    bars = "".join(_row(name, row, *_dot(row, town)) for name, row, town in rows)
    return _figure(bars, (number(score) for score in SCALE), title)


def shares(rows: Iterable[tuple[str, ResultRow, Figure, float | None]], *, title: str) -> str:
    """Give each share of 4 and 5 as a dot on the bar of its interval, from 0 to 100 %.

    Parameters
    ----------
    rows
        Name and figures of each row, its share, and that of the whole town to be marked beside it.
    title
        What is shown, for those who do not see it.
    """
    bars = "".join(_row(name, row, *_share(shown, town)) for name, row, shown, town in rows)
    return _figure(bars, (percent(at / 4) for at in range(5)), title)


def gaps(rows: Iterable[tuple[str, Figure]], measure: Measure, *, title: str) -> str:
    """Give differences as dots on the bars of their intervals, with a line at 0.

    Parameters
    ----------
    rows
        Name and difference of each row; all share a scale that holds every end.
    measure
        What the differences are of.
    title
        What is shown, for those who do not see it.
    """
    found = list(rows)
    ends = [abs(end) for _name, gap in found for end in (gap.low, gap.high) if end is not None]
    reach = next(span for span in _SPANS[measure] if span >= max(ends, default=0.0) - 1e-9)
    bars = "".join(_gap(name, gap, measure, reach) for name, gap in found)
    return _figure(bars, (words.gap(tick * reach, measure) for tick in TICKS), title)


def pieces(distribution: Sequence[int]) -> Iterator[Piece]:
    """Cut a distribution into its scores.

    Examples
    --------
    >>> list(pieces((0, 1, 2, 0, 1)))
    [(2, 1, 0.25, -0.5), (3, 2, 0.5, -0.25), (5, 1, 0.25, 0.25)]
    """
    total = sum(distribution)
    at = -(sum(distribution[:NEUTRAL]) + distribution[NEUTRAL] / 2) / total if total else 0.0
    for score, count in zip(SCALE, distribution, strict=True):
        if count:
            yield score, count, count / total, at
            at += count / total


def _figure(bars: str, ticks: Iterable[str], title: str) -> str:
    """Put rows over the scale they share."""
    scale = "".join(f"<span>{escape(tick)}</span>" for tick in ticks)
    return (
        f'<figure class="bars" aria-label="{escape(title)}">{bars}'
        f'<div class="ticks" aria-hidden="true">{scale}</div></figure>'
    )


def _row(name: str, row: ResultRow, marks: str, said: str) -> str:
    """Give one row: its name and number of answers, and under them what is drawn."""
    faded = " fragile" if row.fragile and row.n else ""
    count = words.count_mark(row.n, fragile=row.fragile)
    return (
        f'<div class="row{faded}"><b>{escape(name)}</b><span>{escape(count)}</span>'
        f'<div class="track" role="img" aria-label="{escape(said)}">{marks}</div></div>'
    )


def _stack(row: ResultRow) -> tuple[str, str]:
    """Give the bar of a distribution, and what it says.

    One mark for all scores: the browser reads every bar at each choice of a question.
    """
    found = list(pieces(row.distribution))
    if not found:
        return "", words.NONE
    said = ", ".join(map(_said, found))
    start, stops = found[0][3], ""
    for score, _count, _share, at in found:
        if stops:
            edge = f"{100 * (at - start):.2f}%"
            stops += f"calc({edge} - 1px),{_LINE} 0 {edge},"
        stops += f"{SCORE_COLOURS[SCALE.index(score)]} 0 "
    fill = f"linear-gradient(90deg,{stops}100%)"
    style = f"left:{50 * (1 + start):.2f}%;width:50%;background:{fill}"
    return f'<i style="{style}" title="{escape(said)}"></i>', said


def _said(piece: Piece) -> str:
    """Say how many gave a score."""
    score, count, share, _at = piece
    return _(
        "Score {score}: {answers} ({share})",
        score=score,
        answers=words.answers(count),
        share=percent(share),
    )


def _dot(row: ResultRow, town: float | None) -> tuple[str, str]:
    """Give a mean on its interval, and what they say."""
    if row.mean is None or row.low is None or row.high is None:
        return "", words.NONE
    said = _(
        "Mean {mean} (interval {interval})",
        mean=words.score(row.mean),
        interval=words.interval(row.low, row.high),
    )
    marks = _rod(_along(row.low), _along(row.high))
    if town is not None:
        said += " · " + _("whole town: {mean}", mean=words.score(town))
        marks += f'<i class="tick" style="left:{_along(town):.2f}%"></i>'
    style = f"left:{_along(row.mean):.2f}%;background:{score_colour(row.mean)}"
    marks += f'<i class="dot" style="{style}"></i>'
    return f'<span class="hint" title="{escape(said)}">{marks}</span>', said


def _share(shown: Figure, town: float | None) -> tuple[str, str]:
    """Give a share on its interval, and what they say."""
    if shown.value is None or shown.low is None or shown.high is None:
        return "", words.NONE
    said = _(
        "Scores 4 and 5: {share} (interval {interval})",
        share=words.value(shown, Measure.SHARE),
        interval=words.ends(shown, Measure.SHARE),
    )
    marks = _rod(100 * shown.low, 100 * shown.high)
    if town is not None:
        said += " · " + _("whole town: {mean}", mean=percent(town))
        marks += f'<i class="tick" style="left:{100 * town:.2f}%"></i>'
    marks += f'<i class="dot" style="left:{100 * shown.value:.2f}%;background:{_DOT}"></i>'
    return f'<span class="hint" title="{escape(said)}">{marks}</span>', said


def _gap(name: str, gap: Figure, measure: Measure, reach: float) -> str:
    """Give one row of the differences."""
    marks, said = "", words.NONE
    if gap.value is not None and gap.low is not None and gap.high is not None:
        at, low, high = (50 * (1 + end / reach) for end in gap[:3])  # type: ignore[operator]
        said = words.gap_ends(gap, measure)
        marks = _rod(low, high) + '<i class="zero"></i>'
        marks += f'<i class="dot" style="left:{at:.2f}%;background:{_DOT}"></i>'
        marks = f'<span class="hint" title="{escape(said)}">{marks}</span>'
    return (
        f'<div class="row"><b>{escape(name)}</b><span>{escape(said)}</span>'
        f'<div class="track" role="img" aria-label="{escape(said)}">{marks}</div></div>'
    )


def _rod(low: float, high: float) -> str:
    """Give the bar of an interval, its ends in percent of the width."""
    return f'<i class="rod" style="left:{low:.2f}%;width:{high - low:.2f}%"></i>'


def _along(score: float) -> float:
    """Give how far along the scale a score lies, in percent."""
    return 100 * (score - SCALE[0]) / (SCALE[-1] - SCALE[0])
