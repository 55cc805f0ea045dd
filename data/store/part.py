"""What the parts of a store have in common: transactions that know the campaign."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, exists, select

from data.errors import NotFoundError, Thing

_Value = TypeVar("_Value", str, bytes)

NAMELESS = "✓"
"""What stands in the place of a name that was erased, where an empty one would mean nobody."""

Transaction = Callable[[], AbstractContextManager[tuple[Connection, str]]]
"""Opens a transaction and gives its connection and the key of the campaign."""


class Part:
    """One part of a store; `Store` makes it and lends it its transactions."""

    def __init__(self, reading: Transaction, changing: Transaction) -> None:
        self._reading = reading
        self._changing = changing


def here(table: Table, key: str, /, **values: object) -> tuple[ColumnElement[bool], ...]:
    """Say which rows of a campaign are meant; a collection means any of its values."""
    return table.c.campaign == key, *(_meant(table, name, value) for name, value in values.items())


def _meant(table: Table, name: str, value: object) -> ColumnElement[bool]:
    column: ColumnElement[Any] = table.c[name]
    if isinstance(value, (set, frozenset, list, tuple)):
        return column.in_(sorted(value))
    return column == value


def there(connection: Connection, table: Table, key: str, /, **values: object) -> bool:
    """Say whether any such row exists."""
    return bool(connection.scalar(select(exists().where(*here(table, key, **values)))))


def require(connection: Connection, table: Table, key: str, thing: Thing, identity: str) -> None:
    """Refuse what does not exist.

    Raises
    ------
    NotFoundError
        If no row of `table` has that id.
    """
    if not there(connection, table, key, id=identity):
        raise NotFoundError(what=thing, key=identity)


def plain(row: Mapping[Any, Any], *without: str) -> dict[str, Any]:
    """Give the columns of a row by name, the campaign and some others left out."""
    return {str(name): row[name] for name in row if name not in ("campaign", *without)}


def parts(values: Collection[_Value], size: int = 500) -> Iterator[list[_Value]]:
    """Cut values into parts, sorted: a statement takes only so many."""
    ordered = sorted(values)
    return (ordered[start : start + size] for start in range(0, len(ordered), size))
