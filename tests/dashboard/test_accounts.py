"""Accounts as coordinators and administrators use them, and the commands about them."""

import json
from datetime import timedelta

import pyotp
import pytest

from dashboard.errors import (
    NoPasswordError,
    NotAllowedError,
    OutOfReachError,
    WrongCodeError,
    WrongPasswordError,
)
from data.errors import ExpiredInvitationError, InvitationError, LastAdministratorError
from data.model import Role
from tests.dashboard.entrances import PASSWORD, House, a_house


@pytest.fixture
def house(tmp_path, monkeypatch):
    yield from a_house(tmp_path, monkeypatch)


def token(invited) -> str:
    return invited.path.rpartition("/")[2]


# --- whom coordinators let in -----------------------------------------------------------------


def test_coordinators_invite_volunteers_and_nobody_else(house: House):
    camille = house.add("Camille", Role.COORDINATOR)
    ada = house.add("Ada", Role.ADMINISTRATOR)
    marie = house.add("Marie", Role.VOLUNTEER)
    mine = house.acting(camille).accounts
    assert not mine.invite(marie.id).once
    for change in (mine.invite, mine.revoke):
        for one in (ada, camille):
            with pytest.raises(OutOfReachError):
                change(one.id)
    for change in (
        lambda: mine.add("Zoé", Role.ADMINISTRATOR),
        lambda: mine.change(camille.id, role=Role.ADMINISTRATOR),
        lambda: mine.reset(ada.id),
        lambda: mine.remove(ada.id),
        lambda: mine.way_in(first_only=False),
    ):
        with pytest.raises(NotAllowedError):
            change()


def test_volunteers_see_only_what_is_their_own(house: House):
    marie, other = house.add("Marie", Role.VOLUNTEER), house.add("Zoé", Role.VOLUNTEER)
    house.service.entering.by_link(token(house.service.accounts.invite(other.id)))
    mine = house.acting(marie).own_access
    assert mine.account() == marie and not mine.sign_ins()
    theirs = [one.key for one in house.acting(other).own_access.sign_ins()]
    mine.end_sign_ins(theirs)
    assert house.acting(other).own_access.sign_ins(), "nobody ends what is another's"
    others = house.acting(marie).accounts
    refused = (others.all, others.invitations, mine.new_code, lambda: mine.set_password(PASSWORD))
    for change in refused:
        with pytest.raises(NotAllowedError):
            change()


def test_the_whole_list_is_invited_at_once_and_names_stay_tied_to_people(house: House):
    people = [house.service.rounds.person(name) for name in ("Ada", "Bob", "Chloé")]
    camille = house.add("Camille", Role.COORDINATOR)
    mine = house.acting(camille).accounts
    assert [one.name for one in mine.without_account()] == ["Ada", "Bob", "Chloé"]
    made = mine.invite_volunteers([one.id for one in people])
    assert [one.account.volunteer for one in made] == [one.id for one in people]
    assert len({one.path for one in made}) == 3 and not mine.without_account()
    [again] = mine.invite_volunteers([people[0].id])
    assert again.account.id == made[0].account.id
    with pytest.raises(InvitationError):
        house.service.entering.invited(token(made[0]))
    assert house.service.entering.invited(token(again)).name == "Ada"
    house.service.rounds.remove_volunteer(people[0].id)
    with pytest.raises(InvitationError):
        house.service.entering.invited(token(again))


# --- the first administrator ------------------------------------------------------------------


def test_the_first_start_makes_one_administrator_and_a_link_a_start(house: House):
    first = house.service.accounts.way_in(first_only=True)
    second = house.service.accounts.way_in(first_only=True)
    assert first.account.id == second.account.id and first.once
    with pytest.raises(InvitationError):
        house.service.entering.invited(token(first))
    house.clock.pass_(days=1)
    with pytest.raises(ExpiredInvitationError):
        house.service.entering.by_link(token(second))
    house.service.entering.by_link(token(house.service.accounts.way_in(first_only=True)))
    assert house.service.accounts.way_in(first_only=True) is None
    later = house.service.accounts.way_in(first_only=False)
    assert later.account.id == first.account.id
    house.clock.pass_(minutes=10)
    with pytest.raises(ExpiredInvitationError):
        house.service.entering.by_link(token(later))


def test_processes_that_start_at_once_make_one_administrator(house: House, monkeypatch):
    store = house.service.store.accounts
    made = house.service.accounts.way_in(first_only=True).account
    looks = iter([None, store.first_administrator()])
    monkeypatch.setattr(store, "first_administrator", lambda: next(looks))
    assert house.service.accounts.way_in(first_only=True).account == made
    assert [one.id for one in house.service.accounts.all()] == [made.id]


def test_whoever_took_over_is_let_in_at_the_next_start(house: House):
    first = house.service.accounts.way_in(first_only=True).account
    ada = house.add("Ada", Role.ADMINISTRATOR)
    house.service.accounts.change(first.id, disabled=True)
    assert house.service.accounts.way_in(first_only=False).account.id == ada.id
    with pytest.raises(LastAdministratorError):
        house.service.accounts.change(ada.id, role=Role.COORDINATOR)


# --- one's own password and code --------------------------------------------------------------


def test_a_password_is_changed_by_who_knows_it(house: House):
    camille = house.add("Camille", Role.COORDINATOR, password=PASSWORD)
    mine = house.acting(camille).own_access
    with pytest.raises(WrongPasswordError):
        mine.set_password("another one entirely", present="wrong")
    mine.set_password("another one entirely", present=PASSWORD)
    with pytest.raises(WrongPasswordError):
        house.service.entering.by_password("Camille", PASSWORD, address="192.0.2.1")
    came = house.service.entering.by_password(
        "Camille", "another one entirely", address="192.0.2.1"
    )
    assert came.account.id == camille.id


def test_a_code_is_set_up_by_who_has_the_phone_and_the_password(house: House):
    camille = house.add("Camille", Role.COORDINATOR)
    with pytest.raises(NoPasswordError):
        house.acting(camille).own_access.new_code()
    house.acting(camille).own_access.set_password(PASSWORD)
    mine = house.acting(camille).own_access
    secret, _address = mine.new_code()
    now = pyotp.TOTP(secret).at(house.clock.now)
    with pytest.raises(WrongCodeError):
        mine.confirm_code(secret, "000000" if now != "000000" else "1", present=PASSWORD)
    with pytest.raises(WrongPasswordError):
        mine.confirm_code(secret, now, present="wrong")
    assert not mine.account().code
    mine.confirm_code(secret, now, present=PASSWORD)
    assert mine.account().code
    kept = house.service.store.accounts.credentials_of(camille.id).code
    assert secret not in kept, "kept encrypted"
    with pytest.raises(WrongPasswordError):
        mine.drop_code(present="wrong")
    mine.drop_code(present=PASSWORD)
    assert not mine.account().code


def test_who_lost_everything_starts_anew(house: House):
    camille = house.add("Camille", Role.COORDINATOR, password=PASSWORD)
    invited = house.service.accounts.reset(camille.id)
    account = house.service.store.accounts.get(camille.id)
    assert not account.password and not account.code and invited.once
    assert house.service.entering.by_link(token(invited)).account.id == camille.id


def test_a_sign_in_ends_after_a_season_without_a_visit(house: House):
    marie = house.add("Marie", Role.VOLUNTEER)
    came = house.service.entering.by_link(token(house.service.accounts.invite(marie.id)))
    house.clock.pass_(days=179)
    assert house.service.entering.renew(came.token)
    house.clock.pass_(days=180)
    assert house.service.entering.renew(came.token)
    [sign_in] = house.acting(marie).own_access.sign_ins()
    assert sign_in.expires == house.clock.now.date() + timedelta(days=180)
    house.clock.pass_(days=181)
    assert not house.service.entering.renew(came.token)


# --- the commands -----------------------------------------------------------------------------


def test_invite_and_accounts(portes):
    link = portes.done("invite", "Marie", "--address", "https://portes.example.org/")
    assert link.startswith("https://portes.example.org/entrer/")
    assert portes.done("invite", "marie").startswith("http://127.0.0.1:8501/entrer/")
    assert portes.json("accounts", "list")[0] | {"id": ""} == {
        **{"id": "", "name": "Marie", "role": "volunteer", "volunteer": "", "last_seen": None},
        **{"password": False, "code": False, "disabled": False},
    }
    portes.done("invite", "Camille", "--role", "coordinator")
    portes.done("accounts", "role", "Marie", "coordinator")
    portes.done("accounts", "disable", "Camille")
    table = portes.done("accounts", "list")
    assert "Camille  coordinator" in table and "Lets in nobody" in table
    portes.done("accounts", "disable", "Camille", "--undo")
    portes.done("accounts", "revoke", "Marie")
    assert "/entrer/" in portes.done("accounts", "reset", "Marie")
    assert [row["disabled"] for row in portes.json("accounts", "list")] == [False, False]
    assert "Marie" in portes.done("accounts", "list", "--format", "csv")


def test_a_volunteer_of_the_list_is_found_by_name(portes):
    portes.done("demo")
    from dashboard import settings
    from dashboard.service import Service

    service = Service.open(settings.load())
    known = service.rounds.volunteers()[0]
    portes.done("invite", known.name)
    portes.done("invite", "Somebody", "--volunteer", service.rounds.volunteers()[1].name)
    found = {row["name"]: row["volunteer"] for row in portes.json("accounts", "list")}
    assert found == {known.name: known.id, "Somebody": service.rounds.volunteers()[1].id}
    service.store.close()


@pytest.mark.parametrize(
    "words",
    [
        ("accounts", "role", "Nobody", "coordinator"),
        ("accounts", "revoke", "Nobody"),
        ("invite", "Marie", "--volunteer", "Nobody"),
        ("invite", "  "),
    ],
)
def test_what_stands_for_nobody_is_refused(portes, words):
    result = portes(*words)
    assert result.exit_code == 1 and result.stderr.startswith("Error: ")


def test_the_only_administrator_is_not_disabled(portes):
    portes.done("invite", "Ada", "--role", "administrator")
    result = portes("accounts", "disable", "Ada")
    assert result.exit_code == 1 and "only administrator" in result.stderr
    assert json.loads(portes.done("accounts", "list", "--format", "json"))[0]["disabled"] is False
