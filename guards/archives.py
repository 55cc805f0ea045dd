"""ZIP archives: how much they unpack to, how many files they hold, and how these are called.

Sizes that an archive only claims cannot be trusted, but bound what is unpacked: Python's zipfile
reads no more of a member than it claims, and a false claim fails its checksum.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from guards.dangers import Danger, UnsafeFileError

MEMBERS_MOST: Final = 5_000
RATIO_MOST: Final = 250
"""Times its packed size: real sheets and maps reach 10 to 40, the method can give 1032."""
RATIO_FROM: Final = 10_000_000
"""Bytes of an unpacked member above which the ratio is looked at."""
_BROKEN: Final = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError)


def check_archive(stream: BinaryIO, *, unpacked_most: int) -> Sequence[zipfile.ZipInfo]:
    """Check what a ZIP archive says of itself; nothing is unpacked.

    Parameters
    ----------
    stream
        Has to be able to seek.
    unpacked_most
        Bytes that all members together may unpack to.

    Raises
    ------
    UnsafeFileError
        It is damaged, or asks for more than it may.

    Examples
    --------
    >>> import io
    >>> stream = io.BytesIO()
    >>> with zipfile.ZipFile(stream, "w") as archive:
    ...     archive.writestr("doc.kml", "<kml/>")
    >>> [member.filename for member in check_archive(stream, unpacked_most=100)]
    ['doc.kml']
    """
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except _BROKEN as error:
        raise UnsafeFileError(Danger.BROKEN) from error
    if len(members) > MEMBERS_MOST:
        raise UnsafeFileError(Danger.MEMBERS)
    if sum(member.file_size for member in members) > unpacked_most:
        raise UnsafeFileError(Danger.UNPACKED)
    if sum(member.compress_size for member in members) > size:
        raise UnsafeFileError(Danger.OVERLAP)
    if any(member.flag_bits & 1 for member in members):
        raise UnsafeFileError(Danger.LOCKED)
    if any(map(_too_tight, members)):
        raise UnsafeFileError(Danger.RATIO)
    check_paths(member.filename for member in members)
    return members


def _too_tight(member: zipfile.ZipInfo) -> bool:
    return member.file_size > RATIO_FROM and member.file_size > RATIO_MOST * member.compress_size


def check_paths(names: Iterable[str]) -> None:
    """Check the names of members: none leads out of the archive, none comes twice.

    Nothing here unpacks under such a name; another program to which the file is passed on may.

    Raises
    ------
    UnsafeFileError
        One does.

    Examples
    --------
    >>> check_paths(["a/b.shp", "a/b.dbf"])
    >>> check_paths(["a/../../b.shp"])
    Traceback (most recent call last):
    ...
    guards.dangers.UnsafeFileError: the archive in it names files outside of itself
    """
    seen: set[str] = set()
    for name in names:
        plain = name.replace("\\", "/")  # old archives of Windows have these within folders
        parts = PurePosixPath(plain).parts
        if plain.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", plain):
            raise UnsafeFileError(Danger.PATHS)
        if plain in seen:
            raise UnsafeFileError(Danger.TWICE)
        seen.add(plain)
