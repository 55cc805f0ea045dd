"""A value from a masked quartier is in no file of the public results, whatever they are made of."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.public import files
from dashboard.publication.bundle import build
from dashboard.service import Service
from dashboard.settings import Settings
from data.campaigns import POITIERS
from tests.dashboard.canary import CANARY, WITNESS, WORDS, found, plant
from tests.dashboard.conftest import Portes

JULY = "2023-07-10"
Open = Callable[[str], Service]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """Give a way to open databases by name."""

    def by(name: str) -> Service:
        url = f"sqlite:///{tmp_path / name}.sqlite"
        today = date.fromisoformat(JULY)
        return Service.open(Settings(database=url, campaign=POITIERS, fixed_today=today))

    return by


def test_a_canary_is_in_no_file(opened: Open) -> None:
    service = opened("one")
    hidden = plant(service)
    release = service.publishing.release(1)
    assert hidden in release.figures.masked
    bundle = build(release).files
    assert found("canary", bundle) == []
    assert found("canary", files(service)) == []
    counts = service.store.rating_counts(1)
    assert any(quartier == hidden and number >= CANARY for quartier, _key, _s, number in counts)
    assert any(WORDS["canary"] in one.quote_text for one in service.quotes.all())


def test_a_witness_beside_it_is_found(opened: Open) -> None:
    """The test of the test: the same kinds of values, in a quartier that is shown."""
    service = opened("one")
    plant(service)
    bundle = build(service.publishing.release(1)).files
    where = set(found("witness", bundle))
    assert {"index.html", "en.html", "pleniere.html", "publication.json", "resultats.csv"} <= where
    page = bundle["index.html"].decode()
    assert f"{WITNESS // 1000}\u202f{WITNESS % 1000}" in page
    assert f"Thème {WORDS['witness']}" in page
    assert f"Voilà : {WORDS['witness']}" in page


def test_masked_quartiers_may_change_places_unnoticed(opened: Open) -> None:
    """Neither a mean nor anything else tells one masked quartier from another."""
    one, other = opened("one"), opened("other")
    assert plant(one) != plant(other, swapped=True)
    before, after = (build(service.publishing.release(1)).files for service in (one, other))
    assert before == after


def test_quotes_of_masked_quartiers_are_counted_for_the_coordinator(opened: Open) -> None:
    service = opened("one")
    plant(service)
    keys = [question.key for question in service.questionnaire().ratings]
    assert service.publishing.prepare(keys).held_back == 1
    assert service.publishing.prepare(keys, quotes=False).held_back == 0


def test_the_folder_that_the_command_writes_holds_none(portes: Portes) -> None:
    service = Service.open(settings.load())
    plant(service)
    portes.done("publish", "--out", "resultats")
    written = {path.name: path.read_bytes() for path in Path("resultats").iterdir()}
    assert found("canary", written) == []
    assert found("witness", written)
