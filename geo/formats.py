"""Reading map files: GeoJSON, GeoPackage, zipped Shapefile and KML (KMZ as well).

The kind of a file is told by its content, never by its name: GDAL only ever opens a copy that we
know to be of one of these kinds, so that no file can make it follow a link. Geometries and fields
come as they are in the file; `geo.checks` says what is wrong with them.
"""

from __future__ import annotations

import re
import shutil
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import geopandas as gpd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from geo import geojson
from geo.crs import known_crs
from geo.errors import (
    MissingLayerError,
    SeveralLayersError,
    UnreadableFileError,
    UnreadableReason,
)

LARGEST = 200_000_000
"""Bytes of a file, or of what a zip archive unpacks to, beyond which it is refused."""

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
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")


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
    >>> from geo.formats import read
    >>> frame = read(Path("data/poitiers/quartiers.geojson"))
    >>> len(frame), frame.crs.to_epsg()
    (10, 4326)
    """
    path = Path(path)
    wanted = None if crs is None else known_crs(crs)
    content = _content(path)
    with TemporaryDirectory() as folder:
        frame = _read(content, Path(folder), layer=layer, source=path.name)
    if frame.empty:
        raise UnreadableFileError(source=path.name, reason=UnreadableReason.NO_SHAPES)
    if wanted is not None:
        frame = frame.set_crs(wanted, allow_override=True)
    elif frame.crs is not None and "undefined" in frame.crs.name.lower():
        frame = frame.set_crs(None, allow_override=True)  # GeoPackage's word for none
    frame.attrs["source"] = path.name
    return frame


def _content(path: Path) -> bytes:
    reason = None
    try:
        if not path.is_file():
            reason = UnreadableReason.NOT_FOUND
        elif path.stat().st_size > LARGEST:
            reason = UnreadableReason.TOO_LARGE
        else:
            content = path.read_bytes()
            if content.strip():
                return content
            reason = UnreadableReason.EMPTY
    except OSError as error:
        raise UnreadableFileError(source=path.name, reason=UnreadableReason.NOT_ALLOWED) from error
    raise UnreadableFileError(source=path.name, reason=reason)


def _read(content: bytes, folder: Path, *, layer: str | None, source: str) -> gpd.GeoDataFrame:
    if content.startswith(b"PK"):
        return _read_zip(content, folder, layer=layer, source=source)
    if content.startswith(b"SQLite format 3\0"):
        return _read_copy(content, folder / "file.gpkg", layer=layer, source=source)
    if content.startswith(b"\x00\x00\x27\x0a"):
        raise UnreadableFileError(source=source, reason=UnreadableReason.LOOSE_SHAPEFILE)
    text = geojson.decode(content[:4000]).lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        frame = geojson.parse(geojson.decode(content).lstrip("\ufeff"), source=source)
        if layer is not None:
            _choose([PurePosixPath(source).stem], layer, source)
        return frame
    if _is_kml(text):
        return _read_copy(content, folder / "file.kml", layer=layer, source=source)
    web = re.match(r"<(!doctype\s+html|html|head|body)\b", text, flags=re.IGNORECASE)
    reason = UnreadableReason.WEB_PAGE if web else UnreadableReason.NOT_A_MAP
    raise UnreadableFileError(source=source, reason=reason)


def _is_kml(text: str) -> bool:
    # A document type can define entities that unfold without end: no map needs one.
    bare = re.sub(r"<\?.*?\?>|<!--.*?-->", "", text, flags=re.DOTALL).lstrip()
    return re.match(r"<(\w+:)?kml[\s>]", bare) is not None and "<!ENTITY" not in text


def _read_copy(content: bytes, copy: Path, *, layer: str | None, source: str) -> gpd.GeoDataFrame:
    copy.write_bytes(content)
    try:
        layers = [
            str(name)
            for name, kind in pyogrio.list_layers(copy)
            if kind is not None
            and pyogrio.read_info(copy, layer=name, force_feature_count=True)["features"] > 0
        ]
        if not layers:
            raise UnreadableFileError(source=source, reason=UnreadableReason.NO_SHAPES)
        return _read_layer(copy, layer=_choose(layers, layer, source))
    except _BROKEN as error:
        raise UnreadableFileError(source=source, reason=UnreadableReason.DAMAGED) from error


def _choose(layers: Sequence[str], layer: str | None, source: str) -> str:
    names = ", ".join(layers)
    if layer is None and len(layers) > 1:
        raise SeveralLayersError(source=source, layers=names)
    if layer is not None and layer not in layers:
        raise MissingLayerError(source=source, layer=layer, layers=names)
    return layer or layers[0]


def _read_layer(
    path: Path, *, layer: str | None = None, encoding: str | None = None
) -> gpd.GeoDataFrame:
    frame = pyogrio.read_dataframe(
        path,
        layer=layer,
        encoding=encoding,
        on_invalid="ignore",
        datetime_as_string=True,
    )
    if not isinstance(frame, gpd.GeoDataFrame):  # a table without shapes
        return gpd.GeoDataFrame(frame.iloc[:0], geometry=[])
    return frame


def _read_zip(content: bytes, folder: Path, *, layer: str | None, source: str) -> gpd.GeoDataFrame:
    archive_path = folder / "file.zip"
    archive_path.write_bytes(content)
    try:
        with zipfile.ZipFile(archive_path) as archive:
            members = [m for m in archive.infolist() if "__MACOSX" not in m.filename]
            if sum(member.file_size for member in members) > LARGEST:
                raise UnreadableFileError(source=source, reason=UnreadableReason.TOO_LARGE)
            if any(member.flag_bits & 1 for member in members):
                raise UnreadableFileError(source=source, reason=UnreadableReason.LOCKED_ZIP)
            documents = [m for m in members if m.filename.lower().endswith(".kml")]
            shapefiles = [m for m in members if m.filename.lower().endswith(".shp")]
            if documents and not shapefiles:  # a KMZ: its first document is the map
                inner = archive.read(documents[0])
                return _read_copy(inner, folder / "file.kml", layer=layer, source=source)
            names = [PurePosixPath(member.filename).stem for member in shapefiles]
            if not names:
                raise UnreadableFileError(source=source, reason=UnreadableReason.NO_SHAPEFILE)
            chosen = shapefiles[names.index(_choose(names, layer, source))]
            shapefile = _extract(archive, members, chosen, folder, source=source)
    except _BROKEN_ZIP as error:
        raise UnreadableFileError(source=source, reason=UnreadableReason.BROKEN_ZIP) from error
    return _read_shapefile(shapefile, source=source)


def _extract(
    archive: zipfile.ZipFile,
    members: Sequence[zipfile.ZipInfo],
    chosen: zipfile.ZipInfo,
    folder: Path,
    *,
    source: str,
) -> Path:
    """Unpack the parts of one Shapefile under names of our own, never those of the archive."""
    stem = chosen.filename[:-4].lower()
    for member in members:
        name = member.filename.lower()
        suffix = PurePosixPath(name).suffix
        if suffix in _SHAPEFILE and name == stem + suffix:
            with archive.open(member) as inner, (folder / f"file{suffix}").open("wb") as outer:
                shutil.copyfileobj(inner, outer)
    if not all((folder / f"file{suffix}").exists() for suffix in (".shx", ".dbf")):
        raise UnreadableFileError(source=source, reason=UnreadableReason.MISSING_PARTS)
    return folder / "file.shp"


def _read_shapefile(path: Path, *, source: str) -> gpd.GeoDataFrame:
    try:
        encoding = dbf_encoding(path.with_suffix(".dbf").read_bytes(), _stated_encoding(path))
        try:
            return _read_layer(path, encoding=encoding)
        except UnicodeDecodeError:
            return _read_layer(path, encoding="cp1252")
    except _BROKEN as error:
        raise UnreadableFileError(source=source, reason=UnreadableReason.DAMAGED) from error


def _stated_encoding(path: Path) -> str:
    statement = path.with_suffix(".cpg")
    return statement.read_text("ascii", errors="ignore").strip() if statement.exists() else ""


def dbf_encoding(table: bytes, stated: str = "") -> str | None:
    """Encoding of the texts of a .dbf table; None where GDAL may go by what the table states.

    Texts that are sound UTF-8 are UTF-8 whatever was stated; a table that falsely claims UTF-8,
    or claims nothing, is taken for the old Windows encoding.

    Parameters
    ----------
    stated
        Text of the .cpg file; empty without one.

    Examples
    --------
    >>> header = bytes(8) + (32).to_bytes(2, "little") + bytes(22)
    >>> dbf_encoding(header + "Éloi".encode("utf-8"))
    'UTF-8'
    >>> dbf_encoding(header + "Éloi".encode("cp1252"))
    'cp1252'
    """
    rows = table[int.from_bytes(table[8:10], "little") :]
    if rows.isascii():
        return None
    try:
        rows.decode("utf-8")
    except UnicodeDecodeError:
        claims_utf8 = stated.lower().replace("-", "") in {"utf8", "65001"}
        language = table[29] if len(table) > 29 else 0
        return "cp1252" if claims_utf8 or not (stated or language) else None
    return "UTF-8"
