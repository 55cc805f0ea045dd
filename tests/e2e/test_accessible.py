"""The app's own pages, filled, on a screen and on a phone: axe finds nothing that is ours."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

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


def test_axe_finds_nothing_of_ours(journey: Callable[..., Journey], sheet: str) -> None:
    trip = journey()
    ours: list[str] = []
    excused: set[axe.Excuse] = set()
    for path in PAGES:
        trip.page.set_viewport_size(WIDE)
        enter(trip, path.format(sheet=sheet))
        for size in (WIDE, NARROW):
            trip.page.set_viewport_size(size)
            settled(trip)
            for found in axe.violations(trip.page, frames=True):
                excuse = axe.excused(trip.page, found)
                if excuse is None:
                    ours.append(f"{path} at {size['width']}: {axe.said(found)}")
                else:
                    excused.add(excuse)
            if not trip.fits():
                ours.append(f"{path} at {size['width']}: wider than the screen")
    assert ours == []
    assert excused == set(axe.STREAMLIT), "an exception that does not occur any more"


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
