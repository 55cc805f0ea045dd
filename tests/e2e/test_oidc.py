"""Signing in by OpenID Connect, with a provider that runs here."""

import json
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from data.model import Role
from tests.beginnings import begin
from tests.e2e.fieldday import service_of
from tests.e2e.serving import PATIENCE, ServerEndedError, serving

pytestmark = pytest.mark.browser
KNOWN, UNVERIFIED = "camille@example.org", "unverified@example.org"
STRANGER = "stranger@example.org"
PEOPLE = (KNOWN, UNVERIFIED, STRANGER)
METADATA = "/.well-known/openid-configuration"
BUTTON = "Se connecter avec le compte de mon organisation"


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[str]:
    """Start a provider that knows three people, in a process of its own; give its address."""
    if not find_spec("oidc_provider_mock"):
        pytest.skip("there is no OpenID Connect provider to start")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    for one in PEOPLE:
        claims = {"sub": one, "email": one, "email_verified": one != UNVERIFIED}
        command += ["--user-claims", json.dumps(claims)]
    address = f"http://127.0.0.1:{port}"
    with (tmp_path / "provider.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            until_answered(f"{address}{METADATA}", process)
            yield address
        finally:
            process.terminate()
            process.wait()
            print((tmp_path / "provider.log").read_text("utf-8"))


def until_answered(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Ask until the provider answers."""
    for _ in range(PATIENCE):
        with suppress(OSError), urllib.request.urlopen(address, timeout=60):
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
            break
    raise ServerEndedError("the provider did not answer")


@pytest.fixture
def address(tmp_path: Path, provider: str) -> Iterator[str]:
    """Start the app with that provider."""
    begin(tmp_path)
    variables = {
        "PORTES_OIDC_METADATA": f"{provider}{METADATA}",
        "PORTES_OIDC_CLIENT": "portes",
        "PORTES_OIDC_SECRET": "a secret",
    }
    with serving(tmp_path, variables=variables) as served:
        yield served


def come_in(page: "playwright.sync_api.Page", address: str, who: str) -> None:  # noqa: F821
    """Sign in at the provider."""
    page.goto(address)
    page.get_by_role("button", name=BUTTON).click()
    page.route("https://**", lambda route: route.abort())  # the provider's page asks for a style
    page.get_by_role("button", name=who, exact=True).click()
    page.wait_for_url(re.compile(f"^{re.escape(address)}/"))


def test_a_provider_says_who_it_is_and_an_administrator_what_they_may(
    browser: "playwright.sync_api.Browser",  # noqa: F821
    address: str,
    tmp_path: Path,
) -> None:
    accounts = service_of(tmp_path).accounts
    camille = accounts.add("Camille", Role.COORDINATOR)
    accounts.change(camille.id, known_as=KNOWN)
    accounts.change(accounts.add("Zoé", Role.ADMINISTRATOR).id, known_as=UNVERIFIED)
    with browser.new_context(locale="fr-FR") as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        come_in(page, address, KNOWN)
        page.get_by_role("heading", level=1, name="Couverture").wait_for()
        page.get_by_role("button", name="Camille").wait_for()
        page.goto(f"{address}/planning")
        page.get_by_role("heading", level=1, name="Planning").wait_for()
        # Listed like any other, and ended from elsewhere.
        page.goto(f"{address}/acces")
        page.get_by_text("par le compte de votre organisation · ce navigateur").wait_for()
        accounts.revoke(camille.id)
        page.reload()
        page.get_by_text("Vous êtes déconnecté ici").wait_for()
        page.get_by_role("button", name=BUTTON).click()
        page.get_by_role("button", name=KNOWN, exact=True).click()
        page.get_by_role("button", name="Camille").wait_for()
        # Out here, and on to the provider's own way out.
        page.goto(f"{address}/sortir")
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url(re.compile("/end_session"))
        names = {cookie["name"] for cookie in context.cookies()} - {"portes-form"}
        assert not [name for name in names if name.startswith(("portes-", "_streamlit_user"))]
        come_in(page, address, KNOWN)
        page.get_by_role("button", name="Camille").wait_for()
        accounts.change(camille.id, disabled=True)
        page.reload()
        page.get_by_text("Vous êtes déconnecté ici").wait_for()
    for stranger in (UNVERIFIED, STRANGER):
        with browser.new_context(locale="fr-FR") as context:
            page = context.new_page()
            page.set_default_timeout(30_000)
            come_in(page, address, stranger)
            page.get_by_text("aucun compte ici n’est le vôtre").wait_for()
            assert page.get_by_role("link", name="Planning").count() == 0
