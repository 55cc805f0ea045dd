"""The coverage page: script time against an empty page, its size, and with a million answers.

A run of a page is timed as Streamlit's own test harness runs it, with the compiled scripts kept
as the server keeps them. Pages that are compared take turns, so that a busy machine slows both,
and the fastest run of each counts: what else the machine does only ever adds.
"""

import os
import random
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

import streamlit as st
from streamlit import config
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest

from dashboard import cached
from data.model import SCALE, Response
from tests.signing import Cookie, cookie

DASHBOARD = Path(__file__).resolve().parents[1] / "dashboard"
APP = DASHBOARD / "screen.py"
TODAY = "2023-05-10"
TURNS = 100
FEW, MANY = 1_001, 1_000_000
KEPT_BY_BROWSER = 10_000
"""Bytes from which Streamlit sends a reference where the browser has the message already."""

Row = tuple[str, str, str, bool]


def rows() -> Iterator[Row]:
    """Measure and give the rows of the budget table."""
    as_served()
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text('import streamlit as st\n\nst.title("Empty")\n', "utf-8")
        with compiled_once():
            with campaign(Path(folder) / "few.sqlite", FEW):
                yield from page_rows(empty)
            yield from answers_rows(Path(folder))


def page_rows(empty: Path) -> Iterator[Row]:
    """Measure the page on a campaign with the demonstration."""
    times = in_turns({"empty": opened(empty), "coverage": opened(APP)})
    ratio = times["coverage"] / times["empty"]
    yield (
        "coverage page, warm, against an empty page",
        "at most 4 times",
        f"{ratio:.2f} times ({times['coverage']:.1f} against {times['empty']:.1f} ms)",
        ratio <= 4,
    )
    page = opened(APP)
    first = map_message(page)
    again = map_message(page.run())
    yield (
        "map message for the shipped quartiers",
        "at most 60 kB",
        f"{len(first) / 1000:.1f} kB",
        len(first) <= 60_000,
    )
    kept = first == again and len(first) >= KEPT_BY_BROWSER
    yield (
        "an unchanged map is not sent again",
        "same message, kept by browsers",
        "the same" if kept else "another, or too small to be kept",
        kept,
    )


def answers_rows(folder: Path) -> Iterator[Row]:
    """Measure the page with few and with many answers, warm and as after a write."""
    warm: dict[int, list[float]] = {FEW: [], MANY: []}
    cold: dict[int, list[float]] = {FEW: [], MANY: []}
    for number in (FEW, MANY) * 2:
        with campaign(folder / f"answers-{number}.sqlite", number, demo=False):
            page = opened(APP)
            warm[number].append(in_turns({"coverage": page})["coverage"])
            cold[number].append(in_turns({"coverage": page}, turns=9, cold=True)["coverage"])
    for state, measured in (("warm", warm), ("after a write", cold)):
        few, many = min(measured[FEW]), min(measured[MANY])
        yield (
            f"coverage page with {MANY:,} answers against {FEW:,}, {state}",
            "at most 1.5 times",
            f"{many / few:.2f} times ({many:.1f} against {few:.1f} ms)",
            many / few <= 1.5,
        )


@contextmanager
def compiled_once() -> Iterator[None]:
    """Keep compiled scripts from run to run; the harness would compile them anew each time."""
    scripts = ScriptCache()
    harness = "streamlit.testing.v1"
    with (
        patch(f"{harness}.local_script_runner.ScriptCache", lambda: scripts),
        patch(f"{harness}.app_test.ScriptCache", lambda: scripts),
    ):
        yield


def as_served() -> None:
    """Set Streamlit as the app's own configuration does."""
    settings = tomllib.loads((DASHBOARD / ".streamlit" / "config.toml").read_text("utf-8"))
    for section in ("runner", "browser", "client"):
        for name, value in settings[section].items():
            config.set_option(f"{section}.{name}", value)


@contextmanager
def campaign(database: Path, answers: int, *, demo: bool = True) -> Iterator[None]:
    """Work on a database with a campaign, invented visits, and so many answers."""
    variables = {"PORTES_DATABASE": f"sqlite:///{database}", "PORTES_TODAY": TODAY}
    with patch.dict(os.environ, variables):
        st.cache_data.clear()
        st.cache_resource.clear()
        service = cached.opened()
        if service.coverage.overview().empty:
            fill(0 if demo else answers)
            if demo:
                service.records.fill_demo()
        with browser_of(cookie(database)):
            yield
        service.store.close()
        st.cache_resource.clear()


@contextmanager
def browser_of(signed_in: Cookie) -> Iterator[None]:
    """Send that cookie along with each run; the harness has no way to do so."""
    sent = property(lambda _context: {signed_in.name: signed_in.value})
    with patch.object(type(st.context), "cookies", sent):
        yield


def fill(answers: int) -> None:
    """Bring answers in through the store, as an import does."""
    service = cached.opened()
    codes = [quartier.code for quartier in service.quartiers()]
    asked = service.questionnaire()
    draw = random.Random(2023)
    with service.store.importing("bench", at=service.now()) as writer:
        for start in range(0, answers, 20_000):
            writer.add_responses(
                [
                    Response(
                        key=f"bench-{number}",
                        version=asked.version,
                        quartier=draw.choice(codes),
                        month=date(2023, 4, 1),
                        ratings={question.key: draw.choice(SCALE) for question in asked.ratings},
                    )
                    for number in range(start, min(start + 20_000, answers))
                ]
            )


def opened(script: Path) -> AppTest:
    """Run a script twice, so that its caches are warm."""
    page = AppTest.from_file(str(script), default_timeout=120)
    page.query_params["lang"] = "fr"
    page.run().run()
    if page.exception or page.error:
        raise RuntimeError(f"{script} does not run: {page.exception or page.error}")
    return page


def in_turns(
    pages: Mapping[str, AppTest], *, turns: int = TURNS, cold: bool = False
) -> dict[str, float]:
    """Run pages in turns; give the milliseconds of the fastest of each.

    Parameters
    ----------
    cold
        Forget all figures before each run, as a write does.
    """
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(turns):
        for name, page in pages.items():
            if cold:
                st.cache_data.clear()
            begun = time.perf_counter()
            page.run()
            times[name].append(1000 * (time.perf_counter() - begun))
    return {name: min(taken) for name, taken in times.items()}


def map_message(page: AppTest) -> bytes:
    """Give what is sent to the browser for the map."""
    (component,) = page.get("component_instance")
    message: bytes = component.proto.SerializeToString(deterministic=True)
    return message
