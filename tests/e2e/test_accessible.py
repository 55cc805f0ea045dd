"""The app's own pages, filled, on a screen and on a phone: axe finds nothing that is ours."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from dashboard import navigation
from data.model import Role
from tests.e2e import axe
from tests.e2e.conftest import Journey
from tests.e2e.fieldday import enter, settled
from tests.e2e.filled import DAY, FIRST, OUTING, fill
from tests.e2e.serving import serving

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PAIR = f"outing={OUTING}&pair={FIRST}"
PAGES = (
    "",
    "planning",
    "analyse?mesure=share&incertitude=1",
    "quartier?quartier=8619404",
    "verbatims",
    "verbatims?part=themes",
    "verbatims?part=words",
    "verbatims?part=quotes",
    "publication",
    "publication?publication=releases",
    "publication?publication=changes",
    "donnees",
    "acces",
    "vie-privee",
    "journal",
    "sorties",
    "sorties?sortie=new",
    f"sorties?sortie={OUTING}",
    "benevoles",
    f"rues?{PAIR}",
    f"porte?{PAIR}",
    "saisie?sheet={sheet}",
)


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    """Fill the database before the app opens it; give the code of a sheet."""
    return fill(tmp_path)


@pytest.fixture
def server(tmp_path: Path, sheet: str) -> Iterator[str]:
    with serving(tmp_path, today=DAY) as address:
        yield address


class Looking:
    """What axe finds on pages, and which exceptions it needs."""

    def __init__(self, trip: Journey) -> None:
        self.trip = trip
        self.ours: list[str] = []
        self.excused: set[axe.Excuse] = set()

    def at(self, path: str) -> None:
        """Look at a page on a screen and on a phone."""
        page = self.trip.page
        page.set_viewport_size(WIDE)
        enter(self.trip, path)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            if page.locator('[data-testid="stApp"]').count():
                settled(self.trip)
            for found in axe.violations(page, frames=True):
                excuse = axe.excused(page, found)
                if excuse is None:
                    self.ours.append(f"{path} at {size['width']}: {axe.said(found)}")
                else:
                    self.excused.add(excuse)
            if not self.trip.fits():
                self.ours.append(f"{path} at {size['width']}: wider than the screen")


def test_every_page_is_looked_at() -> None:
    places = [place for group in navigation.PLACES.values() for place in group]
    addresses = {path.partition("?")[0] for path in PAGES}
    assert {place.address for place in places} - addresses == {places[0].address}


def test_axe_finds_nothing_of_ours(journey: Callable[..., Journey], sheet: str) -> None:
    looking = Looking(journey())
    for path in PAGES:
        looking.at(path.format(sheet=sheet))
    assert looking.ours == []
    assert looking.excused == set(axe.STREAMLIT), "an exception that does not occur any more"


def test_axe_finds_nothing_where_nobody_is_signed_in(journey: Callable[..., Journey]) -> None:
    looking = Looking(journey(role=Role.PUBLIC))
    for path in ("", "vie-privee", "donnees", "connexion"):
        looking.at(path)
    assert looking.ours == []


def test_axe_does_find_what_is_wrong(journey: Callable[..., Journey]) -> None:
    """The test of the test: a picture without words, put where the exceptions are looked up."""
    trip = journey()
    trip.open()
    trip.page.evaluate(
        "() => document.querySelector('[data-testid=stMain]').append(new Image(9, 9))"
    )
    found = axe.violations(trip.page)
    assert "image-alt" in {one["rule"] for one in found}
    assert [axe.excused(trip.page, one) for one in found if one["rule"] == "image-alt"] == [None]
