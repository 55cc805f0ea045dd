"""How means, intervals and numbers of answers are written, the same on every page.

One decimal: more would claim a precision that thirty answers do not have.
"""

from dashboard.i18n import _, ngettext, number, text
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


def answers(n: int) -> str:
    """Write a number of answers."""
    return ngettext("{n} answer", "{n} answers", n) if n else _("no answer")


def count_mark(n: int, *, fragile: bool) -> str:
    """Write a number of answers, with a mark where they are too few."""
    return _("{answers}, fragile", answers=answers(n)) if fragile and n else answers(n)


def meaning(question: Question, value: int) -> str:
    """Say what a score of a question means; "" between the two ends of its scale."""
    return text({SCALE[0]: question.low, SCALE[-1]: question.high}.get(value, {}))
