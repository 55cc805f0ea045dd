"""Who of a sign-up list is new and who is there already."""

from dashboard.signups import match
from data.fieldwork import Contact, Volunteer
from data.importers.volunteers import VolunteerReport


def listed(identity: str, name: str, email: str = "", *, phone: str = "", experienced=False):
    person = Volunteer(identity, name, experienced=experienced)
    return VolunteerReport((person,), (Contact(identity, email, phone),))


ANA = Volunteer("a", "Ana Petit", trained=True)


def test_everybody_is_new_in_an_empty_campaign():
    found = match(listed("x", "Ana", "ana@e.invalid"), [], {})
    assert found.added == (Volunteer("x", "Ana"),)
    assert found.contacts == (Contact("x", "ana@e.invalid", ""),)
    assert found.known == 0


def test_somebody_typed_by_hand_is_known_by_name_and_gets_an_address():
    found = match(listed("x", "ANA  petit", "ana@e.invalid", experienced=True), [ANA], {})
    assert not found.added
    assert found.changed == (Volunteer("a", "Ana Petit", experienced=True, trained=True),)
    assert found.contacts == (Contact("a", "ana@e.invalid", ""),)


def test_somebody_is_known_by_an_address_that_was_typed():
    contacts = {"a": Contact("a", "Ana@e.invalid", "05")}
    found = match(listed("x", "A. Petit", "ana@E.invalid"), [ANA], contacts)
    assert found.known == 1 and found.nothing_new is False
    assert found.contacts == (Contact("a", "ana@E.invalid", "05"),)


def test_namesakes_with_different_addresses_are_two():
    contacts = {"a": Contact("a", "one@e.invalid")}
    found = match(listed("x", "Ana Petit", "two@e.invalid"), [ANA], contacts)
    assert found.added == (Volunteer("x", "Ana Petit"),)


def test_one_of_several_namesakes_is_nobody_in_particular():
    found = match(listed("x", "Ana Petit"), [ANA, Volunteer("b", "Ana Petit")], {})
    assert [person.id for person in found.added] == ["x"]


def test_nothing_is_taken_away():
    old = Volunteer("x", "Ana", experienced=True, trained=True)
    contacts = {"x": Contact("x", "ana@e.invalid", "05")}
    found = match(listed("x", "Ana", "ana@e.invalid"), [old], contacts)
    assert found.nothing_new
    assert found.known == 1
