"""Campaign folders: the shipped one, new ones, and what can be wrong."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.campaigns import LEAST_K, POITIERS, load_folder, new_folder
from data.errors import CampaignFileError, Reason
from data.model import AllocationMethod, Spread

GOOD = """
id = "town-2024"
town = "Town"
commune = "12345"
goal = 500
languages = ["en"]
k = 11
doors = "doors"
extent = [0.1, 46.0, 0.2, 46.5]

[name]
en = "Challenge"

[spread]
method = "webster"
floor = 10

[[phases]]
key = "doors"
start = 2024-04-01
end = 2024-06-01
label.en = "Doors"
"""
QUESTIONS = """
version = 1
title.en = "T"
[[questions]]
key = "likes"
kind = "open"
text.en = "?"
short.en = "?"
"""
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}


def _folder(path: Path, content: str = GOOD, features: object = None) -> Path:
    (path / "campaign.toml").write_text(content, encoding="utf-8")
    (path / "questionnaire.toml").write_text(QUESTIONS, encoding="utf-8")
    if features is not None:
        (path / "quartiers.geojson").write_text(json.dumps({"features": features}))
    return path


def _feature(**properties: object) -> dict[str, object]:
    return {"properties": properties, "geometry": SQUARE}


def _reason(error: pytest.ExceptionInfo[CampaignFileError]) -> tuple[str, object]:
    because = error.value.params["reason"]
    return because.template, because.params.get("key")  # type: ignore[attr-defined]


def test_the_shipped_campaign() -> None:
    folder = load_folder(POITIERS)
    campaign = folder.campaign
    assert (campaign.id, campaign.goal, campaign.commune) == ("poitiers-2023", 1001, "86194")
    assert campaign.spread == Spread(AllocationMethod.HARE, 40)
    assert campaign.k == 11
    assert campaign.doors_phase.start == date(2023, 4, 2)
    assert campaign.doors_phase.end == date(2023, 7, 2)
    assert [phase.key for phase in campaign.phases] == [
        *("volunteers", "training", "doors", "analysis", "restitution")
    ]
    assert "indicatives" in campaign.note["fr"]
    assert len(folder.quartiers) == 10
    assert sum(quartier.dwellings or 0 for quartier in folder.quartiers) == 36706
    assert folder.notes.startswith("# Poitiers")
    west, south, east, north = campaign.extent or (0.0, 0.0, 0.0, 0.0)
    assert west < 0.291 and south < 46.542 and east > 0.45 and north > 46.627


def test_a_folder_without_quartiers_is_fine(tmp_path: Path) -> None:
    folder = load_folder(_folder(tmp_path))
    assert folder.quartiers == ()
    assert folder.notes == ""
    assert folder.campaign.spread == Spread(AllocationMethod.WEBSTER, 10, 0.5)


def test_what_may_be_left_out(tmp_path: Path) -> None:
    short = GOOD.replace("k = 11\n", "").replace("extent = [0.1, 46.0, 0.2, 46.5]\n", "")
    short = short.replace('[spread]\nmethod = "webster"\nfloor = 10\n', "")
    campaign = load_folder(_folder(tmp_path, short)).campaign
    assert (campaign.k, campaign.extent, campaign.spread) == (11, None, Spread())


@pytest.mark.parametrize(
    ("old", "new", "reason", "key"),
    [
        ("goal = 500", "goal = ", Reason.NOT_TOML, None),
        ("goal = 500", "", Reason.MISSING_KEY, "goal"),
        ("goal = 500", "gaol = 500", Reason.UNKNOWN_KEY, "gaol"),
        ("goal = 500", "goal = 0", Reason.TOO_SMALL, "goal"),
        ("goal = 500", "goal = 1.5", Reason.NOT_WHOLE, "goal"),
        ("k = 11", f"k = {LEAST_K - 1}", Reason.TOO_SMALL, "k"),
        ('"town-2024"', '"Town 2024"', Reason.BAD_NAME, "id"),
        ('town = "Town"', 'town = ""', Reason.NOT_TEXT, "town"),
        ('"12345"', '"12345678901"', Reason.TOO_LONG, "commune"),
        ('["en"]', "[]", Reason.MISSING_KEY, "languages"),
        ('["en"]', '["en", "fr"]', Reason.MISSING_LANGUAGE, "phases.doors.label"),
        ('["en"]', '"en"', Reason.NOT_TEXTS, "languages"),
        ('doors = "doors"', 'doors = "knock"', Reason.NO_SUCH_PHASE, "doors"),
        ("[0.1, 46.0, 0.2, 46.5]", "[0.2, 46.0, 0.1, 46.5]", Reason.NOT_AN_EXTENT, "extent"),
        ("[0.1, 46.0, 0.2, 46.5]", "[0.2, 46.0]", Reason.NOT_AN_EXTENT, "extent"),
        ("[0.1, 46.0, 0.2, 46.5]", '["0.1"]', Reason.NOT_NUMBERS, "extent"),
        ('"webster"', '"best"', Reason.NOT_AMONG, "spread.method"),
        ("floor = 10", "floor = -1", Reason.TOO_SMALL, "spread.floor"),
        ("floor = 10", 'exponent = "a"', Reason.NOT_NUMBER, "spread.exponent"),
        ("floor = 10", "exponent = nan", Reason.TOO_SMALL, "spread.exponent"),
        ("2024-06-01", "2024-03-01", Reason.ENDS_BEFORE_START, "phases.doors.end"),
        ("2024-06-01", '"2024-06-01"', Reason.NOT_DAY, "phases.doors.end"),
        ("2024-06-01", "2024-06-01T10:00:00", Reason.NOT_DAY, "phases.doors.end"),
        (
            "[[phases]]",
            '[[phases]]\nkey = "doors"\nstart = 2024-04-01\nend = 2024-04-02\nlabel.en = "D"\n'
            "[[phases]]",
            Reason.TWICE,
            "phases.doors",
        ),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, old: str, new: str, reason: Reason, key: str | None
) -> None:
    assert old in GOOD
    with pytest.raises(CampaignFileError) as error:
        load_folder(_folder(tmp_path, GOOD.replace(old, new, 1)))
    assert _reason(error) == (reason, key)
    assert error.value.params["source"] == "campaign.toml"


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(CampaignFileError) as error:
        load_folder(tmp_path / "nowhere")
    assert _reason(error)[0] == Reason.MISSING_FILE


def test_quartiers_are_sorted_and_may_lack_dwellings(tmp_path: Path) -> None:
    features = [_feature(code="b", name="B"), _feature(code=7, name="A", dwellings=12)]
    found = load_folder(_folder(tmp_path, features=features)).quartiers
    assert [(q.code, q.name, q.dwellings) for q in found] == [("7", "A", 12), ("b", "B", None)]
    assert json.loads(found[0].geometry) == SQUARE


@pytest.mark.parametrize(
    ("features", "reason"),
    [
        ([_feature(name="A")], Reason.NOT_JSON),
        ([{"properties": {"code": "a", "name": "A"}, "geometry": None}], Reason.NOT_JSON),
        (
            [{"properties": {"code": "a", "name": "A"}, "geometry": {"type": "Point"}}],
            Reason.NOT_JSON,
        ),
        ([_feature(code="a", name="A"), _feature(code="a", name="B")], Reason.TWICE),
        (5, Reason.NOT_JSON),
    ],
)
def test_quartiers_that_cannot_be_used(tmp_path: Path, features: object, reason: Reason) -> None:
    with pytest.raises(CampaignFileError) as error:
        load_folder(_folder(tmp_path, features=features))
    assert _reason(error)[0] == reason
    assert error.value.params["source"] == "quartiers.geojson"


def test_a_new_folder_is_accepted_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "towns" / "rennes"
    new_folder(path, town="Rennes", commune="35238", goal=2002, start=date(2027, 2, 1))
    folder = load_folder(path)
    campaign = folder.campaign
    assert (campaign.id, campaign.town, campaign.commune) == ("rennes-2027", "Rennes", "35238")
    assert campaign.goal == 2002
    assert campaign.phases[0].start == date(2027, 2, 1)
    shipped = load_folder(POITIERS).campaign
    assert campaign.doors_phase.end - campaign.doors_phase.start == timedelta(days=91)
    assert [phase.key for phase in campaign.phases] == [phase.key for phase in shipped.phases]
    assert folder.quartiers == ()
    assert "portes quartiers use" in folder.notes


def test_a_new_folder_says_nothing_of_poitiers(tmp_path: Path) -> None:
    new_folder(tmp_path / "a", town="Le Mans", commune="72181")
    for file in (tmp_path / "a").iterdir():
        assert "Poitiers" not in file.read_text(encoding="utf-8")
    asked = load_folder(tmp_path / "a").questionnaire.questions
    assert "la vie au Mans" in asked[0].text["fr"]
    assert "life in Le Mans" in asked[0].text["en"]
    assert not any(question.reminder for question in asked)


@pytest.mark.parametrize("town", ['"Quote" \\ Ville', "Saint-Étienne", "東京", "L’Île\u007f"])
def test_any_name_of_a_town_can_stand_in_the_files(tmp_path: Path, town: str) -> None:
    new_folder(tmp_path / "a", town=town, commune="00000")
    assert load_folder(tmp_path / "a").campaign.town == town


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CampaignFileError) as error:
        new_folder(tmp_path, town="Rennes", commune="35238")
    assert _reason(error)[0] == Reason.NOT_EMPTY
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CampaignFileError) as error:
        new_folder(tmp_path / "file" / "a", town="Rennes", commune="35238")
    assert _reason(error)[0] == Reason.CANNOT_WRITE


@pytest.mark.parametrize(("town", "goal"), [(" ", 1001), ("Rennes", 0), ("x" * 81, 5)])
def test_values_that_could_not_be_read_again_are_refused(
    tmp_path: Path, town: str, goal: int
) -> None:
    with pytest.raises(CampaignFileError):
        new_folder(tmp_path / "a", town=town, commune="35238", goal=goal)
    assert not (tmp_path / "a").exists()


# What is printed

PRINTED = """
organiser = "  Le collectif "
contact = ""
results_at = "mairie,  en juillet"
"""
WORDS = """
[notice]
en = '''Why: to listen.

- optional
- anonymous
'''
[script]
en = "Hello!"
"""


def test_the_shipped_campaign_says_who_but_invents_no_contact() -> None:
    campaign = load_folder(POITIERS).campaign
    assert campaign.organiser == "Poitiers Collectif"
    assert (campaign.contact, campaign.results_at) == ("", "")
    assert (campaign.notice, campaign.script) == ({}, {})


def test_what_is_printed_may_be_left_out(tmp_path: Path) -> None:
    campaign = load_folder(_folder(tmp_path)).campaign
    assert (campaign.organiser, campaign.contact, campaign.results_at) == ("", "", "")
    assert (campaign.notice, campaign.script) == ({}, {})


def test_what_is_printed_is_read_and_tidied(tmp_path: Path) -> None:
    campaign = load_folder(_folder(tmp_path, PRINTED + GOOD + WORDS)).campaign
    assert campaign.organiser == "Le collectif"
    assert campaign.contact == ""
    assert campaign.results_at == "mairie, en juillet"
    assert campaign.notice == {"en": "Why: to listen.\n\n- optional\n- anonymous"}
    assert campaign.script == {"en": "Hello!"}


@pytest.mark.parametrize(
    ("old", "new", "reason", "key"),
    [
        ('contact = ""', "contact = 5", Reason.NOT_TEXT, "contact"),
        ('contact = ""', f'contact = "{"x" * 121}"', Reason.TOO_LONG, "contact"),
        ('en = "Hello!"', 'fr = "Bonjour !"', Reason.UNKNOWN_KEY, "script.fr"),
        ('en = "Hello!"', 'en = " "', Reason.MISSING_LANGUAGE, "script"),
        ('en = "Hello!"', f'en = "{"x" * 1501}"', Reason.TOO_LONG, "script.en"),
        ("[script]", "[scripts]", Reason.UNKNOWN_KEY, "scripts"),
    ],
)
def test_what_cannot_be_printed_is_named(
    tmp_path: Path, old: str, new: str, reason: Reason, key: str
) -> None:
    content = PRINTED + GOOD + WORDS
    assert old in content
    with pytest.raises(CampaignFileError) as error:
        load_folder(_folder(tmp_path, content.replace(old, new, 1)))
    assert _reason(error) == (reason, key)


def test_a_new_folder_leaves_who_organises_to_be_filled_in(tmp_path: Path) -> None:
    new_folder(tmp_path / "a", town="Rennes", commune="35238")
    campaign = load_folder(tmp_path / "a").campaign
    assert (campaign.organiser, campaign.contact, campaign.results_at) == ("", "", "")
    written = (tmp_path / "a" / "campaign.toml").read_text(encoding="utf-8")
    unfolded = written.replace("# [notice]", "[notice]").replace("# [script]", "[script]")
    unfolded = unfolded.replace('# fr = "…"', 'fr = "…"').replace('# en = "…"', 'en = "…"')
    (tmp_path / "a" / "campaign.toml").write_text(unfolded, encoding="utf-8")
    assert load_folder(tmp_path / "a").campaign.script == {"fr": "…", "en": "…"}
