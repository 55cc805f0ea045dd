"""The pages of the entrance: small, in the reader's language, whole without any script."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard import i18n

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # Not `no-referrer`: with that, a browser would no longer say where a form comes from.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
}
STYLE, SCRIPT = "/entree.css", "/entree.js"
_FILES = {STYLE: ("entree.css", "text/css"), SCRIPT: ("entree.js", "text/javascript")}


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """Make a page; what people entered is escaped.

    Raises
    ------
    jinja2.UndefinedError
        The template asks for a value that was not given.
    """
    found = _templates().get_template(f"{template}.html")
    body = found.render(language=i18n.language(), style=STYLE, script=SCRIPT, **values)
    return HTMLResponse(body, status, HEADERS)


async def static(request: Request) -> Response:
    """Give the style or the script of the pages."""
    name, kind = _FILES[request.url.path]
    body = files("dashboard.entrance").joinpath("templates", name).read_bytes()
    kept = {"cache-control": "public, max-age=3600", "x-content-type-options": "nosniff"}
    return Response(body, headers=kept, media_type=kind)


def language(request: Request) -> str:
    """Give the language that a browser asks for first, of those there are.

    A choice in the address (`lang`) wins.
    """
    wishes = [request.query_params.get("lang", "")]
    for part in request.headers.get("accept-language", "").split(","):
        wishes.append(part.partition(";")[0].strip().partition("-")[0].lower())
    return next((wish for wish in wishes if wish in i18n.LANGUAGES), i18n.DEFAULT)


@lru_cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("dashboard.entrance"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update({"_": i18n._})
    return environment
