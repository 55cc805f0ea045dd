"""The ASGI app: Streamlit and the routes of our own in one process.

`portes run` serves what `build` makes with uvicorn; `streamlit run dashboard/app.py` finds the same
app there.
"""

import logging
import socket
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st
import uvicorn
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import logs, oidc, settings
from dashboard.entrance.renewing import Renewing
from dashboard.entrance.routes import routes as entrance
from dashboard.entrance.vouching import Vouching
from dashboard.errors import DashboardError, SettingError
from dashboard.greeting import greet
from dashboard.headers import Guarded, plain_headers
from dashboard.listening import listen
from dashboard.public import public_results
from dashboard.ready import get_ready
from dashboard.service import Service
from data.errors import DataError

SCRIPT = Path(__file__).parent / "screen.py"


async def health(_request: Request) -> JSONResponse:
    """Answer that the process is alive."""
    return JSONResponse({"status": "ok"})


async def failed(_request: Request, _problem: Exception) -> Response:
    """Answer that something went wrong, and nothing of what it was; the log has it."""
    response = Response("500", 500)
    response.raw_headers = plain_headers("500")
    return response


def tiles() -> str | None:
    """Give the address template of the tile server, None also where the settings are wrong."""
    with suppress(SettingError):
        return settings.load().tiles
    return None


def parts(*, open_at: str | None = None, greeting: bool = False) -> dict[str, Any]:
    """Give what the app is made of beside Streamlit: routes, middleware, what happens at the start.

    Parameters
    ----------
    open_at
        An address to show in the user's browser once the app listens.
    greeting
        Print the link for the first administrator: nobody else did.
    """

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
        with logs.discreet():
            # Streamlit has set these to its own level when it read its configuration.
            for name in ("uvicorn.access", "uvicorn.error"):
                logging.getLogger(name).setLevel(logging.WARNING)
            if open_at:
                # A browser that starts slowly must not hold up the server that it waits for.
                Thread(target=webbrowser.open, args=[open_at], daemon=True).start()
            if greeting:
                await to_thread.run_sync(_greet)
            get_ready()
            yield {}

    return {
        "routes": [Route("/health", health), *entrance(_opened)],
        "middleware": [
            public_results(),
            Middleware(Guarded, tiles=tiles),
            Middleware(Renewing, opened=_opened),
            Middleware(Vouching, opened=_opened),
        ],
        "exception_handlers": {Exception: failed},
        "lifespan": lifespan,
        "secrets": oidc.secrets(settings.load()),
    }


def _greet() -> None:
    """Say how the first administrator comes in; what is wrong otherwise the pages say."""
    with suppress(DataError, DashboardError):
        greet(_opened(), f"http://localhost:{st.get_option('server.port')}")


@cache
def _opened() -> Service:
    """Open the campaign for the routes, at the first request that needs it."""
    return Service.open(settings.load())


def build(*, open_at: str | None = None) -> st.App:
    """Make the app; `open_at` is an address to show in the user's browser once it listens."""
    return st.App(SCRIPT, **parts(open_at=open_at))


def serve(
    *,
    port: int | None = None,
    open_at: str | None = None,
    listener: socket.socket | None = None,
) -> None:
    """Serve the app on the loopback address until Ctrl-C.

    Parameters
    ----------
    port
        Port to take where there is no `listener`; None for the default or the next free one.
    open_at
        Address to show in the user's browser, None for no browser.
    listener
        A socket that listens already.

    Raises
    ------
    PortTakenError
        The port is not free.
    SystemExit
        The app failed at its start; what went wrong is in the log.
    """
    with listener or listen(port) as taken:
        config = uvicorn.Config(
            build(open_at=open_at),
            lifespan="on",  # what fails at the start ends the server, and is not left out
            log_level="warning",
            access_log=False,
            server_header=False,
            ws_max_size=2**28,
            timeout_graceful_shutdown=1,
        )
        # Ctrl-C is how the app is left: uvicorn ends its connections, then passes it on.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[taken])
