"""Quartiers: from a file of any kind to one sound frame with code, name, dwellings, geometry.

`load` does it all; its steps (`read`, `check`, `repair`, `dissolve`, `canonical`) can be taken one
by one. Frames that come out of `canonical` and `load` are in EPSG:4326.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.checks import check, repair
from geo.crs import WGS84, source_of, to_wgs84
from geo.errors import CheckFailedError, InvalidGeometryError, LimitsError, ShortCodeError
from geo.faults import Fault, Finding, Severity
from geo.fields import as_codes, as_counts, as_text, require_field
from geo.formats import layers, read
from geo.tessellation import as_shapes

__all__ = ["canonical", "dissolve", "layers", "load", "polygonize_limits", "read"]

OUTSIDE = "outside"
"""What a limit names instead of a quartier where the town ends."""

NAME_LENGTH = 80
"""Characters beyond which a name joined from the names of parts is cut."""


def load(
    path: Path,
    *,
    code: str,
    name: str,
    digits: int | None = None,
    by: str | None = None,
    dwellings: str | None = None,
    names: Mapping[str, str] | None = None,
    extent: tuple[float, float, float, float] | None = None,
    crs: str | None = None,
    layer: str | None = None,
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Quartiers of a file, ready to be used, and what the check found and repaired.

    Parameters
    ----------
    code, name, dwellings
        Fields of the file; `dwellings` may be None.
    digits, by, names
        See `dissolve`; without `digits` and `by` the rows are the quartiers.
    extent
        West, south, east, north of the town in degrees; None: not checked.
    crs, layer
        See `geo.formats.read`.

    Returns
    -------
    tuple
        Frame as of `canonical`, and the findings that did not stop it.

    Raises
    ------
    QuartierFileError
        The file cannot be read, a field or layer is missing, or (`CheckFailedError`, with the
        findings) a fault blocks.

    Examples
    --------
    >>> path = Path("data/poitiers/quartiers.geojson")
    >>> quartiers, findings = load(path, code="code", name="name", dwellings="dwellings")
    >>> len(quartiers), int(quartiers["dwellings"].sum()), findings
    (10, 36706, [])
    """
    frame = read(path, layer=layer, crs=crs)
    grouped = digits is not None or by is not None
    findings = check(frame, code=code, name=name, dwellings=dwellings, extent=extent, parts=grouped)
    blocking = [finding for finding in findings if finding.severity is Severity.BLOCKING]
    if blocking:
        raise CheckFailedError(findings=findings, blocking=blocking[:3], source=source_of(frame))
    frame = repair(frame, findings)
    if grouped:
        frame = dissolve(
            frame, code=code, name=name, digits=digits, by=by, dwellings=dwellings, names=names
        )
        if len(frame) == 1:
            findings.append(Finding(Fault.SINGLE_QUARTIER, Severity.NOTICE))
    elif names is not None:
        frame[name] = _named(as_codes(frame[code]), as_text(frame[name]), names)
    return canonical(frame, code=code, name=name, dwellings=dwellings), findings


def canonical(
    frame: gpd.GeoDataFrame, *, code: str, name: str, dwellings: str | None = None
) -> gpd.GeoDataFrame:
    """Frame with exactly the columns code, name, dwellings, geometry, sorted by code.

    Parameters
    ----------
    code, name, dwellings
        Fields to take; a quartier without a name gets its code as its name.

    Returns
    -------
    GeoDataFrame
        `code` and `name` text, `dwellings` `Int64` (NA where unknown), geometry in EPSG:4326 as it
        came; index from 0. The input is not changed.

    Raises
    ------
    MissingFieldError
        A field is not there.
    MissingCrsError
        The frame states no coordinate system.

    Examples
    --------
    >>> frame = gpd.GeoDataFrame(
    ...     {"n": [2, 1], "nom": ["Nord", "Sud "]},
    ...     geometry=[shapely.box(0, 1, 1, 2), shapely.box(0, 0, 1, 1)],
    ...     crs=4326,
    ... )
    >>> canonical(frame, code="n", name="nom")[["code", "name", "dwellings"]].values.tolist()
    [['1', 'Sud', <NA>], ['2', 'Nord', <NA>]]
    """
    codes = as_codes(require_field(frame, code))
    texts = as_text(require_field(frame, name))
    unknown = pd.Series(pd.NA, index=frame.index, dtype="Int64")
    counts = unknown if dwellings is None else as_counts(require_field(frame, dwellings))
    columns = {
        "code": codes.astype("str"),
        "name": texts.where(texts != "", codes).astype("str"),
        "dwellings": counts,
    }
    result = gpd.GeoDataFrame(columns, geometry=to_wgs84(frame).geometry)
    return result.sort_values("code", kind="stable", ignore_index=True)


def dissolve(
    frame: gpd.GeoDataFrame,
    *,
    code: str,
    name: str,
    digits: int | None = None,
    by: str | None = None,
    dwellings: str | None = None,
    names: Mapping[str, str] | None = None,
) -> gpd.GeoDataFrame:
    """Join rows into quartiers, by the first characters of their code or by a field.

    Parameters
    ----------
    digits
        How many characters of the code name the quartier: 7 for INSEE's IRIS.
    by
        Field that names the quartier instead. With neither, rows of the same code are joined.
    dwellings
        Field to add up; unknown parts are left out, NA where all are unknown.
    names
        Names by code of the quartier; one that is not in it gets the names of its parts, joined.

    Returns
    -------
    GeoDataFrame
        Under the same field names, sorted by code, in the system of the input, which is not
        changed.

    Raises
    ------
    MissingFieldError
        A field is not there.
    ShortCodeError
        A code has fewer characters than `digits`.
    InvalidGeometryError
        An outline is missing or not valid: `repair` first.

    Examples
    --------
    >>> parts = gpd.GeoDataFrame(
    ...     {"iris": ["101", "102", "201"], "nom": ["Gare", "Port", "Parc"]},
    ...     geometry=[shapely.box(i, 0, i + 1, 1) for i in range(3)],
    ...     crs=2154,
    ... )
    >>> whole = dissolve(parts, code="iris", name="nom", digits=1, names={"2": "Le Parc"})
    >>> whole[["iris", "nom"]].values.tolist(), whole.area.tolist()
    ([['1', 'Gare | Port'], ['2', 'Le Parc']], [2.0, 1.0])
    """
    keys = _keys(frame, code=code, digits=digits, by=by)
    _require_sound(frame, keys)
    texts = as_text(require_field(frame, name)).groupby(keys, sort=True)
    joined = texts.agg(_joined_names)
    codes = pd.Series(joined.index, dtype=object)
    columns = {code: codes, name: _named(codes, joined.reset_index(drop=True), names or {})}
    if dwellings is not None:
        counts = as_counts(require_field(frame, dwellings)).groupby(keys, sort=True)
        columns[dwellings] = counts.sum(min_count=1).reset_index(drop=True)
    shapes = as_shapes(frame.geometry.to_list())
    unions = [shapely.union_all(shapes[rows]) for _, rows in sorted(texts.indices.items())]
    result = gpd.GeoDataFrame(columns, geometry=as_shapes(unions), crs=frame.crs)
    result.attrs.update(frame.attrs)
    return result


def _keys(
    frame: gpd.GeoDataFrame, *, code: str, digits: int | None, by: str | None
) -> pd.Series[str]:
    if digits is not None and by is not None:
        raise ValueError("dissolve by the first characters or by a field, not by both")
    if by is not None:
        return as_codes(require_field(frame, by))
    codes = as_codes(require_field(frame, code))
    if digits is None:
        return codes
    if digits < 1:
        raise ValueError("digits is the number of characters to keep, at least 1")
    for text in codes:
        if len(text) < digits:
            raise ShortCodeError(code=text, digits=digits)
    return codes.str[:digits]


def _require_sound(frame: gpd.GeoDataFrame, keys: pd.Series[str]) -> None:
    shapes = as_shapes(frame.geometry.to_list())
    unsound = np.flatnonzero(shapely.is_missing(shapes) | ~shapely.is_valid(shapes))
    if len(unsound):
        raise InvalidGeometryError(subject=list(keys)[unsound[0]])


def _joined_names(texts: pd.Series[str]) -> str:
    text = " | ".join(dict.fromkeys(text for text in texts if text))
    return text if len(text) <= NAME_LENGTH else text[: NAME_LENGTH - 1].rstrip(" |") + "…"


def _named(
    codes: pd.Series[str], texts: pd.Series[str], names: Mapping[str, str]
) -> pd.Series[str]:
    return pd.Series(
        [names.get(code, text) for code, text in zip(codes, texts, strict=True)],
        index=codes.index,
        dtype=object,
    )


def polygonize_limits(limits: pd.DataFrame) -> gpd.GeoDataFrame:
    """Polygons between limits, each named by what its limits have in common.

    Parameters
    ----------
    limits
        One row a corner: `limit` (name of the line), `quartier_a` and `quartier_b` (the codes on
        its two sides, or ``outside``), `corner` (order along the line), `lon` and `lat` (degrees,
        EPSG:4326). Lines meet at their ends only, in the very same coordinates.

    Returns
    -------
    GeoDataFrame
        `code` and `geometry`, EPSG:4326, sorted by code: no gap, no overlap.

    Raises
    ------
    LimitsError
        The lines do not close around exactly one polygon for each code.

    Examples
    --------
    >>> def line(name, a, b, *points):
    ...     return [(name, a, b, i, lon, lat) for i, (lon, lat) in enumerate(points)]
    >>> limits = pd.DataFrame(
    ...     line("L1", "1", "2", (1, 0), (1, 1))
    ...     + line("L2", "1", "outside", (1, 1), (0, 1), (0, 0), (1, 0))
    ...     + line("L3", "2", "outside", (1, 0), (2, 0), (2, 1), (1, 1)),
    ...     columns=["limit", "quartier_a", "quartier_b", "corner", "lon", "lat"],
    ... )
    >>> polygons = polygonize_limits(limits)
    >>> polygons["code"].tolist(), shapely.area(polygons.geometry.to_numpy()).tolist()
    (['1', '2'], [1.0, 1.0])
    """
    ordered = limits.sort_values(["limit", "corner"], kind="stable")
    rows = ordered.groupby("limit", sort=True)
    lines = as_shapes(
        [shapely.linestrings(ordered[["lon", "lat"]].to_numpy()[i]) for i in rows.indices.values()]
    )
    sides = rows[["quartier_a", "quartier_b"]].first().astype(str).to_numpy()
    wanted = sorted(set(sides.ravel()) - {OUTSIDE})
    polygons = shapely.get_parts(shapely.polygonize(lines))
    edges, owners = shapely.STRtree(shapely.boundary(polygons)).query(lines, "covered_by")
    common = [
        set.intersection(*(set(sides[edge]) for edge in edges[owners == owner])) - {OUTSIDE}
        for owner in range(len(polygons))
    ]
    codes = [names.pop() if len(names) == 1 else "" for names in common]
    if sorted(codes) != wanted:
        raise LimitsError(codes=", ".join(sorted(set(wanted) ^ set(codes)) or wanted))
    order = np.argsort(codes)
    return gpd.GeoDataFrame(
        {"code": np.array(codes, dtype=object)[order]}, geometry=polygons[order], crs=WGS84
    )
