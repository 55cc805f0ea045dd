"""The coverage of all quartiers as a table: the same figures as on the map, by code, unranked."""

from collections.abc import Sequence

from dashboard.components.markup import Cell, Row, table
from dashboard.i18n import _, number, percent
from data.analysis.coverage import CoverageRow
from geo.palette import coverage_colour


def html(rows: Sequence[CoverageRow], total: CoverageRow, *, chosen: str) -> str:
    """Give the table as HTML; the row with the code `chosen` is highlighted."""
    heads = [_("Quartier"), _("Doors knocked / target"), _("Opened"), _("Interviews")]
    return table(
        _("Progress by quartier"),
        heads,
        (Row(_cells(row, row.name), chosen=row.code == chosen) for row in rows),
        foot=Row(_cells(total, _("Whole town"))),
    )


def _cells(row: CoverageRow, name: str) -> list[Cell | str]:
    """Give the figures of one row."""
    return [
        name,
        _progress(row),
        Cell(number(row.opened), _part(row.opening_rate)),
        Cell(number(row.interviews), _part(row.response_rate)),
    ]


def _progress(row: CoverageRow) -> Cell:
    """Give doors knocked over the target, with a bar in the colour of the map."""
    if row.target is None:
        return Cell(number(row.knocked), _("no target"))
    doors = f"{number(row.knocked)} / {number(row.target)}"
    if row.ratio is None:
        return Cell(doors)
    return Cell(doors, percent(row.ratio), row.ratio, coverage_colour(row.ratio))


def _part(rate: float | None) -> str:
    """Give a rate in small print, nothing where there is none."""
    return "" if rate is None else percent(rate)
