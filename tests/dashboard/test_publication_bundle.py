"""The files of the public results: always the same, closed to hostile texts, silent on masks."""

import csv
import hashlib
import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from dashboard.publication.bundle import Bundle, build, doors_only
from dashboard.publication.release import Area, Doors, Preface, Release
from data.analysis.release import masked_tables
from data.model import Outcome, Quartier, Question, QuestionKind

HOSTILE = '"><script>alert(1)</script>=1+1'
CANARY = 4217
CODES = ("a", "b", "c", "d")
RING = '{{"type":"Polygon","coordinates":[[[{0},46],[{1},46],[{1},47],[{0},47],[{0},46]]]}}'


def a_release(**more: object) -> Release:
    """Give a release in which a and b are masked; b would say 4,217 times the score 2."""
    places = [Quartier(code, f"Quartier {code}", "") for code in CODES]
    counts = [("a", "life", 4, 3), ("b", "life", 2, CANARY), ("b", "life", 5, 8)]
    counts += [(code, "life", score, 7) for code in "cd" for score in (1, 3, 5)]
    values: dict[str, object] = {
        **{"number": 1, "day": date(2023, 7, 5), "campaign": "ville", "name": {"fr": "Défi"}},
        **{"town": "Ville", "organiser": "", "contact": "", "note": {}, "languages": ("fr",)},
        "version": 1,
        "doors": Doors(
            *(100, 90, 50, 30, 9),
            {one.value: 1 for one in Outcome},
            date(2023, 4, 2),
            date(2023, 7, 2),
        ),
        "areas": tuple(
            Area(code, f"Quartier {code}", 20, 25, RING.format(i, i + 1))
            for i, code in enumerate(CODES)
        ),
        "questions": (Question("life", QuestionKind.RATING, {"fr": "La vie ?"}, {"fr": "Vie"}),),
        "figures": masked_tables(["life"], places, counts, k=11, mask=["a", "b"]),
    }
    return Release(**(values | more))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return build(a_release())


def test_the_same_release_gives_the_same_bytes(bundle: Bundle) -> None:
    assert build(a_release()).files == bundle.files
    assert list(bundle.files) == sorted(bundle.files)


def test_the_sums_are_those_of_all_other_files(bundle: Bundle) -> None:
    sums = dict(reversed(line.split()) for line in bundle.files["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(body).hexdigest()
        for name, body in bundle.files.items()
        if name != "SHA256SUMS"
    }


def test_a_masked_quartier_is_named_and_nothing_more(bundle: Bundle) -> None:
    rows = list(csv.DictReader(bundle.files["resultats.csv"].decode().splitlines()))
    masked = [row for row in rows if row["code"] in ("a", "b")]
    assert {row["status"] for row in masked} == {"masked"}
    shown = {"question", "code", "name", "status"}
    assert {value for row in masked for key, value in row.items() if key not in shown} == {""}
    page = bundle.files["index.html"].decode()
    row = page.split("</b> Quartier b</th>")[1].split("</tr>")[0]
    assert row.strip() == '<td role="cell" class="none" colspan="4">masqué</td>'


def test_hostile_texts_stay_texts() -> None:
    areas = tuple(replace(area, name=HOSTILE) for area in a_release().areas)
    bad = a_release(
        areas=areas,
        town=HOSTILE,
        organiser=HOSTILE,
        contact=HOSTILE,
        name={"fr": HOSTILE},
        note={"fr": HOSTILE},
    )
    files = build(bad).files

    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.found.append(tag)

    for name in ("index.html", "en.html"):
        tags = Tags()
        tags.feed(files[name].decode())
        assert "table" in tags.found
        assert tags.found.count("script") == 1, "that of the map"
    starts = (
        cell[:1] for row in csv.reader(files["resultats.csv"].decode().splitlines()) for cell in row
    )
    assert not {"=", "+", "-", "@"} & set(starts)
    json.loads(files["resultats.geojson"])


def test_the_page_is_small_and_asks_no_other_host(bundle: Bundle) -> None:
    for name in ("index.html", "en.html"):
        assert len(bundle.files[name]) <= 150_000
        assert b"http" not in bundle.files[name]
        assert bundle.files[name].count(b"<script") == 1


def test_invented_figures_are_marked() -> None:
    assert "tout est inventé" in build(a_release(invented=True)).files["index.html"].decode()
    assert "tout est inventé" not in build(a_release()).files["index.html"].decode()


def test_before_any_release_only_doors_are_told() -> None:
    release = a_release()
    preface = Preface(
        *(release.name, "Ville", "", "", {}, ("fr",), date(2023, 5, 1), date(2023, 7, 1)),
        *(False, 100, 80, release.areas),
    )
    pages = doors_only(preface)
    assert set(pages) == {"index.html", "en.html"}
    for page in pages.values():
        assert "Quartier a" in page.decode()
        assert str(CANARY) not in page.decode()
    again = doors_only(replace(preface, withdrawn=True))
    assert "retirés" in again["index.html"].decode()
