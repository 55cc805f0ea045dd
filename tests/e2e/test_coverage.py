"""The coverage page in Chromium: seen, clicked, filtered, in two languages and on four screens."""

from collections.abc import Callable

import pytest

from tests.e2e.conftest import Journey
from tests.e2e.fieldday import settled

pytestmark = pytest.mark.browser

Begin = Callable[..., Journey]


def test_the_first_visit_ends_with_a_map(journey: Begin) -> None:
    """Open the app and bring the demonstration in, as its first visitor would."""
    trip = journey()
    trip.open()
    trip.page.get_by_role("button", name="Charger les données de démonstration").click()
    trip.page.get_by_text("Données de démonstration chargées").wait_for()
    settled(trip)  # the map is drawn anew after what stands above it
    assert trip.painted() == 10
    assert trip.page.get_by_text("Avancement par quartier").is_visible()
    assert trip.page.get_by_text("Limites indicatives").is_visible()


@pytest.mark.looks
def test_clicking_around_asks_no_other_host(journey: Begin) -> None:
    trip = journey()
    trip.open()
    for name, heading in (
        ("Planning", "Planning"),
        ("Résultats", "Résultats"),
        ("Quartier", "Toute la ville"),
        ("Données", "Données"),
        ("Couverture", "Couverture"),
    ):
        trip.page.get_by_role("link", name=name, exact=True).click()
        trip.page.get_by_role("heading", level=1, name=heading).wait_for()
    assert trip.painted() == 10
    assert trip.foreign() == []


@pytest.mark.looks
def test_a_click_on_a_quartier_filters_the_page_and_back(journey: Begin) -> None:
    trip = journey()
    trip.open()
    area = trip.map().locator('path[aria-label^="Trois-Cités"]')
    for _turn in range(2):  # the second click on the same area has to be heard as well
        area.click()
        trip.page.get_by_role("heading", name="Les portes au fil du temps : Trois-Cités").wait_for()
        assert "quartier=8619403" in trip.page.url
        assert trip.page.locator("tr.chosen th").inner_text() == "Trois-Cités"
        trip.page.get_by_role("button", name="Revenir à toute la ville").click()
        trip.page.get_by_role("heading", name="Les portes au fil du temps : Poitiers").wait_for()
        assert "quartier=" not in trip.page.url


@pytest.mark.looks
def test_a_link_opens_a_quartier_in_english(journey: Begin) -> None:
    trip = journey(locale="en-GB")
    trip.open("?quartier=8619403")
    trip.page.get_by_role("heading", name="Doors over time: Trois-Cités").wait_for()
    assert trip.painted() == 10


@pytest.mark.looks
def test_the_language_is_switched_and_stays(journey: Begin) -> None:
    trip = journey()
    trip.open()
    trip.page.get_by_role("radio", name="English").click()
    trip.page.get_by_role("heading", level=1, name="Coverage").wait_for()
    assert "lang=en" in trip.page.url
    trip.page.get_by_role("link", name="Planning", exact=True).click()
    trip.page.get_by_role("heading", name="How the doors are spread").wait_for()


@pytest.mark.looks
@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (768, 1024), (1280, 900)])
def test_nothing_is_wider_than_the_screen(journey: Begin, width: int, height: int) -> None:
    trip = journey(width, height)
    trip.open()
    assert trip.painted() == 10
    assert trip.fits()
    frame = trip.page.locator('iframe[title*="st_folium"]').bounding_box()
    assert frame is not None
    assert frame["height"] <= 0.6 * height


@pytest.mark.looks
def test_an_unchanged_map_is_not_sent_again(journey: Begin) -> None:
    trip = journey()
    sizes: list[int] = []
    trip.page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda data: sizes.append(len(data)))
    )
    trip.open()
    assert trip.painted() == 10
    assert max(sizes) > 10_000
    trip.page.get_by_role("heading", level=1, name="Couverture").click()
    sizes.clear()
    trip.page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    trip.page.keyboard.press("r")  # Streamlit's own key for running the page again
    trip.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    trip.page.wait_for_function("() => true")
    assert max(sizes, default=0) < 10_000
