"""What the running app sends to whoever asks, byte by byte: over HTTP, and to a session."""

import gzip
import re
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

_WAIT = 120
"""Seconds until a page has to be sent."""
_MEDIA = re.compile(rb"/media/[0-9A-Za-z._-]+")
_LINKED = re.compile(rb"""(?:src|href)=["']\.?(/?[^"':]+)["']""")


def get(address: str, path: str, *, packed: bool = False) -> bytes:
    """Ask for a path; give headers and body, unpacked, whatever the status is."""
    headers = {"Accept-Encoding": "gzip"} if packed else {}
    request = urllib.request.Request(f"{address}/{path.lstrip('/')}", headers=headers)
    try:
        answer = urllib.request.urlopen(request, timeout=_WAIT)
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        body = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return str(answer.headers).encode() + body


def linked(page: bytes) -> list[str]:
    """List what a page of HTML links to on its own host."""
    return [path.decode() for path in _LINKED.findall(page)]


def session(address: str, pages: Iterable[str], *, cookie: str = "") -> Iterator[tuple[str, bytes]]:
    """Open a session and go through pages; give all that each of them is sent, downloads too."""
    with connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream",
        origin=address,
        subprotocols=["streamlit"],
        additional_headers={"Cookie": cookie} if cookie else {},
        max_size=None,
        open_timeout=_WAIT,
    ) as socket:
        for page in pages:
            path, _mark, query = page.partition("?")
            asked = BackMsg()
            asked.rerun_script.page_name = path
            asked.rerun_script.query_string = query
            asked.rerun_script.context_info.url = f"{address}/{page}"
            asked.rerun_script.context_info.locale = "fr-FR"
            socket.send(asked.SerializeToString())
            sent = b""
            while True:
                data = socket.recv(timeout=_WAIT)
                sent += data
                if ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
                    break
            files = {found.decode() for found in _MEDIA.findall(sent)}
            yield page, sent + b"".join(get(address, file) for file in sorted(files))
