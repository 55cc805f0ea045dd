"""Doors on a phone: reloads, a network that dies, a tap taken back; the totals agree."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard.service import Service
from data.model import Outcome, Role
from tests.e2e.conftest import Journey
from tests.e2e.fieldday import enter, press, reload, said, service_of, settled
from tests.pages.plants import FIRST, OUTING, plant

if TYPE_CHECKING:
    from playwright.sync_api import WebSocketRoute

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


def seen(trip: Journey, part: str) -> bool:
    """Say whether a part of the page lies within the screen as it is scrolled now."""
    box, size = trip.page.locator(part).bounding_box(), trip.page.viewport_size
    return bool(box and size and box["y"] >= 0 and box["y"] + box["height"] <= size["height"])


def in_hand(trip: Journey, part: str) -> None:
    """Wait until a part of the page has the focus and is in view: nobody has to look for it."""
    trip.page.locator(f"{part}:focus").wait_for()
    assert seen(trip, f"{part}:focus")


def test_twelve_doors_on_a_phone(journey: Callable[..., Journey], tmp_path: Path) -> None:
    service = walking(tmp_path)
    order = ["1", "3", "5", "7", "9", "11", "13", "14", "12", "10", "8", "6", "4", "2"]

    trip = journey(390, 664, role=Role.VOLUNTEER, volunteer="a")  # what a browser's bars leave
    enter(trip, f"porte?outing={OUTING}&pair={FIRST}")
    stand(trip, "1")
    assert trip.fits()
    assert seen(trip, "button:has-text('Enregistrer')")
    for part in (".st-key-account button", ".st-key-lang button", "header button"):
        trip.page.locator(part).first.click(trial=True)  # nothing lies over it
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
        in_hand(trip, ".door")
    reload(trip)
    stand(trip, order[6])
    for at in range(6, 12):
        tap(trip, NAMES[at % 4], order[at + 1])
    trip.page.get_by_text("12 portes aujourd’hui").wait_for()

    trip.page.get_by_role("button", name="Annuler").first.click()
    stand(trip, order[11])
    trip.page.get_by_text("11 portes aujourd’hui").wait_for()
    assert service.coverage.overview().total.knocked == 11
    # the questionnaire opens after an interview and consent, and can be stopped half-way
    trip.page.get_by_role("radio", name="entretien").click()
    trip.page.get_by_role("button", name="Enregistrer", exact=True).click()
    in_hand(trip, "h2")
    trip.page.get_by_role("button", name="Oui, on commence").click()
    in_hand(trip, "h2")
    trip.page.get_by_role("radio", name="4", exact=True).first.click()
    trip.page.get_by_role("button", name="Terminer").click()
    stand(trip, order[12])
    in_hand(trip, ".door")
    assert trip.fits()

    recorded = {row.door: row.outcome for row in service.doors.of_pair(FIRST)}
    assert recorded == {
        **{order[at]: list(map(outcome_of, NAMES))[at % 4] for at in range(11)},
        order[11]: Outcome.INTERVIEW,
    }
    (answer,) = service.store.responses()
    assert dict(answer.ratings) == {"city_life": 4}
    assert service.coverage.overview().total.knocked == 12
    trip.page.goto(f"{trip.address}/")
    trip.page.get_by_role("heading", level=1, name="Couverture").wait_for()
    trip.page.locator(".figures dd").get_by_text(re.compile(r"^12 / ")).wait_for()


def test_a_reload_in_a_questionnaire_loses_no_answer(
    journey: Callable[..., Journey], tmp_path: Path
) -> None:
    service = walking(tmp_path)
    trip = journey(390, 844)
    enter(trip, f"porte?outing={OUTING}&pair={FIRST}")
    trip.page.get_by_role("radio", name="entretien").click()
    press(trip, "Enregistrer")
    press(trip, "Oui, on commence")
    ratings = trip.page.get_by_role("radiogroup").filter(has_text="ne sait pas")
    ratings.first.get_by_role("radio", name="4", exact=True).click()
    words = trip.page.get_by_role("textbox", name="Qu’est-ce qui vous plaît dans la vie à Poitiers")
    words.fill("les parcs")
    ratings.nth(1).get_by_role("radio", name="2", exact=True).click()
    said(trip, "3 réponses enregistrées")
    token = query(trip)["reponses"]
    reload(trip)
    said(trip, "3 réponses enregistrées")
    there = "() => [...document.querySelectorAll('textarea')].some(a => a.value === 'les parcs')"
    trip.page.wait_for_function(there)
    for at, score in ((0, "4"), (1, "2")):
        group = ratings.nth(at)
        group.get_by_role("radio", name=score, exact=True, checked=True).wait_for()
    assert trip.fits()
    press(trip, "Terminer")
    stand(trip, "3")
    assert "reponses" not in query(trip)
    # whoever has the old address can neither read nor change anything
    enter(trip, f"porte?outing={OUTING}&pair={FIRST}&reponses={token}")
    stand(trip, "3")
    (answer,) = service.store.responses()
    assert dict(answer.ratings) == {"city_life": 4, "quartier_life": 2}
    assert dict(answer.texts) == {"likes": "les parcs"}


def test_a_tap_without_a_network_is_said_not_lost_and_counts_once(
    journey: Callable[..., Journey], tmp_path: Path
) -> None:
    """The browser keeps it and sends it once there is a network again."""
    service = walking(tmp_path)
    trip = journey(390, 844)
    enter(trip, f"porte?outing={OUTING}&pair={FIRST}")
    tap(trip, "refus", "3")
    trip.page.context.set_offline(True)
    said(trip, "Pas de réseau")
    trip.page.get_by_role("radio", name="absent").click()
    press(trip, "Enregistrer")
    said(trip, "Votre dernière touche n’est pas encore enregistrée")
    stand(trip, "3")
    assert len(service.doors.of_pair(FIRST)) == 1
    assert trip.fits()
    trip.page.context.set_offline(False)
    said(trip, "Le réseau est revenu")
    stand(trip, "5")
    tap(trip, "vacant", "7")
    trip.page.locator(".sign").wait_for(state="hidden")
    assert recorded(service) == {"1": "refusal", "3": "absent", "5": "vacant"}
    assert service.coverage.overview().total.knocked == len(list(service.store.visits())) == 3
    forgive_the_network(trip)


class Line:
    """The connection of a page, which can go dead without anybody noticing, as in a stairwell."""

    def __init__(self, trip: Journey) -> None:
        self.trip = trip
        self.context = trip.page.context
        self.up = self.down = True
        self.sockets: list[WebSocketRoute] = []
        self.context.route_web_socket("**/_stcore/stream", self._join)

    def _join(self, socket: "WebSocketRoute") -> None:
        server = socket.connect_to_server()
        self.sockets.append(socket)
        socket.on_message(lambda told: server.send(told) if self.up else None)
        server.on_message(lambda told: socket.send(told) if self.down else None)

    def cut(self, *, up: bool = True) -> None:
        """Swallow what comes from now on; with `up` also what the page sends."""
        settled(self.trip)
        self.down = False
        self.up = not up
        self.context.route("**/_stcore/health", lambda route: route.abort())

    def mend(self) -> None:
        """Let the phone find a network again: the old connection is gone, a new one is made."""
        self.context.unroute("**/_stcore/health")
        self.up = self.down = True
        self.sockets[-1].close()


def test_a_tap_that_the_connection_swallowed_is_said_and_the_door_stays_on_offer(
    journey: Callable[..., Journey], tmp_path: Path
) -> None:
    service = walking(tmp_path)
    trip = journey(390, 844)
    line = Line(trip)
    enter(trip, f"porte?outing={OUTING}&pair={FIRST}")
    tap(trip, "refus", "3")
    line.cut()
    trip.page.get_by_role("radio", name="absent").click()
    press(trip, "Enregistrer")
    said(trip, "Votre dernière touche n’est pas encore enregistrée")
    line.mend()
    said(trip, "Le réseau est revenu")
    stand(trip, "3")
    assert recorded(service) == {"1": "refusal"}
    assert trip.page.get_by_role("radio", name="absent").is_checked()  # one tap is enough
    press(trip, "Enregistrer")
    stand(trip, "5")
    assert recorded(service) == {"1": "refusal", "3": "absent"}
    assert len(list(service.store.visits())) == 2
    forgive_the_network(trip)


@pytest.mark.parametrize("reloads", [False, True])
def test_a_tap_whose_answer_never_came_counts_once(
    journey: Callable[..., Journey], tmp_path: Path, reloads: bool
) -> None:
    """It was recorded, and the screen does not know: it goes on as soon as it hears of it."""
    service = walking(tmp_path)
    trip = journey(390, 844)
    line = Line(trip)
    enter(trip, f"porte?outing={OUTING}&pair={FIRST}")
    tap(trip, "refus", "3")
    line.cut(up=False)
    trip.page.get_by_role("radio", name="absent").click()
    press(trip, "Enregistrer")
    said(trip, "Votre dernière touche n’est pas encore enregistrée")
    assert recorded(service) == {"1": "refusal", "3": "absent"}
    if reloads:
        assert query(trip)["door"].endswith(":3")
        line.mend()
        reload(trip)
    else:
        line.mend()
        said(trip, "Le réseau est revenu")
    stand(trip, "5")
    assert len(list(service.store.visits())) == 2
    forgive_the_network(trip)


def walking(folder: Path) -> Service:
    """Give the service of an app whose first pair holds a street of fourteen doors."""
    service = service_of(folder)
    plant(service, 14)
    service.turf.claim("street-01", OUTING, FIRST)
    return service


def recorded(service: Service) -> dict[str | None, str | None]:
    """Give what the pair recorded, by door."""
    return {row.door: row.outcome for row in service.doors.of_pair(FIRST)}


def query(trip: Journey) -> dict[str, str]:
    """Give what the address of the page says."""
    return dict(parse_qsl(urlsplit(trip.page.url).query))


def forgive_the_network(trip: Journey) -> None:
    """Leave out that the sign asked for the server in vain: that is how it knows."""
    cut = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
    asked = f"[{trip.address}/_stcore/health]"
    trip.complaints[:] = [
        said
        for said in trip.complaints
        if not (said.endswith(asked) and any(c in said for c in cut))
    ]


def outcome_of(name: str) -> Outcome:
    """Give the outcome that a button stands for."""
    return {
        "absent": Outcome.ABSENT,
        "refus": Outcome.REFUSAL,
        "à repasser": Outcome.COME_BACK,
        "vacant": Outcome.VACANT,
    }[name]
