"""`portes targets`: how the goal is spread over the quartiers, before or after it is saved."""

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.base import (
    Command,
    campaign_options,
    opened,
    option,
    require_quartiers,
    tell,
)
from dashboard.commands.output import (
    FLAT,
    Format,
    format_option,
    json_text,
    out_option,
    table_text,
    write,
)
from dashboard.i18n import _, number
from data.model import AllocationMethod, Spread

if TYPE_CHECKING:
    from dashboard.service import Service
    from data.analysis.targets import Allocation


@click.command(
    cls=Command,
    help="Spread the goal over the quartiers and show what it comes to. What is not given is as "
    "in the campaign; nothing changes without --save.\n\n"
    "JSON is a list with code, name, dwellings, target and saved (the target in use).",
)
@option(
    "--method",
    type=click.Choice([str(one) for one in AllocationMethod]),
    help="hare: proportional to dwellings, by largest remainder; webster: the same, by Webster's "
    "divisors; power: proportional to a power of the dwellings; equal: the same for each.",
)
@option("--floor", metavar="N", type=int, help="Fewest doors of a quartier.")
@option("--goal", metavar="N", type=int, help="Doors in all.")
@option(
    "--exponent",
    metavar="X",
    type=float,
    help="Power for the method power: 1 is proportional, near 0 nearly equal.",
)
@option("--save", is_flag=True, help="Work with these targets from now on.")
@format_option(FLAT)
@out_option
@campaign_options
def targets(
    *,
    method: str | None,
    floor: int | None,
    goal: int | None,
    exponent: float | None,
    save: bool,
    file_format: str,
    out: Path | None,
) -> None:
    """Write the targets."""
    with opened() as service:
        require_quartiers(service)
        campaign = service.campaign()
        spread = _changed(campaign.spread, method, floor, exponent)
        doors = campaign.goal if goal is None else goal
        before = {quartier.code: quartier.target for quartier in service.quartiers()}
        spread_out = service.planning.save_spread if save else service.planning.preview_spread
        allocation = spread_out(spread, doors)
        rows = _rows(service, allocation, before)
        if file_format == Format.JSON:
            write(json_text(rows), out)
        elif file_format == Format.CSV:
            from data.exporters import rows_csv

            write(rows_csv(rows), out)
        else:
            write(_table(rows, allocation), out)
        if save:
            tell(_("These targets are in use now."))
        elif allocation.targets != before:
            tell(_("Nothing was changed: --save puts these targets to use."))


def _changed(
    spread: Spread, method: str | None, floor: int | None, exponent: float | None
) -> Spread:
    """Give the spread of the campaign with what was asked for in its place."""
    if method is not None:
        spread = replace(spread, method=AllocationMethod(method))
    if floor is not None:
        spread = replace(spread, floor=floor)
    return spread if exponent is None else replace(spread, exponent=exponent)


def _rows(
    service: "Service", allocation: "Allocation", before: dict[str, int | None]
) -> list[dict[str, object]]:
    return [
        {
            "code": quartier.code,
            "name": quartier.name,
            "dwellings": quartier.dwellings,
            "target": allocation.targets[quartier.code],
            "saved": before[quartier.code],
        }
        for quartier in service.quartiers()
    ]


def _table(rows: list[dict[str, object]], allocation: "Allocation") -> Iterator[str]:
    """Give the targets as a table, and what the choice does to the precision."""
    headers = [_("Code"), _("Quartier"), _("Dwellings"), _("Target"), _("In use")]
    yield from table_text(
        headers,
        [
            [str(row["code"]), str(row["name"]), *(_cell(row[key]) for key in _FIGURES)]
            for row in rows
        ],
        left=2,
    )
    yield "\n" + _doors(allocation) + "\n"
    if allocation.design_effect and math.isfinite(allocation.design_effect):
        yield _precision(allocation) + "\n"


def _doors(allocation: "Allocation") -> str:
    return _(
        "Doors: {total}, from {smallest} to {largest} a quartier.",
        total=number(sum(allocation.targets.values())),
        smallest=number(allocation.smallest),
        largest=number(allocation.largest),
    )


def _precision(allocation: "Allocation") -> str:
    return _(
        "Design effect {effect}: as precise as {size} doors in proportion to dwellings.",
        effect=number(allocation.design_effect or 0, 3),
        size=number(allocation.effective_n or 0),
    )


_FIGURES = ("dwellings", "target", "saved")


def _cell(value: object) -> str:
    return number(value) if isinstance(value, int) else "–"
