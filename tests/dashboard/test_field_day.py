"""A whole Sunday through the use cases, on the demonstration: every door is counted, once."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from dashboard import printing
from dashboard.service import Service
from dashboard.settings import Settings
from data.campaigns import POITIERS
from data.errors import ClaimTakenError
from data.fieldwork import Outing, Volunteer
from data.model import Outcome
from tests.postgresql import Cluster

TODAY = date(2023, 5, 28)
PLACE = "8619406"
FOUR = ("Ana", "Bilal", "Chloé", "Driss")


@pytest.fixture(params=["file", "server"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    url = f"sqlite:///{tmp_path / 'p.sqlite'}"
    if request.param == "server":
        cluster: Cluster = request.getfixturevalue("postgresql")
        url = cluster.create("field_day")
    key_file = tmp_path / "portes.key"
    opened = Service.open(Settings(url, POITIERS, TODAY, key_file=key_file))
    opened.records.fill_demo(until=TODAY)
    yield opened
    opened.store.close()


def plan(service: Service) -> Outing:
    outing = Outing("sunday", TODAY, time(10), time(12, 30), PLACE, "École", 0.40, 46.585)
    service.rounds.save_outing(outing)
    for n, name in enumerate(FOUR):
        service.rounds.save_volunteer(Volunteer(f"v{n}", name, experienced=n < 2))
        service.rounds.sign_up(outing.id, f"v{n}")
    service.rounds.save_pairs(outing.id, service.rounds.propose_pairs(outing.id))
    return outing


def totals(service: Service) -> tuple[int, int]:
    row = next(row for row in service.coverage.rows() if row.code == PLACE)
    return row.knocked, service.coverage.overview().total.knocked


def test_a_sunday_from_plan_to_debrief(service: Service):
    outing = plan(service)
    first, second = service.rounds.roster(outing.id).pairs
    assert all(len({"v0", "v1"} & set(pair.members)) == 1 for pair in (first, second))
    before_place, before_town = totals(service)
    for choice in service.turf.best_for(outing.id, 2.5)[:3]:
        service.turf.claim(choice.status.section.id, outing.id, first.id)
    with pytest.raises(ClaimTakenError):
        service.turf.claim(service.turf.claims_of(first.id)[0].section, outing.id, second.id)

    sheet = service.paper.sheet_for(first.id)
    paper = printing.pair_sheet_pdf(service, first.id, paper="a4", language="fr")
    assert paper.startswith(b"%PDF")
    keyed = {line.row: Outcome.ABSENT for line in sheet.lines[:30]} | {1: Outcome.INTERVIEW}
    assert service.paper.key_in(sheet.code, keyed) == 30
    assert service.paper.key_in(sheet.code, keyed) == 0

    theirs = service.turf.best_for(outing.id, 2.5)[0].status.section.id
    service.turf.claim(theirs, outing.id, second.id)
    for door in service.doors.to_do(second.id)[:8]:
        for _twice in range(2):  # a double tap
            service.doors.knock(
                door, {door.name: 1}, Outcome.REFUSAL, outing=outing.id, pair=second.id
            )

    assert totals(service) == (before_place + 38, before_town + 38)
    debrief = service.rounds.debrief(outing.id)
    assert debrief.outcomes == Counter(absent=29, interview=1, refusal=8)
    assert {pair: sum(doors.values()) for pair, doors in debrief.by_pair.items()} == {
        first.id: 30,
        second.id: 8,
    }
    service.rounds.close(outing.id)
    assert all(claim.ended for claim in service.turf.claims_of(first.id))


def test_taking_the_demonstration_out_leaves_nothing(service: Service):
    for record in service.records.imports():
        service.records.undo_import(record.id)
    assert (
        service.coverage.overview().empty,
        service.rounds.outings(),
        service.rounds.volunteers(),
    ) == (
        True,
        (),
        (),
    )
    assert not any(status.section.invented for status in service.turf.sections())
