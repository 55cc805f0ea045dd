"""The entrance without a network: a client that keeps cookies, and a clock that is set by hand."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route
from streamlit.web.server.starlette import starlette_auth_routes

from dashboard import oidc
from dashboard.access import Actor
from dashboard.entrance import passwords
from dashboard.entrance.renewing import Renewing
from dashboard.entrance.routes import routes
from dashboard.entrance.vouching import Vouching
from dashboard.service import Service
from dashboard.settings import Settings, load
from data.accounts import Account
from data.model import Role
from tests.beginnings import begin

PASSWORD = "quatre mots faciles 1001"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Browser:
    """A browser that asks an ASGI app directly, keeps its cookies and follows where it is sent."""

    def __init__(self, app: Starlette, headers: dict[str, str]) -> None:
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, client=("192.0.2.1", 1)),
            base_url="http://testserver",
            headers=headers,
            follow_redirects=True,
        )

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    def ask(self, method: str, address: str, **more) -> httpx.Response:
        return self._runner.run(self._client.request(method, address, **more))

    def get(self, address: str, **more) -> httpx.Response:
        return self.ask("GET", address, **more)

    def post(self, address: str, **more) -> httpx.Response:
        return self.ask("POST", address, **more)

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class House:
    """A campaign with a clock of its own."""

    service: Service
    clock: Clock
    browsers: list[Browser] = field(default_factory=list)
    claims: dict[str, object] | None = None

    def acting(self, account: Account) -> Service:
        """Give the campaign as the person of an account may use it."""
        return self.service.acting(Actor(account.id, account.name, account.role, account.volunteer))

    def add(self, name: str, role: Role, *, password: str = "") -> Account:
        """Make an account, with a password where one is given."""
        account = self.service.accounts.add(name, role)
        if password:
            self.service.store.accounts.set_password(account.id, passwords.hashed(password))
        return self.service.store.accounts.get(account.id)

    def client(self, **headers: str) -> Browser:
        """Give a browser of its own."""

        async def who(request: Request) -> PlainTextResponse:
            entering = self.service.entering
            mine = entering.cookies()
            held = mine.read(request.cookies.get(mine.name))
            from dashboard.entrance import tokens

            found = entering.who(tokens.hashed(held.token))[0] if held else None
            return PlainTextResponse(found.name if found else "")

        app = Starlette(
            routes=[
                *(*routes(lambda: self.service), Route("/", who), Route("/porte", who)),
                Route(oidc.CALLBACK, self._come_back),
            ],
            middleware=[
                Middleware(Renewing, opened=lambda: self.service),
                Middleware(Vouching, opened=lambda: self.service),
            ],
        )
        told = {"accept": "text/html", "accept-language": "en", **headers}
        self.browsers.append(Browser(app, told))
        return self.browsers[-1]

    async def _come_back(self, request: Request) -> RedirectResponse:
        """Answer who comes back from a provider, as Streamlit does."""
        response = RedirectResponse("/", 302)
        if self.claims is not None:
            await starlette_auth_routes._set_auth_cookie(response, self.claims, {})
        return response


def a_house(folder: Path, monkeypatch) -> Iterator[House]:
    """Open a campaign in a folder."""
    clock = Clock()
    # A function, so that it is a method there.
    monkeypatch.setattr(Settings, "clock", lambda _settings: clock.now)
    # As little work as there can be: what it is worth is tested where passwords are.
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    passwords._nobodys.cache_clear()
    wish = load(database=f"sqlite:///{begin(folder)}", environ={})
    service = Service.open(wish)
    house = House(service, clock)
    yield house
    passwords._nobodys.cache_clear()
    for browser in house.browsers:
        browser.close()
    service.store.close()


def hidden(page: str) -> dict[str, str]:
    """Give the hidden fields of a form."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return dict(found)


def send(client: Browser, address: str, **fields: str):
    """Look at a form, fill it in and send it; follow where it leads."""
    page = client.get(address)
    return client.post(address.partition("?")[0], data=hidden(page.text) | fields)
