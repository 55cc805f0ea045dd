"""A bundle in the browser as if it came from a server: with its headers, and no other host."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dashboard.publication.serving import FIRST, Headers, served
from tests.e2e import axe

HOST = "http://resultats.localhost"


class Visit:
    """A page and what it did.

    Parameters
    ----------
    asked
        Names of the files that were fetched.
    foreign
        Addresses of other hosts that it asked for.
    complaints
        What the console says, and errors in scripts.
    """

    def __init__(self, page: Any, files: Mapping[str, bytes]) -> None:
        self.page, self._files = page, files
        self.asked: list[str] = []
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        page.route("**/*", self._answer)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, name: str = FIRST) -> "Visit":
        """Go to one of the pages."""
        self.page.goto(f"{HOST}/{name}")
        return self

    def violations(self) -> list[str]:
        """Let axe look at the page."""
        return [axe.said(one) for one in axe.violations(self.page)]

    def width(self) -> int:
        """Give how wide the whole page is, in pixels."""
        return self.page.evaluate("document.documentElement.scrollWidth")

    def _answer(self, route: Any) -> None:
        address = route.request.url
        name = address.removeprefix(f"{HOST}/").partition("#")[0] or FIRST
        if not address.startswith(f"{HOST}/"):
            self.foreign.append(address)
            route.abort()
        elif name not in self._files:
            self.complaints.append(f"there is no {name}")
            route.fulfill(status=404)
        else:
            self.asked.append(name)
            headers, body = served(name, self._files[name]).plain
            route.fulfill(status=200, headers=_strict(headers), body=body)


@contextmanager
def visiting(
    browser: Any, files: Mapping[str, bytes], *, width: int = 1280, **options: Any
) -> Iterator[Visit]:
    """Open a page of its own; in the end it asked no other host and nothing complained."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    try:
        visit = Visit(context.new_page(), files)
        yield visit
        assert visit.foreign == []
        assert visit.complaints == [], visit.complaints
    finally:
        context.close()


def _strict(headers: Headers) -> dict[str, str]:
    """Take back what allows scripts within a page: none of ours has any."""
    plain = {name.decode(): value.decode() for name, value in headers}
    policy = "content-security-policy"
    allowed = "script-src 'self' 'unsafe-inline'"
    return plain | {policy: plain[policy].replace(allowed, "script-src 'self'")}
