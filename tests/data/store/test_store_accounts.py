"""Accounts and the entrance: who comes in, by which link, how often, and who is out at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from data.accounts import FORGOTTEN, Account, Invitation, Limit, SignIn
from data.errors import (
    AccountTwiceError,
    ExpiredInvitationError,
    IdentityTakenError,
    InvitationError,
    LastAdministratorError,
    NamelessAccountError,
    NameTakenError,
    NotFoundError,
    UsedInvitationError,
)
from data.fieldwork import Volunteer
from data.model import Role
from data.store import Store
from tests.data.conftest import CAMPAIGN
from tests.data.store.conftest import NOON

TODAY = NOON.date()
ADA = Account("ada", "Ada Lovelace", Role.ADMINISTRATOR)
CAMILLE = Account("camille", "Camille", Role.COORDINATOR)
MARIE = Account("marie", "Marie", Role.VOLUNTEER, volunteer="v1")


def hashed(token: str) -> bytes:
    return sha256(token.encode()).digest()


def link(account: str, token: str = "link", *, once: bool = False, days: int = 7) -> Invitation:
    return Invitation(hashed(token), account, once, NOON + timedelta(days=days))


def browser(token: str = "cookie", account: str = "", days: int = 180) -> SignIn:
    return SignIn(hashed(token), account, TODAY, TODAY + timedelta(days=days), "Firefox")


@pytest.fixture
def doors(empty_store: Store) -> Iterator[Store]:
    """Give a store with an administrator, a coordinator and a volunteer."""
    empty_store.save_campaign(CAMPAIGN)
    empty_store.people.save_all([Volunteer("v1", "Marie"), Volunteer("v2", "Marie")])
    empty_store.accounts.save_all((ADA, CAMILLE, MARIE))
    yield empty_store


def test_accounts_are_read_as_they_were_saved(doors):
    assert doors.accounts.all() == (ADA, CAMILLE, MARIE)
    changed = replace(CAMILLE, name="  Camille   B. ", role=Role.VOLUNTEER, identity="C@Ex.org")
    doors.accounts.save(changed)
    assert doors.accounts.get("camille") == replace(changed, name="Camille B.", identity="c@ex.org")
    assert doors.accounts.first_administrator() == ADA
    with pytest.raises(NotFoundError):
        doors.accounts.get("nobody")


def test_nobody_can_be_taken_for_somebody_else(doors):
    save = doors.accounts.save
    with pytest.raises(NameTakenError):
        save(Account("x", "ADA  LOVELACE", Role.COORDINATOR))
    save(Account("x", "Ada Lovelace", Role.VOLUNTEER))  # comes in by a link, so by no name
    with pytest.raises(NameTakenError):
        save(Account("x", "Ada Lovelace", Role.COORDINATOR))
    with pytest.raises(AccountTwiceError):
        save(Account("y", "Marie", Role.VOLUNTEER, volunteer="v1"))
    save(replace(CAMILLE, identity="camille@example.org"))
    with pytest.raises(IdentityTakenError):
        save(replace(ADA, identity="Camille@example.org"))
    with pytest.raises(NamelessAccountError):
        save(Account("z", "  ", Role.VOLUNTEER))
    with pytest.raises(NotFoundError):
        save(Account("z", "Z", Role.VOLUNTEER, volunteer="v9"))


@pytest.mark.parametrize("how", ["demote", "disable", "remove"])
def test_one_administrator_is_always_left(doors, how):
    def take(account: Account) -> None:
        if how == "remove":
            doors.accounts.remove(account.id)
        elif how == "disable":
            doors.accounts.save(replace(account, disabled=True))
        else:
            doors.accounts.save(replace(account, role=Role.VOLUNTEER))

    with pytest.raises(LastAdministratorError):
        take(ADA)
    second = replace(CAMILLE, role=Role.ADMINISTRATOR)
    doors.accounts.save(second)
    take(ADA)
    assert doors.accounts.first_administrator() == second
    with pytest.raises(LastAdministratorError):
        take(second)


def test_a_personal_link_lets_in_again_and_again(doors):
    doors.entrance.invite((link("marie"),), now=NOON)
    for token in ("phone", "tablet"):
        assert doors.entrance.come_in(hashed("link"), browser(token), now=NOON).id == "marie"
    account, signed = doors.entrance.signed_in(hashed("tablet"))
    assert (account.name, account.last_seen, signed.account) == ("Marie", TODAY, "marie")
    assert {one.key for one in doors.entrance.sign_ins("marie")} == {
        hashed("phone"),
        hashed("tablet"),
    }
    assert doors.entrance.signed_in(hashed("guess")) is None
    assert doors.entrance.invitations()[0].used == TODAY


def test_looking_at_a_link_uses_nothing_up(doors):
    doors.entrance.invite((link("camille", once=True),), now=NOON)
    for _ in range(3):
        assert doors.entrance.invited(hashed("link"), now=NOON) == CAMILLE
    doors.entrance.come_in(hashed("link"), browser(), now=NOON)
    with pytest.raises(UsedInvitationError):
        doors.entrance.invited(hashed("link"), now=NOON)


def test_of_many_at_once_one_comes_in_by_a_link_for_one(doors):
    doors.entrance.invite((link("camille", once=True),), now=NOON)
    ready = Barrier(6)

    def come(number: int) -> bool:
        ready.wait()
        try:
            doors.entrance.come_in(hashed("link"), browser(str(number)), now=NOON)
        except UsedInvitationError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(come, range(6))) == [False] * 5 + [True]
    assert len(doors.entrance.sign_ins("camille")) == 1


def test_a_link_expires_and_is_replaced(doors):
    doors.entrance.invite((link("marie", days=1), link("camille", "c", once=True)), now=NOON)
    with pytest.raises(ExpiredInvitationError):
        doors.entrance.come_in(hashed("link"), browser(), now=NOON + timedelta(days=1))
    doors.entrance.invite((link("marie", "new"),), now=NOON)
    with pytest.raises(InvitationError):
        doors.entrance.come_in(hashed("link"), browser(), now=NOON)
    assert doors.entrance.come_in(hashed("c"), browser("c"), now=NOON).id == "camille"
    with pytest.raises(NotFoundError):
        doors.entrance.invite((link("nobody", "x"),), now=NOON)


def test_whoever_loses_a_right_is_out_at_once(doors):
    def inside() -> bool:
        return doors.entrance.signed_in(hashed("cookie")) is not None

    losses = (
        lambda: doors.entrance.revoke("marie"),
        lambda: doors.entrance.end("marie", (hashed("cookie"),)),
        lambda: doors.accounts.set_password("marie", "hash"),
        lambda: doors.accounts.save(replace(MARIE, disabled=True)),
        lambda: doors.accounts.remove("marie"),
        lambda: doors.people.remove("v1"),
    )
    for lose in losses:
        doors.accounts.save(MARIE)
        doors.entrance.invite((link("marie"),), now=NOON)
        doors.entrance.come_in(hashed("link"), browser(), now=NOON)
        before = doors.revision()
        assert inside()
        lose()
        assert not inside()
        assert doors.revision() > before, "nobody would hear of it"


def test_who_was_disabled_does_not_come_in_by_what_was_there_before(doors):
    doors.entrance.invite((link("marie"),), now=NOON)
    doors.entrance.come_in(hashed("link"), browser(), now=NOON)
    doors.accounts.save(replace(MARIE, disabled=True))
    with pytest.raises(NotFoundError):
        doors.entrance.sign_in(browser("other", "marie"), now=NOON)
    doors.accounts.save(MARIE)
    assert doors.entrance.signed_in(hashed("cookie")) is None
    with pytest.raises(InvitationError):
        doors.entrance.come_in(hashed("link"), browser(), now=NOON)


def test_a_new_password_leaves_only_the_browser_it_was_set_with(doors):
    for token in ("here", "elsewhere"):
        doors.entrance.sign_in(browser(token, "camille"), now=NOON)
    doors.accounts.set_password("camille", "hash", keep=hashed("here"))
    assert [one.key for one in doors.entrance.sign_ins("camille")] == [hashed("here")]
    assert doors.accounts.get("camille").password
    assert doors.accounts.credentials("camille").password == "hash"
    assert doors.accounts.credentials("marie") is None  # she has no name to come in by
    doors.accounts.save(replace(CAMILLE, disabled=True))
    assert doors.accounts.credentials("camille") is None


def test_coming_in_disturbs_no_cache(doors):
    doors.entrance.invite((link("marie"),), now=NOON)
    before = doors.revision()
    doors.entrance.come_in(hashed("link"), browser(), now=NOON)
    doors.entrance.sign_in(browser("c", "camille"), now=NOON)
    doors.entrance.renew(hashed("c"), today=TODAY, expires=TODAY)
    doors.entrance.attempt({b"k": Limit(1)}, now=NOON)
    doors.entrance.forgive(b"k")
    doors.entrance.use_code("camille", 1)
    assert doors.revision() == before


def test_a_sign_in_is_renewed_while_it_holds(doors):
    doors.entrance.sign_in(browser(account="camille", days=2), now=NOON)
    later = TODAY + timedelta(days=2)
    assert doors.entrance.renew(hashed("cookie"), today=later, expires=date(2024, 1, 1))
    account, signed = doors.entrance.signed_in(hashed("cookie"))
    assert (account.last_seen, signed.expires) == (later, date(2024, 1, 1))
    assert not doors.entrance.renew(
        hashed("cookie"), today=date(2024, 1, 2), expires=date(2025, 1, 1)
    )
    assert not doors.entrance.renew(hashed("guess"), today=TODAY, expires=later)


def test_a_code_works_once(doors):
    doors.accounts.set_code("camille", "sealed")
    used = [doors.entrance.use_code("camille", step) for step in (10, 10, 9, 11)]
    assert used == [True, False, False, True]
    assert doors.accounts.credentials("camille").code == "sealed"


def test_only_hashes_are_kept(doors):
    doors.entrance.invite((link("marie", "the-link"),), now=NOON)
    doors.entrance.come_in(hashed("the-link"), browser("the-cookie"), now=NOON)
    with doors._reading() as connection:
        for table in ("invitations", "sign_ins", "accounts"):
            kept = repr(connection.execute(text(f"SELECT * FROM {table}")).all())
            assert "the-link" not in kept and "the-cookie" not in kept


def test_what_ran_out_goes(doors):
    doors.entrance.invite((link("marie", days=1),), now=NOON)
    doors.entrance.come_in(hashed("link"), browser(days=1), now=NOON)
    doors.entrance.attempt({b"k": Limit(1)}, now=NOON)
    doors.entrance.sign_in(browser("c", "camille"), now=NOON + timedelta(days=30))
    assert doors.entrance.invitations() == ()
    assert doors.entrance.sign_ins("marie") == ()
    with doors._reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM attempts")) == 0


def test_attempts_wait_longer_and_longer(doors):
    limits, now, waits = {b"name": Limit(3), b"address": Limit(30)}, NOON, []
    for _ in range(8):
        while wait := doors.entrance.attempt(limits, now=now):
            waits.append(wait.total_seconds())
            assert doors.entrance.attempt(limits, now=now) == wait, "asking again costs nothing"
            now += wait
    assert waits == [5, 10, 20, 40, 80]
    doors.entrance.forgive(b"name")
    assert not doors.entrance.attempt(limits, now=now)
    assert not doors.entrance.attempt({b"other": Limit(3)}, now=now)
    assert not doors.entrance.attempt(limits, now=now + FORGOTTEN)


def test_many_attempts_at_once_are_not_free(doors):
    ready = Barrier(8)

    def attempt(_number: int) -> bool:
        ready.wait()
        return not doors.entrance.attempt({b"name": Limit(3)}, now=NOON)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 3


@given(
    free=st.integers(1, 30),
    pauses=st.lists(st.integers(0, 3600), max_size=300),
)
def test_nobody_gets_many_attempts_however_they_are_spaced(free, pauses):
    """What `attempt` does with one limit, counted: the waits bound what a day allows."""
    limit, now, last, done = Limit(free), 0.0, None, 0
    for pause in pauses:
        now += pause
        if now > 86_400:
            break
        if last is None or now - last >= limit.wait(done).total_seconds():
            last, done = now, done + 1
    assert done <= free + 9 + 86_400 / 900
    assert limit.wait(done) <= limit.wait(done + 1) <= limit.longest
