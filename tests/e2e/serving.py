"""The app in a process of its own, and the browser it is looked at with."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

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
    start = "from dashboard.cli import main; main()"
    command = [sys.executable, "-c", start, "run", "--no-browser", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environ, stdout=output, stderr=output)
    try:
        _until_ready(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        print(log.read_text("utf-8", errors="replace"))


def _until_ready(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Ask until the server answers."""
    for _ in range(PATIENCE):
        with suppress(OSError), urllib.request.urlopen(f"{address}/health", timeout=60):
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
            break
    raise ServerEndedError(log.read_text("utf-8", errors="replace"))
