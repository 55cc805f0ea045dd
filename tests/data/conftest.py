"""A database for the tests of the store: a new one for each test, on every kind we support."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.model import (
    Campaign,
    Phase,
    Quartier,
    Question,
    QuestionKind,
    Questionnaire,
)
from data.store import Store, open_store
from tests.postgresql import Cluster

CAMPAIGN = Campaign(
    id="town-2023",
    name={"fr": "Défi", "en": "Challenge"},
    goal=100,
    commune="86194",
    town="Ville",
    phases=(Phase("doors", date(2023, 4, 2), date(2023, 7, 2), {"fr": "Portes", "en": "Doors"}),),
    doors="doors",
)
QUARTIERS = tuple(
    Quartier(code, f"Quartier {code}", '{"type":"Polygon","coordinates":[]}', dwellings)
    for code, dwellings in (("a", 100), ("b", 200), ("c", None))
)
_TEXT = {"fr": "Question", "en": "Question"}
QUESTIONNAIRE = Questionnaire(
    version=1,
    title=_TEXT,
    questions=(
        Question("life", QuestionKind.RATING, _TEXT, _TEXT, low=_TEXT, high=_TEXT),
        Question("voice", QuestionKind.RATING, _TEXT, _TEXT, low=_TEXT, high=_TEXT),
        Question("likes", QuestionKind.OPEN, _TEXT, _TEXT, aliases=("J’aime",)),
    ),
)


ON_SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
"""For a test that uses a store and looks at what only a file has."""


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with its tables: making them takes longer than most tests."""
    path = tmp_path_factory.mktemp("made once") / "empty.sqlite"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def cluster(postgresql: Cluster) -> Cluster:
    """Give a PostgreSQL server with a database ``made_once`` that has its tables."""
    open_store(postgresql.create("made_once")).close()
    return postgresql


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty SQLite database, for what only a file has."""
    path = tmp_path / "new folder" / "portes.sqlite"
    if "empty_store" in request.fixturenames:
        path.parent.mkdir(mode=0o700)
        shutil.copy(request.getfixturevalue("made_once"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty PostgreSQL database."""
    cluster: Cluster = request.getfixturevalue("cluster")
    made = "empty_store" in request.fixturenames
    return cluster.create("portes", template="made_once" if made else "template1")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty database; its tables are there where the test wants a store."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def empty_store(store_url: str) -> Iterator[Store]:
    """Give a store without a campaign."""
    with open_store(store_url) as store:
        yield store


@pytest.fixture
def campaign() -> Campaign:
    """Give a small campaign."""
    return CAMPAIGN


@pytest.fixture
def quartiers() -> tuple[Quartier, ...]:
    """Give its three quartiers, a, b and c."""
    return QUARTIERS


@pytest.fixture
def questionnaire() -> Questionnaire:
    """Give its questionnaire: two ratings, life and voice, and an open question, likes."""
    return QUESTIONNAIRE


def set_up(store: Store) -> None:
    """Give a store the campaign, its quartiers and its questionnaire."""
    store.save_campaign(CAMPAIGN)
    store.replace_quartiers(QUARTIERS, note={"fr": "indicatif", "en": "indicative"})
    store.save_questionnaire(QUESTIONNAIRE)


@pytest.fixture
def store(empty_store: Store) -> Store:
    """Give a store with all of these."""
    set_up(empty_store)
    return empty_store
