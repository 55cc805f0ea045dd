"""Outings and who comes: planning, sign-ups, pairs, the debrief.

Use cases reached as `Service.rounds`.
"""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard import belonging
from dashboard.access import Part, allowed
from dashboard.signups import VolunteerImport, match
from data.analysis.pairing import propose
from data.fieldwork import Contact, Outing, Pair, Recorded, SectionStatus, SignUp, Volunteer
from data.importers.folding import fold
from data.model import Outcome, Role
from data.store.recording import Absences


@dataclass(frozen=True)
class Roster:
    """Who signed up for an outing, and how they go."""

    outing: Outing
    people: Sequence[tuple[Volunteer, SignUp]]
    pairs: Sequence[Pair]

    @property
    def unpaired(self) -> Sequence[Volunteer]:
        """Those who signed up, have not been noted as absent, and are in no pair."""
        paired = {member for pair in self.pairs for member in pair.members}
        return [
            person
            for person, sign_up in self.people
            if person.id not in paired and sign_up.attended is not False
        ]


@dataclass(frozen=True)
class Summary:
    """An outing in a list: how many signed up, how many doors were recorded there."""

    outing: Outing
    signed_up: int
    doors: int


@dataclass(frozen=True)
class Debrief:
    """What an outing brought.

    Parameters
    ----------
    outcomes
        Doors by last outcome.
    by_pair
        The same by pair id; "" for what no pair recorded.
    left
        The sections that were claimed or visited there, by street, as they stand now.
    visits
        What counts now, by street and door.
    """

    outing: Outing
    outcomes: Mapping[Outcome, int]
    by_pair: Mapping[str, Mapping[Outcome, int]]
    left: Sequence[SectionStatus]
    visits: Sequence[Recorded]


class Rounds(Part):
    """Outings, volunteers and pairs of one campaign."""

    # Outings

    @allowed(Role.VOLUNTEER)
    def outings(self) -> Sequence[Outing]:
        """Give the outings by day and time."""
        return self._store.outings.all()

    @allowed(Role.VOLUNTEER)
    def summaries(self) -> Sequence[Summary]:
        """Give the outings by day and time, with the people and the doors of each."""
        return [
            Summary(
                outing,
                len(self._store.outings.sign_ups(outing.id)),
                sum(row.doors for row in self._store.recording.of_outing(outing.id)),
            )
            for outing in self.outings()
        ]

    @allowed(Role.VOLUNTEER)
    def outing(self, identity: str) -> Outing:
        """Give one outing.

        Raises
        ------
        NotFoundError
            There is none.
        """
        return self._store.outings.get(identity)

    @allowed(Role.COORDINATOR, audited=True)
    def save_outing(self, outing: Outing) -> None:
        """Make or change an outing."""
        self._store.outings.save(outing)

    @allowed(Role.COORDINATOR, audited=True)
    def remove_outing(self, identity: str) -> None:
        """Take an outing out; refused once doors were recorded on it."""
        self._store.outings.remove(identity)

    @allowed(Role.COORDINATOR, audited=True)
    def close(self, identity: str) -> None:
        """End an outing: its claims end, its figures stay open to corrections."""
        self._store.outings.close(identity, now=self.settings.now())

    @allowed(Role.COORDINATOR, audited=True)
    def reopen(self, identity: str) -> None:
        """Take the closing of an outing back."""
        self._store.outings.reopen(identity)

    @allowed(Role.VOLUNTEER)
    def calendar(self, identity: str | None = None) -> bytes:
        """Give one outing, or all of them, as a calendar file (.ics)."""
        from dashboard.calendars import to_ics

        chosen = [self.outing(identity)] if identity else self.outings()
        names = {quartier.code: quartier.name for quartier in self._service.quartiers()}
        return to_ics(chosen, self._service.campaign(), names, settings=self.settings)

    # People

    @allowed(Role.COORDINATOR)
    def volunteers(self) -> Sequence[Volunteer]:
        """Give the volunteers by name."""
        return self._store.people.volunteers()

    @allowed(Role.COORDINATOR)
    def contacts(self) -> Mapping[str, Contact]:
        """Give contact details by volunteer: for coordinators only."""
        return {contact.volunteer: contact for contact in self._store.people.contacts()}

    @allowed(Role.COORDINATOR, audited=True)
    def save_volunteer(self, volunteer: Volunteer, contact: Contact | None = None) -> None:
        """Make or change a volunteer, with contact details where they are given."""
        self._store.people.save_all([volunteer], [contact] if contact else [])

    @allowed(Role.COORDINATOR, audited=True)
    def keep_volunteer(self, volunteer: Volunteer, *, email: str = "", phone: str = "") -> None:
        """Make (where the id is empty) or change a volunteer with the contact details given.

        Contact details that cannot be read now stay as they are where none are given.
        """
        person = volunteer if volunteer.id else replace(volunteer, id=secrets.token_hex(16))
        given = Contact(person.id, email, phone)
        known = self.contacts().get(person.id, given)
        self.save_volunteer(person, known if known.locked and not (email or phone) else given)

    @allowed(Role.COORDINATOR, audited=True)
    def remove_volunteer(self, identity: str) -> None:
        """Forget a volunteer with sign-ups and contact details; doors recorded stay."""
        self._store.people.remove(identity)
        self._store.forget()

    @allowed(Role.COORDINATOR)
    def look_at_volunteers(self, path: Path, filename: str) -> VolunteerImport:
        """Say what bringing a sign-up list in would do; nothing is kept.

        Raises
        ------
        UnreadableTableError, MappingError
            The file is no table, or has no column with names.
        """
        from data.importers.volunteers import read_volunteers

        report = read_volunteers(path, filename=filename, secret=self._store.secret())
        return match(report, self.volunteers(), self.contacts())

    @allowed(Role.COORDINATOR, audited=True)
    def import_volunteers(self, path: Path, filename: str) -> VolunteerImport:
        """Bring a sign-up list in; a person who is there already is brought up to date.

        Raises
        ------
        UnreadableTableError, MappingError
            The file is no table, or has no column with names.
        """
        found = self.look_at_volunteers(path, filename)
        self._store.people.save_all((*found.added, *found.changed), found.contacts)
        return found

    @allowed(Role.COORDINATOR, audited=True)
    def person(self, name: str, *, experienced: bool = False) -> Volunteer:
        """Give the volunteer of that name, however it is written; made where there is none."""
        name = " ".join(name.split())
        for known in self.volunteers():
            if fold(known.name) == fold(name):
                return known
        person = Volunteer(secrets.token_hex(16), name, experienced=experienced)
        self.save_volunteer(person)
        return person

    @allowed(Role.COORDINATOR, audited=True)
    def sign_up(self, outing: str, volunteer: str) -> None:
        """Put a volunteer on the list of an outing.

        Raises
        ------
        OutingFullError
            The outing has no place left.
        """
        self._store.outings.sign_up(outing, volunteer)

    @allowed(Role.COORDINATOR, audited=True)
    def withdraw(self, outing: str, volunteer: str) -> None:
        """Take a volunteer off the list of an outing."""
        self._store.outings.withdraw(outing, volunteer)

    @allowed(Role.COORDINATOR, audited=True)
    def attend(self, outing: str, volunteer: str, attended: bool | None) -> None:
        """Note whether a volunteer came (None: take it back); training days make them trained."""
        self._store.outings.attend(outing, volunteer, attended)

    @allowed(Role.VOLUNTEER)
    def roster(self, identity: str) -> Roster:
        """Give who comes to an outing, by name, and the pairs.

        Volunteers see themselves and those they go out with; of other pairs, only that they are.
        """
        pairs = belonging.without_others(self._store.outings.pairs(identity), self.actor)
        known = {person.id: person for person in self.volunteers()}
        people = [
            (known[word.volunteer], word)
            for word in self._store.outings.sign_ups(identity)
            if self._may_see(word.volunteer, pairs)
        ]
        people.sort(key=lambda row: (row[0].name.casefold(), row[0].id))
        return Roster(self.outing(identity), people, pairs)

    @allowed(Role.COORDINATOR)
    def propose_pairs(self, identity: str) -> Sequence[Pair]:
        """Pair those left over, one experienced with one new; nothing is saved.

        The pairs there are stay as they are and come first.
        """
        roster = self.roster(identity)
        first = max((pair.number for pair in roster.pairs), default=0) + 1
        proposed = propose(roster.unpaired, outing=identity, first=first, kept=roster.pairs)
        return tuple(proposed)

    @allowed(Role.COORDINATOR, audited=True)
    def save_pairs(self, identity: str, pairs: Sequence[Pair]) -> None:
        """Keep these pairs of an outing and no others."""
        self._store.outings.save_pairs(identity, pairs)

    # Afterwards

    @allowed(Role.COORDINATOR)
    def debrief(self, identity: str) -> Debrief:
        """Count the doors of an outing by outcome and pair, and what its sections have left."""
        visits = self._store.recording.of_outing(identity)
        by_pair: dict[str, Counter[Outcome]] = {}
        for row in visits:
            if row.outcome is not None:
                by_pair.setdefault(row.pair, Counter())[row.outcome] += row.doors
        outing = self.outing(identity)
        touched = {claim.section for claim in self._store.claims.of_outing(identity)}
        touched |= {row.section for row in visits if row.section}
        now = self.settings.now()
        statuses = self._store.sections.statuses(outing.quartier or None, now=now)
        return Debrief(
            outing=outing,
            outcomes=sum(by_pair.values(), Counter()),
            by_pair=by_pair,
            left=[status for status in statuses if status.section.id in touched],
            visits=visits,
        )

    @allowed(Role.COORDINATOR)
    def absences(self) -> Sequence[Absences]:
        """Give visits and absent doors by weekday and hour, to plan the returns."""
        return self._store.recording.absences()

    def _may_see(self, volunteer: str, pairs: Sequence[Pair]) -> bool:
        """Say whether the name of somebody is open to who is at work."""
        if belonging.everything(self.actor) or volunteer == self.actor.volunteer:
            return True
        return any(volunteer in pair.members for pair in pairs)
