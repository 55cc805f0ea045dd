"""What every response says to the browser, and what is not answered at all.

One ASGI middleware before all of Streamlit's own: headers that keep a page from loading, sending or
being framed by what is not ours; requests that another site makes in a visitor's name are refused;
and so is what Streamlit answers to anybody although nobody here needs it.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import streamlit

from dashboard.asgi import Application, Headers, Message, Receive, Scope, Send

ALWAYS: Final[Headers] = [
    (b"x-content-type-options", b"nosniff"),
    # The address of a page may hold a code; where a link leads to learns none of it. A form of
    # ours has to say where it comes from, which `no-referrer` would forbid.
    (b"referrer-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"camera=(), microphone=(), payment=(), usb=(), serial=(), midi=(), "
        b"display-capture=(), browsing-topics=(), geolocation=(), clipboard-write=(self)",
    ),
    (b"cross-origin-opener-policy", b"same-origin"),
]
OURS: Final = (b"cross-origin-resource-policy", b"same-origin")
SECURE: Final = (b"strict-transport-security", b"max-age=31536000")
NOTHING: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""Policy of an answer that is no page."""

CORE: Final = "/_stcore/"
NEEDED: Final = re.compile(
    r"/_stcore/(?:health|host-config|stream|upload_file/.*|bidi-components/.*)"
)
"""What the app's own pages ask of Streamlit below `CORE`: all else there is not answered."""
_SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))
_HOST: Final = re.compile(rb"[A-Za-z0-9._-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?")
_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class Guarded:
    """ASGI middleware that adds the headers and refuses what nobody here needs.

    Parameters
    ----------
    tiles
        Gives the address template of the tile server that maps may load from, or None; asked at
        the first request.
    """

    def __init__(self, app: Application, tiles: Callable[[], str | None] = lambda: None) -> None:
        self._app = app
        self._tiles = cache(lambda: _origin_of(tiles()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        asked = dict(scope["headers"])
        if _is_foreign(asked):
            if scope["type"] == "websocket" or scope["method"] not in _SAFE:
                await _refuse(scope, receive, send, 403)
                return
            # Streamlit would ask an outside service for this machine's address to compare them.
            kept = [pair for pair in scope["headers"] if pair[0] != b"origin"]
            scope = {**scope, "headers": kept}
        path = str(scope["path"])
        if path.startswith(CORE) and not NEEDED.fullmatch(path):
            await _refuse(scope, receive, send, 404)
        elif scope["type"] == "websocket":
            await self._app(scope, receive, send)
        else:
            added = self._headers(path, asked.get(b"host", b""), scope.get("scheme") == "https")
            await self._app(scope, receive, _adding(send, added))

    def _headers(self, path: str, host: bytes, secure: bool) -> Headers:
        policy = policy_of(path, host if _HOST.fullmatch(host) else b"", self._tiles())
        said = [*ALWAYS, OURS, (b"content-security-policy", policy.encode())]
        return [*said, SECURE] if secure else said


@lru_cache(maxsize=256)
def policy_of(path: str, host: bytes, tiles: str = "") -> str:
    """Give the content security policy of an answer of Streamlit's.

    Parameters
    ----------
    host
        As the browser named it: not every browser takes 'self' for websockets as well.
    tiles
        Scheme and host of the tile server, or "".

    Examples
    --------
    >>> "unsafe-eval" in policy_of("/", b"portes.example")
    False
    >>> "sandbox" in policy_of("/media/abc.html", b"portes.example")
    True
    """
    # A component's frame turns what it is given into a script: that is how folium's maps work.
    if path.startswith("/component/"):
        scripts, sockets, images = "'unsafe-inline' 'unsafe-eval'", "", f" {tiles}" if tiles else ""
    elif path.startswith("/media/"):
        return f"{NOTHING}; sandbox"
    else:
        scripts, images = " ".join(["blob:", *_hashes()]), ""
        sockets = f" ws://{host.decode()} wss://{host.decode()}" if host else ""
    # The preview of what the public would see is a frame of its own origin, without scripts: it
    # can reach nothing here, and takes this policy over.
    return (
        "default-src 'self'; "
        f"script-src 'self' {scripts}; "
        "style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:{images}; "
        "font-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:; "
        f"connect-src 'self'{sockets}; "
        "frame-src 'self' data:; frame-ancestors 'self'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'"
    )


@cache
def _hashes() -> tuple[str, ...]:
    """Give the hashes of the scripts that stand in Streamlit's own page."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    text = re.sub(r"<!--.*?-->", "", page.read_text("utf-8"), flags=re.DOTALL)
    return tuple(
        f"'sha256-{base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()}'"
        for found in _INLINE.findall(text)
    )


def _origin_of(address: str | None) -> str:
    """Give scheme and host of an address template, any host of the domain where it varies."""
    parts = urlsplit(address or "")
    host = re.sub(r"^\{s\}\.", "*.", parts.netloc)
    fine = parts.scheme in ("http", "https") and re.fullmatch(r"(\*\.)?[\w.-]+(:\d+)?", host)
    return f"{parts.scheme}://{host}" if fine else ""


def _is_foreign(asked: Mapping[bytes, bytes]) -> bool:
    """Say whether a page of another site asks."""
    origin = asked.get(b"origin")
    return origin is not None and origin.partition(b"://")[2] != asked.get(b"host")


def _adding(send: Send, added: Headers) -> Send:
    """Give a `send` that adds headers to the answer, those that it has itself apart."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", ()))
            names = {name.lower() for name, _value in own}
            message = {**message, "headers": own + [one for one in added if one[0] not in names]}
        await send(message)

    return sending


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    """Answer with a status and no more."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    start = {"type": "http.response.start", "status": status, "headers": plain_headers(str(status))}
    await send(start)
    await send({"type": "http.response.body", "body": str(status).encode()})


def plain_headers(body: str) -> Headers:
    """Give the headers of an answer that is a few plain words."""
    return [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", NOTHING.encode()),
        *ALWAYS,
        OURS,
    ]
