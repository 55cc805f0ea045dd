"""From the choice of a question to the painted map, in Chromium, against a page with one text.

Both pages come from one server and stand in one browser; they take turns, so that whatever else
the machine does slows both.
"""

import statistics
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bench import one_text
from bench.serving import served
from tests.e2e.serving import CHROMIUM, FLAGS
from tests.signing import Cookie

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Row = tuple[str, str, str, bool]
WATCH = Path(__file__).with_name("painted.js").read_text("utf-8")
SERVE = "from bench.one_text import main; main()"
ADDRESSES = {"text": one_text.ADDRESS, "map": "analyse"}
TURNS = 60
WARM = 10
"""Choices that do not count: each question was shown once."""
WHAT = "question change to painted map, against one text"
BUDGET = "at most 2 times"


def rows(*, turns: int = TURNS) -> Iterator[Row]:
    """Measure and give the row of the budget table."""
    if not CHROMIUM.is_file():
        yield WHAT, BUDGET, "left out: Chromium is not here", True
        return
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), start=SERVE) as (address, _process, cookie),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        pages = {
            name: _opened(browser, f"{address}/{ADDRESSES[name]}", cookie) for name in ADDRESSES
        }
        times = _in_turns(pages, turns + WARM)
        browser.close()
    yield _row({name: taken[WARM:] for name, taken in times.items()})


def _row(times: Mapping[str, list[float]]) -> Row:
    """Compare the medians; say how much single turns differ."""
    text, painted = (statistics.median(times[name]) for name in ("text", "map"))
    each = [map_ / text for text, map_ in zip(times["text"], times["map"], strict=True)]
    low, _middle, high = statistics.quantiles(each, n=4)
    measured = (
        f"{painted / text:.2f} times (medians {painted:.0f} against {text:.0f} ms; "
        f"half of the turns {low:.1f} to {high:.1f})"
    )
    return WHAT, BUDGET, measured, painted / text <= 2


def _opened(browser: "Browser", address: str, cookie: Cookie) -> "Page":
    """Open a page and wait until it is drawn."""
    size = {"width": 1280, "height": 900}
    page = browser.new_page(viewport=size, locale="fr-FR")  # type: ignore[arg-type]
    page.context.add_cookies([{"name": cookie.name, "value": cookie.value, "url": address}])
    page.goto(address)
    page.get_by_role("combobox").wait_for()
    if address.endswith(ADDRESSES["map"]):
        frame = page.frame_locator('iframe[title*="st_folium"]')
        frame.locator("path.leaflet-interactive").first.wait_for()
    return page


def _in_turns(pages: Mapping[str, "Page"], turns: int) -> dict[str, list[float]]:
    """Choose one question after the other on each page; give the milliseconds of each choice."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(1, turns + 1):
        for name, page in pages.items():
            page.bring_to_front()
            page.get_by_role("combobox").click()
            offered = page.get_by_role("option")
            offered.first.wait_for()
            page.evaluate(WATCH, [name])
            offered.nth(turn % offered.count()).click()
            times[name].append(page.evaluate("() => window.painted"))
    return times
