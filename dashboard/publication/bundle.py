"""The files of the public results, made from a release and from nothing else.

The same release always gives the same bytes. The pages need no script, no font and no other host.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import i18n
from dashboard.components.intake_words import outcomes
from dashboard.publication import doors, open_data
from dashboard.publication.page import PAGES, PLENARY, loader, render
from dashboard.publication.release import Preface, Release, digest, to_text
from dashboard.publication.view import View, legend

SUMS = "SHA256SUMS"
WHOLE = "publication.json"
"""The release itself: all other files are made from it, so that its sum is one for the whole."""


@dataclass(frozen=True)
class Bundle:
    """All files by name, sorted."""

    files: Mapping[str, bytes]


def build(release: Release) -> Bundle:
    """Make all files of a release."""
    from dashboard.publication import interactive  # folium takes a second to load

    view = View(release)
    files = {PAGES[language]: page for language, page in _pages(view, linked=True).items()}
    files |= _plenary(view)
    files |= {"carte.js": loader()} | interactive.files(view) | open_data.files(release)
    files[WHOLE] = to_text(release).encode()
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return Bundle(dict(sorted({**files, SUMS: sums.encode()}.items())))


def pages(release: Release) -> dict[str, bytes]:
    """Make the public page in each language as it can stand alone: without what else it links."""
    return _pages(View(release), linked=False)


def doors_only(preface: Preface) -> dict[str, bytes]:
    """Make the pages for the time in which no release stands: doors, nothing about answers."""
    return doors.pages(preface)


def _pages(view: View, *, linked: bool) -> dict[str, bytes]:
    found = {}
    for language in PAGES:
        with i18n.using(language):
            found[language] = render("results.html", **_values(view), linked=linked, siblings=PAGES)
    return found


def _plenary(view: View) -> dict[str, bytes]:
    """Make the pages for a hall, by the names of their files."""
    found = {}
    for language, name in PLENARY.items():
        with i18n.using(language):
            found[name] = render("plenary.html", **_values(view), siblings=PLENARY)
    return found


def _values(view: View) -> dict[str, Any]:
    """Give what the page of the results shows, in the language of the context."""
    release = view.release
    named = outcomes()
    return {
        "of": release,
        "sketch": view.sketch,
        "shown": view.questions(),
        "masked": view.masked,
        "classes": legend(),
        "visits": [
            (label[:1].upper() + label[1:], release.doors.visits.get(outcome.value, 0))
            for outcome, label in named.items()
        ],
        "digest": digest(to_text(release)),
        "whole": WHOLE,
        "licence": open_data.LICENCE_NAME,
        "data_files": open_data.listed(release),
    }
