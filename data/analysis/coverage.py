"""How far the doors have come: targets, doors knocked, and the three rates of the campaign.

The words, fixed here once: a door is *knocked* when at least one visit was made to it, *opened*
when somebody answered, and gave an *interview* when it gave a questionnaire. The opening rate is
opened ÷ knocked, the response rate interviews ÷ knocked, the refusal rate refusals ÷ opened.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.errors import NotFoundError
from data.model import DoorCounts, Quartier


@dataclass(frozen=True)
class CoverageRow:
    """The distinct doors of one quartier against its target.

    Parameters
    ----------
    code, name
        Both empty for the whole town.
    target
        Doors to knock on; None until the goal was spread.
    knocked, opened, interviews, refusals
        Distinct doors.

    Examples
    --------
    >>> row = CoverageRow("a", "Centre", 100, knocked=40, opened=20, interviews=10, refusals=5)
    >>> row.missing, row.ratio, row.opening_rate, row.response_rate, row.refusal_rate
    (60, 0.4, 0.5, 0.25, 0.25)
    """

    code: str
    name: str
    target: int | None
    knocked: int
    opened: int
    interviews: int
    refusals: int

    @property
    def missing(self) -> int | None:
        """Doors still to knock on; never negative; None without a target."""
        return None if self.target is None else max(self.target - self.knocked, 0)

    @property
    def ratio(self) -> float | None:
        """Knocked ÷ target, above 1 where the target is passed; None without a target or for 0."""
        return _ratio(self.knocked, self.target)

    @property
    def opening_rate(self) -> float | None:
        """Opened ÷ knocked; None where no door was knocked on."""
        return _ratio(self.opened, self.knocked)

    @property
    def response_rate(self) -> float | None:
        """Interviews ÷ knocked; None where no door was knocked on."""
        return _ratio(self.interviews, self.knocked)

    @property
    def refusal_rate(self) -> float | None:
        """Refusals ÷ opened (not ÷ knocked); None where no door was opened."""
        return _ratio(self.refusals, self.opened)

    def behind(self, expected_ratio: float) -> int:
        """Give how many doors are lacking to be where the plan is; 0 without a target.

        Parameters
        ----------
        expected_ratio
            Part of the target that the plan expects by now, from 0 to 1.

        Examples
        --------
        >>> CoverageRow("a", "Centre", 100, 40, 0, 0, 0).behind(0.5)
        10
        """
        if self.target is None:
            return 0
        # Rounded first, so that 100 × 0.29 is 29 and not a hair above or below.
        return max(math.ceil(round(self.target * expected_ratio, 6)) - self.knocked, 0)


def coverage_rows(
    quartiers: Iterable[Quartier], counts: Iterable[DoorCounts]
) -> tuple[CoverageRow, ...]:
    """Put counts and targets together, one row a quartier, sorted by code.

    A quartier without counts has a row of zeros.

    Raises
    ------
    NotFoundError
        If counts belong to a quartier that is not there: its doors must not get lost.

    Examples
    --------
    >>> rows = coverage_rows([Quartier("a", "Centre", "", target=100)], [DoorCounts("a", 40)])
    >>> rows[0].missing
    60
    """
    known = {quartier.code: quartier for quartier in quartiers}
    doors = {count.code: count for count in counts}
    for code in sorted(set(doors) - set(known)):
        raise NotFoundError(what="quartier", key=code)
    return tuple(_row(known[code], doors.get(code, DoorCounts(code))) for code in sorted(known))


def totals(rows: Sequence[CoverageRow], *, goal: int | None = None) -> CoverageRow:
    """Add the rows up to one for the whole town, with empty code and name.

    The target is `goal`, or else the sum of the targets, None if any row lacks one. `missing` of
    the result is that target less all doors knocked, so that quartiers beyond their target make
    up for others; the sum of the rows' `missing` does not allow that.

    Examples
    --------
    >>> row = CoverageRow("a", "Centre", 100, 40, 20, 10, 5)
    >>> totals([row, row]).knocked
    80
    """
    targets = [row.target for row in rows if row.target is not None]
    if goal is None and len(targets) == len(rows):
        goal = sum(targets)
    return CoverageRow(
        code="",
        name="",
        target=goal,
        knocked=sum(row.knocked for row in rows),
        opened=sum(row.opened for row in rows),
        interviews=sum(row.interviews for row in rows),
        refusals=sum(row.refusals for row in rows),
    )


def lagging(rows: Iterable[CoverageRow], expected_ratio: float) -> tuple[CoverageRow, ...]:
    """Give the quartiers behind the plan, those with most doors still to knock on first.

    Equal ones follow by code. Rows without a target are left out: they have no plan.

    Parameters
    ----------
    expected_ratio
        Part of each target that the plan expects by now, from 0 to 1.

    Examples
    --------
    >>> far, near = (CoverageRow(c, c, 100, n, 0, 0, 0) for c, n in (("a", 10), ("b", 60)))
    >>> [row.code for row in lagging([near, far], 0.5)]
    ['a']
    """
    behind = [row for row in rows if row.behind(expected_ratio)]
    return tuple(sorted(behind, key=lambda row: (-(row.missing or 0), row.code)))


def _row(quartier: Quartier, count: DoorCounts) -> CoverageRow:
    """Join one quartier with its counts."""
    return CoverageRow(
        code=quartier.code,
        name=quartier.name,
        target=quartier.target,
        knocked=count.knocked,
        opened=count.opened,
        interviews=count.interviews,
        refusals=count.refusals,
    )


def _ratio(part: int, whole: int | None) -> float | None:
    """Divide, or give None where there is nothing to divide by."""
    return part / whole if whole else None
