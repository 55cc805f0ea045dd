"""GeoJSON text to frame and back.

Read by ourselves rather than by GDAL: a foreign `crs` member can make GDAL ask the network, and
one broken ring would refuse the whole file without saying which.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, known_crs, to_wgs84
from geo.errors import UnknownCrsError, UnreadableFileError, UnreadableReason

_SHAPES = frozenset(
    (
        *("Point", "LineString", "Polygon"),
        *("MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"),
    )
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> str:
    """Text of a file: by its byte order mark, else UTF-8, else the old Windows encoding.

    Examples
    --------
    >>> decode("Saint-Éloi".encode("cp1252"))
    'Saint-Éloi'
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def parse(text: str, *, source: str) -> gpd.GeoDataFrame:
    """Frame of a GeoJSON text, one row a feature, with all its properties.

    Parameters
    ----------
    source
        Name of the file for messages.

    Returns
    -------
    GeoDataFrame
        In the coordinate system of the old `crs` member, in EPSG:4326 without one, and without
        any where the member says nothing known. A shape that cannot be built is None.

    Raises
    ------
    UnreadableFileError
        The text is no GeoJSON, or holds no feature.

    Examples
    --------
    >>> parse('{"type": "Point", "coordinates": [0.34, 46.58]}', source="x").geometry.iloc[0].wkt
    'POINT (0.34 46.58)'
    """
    try:
        # NaN and Infinity are no JSON, but some tools write them for an empty cell.
        document = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        reason = UnreadableReason.BROKEN_JSON
        raise UnreadableFileError(source=source, reason=reason) from error
    features = _features(document)
    if features is None:
        raise UnreadableFileError(source=source, reason=UnreadableReason.OTHER_JSON)
    if not features:
        raise UnreadableFileError(source=source, reason=UnreadableReason.NO_SHAPES)
    shapes = np.array([_shape(feature.get("geometry")) for feature in features], dtype=object)
    return gpd.GeoDataFrame(_properties(features), geometry=shapes, crs=_crs(document))


def _features(document: object) -> list[Mapping[str, object]] | None:
    if not isinstance(document, dict):
        return None
    kind = document.get("type")
    if kind == "FeatureCollection" and isinstance(document.get("features"), list):
        return [feature for feature in document["features"] if isinstance(feature, dict)]
    if kind == "Feature":
        return [document]
    if kind in _SHAPES:
        return [{"geometry": document, "properties": {}}]
    return None


def _shape(member: object) -> BaseGeometry | None:
    if not isinstance(member, dict):
        return None
    try:
        return shapely.geometry.shape(member)
    except (
        *(ShapelyError, ValueError, TypeError, LookupError, AttributeError),
        *(ArithmeticError, RecursionError),
    ):
        return None  # the check reports the row as one without an outline


def _properties(features: list[Mapping[str, object]]) -> pd.DataFrame:
    rows = []
    for feature in features:
        properties = feature.get("properties")
        row = dict(properties) if isinstance(properties, dict) else {}
        if "id" in feature:
            row.setdefault("id", feature["id"])
        if "geometry" in row:
            row["geometry_field"] = row.pop("geometry")
        rows.append(row)
    return pd.DataFrame(rows, index=range(len(rows)), dtype=object).infer_objects()


def _crs(document: Mapping[str, object]) -> CRS | None:
    if "crs" not in document:
        return CRS(WGS84)
    member = document["crs"]
    properties = member.get("properties") if isinstance(member, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if name.upper().endswith("CRS84"):
        return CRS(WGS84)
    number = re.fullmatch(r".*EPSG[:/]+(?:[\d.]*[:/]+)?(\d+)", name, flags=re.IGNORECASE)
    if number is None:
        return None
    try:
        return known_crs(f"EPSG:{number[1]}")
    except UnknownCrsError:
        return None  # the check reports that no usable system is stated


def dumps(frame: gpd.GeoDataFrame, *, decimals: int = 6) -> str:
    """GeoJSON text (RFC 7946, EPSG:4326) of a frame, one feature a line; stable to the byte.

    Parameters
    ----------
    decimals
        Of the coordinates in degrees; 6 are about 0.1 m.

    Raises
    ------
    MissingCrsError
        The frame states no coordinate system.

    Examples
    --------
    >>> square = gpd.GeoDataFrame({"code": ["1"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4326)
    >>> print(dumps(square).splitlines()[1][:52])
    {"type":"Feature","properties":{"code":"1"},"geometr
    """
    frame = to_wgs84(frame)
    shapes = shapely.transform(
        shapely.force_2d(frame.geometry.to_numpy()), lambda xy: np.round(xy, decimals)
    )
    # A fixed first point and the turn of RFC 7946, so that the text says nothing of the library.
    shapes = shapely.orient_polygons(shapely.normalize(shapes))
    rows = frame.drop(columns=frame.geometry.name).astype(object).to_dict("records")
    lines = [
        json.dumps(
            {"type": "Feature", "properties": _plain(row), "geometry": _member(shape)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    return {key: _value(value) for key, value in row.items()}


def _value(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    missing = value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value))
    return None if missing else value


def _member(shape: BaseGeometry | None) -> object:
    return None if shape is None else shapely.geometry.mapping(shape)
