"""GeoPackages are databases: a view in one is a program that its maker wrote.

Whoever reads a layer that is a view runs it, and it may never end. Two views that old versions of
GDAL put into every file are let through: nothing reads them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from guards.dangers import Danger, UnsafeFileError

_HARMLESS: Final = {"st_spatial_ref_sys", "st_geometry_columns", "spatial_ref_sys"}
_HIDDEN: Final = 2
"""From this number on, `table_xinfo` means a column that is worked out when it is read."""


def check_geopackage(path: Path) -> None:
    """Check that a GeoPackage only holds data.

    Raises
    ------
    UnsafeFileError
        It holds views, columns or tables that are worked out when they are read, or is damaged.
    """
    try:
        # immutable: no journal beside the file is looked for, and nothing is ever written
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            if any(_works(database)):
                raise UnsafeFileError(Danger.VIEWS)
    except sqlite3.Error as error:
        raise UnsafeFileError(Danger.DATABASE) from error


def _works(database: sqlite3.Connection) -> Iterator[bool]:
    """Say of each table and view whether reading it runs something."""
    kinds = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
    for kind, name, made_by in database.execute(kinds).fetchall():
        virtual = " ".join(str(made_by).split()).upper().startswith("CREATE VIRTUAL TABLE")
        if kind == "view":
            yield name.lower() not in _HARMLESS
        elif virtual:
            yield " USING RTREE" not in " ".join(str(made_by).split()).upper()
        else:
            columns = database.execute("SELECT hidden FROM pragma_table_xinfo(?)", [name])
            yield any(hidden >= _HIDDEN for (hidden,) in columns)
