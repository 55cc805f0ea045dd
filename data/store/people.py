"""Volunteers, and how to reach them: two tables that are never read together."""

from collections.abc import Iterable
from itertools import count

from sqlalchemy import Column, Connection, delete, insert, select, update

from data.accounts import login_of
from data.errors import NotFoundError, Thing
from data.fieldwork import Contact, Volunteer
from data.schema import codings, contacts, pair_members, sheets, sign_ups, volunteers
from data.store import erasures, reaching
from data.store.accounts import forget_volunteers
from data.store.part import NAMELESS, Part, here, plain, require


class People(Part):
    """Who takes part; `Store.people`."""

    def volunteers(self) -> tuple[Volunteer, ...]:
        """Read the volunteers, sorted by name."""
        with self._reading() as (connection, key):
            return read_volunteers(connection, key)

    def get(self, identity: str) -> Volunteer:
        """Read one volunteer.

        Raises
        ------
        NotFoundError
            If there is no such volunteer.
        """
        found = {volunteer.id: volunteer for volunteer in self.volunteers()}
        if identity not in found:
            raise NotFoundError(what=Thing.VOLUNTEER, key=identity)
        return found[identity]

    def save(self, volunteer: Volunteer) -> None:
        """Add or change a volunteer."""
        self.save_all([volunteer])

    def save_all(self, people: Iterable[Volunteer], contacts: Iterable[Contact] = ()) -> None:
        """Add or change several volunteers and how to reach them, all or none.

        Of a contact without address and number nothing is kept.

        Raises
        ------
        NotFoundError
            If a contact belongs to nobody.
        ContactsLockedError
            If contact details would have to be kept unencrypted.
        """
        with self._changing() as (connection, key):
            for volunteer in people:
                write_volunteer(connection, key, volunteer, demo=False)
            for contact in contacts:
                write_contact(connection, key, contact)

    def contact(self, identity: str) -> Contact:
        """Read how to reach a volunteer; empty where nothing is known."""
        found = {contact.volunteer: contact for contact in self.contacts()}
        return found.get(identity, Contact(identity))

    def contacts(self) -> tuple[Contact, ...]:
        """Read how to reach those of whom anything is known, sorted by volunteer."""
        with self._reading() as (connection, key):
            return reaching.read(connection, key)

    def remove(self, identity: str) -> None:
        """Remove a volunteer with contact details, sign-ups and places in pairs.

        What their pairs recorded stays: visits name the pair, not who was in it.

        Raises
        ------
        NotFoundError
            If there is no such volunteer.
        """
        with self._changing() as (connection, key):
            require(connection, volunteers, key, Thing.VOLUNTEER, identity)
            named = select(volunteers.c.name).where(*here(volunteers, key, id=identity))
            name = connection.scalar(named) or ""
            erase(connection, key, {identity})
            forget_name(connection, key, name)


def read_volunteers(connection: Connection, key: str) -> tuple[Volunteer, ...]:
    """Read the volunteers, sorted by name."""
    rows = connection.execute(select(volunteers).where(*here(volunteers, key))).mappings()
    found = (Volunteer(**plain(row, "demo")) for row in rows)
    return tuple(sorted(found, key=lambda volunteer: (volunteer.name.casefold(), volunteer.id)))


def write_volunteer(connection: Connection, key: str, volunteer: Volunteer, *, demo: bool) -> None:
    """Add or change a volunteer; `demo` counts only where they are new."""
    known = here(volunteers, key, id=volunteer.id)
    changed = update(volunteers).where(*known).values(**vars(volunteer))
    if not connection.execute(changed).rowcount:
        row = {"campaign": key, **vars(volunteer), "demo": demo}
        connection.execute(insert(volunteers).values(**row))


def write_contact(connection: Connection, key: str, contact: Contact) -> None:
    """Keep how to reach a volunteer."""
    require(connection, volunteers, key, Thing.VOLUNTEER, contact.volunteer)
    reaching.write(connection, key, contact)


def erase(connection: Connection, key: str, identities: set[str]) -> None:
    """Remove volunteers and all that is about them."""
    erasures.note(connection, key, identities)
    forget_volunteers(connection, key, identities)
    for table in (contacts, sign_ups, pair_members):
        connection.execute(delete(table).where(*here(table, key, volunteer=identities)))
    connection.execute(delete(volunteers).where(*here(volunteers, key, id=identities)))


def forget_name(connection: Connection, key: str, name: str) -> None:
    """Take a name off the sheets and the themes that somebody signed with it, however written."""
    for signed in written(connection, key, sheets.c.checked_by, name):
        mine = here(sheets, key, checked_by=signed)
        connection.execute(update(sheets).where(*mine).values(checked_by=NAMELESS))
    for coder in written(connection, key, codings.c.coder, name):
        mine = here(codings, key, coder=coder)
        number = _free_number(connection, key)
        connection.execute(update(codings).where(*mine).values(coder=number))


def written(connection: Connection, key: str, column: Column[str], name: str) -> list[str]:
    """Find the ways in which a name stands in a column, whatever its capitals and spaces."""
    found = connection.scalars(select(column).where(*here(column.table, key)).distinct())
    return [one for one in found if login_of(one) == login_of(name)]


def _free_number(connection: Connection, key: str) -> str:
    """Give what a coder is called whose name has to go: as after a purge, two stay two."""
    taken = set(connection.scalars(select(codings.c.coder).where(*here(codings, key)).distinct()))
    return next(str(number) for number in count(1) if str(number) not in taken)
