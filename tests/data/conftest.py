"""A database for the tests of the store: a new one for each test, on every kind we support."""

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


@pytest.fixture(params=["sqlite"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database."""
    return f"sqlite:///{tmp_path / 'new folder' / 'portes.sqlite'}"


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


@pytest.fixture
def store(empty_store: Store) -> Store:
    """Give a store with all of these."""
    empty_store.save_campaign(CAMPAIGN)
    empty_store.replace_quartiers(QUARTIERS, note={"fr": "indicatif", "en": "indicative"})
    empty_store.save_questionnaire(QUESTIONNAIRE)
    return empty_store
