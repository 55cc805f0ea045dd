"""The audit in the database: appended to by whoever changes something, in the same transaction.

`data.trail` says what an entry is and what tampering shows. The database refuses to change or
remove entries (`guard`); only a restore, which replaces all of a database, lifts that.

Two writers cannot both follow on the same entry: a transaction that changes something holds the
write lock of the database (SQLite) or the row of the revision (PostgreSQL) when it appends.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    func,
    insert,
    select,
    text,
)

from data import deeds, trail
from data.schema import audit, audit_heads
from data.store import dialect, inserting
from data.store.part import Part, here
from data.trail import Anchor, Entry, Head, Verdict

_PAGE = 1000


@dataclass(frozen=True)
class Sought:
    """Which entries to read; what is empty asks for nothing.

    Parameters
    ----------
    account
        Id of the account; None for everybody's ("" is the command line).
    use_case
        Name, or the beginning of one that ends with a full stop.
    since, until
        Moments; `until` itself is left out.
    """

    account: str | None = None
    use_case: str = ""
    since: datetime | None = None
    until: datetime | None = None


ALL = Sought()


class Audit(Part):
    """Who did what when; `Store.audit`."""

    def entries(
        self, sought: Sought = ALL, *, skip: int = 0, most: int | None = None
    ) -> tuple[Entry, ...]:
        """Read entries, newest first, leaving out the first `skip` of them."""
        with self._reading() as (connection, key):
            statement = select(audit).where(*_meant(key, sought))
            statement = statement.order_by(audit.c.number.desc()).offset(skip).limit(most)
            return tuple(_entry(row) for row in connection.execute(statement).mappings())

    def count(self, sought: Sought = ALL) -> int:
        """Count entries."""
        with self._reading() as (connection, key):
            return connection.scalar(select(func.count()).where(*_meant(key, sought))) or 0

    def accounts(self) -> tuple[str, ...]:
        """Name the accounts that did anything, sorted."""
        with self._reading() as (connection, key):
            return tuple(sorted(connection.scalars(_distinct(key, audit.c.account))))

    def use_cases(self) -> tuple[str, ...]:
        """Name what was done at all, sorted."""
        with self._reading() as (connection, key):
            return tuple(sorted(connection.scalars(_distinct(key, audit.c.use_case))))

    def head(self) -> Anchor | None:
        """Give the newest entry, to be kept elsewhere; None where there is none."""
        with self._reading() as (connection, key):
            return newest(connection, key)

    def verify(self, anchor: Anchor | None = None) -> Verdict:
        """Check the whole chain, and that `anchor` is a part of it."""
        with self._reading() as (connection, key):
            return verify(connection, key, dialect.keys_of(connection).audit, anchor=anchor)

    def note(self) -> None:
        """Write the present deed down though it changes nothing: that records were taken out."""
        with self._changing():
            pass


def append(connection: Connection, key: str) -> None:
    """Write the present deed down, if there is one and the transaction was not taken back.

    Without a key the entry is chained only.
    """
    deed = deeds.current()
    if deed is None or not connection.in_transaction():
        return
    keys = dialect.keys_of(connection).audit
    entry, head = trail.make(key, deed, newest(connection, key), keys)
    connection.execute(insert(audit).values(**vars(entry)))
    row = {"campaign": key, "number": head.anchor.number, "hash": head.anchor.hash}
    sealed = {"sealed_by": head.sealed_by, "seal": head.seal}
    inserting.upsert(connection, audit_heads, row | sealed)


def newest(connection: Connection, key: str) -> Anchor | None:
    """Find the newest entry; None where there is none."""
    chosen = select(audit.c.number, audit.c.hash).where(*here(audit, key))
    row = connection.execute(chosen.order_by(audit.c.number.desc()).limit(1)).first()
    return Anchor(row.number, bytes(row.hash)) if row else None


def verify(
    connection: Connection, key: str, keys: Sequence[bytes], *, anchor: Anchor | None = None
) -> Verdict:
    """Check the whole chain of a campaign, inside the caller's transaction."""
    statement = select(audit).where(*here(audit, key)).order_by(audit.c.number)
    noted = connection.execute(select(audit_heads).where(*here(audit_heads, key))).first()
    head = None
    if noted:
        seal = None if noted.seal is None else bytes(noted.seal)
        head = Head(Anchor(noted.number, bytes(noted.hash)), noted.sealed_by, seal)
    with connection.execute(statement, execution_options={"yield_per": _PAGE}) as rows:
        return trail.check(key, map(_entry, rows.mappings()), head, keys, anchor=anchor)


# That nothing is changed or removed

_SQLITE = """
CREATE TRIGGER audit_no_{name} BEFORE {what} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is only ever added to'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER audit_no_{name} BEFORE {what} ON audit
FOR EACH ROW EXECUTE FUNCTION audit_refuse()
"""
_EVENTS = ("update", "delete")


def guard(connection: Connection) -> None:
    """Make the database refuse to change or remove entries."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.execute(text(_FUNCTION))
    for event in _EVENTS:
        statement = _SQLITE if sqlite else _POSTGRESQL
        connection.execute(text(statement.format(name=event, what=event.upper())))


def unguard(connection: Connection) -> None:
    """Take that back."""
    table = "" if connection.dialect.name == "sqlite" else " ON audit"
    for event in _EVENTS:
        connection.execute(text(f"DROP TRIGGER IF EXISTS audit_no_{event}{table}"))


@contextmanager
def replacing(connection: Connection) -> Iterator[None]:
    """Let entries be replaced inside the caller's transaction; for a restore and nothing else."""
    unguard(connection)
    yield
    guard(connection)


def _meant(key: str, sought: Sought) -> tuple[ColumnElement[bool], ...]:
    found = list(here(audit, key))
    if sought.account is not None:
        found.append(audit.c.account == sought.account)
    if sought.use_case:
        name = sought.use_case
        begins = audit.c.use_case.startswith(name, autoescape=True)
        found.append(begins if name.endswith(".") else audit.c.use_case == name)
    if sought.since:
        found.append(audit.c.at >= sought.since)
    if sought.until:
        found.append(audit.c.at < sought.until)
    return tuple(found)


def _distinct(key: str, column: Column[str]) -> Select[str]:
    return select(column).where(*here(audit, key)).distinct()


def _entry(row: RowMapping) -> Entry:
    values = {str(name): value for name, value in row.items()}
    for name in ("previous", "hash", "seal"):
        values[name] = None if values[name] is None else bytes(values[name])
    return Entry(**values)
