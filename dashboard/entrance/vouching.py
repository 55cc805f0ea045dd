"""Whom a provider vouches for gets a sign-in of ours, like anybody else: it is listed and revoked.

Streamlit does the protocol and answers the browser that comes back from the provider. What it
notes there of the person is read from that answer, and our own cookie is added to it.
"""

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import oidc
from dashboard.access import PUBLIC
from dashboard.entrance import cookies, tokens
from dashboard.errors import DashboardError
from dashboard.service import Service
from data.errors import DataError


class Vouching:
    """ASGI middleware that signs in whom the provider has just vouched for.

    Parameters
    ----------
    opened
        Gives the campaign; called in a thread.
    """

    def __init__(self, app: ASGIApp, opened: Callable[[], Service]) -> None:
        self._app, self._opened = app, opened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; to the answer to who comes back from the provider, add our cookie."""
        if scope["type"] != "http" or scope["path"] != oidc.CALLBACK:
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                noted = Headers(raw=message["headers"]).getlist("set-cookie")
                cookie = await asyncio.to_thread(self._cookie, HTTPConnection(scope), noted)
                if cookie:
                    MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, sending)

    def _cookie(self, request: HTTPConnection, noted: list[str]) -> str:
        """Give the sign-in cookie as a header, "" where nobody comes in."""
        claims = oidc.noted(noted)
        if not claims:
            return ""
        try:
            entering = self._opened().acting(PUBLIC).entering
            device = tokens.device(request.headers.get("user-agent", ""))
            entered = entering.by_provider(claims, device=device)
            if entered is None:
                return ""  # the page says that no account is theirs
            mine = entering.cookies()
        except (DataError, DashboardError):
            return ""  # the page says what is wrong
        answer, secure = Response(), request.url.scheme == "https"
        cookies.keep(answer, mine.name, mine.value(entered.token), secure=secure)
        return answer.headers["set-cookie"]
