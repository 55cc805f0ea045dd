"""The app in a process of its own, and the browser it is looked at with."""

import os
import socket
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from dashboard.logs import scrub
from data.model import Role
from tests.e2e import forking
from tests.signing import cookie

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
EMPTY: Mapping[str, str] = {}
PATIENCE = 600
"""Tries of a tenth of a second each until the server has to answer."""


class ServerEndedError(Exception):
    """The server ended or did not answer; holds what it printed."""


DATABASES: dict[str, Path] = {}
"""The databases of the servers that run, by their addresses."""


def sign_in(
    context: "playwright.sync_api.BrowserContext",  # noqa: F821
    address: str,
    role: Role = Role.ADMINISTRATOR,
    *,
    volunteer: str = "",
) -> None:
    """Sign a browser in at a server that `serving` started."""
    name, value = cookie(DATABASES[address], role, volunteer=volunteer)
    context.add_cookies(
        [{"name": name, "value": value, "url": address, "httpOnly": True, "sameSite": "Lax"}]
    )


@contextmanager
def serving(
    folder: Path, *, today: str = TODAY, variables: Mapping[str, str] = EMPTY
) -> Iterator[str]:
    """Start the app on a database in `folder`; give its address; print its output at the end.

    Parameters
    ----------
    variables
        More variables of its environment.

    Raises
    ------
    ServerEndedError
        It does not answer.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log, database = folder / "server.log", folder / "portes.sqlite"
    settings = {
        "PORTES_DATABASE": f"sqlite:///{database}",
        "PORTES_TODAY": today,
        "PORTES_ADDRESS": f"http://127.0.0.1:{port}",
        **variables,
    }
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PORTES_")} | settings
    process = forking.start(["run", "--no-browser", "--port", str(port)], environ, log)
    try:
        address = f"http://127.0.0.1:{port}"
        until_ready(address, process, log)
        DATABASES[address] = database
        yield address
    finally:
        forking.stop(process)
        said = log.read_text("utf-8", errors="replace")
        print(said)
    assert telling(said) == [], "the log tells of a person, or opens a door"


def telling(log: str) -> list[str]:
    """Find the lines of a log that tell of a person or open a door: those of every journey.

    The link for the first administrator is for the terminal, and printed to it.
    """
    names = ("Personne ", "@", "GET /", "POST /")
    # What is set in is a place in the code.
    lines = (line for line in log.splitlines() if not line.startswith("  "))
    lines = (line for line in lines if "/entrer/" not in line or "GET" in line)
    return [line for line in lines if scrub(line) != line or any(name in line for name in names)]


def until_ready(address: str, process: ForkServerProcess, log: Path) -> None:
    """Ask until the server answers."""
    for _ in range(PATIENCE):
        with suppress(OSError), urllib.request.urlopen(f"{address}/health", timeout=60):
            return
        process.join(0.1)
        if process.exitcode is not None:
            break
    raise ServerEndedError(log.read_text("utf-8", errors="replace"))
