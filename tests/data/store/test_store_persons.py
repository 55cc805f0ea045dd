"""A person's data: all of it is handed over, and all of it goes, while what was done stays."""

import pytest

from data import deeds
from data.accounts import Account, SignIn
from data.errors import LastAdministratorError, NotFoundError
from data.fieldwork import Contact, Recorded
from data.model import Outcome, Role
from data.processing import RECORD
from data.purposes import Whom
from data.store import Store
from data.store.part import NAMELESS
from tests.data.store.conftest import DAY, NOON, SHEET
from tests.data.store.test_store_purging import everything

ADA = "Nom 1"


@pytest.fixture
def lived(field: Store) -> Store:
    """Give a campaign in which Nom 1 (v1, account a1) did all that one can do."""
    field.accounts.save(Account("a0", "Chef", role=Role.ADMINISTRATOR))
    field.accounts.save(Account("a1", ADA, role=Role.ADMINISTRATOR, volunteer="v1"))
    field.entrance.sign_in(SignIn(b"1" * 32, "a1", DAY, DAY, "Firefox"), now=NOON)
    field.people.save_all([], [Contact("v1", "ada@lovelace.invalid", "06 12 34")])
    field.outings.attend("o1", "v1", True)
    field.claims.claim("s1", "o1", "p1", now=NOON, expires=NOON.replace(hour=16))
    field.claims.claim("s2", "o1", "p2", now=NOON, expires=NOON.replace(hour=16))
    field.recording.save_sheet(SHEET)
    field.recording.check_sheet("K7PX", ADA)
    row = Recorded("k1", "a", DAY, Outcome.INTERVIEW, "rue s1", "1", section="s1", outing="o1")
    field.recording.record([row])
    with deeds.doing(deeds.Deed("a1", "administrator", "Rounds.close", NOON, {"identity": "o1"})):
        field.outings.close("o1")
    return field


def test_all_that_is_known_is_handed_over(lived: Store) -> None:
    person = lived.persons.get("v1")
    assert person.name == ADA
    assert person.known["contacts"] == [
        {"email": "ada@lovelace.invalid", "phone": "06 12 34", "locked": False}
    ]
    assert person.known["sign_ups"] == [{"day": "2023-04-02", "attended": True}]
    assert person.known["pair_members"] == [{"day": "2023-04-02", "number": 1}]
    assert [claim["street"] for claim in person.known["claims"]] == ["rue s1"]
    assert person.known["sheets"] == [{"code": "K7PX"}]
    assert person.known["accounts"][0]["name"] == ADA
    assert person.known["sign_ins"][0]["device"] == "Firefox"
    assert [row["use_case"] for row in person.known["audit"]] == ["Rounds.close"]
    assert lived.persons.get("a1").known == person.known, "by either id"


def test_nothing_that_only_proves_who_one_is_and_nobody_else(lived: Store) -> None:
    told = str(lived.persons.get("v1").known)
    assert "password" not in told and "Nom 2" not in told and "'key'" not in told


def test_every_table_about_helpers_is_looked_through() -> None:
    """A new table about volunteers or accounts has to be handed over as well, or say why not."""
    about = {name for name, use in RECORD.items() if use.whom in (Whom.VOLUNTEERS, Whom.TEAM)}
    handed = {
        *("volunteers", "contacts", "sign_ups", "pair_members", "claims", "accounts", "sign_ins"),
        *("invitations", "audit", "sheets", "codings"),
    }
    # Hashes of names and network addresses that last a day and lead to no account.
    assert about - handed == {"attempts"}


def test_erased_is_erased_and_what_was_done_stays(lived: Store) -> None:
    assert ADA in everything(lived) and "lovelace" in everything(lived)
    counted, visits = lived.door_counts(), lived.recording.of_outing("o1")
    lived.persons.erase("v1")
    left = everything(lived)
    assert ADA not in left and "lovelace" not in left
    assert (lived.door_counts(), lived.recording.of_outing("o1")) == (counted, visits)
    assert [pair.members for pair in lived.outings.pairs("o1")] == [("v2",), ("v3", "v4")]
    assert lived.recording.sheet("K7PX").checked_by == NAMELESS
    assert [account.id for account in lived.accounts.all()] == ["a0"]
    (entry,) = lived.audit.entries()
    assert entry.account == "a1" and not lived.audit.verify().findings
    with pytest.raises(NotFoundError):
        lived.persons.get("v1")


def test_somebody_with_an_account_alone(lived: Store) -> None:
    assert set(lived.persons.get("a0").known) == {"accounts"}
    lived.persons.erase("a0")
    with pytest.raises(LastAdministratorError):
        lived.persons.erase("a1")
    assert lived.persons.get("v1").name == ADA, "nothing half-erased"


def test_nobody(lived: Store) -> None:
    for act in (lived.persons.get, lived.persons.erase):
        with pytest.raises(NotFoundError):
            act("nobody")
