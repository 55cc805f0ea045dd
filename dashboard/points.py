"""A table of points that gets its quartiers."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import MappingError
from data.importers import open_table
from data.importers.columns import NO_COLUMN
from data.importers.faults import Reason
from data.importers.places import parse_number
from data.importers.values import Cell
from data.progress import Progress

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from geo.assign import Assigner

BATCH_ROWS = 50_000
"""Rows that are held in memory at once."""


@dataclass(frozen=True)
class AssignReport:
    """What became of a table of points.

    Parameters
    ----------
    rows
        Rows of the table.
    outside
        Rows whose point lies outside every quartier.
    unreadable
        Rows without a point: a coordinate is missing or no number.
    """

    rows: int
    outside: int
    unreadable: int


def assign(
    source: Path,
    out: Path,
    assigner: "Assigner",
    names: Mapping[str, str],
    *,
    lon: str,
    lat: str,
    progress: Progress | None = None,
) -> AssignReport:
    """Copy a table of points as CSV with the columns `quartier_code` and `quartier_name` added.

    Both are empty where a point lies outside every quartier or has no readable coordinates.

    Raises
    ------
    UnreadableTableError
        The source is no table.
    MappingError
        A column that was named is not there.
    """
    import numpy as np

    table = open_table(source, filename=source.name)
    missing = [column for column in (lon, lat) if column not in table.headers]
    if missing:
        raise MappingError(source=source.name, reason=Reason(NO_COLUMN, column=missing[0]))
    at = table.headers.index(lon), table.headers.index(lat)
    rows = located = unreadable = 0
    partial = out.with_name(out.name + ".part")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*table.headers, "quartier_code", "quartier_name"])
        records = (list(cells) for _, cells in table.rows)
        while batch := list(islice(records, BATCH_ROWS)):
            lons, lats = _numbers(batch, at[0]), _numbers(batch, at[1])
            codes = assigner.codes(lons, lats)
            writer.writerows(
                [*cells, code or "", names.get(code, "") if code else ""]
                for cells, code in zip(batch, codes, strict=True)
            )
            rows += len(batch)
            located += sum(code is not None for code in codes)
            unreadable += int(np.isnan(lons + lats).sum())
            if progress:
                progress(rows, table.total)
    partial.replace(out)
    return AssignReport(rows, rows - located - unreadable, unreadable)


def _numbers(rows: Sequence[Sequence[Cell]], column: int) -> "npt.NDArray[np.float64]":
    """Read a column as numbers, decimal commas included; NaN where a cell is no number."""
    import numpy as np

    cells = [row[column] if column < len(row) else "" for row in rows]
    try:
        return np.array(cells, dtype=np.float64)
    except (TypeError, ValueError):
        read = [parse_number(cell) for cell in cells]
        return np.array([n if isinstance(n, float) else np.nan for n in read])
