"""What is kept of people: the record, somebody's data, purging; by the service and the command."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard import i18n, processing_words, settings
from dashboard.access import Actor
from dashboard.errors import AdministratorsOnlyError, FutureError
from dashboard.service import Service
from data import sealing
from data.accounts import Account
from data.fieldwork import Contact, Volunteer
from data.model import Role
from data.schema import metadata

WORDS = "cheval pile agrafe correcte"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    asked = settings.load(
        database=f"sqlite:///{tmp_path / 'portes.sqlite'}", environ={"PORTES_TODAY": "2023-07-10"}
    )
    with i18n.using("fr"):
        opened = Service.open(asked)
        yield opened
        opened.store.close()


@pytest.fixture
def known(portes) -> None:
    """Give the command a volunteer with contact details."""
    with Service.open(settings.load()).store as store:
        contact = Contact("v1", "ada@lovelace.invalid", "06 12 34")
        store.people.save_all([Volunteer("v1", "Ada Lovelace")], [contact])


def test_the_record_tells_of_every_table_those_about_people_first(service: Service) -> None:
    record = service.privacy.record()
    assert {one.table for one in record} == set(metadata.tables)
    about = [one.about_people for one in record]
    assert about == sorted(about, reverse=True) and True in about
    contacts = next(one for one in record if one.table == "contacts")
    assert contacts.title == "Coordonnées des bénévoles"
    assert contacts.seen == "la coordination seulement"
    assert [column.name for column in contacts.columns] == [
        *("campaign", "volunteer", "email", "phone")
    ]


def test_it_can_be_had_as_text_and_as_a_table(service: Service) -> None:
    record = service.privacy.record()
    text = "".join(processing_words.markdown(record))
    assert text.startswith("# Registre des traitements\n")
    assert "\n## Coordonnées des bénévoles (`contacts`)\n" in text
    columns = sum(len(table.columns) for table in metadata.tables.values())
    assert len(list(processing_words.rows_of(record))) == columns


def test_the_notice_is_the_campaigns_own(service: Service) -> None:
    said = str(service.privacy.notice())
    assert "anonymes" in said
    wished = service.campaign()
    from dataclasses import replace

    service.planning.save_texts(replace(wished, notice={"fr": "Nos propres mots.", "en": ""}))
    assert "Nos propres mots." in str(service.privacy.notice())


def test_nothing_is_purged_that_is_still_to_come(service: Service) -> None:
    for act in (service.privacy.look_at_purge, service.privacy.purge):
        with pytest.raises(FutureError):
            act(date(2023, 7, 11))


def test_who_coordinates_is_left_to_administrators(service: Service) -> None:
    service.store.accounts.save(Account("boss", "Chef", Role.ADMINISTRATOR))
    service.store.people.save(Volunteer("v2", "Cora"))
    service.store.accounts.save(Account("cora", "Cora", Role.COORDINATOR, volunteer="v2"))
    other = service.acting(Actor("x", "X", Role.COORDINATOR))
    for act in (other.privacy.export_person, other.privacy.erase_person):
        for identity in ("boss", "v2", "cora"):
            with pytest.raises(AdministratorsOnlyError):
                act(identity)
    service.store.people.save(Volunteer("v1", "Ada"))
    assert other.privacy.people() == {"v1": "Ada", "boss": "Chef", "v2": "Cora"}
    other.privacy.erase_person("v1")
    service.privacy.erase_person("v2")
    assert service.privacy.people() == {"boss": "Chef"}


def test_looking_at_a_purge_changes_nothing_and_purging_is_noted(service: Service) -> None:
    service.records.fill_demo(until=date(2023, 7, 2))
    before = service.revision
    look = service.privacy.look_at_purge(date(2023, 7, 3))
    assert service.revision == before and any(step.rows for step in look)
    assert service.privacy.purge(date(2023, 7, 3)) == look
    line = service.journal.lines(most=1)[0]
    assert (line.what, line.about) == ("Anciennes données purgées", "avant le 2023-07-03")


# The commands


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_record_as_a_command(portes, lang: str) -> None:
    assert portes.done("privacy", PORTES_LANG=lang).startswith("# Re")
    rows = list(csv.DictReader(io.StringIO(portes.done("privacy", "--format", "csv"))))
    assert {row["table"] for row in rows} == set(metadata.tables)
    assert json.loads(portes.done("privacy", "--format", "json"))[0]["table"]


def test_a_person_is_handed_over_and_erased(portes, known: None) -> None:
    said = portes.done("person", "export", "ada lovelace")
    assert "Ada Lovelace" in said and "ada@lovelace.invalid" in said
    told = json.loads(portes.done("person", "export", "v1", "--format", "json"))
    assert told["contacts"] == [
        {"email": "ada@lovelace.invalid", "phone": "06 12 34", "locked": False}
    ]
    assert portes("person", "erase", "v1").exit_code != 0, "nobody said yes"
    portes.done("person", "erase", "v1", "--yes")
    assert portes("person", "export", "v1").exit_code == 1
    lines = [line["what"] for line in portes.json("audit")]
    assert lines == ["A person was erased", *["A person’s data was exported"] * 2]


def test_a_name_that_two_people_have_is_asked_again(portes, known: None) -> None:
    with Service.open(settings.load()).store as store:
        store.people.save(Volunteer("v2", "Ada LOVELACE"))
    result = portes("person", "erase", "Ada Lovelace", "--yes")
    assert result.exit_code == 1 and "exactly one person: 2" in result.stderr


def test_a_purge_shows_what_goes_and_asks(portes) -> None:
    portes.done("demo", "--until", "2023-05-21")
    look = portes.done("purge", "--before", "2023-07-03", "--dry-run")
    assert "Who is in which pair" in look and "Contact details of volunteers" in look
    asked = portes("purge", "--before", "2023-07-03")
    assert asked.exit_code != 0
    assert portes.done("purge", "--before", "2023-07-03", "--dry-run") == look
    assert portes.done("purge", "--before", "2023-07-03", "--yes").startswith(look)
    again = portes("purge", "--before", "2023-07-03", "--yes")
    assert "Nothing was changed" in again.stderr
    assert portes("purge", "--before", "2023-07-11", "--yes").exit_code == 1


def test_an_export_can_be_encrypted(portes, known: None, tmp_path: Path) -> None:
    (tmp_path / "words").write_text(WORDS + "\n")
    out = tmp_path / "visits.csv.age"
    sealed = ("--encrypt", "--passphrase-file", "words")
    portes.done("export", "visits", *sealed, "--out", out)
    assert sealing.unseal(out.read_bytes(), WORDS).startswith(b"portes_key,quartier")
    portes.done("person", "export", "v1", *sealed, "--out", out)
    assert b"lovelace" not in out.read_bytes()
    assert b"lovelace" in sealing.unseal(out.read_bytes(), WORDS)
    assert portes("export", "visits", *sealed).exit_code == 2
    assert portes("export", "visits", "--passphrase-file", "words").exit_code == 2
