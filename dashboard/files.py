"""Files that come in and go out: tables of records, map files, tables of points, exports.

Half of the use cases of `dashboard.service`, which is how pages and the command reach them. A
preview is a real run that is taken back at the end, so that what it says is what will happen.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from data import exporters
from data.errors import MappingError
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
from data.importers.columns import NO_COLUMN
from data.importers.faults import Reason
from data.importers.places import parse_number
from data.importers.values import Cell
from data.model import Quartier
from geo.errors import CheckFailedError

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt

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
    sample: Sequence[Sequence[object]]
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
        locate=(lambda lon, lat: assigner.codes(lon, lat).tolist()) if assigner else None,
        lambert=lambert93_to_wgs84,
        today=service.settings.today,
        secret=service.store.secret(),
    )


def preview_table(
    service: "Service",
    path: Path,
    filename: str,
    mapping: ColumnMapping | None,
    *,
    sheet: str | None,
    rejects: Path | None,
    explain: Explain | None = None,
) -> TablePreview:
    """Show a table's first rows, which column holds what, and what importing it would do."""
    table = open_table(path, filename=filename, sheet=sheet)
    sample = [cells for _, cells in table.sample[:SAMPLE_ROWS]]
    chosen = mapping or _suggested(service, table)
    try:
        report = run_import(
            service,
            path,
            filename,
            chosen,
            sheet=sheet,
            rejects=rejects,
            explain=explain,
            dry_run=True,
        )
    except MappingError as problem:
        return TablePreview(table.headers, sample, chosen, None, problem)
    return TablePreview(table.headers, sample, chosen, report)


def run_import(
    service: "Service",
    path: Path,
    filename: str,
    mapping: ColumnMapping | None,
    *,
    sheet: str | None,
    rejects: Path | None,
    dry_run: bool = False,
    progress: Progress | None = None,
    explain: Explain | None = None,
) -> ImportReport:
    """Bring a table in as one transaction; with `dry_run` take it back at the end."""
    table = open_table(path, filename=filename, sheet=sheet)
    return import_table(
        service.store,
        table,
        mapping or _suggested(service, table),
        context_for(service),
        source=filename,
        at=service.now(),
        dry_run=dry_run,
        progress=progress,
        rejects=rejects,
        explain=explain,
    )


def _suggested(service: "Service", table: Table) -> ColumnMapping:
    sample = [cells for _, cells in table.sample]
    return suggest(table.headers, sample, service.questionnaire())


def map_fields(path: Path, layer: str | None) -> MapFields:
    """List the fields of a map file and guess which hold code, name and dwellings."""
    from geo.quartiers import layers, read

    frame = read(path, layer=layer)
    fields = [str(column) for column in frame.columns if column != frame.geometry.name]
    rows = frame[fields].head(SAMPLE_ROWS).astype(str).to_dict("records")
    # A field that says the same everywhere (the name of the town) tells no areas apart.
    telling = [name for name in fields if frame[name].nunique() > 1] or fields
    return MapFields(
        layers=layers(path),
        fields=fields,
        sample=rows,
        code=_guess(telling, ("code", "matricule", "nuquart", "id", "insee")),
        name=_guess(telling, ("name", "nom", "libelle", "label", "quartier")),
        dwellings=_guess(telling, ("dwellings", "logements", "menages", "men")),
    )


def _guess(fields: Sequence[str], wishes: Sequence[str]) -> str:
    """Give the field named like a wish: wholly if one is, else one that begins like it, else ""."""
    lower = {name.lower(): name for name in fields}
    whole = (lower[wish] for wish in wishes if wish in lower)
    begun = (name for wish in wishes for low, name in lower.items() if low.startswith(wish))
    return next(whole, None) or next(begun, "")


def check_quartiers(service: "Service", path: Path, choice: QuartierChoice) -> QuartierCheck:
    """Read and check a map file; faults that block are findings, not an error."""
    try:
        frame, findings = load_quartiers(
            path, choice, extent=service.campaign().extent, names=_names(service)
        )
    except CheckFailedError as problem:
        return QuartierCheck(None, problem.findings)
    return QuartierCheck(frame, findings)


def _names(service: "Service") -> dict[str, str]:
    return {q.code: q.name for q in service.quartiers()}


def use_quartiers(
    service: "Service", path: Path, choice: QuartierChoice, *, elsewhere: bool
) -> QuartierCheck:
    """Put the quartiers of a map file in place of the present ones and spread the goal anew."""
    extent = None if elsewhere else service.campaign().extent
    frame, findings = load_quartiers(path, choice, extent=extent, names=_names(service))
    service.store.replace_quartiers(quartiers_of(frame), note={})
    service.spread_anew()
    return QuartierCheck(frame, findings)


def load_quartiers(
    path: Path,
    choice: QuartierChoice,
    *,
    extent: tuple[float, float, float, float] | None = None,
    names: Mapping[str, str] | None = None,
) -> "tuple[gpd.GeoDataFrame, Sequence[Finding]]":
    """Read a map file as quartiers.

    With `extent`, it has to lie there. `names` are known names by code: they are kept where
    smaller areas become one quartier, whose own name would be a list of theirs.
    """
    from geo.quartiers import load

    return load(
        path,
        code=choice.code,
        name=choice.name,
        digits=choice.digits,
        dwellings=choice.dwellings,
        names=names if choice.digits else None,
        extent=extent,
        crs=choice.crs,
        layer=choice.layer,
    )


def quartiers_of(frame: "gpd.GeoDataFrame") -> list[Quartier]:
    """Turn a frame of quartiers (EPSG:4326) into records."""
    import pandas as pd
    import shapely

    shapes = shapely.to_geojson(frame.geometry.to_numpy())
    dwellings = [None if pd.isna(n) else int(n) for n in frame["dwellings"]]
    return [
        Quartier(code=code, name=name, geometry=shape, dwellings=known)
        for code, name, shape, known in zip(
            frame["code"], frame["name"], shapes, dwellings, strict=True
        )
    ]


def frame_of(quartiers: Sequence[Quartier]) -> "gpd.GeoDataFrame":
    """Turn records of quartiers into a frame: code, name, geometry in EPSG:4326, by code."""
    import geopandas as gpd
    import shapely

    from geo.crs import WGS84

    return gpd.GeoDataFrame(
        {"code": [q.code for q in quartiers], "name": [q.name for q in quartiers]},
        geometry=shapely.from_geojson([q.geometry for q in quartiers]),
        crs=WGS84,
    )


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


def assign_table(
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


def export(service: "Service", what: What, file_format: str) -> Iterator[str]:
    """Give records or figures as the pieces of a CSV or GeoJSON text."""
    if what == "visits":
        return exporters.visits_csv(service.store.visits())
    if what == "responses":
        return exporters.responses_csv(service.store.responses(), service.questionnaire())
    rows = service.coverage() if what == "coverage" else service.results()
    if file_format == "csv":
        return exporters.rows_csv(rows)
    shapes = {q.code: q.geometry for q in service.quartiers()}
    if what == "coverage":
        return exporters.coverage_geojson(service.coverage(), shapes)
    return exporters.results_geojson(service.results(), shapes)
