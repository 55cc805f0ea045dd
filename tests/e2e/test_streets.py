"""Two pairs pick streets: the second is refused what the first one holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.model import Role
from tests.e2e.conftest import Journey
from tests.e2e.fieldday import enter, service_of
from tests.pages.plants import FIRST, OUTING, SECOND, plant

pytestmark = pytest.mark.browser


def test_two_pairs_and_one_street(journey: Callable[..., Journey], tmp_path: Path) -> None:
    service = service_of(tmp_path)
    plant(service, 20, 8, 8)

    first = journey(390, 844, role=Role.VOLUNTEER, volunteer="a")
    enter(first, f"rues?outing={OUTING}&pair={FIRST}")
    second = journey(390, 844, role=Role.VOLUNTEER, volunteer="c")
    enter(second, f"rues?outing={OUTING}&pair={SECOND}")
    assert second.painted() == 3
    for trip in (first, second):
        assert trip.fits()
        # the best one comes first, and both see it free
        trip.page.locator(".place").get_by_text("rue de l’Essai 1", exact=True).wait_for()
    first.page.get_by_role("button", name="Prendre cette rue").first.click()
    first.page.get_by_text("est à vous jusqu’à").wait_for()
    second.page.get_by_role("button", name="Prendre cette rue").first.click()
    second.page.get_by_text("est prise par un autre binôme jusqu’à").wait_for()
    # whose it is stays with the coordinators
    assert not second.page.get_by_text("Personne a").count()
    assert [claim.section for claim in service.turf.claims_of(FIRST)] == ["street-01"]
    assert not service.turf.claims_of(SECOND)

    second.page.get_by_role("button", name="Prendre cette rue").first.click()
    second.page.get_by_text("est à vous jusqu’à").wait_for()
    assert len(service.turf.claims_of(SECOND)) == 1

    first.page.get_by_role("button", name="La passer").first.click()
    first.page.get_by_role("button", name="La passer").last.click()
    first.page.get_by_text("La rue est passée").wait_for()
    assert {claim.section for claim in service.turf.claims_of(SECOND) if not claim.ended} >= {
        "street-01"
    }


def test_a_street_is_chosen_on_the_map_and_its_sheet_printed(
    journey: Callable[..., Journey], tmp_path: Path
) -> None:
    service = service_of(tmp_path)
    plant(service, 6, 8)
    trip = journey()
    enter(trip, f"rues?outing={OUTING}&pair={FIRST}")
    street = trip.map().locator('path[aria-label^="rue de l’Essai 2"]')
    street.focus()
    street.press("Enter")
    # the one that was chosen can be taken by the button below the list
    trip.page.get_by_role("button", name="Prendre cette rue").last.click()
    trip.page.get_by_text("est à vous jusqu’à").wait_for()
    with trip.page.expect_download() as download:
        trip.page.get_by_role("button", name="Notre feuille").click()
    path = download.value.path()
    assert path.read_bytes().startswith(b"%PDF")
    (sheet,) = service.paper.sheets(OUTING)
    assert len(sheet.lines) == 8
