"""The addresses that the app answers at: each is known, and said to be for whom."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from unittest.mock import MagicMock

import pytest
import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from dashboard import server

OPEN: Mapping[str, str] = {
    "/health": "says that the process is alive",
    "/entrer/{token}": "takes the link of an invitation, which is what lets in",
    "/connexion": "asks for name and password",
    "/sortir": "ends one's own sign-in",
    "/entree.css": "looks of these pages",
    "/entree.js": "what moves on these pages",
}
"""Addresses of our own for who is not signed in, and why."""
GUARDED: Mapping[str, str] = {}
"""Addresses of our own that ask who is there, and where they do."""
STREAMLIT: Mapping[str, str] = {
    "/_stcore/health": "says that the process is alive",
    "/_stcore/metrics": "counts sessions and memory, of nobody in particular",
    "/_stcore/host-config": "settings of the screen",
    "/_stcore/stream": "the screen itself: each run asks who is signed in",
    "/_stcore/upload_file/{session_id}/{file_id}": "takes a file for a session that is open",
    "/media/{file_id:path}": "files that a session was given, by a name that cannot be guessed",
    "/component/{path:path}": "code of the components",
    "/_stcore/bidi-components/{path:path}": "code of the components",
    "/auth/login": "goes to the provider of sign-in, where one is set",
    "/auth/logout": "comes back from there",
    "/oauth2callback": "comes back from there",
    "/_stcore/agent/interact": "answers that it is off",
    "/_stcore/agent/openapi.json": "answers that it is off",
    "/_stcore/agent/mcp": "answers that it is off",
    "": "the screen's own files",
}
"""Addresses of Streamlit, and what protects what they give."""


def paths(routes: Iterable[BaseRoute], before: str = "") -> Iterator[str]:
    """Give the paths of routes, also of those below others."""
    for route in routes:
        path = before + getattr(route, "path", "")
        below = route.routes if isinstance(route, Mount) else None
        if below:
            yield from paths(below, path)
        else:
            yield path


def answered() -> set[str]:
    """Give the paths that the app answers at; it is not made itself: there is one a process."""
    streamlit = create_streamlit_routes(MagicMock())
    return set(paths([*server.parts()["routes"], *streamlit]))


def undeclared() -> list[str]:
    """Name the addresses that nobody has said anything about."""
    return sorted(answered() - {*OPEN, *GUARDED, *STREAMLIT})


@pytest.fixture(autouse=True)
def a_campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTES_DATABASE", f"sqlite:///{tmp_path / 'portes.sqlite'}")


def test_every_address_is_declared() -> None:
    assert undeclared() == []


def test_nothing_is_declared_that_is_gone() -> None:
    assert {*OPEN, *GUARDED, *STREAMLIT} <= answered()


def test_a_planted_address_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(_request: object) -> PlainTextResponse:
        return PlainTextResponse("Ana")

    planted = [Route("/contacts", answer), Mount("/files", routes=[Route("/all", answer)])]
    known = server.parts()
    monkeypatch.setattr(server, "parts", lambda: {"routes": [*known["routes"], *planted]})
    assert undeclared() == ["/contacts", "/files/all"]


def test_streamlit_takes_no_orders_but_through_the_screen() -> None:
    assert st.get_option("server.enableAgentApi") is False
    assert st.get_option("server.enableStaticServing") is False
