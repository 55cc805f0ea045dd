"""Rows for every table of a database, whatever its version: made from what the tables say.

Each table gets the same number of rows. The n-th row refers to the n-th row of every table that
it refers to; in every other row, all that may be missing is.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, insert, select, types

ROWS = 4
APART = {"alembic_version"}

Row = tuple[object, ...]

# What a rule of a table asks for.
_ASKED: Mapping[str, Mapping[str, object]] = {"readings": {"quote": "none"}}

# In the order in which they are asked: a moment is a day as well, a truth a whole number.
_VALUES: Mapping[type[types.TypeEngine[Any]], Callable[[int], object]] = {
    types.Boolean: lambda n: bool(n % 2),
    types.DateTime: lambda n: datetime(2023, 4, n, 10, 20, 30, 400 + n),
    types.Date: lambda n: date(2023, 4, n),
    types.Time: lambda n: time(10, n),
    types.Float: lambda n: n + 0.1,
    types.Numeric: lambda n: n,
    types.Integer: lambda n: n,
    types.LargeBinary: lambda n: bytes([n] * 16),
    types.String: lambda n: f"é{n}",
}


def tables(connection: Connection) -> list[Table]:
    """Read which tables there are, those first that others refer to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in APART]


def plant(connection: Connection, *, rows: int = ROWS, words: str = "É") -> None:
    """Give every table its rows; `words` stand in the texts of people."""
    for table in tables(connection):
        for n in range(1, rows + 1):
            connection.execute(insert(table).values(row(table, n, words)))


def row(table: Table, n: int, words: str = "É") -> dict[str, object]:
    """Make the n-th row of a table."""
    values = {column.name: _value(column, n) for column in table.columns}
    texts = (column for column in table.columns if isinstance(column.type, types.Text))
    told = {one.name: json.dumps({"fr": f"{words}{n}"}, ensure_ascii=False) for one in texts}
    return values | {name: text for name, text in told.items() if values[name] is not None}


def held(
    connection: Connection, only: Mapping[str, Sequence[str]] | None = None
) -> dict[str, list[Row]]:
    """Read all rows, sorted, by table; or some tables and columns only."""
    found = tables(connection)
    if only is not None:
        found = [table for table in found if table.name in only]
    chosen = {
        table.name: select(*(table.c[name] for name in only[table.name]) if only else table.c)
        for table in found
    }
    return {
        name: sorted((tuple(row) for row in connection.execute(statement)), key=repr)
        for name, statement in chosen.items()
    }


def columns(connection: Connection) -> dict[str, list[str]]:
    """Name the columns of every table."""
    return {table.name: list(table.columns.keys()) for table in tables(connection)}


def _value(column: Column[Any], n: int) -> object:
    """Make the value of a column: what it refers to, nothing where that is allowed, or its own."""
    if column.name in (asked := _ASKED.get(column.table.name, {})):
        return asked[column.name]
    for key in column.foreign_keys:
        return _value(key.column, n)
    if column.nullable and n % 2 == 0:
        return None
    kind = next(kind for kind in _VALUES if isinstance(column.type, kind))
    return _VALUES[kind](n)
