"""The running app and a real browser: a server on a database of its own, every request recorded."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from data.model import Role
from tests.beginnings import begin
from tests.e2e.serving import TODAY, serving, sign_in

__all__ = ["TODAY", "Journey"]

WAIT = 30_000
"""Milliseconds a step may take before the test fails."""


@dataclass
class Journey:
    """A page in the browser and what it asked for."""

    page: "playwright.sync_api.Page"  # noqa: F821
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, query: str = "") -> None:
        """Show the first page and wait until it is drawn."""
        self.page.goto(f"{self.address}/{query}")
        self.page.get_by_role("heading", level=1).wait_for()

    def hear(self, said: "playwright.sync_api.ConsoleMessage") -> None:  # noqa: F821
        """Note what the console complains of."""
        if said.type == "error":
            told = complaint(said.text, said.location["url"], home=self.address)
            self.complaints += [told] if told else []

    def map(self):
        """Find the frame that the map is drawn in."""
        return self.page.frame_locator('iframe[title*="st_folium"]')

    def painted(self) -> int:
        """Count the paths of the map that have an outline on the screen, once there are any."""
        paths = self.map().locator("path.leaflet-interactive")
        paths.first.wait_for()
        boxes = (path.bounding_box() for path in paths.all())
        return sum(1 for box in boxes if box and box["width"] > 2 and box["height"] > 2)

    def foreign(self) -> list[str]:
        """List the requests to other hosts."""
        home = urlsplit(self.address).netloc
        parts = (urlsplit(url) for url in self.requests)
        return [
            p.geturl() for p in parts if p.scheme in ("http", "https", "ws") and p.netloc != home
        ]

    def fits(self) -> bool:
        """Say whether nothing is wider than the screen."""
        return bool(
            self.page.evaluate(
                "() => [document.documentElement,"
                " ...document.querySelectorAll('[data-testid=stMain]')]"
                ".every(part => part.scrollWidth <= part.clientWidth + 1)"
            )
        )


def complaint(text: str, url: str, *, home: str) -> str:
    """Give what the console says of an address, "" for what is no fault.

    Where a page is opened by its own address, Streamlit first asks for itself below that address,
    is told that there is nothing, and asks at the root: nobody sees it.
    """
    page, _slash, rest = url.removeprefix(f"{home}/").partition("/")
    looks = page.replace("-", "").isalpha() and rest in ("_stcore/health", "_stcore/host-config")
    found = "404 (Not Found)" not in text or not url.startswith(f"{home}/")
    return f"{text} [{url}]" if found or not looks else ""


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Give the address of an app with the demonstration up to some day, started when asked for."""
    started: dict[str, str] = {}
    with ExitStack() as servers:

        def of(today: str) -> str:
            if today not in started:
                folder = tmp_path_factory.mktemp("demonstration")
                begin(folder, filled=today)
                started[today] = servers.enter_context(serving(folder, today=today))
            return started[today]

        yield of


@pytest.fixture
def server(
    request: pytest.FixtureRequest, tmp_path: Path, demonstration: Callable[[str], str]
) -> Iterator[str]:
    """Give the address of an app: with a database of its own, unless the test only looks.

    The markers `filled` and `looks` say with what; otherwise nothing is recorded yet. Its output
    is shown on failure.
    """
    looks = request.node.get_closest_marker("looks")
    if looks:
        yield demonstration(looks.kwargs.get("today", TODAY))
        return
    begin(tmp_path, filled=TODAY if request.node.get_closest_marker("filled") else None)
    with serving(tmp_path) as address:
        yield address


@pytest.fixture
def journey(
    browser: "playwright.sync_api.Browser",  # noqa: F821
    server: str,
) -> Iterator[Callable[..., Journey]]:
    """Give a way to begin a journey on a screen of some width; checks its requests at the end.

    Whoever begins one is signed in as an administrator, unless another role is asked for.
    """
    begun: list[Journey] = []

    def begin(
        width: int = 1280,
        height: int = 900,
        locale: str = "fr-FR",
        role: Role = Role.ADMINISTRATOR,
        volunteer: str = "",
    ) -> Journey:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale)
        if role > Role.PUBLIC:
            sign_in(context, server, role, volunteer=volunteer)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        trip = Journey(page, server)
        page.on("request", lambda request: trip.requests.append(request.url))
        page.on("websocket", lambda socket: trip.requests.append(socket.url))
        page.on("pageerror", lambda error: trip.complaints.append(str(error)))
        page.on("console", trip.hear)
        begun.append(trip)
        return trip

    yield begin
    for trip in begun:
        assert trip.foreign() == []
        assert trip.complaints == []
        trip.page.context.close()
