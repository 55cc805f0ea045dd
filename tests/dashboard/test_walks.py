"""How a pair walks: one choice for the doors, the sheet and its map; what was printed stays."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from shapely import from_geojson

from dashboard import printing, settings
from dashboard.i18n import using
from dashboard.service import Service
from data.errors import NotFoundError
from data.fieldwork import Address, Section, WalkingOrder
from data.model import Outcome
from geo.walking import Order
from tests.pages.plants import FIRST, OUTING, QUARTIER, SECOND, plant

STREET = "street-99"
ODD_UP = ["1", "3", "5", "7", "8", "6", "4", "2"]
ALONG = ["1", "2", "3", "4", "5", "6", "7", "8"]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Give a pair that holds a street with doors on both sides, another that holds none."""
    url = f"sqlite:///{tmp_path / 'portes.sqlite'}"
    service = Service.open(settings.load(database=url, environ={"PORTES_TODAY": "2023-05-10"}))
    streets = [two_sides(service), *plant(service, 4)]
    service.store.sections.replace(streets, source="x", at=service.now())
    service.turf.claim(STREET, OUTING, FIRST)
    yield service


def two_sides(service: Service) -> Section:
    """Make a street whose even doors lie a little farther on than the odd ones before them."""
    found = next(q for q in service.quartiers() if q.code == QUARTIER)
    middle = from_geojson(found.geometry).representative_point()
    line = [(middle.x, middle.y), (middle.x + 0.001, middle.y)]
    doors = (
        Address(label, n, "", middle.x + 0.0001 * n, middle.y + (0.0001 if n % 2 else -0.0001), 1)
        for label in ODD_UP
        for n in [int(label)]
    )
    geometry = json.dumps({"type": "LineString", "coordinates": line})
    return Section(STREET, QUARTIER, "rue Double", geometry, tuple(doors))


def labels(service: Service) -> list[str]:
    return [door.address.label for door in service.doors.to_do(FIRST)]


def test_both_rooms_mean_the_same_orders() -> None:
    assert [one.value for one in WalkingOrder] == [one.value for one in Order]


def test_one_choice_for_the_doors_the_sheet_and_its_map(service: Service) -> None:
    assert labels(service) == ODD_UP
    service.turf.set_walk(FIRST, WalkingOrder.DISTANCE)
    assert labels(service) == ALONG
    assert [door.address.label for door in service.doors.walk(FIRST)] == ALONG
    assert [line.door for line in service.paper.sheet_for(FIRST).lines] == ALONG
    with using("fr"):
        data = printing.pair_sheet(service, FIRST)
    assert data.walk is WalkingOrder.DISTANCE
    assert [door.label for door in data.doors] == ALONG
    assert [door.row for door in data.doors] == list(range(1, 9))


def test_the_choice_is_the_pairs_own(service: Service) -> None:
    service.turf.set_walk(SECOND, WalkingOrder.DISTANCE)
    assert labels(service) == ODD_UP
    walks = {pair.id: pair.walk for pair in service.rounds.roster(OUTING).pairs}
    assert walks == {FIRST: WalkingOrder.UP_AND_DOWN, SECOND: WalkingOrder.DISTANCE}
    with pytest.raises(NotFoundError):
        service.turf.set_walk("nobody", WalkingOrder.DISTANCE)


def test_a_line_that_was_printed_keeps_its_door(service: Service) -> None:
    first = service.paper.sheet_for(FIRST)
    service.turf.set_walk(FIRST, WalkingOrder.DISTANCE)
    second = service.paper.sheet_for(FIRST)
    assert second.code != first.code
    assert service.paper.sheet(first.code) == first
    service.paper.key_in(first.code, {2: Outcome.ABSENT})
    service.paper.key_in(second.code, {2: Outcome.REFUSAL})
    doors = {row.door: row.outcome for row in service.doors.of_pair(FIRST)}
    assert doors == {"3": Outcome.ABSENT, "2": Outcome.REFUSAL}
    service.turf.set_walk(FIRST, WalkingOrder.UP_AND_DOWN)
    assert service.paper.sheet_for(FIRST) == first, "the sheet in hand is the sheet again"


def test_changing_half_way_loses_no_door(service: Service) -> None:
    service.turf.claim("street-01", OUTING, FIRST)
    door = service.doors.to_do(FIRST)[1]
    service.doors.knock(door, {door.address.label: 0}, Outcome.ABSENT, outing=OUTING, pair=FIRST)
    before = {one.name: one.visits for one in service.doors.walk(FIRST)}
    service.turf.set_walk(FIRST, WalkingOrder.DISTANCE)
    walk = service.doors.walk(FIRST)
    assert {one.name: one.visits for one in walk} == before
    streets = [one.section.id for one in walk]
    assert set(streets) == {STREET, "street-01"}
    assert streets == sorted(streets, key=streets.index), "street by street, as before"


def test_a_street_without_listed_doors_is_walked_as_it_is(service: Service) -> None:
    bare = Section("bare", QUARTIER, "rue Nue", "")
    service.store.sections.replace([bare], source="y", at=service.now())
    service.turf.claim("bare", OUTING, SECOND)
    service.turf.set_walk(SECOND, WalkingOrder.DISTANCE)
    assert service.doors.to_do(SECOND) == []


def test_any_street_keeps_all_its_doors() -> None:
    from dashboard.turf import walked

    chance = random.Random(7)
    for count in (0, 1, 2, 30):
        doors = tuple(
            Address(str(n), None if n % 7 == 0 else n, "", 0.3 + chance.random() / 100, 46.5)
            for n in range(count)
        )
        section = Section("s", QUARTIER, "rue", "", doors)
        assert walked(section, WalkingOrder.UP_AND_DOWN) == doors
        along = walked(section, WalkingOrder.DISTANCE)
        assert sorted(door.label for door in along) == sorted(door.label for door in doors)
        places = [door.lon for door in along]
        assert places in (sorted(places), sorted(places, reverse=True))
