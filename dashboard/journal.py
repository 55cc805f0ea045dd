"""The journal: who did what when, read, checked and taken out by administrators.

Use cases reached as `Service.journal`; who may call them is checked there.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from dashboard.access import Part, allowed
from dashboard.i18n import day
from dashboard.journal_words import about, doer, done, role_name
from dashboard.settings import Settings
from data.model import Role
from data.store.audit import Sought
from data.trail import Anchor, Entry, Verdict


class Line(NamedTuple):
    """One entry in the reader's language.

    Parameters
    ----------
    at
        In the town's time.
    who
        Name of the account, or its id where it was erased.
    about
        Which thing was meant: by its name while it has one, else ids, numbers and days.
    """

    number: int
    at: datetime
    who: str
    role: str
    what: str
    about: str


class Journal(Part):
    """Who did what when."""

    @allowed(Role.ADMINISTRATOR)
    def lines(
        self, sought: Sought | None = None, *, skip: int = 0, most: int | None = None
    ) -> Sequence[Line]:
        """Give entries, newest first, leaving out the first `skip` of them."""
        entries = self._store.audit.entries(sought or Sought(), skip=skip, most=most)
        accounts, things = self.accounts(), self._things()
        return [self._line(entry, accounts, things) for entry in entries]

    @allowed(Role.ADMINISTRATOR)
    def count(self, sought: Sought | None = None) -> int:
        """Count entries."""
        return self._store.audit.count(sought or Sought())

    @allowed(Role.ADMINISTRATOR)
    def accounts(self) -> Mapping[str, str]:
        """Name those who did anything, by account id; the command line is ""."""
        known = {account.id: account.name for account in self._store.accounts.all()}
        return {one: doer(one, known) for one in self._store.audit.accounts()}

    @allowed(Role.ADMINISTRATOR)
    def use_cases(self) -> Mapping[str, str]:
        """Name what was done at all, by the name of its use case."""
        return {one: done(one) for one in self._store.audit.use_cases()}

    @allowed(Role.ADMINISTRATOR)
    def verify(self, anchor: Anchor | None = None) -> Verdict:
        """Check that nobody altered it, and that `anchor` is a part of it."""
        return self._store.audit.verify(anchor)

    @allowed(Role.ADMINISTRATOR, audited=True)
    def csv(self, sought: Sought | None = None) -> Iterator[str]:
        """Give entries as CSV, oldest first, with their hashes: enough to check them elsewhere."""
        from data.exporters import rows_csv

        self._store.audit.note()
        entries = self._store.audit.entries(sought or Sought())
        return rows_csv([row_of(entry) for entry in reversed(entries)])

    def _things(self) -> Mapping[str, str]:
        """Name what entries are about, by id, as far as it is still there."""
        named = {person.id: person.name for person in self._store.people.volunteers()}
        named |= {outing.id: day(outing.day, "medium") for outing in self._store.outings.all()}
        return named | {account.id: account.name for account in self._store.accounts.all()}

    def _line(self, entry: Entry, names: Mapping[str, str], things: Mapping[str, str]) -> Line:
        return Line(
            number=entry.number,
            at=entry.at.astimezone(self.settings.zone),
            who=names.get(entry.account, entry.account),
            role=role_name(entry.role),
            what=done(entry.use_case),
            about=about(entry.detail, things),
        )


def sought(
    settings: Settings,
    *,
    account: str | None = None,
    use_case: str = "",
    first: date | None = None,
    last: date | None = None,
) -> Sought:
    """Ask for entries between two days of the town, both included."""
    return Sought(
        account,
        use_case,
        since=settings.at(first, time()) if first else None,
        until=settings.at(last + timedelta(days=1), time()) if last else None,
    )


def row_of(entry: Entry) -> dict[str, object]:
    """Give an entry as plain values, as it was hashed."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "account": entry.account,
        "role": entry.role,
        "use_case": entry.use_case,
        "detail": " ".join(f"{name}={value}" for name, value in entry.detail.items()),
        "previous": entry.previous.hex(),
        "hash": entry.hash.hex(),
        "sealed_by": entry.sealed_by,
    }
