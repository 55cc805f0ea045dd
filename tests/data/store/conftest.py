"""A campaign with people, an outing, pairs and streets."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import Engine

from data.fieldwork import Address, Outing, Pair, Section, Sheet, SheetLine, Volunteer
from data.store import Store, dialect, opening
from tests.data.store import planted

NOON = datetime(2023, 4, 2, 12, tzinfo=UTC)
DAY = date(2023, 4, 2)


def a_section(identity: str, quartier: str = "a", doors: int = 4, **more: object) -> Section:
    addresses = tuple(Address(str(n), n, "", 0.34, 46.58) for n in range(1, doors + 1))
    values = {"geometry": '{"type":"Point","coordinates":[0.34,46.58]}', "addresses": addresses}
    return Section(identity, quartier, f"rue {identity}", **{**values, **more})  # type: ignore[arg-type]


def an_outing(identity: str = "o1", **more: object) -> Outing:
    values = {"quartier": "a", "meeting_point": "école", "capacity": 60, **more}
    return Outing(identity, DAY, time(10), time(12, 30), **values)  # type: ignore[arg-type]


SHEET = Sheet(
    "K7PX",
    "o1",
    "p1",
    "a",
    tuple(SheetLine(row, "s1", "rue s1", str(row)) for row in range(1, 5)),
)


@pytest.fixture
def planted_source(store_url: str) -> Iterator[Engine]:
    """Give a database with rows of several campaigns in every table."""
    engine = opening.open_engine(store_url)
    with dialect.writing(engine) as connection:
        planted.plant(connection)
    yield engine
    engine.dispose()


def fill(store: Store) -> None:
    """Add 4 volunteers, outing o1 with pairs p1 and p2, sections s1 and s2 in a, s3 in b."""
    store.people.save_all([Volunteer(f"v{n}", f"Nom {n}") for n in range(1, 5)])
    store.outings.save(an_outing())
    for n in range(1, 5):
        store.outings.sign_up("o1", f"v{n}")
    pairs = [Pair("p1", "o1", 1, ("v1", "v2")), Pair("p2", "o1", 2, ("v3", "v4"))]
    store.outings.save_pairs("o1", pairs)
    sections = [a_section("s1"), a_section("s2", doors=2), a_section("s3", "b")]
    store.sections.replace(sections, source="ban.csv", at="2023-03-01")


@pytest.fixture
def field(store: Store) -> Store:
    """Give a store with all that `fill` adds."""
    fill(store)
    return store
