"""Distributions as bars: which part stands where, in whole units of `WIDTH`.

Exact answers diverge from the middle of score 3, all on one axis, so that bars can be compared
across quartiers and questions. Answers in bands have no middle: they fill the width.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from data.analysis.published import Cell
from data.model import SCALE

WIDTH: Final = 1000
_MIDDLE: Final = (len(SCALE) - 1) // 2


@dataclass(frozen=True)
class Part:
    """One stretch of a bar; `look` is its class in the style sheet."""

    look: str
    start: int
    width: int


@dataclass(frozen=True)
class Bar:
    """A bar from `start` to `end`; `middle` is where the scale has its middle, or None."""

    parts: tuple[Part, ...]
    middle: int | None

    @property
    def start(self) -> int:
        """Where the first part begins."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where the last part ends."""
        return self.parts[-1].start + self.parts[-1].width


@dataclass(frozen=True)
class Axis:
    """How far bars reach to each side of the middle, as shares of the answers."""

    left: float
    right: float

    def bar(self, cell: Cell) -> Bar | None:
        """Draw the answers of one cell; None where no distribution is published."""
        if cell.distribution is not None:
            reach = self.left + self.right
            below = _below(cell.distribution)
            return Bar(
                _parts(cell.distribution, "s", start=self.left - below, reach=reach),
                round(WIDTH * self.left / reach),
            )
        if cell.bands is not None:
            return Bar(_parts(cell.bands, "b", start=0, reach=1), None)
        return None


def axis(cells: Iterable[Cell]) -> Axis:
    """Choose the axis on which all published distributions fit.

    Examples
    --------
    >>> from data.analysis.published import Status
    >>> one = Cell("", Status.PUBLISHED, 10, 3.4, 3.0, 3.8, (1, 1, 2, 2, 4))
    >>> axis([one])
    Axis(left=0.3, right=0.7)
    """
    shown = [_below(cell.distribution) for cell in cells if cell.distribution is not None]
    left, right = max(shown, default=0.5), max((1 - below for below in shown), default=0.5)
    return Axis(left, right)


def _below(counts: tuple[int, ...]) -> float:
    """Give the share of answers on the left of the middle; those at the middle count half."""
    return (sum(counts[:_MIDDLE]) + counts[_MIDDLE] / 2) / sum(counts)


def _parts(counts: tuple[int, ...], look: str, *, start: float, reach: float) -> tuple[Part, ...]:
    """Lay parts one after the other, without gaps; what nobody answered has none."""
    done = accumulate((0, *counts))
    edges = [round(WIDTH * (start + answers / sum(counts)) / reach) for answers in done]
    return tuple(
        Part(f"{look}{place}", low, high - low)
        for place, (low, high) in enumerate(pairwise(edges), 1)
        if high > low
    )
