"""A sign-up list against the volunteers there are: who is new, who is known, what changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.fieldwork import Contact, Volunteer
from data.importers.faults import RowFinding
from data.importers.folding import fold
from data.importers.volunteers import VolunteerReport


@dataclass(frozen=True)
class VolunteerImport:
    """What a sign-up list brings.

    Parameters
    ----------
    added
        Volunteers who are new, by name.
    changed
        Those who were there and of whom the list tells more.
    known
        How many of the list were there already, changed or not.
    contacts
        Contact details that are new or differ.
    findings
        Rows without a name.
    """

    added: tuple[Volunteer, ...]
    changed: tuple[Volunteer, ...]
    known: int
    contacts: tuple[Contact, ...]
    findings: tuple[RowFinding, ...]

    @property
    def nothing_new(self) -> bool:
        """All of it is there already."""
        return not (self.added or self.changed or self.contacts)


def match(
    report: VolunteerReport, people: Sequence[Volunteer], contacts: Mapping[str, Contact]
) -> VolunteerImport:
    """Compare a list with the volunteers there are.

    Somebody is known by the identity that the list gives, else by their e-mail address, else by
    a name that one person alone has, unless the two have different addresses. A list never takes
    anything away: training, experience and contact details that it does not mention stay.
    """
    held = {person.id: person for person in people}
    added: dict[str, Volunteer] = {}
    changed: dict[str, Volunteer] = {}
    details: dict[str, Contact] = {}
    known = 0
    listed = {contact.volunteer: contact for contact in report.contacts}
    for person in report.volunteers:
        contact = listed.get(person.id, Contact(person.id))
        found = _known(person, contact, people, contacts)
        old = held.get(found) if found else None
        known += old is not None
        merged = _merged(person, old)
        if old is None:
            added[merged.id] = merged
        elif merged != old:
            changed[merged.id] = merged
        if news := _news(contact, contacts.get(merged.id, Contact(merged.id))):
            details[merged.id] = news
    return VolunteerImport(
        tuple(added.values()),
        tuple(changed.values()),
        known,
        tuple(details.values()),
        report.findings,
    )


def _news(listed: Contact, known: Contact) -> Contact | None:
    """Give what a list changes of how to reach somebody; None where it says nothing new.

    `known` names them; what nobody can read any more gives way to what the list says.
    """
    before = Contact(known.volunteer) if known.locked else known
    email, phone = listed.email or before.email, listed.phone or before.phone
    after = replace(before, email=email, phone=phone)
    return after if after != before else None


def _merged(person: Volunteer, old: Volunteer | None) -> Volunteer:
    """Bring what is known of somebody up to date; the name stays as it was set here."""
    if old is None:
        return person
    return replace(old, experienced=old.experienced or person.experienced)


def _known(
    person: Volunteer,
    contact: Contact,
    people: Sequence[Volunteer],
    contacts: Mapping[str, Contact],
) -> str | None:
    """Give the identity under which somebody of a list is there already."""
    if any(one.id == person.id for one in people):
        return person.id
    email = contact.email.casefold()
    if email:
        for one in people:
            if contacts.get(one.id, Contact(one.id)).email.casefold() == email:
                return one.id
    same = list(_namesakes(person, people))
    if len(same) != 1:
        return None
    other = contacts.get(same[0].id, Contact(same[0].id)).email
    return None if email and other else same[0].id


def _namesakes(person: Volunteer, people: Sequence[Volunteer]) -> Iterator[Volunteer]:
    return (one for one in people if fold(one.name) == fold(person.name))
