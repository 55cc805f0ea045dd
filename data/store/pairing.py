"""Read and write the pairs of outings, inside the caller's transaction."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from data.errors import MemberTwiceError, NotFoundError, PairInUseError, Thing
from data.fieldwork import Pair, WalkingOrder
from data.schema import claims, pair_members, pairs, sheets, visits, volunteers
from data.store import inserting
from data.store.part import here, require, there


def read(connection: Connection, key: str, **which: object) -> tuple[Pair, ...]:
    """Read pairs by outing and number, their members in the order they were given."""
    chosen = select(pairs).where(*here(pairs, key, **which))
    rows = connection.execute(chosen.order_by(pairs.c.outing, pairs.c.number, pairs.c.id)).all()
    members: defaultdict[str, list[str]] = defaultdict(list)
    statement = select(pair_members.c.pair, pair_members.c.volunteer)
    statement = statement.where(*here(pair_members, key, pair={row.id for row in rows}))
    order = pair_members.c.place, pair_members.c.volunteer
    for pair, volunteer in connection.execute(statement.order_by(*order)):
        members[pair].append(volunteer)
    return tuple(
        Pair(row.id, row.outing, row.number, tuple(members[row.id]), WalkingOrder(row.walk))
        for row in rows
    )


def get(connection: Connection, key: str, identity: str) -> Pair:
    """Read one pair.

    Raises
    ------
    NotFoundError
        If there is no such pair.
    """
    found = read(connection, key, id=identity)
    if not found:
        raise NotFoundError(what=Thing.PAIR, key=identity)
    return found[0]


def write(connection: Connection, key: str, outing: str, wished: Sequence[Pair]) -> None:
    """Put pairs in the place of those of an outing; how one that is there walks stays.

    Who forms pairs has the page open for long, while those outside choose how to walk.
    """
    _refuse_twice(connection, key, wished)
    kept = {pair.id for pair in wished}
    known = read(connection, key, outing=outing)
    walks = {pair.id: pair.walk for pair in known}
    for pair in known:
        if pair.id not in kept:
            _remove(connection, key, pair)
    connection.execute(delete(pair_members).where(*here(pair_members, key, outing=outing)))
    for pair in wished:
        row = {"campaign": key, "id": pair.id, "outing": outing, "number": pair.number}
        walk = walks.get(pair.id, pair.walk)
        inserting.upsert(connection, pairs, row | {"walk": walk.value})
        for place, volunteer in enumerate(pair.members):
            require(connection, volunteers, key, Thing.VOLUNTEER, volunteer)
            member = {"campaign": key, "outing": outing, "volunteer": volunteer, "pair": pair.id}
            connection.execute(insert(pair_members).values(**member, place=place))


def write_walk(connection: Connection, key: str, identity: str, walk: WalkingOrder) -> None:
    """Note how a pair walks.

    Raises
    ------
    NotFoundError
        If there is no such pair.
    """
    statement = update(pairs).where(*here(pairs, key, id=identity)).values(walk=walk.value)
    if not connection.execute(statement).rowcount:
        raise NotFoundError(what=Thing.PAIR, key=identity)


def _refuse_twice(connection: Connection, key: str, wished: Sequence[Pair]) -> None:
    seen: set[str] = set()
    for volunteer in (member for pair in wished for member in pair.members):
        if volunteer in seen:
            name = select(volunteers.c.name).where(*here(volunteers, key, id=volunteer))
            raise MemberTwiceError(name=connection.scalar(name) or volunteer)
        seen.add(volunteer)


def _remove(connection: Connection, key: str, pair: Pair) -> None:
    """Remove a pair that did nothing; claims it once held and gave back go with it."""
    held = select(claims.c.id).where(*here(claims, key, pair=pair.id), claims.c.ended.is_(None))
    used = any(there(connection, table, key, pair=pair.id) for table in (visits, sheets))
    if used or connection.scalar(held) is not None:
        raise PairInUseError(number=pair.number)
    for table in (claims, pair_members):
        connection.execute(delete(table).where(*here(table, key, pair=pair.id)))
    connection.execute(delete(pairs).where(*here(pairs, key, id=pair.id)))
