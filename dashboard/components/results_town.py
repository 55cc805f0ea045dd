"""The figures of the whole town for one question, in one line."""

from html import escape

from dashboard import score_words as words
from dashboard.i18n import _, number
from data.analysis.results import ResultRow


def html(row: ResultRow) -> str:
    """Give mean, interval and number of answers."""
    figures = (
        (_("Whole town: mean"), words.score(row.mean)),
        (_("Interval (indicative precision)"), words.interval(row.low, row.high)),
        (_("Answers"), number(row.n)),
    )
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(figure)}</dd></div>" for name, figure in figures
    )
    return f'<dl class="facts">{items}</dl>'
