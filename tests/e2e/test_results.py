"""The results in Chromium: a question, its uncertainty, shares, and two quartiers, by link too."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from dashboard.score_map import faded
from tests.e2e.conftest import Journey

pytestmark = [pytest.mark.browser, pytest.mark.looks(today="2023-07-05")]
"""On a day when every quartier has answered."""

Begin = Callable[..., Journey]
PAIR = "quartier=8619403&avec=8619405"


def at_results(trip: Journey) -> None:
    """Turn to the results."""
    trip.open()
    trip.page.get_by_role("link", name="Résultats", exact=True).click()
    trip.page.get_by_role("heading", level=1, name="Résultats").wait_for()


def fills(trip: Journey) -> list[str]:
    """Give the colours of the quartiers, in the order in which they are drawn."""
    paths = trip.map().locator('path[aria-label*="réponses"]')
    paths.first.wait_for()
    return [str(path.get_attribute("fill")) for path in paths.all()]


def choose(trip: Journey, label: str, name: str) -> None:
    """Choose from a list, which closes again while the page still grows or scrolls under it."""
    from playwright.sync_api import TimeoutError

    box = trip.page.get_by_role("combobox", name=label, exact=True)
    option = trip.page.get_by_role("option", name=name, exact=True)
    for _try in range(10):
        box.click()
        with suppress(TimeoutError):
            option.click(timeout=2_000)
            return
    raise AssertionError(f"“{name}” is not offered")


def test_a_question_is_looked_at_from_all_sides(journey: Begin) -> None:
    trip = journey()
    page = trip.page
    at_results(trip)
    assert trip.painted() == 10
    for name in ("Moyenne de toutes les réponses", "Pondérée par les logements"):
        assert page.get_by_text(name, exact=True).is_visible()
    plain = fills(trip)

    page.get_by_text("Montrer l’incertitude").click()
    page.get_by_text("voilée de gris").wait_for()
    assert "incertitude=1" in page.url
    trip.map().locator(f'path[fill="{faded(plain[0], 0.7)}"]').first.wait_for()
    assert len(fills(trip)) == 10

    page.get_by_text("Estimation lissée").click()
    page.get_by_role("columnheader", name="Estimation lissée").wait_for()
    trip.map().locator('path[aria-label*="Estimation lissée"]').first.wait_for()

    page.get_by_role("radio", name="Part des notes 4 et 5").click()
    page.get_by_role("columnheader", name="4 et 5").wait_for()
    page.get_by_role("columnheader", name="Estimation lissée").wait_for(state="detached")
    trip.map().locator('path[aria-label*="Notes 4 et 5"]').first.wait_for()


def test_method_notes_are_opened_by_keyboard(journey: Begin) -> None:
    trip = journey()
    at_results(trip)
    note = trip.page.get_by_text("Pourquoi deux chiffres pour la ville")
    note.wait_for()
    hidden = trip.page.get_by_text("Pondérer coûte de la précision")
    assert not hidden.is_visible()
    note.focus()
    trip.page.keyboard.press("Enter")
    hidden.wait_for(state="visible")


def test_two_quartiers_are_compared_from_the_map(journey: Begin) -> None:
    trip = journey()
    page = trip.page
    at_results(trip)
    trip.map().locator('path[aria-label^="Trois-Cités"]').click()
    page.locator("tr.chosen", has_text="Trois-Cités").wait_for()
    assert "quartier=8619403" in page.url
    page.get_by_text("Comparer deux quartiers").click()
    page.get_by_text("Choisissez deux quartiers").wait_for()
    choose(trip, "Comparé à", "Beaulieu")
    page.get_by_text("Trois-Cités moins Beaulieu").first.wait_for()
    page.get_by_text("une sur vingt").wait_for()
    assert "avec=8619405" in page.url
    choose(trip, "Question", "Pouvoir participer")
    page.get_by_text("Moyenne par quartier\u00a0: Pouvoir participer").wait_for()
    page.locator("tr.chosen", has_text="Trois-Cités").wait_for()
    page.get_by_text("Trois-Cités moins Beaulieu").first.wait_for()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
def test_a_link_shows_what_was_chosen_and_fits(journey: Begin, width: int, height: int) -> None:
    trip = journey(width, height, locale="en-GB")
    trip.open(f"analyse?mesure=share&incertitude=1&{PAIR}")
    trip.page.get_by_text("Trois-Cités minus Beaulieu").first.wait_for()
    trip.page.get_by_role("columnheader", name="4 and 5").wait_for()
    assert trip.painted() == 10
    assert trip.fits()
    trip.open(f"quartier?{PAIR}")
    trip.page.get_by_role("heading", level=1, name="Trois-Cités").wait_for()
    trip.page.get_by_text("Trois-Cités minus Beaulieu").first.wait_for()
    assert trip.fits()
