"""What a driver or the system reported, as a reason that is the same everywhere and translated."""

import errno
import sqlite3

from sqlalchemy.exc import DataError as DriverDataError
from sqlalchemy.exc import DBAPIError, OperationalError

from data.errors import Because, Reason, because

_SQLITE_REASONS = {
    sqlite3.SQLITE_BUSY: Reason.LOCKED,
    sqlite3.SQLITE_LOCKED: Reason.LOCKED,
    sqlite3.SQLITE_READONLY: Reason.READ_ONLY,
    sqlite3.SQLITE_PERM: Reason.READ_ONLY,
    sqlite3.SQLITE_AUTH: Reason.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Reason.CANNOT_OPEN,
    sqlite3.SQLITE_NOTADB: Reason.NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: Reason.DAMAGED,
    sqlite3.SQLITE_FULL: Reason.DISK_FULL,
    sqlite3.SQLITE_IOERR: Reason.DISK_ERROR,
}

# Classes of SQLSTATE, longest first.
_POSTGRESQL_REASONS = {
    "22": Reason.UNFIT,
    "25006": Reason.READ_ONLY,
    "42501": Reason.READ_ONLY,
    "53100": Reason.DISK_FULL,
    "40": Reason.LOCKED,
    "55P03": Reason.LOCKED,
    "57014": Reason.LOCKED,
    "08": Reason.NO_CONNECTION,
    "25P03": Reason.NO_CONNECTION,
    "28": Reason.NO_CONNECTION,
    "3D": Reason.NO_CONNECTION,
    "57": Reason.NO_CONNECTION,
}

_FILE_REASONS = {
    errno.EACCES: Reason.READ_ONLY,
    errno.EPERM: Reason.READ_ONLY,
    errno.EROFS: Reason.READ_ONLY,
    errno.ENOSPC: Reason.DISK_FULL,
    errno.EDQUOT: Reason.DISK_FULL,
    errno.EIO: Reason.DISK_ERROR,
    errno.ENOENT: Reason.FOLDER,
    errno.ENOTDIR: Reason.FOLDER,
}


def reason_of_file(error: OSError) -> Because:
    """Put what the system reported of a file into a stable reason."""
    known = _FILE_REASONS.get(error.errno or 0)
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return because(known) if known else because(Reason.OTHER, name=name)


def reason_of(error: DBAPIError) -> Because:
    """Put what a driver reported into a stable reason that can be translated."""
    origin = error.orig
    code = getattr(origin, "sqlite_errorcode", None)
    if code is not None and (known := _SQLITE_REASONS.get(code & 0xFF)):
        return because(known)
    state = getattr(origin, "sqlstate", None)
    for start, reason in _POSTGRESQL_REASONS.items():
        if state is not None and state.startswith(start):
            return because(reason)
    if isinstance(error, OperationalError) and code is None and state is None:
        return because(Reason.NO_CONNECTION)
    if isinstance(error, DriverDataError) and state is None:  # the driver itself refused it
        return because(Reason.UNFIT)
    name = getattr(origin, "sqlite_errorname", None) or state or type(origin).__name__
    return because(Reason.OTHER, name=name)
