"""A web server on this machine that serves one file, well or badly."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Manners:
    """How the server behaves.

    Parameters
    ----------
    breaks
        After how many bytes of an answer the connection ends, for each answer in turn; None or
        beyond the end: not at all.
    ranges
        Whether it gives parts of the file.
    stated
        The size it states; None: the true one. `chunked` states none.
    """

    content: bytes = b""
    breaks: list[int | None] = field(default_factory=list)
    ranges: bool = True
    tag: str = '"1"'
    modified: str = ""
    stated: int | None = None
    chunked: bool = False
    status: int = 200
    off: int = 0
    asked: list[str | None] = field(default_factory=list)
    """The Range header of each request that came."""
    url: str = ""


@contextmanager
def serving(content: bytes, **manners: object) -> Iterator[Manners]:
    """Serve a file for a block, under any path of `url`."""
    how = Manners(content, **manners)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer(self, how)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    how.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield how
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(request: BaseHTTPRequestHandler, how: Manners) -> None:
    wanted = request.headers["Range"]
    how.asked.append(wanted)
    request.close_connection = True
    if how.status != 200:
        request.send_error(how.status)
        return
    start = _start(request, how, wanted)
    if start >= len(how.content) > 0 and start:
        request.send_response(416)
        request.send_header("Content-Length", "0")
        request.end_headers()
        return
    rest = how.content[start:]
    request.send_response(206 if start else 200)
    if start:
        total = len(how.content)
        request.send_header("Content-Range", f"bytes {start + how.off}-{total - 1}/{total}")
    if how.tag:
        request.send_header("ETag", how.tag)
    if how.modified:
        request.send_header("Last-Modified", how.modified)
    _body(request, how, rest)


def _start(request: BaseHTTPRequestHandler, how: Manners, wanted: str | None) -> int:
    same = request.headers["If-Range"] in (None, how.tag, how.modified)
    return int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and how.ranges and same else 0


def _body(request: BaseHTTPRequestHandler, how: Manners, rest: bytes) -> None:
    at = how.breaks.pop(0) if how.breaks else None
    if how.chunked:
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        for piece in (rest[: len(rest) // 2], rest[len(rest) // 2 :]):
            request.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            if at is not None:
                return
        request.wfile.write(b"0\r\n\r\n")
        return
    request.send_header("Content-Length", str(len(rest) if how.stated is None else how.stated))
    request.end_headers()
    request.wfile.write(rest[:at])
