"""Outings, who signed up for them, and the pairs that go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data.errors import (
    NotFoundError,
    OutingClosedError,
    OutingFullError,
    OutingInUseError,
    Thing,
)
from data.fieldwork import ClaimEnd, Outing, OutingKind, Pair, SignUp, WalkingOrder
from data.schema import (
    claims,
    outings,
    pair_members,
    pairs,
    quartiers,
    sheet_lines,
    sheets,
    sign_ups,
    visits,
    volunteers,
)
from data.store import dialect, inserting, pairing
from data.store.part import Part, here, plain, require, there


class Outings(Part):
    """The days on which people go out; `Store.outings`.

    Methods that change something raise `NotFoundError` where an outing, a volunteer or a pair that
    they name does not exist.
    """

    def all(self) -> tuple[Outing, ...]:
        """Read the outings by day and time."""
        with self._reading() as (connection, key):
            rows = connection.execute(select(outings).where(*here(outings, key))).mappings()
            found = (_outing_from(row) for row in rows)
            return tuple(sorted(found, key=lambda outing: (outing.day, outing.start, outing.id)))

    def get(self, identity: str) -> Outing:
        """Read one outing."""
        with self._reading() as (connection, key):
            return read(connection, key, identity)

    def save(self, outing: Outing) -> None:
        """Add or change an outing.

        Raises
        ------
        NotFoundError
            If its quartier does not exist.
        """
        with self._changing() as (connection, key):
            write(connection, key, outing, demo=False)

    def remove(self, identity: str) -> None:
        """Remove an outing with its sign-ups, pairs, claims and sheets.

        Raises
        ------
        OutingInUseError
            If doors were recorded there.
        """
        with self._changing() as (connection, key):
            require(connection, outings, key, Thing.OUTING, identity)
            made = select(func.count()).where(*here(visits, key, outing=identity))
            if number := connection.scalar(made):
                raise OutingInUseError(visits=number)
            erase(connection, key, {identity})

    def close(self, identity: str, *, now: datetime | None = None) -> None:
        """Note that an outing was debriefed; with `now`, free the streets still held there."""
        with self._changing() as (connection, key):
            require(connection, outings, key, Thing.OUTING, identity)
            _set_closed(connection, key, identity, closed=True)
            if now is not None:
                held = *here(claims, key, outing=identity), claims.c.ended.is_(None)
                values = {"ended": now, "reason": ClaimEnd.RELEASED.value}
                connection.execute(update(claims).where(*held).values(**values))

    def reopen(self, identity: str) -> None:
        """Take the closing back."""
        with self._changing() as (connection, key):
            require(connection, outings, key, Thing.OUTING, identity)
            _set_closed(connection, key, identity, closed=False)

    # Sign-ups

    def sign_ups(self, outing: str) -> tuple[SignUp, ...]:
        """Read who signed up, sorted by name."""
        with self._reading() as (connection, key):
            named = sign_ups.join(volunteers)
            statement = select(sign_ups).select_from(named).where(*here(sign_ups, key))
            statement = statement.where(sign_ups.c.outing == outing)
            order = dialect.ByCodePoint(volunteers.c.name), volunteers.c.id
            rows = connection.execute(statement.order_by(*order))
            return tuple(SignUp(**plain(row)) for row in rows.mappings())

    def sign_up(self, outing: str, volunteer: str) -> None:
        """Note that somebody will come; once is enough.

        Raises
        ------
        OutingFullError
            If there is no place left.
        OutingClosedError
            If it is over.
        """
        with self._changing() as (connection, key):
            found = read(connection, key, outing)
            require(connection, volunteers, key, Thing.VOLUNTEER, volunteer)
            if there(connection, sign_ups, key, outing=outing, volunteer=volunteer):
                return
            if found.closed:
                raise OutingClosedError
            number = connection.scalar(select(func.count()).where(*_signed(key, outing)))
            if (number or 0) >= found.capacity:
                raise OutingFullError(capacity=found.capacity)
            write_sign_ups(connection, key, [SignUp(outing, volunteer)])

    def withdraw(self, outing: str, volunteer: str) -> None:
        """Take a sign-up back, and the place in a pair of that outing with it."""
        with self._changing() as (connection, key):
            for table in (sign_ups, pair_members):
                gone = here(table, key, outing=outing, volunteer=volunteer)
                connection.execute(delete(table).where(*gone))

    def attend(self, outing: str, volunteer: str, attended: bool | None) -> None:
        """Note whether somebody came, also who had not signed up; None takes the note back.

        Who attends a training day is trained from then on.
        """
        with self._changing() as (connection, key):
            found = read(connection, key, outing)
            require(connection, volunteers, key, Thing.VOLUNTEER, volunteer)
            word = here(sign_ups, key, outing=outing, volunteer=volunteer)
            came = connection.scalar(select(sign_ups.c.attended).where(*word))
            write_sign_ups(connection, key, [SignUp(outing, volunteer, attended)])
            if found.kind is OutingKind.TRAINING and (attended or came):
                _note_training(connection, key, volunteer)

    # Pairs

    def pairs(self, outing: str) -> tuple[Pair, ...]:
        """Read the pairs of an outing by number."""
        with self._reading() as (connection, key):
            return pairing.read(connection, key, outing=outing)

    def pair(self, identity: str) -> Pair:
        """Read one pair."""
        with self._reading() as (connection, key):
            return pairing.get(connection, key, identity)

    def pairs_of(self, volunteer: str) -> tuple[Pair, ...]:
        """Read the pairs that somebody is in, of all outings."""
        with self._reading() as (connection, key):
            member = here(pair_members, key, volunteer=volunteer)
            known = connection.scalars(select(pair_members.c.pair).where(*member))
            return pairing.read(connection, key, id=set(known))

    def save_pairs(self, outing: str, wished: Sequence[Pair]) -> None:
        """Put pairs in the place of those of an outing; the same id is the same pair.

        In which order one that is there walks stays as it is (`set_walk`).

        Raises
        ------
        MemberTwiceError
            If somebody is in two of them.
        PairInUseError
            If one that would be gone holds streets, has a sheet or recorded doors.
        """
        with self._changing() as (connection, key):
            require(connection, outings, key, Thing.OUTING, outing)
            pairing.write(connection, key, outing, wished)

    def set_walk(self, pair: str, walk: WalkingOrder) -> None:
        """Note in which order a pair walks its doors."""
        with self._changing() as (connection, key):
            pairing.write_walk(connection, key, pair, walk)


def read(connection: Connection, key: str, identity: str) -> Outing:
    """Read one outing.

    Raises
    ------
    NotFoundError
        There is no such outing.
    """
    rows = connection.execute(select(outings).where(*here(outings, key, id=identity))).mappings()
    row = rows.one_or_none()
    if row is None:
        raise NotFoundError(what=Thing.OUTING, key=identity)
    return _outing_from(row)


def write(connection: Connection, key: str, outing: Outing, *, demo: bool) -> None:
    """Add or change an outing; `demo` counts only where it is new.

    Raises
    ------
    NotFoundError
        It goes to a quartier that does not exist.
    """
    if outing.quartier and not there(connection, quartiers, key, code=outing.quartier):
        raise NotFoundError(what=Thing.QUARTIER, key=outing.quartier)
    row = _outing_row(outing)
    changed = update(outings).where(*here(outings, key, id=outing.id)).values(**row)
    if not connection.execute(changed).rowcount:
        connection.execute(insert(outings).values(campaign=key, demo=demo, **row))


def write_sign_ups(connection: Connection, key: str, words: Sequence[SignUp]) -> None:
    """Add or change sign-ups."""
    for word in words:
        inserting.upsert(connection, sign_ups, {"campaign": key, **vars(word)})


def erase(connection: Connection, key: str, identities: set[str]) -> None:
    """Remove outings and all that hangs on them, visits apart."""
    codes = select(sheets.c.code).where(*here(sheets, key, outing=identities))
    lines = *here(sheet_lines, key), sheet_lines.c.sheet.in_(codes)
    connection.execute(delete(sheet_lines).where(*lines))
    for table in (sheets, claims, pair_members, pairs, sign_ups):
        connection.execute(delete(table).where(*here(table, key, outing=identities)))
    connection.execute(delete(outings).where(*here(outings, key, id=identities)))


def _signed(key: str, outing: str) -> tuple[Any, ...]:
    return here(sign_ups, key, outing=outing)


def _set_closed(connection: Connection, key: str, identity: str, *, closed: bool) -> None:
    statement = update(outings).where(*here(outings, key, id=identity))
    connection.execute(statement.values(closed=closed))


def _note_training(connection: Connection, key: str, volunteer: str) -> None:
    """Say of somebody whether they attended any training day."""
    days = select(outings.c.id).where(*here(outings, key, kind=OutingKind.TRAINING.value))
    attended = *here(sign_ups, key, volunteer=volunteer, attended=True), sign_ups.c.outing.in_(days)
    number = connection.scalar(select(func.count()).where(*attended))
    statement = update(volunteers).where(*here(volunteers, key, id=volunteer))
    connection.execute(statement.values(trained=bool(number)))


def _outing_row(outing: Outing) -> dict[str, Any]:
    row = dict(vars(outing))
    row |= {"starts": row.pop("start"), "ends": row.pop("end")}
    return row | {"kind": outing.kind.value, "quartier": outing.quartier or None}


def _outing_from(row: Any) -> Outing:
    values = plain(row, "demo")
    values |= {"start": values.pop("starts"), "end": values.pop("ends")}
    values |= {"kind": OutingKind(row["kind"]), "quartier": row["quartier"] or ""}
    return Outing(**values)
