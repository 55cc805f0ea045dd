"""Claims: who walks which section, until when. One section has one holder at most.

Whoever claims writes in one transaction that no other writer can be inside of, and the database
itself refuses a second claim without an end. Nothing ends by itself: a claim that ran out keeps
its row and is only ended by the next pair that wants the section.
"""

import secrets as randomness
from datetime import datetime

from sqlalchemy import Connection, select, update

from data.errors import ClaimEndedError, ClaimTakenError, NotFoundError, Thing
from data.fieldwork import Claim, ClaimEnd
from data.schema import claims, outings, sections
from data.store import holding, inserting, pairing
from data.store.part import Part, here, require

_COLUMNS = ("campaign", "id", "section", "outing", "pair", "taken", "expires")


class Claims(Part):
    """Who holds which streets; `Store.claims`.

    Moments are given with their time zone and come back in UTC. Methods that change something
    raise `NotFoundError` where what they name does not exist.
    """

    def get(self, identity: str) -> Claim:
        """Read one claim."""
        with self._reading() as (connection, key):
            return holding.get(connection, key, identity)

    def active(self, now: datetime) -> tuple[Claim, ...]:
        """Read the claims that hold at `now`, by the moment they were taken."""
        with self._reading() as (connection, key):
            return holding.active(connection, key, now)

    def of_pair(self, pair: str) -> tuple[Claim, ...]:
        """Read all that a pair claimed, also what has ended or run out."""
        with self._reading() as (connection, key):
            return holding.read(connection, key, pair=pair)

    def of_outing(self, outing: str) -> tuple[Claim, ...]:
        """Read all that was claimed at an outing, also what has ended or run out."""
        with self._reading() as (connection, key):
            return holding.read(connection, key, outing=outing)

    def of_section(self, section: str) -> tuple[Claim, ...]:
        """Read all claims there were on a section."""
        with self._reading() as (connection, key):
            return holding.read(connection, key, section=section)

    def claim(
        self, section: str, outing: str, pair: str, *, now: datetime, expires: datetime
    ) -> Claim:
        """Take a section for a pair; who holds it already keeps what they have.

        A claim that has run out is ended as such, with the moment at which it ran out.

        Raises
        ------
        ClaimTakenError
            If another pair holds it; it says until when.
        """
        with self._changing() as (connection, key):
            _require_claimant(connection, key, section, outing, pair)
            holder = _holder(connection, key, section)
            if holder and holder.expires <= now:
                _end(connection, key, holder.id, ended=holder.expires, why=ClaimEnd.EXPIRED)
            elif holder and holder.pair == pair:
                connection.rollback()
                return holder
            elif holder:
                raise _taken(connection, key, holder)
            return _take(connection, key, section, outing, pair, now=now, expires=expires)

    def extend(self, identity: str, expires: datetime) -> Claim:
        """Hold a section for longer; never for less than before.

        A claim that has run out can be extended as long as nobody else took the section.

        Raises
        ------
        ClaimEndedError
            If the claim has ended.
        """
        with self._changing() as (connection, key):
            claim = _holding(connection, key, identity)
            if expires > claim.expires:
                statement = update(claims).where(*here(claims, key, id=identity))
                connection.execute(statement.values(expires=expires))
            return holding.get(connection, key, identity)

    def release(self, identity: str, *, now: datetime, end: ClaimEnd = ClaimEnd.RELEASED) -> Claim:
        """End a claim; one that has ended stays as it is."""
        with self._changing() as (connection, key):
            if holding.get(connection, key, identity).ended is None:
                _end(connection, key, identity, ended=now, why=end)
            return holding.get(connection, key, identity)

    def hand_over(self, identity: str, pair: str, *, now: datetime) -> Claim:
        """Give a section to another pair, until the same moment; return the claim of that pair.

        Raises
        ------
        ClaimEndedError
            If the claim has ended or run out.
        """
        with self._changing() as (connection, key):
            claim = _holding(connection, key, identity)
            if claim.expires <= now:
                raise ClaimEndedError
            receiver = pairing.get(connection, key, pair)
            if pair == claim.pair:
                return claim
            _end(connection, key, identity, ended=now, why=ClaimEnd.HANDED_OVER)
            return _take(
                *(connection, key, claim.section, receiver.outing, pair),
                now=now,
                expires=claim.expires,
            )


def _require_claimant(
    connection: Connection, key: str, section: str, outing: str, pair: str
) -> None:
    require(connection, sections, key, Thing.SECTION, section)
    require(connection, outings, key, Thing.OUTING, outing)
    if pairing.get(connection, key, pair).outing != outing:
        raise NotFoundError(what=Thing.PAIR, key=pair)


def _holder(connection: Connection, key: str, section: str) -> Claim | None:
    """Find the claim that has no end yet, run out or not."""
    found = holding.read(connection, key, claims.c.ended.is_(None), section=section)
    return found[0] if found else None


def _holding(connection: Connection, key: str, identity: str) -> Claim:
    claim = holding.get(connection, key, identity)
    if claim.ended is not None:
        raise ClaimEndedError
    return claim


def _taken(connection: Connection, key: str, holder: Claim) -> ClaimTakenError:
    street = connection.scalar(
        select(sections.c.street).where(*here(sections, key, id=holder.section))
    )
    return ClaimTakenError(street=str(street), until=holder.expires)


def _take(
    connection: Connection,
    key: str,
    section: str,
    outing: str,
    pair: str,
    *,
    now: datetime,
    expires: datetime,
) -> Claim:
    identity = randomness.token_hex(16)
    row = (key, identity, section, outing, pair, now, expires)
    if not inserting.insert_new(connection, claims, _COLUMNS, [row]):
        # The database has the last word, should writers ever not wait for each other.
        holder = _holder(connection, key, section)
        if holder:
            raise _taken(connection, key, holder)
    return holding.get(connection, key, identity)


def _end(
    connection: Connection, key: str, identity: str, *, ended: datetime, why: ClaimEnd
) -> None:
    statement = update(claims).where(*here(claims, key, id=identity))
    connection.execute(statement.values(ended=ended, reason=why.value))
