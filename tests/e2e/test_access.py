"""Coming in, staying in and being put out, in a real browser."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest

from data.model import Role
from tests.dashboard.entrances import PASSWORD
from tests.e2e.conftest import Journey
from tests.e2e.fieldday import service_of

pytestmark = pytest.mark.browser
Begin = Callable[..., Journey]


def title(trip: Journey, words: str) -> None:
    trip.page.get_by_role("heading", level=1, name=words).wait_for()


def invited(folder: Path, name: str, role: Role) -> str:
    """Give the path of a link that lets somebody in."""
    service = service_of(folder)
    return service.accounts.invite(service.accounts.add(name, role).id).path


def test_the_first_start_prints_a_link_that_lets_the_first_administrator_in(
    journey: Begin, tmp_path: Path
) -> None:
    [link] = re.findall(r"/entrer/[\w-]+", (tmp_path / "server.log").read_text("utf-8"))
    trip = journey(role=Role.PUBLIC)
    trip.open()
    title(trip, "Défi 1001 portes")
    assert trip.page.get_by_role("link", name="Données").count() == 0
    trip.page.goto(f"{trip.address}{link}")  # its script presses the button
    title(trip, "Couverture")
    trip.page.get_by_role("link", name="Données").first.wait_for()
    other = journey(role=Role.PUBLIC)
    other.page.goto(f"{other.address}{link}")
    title(other, "Ce lien ne fait entrer personne")
    assert other.complaints.pop().startswith("Failed to load resource: the server responded")


def test_a_volunteer_stays_signed_in(
    journey: Begin,
    browser: "playwright.sync_api.Browser",  # noqa: F821
    tmp_path: Path,
) -> None:
    trip = journey(390, 844, role=Role.PUBLIC)
    trip.page.route("**/entree.js", lambda route: route.fulfill(body=""))
    trip.page.goto(f"{trip.address}{invited(tmp_path, 'Marie', Role.VOLUNTEER)}")
    title(trip, "Bienvenue, Marie")
    assert trip.fits()
    trip.page.get_by_role("button", name="Entrer").click()
    title(trip, "Couverture")
    trip.page.reload()
    title(trip, "Couverture")
    # The phone slept, the browser was closed: all that is left is what it keeps.
    kept = trip.page.context.storage_state()
    with browser.new_context(storage_state=kept, locale="fr-FR") as context:
        page = context.new_page()
        page.goto(f"{trip.address}/rues")
        page.get_by_role("heading", level=1, name="Rues").wait_for()
        page.get_by_role("button", name="Marie").click()
        page.get_by_role("link", name="Se déconnecter").click()
        page.get_by_role("button", name="Se déconnecter").click()
        page.get_by_role("heading", level=1, name="Défi 1001 portes").wait_for()
    # That was the same sign-in: it is over here as well.
    trip.page.reload()
    title(trip, "Défi 1001 portes")


def test_who_is_revoked_hears_of_it_at_the_next_action(journey: Begin, tmp_path: Path) -> None:
    trip = journey(role=Role.COORDINATOR)
    trip.page.goto(f"{trip.address}/donnees")
    title(trip, "Données")
    service = service_of(tmp_path)
    [account] = [one for one in service.accounts.all() if one.role is Role.COORDINATOR]
    service.accounts.revoke(account.id)
    trip.page.get_by_role("button", name="Charger les données de démonstration").click()
    trip.page.get_by_role("link", name="Se connecter").first.wait_for()
    assert service.coverage.overview().empty, "nothing was done for who may not any more"


def test_a_coordinator_sets_a_password_and_a_code_and_comes_in_by_them(
    journey: Begin, tmp_path: Path
) -> None:
    trip = journey(role=Role.COORDINATOR)
    page = trip.page
    page.goto(f"{trip.address}/acces")
    title(trip, "Accès")
    page.get_by_label("Nouveau mot de passe", exact=True).fill(PASSWORD)
    page.get_by_label("Nouveau mot de passe, encore une fois").fill(PASSWORD)
    page.get_by_role("button", name="Enregistrer le mot de passe").click()
    page.get_by_text("Le mot de passe est enregistré").wait_for()
    page.get_by_role("button", name="Mettre en place un code").click()
    page.get_by_role("img", name="QR code pour l’application").wait_for()
    secret = page.get_by_text(re.compile(r"^[A-Z2-7]{32}$")).inner_text()
    clock = pyotp.TOTP(secret)
    page.get_by_label("Les six chiffres affichés").fill(clock.at(datetime.now(UTC)))
    page.get_by_role("textbox", name="Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Demander le code désormais").click()
    page.get_by_text("Le code est demandé désormais").wait_for()
    other = journey(role=Role.PUBLIC)
    other.page.goto(f"{other.address}/connexion?next=/planning")
    other.page.get_by_label("Nom").fill("camille essai")
    other.page.get_by_label("Mot de passe").fill(PASSWORD)
    other.page.get_by_role("button", name="Se connecter").click()
    # The one of the set-up does not work again: the next one does, and clocks may differ.
    later = clock.at(datetime.now(UTC), counter_offset=1)
    other.page.get_by_label("Les six chiffres").fill(later)
    other.page.get_by_role("button", name="Se connecter").click()
    title(other, "Planning")


@pytest.mark.parametrize("width", [390, 1280])
def test_volunteers_of_the_list_get_links_and_cards(
    journey: Begin, tmp_path: Path, width: int
) -> None:
    service = service_of(tmp_path)
    for name in ("Ada", "Bob"):
        service.rounds.person(name)
    trip = journey(width, role=Role.COORDINATOR)
    page = trip.page
    page.goto(f"{trip.address}/acces?partie=benevoles")
    page.get_by_role("button", name="Faire des liens pour les 2").click()
    page.get_by_text("2 nouveaux liens").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Cartes à imprimer").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    page.get_by_text("Liens à copier").click()
    link = re.search(
        rf"{trip.address}/entrer/[\w-]{{43}}", page.get_by_test_id("stCode").inner_text()
    )
    assert trip.fits()
    page.get_by_role("button", name="Ranger").click()
    page.get_by_text("2 nouveaux liens").wait_for(state="detached")
    phone = journey(390, 844, role=Role.PUBLIC)
    phone.page.goto(link[0])
    title(phone, "Couverture")


@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_changes_their_own_name(journey: Begin, width: int) -> None:
    trip = journey(width, role=Role.VOLUNTEER)
    page = trip.page
    page.goto(f"{trip.address}/acces")
    title(trip, "Accès")
    page.get_by_text("Changer mon nom").click()
    page.get_by_label("Nom", exact=True).fill("Marie-Noëlle")
    assert trip.fits()
    page.get_by_role("button", name="Enregistrer le nom").click()
    page.get_by_text("Le nom est enregistré").wait_for()
    page.get_by_text("Vous êtes Marie-Noëlle").wait_for()
    page.get_by_role("button", name="Marie-Noëlle").wait_for()
