"""Who comes by stays signed in: a cookie that is a week old is made anew with the next page.

Only a response can set a cookie, and the app talks through a websocket; so it is done here, where
the page itself is asked for.
"""

import asyncio
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access import PUBLIC
from dashboard.entrance import cookies
from dashboard.errors import DashboardError
from dashboard.service import Service
from data.errors import DataError


class Renewing:
    """ASGI middleware that renews the sign-in cookie.

    Parameters
    ----------
    opened
        Gives the campaign; called in a thread.
    """

    def __init__(self, app: ASGIApp, opened: Callable[[], Service]) -> None:
        self._app, self._opened = app, opened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; to a page that is asked for, add the new cookie where it is time."""
        if scope["type"] != "http" or not _asks_for_page(scope):
            await self._app(scope, receive, send)
            return
        renewed = await asyncio.to_thread(self._renewed, HTTPConnection(scope))

        async def sending(message: Message) -> None:
            if renewed and message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", renewed)
            await send(message)

        await self._app(scope, receive, sending)

    def _renewed(self, request: HTTPConnection) -> str:
        """Give the new cookie as a header, "" where none is to be set."""
        if not any(name.startswith("portes-") for name in request.cookies):
            return ""
        try:
            service = self._opened()
            entering = service.acting(PUBLIC).entering
            mine = entering.cookies()
            held = mine.read(request.cookies.get(mine.name))
            if held is None or service.settings.clock() - held.since < cookies.RENEWED:
                return ""
            if not entering.renew(held.token):
                return ""
        except (DataError, DashboardError):
            return ""  # the page itself says what is wrong
        answer, secure = Response(), request.url.scheme == "https"
        cookies.keep(answer, mine.name, mine.value(held.token), secure=secure)
        return answer.headers["set-cookie"]


def _asks_for_page(scope: Scope) -> bool:
    wanted = dict(scope["headers"]).get(b"accept", b"")
    return scope["method"] == "GET" and b"text/html" in wanted
