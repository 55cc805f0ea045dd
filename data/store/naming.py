"""Names where somebody signed with them: sheets they compared, themes they chose.

They stand there as they were typed, whatever their capitals and spaces. Inside the caller's
transaction they follow the person: to another name, or to none.
"""

from itertools import count

from sqlalchemy import Column, Connection, select, update

from data.accounts import login_of
from data.schema import codings, sheets
from data.store.part import NAMELESS, here


def written(connection: Connection, key: str, column: Column[str], name: str) -> list[str]:
    """Find the ways in which a name stands in a column."""
    found = connection.scalars(select(column).where(*here(column.table, key)).distinct())
    return [one for one in found if login_of(one) == login_of(name)]


def forget(connection: Connection, key: str, name: str) -> None:
    """Take a name off what somebody signed; two coders stay two, under numbers as after a purge."""
    _sign(connection, key, sheets.c.checked_by, written(connection, key, sheets.c.checked_by, name))
    for coder in written(connection, key, codings.c.coder, name):
        _sign(connection, key, codings.c.coder, [coder], _free_number(connection, key))


def follow(connection: Connection, key: str, name: str, new: str) -> None:
    """Sign with another name what somebody signed; themes under a number if that one is taken."""
    if login_of(name) in ("", login_of(new)):
        return
    signed = written(connection, key, sheets.c.checked_by, name)
    _sign(connection, key, sheets.c.checked_by, signed, new)
    if not written(connection, key, codings.c.coder, new):
        for coder in written(connection, key, codings.c.coder, name)[:1]:
            _sign(connection, key, codings.c.coder, [coder], new)
    forget(connection, key, name)


def _sign(
    connection: Connection, key: str, column: Column[str], signed: list[str], new: str = NAMELESS
) -> None:
    """Put a name, or what stands for one, in the place of others."""
    mine = here(column.table, key, **{column.name: signed})
    connection.execute(update(column.table).where(*mine).values({column.name: new}))


def _free_number(connection: Connection, key: str) -> str:
    """Give what a coder is called whose name has to go: as after a purge, two stay two."""
    taken = set(connection.scalars(select(codings.c.coder).where(*here(codings, key)).distinct()))
    return next(str(number) for number in count(1) if str(number) not in taken)
