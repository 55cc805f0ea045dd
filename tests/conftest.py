"""What every test may use, and the rule that nothing is skipped where nothing may be."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests import postgresql as postgres
from tests.e2e.serving import CHROMIUM, FLAGS

# The same examples on every machine and at every run: a test that passed here passes there.
hypothesis.settings.register_profile("portes", derandomize=True, deadline=None)
hypothesis.settings.load_profile("portes")

ROOT = Path(__file__).resolve().parents[1]
NO_SKIP = "PORTES_ALLOW_NO_SKIP"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of public reference files beside the project, or skip."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the reference files beside the project (../shared) are not here")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator["playwright.sync_api.Browser"]:  # noqa: F821
    """Give Chromium, one for all tests (a second one in this process cannot start), or skip."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.is_file():
        pytest.skip(f"there is no Chromium at {CHROMIUM}")
    with api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def no_loop_of_the_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hide the event loop that Chromium's driver leaves in this thread from other tests.

    Whether a browser was started before depends on which tests the process got first; without
    this, ``asyncio.run`` would fail after it.
    """
    running = asyncio._get_running_loop()
    hidden = running is not None and "browser" not in request.fixturenames
    if hidden:
        asyncio._set_running_loop(None)
    yield
    if hidden:
        asyncio._set_running_loop(running)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Cluster]:
    """Give a PostgreSQL server, one for all tests of this process, or skip."""
    if postgres.programs() is None:
        pytest.skip(postgres.MISSING)
    with postgres.running() as cluster:
        yield cluster


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Turn a skip into a failure where the variable says that nothing may be missing.

    What needs an optional extra may be missing all the same: the extra is not in the lock file.
    """
    report = yield
    optional = item.get_closest_marker("extra") or hasattr(report, "wasxfail")
    if report.skipped and os.environ.get(NO_SKIP) and not optional:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, though {NO_SKIP} allows no skip: {reason}"
    return report


def pytest_terminal_summary(terminalreporter: "pytest.TerminalReporter") -> None:
    """Say how many combinations the tests tried that search for holes, those in workers too."""
    reports = (one for some in terminalreporter.stats.values() for one in some)
    noted = [
        str(value)
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "tried" and getattr(report, "when", "") == "call"
    ]
    if noted:
        terminalreporter.section("tried")
        for line in sorted(noted, key=lambda line: line.split(maxsplit=1)[1]):
            terminalreporter.line(line)
