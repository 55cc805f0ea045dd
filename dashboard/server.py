"""The ASGI app: Streamlit and the routes of our own in one process.

`portes run` serves it with uvicorn; `streamlit run dashboard/app.py` serves the same script
without it, which is why nothing that a page needs may be a route of this module.
"""

import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

SCRIPT = Path(__file__).parent / "app.py"
LOOPBACK = "127.0.0.1"


async def health(_request: Request) -> JSONResponse:
    """Answer that the process is alive."""
    return JSONResponse({"status": "ok"})


def build(*, open_at: str | None = None) -> st.App:
    """Make the app; `open_at` is an address to show in the user's browser once it listens."""

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
        if open_at:
            webbrowser.open(open_at)
        yield {}

    return st.App(SCRIPT, routes=[Route("/health", health)], lifespan=lifespan)


def serve(*, port: int, open_browser: bool) -> None:
    """Listen on the loopback address until stopped."""
    address = f"http://{LOOPBACK}:{port}/"
    app = build(open_at=address if open_browser else None)
    uvicorn.run(app, host=LOOPBACK, port=port, log_level="warning", ws_max_size=2**28)
