"""Files that come in and go out: tables of records, map files, tables of points, exports.

Half of the use cases of `dashboard.service`, which is how pages and the command reach them. A
preview is a real run that is taken back at the end, so that what it says is what will happen.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from data import exporters
from data.importers import (
    ColumnMapping,
    Context,
    ImportReport,
    RowFinding,
    Table,
    import_table,
    open_table,
    suggest,
)
from data.model import Quartier

if TYPE_CHECKING:
    import geopandas as gpd

    from dashboard.service import Service
    from geo.assign import Assigner
    from geo.checks import Finding

SAMPLE_ROWS = 8
BATCH_ROWS = 50_000

What = Literal["visits", "responses", "coverage", "results"]
Progress = Callable[[int, int | None], None]
Explain = Callable[[RowFinding], tuple[str, str]]


@dataclass(frozen=True)
class TablePreview:
    """What a table holds and what importing it would do.

    `report` is None where the columns do not say enough yet; `problem` then says what is missing.
    """

    headers: Sequence[str]
    sample: Sequence[Sequence[str]]
    mapping: ColumnMapping
    report: ImportReport | None
    problem: Exception | None = None


@dataclass(frozen=True)
class MapFields:
    """The fields of a map file, with a guess at which holds what; "" where nothing fits."""

    layers: Sequence[str]
    fields: Sequence[str]
    sample: Sequence[Mapping[str, Any]]
    code: str
    name: str
    dwellings: str


@dataclass(frozen=True)
class QuartierChoice:
    """How to read a map file as quartiers.

    Parameters
    ----------
    digits
        Areas whose code begins with the same `digits` characters become one quartier.
    dwellings
        Field with the number of occupied dwellings.
    crs
        Coordinate system to take where the file states none.
    """

    code: str
    name: str
    digits: int | None = None
    dwellings: str | None = None
    crs: str | None = None
    layer: str | None = None


@dataclass(frozen=True)
class QuartierCheck:
    """The quartiers as they would be used (None where a fault prevents it) and the findings."""

    frame: "gpd.GeoDataFrame | None"
    findings: "Sequence[Finding]" = field(default_factory=tuple)


def context_for(service: "Service") -> Context:
    """Gather what turns a row into records; points become quartiers and are dropped."""
    from geo.crs import lambert93_to_wgs84

    quartiers = service.quartiers()
    assigner = service.assigner() if quartiers else None
    return Context(
        questionnaire=service.questionnaire(),
        quartiers=[(q.code, q.name) for q in quartiers],
        locate=assigner.codes if assigner else None,
        lambert=lambert93_to_wgs84,
        today=service.settings.today,
        secret=service.store.secret(),
    )
