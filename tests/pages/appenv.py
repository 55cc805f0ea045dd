"""The app as a page test sees it; the fixture `app_env` gives it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import cached
from dashboard.access import PUBLIC, Actor
from dashboard.service import Service
from data.accounts import Account
from data.errors import DataError
from data.model import Role

APP = Path(__file__).resolve().parents[2] / "dashboard" / "screen.py"
TODAY = "2023-05-10"
ADDRESSES = {
    "access": "acces",
    "results": "analyse",
    "records": "donnees",
    "streets": "rues",
    "doors": "porte",
    "paper": "saisie",
    "outings": "sorties",
    "volunteers": "benevoles",
    "privacy": "vie-privee",
    "audit": "journal",
}
"""Pages whose address is not the name of their file."""


@dataclass
class AppEnv:
    """What a page test needs; `maps` holds the arguments of each map that was drawn."""

    database: Path
    monkeypatch: pytest.MonkeyPatch
    maps: list[dict[str, Any]] = field(default_factory=list)
    known: Actor = PUBLIC

    @property
    def service(self) -> Service:
        """The service that the app itself uses, with all rights."""
        return cached.opened()

    def fill(self) -> None:
        """Bring in the invented records up to the day that is set."""
        self.service.records.fill_demo(until=self.service.settings.today)

    def sign_in(self, role: Role, *, volunteer: str = "") -> None:
        """Open pages from now on as somebody of that role; at first, as an administrator."""
        account = "" if role is Role.PUBLIC else f"account-{role}"
        known = self.known = Actor(account, "Personne", role, volunteer)
        self.monkeypatch.setattr("dashboard.cached.run.actor", lambda: known)

    def today(self, day: str) -> None:
        """Set the day, as YYYY-MM-DD, before anything was opened."""
        self.monkeypatch.setenv("PORTES_TODAY", day)

    def open(self, page: str = "coverage", **query: str) -> AppTest:
        """Run a page, named as its file, with the query of the address."""
        if self.known.account:
            # Not as the volunteer's: one has one account, and a test may take several roles.
            account = Account(self.known.account, f"Personne {self.known.role}", self.known.role)
            with suppress(DataError):  # a test may want a database that cannot be written
                self.service.store.accounts.save(account)
        at = AppTest.from_file(str(APP), default_timeout=60)
        for key, value in {"lang": "fr", **query}.items():
            at.query_params[key] = value
        at._bidi_component_manager = _components()
        if page != "coverage":
            # `switch_page` would know a page whose address is not its file name after a run only.
            at._page_hash = calc_hash(ADDRESSES.get(page, page))
        return at.run()


@lru_cache
def _components() -> BidiComponentManager:
    """Look for components among the installed packages once a process, as the server does.

    The harness would do it for each page that is opened, which takes longer than all else.
    """
    manager = BidiComponentManager()
    manager.discover_and_register_components(start_file_watching=False)
    return manager


def press(at: AppTest, label: str) -> AppTest:
    """Press the first button of that name."""
    return next(one for one in at.button if one.label == label).click().run()


def raising(problem: Exception) -> Callable[..., None]:
    """Give what fails however it is called, to stand in for something that works."""

    def fail(*_args: object, **_options: object) -> None:
        raise problem

    return fail


def drawn_code(env: AppEnv) -> str:
    """Give the code of the map that was drawn last."""
    return str(env.maps[-1]["feature_group_to_add"]._template.code)


def forget_caches() -> None:
    """Empty the caches that tests would otherwise share, and close the database."""
    st.cache_data.clear()
    st.cache_resource.clear()


def texts(at: AppTest) -> str:
    """Give all that a page says, one line an element."""
    parts = [*at.title, *at.header, *at.markdown, *at.caption, *at.info, *at.warning]
    parts += [*at.success, *at.error]
    said = [str(part.value) for part in parts]
    bodies = (str(element.proto.body) for element in at.get("html"))
    said += [body for body in bodies if "<style>" not in body]
    said += [f"{metric.label} {metric.value} {metric.delta}" for metric in at.metric]
    return "\n".join(said)
