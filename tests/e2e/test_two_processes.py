"""Two processes of the app behind nginx, on PostgreSQL: one is killed, and everybody goes on."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.service import Service
from data.model import Role
from tests import postgresql as postgres
from tests.e2e import site as sites
from tests.e2e.conftest import WAIT, Journey
from tests.e2e.fieldday import enter, reload
from tests.e2e.test_doors import NAMES, stand, tap
from tests.pages.plants import FIRST, OUTING, plant

pytestmark = pytest.mark.browser

DOOR = f"porte?outing={OUTING}&pair={FIRST}"


@pytest.fixture
def site(postgresql: postgres.Cluster, tmp_path: Path) -> Iterator[sites.Site]:
    """Give a site that runs, or skip."""
    if sites.nginx() is None:
        pytest.skip("nginx (Debian: nginx-light) is not installed")
    with sites.running(tmp_path, postgresql.create("site")) as found:
        yield found


@pytest.fixture
def service(site: sites.Site) -> Iterator[Service]:
    """Give the service on the database of the site."""
    opened = site.service()
    yield opened
    opened.store.close()


@pytest.fixture
def visit(
    browser: "playwright.sync_api.Browser",  # noqa: F821
    site: sites.Site,
) -> Iterator[Callable[[], Journey]]:
    """Give a way to come to the site with a browser that knows nothing yet."""
    begun: list[Journey] = []

    def begin() -> Journey:
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, locale="fr-FR", ignore_https_errors=True
        )
        page = context.new_page()
        page.set_default_timeout(WAIT)
        trip = Journey(page, site.address)
        page.on("request", lambda request: trip.requests.append(request.url))
        page.on("websocket", lambda socket: trip.requests.append(socket.url))
        begun.append(trip)
        return trip

    yield begin
    for trip in begun:
        assert trip.foreign() == []
        trip.page.context.close()


def served_by(trip: Journey) -> str:
    """Name the port of the process that a browser is with."""
    cookies = {cookie["name"]: cookie for cookie in trip.page.context.cookies()}
    assert cookies["portes_process"]["secure"] and cookies["portes_process"]["httpOnly"]
    return str(cookies["portes_process"]["value"])


def come_in(trip: Journey, service: Service, name: str, role: Role, volunteer: str = "") -> None:
    """Sign in by a personal link, as it is sent to somebody."""
    account = service.accounts.add(name, role, volunteer=volunteer)
    trip.page.goto(f"{trip.address}{service.accounts.invite(account.id).path}")
    trip.page.get_by_role("heading", level=1).wait_for()
    trip.page.wait_for_url(lambda url: "/entrer/" not in url)


def at_other(trip: Journey, site: sites.Site, port: str) -> str:
    """Send a browser to the process that does not listen on `port`."""
    other = next(name for name in site.apps if name != port)
    cookie = {"name": "portes_process", "value": other, "url": trip.address}
    trip.page.context.add_cookies([{**cookie, "secure": True, "httpOnly": True}])
    return other


def test_one_of_two_processes_is_killed(
    site: sites.Site, service: Service, visit: Callable[[], Journey]
) -> None:
    plant(service, 14)
    service.turf.claim("street-01", OUTING, FIRST)

    marie = visit()
    come_in(marie, service, "Marie", Role.VOLUNTEER, "a")
    enter(marie, DOOR)
    stand(marie, "1")
    first = served_by(marie)
    for outcome, then in zip(NAMES, ("3", "5", "7"), strict=False):
        tap(marie, outcome, then)

    camille = visit()
    second = at_other(camille, site, first)
    come_in(camille, service, "Camille", Role.COORDINATOR)
    enter(camille, DOOR)
    stand(camille, "7")
    assert served_by(camille) == second

    site.kill(first)
    reload(marie)
    stand(marie, "7")
    assert served_by(marie) == second
    tap(marie, NAMES[0], "9")
    reload(camille)
    stand(camille, "9")

    # What was started again takes new visitors; who went over stays where they are.
    name = next(name for name in sites.APPS if str(site.ports[name]) == first)
    site.start(name)
    site.wait()
    reload(marie)
    assert served_by(marie) == second
    at_other(camille, site, second)
    enter(camille, DOOR)
    stand(camille, "9")
    assert served_by(camille) == first

    doors = [row.door for row in service.doors.of_pair(FIRST)]
    assert sorted(doors) == ["1", "3", "5", "7"]


def test_while_none_answers_a_page_says_so(site: sites.Site, visit: Callable[[], Journey]) -> None:
    for port in site.apps:
        site.kill(port)
    trip = visit()
    answer = trip.page.goto(trip.address)
    assert answer is not None and answer.status == 503
    trip.page.get_by_role("heading", name="1001 portes redémarre").wait_for()


def test_the_site_is_what_nginx_accepts(tmp_path: Path) -> None:
    if sites.nginx() is None:
        pytest.skip("nginx (Debian: nginx-light) is not installed")
    ports = {"80": 80, "443": 443, "8501": 8501, "8502": 8502}
    first = sites.write_nginx(tmp_path, ports)
    words = [str(sites.nginx()), "-t", "-c", str(first), "-e", str(tmp_path / "nginx.log")]
    tried = subprocess.run(words, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
