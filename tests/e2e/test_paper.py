"""A paper sheet of thirty doors, keyed in without a mouse."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.components.paper_keys import KEYS
from data.sheet_codes import shown_code
from tests.e2e.conftest import Journey
from tests.e2e.fieldday import enter, reload, said, service_of, settled
from tests.pages.plants import FIRST, OUTING, plant

pytestmark = pytest.mark.browser

TYPED = "eraaapbvlnaaaearaeaaraparrepae"


def test_thirty_doors_by_keyboard_alone(journey: Callable[..., Journey], tmp_path: Path) -> None:
    service = service_of(tmp_path)
    plant(service, 30)
    service.turf.claim("street-01", OUTING, FIRST)
    sheet = service.paper.sheet_for(FIRST)

    trip = journey()
    enter(trip, "saisie")
    code = trip.page.get_by_role("textbox", name="Code de la feuille")
    code.focus()
    trip.page.keyboard.type(shown_code(sheet.code).lower())
    trip.page.keyboard.press("Enter")
    # the first line has the focus as soon as the grid is there
    trip.page.locator("input:focus[aria-label^='1. 1 rue']").wait_for()
    for key in TYPED[:10]:
        trip.page.keyboard.press(key)
    trip.page.keyboard.press("z")
    trip.page.get_by_text("n’est pas une touche").wait_for()
    trip.page.keyboard.press("ArrowUp")
    trip.page.keyboard.press("ArrowDown")
    for key in TYPED[10:20]:
        trip.page.keyboard.press(key)
    reload(trip)  # what was typed is not saved yet, and is there again
    trip.page.locator("input:focus[aria-label^='21. ']").wait_for()
    for key in TYPED[20:]:
        trip.page.keyboard.press(key)
    trip.page.get_by_text("30 lignes remplies sur 30").wait_for()
    trip.page.keyboard.press("Enter")  # after the last line the focus is on the button
    done = trip.page.locator(".foot .note").get_by_text("30 lignes enregistrées")
    done.wait_for()
    box = done.bounding_box()
    assert box and box["y"] + box["height"] <= 900  # in view, however long the sheet

    kept = service.paper.keyed(sheet.code)
    assert [kept[row].outcome for row in range(1, 31)] == [KEYS[key] for key in TYPED]
    assert service.coverage.overview().total.knocked == 30
    told = Counter(row.outcome for row in service.doors.of_outing(OUTING))
    assert told == Counter(KEYS[key] for key in TYPED)
    trip.page.goto(f"{trip.address}/")
    trip.page.get_by_role("heading", level=1, name="Couverture").wait_for()
    trip.page.locator(".figures dd").get_by_text(re.compile(r"^30 / ")).wait_for()


def test_questionnaires_with_words_by_keyboard_alone(
    journey: Callable[..., Journey], tmp_path: Path
) -> None:
    service = service_of(tmp_path)
    plant(service, 4)
    service.turf.claim("street-01", OUTING, FIRST)
    sheet = service.paper.sheet_for(FIRST)

    trip = journey()
    enter(trip, f"saisie?sheet={sheet.code}")
    keys = trip.page.keyboard
    trip.page.locator("input:focus").wait_for()
    settled(trip)
    trip.page.get_by_role("radio", name="Portes").focus()
    keys.press("ArrowRight")
    keys.press("Space")
    trip.page.get_by_label("n° 1, 1, La vie dans la ville").wait_for()
    settled(trip)
    trip.page.get_by_role("combobox", name="Mois").focus()
    keys.press("Tab")
    keys.type("43 5542")  # a blank is skipped; after the last rating come the answers in words
    keys.type("Des pistes cyclables")
    keys.press("Enter")
    keys.press("Tab")
    keys.type("Plus de bus le dimanche : 3 par heure")
    keys.press("Enter")
    keys.type("12")
    keys.press("ArrowDown")  # to the next questionnaire and back
    keys.press("ArrowUp")
    keys.type("3")
    said(trip, "questionnaires remplis : 2 sur 10")
    keys.press("Control+Enter")
    said(trip, "2 questionnaires enregistrés")
    # the focus is where the next ones begin
    trip.page.locator("input:focus[aria-label$='1, 1, La vie dans la ville']").wait_for()
    assert trip.page.locator(".grid input").first.input_value() == ""

    kept = sorted(({**one.ratings, **one.texts} for one in service.store.responses()), key=len)
    assert kept == [
        {"city_life": 1, "quartier_life": 2, "change": 3},
        {
            **{"city_life": 4, "quartier_life": 3, "voice": 5, "take_part": 5, "team": 4},
            **{"concerned": 2, "which_actions": "Des pistes cyclables"},
            "to_change": "Plus de bus le dimanche : 3 par heure",
        },
    ]


def test_a_line_that_differs_shows_both_values(
    journey: Callable[..., Journey], tmp_path: Path
) -> None:
    service = service_of(tmp_path)
    plant(service, 4)
    service.turf.claim("street-01", OUTING, FIRST)
    sheet = service.paper.sheet_for(FIRST)
    service.paper.key_in(sheet.code, {1: KEYS["e"]})

    trip = journey()
    enter(trip, f"saisie?sheet={sheet.code}")
    trip.page.locator("input[aria-label^='1. 1 rue']").focus()
    trip.page.keyboard.press("r")
    trip.page.keyboard.press("a")
    trip.page.keyboard.press("Control+Enter")
    trip.page.get_by_text("1 ligne était déjà saisie").wait_for()
    trip.page.get_by_role("button", name="Corriger en").click()
    trip.page.get_by_role("button", name="Corriger en").wait_for(state="detached")
    kept = service.paper.keyed(sheet.code)
    assert {row: kept[row].outcome for row in kept} == {1: KEYS["r"], 2: KEYS["a"]}
