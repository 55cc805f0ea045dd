"""Reading map files: GeoJSON, GeoPackage, zipped Shapefile and KML (KMZ as well).

The kind of a file is told by its content, never by its name: GDAL only ever opens a copy that we
know to be of one of these kinds, so that no file can make it follow a link. Geometries and fields
come as they are in the file; `geo.checks` says what is wrong with them.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from geo import geojson, shapefiles
from geo.crs import known_crs
from geo.errors import (
    MissingLayerError,
    SeveralLayersError,
    UnreadableFileError,
    UnreadableReason,
)
from guards import Danger, UnsafeFileError, check_archive, check_geopackage

LARGEST = 200_000_000
"""Bytes of a file, or of what a zip archive unpacks to, beyond which it is refused."""
SHAPES_MOST, POINTS_MOST = 5_000, 5_000_000
"""What the checks of a file can still be made on; all quartiers of Paris are 80 shapes."""
NEIGHBOURS_MOST = 100
"""Shapes whose rectangles one may meet, on average; in a map of a country it is about 8."""

_BROKEN = (
    DataSourceError,
    DataLayerError,
    FieldError,
    GeometryError,
    shapely.errors.ShapelyError,
    RuntimeError,
    ValueError,
)
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError)
_KNOWN_DANGERS: Mapping[Danger, StrEnum] = {
    Danger.UNPACKED: UnreadableReason.TOO_LARGE,
    Danger.LOCKED: UnreadableReason.LOCKED_ZIP,
    Danger.BROKEN: UnreadableReason.BROKEN_ZIP,
    Danger.DATABASE: UnreadableReason.DAMAGED,
}


@dataclass(frozen=True)
class _Opened:
    """Layers of a file that hold shapes, and how to read one of them."""

    layers: Sequence[str]
    load: Callable[[str], gpd.GeoDataFrame]


def read(path: Path, *, layer: str | None = None, crs: str | None = None) -> gpd.GeoDataFrame:
    """Frame of a map file, with all its fields and its geometries as they are.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, zipped Shapefile, KML or KMZ, whatever its name ends with.
    layer
        Layer to read; None where the file has only one that holds shapes.
    crs
        Coordinate system that the file is really in, in place of the one it states or lacks.

    Returns
    -------
    GeoDataFrame
        In the file's coordinate system, None where it states none. `attrs["source"]` is the name
        of the file. A ring that cannot be built is a None geometry.

    Raises
    ------
    UnreadableFileError
        Missing, empty, damaged, too large, or no map.
    SeveralLayersError, MissingLayerError
        The layer has to be named, or is not there.
    UnknownCrsError
        `crs` is no coordinate system.

    Examples
    --------
    >>> frame = read(Path("data/poitiers/quartiers.geojson"))
    >>> len(frame), frame.crs.to_epsg()
    (10, 4326)
    """
    path = Path(path)
    wanted = None if crs is None else known_crs(crs)
    with TemporaryDirectory() as folder:
        opened = _open(_content(path), Path(folder), path.name)
        frame = opened.load(_choose(opened.layers, layer, path.name))
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise UnreadableFileError(source=path.name, reason=UnreadableReason.NO_SHAPES)
    if reason := _too_much(frame.geometry.to_numpy()):
        raise UnreadableFileError(source=path.name, reason=reason)
    if wanted is not None:
        frame = frame.set_crs(wanted, allow_override=True)
    elif frame.crs is not None and "undefined" in frame.crs.name.lower():
        frame = frame.set_crs(None, allow_override=True)  # GeoPackage's word for none
    frame.attrs["source"] = path.name
    return frame


def _too_much(shapes: NDArray[np.object_]) -> UnreadableReason | None:
    """Say why checking these shapes would take too long; None where it would not."""
    points = int(shapely.get_num_coordinates(shapes).sum())
    if len(shapes) > SHAPES_MOST or points > POINTS_MOST:
        return UnreadableReason.TOO_DETAILED
    tree, meetings = shapely.STRtree(shapes), 0
    for start in range(0, len(shapes), 500):
        meetings += tree.query(shapes[start : start + 500]).shape[1]
        if meetings > NEIGHBOURS_MOST * max(len(shapes), NEIGHBOURS_MOST):
            return UnreadableReason.TANGLED
    return None


def layers(path: Path) -> list[str]:
    """Names of the layers of a map file that hold shapes; a GeoJSON has one, named like the file.

    Raises
    ------
    UnreadableFileError
        Missing, empty, damaged, too large, or no map.

    Examples
    --------
    >>> layers(Path("data/poitiers/quartiers.geojson"))
    ['quartiers']
    """
    path = Path(path)
    with TemporaryDirectory() as folder:
        return list(_open(_content(path), Path(folder), path.name).layers)


def _choose(names: Sequence[str], layer: str | None, source: str) -> str:
    told = ", ".join(names)
    if layer is None and len(names) > 1:
        raise SeveralLayersError(source=source, layers=told)
    if layer is not None and layer not in names:
        raise MissingLayerError(source=source, layer=layer, layers=told)
    return layer or names[0]


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableFileError(source=path.name, reason=UnreadableReason.NOT_FOUND)
        if path.stat().st_size > LARGEST:
            raise UnreadableFileError(source=path.name, reason=UnreadableReason.TOO_LARGE)
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(source=path.name, reason=UnreadableReason.NOT_ALLOWED) from error
    if not content.strip():
        raise UnreadableFileError(source=path.name, reason=UnreadableReason.EMPTY)
    return content


def _open(content: bytes, folder: Path, source: str) -> _Opened:
    if content.startswith(b"PK"):
        return _open_zip(content, folder, source)
    if content.startswith(b"SQLite format 3\0") and content[68:70] == b"GP":
        return _open_geopackage(content, folder / "file.gpkg", source)
    if content.startswith(b"\x00\x00\x27\x0a"):
        raise UnreadableFileError(source=source, reason=UnreadableReason.LOOSE_SHAPEFILE)
    text = geojson.decode(content)
    start = text[:4000].lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")):
        frame = geojson.parse(text.lstrip("\ufeff"), source=source)
        return _Opened([PurePosixPath(source).stem], lambda _: frame)
    if _is_kml(start):
        return _open_copy(content, folder / "file.kml", source)
    web = re.match(r"<(!doctype\s+html|html|head|body)\b", start, flags=re.IGNORECASE)
    reason = UnreadableReason.WEB_PAGE if web else UnreadableReason.NOT_A_MAP
    raise UnreadableFileError(source=source, reason=reason)


def _is_kml(start: str) -> bool:
    # A document type can define entities that unfold without end: no map needs one.
    bare = re.sub(r"<\?.*?\?>|<!--.*?-->", "", start, flags=re.DOTALL).lstrip()
    return re.match(r"<(\w+:)?kml[\s>]", bare) is not None


def _open_geopackage(content: bytes, copy: Path, source: str) -> _Opened:
    copy.write_bytes(content)
    try:
        check_geopackage(copy)
    except UnsafeFileError as error:
        known = _KNOWN_DANGERS.get(error.danger, error.danger)
        raise UnreadableFileError(source=source, reason=known) from error
    return _open_copy(content, copy, source)


def _open_copy(content: bytes, copy: Path, source: str) -> _Opened:
    copy.write_bytes(content)
    try:
        names = [
            str(name)
            for name, kind in pyogrio.list_layers(copy)
            if kind is not None
            and pyogrio.read_info(copy, layer=name, force_feature_count=True)["features"] > 0
        ]
    except _BROKEN as error:
        raise UnreadableFileError(source=source, reason=UnreadableReason.DAMAGED) from error
    if not names:
        raise UnreadableFileError(source=source, reason=UnreadableReason.NO_SHAPES)
    return _Opened(names, lambda layer: _read_layer(copy, source, layer=layer))


def _read_layer(
    path: Path, source: str, *, layer: str | None = None, encoding: str | None = None
) -> gpd.GeoDataFrame:
    try:
        with np.errstate(invalid="ignore"):  # coordinates that are no numbers: the check tells
            return pyogrio.read_dataframe(
                path, layer=layer, encoding=encoding, on_invalid="ignore", datetime_as_string=True
            )
    except _BROKEN as error:
        raise UnreadableFileError(source=source, reason=UnreadableReason.DAMAGED) from error


def _open_zip(content: bytes, folder: Path, source: str) -> _Opened:
    copy = folder / "file.zip"
    copy.write_bytes(content)
    try:
        with copy.open("rb") as stream:
            checked = check_archive(stream, unpacked_most=LARGEST)
        with zipfile.ZipFile(copy) as archive:
            members = [m for m in checked if "__MACOSX" not in m.filename]
            documents = [m for m in members if m.filename.lower().endswith(".kml")]
            outlines = [m for m in members if m.filename.lower().endswith(".shp")]
            if documents and not outlines:  # a KMZ: its first document is the map
                return _open_kmz(archive.read(documents[0]), folder, source)
            if not outlines:
                raise UnreadableFileError(source=source, reason=UnreadableReason.NO_SHAPEFILE)
            paths = {
                PurePosixPath(outline.filename).stem: shapefiles.unpack(
                    archive, members, outline, folder / f"file{number}.shp"
                )
                for number, outline in enumerate(outlines)
            }
    except UnsafeFileError as error:
        known = _KNOWN_DANGERS.get(error.danger, error.danger)
        raise UnreadableFileError(source=source, reason=known) from error
    except _BROKEN_ZIP as error:
        raise UnreadableFileError(source=source, reason=UnreadableReason.BROKEN_ZIP) from error
    return _Opened(list(paths), lambda layer: _read_shapefile(paths[layer], source))


def _open_kmz(document: bytes, folder: Path, source: str) -> _Opened:
    if not _is_kml(geojson.decode(document[:4000]).lstrip("\ufeff \t\r\n")):
        raise UnreadableFileError(source=source, reason=UnreadableReason.NOT_A_MAP)
    return _open_copy(document, folder / "file.kml", source)


def _read_shapefile(path: Path, source: str) -> gpd.GeoDataFrame:
    if not shapefiles.is_whole(path):
        raise UnreadableFileError(source=source, reason=UnreadableReason.MISSING_PARTS)
    return _read_layer(path, source, encoding=shapefiles.encoding(path))
