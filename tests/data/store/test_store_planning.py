"""Volunteers and their contact details, outings, sign-ups, pairs."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from data.errors import (
    MemberTwiceError,
    NotFoundError,
    OutingClosedError,
    OutingFullError,
    OutingInUseError,
    PairInUseError,
)
from data.fieldwork import (
    Contact,
    OutingKind,
    Pair,
    Recorded,
    SignUp,
    Volunteer,
    WalkingOrder,
)
from data.model import Outcome
from data.schema import contacts, volunteers
from data.store import Store
from tests.data.store.conftest import DAY, NOON, SHEET, an_outing


def _signed(store: Store, outing: str = "o1") -> dict[str, bool | None]:
    return {word.volunteer: word.attended for word in store.outings.sign_ups(outing)}


# Volunteers


def test_volunteers_are_sorted_by_name(store: Store) -> None:
    zoe, ana = Volunteer("1", "Zoé", experienced=True), Volunteer("2", "ana", trained=True)
    store.people.save(zoe)
    store.people.save(ana)
    assert store.people.volunteers() == (ana, zoe)
    changed = replace(zoe, name="Aaron", trained=True)
    store.people.save(changed)
    assert store.people.volunteers() == (changed, ana)
    assert store.people.get("1") == changed
    with pytest.raises(NotFoundError):
        store.people.get("3")


def test_contact_details_are_kept_apart(field: Store) -> None:
    assert set(volunteers.columns.keys()) == {
        *("campaign", "id", "name", "experienced", "trained", "demo")
    }
    assert set(contacts.columns.keys()) == {"campaign", "volunteer", "email", "phone"}
    known = Contact("v2", "nom@example.org", "06 00 00 00 00")
    field.people.save_all([], [known])
    field.people.save_all([], [Contact("v1", phone="05")])
    assert field.people.contact("v2") == known
    assert field.people.contact("v3") == Contact("v3")
    assert field.people.contacts() == (Contact("v1", phone="05"), known)
    field.people.save_all([], [Contact("v2")])
    assert field.people.contacts() == (Contact("v1", phone="05"),)


def test_a_list_of_people_goes_in_as_a_whole_or_not(store: Store) -> None:
    people = [Volunteer("1", "A"), Volunteer("2", "B")]
    before = store.revision()
    with pytest.raises(NotFoundError):
        store.people.save_all(people, [Contact("1", "a@example.org"), Contact("9", "x")])
    assert store.people.volunteers() == ()
    store.people.save_all(people, [Contact("1", "a@example.org")])
    assert store.people.volunteers() == tuple(people)
    assert store.revision() == before + 1


def test_who_leaves_leaves_nothing_but_doors(field: Store) -> None:
    field.people.save_all([], [Contact("v1", "nom@example.org")])
    row = Recorded("k1", "a", DAY, Outcome.ABSENT, "rue s1", "1", outing="o1", pair="p1")
    field.recording.record([row])
    field.people.remove("v1")
    assert [volunteer.id for volunteer in field.people.volunteers()] == ["v2", "v3", "v4"]
    assert field.people.contacts() == ()
    assert set(_signed(field)) == {"v2", "v3", "v4"}
    assert field.outings.pair("p1").members == ("v2",)
    assert len(field.recording.of_pair("p1")) == 1
    with pytest.raises(NotFoundError):
        field.people.remove("v1")


# Outings


def test_outings_come_by_day_and_time(store: Store) -> None:
    late = replace(an_outing("1"), start=time(14), lon=0.34, lat=46.58, note="vélos", claim_hours=2)
    early, before = an_outing("2"), replace(an_outing("3"), day=DAY - timedelta(days=1))
    training = replace(an_outing("4", quartier="", kind=OutingKind.TRAINING), day=date(2023, 3, 19))
    for outing in (late, early, before, training):
        store.outings.save(outing)
    assert store.outings.all() == (training, before, early, late)
    assert store.outings.get("1") == late
    store.outings.save(replace(late, meeting_point="mairie", capacity=2))
    assert store.outings.get("1").meeting_point == "mairie"
    with pytest.raises(NotFoundError):
        store.outings.get("9")
    with pytest.raises(NotFoundError):
        store.outings.save(an_outing(quartier="nowhere"))


def test_an_outing_goes_with_all_that_hangs_on_it(field: Store) -> None:
    claim = field.claims.claim("s1", "o1", "p1", now=NOON, expires=NOON + timedelta(hours=1))
    field.recording.save_sheet(SHEET)
    field.outings.remove("o1")
    assert field.outings.all() == ()
    assert field.outings.pairs("o1") == field.outings.sign_ups("o1") == ()
    assert field.claims.of_section(claim.section) == ()
    assert len(field.people.volunteers()) == 4
    with pytest.raises(NotFoundError):
        field.outings.remove("o1")


def test_an_outing_with_doors_stays(field: Store) -> None:
    row = Recorded("k1", "a", DAY, Outcome.ABSENT, "rue s1", "1", outing="o1", pair="p1")
    field.recording.record([row])
    with pytest.raises(OutingInUseError) as error:
        field.outings.remove("o1")
    assert error.value.params == {"visits": 1}
    assert len(field.outings.pairs("o1")) == 2


def test_an_outing_is_closed_and_opened_again(field: Store) -> None:
    claim = field.claims.claim("s1", "o1", "p1", now=NOON, expires=NOON + timedelta(hours=1))
    field.outings.close("o1")
    assert field.outings.get("o1").closed
    assert field.claims.active(NOON) == (claim,)
    field.people.save(Volunteer("v5", "Nom 5"))
    with pytest.raises(OutingClosedError):
        field.outings.sign_up("o1", "v5")
    field.outings.sign_up("o1", "v4")
    field.outings.reopen("o1")
    field.outings.sign_up("o1", "v5")
    assert not field.outings.get("o1").closed
    for wish in (field.outings.close, field.outings.reopen):
        with pytest.raises(NotFoundError):
            wish("nothing")


# Sign-ups


def test_signing_up_once_is_enough(field: Store) -> None:
    field.outings.sign_up("o1", "v1")
    assert _signed(field) == dict.fromkeys(("v1", "v2", "v3", "v4"))
    for outing, volunteer in (("nothing", "v1"), ("o1", "nobody")):
        with pytest.raises(NotFoundError):
            field.outings.sign_up(outing, volunteer)


def test_no_more_sign_up_than_can_come(field: Store) -> None:
    """Also when twenty people press the button at the same moment."""
    field.outings.save(an_outing("o2", capacity=5))
    field.people.save_all(Volunteer(f"w{n}", f"Nom {n}") for n in range(20))

    def wish(n: int) -> bool:
        try:
            field.outings.sign_up("o2", f"w{n}")
        except OutingFullError as error:
            assert error.params == {"capacity": 5}
            return False
        return True

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(wish, range(20))) == 5
    assert len(_signed(field, "o2")) == 5


def test_who_withdraws_leaves_the_pair_as_well(field: Store) -> None:
    field.outings.withdraw("o1", "v1")
    assert set(_signed(field)) == {"v2", "v3", "v4"}
    assert field.outings.pair("p1").members == ("v2",)
    field.outings.withdraw("o1", "v1")


def test_attendance_is_noted_also_of_who_had_not_signed_up(field: Store) -> None:
    field.people.save(Volunteer("v5", "Nom 5"))
    field.outings.save(an_outing(capacity=4))
    field.outings.attend("o1", "v1", True)
    field.outings.attend("o1", "v2", False)
    field.outings.attend("o1", "v5", True)
    assert _signed(field) == {"v1": True, "v2": False, "v3": None, "v4": None, "v5": True}
    assert field.outings.sign_ups("o1")[0] == SignUp("o1", "v1", True)
    assert not any(volunteer.trained for volunteer in field.people.volunteers())


def test_who_attends_a_training_day_is_trained(field: Store) -> None:
    for day in ("t1", "t2"):
        field.outings.save(an_outing(day, quartier="", kind=OutingKind.TRAINING))
    field.people.save(Volunteer("v2", "Nom 2", trained=True))

    def trained() -> set[str]:
        return {volunteer.id for volunteer in field.people.volunteers() if volunteer.trained}

    field.outings.attend("t1", "v1", True)
    field.outings.attend("t1", "v2", False)  # trained elsewhere
    assert trained() == {"v1", "v2"}
    field.outings.attend("t2", "v1", True)
    field.outings.attend("t1", "v1", False)
    assert trained() == {"v1", "v2"}
    field.outings.attend("t2", "v1", False)
    assert trained() == {"v2"}


# Pairs


def test_pairs_are_put_in_the_place_of_others(field: Store) -> None:
    assert [pair.id for pair in field.outings.pairs("o1")] == ["p1", "p2"]
    wished = (Pair("p3", "o1", 1, ("v4", "v1", "v2")), Pair("p2", "o1", 2, ("v3",)))
    field.outings.save_pairs("o1", wished)
    assert field.outings.pairs("o1") == wished
    assert field.outings.pair("p2") == wished[1]
    with pytest.raises(NotFoundError):
        field.outings.pair("p1")


def test_nobody_is_in_two_pairs(field: Store) -> None:
    before = field.outings.pairs("o1")
    with pytest.raises(MemberTwiceError) as error:
        field.outings.save_pairs("o1", [replace(pair, members=("v1",)) for pair in before])
    assert error.value.params == {"name": "Nom 1"}
    assert field.outings.pairs("o1") == before


def test_pairs_are_of_known_people(field: Store) -> None:
    before = field.outings.pairs("o1")
    for outing, member in (("o1", "nobody"), ("nothing", "v1")):
        with pytest.raises(NotFoundError):
            field.outings.save_pairs(outing, [Pair("p9", outing, 1, (member,))])
    assert field.outings.pairs("o1") == before


@pytest.mark.parametrize("why", ["claim", "sheet", "visit"])
def test_a_pair_that_did_something_stays(field: Store, why: str) -> None:
    if why == "claim":
        field.claims.claim("s1", "o1", "p1", now=NOON, expires=NOON + timedelta(hours=1))
    elif why == "sheet":
        field.recording.save_sheet(SHEET)
    else:
        field.recording.record(
            [Recorded("k1", "a", DAY, Outcome.ABSENT, "rue s1", "1", outing="o1", pair="p1")]
        )
    with pytest.raises(PairInUseError) as error:
        field.outings.save_pairs("o1", field.outings.pairs("o1")[1:])
    assert error.value.params == {"number": 1}
    field.outings.save_pairs("o1", [Pair("p1", "o1", 1, ("v4",))])
    assert field.outings.pairs("o1") == (Pair("p1", "o1", 1, ("v4",)),)


def test_a_pair_that_gave_everything_back_can_go(field: Store) -> None:
    claim = field.claims.claim("s1", "o1", "p1", now=NOON, expires=NOON + timedelta(hours=1))
    field.claims.release(claim.id, now=NOON)
    field.outings.save_pairs("o1", [])
    assert field.outings.pairs("o1") == ()
    assert field.claims.of_section("s1") == ()


def test_how_a_pair_walks_stays_when_pairs_are_formed_anew(field: Store) -> None:
    before = field.outings.pairs("o1")
    assert [pair.walk for pair in before] == [WalkingOrder.UP_AND_DOWN] * 2
    field.outings.set_walk("p1", WalkingOrder.DISTANCE)
    swapped = [replace(before[0], members=("v1", "v3")), replace(before[1], members=("v2", "v4"))]
    field.outings.save_pairs("o1", swapped)
    assert [pair.walk for pair in field.outings.pairs("o1")] == [
        WalkingOrder.DISTANCE,
        WalkingOrder.UP_AND_DOWN,
    ]
    kept = field.outings.pairs("o1")
    field.outings.save_pairs("o1", kept[1:])
    field.outings.save_pairs("o1", kept)
    assert field.outings.pairs("o1") == kept
    with pytest.raises(NotFoundError):
        field.outings.set_walk("p9", WalkingOrder.DISTANCE)
