"""Move to another kind of database: all campaigns, as they are, into an empty one.

The source is only read. What comes out is compared with what went in before anything is kept, and
a source that somebody wrote to meanwhile is noticed: nothing is left behind unseen.
"""

from dataclasses import dataclass

from sqlalchemy import Engine

from data.errors import MovedWrongError, SourceChangedError, TargetNotEmptyError
from data.progress import Progress
from data.store import audit, copying, dialect, opening
from data.store.copying import Fingerprint


@dataclass(frozen=True)
class Moved:
    """What was moved: how many rows, by table."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        """How many rows there are in all."""
        return sum(self.rows.values())


def move(old: Engine, target: str, campaign: str, *, progress: Progress | None = None) -> Moved:
    """Copy everything from one database into an empty one, in one transaction.

    Parameters
    ----------
    target
        Address of the other one; its tables are made where they are missing.
    campaign
        In whose audit the other one notes it.
    progress
        Is told how many rows are through, and how many there are.

    Raises
    ------
    TargetNotEmptyError
        If the target holds anything.
    SourceChangedError
        If somebody wrote to the source meanwhile.
    MovedWrongError
        If the target does not give back what it was given.
    DatabaseUnreachableError
        If one of them cannot be used.
    """
    new = opening.open_engine(target)
    try:
        with opening.translated():
            return _moved(old, new, campaign, progress)
    finally:
        new.dispose()


def _moved(old: Engine, new: Engine, campaign: str, progress: Progress | None) -> Moved:
    with copying.snapshot(old) as here:
        dialect.lend(new, dialect.keys_of(here))
        with dialect.writing(new) as there:
            dialect.lock_campaigns(there)
            if any(copying.count_all(there).values()):
                raise TargetNotEmptyError
            wanted = copying.fingerprints(here)
            rows = copying.copy_all(here, there, progress=progress)
            _compare(wanted, copying.fingerprints(there))
            with copying.snapshot(old) as again:
                if copying.fingerprints(again) != wanted:
                    raise SourceChangedError
            audit.append(there, campaign)
    return Moved(rows)


def _compare(wanted: dict[str, Fingerprint], found: dict[str, Fingerprint]) -> None:
    for table, fingerprint in wanted.items():
        if found[table] != fingerprint:
            raise MovedWrongError(table=table, rows=fingerprint.rows, found=found[table].rows)
