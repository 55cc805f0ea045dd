"""Who gives or records an answer leaves no trace beside it, in whatever table there is.

All tables of the database are compared before and after, also those that somebody adds later: a
row with a moment or a name that is written along with an answer would lead from one to the other.
"""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import inspect, text

from dashboard.access import Actor
from dashboard.service import Service
from dashboard.settings import Settings
from data.campaigns import POITIERS
from data.fieldwork import Volunteer
from data.model import Outcome, Role
from tests.pages.plants import FIRST, OUTING, plant

TODAY = date(2023, 5, 10)
ANA = Actor("account-ana", "Ana", Role.VOLUNTEER, "a")
Tables = dict[str, list[str]]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Give a campaign with a pair that holds a street."""
    path = tmp_path_factory.mktemp("trace") / "portes.sqlite"
    opened = Service.open(Settings(f"sqlite:///{path}", POITIERS, TODAY))
    [street] = plant(opened, 6)
    opened.turf.claim(street.id, OUTING, FIRST)
    yield opened
    opened.store.close()


def everything(service: Service) -> Tables:
    """Read all rows of all tables."""
    with service.store._engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {
            name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}"))))
            for name in names
        }


def changed(service: Service, deed: Callable[[Service], object]) -> set[str]:
    """Let a volunteer do something; give the tables in which anything is different then."""
    before = everything(service)
    deed(service.acting(ANA))
    after = everything(service)
    return {name for name in after if after[name] != before.get(name)}


def at_the_door(service: Service) -> None:
    rated, *_more = service.questionnaire().ratings
    [token] = service.asking.begin("8619403")
    service.asking.keep(token, rated, 4)
    service.asking.finish(token)


def left_open(service: Service) -> None:
    service.asking.begin("8619403")


def from_paper(service: Service) -> None:
    service.doors.answer({"city_life": 3}, {"likes": "les parcs"}, key="p", quartier="8619403")


def knock(service: Service) -> None:
    door = service.doors.walk(FIRST)[0]
    labels = {door.address.label: 1}
    service.doors.knock(door, labels, Outcome.INTERVIEW, outing=OUTING, pair=FIRST)


def test_an_answer_changes_nothing_but_the_answers(service: Service) -> None:
    assert changed(service, at_the_door) == {"responses", "revisions"}
    assert changed(service, from_paper) == {"responses", "revisions"}
    assert changed(service, left_open) <= {"open_questionnaires", "revisions"}


def test_a_door_changes_nothing_but_the_visits(service: Service) -> None:
    assert changed(service, knock) == {"visits", "revisions"}


def test_the_revision_tells_no_moment_and_no_name(service: Service) -> None:
    with service.store._engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM revisions")).mappings().all()
    assert {name for row in rows for name in row} == {"campaign", "number"}


def test_what_a_coordinator_changes_is_seen(service: Service) -> None:
    """The test of the test: a deed that is audited is noticed."""

    def save(acting: Service) -> None:
        coordinator = acting.acting(Actor("account-bo", "Bo", Role.COORDINATOR))
        coordinator.rounds.save_volunteer(Volunteer("new", "Dora"))

    assert {"volunteers", "audit"} <= changed(service, save)
