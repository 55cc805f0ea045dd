"""Hostile texts stay texts: in pages, scripts, drawings, tables and descriptions."""

import csv
import io
import json
from html.parser import HTMLParser

import pytest

from dashboard.publication.bundle import Bundle, build, doors_only
from tests.dashboard.releases import FORMULA, HOSTILE, bad, preface, small

USUAL = ("index.html", "en.html", "pleniere.html", "plenary.html", "carte.html", "map.html")


class Page(HTMLParser):
    """Notes tags with the names of their attributes, and all text."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text: list[str] = []
        self.feed(body.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _value in attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def hostile() -> Bundle:
    return build(bad())


@pytest.mark.parametrize("name", USUAL)
def test_no_text_makes_a_tag_or_an_attribute(hostile: Bundle, name: str) -> None:
    page, usual = Page(hostile.files[name]), Page(build(small()).files[name])
    names = {name for _tag, names in page.tags for name in names}
    assert not {name for name in names if name.startswith("on")}
    tags = [tag for tag, _names in page.tags]
    assert "img" not in tags
    assert tags.count("script") == usual.tags.count(("script", ("src",))) + usual.tags.count(
        ("script", ("src", "defer"))
    )
    assert tags.count("style") == 1
    if name != "carte.html" and name != "map.html":
        assert HOSTILE in "".join(page.text)


def test_no_text_is_a_template(hostile: Bundle) -> None:
    for body in hostile.files.values():
        assert b"=1+149" not in body


def test_no_text_ends_a_script(hostile: Bundle) -> None:
    for name in ("carte-fr.js", "carte-en.js"):
        body = hostile.files[name]
        assert b"</script" not in body
        assert b"<img" not in body
        assert b"{{" not in body


@pytest.mark.parametrize("name", ["resultats.csv", "codebook.csv", "themes.csv", "citations.csv"])
def test_no_cell_is_a_formula_and_all_come_back(hostile: Bundle, name: str) -> None:
    rows = list(csv.reader(io.StringIO(hostile.files[name].decode(), newline="")))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert not {cell[:1] for cell in cells} & {"=", "+", "-", "@", "\t", "\r"}
    if name == "resultats.csv":
        assert {"'" + FORMULA, HOSTILE} <= set(cells)


def test_json_holds_the_texts_as_they_are(hostile: Bundle) -> None:
    features = json.loads(hostile.files["resultats.geojson"])["features"]
    assert {one["properties"]["name"] for one in features} == {HOSTILE, FORMULA}
    package = json.loads(hostile.files["datapackage.json"])
    assert package["title"] == HOSTILE
    assert set(package["name"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_the_page_of_doors_is_as_careful() -> None:
    release = bad()
    body = doors_only(
        preface(
            name=release.name,
            town=HOSTILE,
            organiser=HOSTILE,
            contact=HOSTILE,
            note=release.note,
            areas=release.areas,
        )
    )["index.html"]
    tags = [tag for tag, _names in Page(body).tags]
    assert not {"script", "img"} & set(tags)
