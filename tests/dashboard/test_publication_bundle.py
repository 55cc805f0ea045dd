"""The files of the public results: always the same, small, asking nobody, silent on masks."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dashboard.publication.bundle import Bundle, build, doors_only, pages
from dashboard.publication.release import to_text
from data.analysis.published import Status
from data.analysis.release import masked_tables
from data.model import Quartier
from tests.dashboard.releases import (
    CANARY,
    CODES,
    large,
    preface,
    small,
    town_only,
    usual,
    varied,
)

PAGES = ("index.html", "en.html", "pleniere.html", "plenary.html", "carte.html", "map.html")
OURS = (*PAGES, "carte.js", "carte-fr.js", "carte-en.js", "resultats.geojson", "datapackage.json")
ADDRESS = re.compile(rb"""https?:|[("'=]\s*//[a-z]""", re.I)
BUILD = """
import hashlib, json, sys
from dashboard.publication.bundle import build
from dashboard.publication.release import from_content
for name, body in build(from_content(json.load(sys.stdin))).files.items():
    print(hashlib.sha256(body).hexdigest(), name)
"""


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return build(small())


@pytest.fixture(scope="module")
def whole() -> Bundle:
    return build(large())


def test_the_same_release_gives_the_same_bytes(bundle: Bundle) -> None:
    assert build(small()).files == bundle.files
    assert list(bundle.files) == sorted(bundle.files)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_gives_the_same_bytes(whole: Bundle, seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        input=to_text(large()).encode(),
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    found = dict(reversed(line.split()) for line in done.stdout.decode().splitlines())
    assert found == {name: hashlib.sha256(body).hexdigest() for name, body in whole.files.items()}


def test_the_sums_are_those_of_all_other_files(bundle: Bundle, tmp_path: Path) -> None:
    sums = dict(reversed(line.split()) for line in bundle.files["SHA256SUMS"].decode().splitlines())
    assert set(sums) == set(bundle.files) - {"SHA256SUMS"}
    for name, body in bundle.files.items():
        (tmp_path / name).write_bytes(body)
    tool = shutil.which("sha256sum") or shutil.which("shasum")
    if tool is None:
        pytest.skip("there is no sha256sum here")
    check = [tool, "-c", "SHA256SUMS"]
    assert subprocess.run(check, check=False, cwd=tmp_path, capture_output=True).returncode == 0
    (tmp_path / "resultats.csv").write_bytes(b"other")
    assert subprocess.run(check, check=False, cwd=tmp_path, capture_output=True).returncode != 0


def test_the_first_load_is_small(whole: Bundle) -> None:
    assert whole.files["index.html"].count(b'<article id="question-') == 7
    for name in ("index.html", "en.html"):
        assert len(whole.files[name]) + len(whole.files["carte.js"]) <= 150_000


@pytest.mark.parametrize("release", [small, varied], ids=["small", "varied"])
def test_no_file_of_ours_asks_another_host(release) -> None:
    files = build(release()).files
    for name in OURS:
        assert not ADDRESS.search(files[name]), name
    for body in doors_only(preface()).values():
        assert not ADDRESS.search(body)


def test_what_the_pages_name_is_in_the_bundle(whole: Bundle) -> None:
    for name in PAGES:
        named = re.findall(r'(?:href|src)="([^"#]+)"', whole.files[name].decode())
        assert {one for one in named if not one.startswith("data:")} <= set(whole.files), name


def test_what_the_pages_point_at_is_on_them() -> None:
    for release in (large(), varied(), town_only()):
        for name, body in build(release).files.items():
            if name.endswith(".html"):
                page = body.decode()
                ids = re.findall(r'\bid="([^"]+)"', page)
                assert len(ids) == len(set(ids)), name
                pointed = re.findall(r'(?:href="|url\()#([^")]+)', page)
                assert set(pointed) <= set(ids), name


def test_a_preview_stands_alone() -> None:
    for page in pages(large()).values():
        assert b"<script" not in page
        assert not re.findall(rb'(?:href|src)="(?!#|data:|index|en\.)', page)


def test_a_masked_quartier_is_named_and_nothing_more(bundle: Bundle) -> None:
    page = bundle.files["index.html"].decode()
    row = page.split("</b> Quartier b</th>")[1].split("</tr>")[0]
    assert row.strip() == '<td role="cell" class="none" colspan="4">masqué</td>'
    area = re.search(r'<use href="#q2"[^>]*>.*?</use>', page)[0]
    assert (
        area
        == '<use href="#q2" fill="url(#hatch)"><title>Quartier b : masqué</title></use>'.replace(
            " :", "\u202f:"
        )
    )


def test_answers_that_are_hidden_change_no_byte(bundle: Bundle) -> None:
    """Two towns that differ in masked quartiers only look the same down to the last file."""
    places = [Quartier(code, f"Quartier {code}", "") for code in CODES]
    counts = [("a", "life", 2, 3), ("b", "life", 2, CANARY - 3), ("b", "life", 5, 8)]
    counts += [("b", "life", 4, 3)]
    counts += [(code, "life", score, 7) for code in "cd" for score in (1, 3, 5)]
    other = masked_tables(["life"], places, counts, k=11, mask=["a", "b"])
    assert build(small(figures=other)).files == bundle.files


@pytest.mark.parametrize("hidden", [(1, 1, 1, 0, 0), (0, 0, 2, 1, 0), (3, 0, 0, 0, 0)])
def test_no_figure_of_a_masked_quartier_is_anywhere(hidden: tuple[int, ...]) -> None:
    """Of the masked rows there is the same in every bundle, whatever people answered there."""

    def count(question: str, code: str, score: int) -> int:
        return hidden[score - 1] if code.endswith(("05", "06")) else usual(question, code, score)

    release = large(count)
    assert release.figures.masked == varied().figures.masked
    files = build(release).files
    lines = [row for row in files["resultats.csv"].splitlines() if b",masked," in row]
    assert len(lines) == 7 * len(release.figures.masked)
    assert all(row.strip().endswith(b",masked,,,,,,,,,,,") for row in lines)


def test_numbers_of_interviews_by_quartier_are_nowhere(whole: Bundle) -> None:
    assert b"interviews" not in whole.files["resultats.geojson"]
    assert "Entretiens" not in whole.files["carte-fr.js"].decode()


def test_where_no_quartier_can_be_shown_there_is_no_map() -> None:
    files = build(town_only()).files
    assert not {"carte.html", "map.html", "leaflet.js"} & set(files)
    for name in ("index.html", "pleniere.html"):
        assert b'class="map"' not in files[name]
        assert "Aucun quartier ne peut" in files[name].decode()


def test_what_is_grouped_or_withheld_is_explained() -> None:
    release = varied()
    by_key = {table.question: table for table in release.figures.tables}
    assert by_key["voice"].grouped
    assert by_key["change"].withheld
    assert release.figures.masked
    page = build(release).files["index.html"].decode()
    assert "regroupées" in page
    assert "Moins de 11 personnes ont répondu" in page
    assert "Masqués dans cette publication" in page
    cell = next(c for c in by_key["voice"].quartiers if c.status is Status.GROUPED)
    assert f"1 à 3\u202f: {cell.bands[0]}\u202f; 4 et 5\u202f: {cell.bands[1]}" in page


def test_only_the_town_is_told_with_its_distribution_where_no_quartier_can_be_shown() -> None:
    page = build(town_only()).files["index.html"].decode()
    assert "Une carte montre" not in page
    for article in page.split('<article id="question-')[1:]:
        table = article.split("</article>")[0]
        assert table.count('role="rowheader"') == 1
        assert "10 · 10 · 10 · 10 · 10" in table


def test_a_town_of_one_quartier_is_not_drawn() -> None:
    place = [Quartier("a", "Quartier a", "")]
    figures = masked_tables(["life"], place, [("a", "life", score, 7) for score in (1, 3, 5)], k=11)
    page = build(small(areas=small().areas[:1], figures=figures)).files["index.html"].decode()
    assert 'class="map"' not in page
    assert page.count('role="rowheader"') == 3, "at a glance, the town, its quartier"


@pytest.mark.parametrize("release", [varied, town_only], ids=["varied", "town"])
def test_sentences_stand_apart(release) -> None:
    for name, body in build(release()).files.items():
        if name.endswith(".html"):
            text = re.sub(r"<(style|code).*?</\1>|<[^>]+>", " ", body.decode(), flags=re.S)
            assert not re.findall(r"[a-zà-ÿ][.!?][A-ZÀ-Ý]", text), name


def test_invented_figures_are_marked() -> None:
    for name in PAGES:
        told = "everything here is invented" if name in PAGES[1::2] else "tout est inventé"
        assert told in build(small(invented=True)).files[name].decode()
        assert told not in build(small()).files[name].decode()


def test_texts_that_lack_a_language_say_so() -> None:
    assert '<h1><span lang="fr">Défi</span></h1>' in build(small()).files["en.html"].decode()
    assert "<h1>Défi</h1>" in build(small()).files["index.html"].decode()


def test_before_any_release_only_doors_are_told() -> None:
    found = doors_only(preface())
    assert set(found) == {"index.html", "en.html"}
    assert "à partir du 1er juillet 2023" in found["index.html"].decode()
    for page in found.values():
        assert "Quartier a" in page.decode()
        assert str(CANARY) not in page.decode()
        assert b"<script" not in page
    again = doors_only(preface(withdrawn=True))
    assert "retirés" in again["index.html"].decode()
    late = doors_only(preface(day=date(2023, 7, 3)))["index.html"].decode()
    assert "pas encore publiés" in late
    assert "1er juillet" not in late


def test_a_town_without_answers_of_doors_or_targets_has_its_pages() -> None:
    release = small()
    nobody = type(release.doors)(0, 0, 0, 0, 0, {}, date(2023, 4, 2), date(2023, 7, 2))
    page = build(small(doors=nobody)).files["index.html"].decode()
    assert 'class="figures"' not in page
    assert "n’ont pas été notées" in page
    assert "Qui n’a pas été entendu" not in page
    areas = tuple(type(a)(a.code, a.name, 0, None, a.outline) for a in release.areas)
    page = doors_only(preface(areas=areas))["index.html"].decode()
    assert page.count("url(#hatch)") == len(areas) + 1
    assert "sans objectif" in page
    assert "objectif dépassé" not in page


def test_the_doors_say_the_share_and_mark_what_is_beyond_the_target() -> None:
    first, *others = small().areas
    areas = (type(first)("a", "Quartier a", 30, 25, first.outline), *others)
    page = doors_only(preface(areas=areas))["index.html"].decode()
    assert '<use href="#q1" class="edge beyond"/>' in page
    assert page.count('class="edge beyond"') == 1
    assert "objectif dépassé" in page
    assert "<td>30</td><td>25</td><td>120\xa0%</td>" in page
    assert "<td>20</td><td>25</td><td>80\xa0%</td>" in page
    assert "sans objectif" not in page
