"""A fresh database, a fixed day, maps recorded, caches empty: what each page test begins with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import i18n
from data.model import Role
from tests.beginnings import begin
from tests.pages.appenv import TODAY, AppEnv, forget_caches


@pytest.fixture
def app_env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppEnv]:
    """Give an app on a database of its own, without records."""
    database = begin(tmp_path)
    monkeypatch.setenv("PORTES_DATABASE", f"sqlite:///{database}")
    monkeypatch.setenv("PORTES_TODAY", TODAY)
    for name in ("PORTES_CAMPAIGN", "PORTES_TILES"):
        monkeypatch.delenv(name, raising=False)
    env = AppEnv(database, monkeypatch)
    env.sign_in(Role.ADMINISTRATOR)
    monkeypatch.setattr(
        "dashboard.mapview.st_folium", lambda *args, **options: env.maps.append(options)
    )
    forget_caches()
    yield env
    forget_caches()
    i18n.follow(None)
