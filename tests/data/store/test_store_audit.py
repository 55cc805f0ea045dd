"""The audit: written with the change, never forked, and whatever is done to it shows."""

import contextvars
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data import deeds, trail
from data.errors import NotFoundError, OutingFullError
from data.fieldwork import Volunteer
from data.keyring import Keyring
from data.store import Store, audit, copying, open_store
from data.store.audit import Sought
from data.store.dialect import writing
from data.trail import Anchor, Fault
from tests.data.conftest import CAMPAIGN, QUARTIERS, QUESTIONNAIRE
from tests.data.store.conftest import an_outing

NOON = datetime(2023, 4, 2, 12, 30, 15, 999, tzinfo=UTC)
KEY, OTHER = bytes(range(32)), bytes(32)


def deed(use_case: str = "Rounds.save_volunteer", **detail: deeds.Plain) -> deeds.Deed:
    return deeds.Deed("account-1", "coordinator", use_case, NOON, detail)


def add(store: Store, *names: str) -> None:
    for name in names:
        with deeds.doing(deed(volunteer=name)):
            store.people.save(Volunteer(name, f"Nom {name}"))


@pytest.fixture
def sealed(store_url: str, empty_store: Store) -> Iterator[Store]:
    """Give a store with a key, and five entries."""
    empty_store.close()
    with open_store(store_url, keys=Keyring(audit=(KEY,))) as store:
        store.save_campaign(CAMPAIGN)
        store.replace_quartiers(QUARTIERS, note={})
        store.save_questionnaire(QUESTIONNAIRE)
        add(store, "v1", "v2", "v3", "v4", "v5")
        yield store


def tamper(store: Store, *statements: str) -> None:
    """Do what somebody can who can write the database: lift what refuses it first."""
    with writing(store._engine) as connection, audit.replacing(connection):
        for statement in statements:
            connection.execute(text(statement))


def found(store: Store, **more: Anchor) -> set[tuple[Fault, int]]:
    return {(finding.fault, finding.number) for finding in store.audit.verify(**more).findings}


def test_who_did_what_when_is_written_with_the_change(sealed: Store) -> None:
    entry = sealed.audit.entries(most=1)[0]
    assert (entry.number, entry.account, entry.role) == (5, "account-1", "coordinator")
    assert (entry.use_case, dict(entry.detail)) == ("Rounds.save_volunteer", {"volunteer": "v5"})
    assert entry.at == NOON.replace(microsecond=0)
    verdict = sealed.audit.verify()
    assert (verdict.entries, verdict.seals, verdict.findings) == (5, True, ())
    assert verdict.head == sealed.audit.head() == Anchor(5, entry.hash)


def test_what_nobody_answers_for_is_not_written(sealed: Store) -> None:
    sealed.people.save(Volunteer("v6", "Nom"))
    with deeds.unrecorded():
        sealed.people.save(Volunteer("v7", "Nom"))
    assert sealed.audit.count() == 5


def test_what_failed_or_changed_nothing_leaves_no_entry(sealed: Store) -> None:
    with deeds.doing(deed()):
        with pytest.raises(NotFoundError):
            sealed.people.remove("nobody")
        sealed.outings.save(an_outing(capacity=1))
        sealed.outings.sign_up("o1", "v1")
        with pytest.raises(OutingFullError):
            sealed.outings.sign_up("o1", "v2")
        with sealed.importing("empty.csv", at="2023-04-02T12:00:00"):
            pass
    assert sealed.audit.count() == 7
    assert not found(sealed)


def test_a_campaign_that_is_made_is_the_first_entry(empty_store: Store) -> None:
    with deeds.doing(deed("Service.start")):
        empty_store.save_campaign(CAMPAIGN)
    assert [entry.number for entry in empty_store.audit.entries()] == [1]
    assert empty_store.audit.entries()[0].previous == trail.NOTHING


def test_taking_records_out_is_noted_though_nothing_changes(sealed: Store) -> None:
    with deeds.doing(deed("Records.export", what="responses")):
        sealed.audit.note()
    assert sealed.audit.entries(most=1)[0].detail == {"what": "responses"}


def test_entries_are_found_by_who_what_and_when(sealed: Store) -> None:
    later = NOON.replace(hour=15, microsecond=0)
    other = deeds.Deed("", "administrator", "Planning.save_texts", later)
    with deeds.doing(other):
        sealed.save_texts(CAMPAIGN)
    assert sealed.audit.accounts() == ("", "account-1")
    assert sealed.audit.use_cases() == ("Planning.save_texts", "Rounds.save_volunteer")
    for sought, number in (
        (Sought(account=""), 1),
        (Sought(account="account-1"), 5),
        (Sought(use_case="Rounds."), 5),
        (Sought(use_case="Rounds"), 0),
        (Sought(use_case="Planning.save_texts"), 1),
        (Sought(since=later), 1),
        (Sought(until=later), 5),
        (Sought(account="", use_case="Rounds."), 0),
    ):
        assert sealed.audit.count(sought) == len(sealed.audit.entries(sought)) == number, sought
    numbers = [entry.number for entry in sealed.audit.entries(skip=2, most=3)]
    assert numbers == [4, 3, 2]


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET account = 'x' WHERE number = 3", "DELETE FROM audit"]
)
def test_the_database_refuses_to_change_or_remove_entries(sealed: Store, statement: str) -> None:
    refused = pytest.raises(DBAPIError, match="only ever added to")
    with refused, writing(sealed._engine) as connection:
        connection.execute(text(statement))
    assert sealed.audit.count() == 5


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE audit SET account = 'x' WHERE number = 3", {(Fault.CHANGED, 3)}),
        ("UPDATE audit SET detail = '{}' WHERE number = 3", {(Fault.CHANGED, 3)}),
        ("UPDATE audit SET use_case = 'Rounds.close' WHERE number = 5", {(Fault.CHANGED, 5)}),
        ("UPDATE audit SET at = '2023-04-01 12:30:15.000000' WHERE number = 1",
         {(Fault.CHANGED, 1)}),
        ("DELETE FROM audit WHERE number = 3", {(Fault.MISSING, 4)}),
        ("DELETE FROM audit WHERE number <= 2", {(Fault.MISSING, 3)}),
        ("DELETE FROM audit WHERE number >= 4", {(Fault.CUT_OFF, 5)}),
        ("DELETE FROM audit", {(Fault.CUT_OFF, 5)}),
        ("DELETE FROM audit_heads", {(Fault.NO_HEAD, 5)}),
        ("UPDATE audit SET seal = NULL WHERE number = 2", {(Fault.UNSEALED, 2)}),
        ("UPDATE audit SET sealed_by = 'beef' WHERE number = 2", {(Fault.OTHER_KEY, 2)}),
        ("UPDATE audit SET seal = hash WHERE number = 2", {(Fault.FORGED, 2)}),
        ("UPDATE audit SET previous = hash WHERE number = 2",
         {(Fault.UNCHAINED, 2), (Fault.CHANGED, 2)}),
    ],
)  # fmt: skip
def test_tampering_shows(sealed: Store, statement: str, expected: set[object]) -> None:
    tamper(sealed, statement)
    assert found(sealed) == expected


def test_the_end_cannot_be_taken_off_without_the_key(sealed: Store) -> None:
    """Not even with the note of the newest entry brought in line."""
    tamper(
        sealed,
        "DELETE FROM audit WHERE number > 3",
        "UPDATE audit_heads SET number = 3, hash = (SELECT hash FROM audit WHERE number = 3)",
    )
    assert found(sealed) == {(Fault.NO_HEAD, 3)}


def test_a_chain_made_anew_without_the_key_shows_at_each_entry(sealed: Store) -> None:
    real = sealed.audit.entries()
    tamper(sealed, "DELETE FROM audit", "DELETE FROM audit_heads")
    url = sealed._engine.url.render_as_string(hide_password=False)
    with open_store(url, keys=Keyring(audit=(OTHER,))) as forger:
        for entry in reversed(real):
            with deeds.doing(deed(volunteer=f"not {entry.number}")):
                forger.audit.note()
        assert not forger.audit.verify().findings
    assert {fault for fault, _number in found(sealed)} == {Fault.OTHER_KEY, Fault.NO_HEAD}
    tamper(sealed, f"UPDATE audit SET sealed_by = '{trail.name_of(KEY)}'")
    assert (Fault.FORGED, 5) in found(sealed)


def test_an_earlier_state_shows_by_an_anchor_alone(sealed: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with (
        open_store(f"sqlite:///{copy}") as earlier,
        copying.snapshot(sealed._engine) as source,
        writing(earlier._engine) as target,
    ):
        copying.copy_all(source, target)
    add(sealed, "v6")
    anchor = Anchor.read(str(sealed.audit.head()))
    assert not found(sealed, anchor=anchor)
    with open_store(f"sqlite:///{copy}", keys=Keyring(audit=(KEY,))) as put_back:
        assert not found(put_back)
        assert found(put_back, anchor=anchor) == {(Fault.NOT_ANCHORED, 6)}


def test_old_keys_still_prove_and_without_a_key_the_chain_alone_is_checked(sealed: Store) -> None:
    url = sealed._engine.url.render_as_string(hide_password=False)
    with open_store(url, keys=Keyring(audit=(OTHER, KEY))) as turned:
        add(turned, "v6")
        assert not found(turned)
    assert found(sealed) == {(Fault.OTHER_KEY, 6), (Fault.NO_HEAD, 6)}
    with open_store(url) as keyless:
        verdict = keyless.audit.verify()
        assert not verdict.seals and not verdict.findings
        tamper(keyless, "UPDATE audit SET account = 'x' WHERE number = 3")
        assert found(keyless) == {(Fault.CHANGED, 3)}
        add(keyless, "v7")
    assert (Fault.UNSEALED, 7) in found(sealed)


def test_writers_at_the_same_time_make_one_chain(sealed: Store) -> None:
    url = sealed._engine.url.render_as_string(hide_password=False)

    def write(name: str) -> None:
        with open_store(url, keys=Keyring(audit=(KEY,))) as store:
            add(store, *(f"{name}{n}" for n in range(8)))

    threads = [
        threading.Thread(target=contextvars.Context().run, args=(write, name)) for name in "abcd"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sealed.audit.count() == 5 + 4 * 8
    assert not found(sealed)


# The chain by itself: any one change of any entry shows


@given(st.data())
def test_no_single_change_goes_unseen(data: st.DataObject) -> None:
    entries, last, head = [], None, None
    for n in range(data.draw(st.integers(1, 6))):
        entry, head = trail.make("town", deed(number=n), last, (KEY,))
        entries.append(entry)
        last = Anchor(entry.number, entry.hash)
    assert not trail.check("town", iter(entries), head, (KEY,)).findings
    at = data.draw(st.integers(0, len(entries) - 1))
    old = vars(entries[at])
    name = data.draw(st.sampled_from(sorted(old)))
    wrong = {
        str: "forged",
        int: 99,
        bytes: bytes([7] * 32),
        dict: {"number": 99},
        datetime: NOON.replace(year=2024),
    }[type(old[name])]
    changed = [*entries[:at], trail.Entry(**{**old, name: wrong}), *entries[at + 1 :]]
    assert trail.check("town", iter(changed), head, (KEY,)).findings
    gone = [*entries[:at], *entries[at + 1 :]]
    assert trail.check("town", iter(gone), head, (KEY,)).findings


@pytest.mark.parametrize("text", ["", "7", "7:00", "x:" + "0" * 64, "7:" + "g" * 64])
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Anchor.read(text)
