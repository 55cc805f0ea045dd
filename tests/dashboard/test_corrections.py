"""What is handed in is not believed: of a visit its key alone, of answers what was asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.access import Actor
from dashboard.asking import LONGEST
from dashboard.doors import Doors
from dashboard.errors import OtherPairError
from dashboard.service import Service
from data.errors import NotFoundError
from data.fieldwork import Recorded
from data.model import Outcome, Role
from tests.dashboard import world
from tests.dashboard.world import ME, OTHERS
from tests.pages.plants import FIRST, OUTING, QUARTIER


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    world.build(tmp_path)
    opened = world.opened(tmp_path)
    yield opened
    opened.store.close()


def mine(service: Service) -> Doors:
    return service.acting(Actor("account", "", Role.VOLUNTEER, ME)).doors


def of(service: Service, pair: str) -> Recorded:
    (visit,) = service.doors.of_pair(pair)
    return visit


def as_mine(visit: Recorded) -> Recorded:
    """Give the visit of others as if it were of the volunteer's own pair."""
    return replace(visit, pair=FIRST, outing=OUTING)


def test_a_visit_of_others_stays_one_whatever_it_says(service: Service) -> None:
    theirs = of(service, OTHERS)
    for visit in (theirs, as_mine(theirs)):
        with pytest.raises(OtherPairError):
            mine(service).correct(visit, Outcome.REFUSAL)
        with pytest.raises(OtherPairError):
            mine(service).take_back([of(service, FIRST), visit])
    assert of(service, OTHERS) == theirs
    assert of(service, FIRST).outcome is Outcome.ABSENT, "nothing of it was done"


def test_nothing_but_the_outcome_is_changed_by_a_correction(service: Service) -> None:
    visit = of(service, FIRST)
    mine(service).correct(replace(visit, street="elsewhere", door="99", doors=40), Outcome.REFUSAL)
    now = of(service, FIRST)
    assert replace(now, key=visit.key, replaces=visit.replaces, outcome=visit.outcome) == visit
    assert now.outcome is Outcome.REFUSAL


def test_taken_back_once_is_taken_back(service: Service) -> None:
    visit = of(service, FIRST)
    assert [mine(service).take_back([visit]) for _time in range(2)] == [1, 0]
    assert service.doors.of_pair(FIRST) == ()


def test_what_was_never_recorded_cannot_be_corrected(service: Service) -> None:
    visit = replace(of(service, FIRST), key="invented")
    with pytest.raises(NotFoundError):
        mine(service).correct(visit, None)
    with pytest.raises(NotFoundError):
        mine(service).take_back([visit])


def test_what_was_not_asked_is_no_answer(service: Service) -> None:
    before = len(list(service.store.responses()))
    ratings = {"city_life": 99, "invented": 3, "likes": 4}
    texts = {"likes": f" quetzals {'x' * 9000}", "city_life": "5", "other": "x"}
    far = date(2999, 1, 1)
    assert mine(service).answer(ratings, texts, key="own", quartier=QUARTIER, month=far)
    kept = [one for one in service.store.responses() if "quetzals" in str(one.texts)]
    assert len(list(service.store.responses())) == before + 1
    assert [(one.ratings, list(one.texts)) for one in kept] == [({}, ["likes"])]
    assert len(kept[0].texts["likes"]) == LONGEST
    assert kept[0].month == service.settings.today.replace(day=1)
