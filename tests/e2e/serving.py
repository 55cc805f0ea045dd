"""The app in a process of its own, and the browser it is looked at with."""

import os
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.e2e import forking

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TODAY = "2023-05-10"
PATIENCE = 600
"""Tries of a tenth of a second each until the server has to answer."""


class ServerEndedError(Exception):
    """The server ended or did not answer; holds what it printed."""


@contextmanager
def serving(folder: Path, *, today: str = TODAY) -> Iterator[str]:
    """Start the app on a database in `folder`; give its address; print its output at the end.

    Raises
    ------
    ServerEndedError
        It does not answer.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    settings = {
        "PORTES_DATABASE": f"sqlite:///{folder / 'portes.sqlite'}",
        "PORTES_TODAY": today,
    }
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PORTES_")} | settings
    process = forking.start(["run", "--no-browser", "--port", str(port)], environ, log)
    try:
        _until_ready(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        forking.stop(process)
        print(log.read_text("utf-8", errors="replace"))


def _until_ready(address: str, process: ForkServerProcess, log: Path) -> None:
    """Ask until the server answers."""
    for _ in range(PATIENCE):
        with suppress(OSError), urllib.request.urlopen(f"{address}/health", timeout=60):
            return
        process.join(0.1)
        if process.exitcode is not None:
            break
    raise ServerEndedError(log.read_text("utf-8", errors="replace"))
