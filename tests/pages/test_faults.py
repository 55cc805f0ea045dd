"""Pages while the database cannot be used, for real: they say so, and go on by themselves."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.model import AllocationMethod, Outcome
from data.store import dialect
from tests.pages.appenv import AppEnv
from tests.pages.plants import FIRST, OUTING, plant
from tests.pages.test_doors import STREET, tap, visits
from tests.pages.test_planning import save_button

PAGES = sorted(
    path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py") if path.stem[0] != "_"
)


def said(at: AppTest) -> str:
    assert not at.exception
    return " ".join(error.value for error in at.error)


@pytest.fixture
def locked(app_env: AppEnv, monkeypatch: pytest.MonkeyPatch):
    """Give a connection of another program, and an app that soon tires of waiting for it."""
    monkeypatch.setattr(dialect, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(app_env.database, isolation_level=None)) as other:
        yield other


def test_every_page_says_that_the_file_is_gone_and_comes_back(app_env: AppEnv) -> None:
    """Signed in or not, nothing empty is put in its place."""
    app_env.fill()
    folder = app_env.database.parent
    away = folder.with_name("elsewhere")
    shown = {page: app_env.open(page) for page in PAGES}
    folder.rename(away)
    for page, at in shown.items():
        assert "n’est plus là" in said(at.run()), page
        assert not folder.exists()
    away.rename(folder)
    for page, at in shown.items():
        assert said(at.run()) == "", page


def test_a_door_that_was_refused_is_recorded_by_the_next_tap(
    app_env: AppEnv, locked: sqlite3.Connection
) -> None:
    plant(app_env.service, 6, 4)
    app_env.service.turf.claim(STREET, OUTING, FIRST)
    at = app_env.open("doors", outing=OUTING, pair=FIRST)
    app_env.service.store.close()  # connections that were opened before wait for longer
    locked.execute("BEGIN IMMEDIATE")
    at = tap(at, Outcome.REFUSAL)
    assert "Réessayez" in said(at)
    assert visits(app_env) == {}
    locked.execute("ROLLBACK")
    at = tap(at, Outcome.REFUSAL)
    assert said(at) == ""
    assert list(visits(app_env).values()) == [Outcome.REFUSAL]


def test_a_spread_that_was_refused_is_still_on_the_page(
    app_env: AppEnv, locked: sqlite3.Connection
) -> None:
    at = app_env.open("planning")
    at.radio(key="spread-method").set_value(AllocationMethod.EQUAL).run()
    app_env.service.store.close()
    locked.execute("BEGIN IMMEDIATE")
    assert "Réessayez" in said(save_button(at).click().run())
    assert at.radio(key="spread-method").value == AllocationMethod.EQUAL
    locked.execute("ROLLBACK")
    assert said(save_button(at).click().run()) == ""
    assert app_env.service.campaign().spread.method is AllocationMethod.EQUAL


def test_a_damaged_database_is_said_to_be(app_env: AppEnv) -> None:
    at = app_env.open()
    app_env.service.store.close()
    content = app_env.database.read_bytes()
    app_env.database.write_bytes(b"\xff" * len(content))
    assert "portes restore" in said(at.run())
    app_env.database.write_bytes(content)
    assert said(at.run()) == ""
