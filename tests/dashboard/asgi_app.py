"""The whole ASGI app in this process, asked without a socket: anything can be sent to it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import streamlit as st
from streamlit.runtime import Runtime

from dashboard import server
from dashboard.asgi import Application, Message, Scope
from tests.beginnings import begin


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Asked:
    """Asks an app whose start has run."""

    def __init__(self, app: Application, loop: asyncio.AbstractEventLoop) -> None:
        self._app, self._loop = app, loop

    def __call__(
        self,
        path: str,
        method: str = "GET",
        *,
        query: bytes = b"",
        headers: list[tuple[bytes, bytes]] | None = None,
        body: bytes = b"",
    ) -> Answer:
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode("utf-8", "surrogatepass"),
            "query_string": query,
            "root_path": "",
            "headers": [(b"host", b"portes.example"), *(headers or ())],
            "client": ("127.0.0.1", 5),
            "server": ("127.0.0.1", 80),
            "state": {},
        }
        return self._loop.run_until_complete(self._ask(scope, body))

    async def _ask(self, scope: Scope, body: bytes) -> Answer:
        sent: list[Message] = []
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if not given:  # whoever asked stays until the answer has come
                await asyncio.Event().wait()
            return given.pop()

        async def send(message: Message) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        start = sent[0]
        said = ((name.decode(), value.decode("latin-1")) for name, value in start["headers"])
        bodies = (message.get("body", b"") for message in sent[1:])
        return Answer(
            int(start["status"]), {name.lower(): value for name, value in said}, b"".join(bodies)
        )


@contextmanager
def running(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """Start the app on a database of its own; end it, and what Streamlit keeps of it."""
    database = begin(folder)
    patch.setenv("PORTES_DATABASE", f"sqlite:///{database}")
    patch.setenv("PORTES_TODAY", "2023-05-10")
    got_ready: list[bool] = []
    # It would change how this process looks for garbage.
    patch.setattr(server, "get_ready", lambda: got_ready.append(True))
    server._opened.cache_clear()
    loop = asyncio.new_event_loop()
    app = server.build()
    wishes: asyncio.Queue[Message] = asyncio.Queue()
    told: asyncio.Queue[Message] = asyncio.Queue()
    life = loop.create_task(app({"type": "lifespan", "state": {}}, wishes.get, told.put))
    try:
        loop.run_until_complete(wishes.put({"type": "lifespan.startup"}))
        assert loop.run_until_complete(told.get())["type"] == "lifespan.startup.complete"
        assert got_ready
        yield Asked(app, loop)
    finally:
        loop.run_until_complete(wishes.put({"type": "lifespan.shutdown"}))
        loop.run_until_complete(told.get())
        loop.run_until_complete(life)
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        Runtime._instance = None
        server._opened.cache_clear()
        st.cache_resource.clear()
