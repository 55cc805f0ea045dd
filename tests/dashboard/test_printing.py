"""The plan of a day: gathered from the records, printed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from dashboard import printing, settings
from dashboard.i18n import using
from dashboard.service import Service
from data.errors import NotFoundError
from data.fieldwork import Contact, Outing, Pair, Volunteer


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    url = f"sqlite:///{tmp_path / 'portes.sqlite'}"
    yield Service.open(settings.load(database=url, environ={"PORTES_TODAY": "2023-05-10"}))


def planned(service: Service) -> None:
    rounds = service.rounds
    rounds.save_outing(
        Outing("o", date(2023, 5, 14), time(10), time(12, 30), "8619403", "école", note="stylo")
    )
    for name in ("Ana", "Bob", "Cid"):
        rounds.save_volunteer(Volunteer(name, name), Contact(name, "", f"05 {name}"))
        rounds.sign_up("o", name)
    rounds.save_pairs("o", [Pair("p", "o", 1, ("Ana", "Bob"))])


def test_the_plan_holds_pairs_and_their_streets(service: Service) -> None:
    planned(service)
    street = next(s.section for s in service.turf.sections("8619403"))
    service.turf.claim(street.id, "o", "p")
    plan = printing.day_plan(service, "o")
    assert plan.quartier == "Trois-Cités"
    assert plan.without_pair == ("Cid",)
    assert [(pair.number, pair.members) for pair in plan.pairs] == [(1, ("Ana", "Bob"))]
    assert list(plan.pairs[0].streets) == [street.street]
    assert plan.contacts == {}


def test_the_code_of_a_sheet_leads_to_its_page_where_the_app_has_an_address(
    tmp_path: Path,
) -> None:
    for address, led in (("", ""), ("https://portes.example.org", "/saisie?sheet=")):
        environ = {"PORTES_TODAY": "2023-05-10"} | ({"PORTES_ADDRESS": address} if address else {})
        url = f"sqlite:///{tmp_path / 'portes.sqlite'}"
        service = Service.open(settings.load(database=url, environ=environ))
        planned(service)
        sheet = printing.pair_sheet(service, "p")
        assert sheet.qr == (f"{address}{led}{sheet.code}" if address else "")


def test_the_sheet_says_what_the_campaign_says(service: Service) -> None:
    planned(service)
    street = next(s.section for s in service.turf.sections("8619403"))
    service.turf.claim(street.id, "o", "p")
    before = printing.pair_sheet(service, "p")
    assert (before.organiser, before.contact, before.results) == ("Poitiers Collectif", "", "")
    assert (before.script, before.notice, before.until) == ("", "", date(2023, 7, 31))
    service.planning.save_texts(
        replace(
            service.campaign(),
            contact="defi@example.org",
            results_at="salle de la mairie",
            notice={"fr": "Pourquoi."},
            script={"en": "Hello!"},
        )
    )
    with using("fr"):
        french = printing.pair_sheet(service, "p")
    with using("en"):
        english = printing.pair_sheet(service, "p")
    assert (french.contact, french.results) == ("defi@example.org", "salle de la mairie")
    assert (french.notice, french.script) == ("Pourquoi.", "")
    assert (english.notice, english.script) == ("", "Hello!")


def test_telephone_numbers_only_when_asked_for(service: Service) -> None:
    planned(service)
    plan = printing.day_plan(service, "o", contacts=True)
    assert plan.contacts == {"Ana": "05 Ana", "Bob": "05 Bob", "Cid": "05 Cid"}


def test_an_outing_that_is_not_there(service: Service) -> None:
    with pytest.raises(NotFoundError):
        printing.day_plan(service, "nobody")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_printed(service: Service, language: str) -> None:
    planned(service)
    with using(language):
        assert printing.day_plan_pdf(service, "o").startswith(b"%PDF-")


def test_the_calendar_of_all_outings_and_of_one(service: Service) -> None:
    from icalendar import Calendar

    planned(service)
    service.rounds.save_outing(
        Outing("q", date(2023, 5, 21), time(14), time(17), "8619403", "", 0.34, 46.57)
    )
    events = Calendar.from_ical(service.rounds.calendar()).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["1001 portes\xa0: Trois-Cités"] * 2
    assert str(events[1]["LOCATION"]) == "Poitiers"
    assert events[0]["DTSTART"].dt.isoformat() == "2023-05-14T10:00:00+02:00"
    [one] = Calendar.from_ical(service.rounds.calendar("o")).walk("VEVENT")
    assert str(one["LOCATION"]) == "école, Poitiers"
    assert str(one["UID"]) == str(events[0]["UID"])
