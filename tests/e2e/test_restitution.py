"""From words to results in Chromium, on the demonstration: coded, published, withdrawn, compared.

Everything is done through the pages, by keyboard where answers are coded. What the public sees is
looked at in a browser of its own.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.model import Role
from tests.e2e.conftest import Journey
from tests.e2e.desk import begin, code
from tests.e2e.fieldday import enter, press, said, service_of, settled
from tests.e2e.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

JULY = "2023-07-05"
LEFT_OUT = "La vie dans la ville"
REASON = "Une question manquait."


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Start the app in the month of the results, with an empty database."""
    with serving(tmp_path, today=JULY) as address:
        yield address


@pytest.fixture
def public(journey: Callable[..., Journey]) -> Journey:
    """Give somebody else's browser, in which nobody is signed in."""
    return journey(390, 844, role=Role.PUBLIC)


def open_results(public: Journey, words: str) -> "Page":
    """Show what the public sees, once it has those words; the server keeps them for a second."""
    public.page.goto(f"{public.address}/health")
    public.page.wait_for_function(
        "async words => (await (await fetch('/resultats/', {cache: 'no-store'})).text())"
        ".includes(words)",
        arg=words,
    )
    public.page.goto(f"{public.address}/resultats/")
    return public.page


def prepare(trip: Journey) -> None:
    """Open the page on which a release is prepared, and wait for the preview."""
    enter(trip, "publication")
    trip.page.get_by_title("Aperçu").or_(trip.page.locator("iframe")).first.wait_for()
    settled(trip)


def publish(trip: Journey, number: int) -> None:
    """Publish what is prepared."""
    press(trip, f"Faire la publication {number}")
    trip.page.get_by_role("dialog").get_by_role("button", name="Publier", exact=True).click()
    said(trip, f"La publication {number} est en ligne.")
    settled(trip)


def withdraw(trip: Journey, number: int) -> None:
    """Take a release back, and say why."""
    enter(trip, "publication?publication=releases")
    settled(trip)
    press(trip, "Retirer")
    trip.page.get_by_role("textbox", name="Pourquoi est-elle retirée").fill(REASON)
    press(trip, "Retirer la publication")
    said(trip, f"La publication {number} est retirée.")
    said(trip, REASON)


def changes(trip: Journey) -> list[list[str]]:
    """Read the table of what changed between the two newest releases."""
    enter(trip, "publication?publication=changes")
    table = trip.page.get_by_role("table", name="Chiffres qui ont changé")
    table.wait_for()
    rows = table.locator("tbody tr").all()
    return [[part.inner_text() for part in row.locator("th, td").all()] for row in rows]


def test_code_publish_withdraw_publish_again_and_read_what_changed(
    journey: Callable[..., Journey], public: Journey, tmp_path: Path
) -> None:
    service = service_of(tmp_path, today=JULY)
    service.records.fill_demo(until=service.settings.today)
    page = open_results(public, "pas encore publiés")
    assert page.locator("article").count() == 0

    trip = journey()
    begin(trip, "Ada")
    wished = code(trip, service, "Ada", 20)
    given = {one.verbatim: set(one.themes) for one in service.store.verbatims.codings()}
    assert given == wished
    assert service.answers.progress().read == 20

    prepare(trip)
    trip.page.get_by_role("button", name=LEFT_OUT).click()
    settled(trip)
    publish(trip, 1)
    page = open_results(public, "publication nº\u00a01")
    assert page.locator('article[id^="question-"]').count() == 6

    withdraw(trip, 1)
    page = open_results(public, "retirés")
    assert page.locator("article").count() == 0

    prepare(trip)
    publish(trip, 2)
    page = open_results(public, "publication nº\u00a02")
    assert page.locator('article[id^="question-"]').count() == 7
    assert page.get_by_role("heading", name="Avec leurs mots").is_visible()

    [town] = changes(trip)
    table = service.publishing.release(2).figures.tables[0]
    assert town[0].split() == [*LEFT_OUT.split(), "Ville", "entière"]
    assert town[1] == "pas dans cette publication"
    assert town[2].startswith(f"{table.town.mean:.1f}".replace(".", ","))
    assert f"{table.town.n} réponses" in town[2]
    assert trip.fits()
