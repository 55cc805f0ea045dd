"""The command as a process of its own: what it imports, pipes, the server, Ctrl-C."""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from urllib.request import urlopen

import pytest

from dashboard.commands.run import has_display
from dashboard.errors import PortTakenError
from dashboard.listening import DEFAULT_PORT, listen

MAIN = "from dashboard.cli import main; main()"
HEAVY = {"streamlit", "geopandas", "pandas", "folium", "shapely", "uvicorn"}
WITH_MODULES = f"""
import atexit, json, sys
def tell():
    loaded = sorted({HEAVY!r} & set(sys.modules))
    print(json.dumps(loaded), file=sys.stderr)
atexit.register(tell)
{MAIN}
"""


@pytest.fixture
def environ(portes):
    """Give the variables of a process that works on a database of its own."""
    return dict(os.environ)


def run(environ, *words, code=MAIN, **options):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(command, env=environ, encoding="utf-8", check=False, **options)


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["run", "--help"],
        ["coverage"],
        ["coverage", "--format", "json"],
        ["results"],
        ["targets"],
        ["imports"],
        ["export", "visits"],
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(environ, words):
    done = run(environ, *words, code=WITH_MODULES)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr.splitlines()[-1]) == []


@pytest.mark.parametrize(
    ("words", "expected"), [(["coverage"], 0), (["undo", "x"], 1), (["undo"], 2)]
)
def test_exit_codes(environ, words, expected):
    done = run(environ, *words)
    assert done.returncode == expected
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == (1 if expected else 0)


@pytest.mark.parametrize("words", [["--help"], ["coverage"], ["export", "visits"]])
def test_a_reader_that_is_gone_is_no_fault(environ, words):
    reader, writer = os.pipe()
    os.close(reader)
    done = run(environ, *words, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_output_is_utf_8_whatever_the_terminal(environ):
    odd = environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    assert "Trois-Cités" in run(odd, "coverage").stdout


@contextmanager
def server(environ, *words):
    """Start the app, wait for its address, and make sure that it ends."""
    command = [sys.executable, "-c", MAIN, "run", "--no-browser", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, env=environ, encoding="utf-8", **pipes)
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        yield process, found and found[0]
    finally:
        process.kill()
        process.communicate()


def test_the_app_runs_until_ctrl_c(environ):
    with server(environ, "--port", "0") as (process, address):
        assert address, process.stderr.read()
        with urlopen(f"{address}health", timeout=60) as answer:
            assert json.load(answer) == {"status": "ok"}
        process.send_signal(signal.SIGINT)
        # Not by `communicate`: it would miss what `readline` has taken from the pipe already.
        rest, errors = process.stdout.read(), process.stderr.read()
        assert process.wait(timeout=60) == 0, errors
        assert re.fullmatch(f"[^\n]+{address}entrer/[\\w-]{{43}}\n", rest), "the first way in"
        assert errors == "Stopped.\n", "no access log, no traceback"


def test_a_port_that_is_taken(portes):
    with listen(0) as taken:
        port = taken.getsockname()[1]
        result = portes("run", "--no-browser", "--port", port)
    assert result.exit_code == 1
    assert str(port) in result.stderr and "portes run --port" in result.stderr
    assert result.stdout == "" and result.stderr.count("\n") == 1


def test_an_app_that_fails_at_its_start_ends_and_the_log_says_why(portes, monkeypatch):
    import dashboard.server

    async def broken(_scope, _receive, _send):
        raise RuntimeError("what went wrong")

    monkeypatch.setattr(dashboard.server, "build", lambda **_: broken)
    result = portes("run", "--no-browser", "--port", "0")
    assert result.exit_code not in (0, None)
    assert "what went wrong" in result.stderr


def test_without_a_port_the_next_free_one_is_taken():
    with listen() as first, listen() as second:
        one, other = (listener.getsockname() for listener in (first, second))
    assert one[0] == other[0] == "127.0.0.1"
    assert DEFAULT_PORT <= one[1] < other[1] < DEFAULT_PORT + 20


def test_a_port_that_was_asked_for_is_not_replaced():
    with listen(0) as taken, pytest.raises(PortTakenError):
        listen(taken.getsockname()[1])


def test_what_is_wrong_is_said_before_the_app_starts(portes, tmp_path):
    (tmp_path / "broken").mkdir()
    result = portes("run", "--no-browser", "--port", "0", "--campaign", "broken")
    assert result.exit_code == 1 and result.stdout == ""


def test_run_hands_its_settings_to_the_app(portes, tmp_path, monkeypatch):
    import dashboard.server

    seen = {}

    def serve(*, listener, open_at):
        seen.update(os.environ, open_at=open_at)

    monkeypatch.setattr(dashboard.server, "serve", serve)
    monkeypatch.setenv("PORTES_CAMPAIGN", "")
    monkeypatch.setenv("PORTES_DATABASE", "")
    portes.done("new", "town", "--town", "Town")
    portes.done("run", "--no-browser", "--port", "0", "--campaign", "town")
    assert seen["PORTES_DATABASE"] == f"sqlite:///{tmp_path.resolve()}/town/portes.sqlite"
    assert seen["PORTES_CAMPAIGN"].endswith("town")
    assert seen["open_at"] is None
    monkeypatch.setattr("dashboard.commands.run.has_display", lambda _environ: True)
    links = set()
    for _ in range(2):
        said = portes.done("run", "--port", "0", "--campaign", "town")
        links.add(seen["open_at"].partition("/entrer/")[2])
        assert seen["open_at"] in said, "also printed while nobody has come in"
    assert len(links) == 2 and all(len(token) == 43 for token in links)


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"SSH_CONNECTION": "x"}, "darwin", False),
    ],
)
def test_a_browser_needs_a_screen(environ, platform, expected):
    assert has_display(environ, platform) is expected


def test_a_day_that_is_none_is_told_how_days_are_written(portes):
    result = portes("purge", "--before", "2024-13-01")
    assert result.exit_code == 2
    assert "write it like 2023-05-21 or 21/05/2023" in result.stderr and "%" not in result.stderr
