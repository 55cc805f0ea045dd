"""What a backup must not bring back: who was erased since it was made, and what was purged.

What was erased is read from the database in use before it is replaced, and taken out of what was
brought in within the same transaction. Nobody ever sees it come back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from data.schema import accounts, volunteers
from data.store import erasures, naming, people, purging
from data.store.accounts import erase
from data.store.erasures import Gone
from data.store.part import here


@dataclass(frozen=True)
class Again:
    """What was taken out of a backup as it was brought in.

    Parameters
    ----------
    people
        How many people were erased again.
    before
        The latest day before which was purged again; None where nothing had to go.
    """

    people: int
    before: date | None


def forget_again(connection: Connection, known: Mapping[str, Gone]) -> Again | None:
    """Erase and purge what was erased and purged before; None where nothing is known of that."""
    after = erasures.known(connection)
    same = {key: gone for key, gone in known.items() if _same(gone, after.get(key))}
    if not same:
        return None
    erased, purged = 0, set[date]()
    for key, gone in sorted(same.items()):
        erasures.keep(connection, key, gone)
        erased += _erase_again(connection, key, gone)
        if gone.before:
            steps = purging.take_out(connection, key, gone.before)
            purged |= {gone.before} if any(step.rows for step in steps) else set()
    return Again(erased, max(purged, default=None))


def _same(gone: Gone, held: Gone | None) -> bool:
    return held is not None and held.secret == gone.secret


def _erase_again(connection: Connection, key: str, gone: Gone) -> int:
    """Erase by the ids that were erased, and give how many people that were."""
    back = gone.among(erasures.identities(connection, key))
    names: dict[str, str] = {}
    for table in (volunteers, accounts):
        chosen = select(table.c.id, table.c.name).where(*here(table, key, id=back))
        names |= {row.id: row.name for row in connection.execute(chosen)}
    theirs = select(accounts.c.volunteer).where(*here(accounts, key, id=back))
    twice = back & set(connection.scalars(theirs))
    people.erase(connection, key, back)
    erase(connection, key, back)
    for name in sorted(set(names.values())):
        naming.forget(connection, key, name)
    return len(back - twice)
