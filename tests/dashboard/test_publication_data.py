"""Open data: what the tables and the map say is what was published, and validators accept it."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import frictionless
import pytest
import shapely

from dashboard.publication.bundle import Bundle, build
from dashboard.publication.codebook import RESULTS, TABLES
from dashboard.publication.release import Release, digest, from_content, to_text
from dashboard.service import Service
from dashboard.settings import Settings
from data.analysis.estimates import estimate
from data.analysis.published import Cell, Status
from data.campaigns import POITIERS
from data.model import SCALE
from tests.dashboard.releases import bad, town_only, varied


@pytest.fixture(scope="module")
def release() -> Release:
    return varied()


@pytest.fixture(scope="module")
def bundle(release: Release) -> Bundle:
    return build(release)


def table(bundle: Bundle, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(bundle.files[name].decode(), newline="")))


def cell(row: dict[str, str]) -> Cell:
    """Read a cell back from a line."""

    def whole(*names: str) -> tuple[int, ...] | None:
        return tuple(int(row[name]) for name in names) if row[names[0]] else None

    mean, low, high = (float(row[name]) if row[name] else None for name in ("mean", "low", "high"))
    n = int(row["n"]) if row["n"] else None
    return Cell(
        *(row["code"], Status(row["status"]), n, mean, low, high),
        whole(*(f"answers_{score}" for score in SCALE)),
        whole("answers_1_to_3", "answers_4_to_5"),
    )


def test_the_table_reads_back_as_what_was_published(bundle: Bundle, release: Release) -> None:
    rows = table(bundle, "resultats.csv")
    assert list(rows[0]) == list(RESULTS)
    found = [(row["question"], cell(row)) for row in rows]
    assert found == [
        (one.question, cell)
        for one in release.figures.tables
        for cell in (one.town, *one.quartiers)
    ]


def test_the_map_is_geojson_with_the_same_figures(bundle: Bundle, release: Release) -> None:
    found = json.loads(bundle.files["resultats.geojson"])
    assert found["type"] == "FeatureCollection"
    cells = {(t.question, c.code): c for t in release.figures.tables for c in t.quartiers}
    for area, feature in zip(release.areas, found["features"], strict=True):
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.equals(shapely.from_geojson(area.outline))
        for part in shapely.get_parts(shape):
            assert part.exterior.is_ccw, "RFC 7946, 3.1.6"
            assert not any(ring.is_ccw for ring in part.interiors)
        values = feature["properties"]
        assert (values["code"], values["doors_knocked"]) == (area.code, area.knocked)
        for question in release.questions:
            one = cells[question.key, area.code]
            assert values[f"{question.key}_status"] == one.status
            for figure in ("n", "mean", "low", "high"):
                assert values[f"{question.key}_{figure}"] == getattr(one, figure)


@pytest.mark.parametrize("made", [varied, town_only, bad], ids=["varied", "town", "hostile"])
def test_the_validator_accepts_the_description(made, tmp_path: Path, monkeypatch) -> None:
    for name, body in build(made()).files.items():
        (tmp_path / name).write_bytes(body)
    monkeypatch.chdir(tmp_path)
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["title", "message"])
    assert {task.name for task in report.tasks} == {
        *("resultats.csv", "portes.csv", "themes.csv", "citations.csv", "codebook.csv"),
        "resultats.geojson",
    }


def test_the_validator_notices_a_file_that_was_altered(
    bundle: Bundle, tmp_path: Path, monkeypatch
) -> None:
    for name, body in bundle.files.items():
        (tmp_path / name).write_bytes(body)
    (tmp_path / "resultats.csv").write_bytes(bundle.files["resultats.csv"].replace(b"3.", b"4."))
    monkeypatch.chdir(tmp_path)
    assert not frictionless.validate("datapackage.json").valid


def properties(bundle: Bundle) -> list[str]:
    return list(json.loads(bundle.files["resultats.geojson"])["features"][0]["properties"])


def test_doors_themes_and_quotes_are_open_data_too(bundle: Bundle, release: Release) -> None:
    doors = {row["indicator"]: int(row["value"]) for row in table(bundle, "portes.csv")}
    assert doors["doors_knocked"] == release.doors.knocked
    assert sum(n for key, n in doors.items() if key.startswith("visits_")) == sum(
        release.doors.visits.values()
    )
    told = [
        (row["question"], row["theme"], row["name_en"], row["speak_of_it"], row["answers_read"])
        for row in table(bundle, "themes.csv")
    ]
    assert told == [
        (one.question.key, theme.key, theme.label["en"], *numbers)
        for one in release.open_questions
        for theme in one.themes
        for numbers in [("", "") if theme.n is None else (str(theme.n), str(one.answers))]
    ]
    quotes = [(row["question"], row["quote"]) for row in table(bundle, "citations.csv")]
    assert quotes == [(one.question.key, q) for one in release.open_questions for q in one.quotes]
    silent = build(replace(release, open_questions=()))
    assert not {"themes.csv", "citations.csv"} & set(silent.files)
    assert b"themes.csv" not in silent.files["index.html"]
    assert b"themes.csv" in bundle.files["index.html"]


def test_a_stranger_can_work_out_means_and_intervals_from_the_files_alone(tmp_path: Path) -> None:
    service = Service.open(
        Settings(
            database=f"sqlite:///{tmp_path / 'portes.sqlite'}",
            campaign=POITIERS,
            fixed_today=date(2023, 7, 5),
        )
    )
    service.records.fill_demo(until=date(2023, 7, 2))
    keys = [question.key for question in service.questionnaire().ratings]
    bundle = build(service.publishing.draft(keys))
    service.store.close()
    features = json.loads(bundle.files["resultats.geojson"])["features"]
    homes = {one["properties"]["code"]: one["properties"]["dwellings"] for one in features}
    homes[""] = sum(homes.values())
    rows = [row for row in table(bundle, "resultats.csv") if row["status"] == "published"]
    assert len(rows) > 60
    for row in rows:
        counts = [int(row[f"answers_{score}"]) for score in SCALE]
        found = estimate(counts, population=homes[row["code"]])
        assert [f"{end:.1f}" for end in (found.mean, found.low, found.high)] == [
            f"{float(row[name]):.1f}" for name in ("mean", "low", "high")
        ]


def test_all_columns_and_questions_are_in_the_codebook(bundle: Bundle, release: Release) -> None:
    rows = table(bundle, "codebook.csv")
    named = {(row["kind"], row["key"]) for row in rows}
    for name, columns in TABLES.items():
        assert list(table(bundle, name)[0]) == list(columns)
        assert {("column", column) for column in columns} <= named
    assert {("property", name.rpartition("_")[2]) for name in properties(bundle)} <= {
        (kind, key.rpartition("_")[2]) for kind, key in named
    }
    assert {("question", question.key) for question in release.questions} <= named
    assert {("status", status.value) for status in Status} <= named
    assert {("term", term) for term in ("opening_rate", "response_rate", "refusal_rate")} <= named
    assert all(row["fr"] and row["en"] for row in rows)
    assert len(named) == len(rows)


def test_the_licence_is_named(bundle: Bundle) -> None:
    package = json.loads(bundle.files["datapackage.json"])
    assert package["licenses"] == [
        {"name": "etalab-2.0", "path": "LICENCE.txt", "title": "Licence Ouverte 2.0"}
    ]
    assert all(resource["description"] for resource in package["resources"])
    text = bundle.files["LICENCE.txt"].decode()
    assert "etalab-2.0" in text
    assert "https://www.etalab.gouv.fr/" in text
    assert "5 juillet 2023" in text
    assert "Licence Ouverte 2.0" in bundle.files["index.html"].decode()


def test_a_release_without_dwellings_keeps_its_fingerprint(release: Release) -> None:
    text = to_text(release)
    assert "dwellings" not in text
    assert digest(to_text(from_content(json.loads(text)))) == digest(text)
    areas = tuple(replace(area, dwellings=900) for area in release.areas)
    assert '"dwellings":900' in to_text(replace(release, areas=areas))
