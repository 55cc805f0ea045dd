"""Coming in by a provider's word: a sign-in of ours, which is listed, ends and is revoked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard import oidc
from dashboard.settings import Provider
from data.accounts import Account
from data.model import Role
from tests.dashboard.entrances import Browser, House, a_house, send

CAMILLE = "camille@example.org"
PROVIDER = Provider("https://id.example.org/", "portes", "a secret", "email", "")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    for made in a_house(tmp_path, monkeypatch):
        service = made.service
        service.settings = replace(service.settings, provider=PROVIDER)
        yield made


@pytest.fixture
def camille(house: House) -> Account:
    account = house.add("Camille", Role.COORDINATOR)
    return house.service.accounts.change(account.id, known_as=CAMILLE)


def come_back(house: House, **claims: object) -> Browser:
    """Come back from the provider with a new browser."""
    house.claims = {"email": CAMILLE, "email_verified": True, **claims}
    browser = house.client(**{"user-agent": "Firefox on Linux"})
    browser.get(oidc.CALLBACK)
    return browser


def test_it_is_listed_and_ended_like_any_other(house: House, camille: Account) -> None:
    phone, desk = come_back(house), come_back(house)
    mine = house.acting(camille).own_access
    first, second = mine.sign_ins()
    assert (first.device, first.provider) == ("Firefox, Linux", True)
    assert phone.get("/").text == desk.get("/").text == "Camille"
    mine.end_sign_ins([first.key])
    assert sorted([phone.get("/").text, desk.get("/").text]) == ["", "Camille"]
    mine.end_sign_ins([second.key])
    assert phone.get("/").text == desk.get("/").text == ""


@pytest.mark.parametrize(
    "claims", [{"email_verified": False}, {"email": "stranger@example.org"}, {"email": ""}]
)
def test_nobody_else_comes_in(house: House, camille: Account, claims: dict[str, object]) -> None:
    assert come_back(house, **claims).get("/").text == ""
    assert house.acting(camille).own_access.sign_ins() == ()


def test_claims_that_fill_several_cookies_are_read(house: House, camille: Account) -> None:
    assert come_back(house, groups=["x" * 90] * 90).get("/").text == camille.name


def test_what_was_not_signed_by_us_lets_nobody_in(house: House, camille: Account) -> None:
    noted = oidc.noted([f"{oidc.NOTED}=forged.by.hand; Path=/", "other=1"])
    assert noted == {} and camille
    assert house.client().get(oidc.CALLBACK).text == "", "nobody signed in there"


def test_it_is_not_made_longer(house: House, camille: Account) -> None:
    """Who left the organisation is out a month later, however often they come by."""
    browser = come_back(house)
    for _week in range(4):
        house.clock.pass_(days=7)
        assert browser.get("/").text == camille.name
    (kept,) = house.acting(camille).own_access.sign_ins()
    assert kept.expires - kept.since == oidc.VOUCHED == timedelta(days=30)


def test_an_account_that_is_somebody_elses_now_lets_them_in_no_more(
    house: House, camille: Account
) -> None:
    browser = come_back(house)
    house.service.accounts.change(camille.id, name="Camille B.")
    assert browser.get("/").text == "Camille B."
    house.service.accounts.change(camille.id, known_as="zoe@example.org")
    assert browser.get("/").text == ""


def test_signing_out_leads_by_way_of_the_provider(house: House, camille: Account) -> None:
    browser = come_back(house)
    left = send(browser, "/sortir")
    assert left.status_code == 200 and f'href="{oidc.LEAVING}"' in left.text
    assert browser.get("/").text == "" and camille
