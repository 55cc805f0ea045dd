"""What a campaign says at the doors: from its folder, changed in the app, onto paper."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import printing, settings
from dashboard.i18n import using
from dashboard.service import Service
from data.campaigns import POITIERS, new_folder
from data.errors import TextTooLongError
from data.model import Campaign

OURS = {"organiser": "Le collectif", "contact": "a@example.org", "results_at": "en mairie"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a town of one's own."""
    path = tmp_path / "rennes"
    new_folder(path, town="Rennes", commune="35238")
    return path


def opened(folder: Path) -> Service:
    """Open the campaign of a folder, as a start of the app does."""
    url = f"sqlite:///{folder / 'portes.sqlite'}"
    environ = {"PORTES_TODAY": "2023-05-10", "PORTES_CAMPAIGN": str(folder)}
    return Service.open(settings.load(database=url, environ=environ))


def edit(folder: Path, old: str, new: str) -> None:
    """Change a line of the file of a campaign."""
    path = folder / "campaign.toml"
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def test_a_folder_is_heard_while_the_records_say_nothing(folder: Path) -> None:
    assert opened(folder).campaign().organiser == ""
    edit(folder, 'organiser = ""', 'organiser = "Nous"')
    assert opened(folder).campaign().organiser == "Nous"


def test_what_the_app_changed_stays_and_all_else_follows_the_folder(folder: Path) -> None:
    edit(folder, 'organiser = ""', 'organiser = "Nous"')
    service = opened(folder)
    service.planning.save_texts(
        replace(service.campaign(), contact="a@example.org", notice={"fr": "X"})
    )
    edit(folder, 'contact = ""', 'contact = "b@example.org"')
    edit(folder, 'town = "Rennes"', 'town = "Rennes-Ville"')
    followed = opened(folder).campaign()
    assert followed.town == "Rennes-Ville"
    assert (followed.organiser, followed.contact) == ("Nous", "a@example.org")
    assert followed.notice == {"fr": "X"}


def test_saving_tidies_and_leaves_all_else(folder: Path) -> None:
    service = opened(folder)
    before = service.campaign()
    wished = replace(before, goal=1, organiser=" Le \n collectif ", script={"fr": " ", "en": "Hi"})
    service.planning.save_texts(wished)
    assert service.campaign() == replace(before, organiser="Le collectif", script={"en": "Hi"})


def test_what_would_not_fit_is_refused_and_nothing_kept(folder: Path) -> None:
    service = opened(folder)
    before = service.campaign()
    with pytest.raises(TextTooLongError):
        service.planning.save_texts(replace(before, organiser="Nous", contact="x" * 121))
    assert service.campaign() == before


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_notice_as_printed(language: str) -> None:
    from data.campaigns import load_folder

    campaign = load_folder(POITIERS).campaign
    usual = printing.notice_as_printed(campaign, language)
    assert "Poitiers Collectif" in str(usual[0])
    assert "2023" in " ".join(map(str, usual)) and "CNIL" in " ".join(map(str, usual))
    assert "……" in str(usual[-1])
    own = replace(campaign, **OURS, notice={language: "Parce que.\n- un\n- deux"})
    said = printing.notice_as_printed(own, language)
    assert said[1:3] == ["Parce que.", ["un", "deux"]]
    assert "en mairie" in str(said[3]) and "a@example.org" in str(said[4])


def test_words_in_one_language_leave_the_usual_ones_in_the_other(folder: Path) -> None:
    campaign = replace(opened(folder).campaign(), script={"fr": "Bonjour !"})
    assert printing.script_as_printed(campaign, "fr") == ["Bonjour\u202f!"]
    assert "Rennes" in str(printing.script_as_printed(campaign, "en")[0])


def test_french_typography_is_that_of_the_paper(folder: Path) -> None:
    campaign: Campaign = replace(opened(folder).campaign(), notice={"fr": 'C\'est "dit" !'})
    assert "C’est «\u202fdit\u202f»\u202f!" in printing.notice_as_printed(campaign, "fr")


def test_cards_and_sheets_say_what_the_campaign_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import sheets

    service = opened(folder)
    service.planning.save_texts(replace(service.campaign(), **OURS))
    made = []
    monkeypatch.setattr(sheets, "leave_behind", lambda data, **_options: made.append(data) or b"")
    printing.leave_behind_pdf(service, language="en")
    (card,) = made
    assert (card.organiser, card.contact, card.results) == tuple(OURS.values())
    with using("fr"):
        assert not re.search(r"Poitiers", str(printing.usual_script(service.campaign(), "fr")))
