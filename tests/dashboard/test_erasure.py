"""A name follows its person, and goes with them: from tables, files, exports and the journal."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard import keys
from dashboard.access import Actor
from dashboard.printing import day_plan_pdf
from dashboard.service import Service
from data.accounts import login_of
from data.errors import NamelessAccountError, NameTakenError
from data.fieldwork import Contact
from data.model import Role
from data.schema import metadata
from tests.dashboard import world
from tests.dashboard.world import ME
from tests.pages.plants import OUTING

NAMES = ("Quetzal Coatl", "Xipe Totec")
REACHED = ("quetzal@exemple.fr", "06 98 76 54 32")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    world.build(tmp_path)
    opened = world.opened(tmp_path)
    yield opened
    opened.store.close()


def mine(service: Service) -> Service:
    """Act as the volunteer themselves."""
    account = world.account_of(Role.VOLUNTEER)
    return service.acting(Actor(account, "", Role.VOLUNTEER, ME))


def live(service: Service) -> None:
    """Leave a name wherever it can stand, under two spellings, and an older one."""
    own = mine(service).own_access
    own.rename(NAMES[0])
    person = next(one for one in service.rounds.volunteers() if one.id == ME)
    service.rounds.save_volunteer(person, Contact(ME, *REACHED))
    (sheet, *_others) = service.paper.sheets(OUTING)
    service.paper.check_sheet(sheet.code, "quetzal  COATL")
    service.answers.code(service.answers.all()[2].id, NAMES[0], ())
    own.rename(NAMES[1])
    service.accounts.change(world.account_of(Role.VOLUNTEER), known_as=REACHED[0])


def tables(service: Service) -> str:
    with service.store._reading() as connection:
        rows = [connection.execute(select(table)).all() for table in metadata.sorted_tables]
    return login_of(str(rows))


def files(folder: Path) -> bytes:
    """Give all that lies on the disk, the key file apart."""
    found = [one for one in folder.rglob("*") if one.is_file() and one.name != keys.KEY_FILE]
    return b"".join(one.read_bytes() for one in found).lower()


def test_a_name_follows_its_person(service: Service) -> None:
    live(service)
    told = tables(service)
    assert login_of(NAMES[0]) not in told, "an older name stands nowhere"
    (sheet, *_others) = service.paper.sheets(OUTING)
    assert sheet.checked_by == NAMES[1]
    assert NAMES[1] in {one.name for one in service.rounds.volunteers()}
    assert mine(service).own_access.account().name == NAMES[1]


def test_an_erased_person_is_nowhere(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    live(service)
    assert login_of(NAMES[1]) in tables(service), "the search has to find it"
    assert login_of(NAMES[1]).encode() in files(tmp_path)
    service.privacy.erase_person(ME)
    words = [login_of(one) for one in (*NAMES, *REACHED)]
    told = tables(service)
    told += login_of("".join(service.journal.csv()) + str(service.journal.lines()))
    for what in ("visits", "responses"):
        told += login_of("".join(service.records.export(what, "csv")))
    told += login_of(caplog.text)
    assert not [one for one in words if one in told]
    service.keeping.backup(tmp_path / "backup.sqlite")
    sheet = day_plan_pdf(service, OUTING)
    service.store.close()
    kept = files(tmp_path) + sheet.lower()
    assert not [one for one in words if one.encode() in kept]


def test_the_journal_holds_after_erasing_and_purging(service: Service) -> None:
    live(service)
    service.privacy.erase_person(ME)
    service.privacy.purge(world.DAY)
    assert not service.journal.verify().findings
    assert not service.keeping.check().findings


def test_a_name_of_ones_own_is_one_and_nobody_elses(service: Service) -> None:
    coordinator = service.acting(Actor(world.account_of(Role.COORDINATOR), "", Role.COORDINATOR))
    with pytest.raises(NameTakenError):
        coordinator.own_access.rename("  zoé ")
    with pytest.raises(NamelessAccountError):
        mine(service).own_access.rename("  ")
    coordinator.own_access.rename("  Camille   Essai ")
    assert coordinator.own_access.account().name == "Camille Essai"
