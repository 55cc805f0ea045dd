"""Each page and each address of our own as each role, in Chromium, and what goes over the wire."""

from collections.abc import Callable

import pytest

from dashboard import navigation, settings
from dashboard.service import Service
from data.fieldwork import Contact, Volunteer
from data.model import Role
from tests.dashboard.test_routes import OPEN
from tests.e2e.conftest import Journey
from tests.e2e.serving import DATABASES

pytestmark = [pytest.mark.browser, pytest.mark.looks]

Begin = Callable[..., Journey]
ME = "demo-03"
REFUSED = "Cette page n’est pas ouverte à tout le monde"
PLACES = [place for places in navigation.PLACES.values() for place in places]


@pytest.fixture
def service(server: str) -> Service:
    return Service.open(settings.load(database=f"sqlite:///{DATABASES[server]}", environ={}))


def listen(trip: Journey) -> list[bytes]:
    """Keep all that the server sends over the websocket from now on."""
    heard: list[bytes] = []

    def keep(payload: bytes | str) -> None:
        heard.append(payload.encode() if isinstance(payload, str) else payload)

    trip.page.on("websocket", lambda socket: socket.on("framereceived", keep))
    return heard


def visit(trip: Journey, address: str) -> str:
    """Open an address, wait until its page is drawn to the end, give its heading."""
    trip.page.goto(f"{trip.address}/{address}", wait_until="commit")
    heading = trip.page.get_by_role("heading", level=1)
    heading.wait_for()
    trip.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return heading.inner_text()


def shown(trip: Journey) -> dict[str, bool]:
    """Open each page; say which were shown and which refused."""
    return {place.file: visit(trip, place.address) != REFUSED for place in PLACES}


def allowed(role: Role) -> dict[str, bool]:
    return {place.file: role >= place.role for place in PLACES}


def names_in(heard: list[bytes], people: list[Volunteer]) -> set[str]:
    said = b"".join(heard)
    return {person.name for person in people if person.name.encode() in said}


def reached(heard: list[bytes], contacts: list[Contact]) -> list[Contact]:
    said = b"".join(heard)
    return [
        one for one in contacts if any(w and w.encode() in said for w in (one.email, one.phone))
    ]


def test_nobody_signed_in(journey: Begin, service: Service) -> None:
    trip = journey(role=Role.PUBLIC)
    heard = listen(trip)
    assert visit(trip, "") == "Défi 1001 portes"
    assert trip.page.get_by_role("link", name="Les résultats publics").is_visible()
    assert shown(trip) == allowed(Role.PUBLIC)
    assert heard and not names_in(heard, list(service.rounds.volunteers()))
    assert not reached(heard, list(service.rounds.contacts().values()))
    streets = {status.section.street.encode() for status in service.turf.sections()}
    assert not any(street in b"".join(heard) for street in streets)


def test_a_volunteer(journey: Begin, service: Service) -> None:
    trip = journey(role=Role.VOLUNTEER, volunteer=ME)
    heard = listen(trip)
    assert shown(trip) == allowed(Role.VOLUNTEER)
    beside = {one for pair in service.store.outings.pairs_of(ME) for one in pair.members}
    people = list(service.rounds.volunteers())
    assert names_in(heard, people) <= {one.name for one in people if one.id in beside}
    assert not reached(heard, list(service.rounds.contacts().values()))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_looks_after_the_campaign(journey: Begin, service: Service, role: Role) -> None:
    trip = journey(role=role)
    heard = listen(trip)
    assert shown(trip) == allowed(role)
    assert names_in(heard, list(service.rounds.volunteers()))


@pytest.mark.parametrize("role", Role)
def test_our_own_addresses(journey: Begin, role: Role) -> None:
    trip = journey(role=role)
    for path in (*OPEN, "/resultats/"):
        answer = trip.page.request.get(trip.address + path.replace("{token}", "no-such-token"))
        assert answer.status < 500, path
        assert "(démo)" not in answer.text(), path


def test_the_way_in_leads_to_the_form(journey: Begin) -> None:
    trip = journey(role=Role.PUBLIC, width=390, height=844)
    assert visit(trip, "rues") == REFUSED
    assert trip.fits()
    trip.page.get_by_role("link", name="Se connecter").click()
    trip.page.wait_for_url("**/connexion**")
    trip.page.get_by_role("heading", level=1).wait_for()
