"""Read claims, inside the caller's transaction."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from data.errors import NotFoundError, Thing
from data.fieldwork import Claim, ClaimEnd
from data.schema import claims
from data.store.part import here


def read(
    connection: Connection, key: str, *conditions: ColumnElement[bool], **which: object
) -> tuple[Claim, ...]:
    """Read claims by the moment they were taken."""
    statement = select(claims).where(*here(claims, key, **which), *conditions)
    order = claims.c.taken, claims.c.id
    return tuple(
        Claim(
            id=row.id,
            section=row.section,
            outing=row.outing,
            pair=row.pair,
            taken=row.taken,
            expires=row.expires,
            ended=row.ended,
            end=None if row.reason is None else ClaimEnd(row.reason),
        )
        for row in connection.execute(statement.order_by(*order))
    )


def get(connection: Connection, key: str, identity: str) -> Claim:
    """Read one claim.

    Raises
    ------
    NotFoundError
        If there is no such claim.
    """
    found = read(connection, key, id=identity)
    if not found:
        raise NotFoundError(what=Thing.CLAIM, key=identity)
    return found[0]


def active(connection: Connection, key: str, now: datetime) -> tuple[Claim, ...]:
    """Read the claims that hold at `now`."""
    return read(connection, key, claims.c.ended.is_(None), claims.c.expires > now)


def said_done(connection: Connection, key: str) -> set[str]:
    """Name the sections whose last claim ended because the pair was done."""
    last = (
        select(claims.c.section, func.max(claims.c.taken).label("taken"))
        .where(*here(claims, key))
        .group_by(claims.c.section)
        .subquery()
    )
    chosen = select(claims.c.section).join(
        last, (last.c.section == claims.c.section) & (last.c.taken == claims.c.taken)
    )
    return set(connection.scalars(chosen.where(*here(claims, key, reason=ClaimEnd.DONE.value))))
