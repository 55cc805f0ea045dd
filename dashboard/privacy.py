"""Personal data: what is kept and why, somebody's own data, and purging.

Use cases reached as `Service.privacy`; who may call them is checked there.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dashboard.access import Part, allowed, require
from dashboard.errors import FutureError
from dashboard.i18n import _
from data.importers.folding import fold
from data.model import Role
from data.processing import RECORD
from data.purposes import Whom
from data.schema import metadata
from data.store import Purged
from data.store.persons import Person


class Column(NamedTuple):
    """A column of a table: its name, what it holds, until when."""

    name: str
    what: str
    kept: str


class Record(NamedTuple):
    """What is said of one table, in the reader's language."""

    table: str
    title: str
    why: str
    whom: str
    basis: str
    seen: str
    kept: str
    about_people: bool
    columns: tuple[Column, ...]


class Privacy(Part):
    """What is kept of people."""

    @allowed(Role.PUBLIC)
    def record(self) -> Sequence[Record]:
        """Say of every table what is kept, why and until when; those about people first."""
        found = [_record(name) for name in RECORD]
        return sorted(found, key=lambda one: not one.about_people)

    @allowed(Role.PUBLIC)
    def notice(self) -> Sequence[object]:
        """Give what people are told before they answer: paragraphs, and lists of items."""
        from dashboard.i18n import language
        from dashboard.printing import notice_as_printed

        campaign = self._service.campaign()
        parts = notice_as_printed(campaign, language())
        # On paper the contact that is missing is a gap to fill in by hand: on a screen it is none.
        return parts if campaign.contact else parts[:-1]

    @allowed(Role.COORDINATOR)
    def people(self) -> Mapping[str, str]:
        """Name those of whom anything is kept, by id: volunteers, and accounts of nobody else."""
        named = {person.id: person.name for person in self._store.people.volunteers()}
        for account in self._store.accounts.all():
            if account.volunteer not in named:
                named[account.id] = account.name
        return dict(sorted(named.items(), key=lambda one: (one[1].casefold(), one[0])))

    @allowed(Role.COORDINATOR)
    def find(self, who: str) -> Sequence[str]:
        """Find people by id, or by name however it is written."""
        known = self.people()
        if who in known:
            return [who]
        return [one for one, name in known.items() if fold(name) == fold(who)]

    @allowed(Role.COORDINATOR, audited=True)
    def export_person(self, identity: str) -> Person:
        """Give all that is known of a volunteer, or of whoever has an account.

        Raises
        ------
        NotFoundError
            There is nobody like that.
        NotAllowedError
            They coordinate themselves: an administrator has to do it.
        """
        self._only_above(identity)
        person = self._store.persons.get(identity)
        self._store.audit.note()
        return person

    @allowed(Role.COORDINATOR, audited=True)
    def erase_person(self, identity: str) -> None:
        """Erase a volunteer, or whoever has an account, with all that is about them.

        Raises
        ------
        NotFoundError
            There is nobody like that.
        NotAllowedError
            They coordinate themselves: an administrator has to do it.
        LastAdministratorError
            Nobody would be left who can administer.
        """
        self._only_above(identity)
        self._store.persons.erase(identity)
        self._store.forget()

    @allowed(Role.ADMINISTRATOR)
    def look_at_purge(self, before: date) -> Sequence[Purged]:
        """Say what a purge would take; nothing is kept of that.

        Raises
        ------
        FutureError
            The day is still to come.
        """
        return self._store.purging.purge(self._past(before), dry_run=True)

    @allowed(Role.ADMINISTRATOR, audited=True)
    def purge(self, before: date) -> Sequence[Purged]:
        """Take out what is no longer needed of the days before `before`; say what went.

        Raises
        ------
        FutureError
            The day is still to come.
        """
        found = self._store.purging.purge(self._past(before))
        self._store.forget()
        return found

    def _past(self, before: date) -> date:
        if before > self.settings.today:
            raise FutureError(day=before)
        return before

    def _only_above(self, identity: str) -> None:
        """Leave those who coordinate to administrators."""
        for account in self._store.accounts.all():
            if identity in (account.id, account.volunteer) and account.role > Role.VOLUNTEER:
                require(self.actor, Role.ADMINISTRATOR)


def _record(name: str) -> Record:
    purpose = RECORD[name]
    columns = []
    for column in metadata.tables[name].columns:
        use = purpose.use(column.name)
        columns.append(Column(column.name, _(use.what), _(use.kept or purpose.kept)))
    return Record(
        table=name,
        title=_(purpose.title),
        why=_(purpose.why),
        whom=_(purpose.whom),
        basis=_(purpose.basis),
        seen=_(purpose.seen),
        kept=_(purpose.kept),
        about_people=purpose.whom is not Whom.NOBODY,
        columns=tuple(columns),
    )
