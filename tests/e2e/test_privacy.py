"""What is kept of people, and the journal of it, in a real browser: handed over, erased, purged."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import TODAY, Journey
from tests.e2e.fieldday import choose, enter, press, said, service_of

pytestmark = [pytest.mark.browser, pytest.mark.filled]
Begin = Callable[..., Journey]
WIDTHS = pytest.mark.parametrize("width", [390, 1280])
DAY = "/".join(reversed(TODAY.split("-")))


def download(trip: Journey, button: str) -> str:
    with trip.page.expect_download() as came:
        press(trip, button)
    return Path(came.value.path()).read_text("utf-8-sig")


@WIDTHS
def test_somebody_is_handed_their_data_and_erased(
    journey: Begin, tmp_path: Path, width: int
) -> None:
    service = service_of(tmp_path)
    person = service.rounds.person("Quetzal Coatl").id
    trip = journey(width)
    enter(trip, "vie-privee")
    choose(trip, "Qui demande", "Quetzal Coatl")
    assert "Quetzal Coatl" in download(trip, "Tout ce qui est connu")
    press(trip, "Effacer Quetzal Coatl")
    asked = trip.page.get_by_role("dialog")
    asked.get_by_text("définitivement").wait_for()
    assert trip.fits()
    asked.get_by_role("button", name="Effacer", exact=True).click()
    said(trip, "Quetzal Coatl\N{NO-BREAK SPACE}: effacé")
    assert person not in service.privacy.people()
    # The journal tells of both, and names nobody.
    enter(trip, "journal")
    choose(trip, "Quoi", "Personne effacée")
    said(trip, "1 entrée")
    rows = list(csv.DictReader(download(trip, "Ces entrées en CSV").splitlines()))
    assert [row["detail"] for row in rows] == [f"identity={person}"]
    press(trip, "Vérifier que personne ne l’a altéré")
    said(trip, "entrées vérifiées")
    assert trip.fits()
    assert "Quetzal" not in trip.page.content()


@WIDTHS
def test_what_is_over_is_looked_at_and_then_purged(
    journey: Begin, tmp_path: Path, width: int
) -> None:
    service = service_of(tmp_path)
    known = service.rounds.volunteers()
    trip = journey(width)
    enter(trip, "vie-privee")
    trip.page.get_by_role("group", name="Avant le").get_by_role("spinbutton").first.focus()
    trip.page.keyboard.type(DAY.replace("/", ""))
    trip.page.get_by_role("heading", name="Purger").click()
    trip.page.get_by_role("table", name="Ce qui partirait").wait_for()
    assert trip.fits()
    typed = trip.page.get_by_label(f"Saisissez la date {DAY} pour confirmer")
    typed.fill("01/01/2023")
    press(trip, "Purger")
    said(trip, "rien n’a été purgé")
    assert service.rounds.volunteers() == known
    typed.fill(DAY)
    press(trip, "Purger")
    said(trip, "a été purgé.")
    said(trip, "Il n’y a rien à purger")
    assert not service.rounds.roster(service.rounds.outings()[0].id).people
