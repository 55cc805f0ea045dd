"""Coming in over HTTP: links, names and passwords, codes, cookies, and who is kept out."""

from datetime import timedelta
from urllib.parse import urlsplit

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.entrance import passwords, tokens
from dashboard.entrance.cookies import Cookies
from dashboard.entrance.places import local
from dashboard.errors import PasswordError
from dashboard.keys import Keys
from data.model import Role
from tests.dashboard.entrances import NOON, PASSWORD, House, a_house, hidden, send


@pytest.fixture
def house(tmp_path, monkeypatch):
    yield from a_house(tmp_path, monkeypatch)


@pytest.fixture
def marie(house):
    """Give a volunteer's personal link."""
    return house.service.accounts.invite(house.add("Marie", Role.VOLUNTEER).id).path


@pytest.fixture
def camille(house):
    """Give a coordinator with a password."""
    return house.add("Camille", Role.COORDINATOR, password=PASSWORD)


# --- links ------------------------------------------------------------------------------------


def test_a_personal_link_lets_in_and_the_browser_stays_signed_in(house, marie):
    phone = house.client()
    assert send(phone, marie, next="/porte").url.path == "/porte"
    for _ in range(3):
        assert phone.get("/").text == "Marie"
    assert send(house.client(), marie).text == "Marie", "a second browser of hers"


def test_looking_at_a_link_changes_nothing(house):
    link = house.service.accounts.way_in(first_only=True).path
    for _ in range(5):
        page = house.client().get(link)
        assert page.status_code == 200 and "set-cookie" in page.headers
        assert house.client().ask("HEAD", link).status_code == 200
    came = house.client()
    assert send(came, link).text == "Administration"
    again = house.client().get(link)
    assert again.status_code == 403 and "only once" in again.text


def test_what_the_browser_keeps_is_out_of_reach_of_scripts_and_other_sites(house, marie):
    client = house.client()
    fields = hidden(client.get(marie).text)
    kept = client.post(marie, data=fields, follow_redirects=False).headers["set-cookie"]
    assert "HttpOnly" in kept and "SameSite=lax" in kept and "Path=/" in kept
    assert f"Max-Age={180 * 86_400}" in kept and "Secure" not in kept
    # Behind https, as the proxy says.
    there = f"https://testserver{marie}"
    fields = hidden(client.get(there).text)
    kept = client.post(there, data=fields, follow_redirects=False).headers["set-cookie"]
    assert "Secure" in kept


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://evil"}],
)
def test_a_form_of_another_site_is_refused(house, marie, camille, headers):
    client = house.client()
    fields = hidden(client.get(marie).text)
    refused = client.post(marie, data=fields, headers=headers)
    assert refused.status_code == 403
    fields = hidden(client.get("/connexion").text)
    fields |= {"name": "Camille", "password": PASSWORD}
    assert client.post("/connexion", data=fields, headers=headers).status_code == 403
    assert client.get("/").text == ""


def test_a_form_without_our_mark_or_with_somebody_elses_is_refused(house, marie):
    client, other = house.client(), house.client()
    assert client.post(marie).status_code == 403
    stolen = hidden(other.get(marie).text)
    client.get(marie)
    assert client.post(marie, data=stolen).status_code == 403
    assert client.post(marie, data={"form": "x" * 20_000}).status_code == 403
    assert client.get("/").text == ""


def test_links_that_let_nobody_in_say_why(house, marie):
    client = house.client()
    for path in ("/entrer/nonsense", "/entrer/" + "a" * 5000, "/entrer/%00%ff"):
        page = client.get(path)
        assert page.status_code == 403 and "not valid" in page.text
    house.clock.pass_(days=181)
    assert "expired" in client.get(marie).text


def test_who_is_revoked_is_out(house, marie):
    phone = house.client()
    send(phone, marie)
    account = house.service.accounts.all()[-1]
    house.service.accounts.revoke(account.id)
    assert phone.get("/").text == ""
    assert phone.get(marie).status_code == 403


def test_the_page_is_in_the_readers_language_and_names_are_escaped(house):
    account = house.add("<script>alert(1)</script>", Role.VOLUNTEER)
    link = house.service.accounts.invite(account.id).path
    page = house.client(**{"accept-language": "fr-FR,fr;q=0.9"}).get(link)
    assert "Bienvenue" in page.text and '<html lang="fr">' in page.text
    assert "<script>alert" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"


# --- name, password, code ---------------------------------------------------------------------


def test_name_and_password(house, camille):
    client = house.client()
    wrong = send(client, "/connexion", name="camille", password="wrong")
    assert wrong.status_code == 403 and "is wrong" in wrong.text
    assert 'value="camille"' in wrong.text, "nobody has to type their name again"
    came = send(client, "/connexion?next=/porte", name=" CAMILLE ", password=PASSWORD)
    assert (came.url.path, came.text) == ("/porte", "Camille")


def test_unknown_names_get_the_same_answer(house, camille):
    answers = {
        name: send(house.client(), "/connexion", name=name, password="wrong wrong wrong").text
        for name in ("Camille", "Nobody")
    }
    forms = [
        text.replace(name, "").replace(hidden(text)["form"], "") for name, text in answers.items()
    ]
    assert forms[0] == forms[1]


def test_an_unknown_name_is_compared_as_well(house, camille, monkeypatch):
    compared = []
    monkeypatch.setattr(
        passwords, "fits", lambda kept, password: bool(compared.append(kept)) and False
    )
    for name in ("Camille", "Nobody"):
        send(house.client(), "/connexion", name=name, password="wrong")
    assert len(compared) == 2 and compared[1] is None


def test_guessing_has_to_wait(house, camille):
    client = house.client()
    for _ in range(5):
        assert "is wrong" in send(client, "/connexion", name="Camille", password="x").text
    # Also with the right password, from anywhere, and for a name that does not exist.
    assert "too many" in send(client, "/connexion", name="Camille", password=PASSWORD).text
    assert "too many" in send(house.client(), "/connexion", name="Camille", password="y").text
    assert "is wrong" in send(house.client(), "/connexion", name="Nobody", password="x").text
    house.clock.pass_(seconds=6)
    assert send(client, "/connexion", name="Camille", password=PASSWORD).text == "Camille"


def test_trying_many_names_from_one_place_has_to_wait(house, camille, monkeypatch):
    monkeypatch.setattr(passwords, "fits", lambda kept, password: False)
    client, answers = house.client(), []
    for number in range(41):
        fields = {"name": f"name{number}", "password": "x"}
        answers.append(send(client, "/connexion", **fields).text)
    assert all("is wrong" in answer for answer in answers[:40])
    assert "too many" in answers[40]


def with_code(house: House, account) -> str:
    """Set a code up; give its secret."""
    mine = house.acting(account).own_access
    secret, address = mine.new_code()
    assert urlsplit(address).scheme == "otpauth"
    mine.confirm_code(secret, pyotp.TOTP(secret).at(house.clock.now), present=PASSWORD)
    return secret


def test_a_code_is_asked_for_and_works_once(house, camille):
    secret = with_code(house, camille)
    house.clock.pass_(seconds=60)
    client = house.client()
    page = send(client, "/connexion", name="Camille", password=PASSWORD)
    assert "six digits" in page.text and client.get("/").text == ""
    fields = hidden(page.text)
    code = pyotp.TOTP(secret).at(house.clock.now)
    wrong = client.post("/connexion", data=fields | {"code": "000000"})
    assert "code is wrong" in wrong.text
    assert client.post("/connexion", data=fields | {"code": code}).text == "Camille"
    # The same code again, in another browser.
    other = house.client()
    page = send(other, "/connexion", name="Camille", password=PASSWORD)
    again = other.post("/connexion", data=hidden(page.text) | {"code": code})
    assert "used before" in again.text and other.get("/").text == ""


def test_codes_cannot_be_guessed_either(house, camille):
    with_code(house, camille)
    client = house.client()
    fields = hidden(send(client, "/connexion", name="Camille", password=PASSWORD).text)
    for _ in range(4):
        assert "code is wrong" in client.post("/connexion", data=fields | {"code": "1"}).text
    assert "too many" in client.post("/connexion", data=fields | {"code": "1"}).text


def test_a_ticket_is_no_way_around_the_password(house, camille):
    secret = with_code(house, camille)
    client = house.client()
    fields = hidden(send(client, "/connexion", name="Camille", password=PASSWORD).text)
    forged = fields | {"ticket": fields["ticket"][:-2] + "xx"}
    house.clock.pass_(seconds=60)
    code = {"code": pyotp.TOTP(secret).at(house.clock.now)}
    assert client.post("/connexion", data=forged | code).status_code == 403
    assert client.get("/").text == ""


def test_a_code_of_a_minute_ago_is_too_old(house, camille):
    secret = with_code(house, camille)
    house.clock.pass_(minutes=10)
    old = pyotp.TOTP(secret).at(house.clock.now - timedelta(seconds=90))
    client = house.client()
    fields = hidden(send(client, "/connexion", name="Camille", password=PASSWORD).text)
    assert "code is wrong" in client.post("/connexion", data=fields | {"code": old}).text


def test_volunteers_have_no_password_to_guess(house, marie):
    answer = send(house.client(), "/connexion", name="Marie", password="")
    assert answer.status_code == 403


# --- staying and leaving ----------------------------------------------------------------------


def test_who_comes_by_stays_signed_in(house, marie):
    phone = house.client()
    send(phone, marie)
    assert "set-cookie" not in phone.get("/").headers
    for _ in range(8):
        house.clock.pass_(days=60)
        assert "set-cookie" in phone.get("/").headers
        assert phone.get("/").text == "Marie"
    house.clock.pass_(days=181)
    assert "set-cookie" not in phone.get("/").headers
    seen = house.service.store.accounts.all()[-1].last_seen
    assert seen == house.clock.now.date() - timedelta(days=181)


def test_an_old_cookie_is_made_anew_with_the_next_page(house, marie):
    phone = house.client()
    send(phone, marie)
    house.clock.pass_(days=6)
    assert "set-cookie" not in phone.get("/").headers
    house.clock.pass_(days=1)
    assert "set-cookie" not in phone.get("/", headers={"accept": "application/json"}).headers
    assert "set-cookie" not in house.client().get("/").headers
    renewed = phone.get("/").headers["set-cookie"]
    assert renewed.startswith(house.service.entering.cookies().name) and "HttpOnly" in renewed
    house.clock.pass_(days=8)
    house.service.accounts.revoke(house.service.accounts.all()[-1].id)
    assert "set-cookie" not in phone.get("/").headers


def test_signing_out_ends_this_browser_only(house, marie):
    phone, tablet = house.client(), house.client()
    send(phone, marie), send(tablet, marie)
    kept = phone.cookies[house.service.entering.cookies().name]
    assert "Sign this browser out" in phone.get("/sortir").text and phone.get("/").text == "Marie"
    assert phone.post("/sortir").status_code == 403 and phone.get("/").text == "Marie"
    assert send(phone, "/sortir").text == ""
    copied = {"cookie": f"{house.service.entering.cookies().name}={kept}"}
    assert phone.get("/", headers=copied).text == "", (
        "the cookie that was copied is worth nothing either"
    )
    assert tablet.get("/").text == "Marie"


# --- what it rests on -------------------------------------------------------------------------


def now():
    return NOON


@given(st.text(max_size=80))
def test_nobody_is_ever_sent_to_another_site(wish):
    found = local(wish)
    parts = urlsplit(found)
    assert found.startswith("/") and not found.startswith("//") and "\\" not in found
    assert not parts.scheme and not parts.netloc


@pytest.mark.parametrize(
    "wish",
    [
        *("//evil.org", "/\\evil.org", "https://evil.org", "/\t/evil.org", "javascript:alert(1)"),
        *("/%0d%0aset-cookie", "/entrer/x", "/sortir", "///", "", "porte"),
    ],
)
def test_doubtful_places(wish):
    assert local(wish) in ("/", "/%0d%0aset-cookie")


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_cookie_is_read_by_its_own_campaign_only(one, two):
    mine = Cookies(Keys(one), "poitiers", now)
    made = mine.value("token")
    assert mine.read(made).token == "token"
    if one != two:
        assert Cookies(Keys(two), "poitiers", now).read(made) is None
        assert Cookies(Keys(two, one), "poitiers", now).read(made).token == "token"
    assert Cookies(Keys(one), "rennes", now).name != mine.name


@given(st.text(max_size=100))
def test_what_we_did_not_sign_is_no_cookie(value):
    assert Cookies(Keys(bytes(32)), "poitiers", now).read(value) is None


@given(st.sets(st.integers(), max_size=3))
def test_tokens_never_repeat_and_are_kept_as_hashes(_seed):
    made = {tokens.new() for _ in range(50)}
    assert len(made) == 50 and all(len(token) == 43 for token in made)
    assert len({tokens.hashed(token) for token in made}) == 50


@pytest.mark.parametrize(
    "weak", ["", "short", "a" * 30, "camille camille", "Camille2026!!", "x" * 201]
)
def test_weak_passwords(weak):
    with pytest.raises(PasswordError):
        passwords.hashed(weak, name="Camille")


def test_passwords_are_kept_as_salted_argon2id():
    kept = passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$") and kept != passwords.hashed(PASSWORD)
    assert passwords.fits(kept, PASSWORD) and not passwords.fits(kept, PASSWORD + " ")
    assert not passwords.fits(None, PASSWORD) and not passwords.fits("nonsense", PASSWORD)
