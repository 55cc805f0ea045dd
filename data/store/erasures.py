"""What was erased and purged, kept so that a backup that is brought in cannot undo it.

Of somebody who was erased a keyed hash of their random id is left: it names nobody, and it finds
the same id again where a backup brings it back. Assumption: ids are random and used once.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, create_engine, select
from sqlalchemy.exc import DBAPIError

from data.schema import accounts, erasures, purges, secrets, volunteers
from data.store import inserting
from data.store.part import here


@dataclass(frozen=True)
class Gone:
    """What a campaign no longer holds.

    Parameters
    ----------
    secret
        What the ids were hashed with; another one tells of another campaign of the same name.
    people
        Hashes of the ids of who was erased.
    before
        The latest day before which was purged; None where that was never done.
    """

    secret: bytes
    people: frozenset[bytes]
    before: date | None

    def among(self, identities: Iterable[str]) -> set[str]:
        """Give the ids that are of people who were erased."""
        return {one for one in identities if _hashed(self.secret, one) in self.people}


def note(connection: Connection, key: str, identities: Iterable[str]) -> None:
    """Note that people, by the ids of volunteers or accounts, are erased."""
    secret = connection.scalar(select(secrets.c.secret).where(*here(secrets, key)))
    rows = [(key, _hashed(bytes(secret or b""), identity)) for identity in identities]
    inserting.insert_new(connection, erasures, ["campaign", "key"], rows)


def note_purge(connection: Connection, key: str, before: date) -> None:
    """Note that what hangs on days before `before` is purged; an earlier day changes nothing."""
    known = connection.scalar(select(purges.c.before).where(*here(purges, key)))
    if known is None or known < before:
        inserting.upsert(connection, purges, {"campaign": key, "before": before})


def known(connection: Connection) -> Mapping[str, Gone]:
    """Read what every campaign no longer holds."""
    hashes: dict[str, set[bytes]] = {}
    for campaign, hashed in connection.execute(select(erasures.c.campaign, erasures.c.key)):
        hashes.setdefault(campaign, set()).add(bytes(hashed))
    purged = {row.campaign: row.before for row in connection.execute(select(purges))}
    return {
        row.campaign: Gone(
            bytes(row.secret), frozenset(hashes.get(row.campaign, ())), purged.get(row.campaign)
        )
        for row in connection.execute(select(secrets.c.campaign, secrets.c.secret))
    }


def still_known(path: Path) -> Mapping[str, Gone]:
    """Read what was erased from a file that is damaged, as far as that can still be read."""
    if not path.exists():
        return {}
    engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            return known(connection)
    except DBAPIError:
        return {}
    finally:
        engine.dispose()


def keep(connection: Connection, key: str, gone: Gone) -> None:
    """Note all of it again in a database that another one was copied into."""
    rows = [(key, hashed) for hashed in gone.people]
    inserting.insert_new(connection, erasures, ["campaign", "key"], rows)
    if gone.before:
        note_purge(connection, key, gone.before)


def identities(connection: Connection, key: str) -> set[str]:
    """Read the ids of all volunteers and accounts."""
    both = (select(table.c.id).where(*here(table, key)) for table in (volunteers, accounts))
    return {identity for chosen in both for identity in connection.scalars(chosen)}


def _hashed(secret: bytes, identity: str) -> bytes:
    return hmac.digest(secret, f"erased {identity}".encode(), "sha256")
