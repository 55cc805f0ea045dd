"""Outings in Chromium: planned, four volunteers signed up, two pairs formed, closed, corrected."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import TODAY, Journey
from tests.e2e.fieldday import choose, enter, press, reload, said, service_of, settled

pytestmark = pytest.mark.browser

Begin = Callable[..., Journey]
FOUR = ["Ana Petit", "Bilal Renard", "Chloé Martin", "Driss Benali"]


def plan(trip: Journey) -> None:
    """Plan an outing from the menu, its meeting point picked on the map."""
    page = trip.page
    enter(trip, "sorties")
    press(trip, "Planifier une sortie")
    page.get_by_role("heading", name="Une nouvelle sortie").wait_for()
    page.get_by_label("Point de rendez-vous", exact=True).fill("devant l’école Tony-Lainé")
    trip.map().locator("path.leaflet-interactive").first.wait_for()
    page.locator('iframe[title*="st_folium"]').click()
    said(trip, "Ce point est dans")
    assert page.get_by_label("Point de rendez-vous", exact=True).input_value()  # nothing is lost
    press(trip, "Planifier cette sortie")
    said(trip, "La sortie est planifiée.")


def sign_up(trip: Journey) -> None:
    names = trip.page.get_by_label("Nouvelles personnes, un nom par ligne")
    names.fill("\n".join(FOUR[:2]))
    trip.page.get_by_text("Les nouvelles personnes ont déjà fait du porte-à-porte").click()
    press(trip, "Inscrire")
    said(trip, "2 personnes inscrites.")
    said(trip, "2 personnes pour 16 places")
    settled(trip)
    names.fill("\n".join(FOUR[2:]))
    press(trip, "Inscrire")
    said(trip, "4 personnes pour 16 places")


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_four_people_two_pairs(journey: Begin, tmp_path: Path, width: int, height: int) -> None:
    trip = journey(width, height)
    plan(trip)
    sign_up(trip)
    assert trip.fits()
    trip.page.get_by_role("radio", name="Binômes").click()
    press(trip, "Proposer des binômes")
    said(trip, "pas encore enregistrés")
    press(trip, "Enregistrer ces binômes")
    said(trip, "2 binômes sont enregistrés.")
    said(trip, "Tout le monde a un binôme.")
    assert trip.fits()
    reload(trip)  # the link says which outing is shown
    said(trip, "4 personnes pour 16 places")
    rounds = service_of(tmp_path).rounds
    [outing] = rounds.outings()
    assert outing.lon is not None and outing.lat is not None
    people = {person.id: person for person in rounds.volunteers()}
    assert sorted(person.name for person in people.values()) == FOUR
    pairs = rounds.roster(outing.id).pairs
    assert len(pairs) == 2
    for pair in pairs:  # one who has done it before with one who has not
        assert sorted(people[member].experienced for member in pair.members) == [False, True]


def test_a_pair_by_hand_with_the_keyboard(journey: Begin, tmp_path: Path) -> None:
    trip = journey()
    plan(trip)
    sign_up(trip)
    trip.page.get_by_role("radio", name="Binômes").click()
    choose(trip, "Former un binôme à la main", "Ana Petit", "Driss Benali")
    press(trip, "Former ce binôme")
    said(trip, "Le binôme 1 est formé.")
    rounds = service_of(tmp_path).rounds
    names = {person.id: person.name for person in rounds.volunteers()}
    [pair] = rounds.roster(rounds.outings()[0].id).pairs
    assert [names[member] for member in pair.members] == ["Ana Petit", "Driss Benali"]
    press(trip, "Annuler : les binômes comme avant".replace(" :", "\xa0:"))
    said(trip, "Le dernier changement est annulé.")
    assert not rounds.roster(rounds.outings()[0].id).pairs


def test_files_to_take_along(journey: Begin) -> None:
    trip = journey()
    plan(trip)
    sign_up(trip)
    for button, begins in (("Fichier agenda", b"BEGIN:VCALENDAR"), ("Plan du jour", b"%PDF-")):
        with trip.page.expect_download() as caught:
            press(trip, button)
        assert Path(caught.value.path()).read_bytes().startswith(begins)


@pytest.mark.filled
def test_after_the_outing(journey: Begin, tmp_path: Path) -> None:
    """Correct a door, open and close, and see the totals follow to the door."""
    trip = journey()
    service = service_of(tmp_path)
    before = service.coverage.overview().total
    past = [one for one in service.rounds.outings() if one.closed][-1]
    assert past.day.isoformat() < TODAY
    enter(trip, f"sorties?sortie={past.id}")
    said(trip, "Chaque porte compte")  # the last thing on the page
    absent = next(row for row in service.doors.of_outing(past.id) if row.outcome == "absent")
    choose(trip, "Porte", f"{absent.street}, {absent.door} · absent")
    choose(trip, "Que faut-il noter ?".replace(" ?", "\u202f?"), "Refus")
    press(trip, "Corriger")
    said(trip, "Corrigé")
    after = service.coverage.overview().total
    assert (after.knocked, after.opened) == (before.knocked, before.opened + 1)
    press(trip, "Annuler cette correction")
    said(trip, "Le dernier changement est annulé.")
    assert service.coverage.overview().total == before
    press(trip, "Rouvrir")
    said(trip, "La sortie est rouverte.")
    press(trip, "Clore la sortie")
    said(trip, "La sortie est close.")
    assert service.rounds.outing(past.id).closed


@pytest.mark.looks
@pytest.mark.parametrize("page", ["sorties", "sorties?sortie=new", "benevoles"])
def test_nothing_is_wider_than_a_phone(journey: Begin, page: str) -> None:
    trip = journey(390, 844)
    enter(trip, page)
    settled(trip)
    assert trip.fits()
