"""Volunteers, and how to reach them: two tables that are never read together."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, update

from data.errors import NotFoundError, Thing
from data.fieldwork import Contact, Volunteer
from data.schema import contacts, pair_members, sign_ups, volunteers
from data.store import erasures, naming, reaching
from data.store.accounts import forget_volunteers
from data.store.part import Part, here, plain, require


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
            naming.forget(connection, key, name)


def read_volunteers(connection: Connection, key: str) -> tuple[Volunteer, ...]:
    """Read the volunteers, sorted by name."""
    rows = connection.execute(select(volunteers).where(*here(volunteers, key))).mappings()
    found = (Volunteer(**plain(row, "demo")) for row in rows)
    return tuple(sorted(found, key=lambda volunteer: (volunteer.name.casefold(), volunteer.id)))


def write_volunteer(connection: Connection, key: str, volunteer: Volunteer, *, demo: bool) -> None:
    """Add or change a volunteer; `demo` counts only where they are new."""
    known = here(volunteers, key, id=volunteer.id)
    before = connection.scalar(select(volunteers.c.name).where(*known))
    naming.follow(connection, key, before or "", volunteer.name)
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
