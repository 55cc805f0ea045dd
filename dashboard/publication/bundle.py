"""The files of the public results, made from a release and from nothing else.

The same release always gives the same bytes. The pages need no script, no font and no other host.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from dashboard import i18n
from dashboard import score_words as words
from dashboard.publication import open_data
from dashboard.publication.release import Preface, Release, digest, to_text
from data.analysis.published import Cell, Status
from data.model import SCALE, Question
from geo.drawing import Drawing, draw
from geo.palette import NEUTRAL, SCORE_COLOURS, coverage_colour, score_colour, text_on

PAGES = {"fr": "index.html", "en": "en.html"}
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Bundle:
    """All files by name, sorted."""

    files: Mapping[str, bytes]


def build(release: Release) -> Bundle:
    """Make all files of a release."""
    files = {PAGES[language]: page for language, page in pages(release).items()}
    files |= open_data.files(release)
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return Bundle(dict(sorted({**files, SUMS: sums.encode()}.items())))


def pages(release: Release) -> dict[str, bytes]:
    """Make the public page in each language."""
    drawing = draw({area.code: area.outline for area in release.areas})
    return {language: _page(release, drawing, language) for language in PAGES}


def doors_only(preface: Preface) -> dict[str, bytes]:
    """Make the pages for the time in which no release stands: doors, nothing about answers."""
    drawing = draw({area.code: area.outline for area in preface.areas})
    found = {}
    for language, name in PAGES.items():
        with i18n.using(language):
            fills = {
                area.code: coverage_colour(area.knocked / area.target) if area.target else NEUTRAL
                for area in preface.areas
            }
            found[name] = _render("doors.html", preface, drawing, fills=fills)
    return found


def _page(release: Release, drawing: Drawing, language: str) -> bytes:
    with i18n.using(language):
        names = {area.code: area.name for area in release.areas}
        tables = {table.question: table for table in release.figures.tables}
        shown = [
            {
                "asked": question,
                "table": tables[question.key],
                "town": _cell(tables[question.key].town, i18n._("Whole town")),
                "cells": [_cell(cell, names[cell.code]) for cell in tables[question.key].quartiers],
                "legend": _legend(question),
            }
            for question in release.questions
        ]
        return _render(
            "results.html",
            release,
            drawing,
            shown=shown,
            masked=[names[code] for code in release.figures.masked],
            digest=digest(to_text(release)),
            licence=open_data.LICENCE_NAME,
        )


def _cell(cell: Cell, name: str) -> dict[str, Any]:
    """Put one cell into words, and into the bars of its distribution; nothing of a masked one."""
    fill = score_colour(cell.mean) if cell.mean is not None else NEUTRAL
    counts = zip(SCORE_COLOURS, cell.distribution or (), strict=False)
    masked = cell.status is Status.MASKED
    return {
        "code": cell.code,
        "name": name,
        "mean": words.score(cell.mean),
        "n": i18n._("masked") if masked else i18n.number(cell.n or 0),
        "interval": words.interval(cell.low, cell.high),
        "counts": [i18n.number(count) for count in cell.distribution or ()],
        "bars": [(colour, round(100 * n / (cell.n or 1), 1)) for colour, n in counts],
        "bands": [i18n.number(count) for count in cell.bands or ()],
        "fill": "url(#hatch)" if cell.mean is None else fill,
        "ink": text_on(fill),
    }


def _legend(question: Question) -> list[tuple[str, str]]:
    named = [f"{value} {words.meaning(question, value)}".strip() for value in SCALE]
    return list(zip(SCORE_COLOURS, named, strict=True))


def _render(template: str, of: Release | Preface, drawing: Drawing, **more: Any) -> bytes:
    other = next(language for language in PAGES if language != i18n.language())
    text = _templates().get_template(template)
    return text.render(
        of=of, drawing=drawing, language=i18n.language(), other=other, pages=PAGES, **more
    ).encode()


@lru_cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("dashboard.publication"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        {"_": i18n._, "number": i18n.number, "day": i18n.day, "text": i18n.text}
    )
    return environment
