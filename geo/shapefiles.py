"""Shapefiles: several files that belong together, with texts in one of many encodings."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def unpack(
    archive: zipfile.ZipFile,
    members: Sequence[zipfile.ZipInfo],
    outline: zipfile.ZipInfo,
    path: Path,
) -> Path:
    """Unpack the parts of one Shapefile under a name of ours, never that of the archive.

    Parameters
    ----------
    outline
        Its .shp.
    path
        Where the .shp goes; the other parts go beside it.
    """
    stem = outline.filename[:-4].lower()
    for member in members:
        name = member.filename.lower()
        suffix = PurePosixPath(name).suffix
        if suffix in _PARTS and name == stem + suffix:
            with archive.open(member) as inner, path.with_suffix(suffix).open("wb") as outer:
                shutil.copyfileobj(inner, outer)
    return path


def is_whole(path: Path) -> bool:
    """Say whether the parts are there without which a Shapefile cannot be read."""
    return all(path.with_suffix(suffix).exists() for suffix in (".shx", ".dbf"))


def encoding(path: Path) -> str | None:
    """Encoding of the texts of a Shapefile; None where GDAL may go by what the table states."""
    return dbf_encoding(path.with_suffix(".dbf").read_bytes(), _stated_encoding(path))


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
