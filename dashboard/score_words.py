"""How means, intervals and numbers of answers are written, the same on every page.

One decimal: more would claim a precision that thirty answers do not have.
"""

from dashboard.i18n import _, ngettext, number, percent, text
from data.analysis.results import Figure, Measure
from data.model import SCALE, Question

NONE = "–"
"""Stands where there is no figure."""


def score(mean: float | None) -> str:
    """Write a mean score.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("fr"):
    ...     score(3.44), score(None)
    ('3,4', '–')
    """
    return NONE if mean is None else number(mean, 1)


def interval(low: float | None, high: float | None) -> str:
    """Write the interval of a mean.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("en"):
    ...     interval(2.91, 3.96)
    '2.9\\xa0to\\xa04.0'
    """
    if low is None or high is None:
        return NONE
    return _("{low} to {high}", low=number(low, 1), high=number(high, 1)).replace(" ", "\u00a0")


def value(figure: Figure, measure: Measure) -> str:
    """Write a mean with one decimal, a share as a whole percentage.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("en"):
    ...     value(Figure(0.62, 0.5, 0.7), Measure.SHARE)
    '62%'
    """
    if measure is Measure.MEAN or figure.value is None:
        return score(figure.value)
    return percent(figure.value)


def ends(figure: Figure, measure: Measure) -> str:
    """Write the interval of a mean or of a share.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("en"):
    ...     ends(Figure(0.62, 0.5, 0.7), Measure.SHARE)
    '50%\\xa0to\\xa070%'
    """
    if measure is Measure.MEAN or figure.low is None or figure.high is None:
        return interval(figure.low, figure.high)
    return _("{low} to {high}", low=percent(figure.low), high=percent(figure.high)).replace(
        " ", "\u00a0"
    )


def gap(difference: float, measure: Measure, *, kept_off: bool = False) -> str:
    """Write how far two figures lie apart, with its sign; shares in points of percent.

    Parameters
    ----------
    kept_off
        The figure must not look like 0: it gets another digit where it would.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("en"):
    ...     [gap(x, Measure.MEAN) for x in (0.44, -0.44, -0.04)]
    ...     gap(-0.04, Measure.MEAN, kept_off=True), gap(0.125, Measure.SHARE)
    ['+0.4', '\u22120.4', '0.0']
    ('\u22120.04', '+12')
    """
    scaled, decimals = (difference, 1) if measure is Measure.MEAN else (100 * difference, 0)
    if kept_off and difference:
        while not round(scaled, decimals):
            decimals += 1
    size = number(abs(scaled), decimals)
    shown = round(scaled, decimals)
    return ("+" if shown > 0 else "\u2212" if shown < 0 else "") + size


def gap_ends(figure: Figure, measure: Measure) -> str:
    """Write the interval of a difference; one that leaves out 0 never looks as if it held it.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("en"):
    ...     gap_ends(Figure(0.4, 0.03, 0.8), Measure.MEAN)
    '+0.03\\xa0to\\xa0+0.8'
    """
    if figure.low is None or figure.high is None:
        return NONE
    low, high = (
        gap(end, measure, kept_off=figure.leaves_out_zero) for end in (figure.low, figure.high)
    )
    return _("{low} to {high}", low=low, high=high).replace(" ", "\u00a0")


def points(size: float, measure: Measure) -> str:
    """Write a distance on the scale of a measure.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("en"):
    ...     points(0.6, Measure.MEAN), points(0.35, Measure.SHARE)
    ('0.6 points', '35 percentage points')
    """
    if measure is Measure.MEAN:
        return _("{size} points", size=number(size, 1))
    return _("{size} percentage points", size=number(100 * size))


def measure_name(measure: Measure) -> str:
    """Name what is measured."""
    return _("Mean") if measure is Measure.MEAN else _("Share of 4 and 5")


def answers(n: int) -> str:
    """Write a number of answers."""
    return ngettext("{n} answer", "{n} answers", n) if n else _("no answer")


def count_mark(n: int, *, fragile: bool) -> str:
    """Write a number of answers, with a mark where they are too few."""
    return _("{answers}, fragile", answers=answers(n)) if fragile and n else answers(n)


def meaning(question: Question, value: int) -> str:
    """Say what a score of a question means; "" between the two ends of its scale."""
    return text({SCALE[0]: question.low, SCALE[-1]: question.high}.get(value, {}))
