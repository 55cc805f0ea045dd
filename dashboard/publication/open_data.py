"""Open data of a release: CSV, GeoJSON, a codebook, and what describes them to programs."""

import json
from collections.abc import Iterator
from typing import Any

from dashboard.publication.release import Release
from data.analysis.published import Cell
from data.exporters import rows_csv
from data.model import SCALE

COLUMNS = {
    "question": ("string", "Clé de la question / Key of the question"),
    "code": ("string", "Code du quartier, vide pour la ville / Code, empty for the whole town"),
    "name": ("string", "Nom du quartier / Name of the quartier"),
    "status": ("string", "published, grouped, empty, masked"),
    "n": ("integer", "Réponses / Answers"),
    "mean": ("number", "Moyenne de 1 à 5 / Mean from 1 to 5"),
    "low": ("number", "Bas de l’intervalle à 95 % / Low end of the 95 % interval"),
    "high": ("number", "Haut de l’intervalle à 95 % / High end of the 95 % interval"),
    **{f"answers_{score}": ("integer", f"Réponses {score} / Answers {score}") for score in SCALE},
    "answers_1_to_3": ("integer", "Réponses 1 à 3, si regroupées / Answers 1 to 3, if grouped"),
    "answers_4_to_5": ("integer", "Réponses 4 et 5, si regroupées / Answers 4 and 5, if grouped"),
}
"""Columns of the results: type as the Table Schema names it, and what they mean."""
LICENCE = "etalab-2.0"
LICENCE_NAME = "Licence Ouverte 2.0"


def files(release: Release) -> dict[str, bytes]:
    """Write all files of open data, by name."""
    names = {area.code: area.name for area in release.areas}
    rows = list(_rows(release, names))
    texts = {
        "resultats.csv": "".join(rows_csv(rows, columns=list(COLUMNS))),
        "resultats.geojson": _json(_features(release, rows)),
        "codebook.csv": "".join(rows_csv(_codebook(release), columns=["name", "meaning"])),
        "datapackage.json": _json(_package(release)),
        "LICENCE.txt": f"{LICENCE_NAME} ({LICENCE})\n",
    }
    return {name: text.encode() for name, text in texts.items()}


def _rows(release: Release, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Give one row for each question and place: the whole town first, then by code."""
    for table in release.figures.tables:
        for cell in (table.town, *table.quartiers):
            yield _row(table.question, cell, names.get(cell.code, ""))


def _row(question: str, cell: Cell, name: str) -> dict[str, Any]:
    scores = cell.distribution or (None,) * len(SCALE)
    bands = cell.bands or (None, None)
    return {
        **{"question": question, "code": cell.code, "name": name, "status": cell.status.value},
        **{"n": cell.n, "mean": cell.mean, "low": cell.low, "high": cell.high},
        **{f"answers_{score}": count for score, count in zip(SCALE, scores, strict=True)},
        **{"answers_1_to_3": bands[0], "answers_4_to_5": bands[1]},
    }


def _features(release: Release, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Give one feature a quartier, with the figures of all questions."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": json.loads(area.outline),
                "properties": {
                    **{"code": area.code, "name": area.name, "doors": area.knocked},
                    "results": [
                        {key: value for key, value in row.items() if key not in ("code", "name")}
                        for row in rows
                        if row["code"] == area.code
                    ],
                },
            }
            for area in release.areas
        ],
    }


def _codebook(release: Release) -> Iterator[dict[str, str]]:
    for name, (_kind, meaning) in COLUMNS.items():
        yield {"name": name, "meaning": meaning}
    for question in release.questions:
        ends = (" / ".join(one.values()) for one in (question.low, question.high))
        meaning = f"{' / '.join(question.text.values())} (1 : {next(ends)} ; 5 : {next(ends)})"
        yield {"name": question.key, "meaning": meaning}


def _package(release: Release) -> dict[str, Any]:
    """Describe the files as a Data Package does (https://datapackage.org, version 1)."""
    fields = [
        {"name": name, "type": kind, "description": meaning}
        for name, (kind, meaning) in COLUMNS.items()
    ]
    csv = {"profile": "tabular-data-resource", "format": "csv", "encoding": "utf-8"}
    words = [{"name": name, "type": "string"} for name in ("name", "meaning")]
    return {
        "profile": "data-package",
        "name": f"{release.campaign}-{release.number}",
        "title": next(iter(release.name.values())),
        "version": f"{release.number}.0.0",
        "created": f"{release.day.isoformat()}T00:00:00Z",
        "licenses": [{"name": LICENCE, "title": LICENCE_NAME}],
        "resources": [
            {**csv, "name": "resultats", "path": "resultats.csv", "schema": {"fields": fields}},
            {**csv, "name": "codebook", "path": "codebook.csv", "schema": {"fields": words}},
            {"name": "carte", "path": "resultats.geojson", "format": "geojson"},
        ],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
