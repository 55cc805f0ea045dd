"""The public results over HTTP, without Streamlit: files made once, then handed out from memory.

A busy evening costs next to nothing: a request is a look into a table. At most once a second one
of them asks the database for its revision; only where that has grown are the files made anew.
Nobody may show what they kept without asking: a release that is withdrawn is gone a second later,
from browsers too, and what has not changed is answered with a few bytes.
"""

import asyncio
import gzip
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.asgi import Application, Headers, Receive, Scope, Send
from dashboard.headers import ALWAYS, SECURE, plain_headers

ADDRESS = "/resultats"

FRESH = 1.0
"""Seconds for which the files are handed out without asking whether they are still the newest."""
FIRST = "index.html"

_KINDS = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "geojson": "application/geo+json",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_PLAIN = "text/plain; charset=utf-8"
_LEAST_TO_PACK = 500
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "script-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)


@dataclass(frozen=True)
class Served:
    """A file ready to be sent: as it is and packed, each with its headers; packed may be None."""

    tag: bytes
    plain: tuple[Headers, bytes]
    packed: tuple[Headers, bytes] | None
    unchanged: Headers


@dataclass(frozen=True)
class Site:
    """All files by name, made from one revision of the records."""

    revision: int
    files: Mapping[str, Served]


class PublicResults:
    """ASGI middleware that answers what lies below `ADDRESS`, and passes on all else.

    It stands before Streamlit's own, which would look at sessions and pack every answer anew.

    Parameters
    ----------
    revision
        Says which revision the records have.
    files
        Makes the files by name; called in a thread.
    """

    def __init__(
        self,
        app: Application,
        revision: Callable[[], int],
        files: Callable[[], Mapping[str, bytes]],
    ) -> None:
        self._app, self._revision, self._files = app, revision, files
        self._site: Site | None = None
        self._until = 0.0
        self._making = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        path = scope["path"] if scope["type"] == "http" else ""
        if path != ADDRESS and not path.startswith(ADDRESS + "/"):
            await self._app(scope, receive, send)
        else:
            await self._answer(path.removeprefix(ADDRESS), scope, send)

    async def _answer(self, path: str, scope: Scope, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await _send(send, 405, [(b"allow", b"GET, HEAD"), *plain_headers("")], b"", scope)
            return
        if not path:  # relative links need the slash at the end
            location = (b"location", f"{ADDRESS}/".encode())
            await _send(send, 308, [location, *plain_headers("")], b"", scope)
            return
        site = await self._newest()
        found = site.files.get(path[1:] or FIRST)
        if found is None:
            await _send(send, 404, plain_headers("404"), b"404", scope)
            return
        asked = dict(scope["headers"])
        if found.tag in asked.get(b"if-none-match", b""):
            await _send(send, 304, found.unchanged, b"", scope)
            return
        packs = b"gzip" in asked.get(b"accept-encoding", b"")
        headers, body = found.packed if packs and found.packed else found.plain
        await _send(send, 200, headers, body, scope)

    async def _newest(self) -> Site:
        """Give the files of the newest revision; whoever comes while they are made waits."""
        site = self._site
        if site is not None and time.monotonic() < self._until:
            return site
        async with self._making:
            if self._site is None or time.monotonic() >= self._until:
                self._site = await asyncio.to_thread(self._made, self._site)
                self._until = time.monotonic() + FRESH
            return self._site

    def _made(self, known: Site | None) -> Site:
        revision = self._revision()
        if known is not None and known.revision == revision:
            return known
        return Site(revision, {name: served(name, body) for name, body in self._files().items()})


def served(name: str, body: bytes) -> Served:
    """Make a file ready to be sent; the same bytes always give the same."""
    tag = b'"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"'
    kind = _KINDS.get(name.rpartition(".")[2], _PLAIN)
    kept = [
        (b"etag", tag),
        (b"cache-control", b"public, no-cache"),
        (b"vary", b"accept-encoding"),
        (b"content-security-policy", _POLICY.encode()),
        (b"cross-origin-resource-policy", b"cross-origin"),  # open data, for whoever shows it
    ]
    small = gzip.compress(body, 9, mtime=0) if len(body) >= _LEAST_TO_PACK else body
    packed = (
        ([*_headers(kind, small), *kept, (b"content-encoding", b"gzip")], small)
        if len(small) < len(body)
        else None
    )
    return Served(tag, ([*_headers(kind, body), *kept], body), packed, kept)


def _headers(kind: str, body: bytes) -> Headers:
    return [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        *ALWAYS,
    ]


async def _send(send: Send, status: int, headers: Headers, body: bytes, scope: Scope) -> None:
    if scope.get("scheme") == "https":
        headers = [*headers, SECURE]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    sent = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": sent})
