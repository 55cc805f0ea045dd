"""Take the README's pictures from the running app, filled with the demonstration.

``make screenshots`` writes ``docs/coverage.png`` and ``docs/results.png``; needs Chromium.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.e2e.serving import CHROMIUM, FLAGS, serving, sign_in

DOCS = Path(__file__).resolve().parents[1] / "docs"
DAY = "2023-05-21"
SHOTS = (("coverage", "", 1000), ("results", "analyse", 900))


def fill(folder: Path) -> None:
    """Bring the demonstration in, up to the day of the pictures."""
    variables = {
        "PORTES_DATABASE": f"sqlite:///{folder / 'portes.sqlite'}",
        "PORTES_TODAY": DAY,
    }
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", "demo"]
    subprocess.run(
        [*command, "--until", DAY],
        env=os.environ | variables,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def take(page: Page, address: str, name: str) -> None:
    """Take one picture once the map is painted."""
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    frame = page.frame_locator('iframe[title*="st_folium"]')
    frame.locator("path.leaflet-interactive").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=DOCS / f"{name}.png")
    print(DOCS / f"{name}.png")


def main() -> None:
    """Start the app, take the pictures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        fill(folder)
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        with serving(folder, today=DAY) as address:
            for shot, path, height in SHOTS:
                size = {"width": 1280, "height": height}
                page = browser.new_page(viewport=size, locale="fr-FR")
                sign_in(page.context, address)
                take(page, f"{address}/{path}", shot)
        browser.close()


if __name__ == "__main__":
    main()
