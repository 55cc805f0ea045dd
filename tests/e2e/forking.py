"""Servers that are forked off a process which has imported the app already.

Importing takes most of the time in which a server starts, and each journey has a server of its
own.
"""

import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.e2e.preloaded"])


def start(words: list[str], environ: Mapping[str, str], log: Path) -> ForkServerProcess:
    """Run the `portes` command with these words and variables; what it prints goes to `log`."""
    process = _CONTEXT.Process(target=_run, args=(words, dict(environ), str(log)), daemon=True)
    with _plain_main():
        process.start()
    return process


@contextmanager
def _plain_main() -> Iterator[None]:
    """Stand in for `__main__`, which the new process would run again.

    Where a page was tested in this process, Streamlit has left its script there: run again without
    a server, it would read the settings before anybody said where they lie.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def stop(process: ForkServerProcess) -> None:
    """End it, gently at first."""
    process.terminate()
    process.join(10)
    with suppress(ValueError):
        process.kill()
        process.join()


def _run(words: list[str], environ: dict[str, str], log: str) -> None:
    """Be the command: its arguments, variables, folder and output."""
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(ROOT)
    with open(log, "wb", buffering=0) as output:  # noqa: PTH123 (its descriptor is what counts)
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
    sys.argv = ["portes", *words]

    from dashboard.cli import main

    main()
