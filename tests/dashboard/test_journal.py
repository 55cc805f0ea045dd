"""The journal: every audited use case leaves a line with a name, and the command checks it."""

import csv
import io
import sqlite3
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from dashboard import i18n, settings
from dashboard.access import Actor
from dashboard.journal import sought
from dashboard.journal_words import ABOUT, DONE, done
from dashboard.service import Service
from data import deeds
from data.accounts import Account
from data.fieldwork import Outing, Volunteer
from data.model import Role
from tests.dashboard import use_cases


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    asked = settings.load(
        database=f"sqlite:///{tmp_path / 'portes.sqlite'}", environ={"PORTES_TODAY": "2023-04-10"}
    )
    with i18n.using("fr"):
        opened = Service.open(asked)
        yield opened
        opened.store.close()


def coordinator(service: Service) -> Service:
    service.store.accounts.save(Account("acc1", "Ada <b>", Role.COORDINATOR))
    return service.acting(Actor("acc1", "Ada <b>", Role.COORDINATOR))


def test_every_audited_use_case_has_a_name_in_plain_words() -> None:
    audited = {str(case) for case in use_cases.all_of() if case.rule and case.rule.audited}
    assert audited - set(DONE) == set(), "name them in dashboard/journal_words.py"


def test_every_detail_that_may_be_noted_has_a_name() -> None:
    assert set(ABOUT) == deeds.TELLING


def test_who_did_what_to_which(service: Service) -> None:
    ada = coordinator(service)
    ada.rounds.save_volunteer(Volunteer("v1", "Bob"))
    ada.rounds.save_outing(Outing("o1", date(2023, 4, 9), time(14), time(17), "", "Chez Bob"))
    assert service.journal.lines()[1].about == "bénévole Bob"
    service.rounds.remove_volunteer("v1")
    lines = service.journal.lines()
    assert [(line.who, line.what, line.about) for line in lines] == [
        ("ligne de commande", "Bénévole oublié", "id v1"),
        ("Ada <b>", "Sortie enregistrée", "sortie 9 avr. 2023"),
        ("Ada <b>", "Bénévole enregistré", "bénévole v1"),
    ]
    assert {line.role for line in lines} == {"administration", "coordination"}
    assert "Bob" not in str(service.store.audit.entries())


def test_an_erased_account_leaves_a_pseudonym(service: Service) -> None:
    coordinator(service).rounds.save_volunteer(Volunteer("v1", "Bob"))
    service.privacy.erase_person("acc1")
    assert service.journal.lines()[1].who == "compte effacé acc1"
    assert not service.journal.verify().findings


def test_what_volunteers_record_at_doors_is_not_in_it(service: Service) -> None:
    service.records.fill_demo(until=date(2023, 4, 10))
    before = service.journal.count()
    token = service.asking.begin(service.quartiers()[0].code)[0]
    question = service.questionnaire().ratings[0]
    service.asking.keep(token, question, 4)
    service.asking.finish(token)
    assert service.journal.count() == before
    assert {line.what for line in service.journal.lines()} == {"Données inventées ajoutées"}


def test_the_beginning_of_a_campaign_is_sealed_like_the_rest(service: Service) -> None:
    coordinator(service).rounds.save_volunteer(Volunteer("v1", "Bob"))
    verdict = service.journal.verify()
    assert verdict.seals and verdict.entries == 1 and not verdict.findings


def test_days_are_those_of_the_town(service: Service) -> None:
    service.rounds.save_volunteer(Volunteer("v1", "Bob"))
    day = service.settings.today
    for first, last, number in ((day, day, 1), (None, date(2023, 4, 9), 0), (day, None, 1)):
        asked = sought(service.settings, first=first, last=last)
        assert service.journal.count(asked) == number


def test_taking_answers_out_is_noted_and_figures_are_not(service: Service) -> None:
    "".join(service.records.export("coverage", "csv"))
    assert service.journal.count() == 0
    "".join(service.records.export("responses", "csv"))
    assert service.journal.lines()[0].about == "format csv, quoi responses"


def test_the_csv_is_safe_and_can_be_checked_elsewhere(service: Service) -> None:
    from hashlib import sha256

    service.rounds.save_volunteer(Volunteer("=1+1", "Bob"))
    rows = list(csv.DictReader(io.StringIO("".join(service.journal.csv()))))
    assert rows[0]["detail"] == "volunteer==1+1"
    assert [row["use_case"] for row in rows] == ["Rounds.save_volunteer", "Journal.csv"]
    assert rows[1]["previous"] == rows[0]["hash"]
    assert len(bytes.fromhex(rows[0]["hash"])) == sha256().digest_size


# The command


def test_the_command_lists_filters_and_checks(portes) -> None:
    portes.done("demo", "--until", "2023-04-10")
    assert "command line" in portes.done("audit")
    (line,) = portes.json("audit")
    assert line["what"] == "Invented data was brought in"
    assert portes.json("audit", "--until", "2023-07-09") == []
    said = portes.done("audit", "--verify")
    assert said.startswith("1 entry checked. Nothing was altered.")
    anchor = said.split()[-1]
    portes.done("demo", "--remove")
    assert "Nothing was altered" in portes.done("audit", "--verify", "--anchor", anchor)


def test_the_command_fails_where_something_was_altered(portes, tmp_path: Path) -> None:
    portes.done("demo", "--until", "2023-04-10")
    database = tmp_path / "records" / "portes.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET account = 'somebody'")
    connection.close()
    result = portes("audit", "--verify")
    assert result.exit_code == 1
    assert "Entry 1 was changed" in result.stdout
    assert "The journal was altered" in result.stderr


def test_an_anchor_that_is_none_is_misuse(portes) -> None:
    assert portes("audit", "--anchor", "1:00").exit_code == 2
    assert portes("audit", "--verify", "--anchor", "1:00").exit_code == 2


def test_journals_of_before_a_use_case_moved_say_the_same() -> None:
    assert done("Service.import_file") == done("Records.import_file") == "Fichier importé"
    assert done("Service.of_yore") == "Service.of_yore"
