"""Turning templates into pages, in the language of the context.

Texts of people and files enter through jinja's escaping; nothing marks them as safe.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dashboard import i18n
from geo.palette import SCORE_COLOURS

PAGES = {"fr": "index.html", "en": "en.html"}
PLENARY = {"fr": "pleniere.html", "en": "plenary.html"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MAPS = {"fr": "carte.html", "en": "map.html"}


BAND_COLOURS = ("#e4ded1", "#8172b8")
"""Of answers put together, low and high: not those of any score."""


def render(template: str, **values: Any) -> bytes:
    """Fill in a template; a name that it lacks is an error.

    Raises
    ------
    jinja2.UndefinedError
        The template asks for a value that was not given.
    """
    language = i18n.language()
    other = next(one for one in i18n.LANGUAGES if one != language)
    page = _templates().get_template(template)
    return page.render(language=language, other=other, **values).encode()


def said(texts: Mapping[str, str]) -> Markup:
    """Write a text of the campaign, marked with its language where that is not the page's."""
    text, language = i18n.text(texts), i18n.language()
    if not text or texts.get(language):
        return Markup.escape(text)
    found = next(one for one in (i18n.DEFAULT, *texts) if texts.get(one))
    return Markup("<span{}>{}</span>").format(tongue(found), text)


def tongue(language: str) -> Markup:
    """Write the attribute for a language that may not be the page's; nothing where it is.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("en"):
    ...     [str(tongue(language)) for language in ("fr", "en", "no such")]
    [' lang="fr"', '', '']
    """
    if language == i18n.language() or not _LANGUAGE.fullmatch(language):
        return Markup()
    return Markup(' lang="{}"').format(language)


@lru_cache
def _sources() -> PackageLoader:
    return PackageLoader("dashboard.publication")


@lru_cache
def _templates() -> Environment:
    environment = Environment(
        loader=_sources(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        {
            "_": i18n._,
            "ngettext": i18n.ngettext,
            "number": i18n.number,
            "percent": i18n.percent,
            "day": i18n.day,
            "text": i18n.text,
            "said": said,
            "tongue": tongue,
            "SCORE_COLOURS": SCORE_COLOURS,
            "BAND_COLOURS": BAND_COLOURS,
            "LANGUAGES": i18n.LANGUAGES,
            "PAGES": PAGES,
            "PLENARY": PLENARY,
            "MAPS": MAPS,
        }
    )
    return environment


def loader() -> bytes:
    """Give the script that fetches the interactive map once it is asked for."""
    source, _name, _fresh = _sources().get_source(_templates(), "carte.js")
    return source.encode()
