"""The app as `portes run` serves it, on the demonstration, in a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

from tests.signing import Cookie, cookie

DAY = "2023-05-21"
ROOT = Path(__file__).resolve().parents[1]
PORTES = "from dashboard.cli import main; main()"


class Served(NamedTuple):
    """Where the app is served, without a slash at the end, the process, and how one is in."""

    address: str
    process: psutil.Process
    cookie: Cookie


@contextmanager
def served(folder: Path, *, start: str = PORTES) -> Iterator[Served]:
    """Serve the demonstration until the block ends.

    Parameters
    ----------
    folder
        Where its database lies or is made.
    start
        Code that runs the `portes` command.

    Raises
    ------
    RuntimeError
        The server ended at once.
    """
    variables = {
        "PORTES_DATABASE": f"sqlite:///{folder / 'demo.sqlite'}",
        "PORTES_TODAY": DAY,
        "PORTES_LANG": "fr",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("PORTES_")}
    command, environ = [sys.executable, "-c", start], others | variables
    if not (folder / "demo.sqlite").exists():
        subprocess.run(
            [*command, "demo", "--until", DAY],
            check=True,
            cwd=ROOT,
            env=environ,
            stdout=subprocess.DEVNULL,
        )
    errors = folder / "server.log"
    with (
        errors.open("w") as log,
        subprocess.Popen(
            [*command, "run", "--no-browser", "--port", "0"],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            address = _address(process, errors)
            signed_in = cookie(folder / "demo.sqlite")
            yield Served(address, psutil.Process(process.pid), signed_in)
        finally:
            process.terminate()


def _address(process: "subprocess.Popen[str]", errors: Path) -> str:
    """Read the address that the command prints once it listens."""
    line = process.stdout.readline() if process.stdout else ""
    found = re.search(r"http://[^/]+", line)
    if not found:
        process.wait()
        raise RuntimeError(errors.read_text("utf-8") or f"the server said {line!r}")
    return found[0]
