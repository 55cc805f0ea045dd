"""The main journey in Chromium: records come in, show on the map, are read, are taken out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import Journey

pytestmark = pytest.mark.browser

Begin = Callable[..., Journey]
AREA = 'path[aria-label^="Trois-Cités"]'
VISITS = "Date;Quartier;Issue;Rue;N°\n" + "".join(
    f"02/04/2023;Trois-Cités;{'entretien' if door <= 12 else 'absent'};rue A;{door}\n"
    for door in range(1, 41)
)
RATINGS = (5, 4, 4, 5, 3, 4, 5, 4, 4, 2, 5, 4)
RESPONSES = "Horodateur,Quartier,Votre nom,La vie dans la ville\n" + "".join(
    f"02/04/2023 15:{minute:02d}:00,TROIS CITES,Prénom {minute},{rating}\n"
    for minute, rating in enumerate(RATINGS)
)
WRONG = "31/02/2023;Trois-Cités;absent;rue A;99\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Give a file of visits, one of answers, and a map file."""
    written = {"portes.csv": VISITS + WRONG, "reponses.csv": RESPONSES, "carte.geojson": "{"}
    for name, content in written.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return {name: tmp_path / name for name in written}


def to_page(trip: Journey, name: str, heading: str) -> None:
    trip.page.get_by_role("link", name=name, exact=True).click()
    trip.page.get_by_role("heading", level=1, name=heading).wait_for()


def section(trip: Journey, name: str) -> None:
    trip.page.get_by_role("radio", name=name).click()


def bring_in(trip: Journey, path: Path, records: int) -> None:
    """Choose a file, look at what it would do, bring it in."""
    trip.page.locator('input[type="file"]').first.set_input_files(path)
    trip.page.get_by_role("button", name=f"Importer {records} enregistrements").click()
    trip.page.get_by_text(f"«\u202f{path.name}\u202f» est importé").wait_for()


def undo(trip: Journey, name: str) -> None:
    entry = trip.page.locator('[class*="st-key-import-"]', has_text=name)
    entry.get_by_role("button", name="Annuler").click()
    trip.page.get_by_role("dialog").get_by_role("button", name="Retirer").click()
    trip.page.get_by_text(f"«\u202f{name}\u202f» a été retiré").wait_for()


def test_records_come_in_are_read_and_taken_out(journey: Begin, files: dict[str, Path]) -> None:
    trip = journey()
    trip.open()
    before = trip.map().locator(AREA).get_attribute("fill")

    to_page(trip, "Données", "Données")
    bring_in(trip, files["portes.csv"], 40)
    trip.page.get_by_text("1 ligne a été écartée").wait_for()
    bring_in(trip, files["reponses.csv"], len(RATINGS))

    trip.page.get_by_role("link", name="Voir sur la carte").click()
    trip.page.get_by_role("heading", level=1, name="Couverture").wait_for()
    area = trip.map().locator(AREA)
    assert trip.painted() == 10
    assert "40 portes frappées sur 110" in (area.get_attribute("aria-label") or "")
    assert area.get_attribute("fill") != before
    area.click()
    trip.page.locator("tr.chosen").wait_for()

    to_page(trip, "Quartier", "Trois-Cités")
    row = trip.page.locator(".bars .row", has_text="La vie dans la ville").first
    assert "12 réponses" in row.inner_text()
    to_page(trip, "Résultats", "Résultats")
    chosen = trip.page.locator("tr.chosen")
    assert chosen.inner_text().split()[:3] == ["Trois-Cités", "12", "4,1"]
    assert "Moyenne 4,1" in (trip.map().locator(AREA).get_attribute("aria-label") or "")

    to_page(trip, "Données", "Données")
    section(trip, "Historique")
    undo(trip, "reponses.csv")
    undo(trip, "portes.csv")
    to_page(trip, "Couverture", "Couverture")
    trip.page.get_by_text("Aucune porte n’a encore été notée").wait_for()
    assert trip.map().locator(AREA).get_attribute("fill") == before


@pytest.mark.looks
def test_another_question_changes_the_map_and_the_link(journey: Begin) -> None:
    trip = journey()
    trip.open()
    to_page(trip, "Résultats", "Résultats")
    area = trip.map().locator(AREA)
    assert trip.painted() == 10
    before = area.get_attribute("aria-label")
    trip.page.get_by_role("combobox").click()
    trip.page.get_by_role("option", name="Les changements").click()
    trip.map().locator(f'{AREA}:not([aria-label="{before}"])').wait_for()
    assert "question=change" in trip.page.url
    area.click()
    assert trip.page.locator("tr.chosen th").inner_text() == "Trois-Cités"
    trip.page.get_by_role("link", name="Trois-Cités : toutes les questions").click()
    trip.page.get_by_role("heading", level=1, name="Trois-Cités").wait_for()


def test_a_map_file_that_cannot_be_read_is_explained(
    journey: Begin, files: dict[str, Path]
) -> None:
    trip = journey()
    trip.open()
    to_page(trip, "Données", "Données")
    section(trip, "Quartiers")
    trip.page.get_by_text("10 quartiers utilisés").wait_for()
    trip.page.locator('input[type="file"]').set_input_files(files["carte.geojson"])
    trip.page.get_by_role("alert").get_by_text("carte.geojson").wait_for()


@pytest.mark.looks
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
def test_no_page_is_wider_than_the_screen(
    journey: Begin, files: dict[str, Path], width: int, height: int
) -> None:
    trip = journey(width, height)
    for address, heading in (("analyse", "Résultats"), ("quartier", "Toute la ville")):
        trip.page.goto(f"{trip.address}/{address}")
        trip.page.get_by_role("heading", level=1, name=heading).wait_for()
        trip.page.locator(".bars").first.wait_for()
        assert trip.fits()
    trip.page.goto(f"{trip.address}/donnees")
    trip.page.locator('input[type="file"]').first.set_input_files(files["portes.csv"])
    trip.page.locator(".facts").wait_for()
    assert trip.fits()
