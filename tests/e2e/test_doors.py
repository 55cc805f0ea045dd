"""Twelve doors on a phone, with a reload in the middle and one undone: the totals agree."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from data.model import Outcome
from tests.e2e.conftest import Journey
from tests.e2e.fieldday import enter, reload, service_of
from tests.pages.plants import FIRST, OUTING, plant

pytestmark = pytest.mark.browser

NAMES = ("absent", "refus", "à repasser", "vacant")


def stand(trip: Journey, label: str) -> None:
    """Wait until the page stands at a number."""
    trip.page.locator(".door .label").get_by_text(label, exact=True).wait_for()


def tap(trip: Journey, outcome: str, then: str) -> None:
    """Record an outcome in two taps, and wait for the next number."""
    trip.page.get_by_role("radio", name=outcome).click()
    trip.page.get_by_role("button", name="Enregistrer", exact=True).click()
    stand(trip, then)


def test_twelve_doors_on_a_phone(journey: Callable[..., Journey], tmp_path: Path) -> None:
    service = service_of(tmp_path)
    plant(service, 14)
    service.turf.claim("street-01", OUTING, FIRST)
    order = ["1", "3", "5", "7", "9", "11", "13", "14", "12", "10", "8", "6", "4", "2"]

    trip = journey(390, 844)
    enter(trip, f"porte?outing={OUTING}&pair={FIRST}")
    stand(trip, "1")
    assert trip.fits()
    trip.page.get_by_role("radio", name=NAMES[0]).wait_for()
    for outcome in trip.page.get_by_role("radiogroup").last.get_by_role("radio").all():
        box = outcome.bounding_box()
        assert box is not None and box["height"] >= 48
    # a double tap counts once, whichever page its second half meets
    trip.page.get_by_role("radio", name=NAMES[0]).click()
    trip.page.get_by_role("button", name="Enregistrer", exact=True).dblclick()
    stand(trip, order[1])
    for at in range(1, 6):
        tap(trip, NAMES[at % 4], order[at + 1])
    reload(trip)
    stand(trip, order[6])
    for at in range(6, 12):
        tap(trip, NAMES[at % 4], order[at + 1])
    trip.page.get_by_text("12 portes aujourd’hui").wait_for()

    trip.page.get_by_role("button", name="Annuler").first.click()
    stand(trip, order[11])
    trip.page.get_by_text("11 portes aujourd’hui").wait_for()
    assert service.overview().total.knocked == 11
    # the questionnaire opens after an interview and consent, and can be stopped half-way
    trip.page.get_by_role("radio", name="entretien").click()
    trip.page.get_by_role("button", name="Enregistrer", exact=True).click()
    trip.page.get_by_role("button", name="Oui, on commence").click()
    trip.page.get_by_role("radio", name="4", exact=True).first.click()
    trip.page.get_by_role("button", name="Enregistrer ces réponses").click()
    stand(trip, order[12])
    assert trip.fits()

    recorded = {row.door: row.outcome for row in service.doors.of_pair(FIRST)}
    assert recorded == {
        **{order[at]: list(map(outcome_of, NAMES))[at % 4] for at in range(11)},
        order[11]: Outcome.INTERVIEW,
    }
    (answer,) = service.store.responses()
    assert dict(answer.ratings) == {"city_life": 4}
    assert service.overview().total.knocked == 12
    trip.page.goto(f"{trip.address}/")
    trip.page.get_by_role("heading", level=1, name="Couverture").wait_for()
    trip.page.locator(".figures dd").get_by_text(re.compile(r"^12 / ")).wait_for()


def outcome_of(name: str) -> Outcome:
    """Give the outcome that a button stands for."""
    return {
        "absent": Outcome.ABSENT,
        "refus": Outcome.REFUSAL,
        "à repasser": Outcome.COME_BACK,
        "vacant": Outcome.VACANT,
    }[name]
