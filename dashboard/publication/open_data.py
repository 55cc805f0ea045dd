"""Open data of a release: CSV, GeoJSON, a codebook, a licence, and a description for programs."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import shapely

from dashboard import i18n
from dashboard.i18n import _, day, text
from dashboard.publication import codebook
from dashboard.publication.codebook import FILES, HEADER, TABLES, Columns, both, names
from dashboard.publication.release import Area, Release
from data.analysis.published import Cell, Status
from data.exporters import rows_csv
from data.model import SCALE, Outcome

LICENCE: Final = "etalab-2.0"
LICENCE_NAME: Final = "Licence Ouverte 2.0"
LICENCE_ADDRESS: Final = (
    "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf"
)
LEAFLET: Final = "Leaflet 1.9.4 (leaflet.js, leaflet.css)"
LEAFLET_NOTICE: Final = """\
BSD 2-Clause License
Copyright (c) 2010-2023, Volodymyr Agafonkin
Copyright (c) 2010-2011, CloudMade
All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted
provided that the following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions
   and the following disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this list of
   conditions and the following disclaimer in the documentation and/or other materials provided
   with the distribution.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR
IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR
CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE,
DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER
IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT
OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
"""


def files(release: Release) -> dict[str, bytes]:
    """Write all files of open data, by name."""
    words = list(codebook.rows(release))
    found = {
        **{
            name: "".join(rows_csv(rows, columns=list(TABLES[name])))
            for name, rows in _tables(release).items()
        },
        "codebook.csv": "".join(rows_csv(words, columns=HEADER)),
        "resultats.geojson": _map(release),
    }
    ready = {name: content.encode() for name, content in found.items()}
    package = _json(_package(release, ready)).encode()
    return ready | {"LICENCE.txt": _licence(release).encode(), "datapackage.json": package}


def listed(release: Release) -> list[tuple[str, str]]:
    """Name the files for people, with what is in them, in the language of the context."""
    there = {*_tables(release), "codebook.csv", "resultats.geojson"}
    return [(name, _(about)) for name, about in FILES.items() if name in there]


def _tables(release: Release) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of each table; of open answers only where there are any."""
    places = {"": release.town} | {area.code: area.name for area in release.areas}
    found = {
        "resultats.csv": [
            _row(table.question, cell, places[cell.code])
            for table in release.figures.tables
            for cell in (table.town, *table.quartiers)
        ],
        "portes.csv": list(_doors(release)),
        "themes.csv": list(_themes(release)),
        "citations.csv": [
            {"question": one.question.key, "quote": quote}
            for one in release.open_questions
            for quote in one.quotes
        ],
    }
    return {name: rows for name, rows in found.items() if rows}


def _doors(release: Release) -> Iterator[dict[str, Any]]:
    """Give the doors and visits of the town."""
    doors = release.doors
    counted = {
        "doors_goal": doors.goal,
        "doors_knocked": doors.knocked,
        "doors_opened": doors.opened,
        "interviews": doors.interviews,
        "refusals": doors.refusals,
        **{f"visits_{outcome}": doors.visits.get(outcome, 0) for outcome in Outcome},
    }
    for indicator, value in counted.items():
        yield {"indicator": indicator, "value": value}


def _themes(release: Release) -> Iterator[dict[str, Any]]:
    """Give the themes of each open question, those without a number last, as on the page."""
    for one in release.open_questions:
        for theme in sorted(one.themes, key=lambda theme: theme.n is None):
            yield {
                "question": one.question.key,
                "theme": theme.key,
                **{f"name_{language}": said for language, said in names(theme.label).items()},
                "speak_of_it": theme.n,
                "answers_read": None if theme.n is None else one.answers,
            }


def _row(question: str, cell: Cell, name: str) -> dict[str, Any]:
    """Give the figures of one place, with the same columns whatever its status is."""
    scores = cell.distribution or (None,) * len(SCALE)
    bands = cell.bands or (None, None)
    return {
        **{"question": question, "code": cell.code, "name": name, "status": cell.status},
        **{"n": cell.n, "mean": cell.mean, "low": cell.low, "high": cell.high},
        **{f"answers_{score}": count for score, count in zip(SCALE, scores, strict=True)},
        **{"answers_1_to_3": bands[0], "answers_4_to_5": bands[1]},
    }


def _map(release: Release) -> str:
    """Write one feature a quartier on a line of its own, as geographic software wants them."""
    cells = {
        (table.question, cell.code): cell
        for table in release.figures.tables
        for cell in table.quartiers
    }
    lines = (
        _line(
            {
                "type": "Feature",
                "geometry": _outline(area),
                "properties": dict(_properties(release, area, cells)),
            }
        )
        for area in release.areas
    )
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def _outline(area: Area) -> Any:
    """Give the outline with its rings the way round that RFC 7946 asks for."""
    shape = shapely.orient_polygons(shapely.from_geojson(area.outline))
    return json.loads(shapely.to_geojson(shape))


def _properties(
    release: Release, area: Area, cells: Mapping[tuple[str, str], Cell]
) -> Iterator[tuple[str, Any]]:
    yield from (("code", area.code), ("name", area.name))
    yield from (("doors_knocked", area.knocked), ("doors_target", area.target))
    yield "dwellings", area.dwellings
    for question in release.questions:
        cell = cells[question.key, area.code]
        yield f"{question.key}_status", cell.status.value
        for figure in ("n", "mean", "low", "high"):
            yield f"{question.key}_{figure}", getattr(cell, figure)


def _licence(release: Release) -> str:
    """Name the licences, and how to name the source."""
    parts = []
    for language in i18n.LANGUAGES:
        with i18n.using(language):
            source = [release.organiser, text(release.name), release.town]
            parts += [
                f"{LICENCE_NAME} ({LICENCE})",
                LICENCE_ADDRESS,
                _(
                    "The results, texts and maps of this folder may be used again freely, naming "
                    "their source and its date:"
                ),
                ", ".join(
                    [
                        *filter(None, source),
                        _("release {number}, {day}", number=release.number, day=day(release.day)),
                    ]
                ),
                _("The outlines of the quartiers are indicative."),
                "",
            ]
    return "\n".join([*parts, LEAFLET, LEAFLET_NOTICE])


def _package(release: Release, ready: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe the files as a Data Package does, version 1 of its specification."""
    table = {"profile": "tabular-data-resource", "encoding": "utf-8", "mediatype": "text/csv"}
    plain = {"profile": "data-resource", "encoding": "utf-8", "mediatype": "application/geo+json"}
    fields = {name: list(_fields(TABLES[name])) for name in TABLES if name in ready}
    fields["codebook.csv"] = [{"name": name, "type": "string"} for name in HEADER]
    with i18n.using(i18n.DEFAULT):
        title = text(release.name) or release.campaign
    return {
        "profile": "data-package",
        "name": f"{_slug(release.campaign)}-{release.number}",
        "title": title,
        "description": " / ".join(both(codebook.TERMS["indicative"]).values()),
        "version": f"{release.number}.0.0",
        "created": f"{release.day.isoformat()}T00:00:00Z",
        "licenses": [{"name": LICENCE, "path": "LICENCE.txt", "title": LICENCE_NAME}],
        "contributors": [{"title": release.organiser or release.town, "role": "publisher"}],
        "resources": [
            {
                **(table if name in fields else plain),
                **({"schema": {"fields": fields[name]}} if name in fields else {}),
                "name": _slug(name),
                "path": name,
                "description": " / ".join(both(FILES[name]).values()),
                "format": name.rpartition(".")[2],
                "bytes": len(ready[name]),
                "hash": f"sha256:{hashlib.sha256(ready[name]).hexdigest()}",
            }
            for name in ready
        ],
    }


def _fields(columns: Columns) -> Iterator[dict[str, Any]]:
    """Give the columns of a table as Table Schema describes them."""
    limits: Mapping[str, dict[str, Any]] = {
        **{name: {"required": True} for name in ("question", "theme", "quote", "indicator")},
        "status": {"required": True, "enum": [status.value for status in Status]},
        **{name: {"minimum": 1, "maximum": len(SCALE)} for name in ("mean", "low", "high")},
    }
    for name, (kind, meaning) in columns.items():
        about = " / ".join(both(meaning).values())
        limit = limits.get(name, {"minimum": 0} if kind == "integer" else {})
        yield {"name": name, "type": kind, "description": about, "constraints": limit}


def _slug(name: str) -> str:
    """Write a name with the letters that the specification allows."""
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-.") or "portes"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
