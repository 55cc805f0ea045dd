"""The public results over HTTP: what is sent, how often it is made, and what is passed on."""

import asyncio
import gzip

import pytest

from dashboard.publication import serving
from dashboard.publication.serving import ADDRESS, PublicResults

PAGE = b"<!doctype html>" + b"<p>portes</p>" * 100
FILES = {"index.html": PAGE, "carte.html": b"<map>", "resultats.csv": b"a,b\n"}


class Records:
    """What stands behind the results, and how often it was asked."""

    def __init__(self) -> None:
        self.revision, self.made, self.asked = 1, 0, 0

    def now(self) -> int:
        self.asked += 1
        return self.revision

    def files(self) -> dict[str, bytes]:
        self.made += 1
        return FILES


@pytest.fixture
def records() -> Records:
    return Records()


async def _elsewhere(scope, receive, send):
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": scope["path"].encode()})


@pytest.fixture
def app(records: Records) -> PublicResults:
    return PublicResults(_elsewhere, records.now, records.files)


def ask(app: PublicResults, path: str, method: str = "GET", **headers: str):
    """Give status, headers and body of one answer."""
    return asyncio.run(_ask(app, path, method, headers))


async def _ask(app, path, method="GET", headers=None):
    sent = []

    async def send(message):
        sent.append(message)

    given = [(k.replace("_", "-").encode(), v.encode()) for k, v in (headers or {}).items()]
    scope = {"type": "http", "method": method, "path": path, "headers": given}
    await app(scope, None, send)
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_the_page_stands_at_the_address_itself(app):
    status, headers, body = ask(app, f"{ADDRESS}/")
    assert (status, body) == (200, PAGE)
    assert headers[b"content-type"] == b"text/html; charset=utf-8"
    assert int(headers[b"content-length"]) == len(PAGE)
    assert ask(app, f"{ADDRESS}/index.html")[2] == PAGE


def test_without_its_slash_the_address_leads_to_the_page(app):
    status, headers, _body = ask(app, ADDRESS)
    assert (status, headers[b"location"]) == (308, b"/resultats/")


@pytest.mark.parametrize("path", ["/", "/resultatsx", "/resultat", "/health", "/analyse"])
def test_all_else_is_passed_on(app, path):
    assert ask(app, path)[::2] == (299, path.encode())


@pytest.mark.parametrize(
    "path", ["none.html", "../index.html", "..%2findex.html", "/index.html", "index.html/", "\0"]
)
def test_there_is_nothing_beside_the_files(app, path):
    assert ask(app, f"{ADDRESS}/{path}")[::2] == (404, b"404")


def test_nothing_can_be_sent_to_it(app):
    status, headers, _body = ask(app, f"{ADDRESS}/", "POST")
    assert (status, headers[b"allow"]) == (405, b"GET, HEAD")


def test_who_only_asks_about_a_file_gets_no_body(app):
    status, headers, body = ask(app, f"{ADDRESS}/resultats.csv", "HEAD")
    assert (status, body, headers[b"content-length"]) == (200, b"", b"4")


def test_long_files_are_packed_for_who_can_unpack(app):
    _status, headers, body = ask(app, f"{ADDRESS}/", accept_encoding="br, gzip")
    assert headers[b"content-encoding"] == b"gzip"
    assert gzip.decompress(body) == PAGE
    assert len(body) < len(PAGE) / 5
    short = ask(app, f"{ADDRESS}/resultats.csv", accept_encoding="gzip")
    assert b"content-encoding" not in short[1]


def test_a_file_that_is_known_is_not_sent_again(app):
    tag = ask(app, f"{ADDRESS}/")[1][b"etag"]
    status, headers, body = ask(app, f"{ADDRESS}/", if_none_match=tag.decode())
    assert (status, headers[b"etag"], body) == (304, tag, b"")


@pytest.mark.parametrize("name", FILES)
def test_nobody_shows_what_they_kept_without_asking(app, records, monkeypatch, name):
    """A withdrawn page would else stay in browsers for as long as they were told to keep it."""
    _status, headers, _body = ask(app, f"{ADDRESS}/{name}")
    assert headers[b"cache-control"] == b"public, no-cache"
    tag = headers[b"etag"].decode()
    assert ask(app, f"{ADDRESS}/{name}", if_none_match=tag)[1][b"cache-control"] == (
        b"public, no-cache"
    )
    monkeypatch.setattr(records, "files", lambda: {"index.html": b"<p>withdrawn</p>"})
    again = PublicResults(_elsewhere, records.now, records.files)
    gone = ask(again, f"{ADDRESS}/{name}", if_none_match=tag)
    assert (gone[0], tag in str(gone)) == (200 if name == "index.html" else 404, False)


def test_no_page_may_run_scripts_that_are_written_into_it(app):
    for name in FILES:
        policy = ask(app, f"{ADDRESS}/{name}")[1][b"content-security-policy"].decode()
        assert "default-src 'none'" in policy
        scripts = policy.split("script-src")[1].split(";")[0]
        assert scripts.strip() == "'self'"


def test_files_are_made_once_for_a_revision(app, records, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(serving.time, "monotonic", lambda: clock[0])

    async def evening():
        for clock[0] in (0.0, 0.5, 0.9, 1.5):
            await asyncio.gather(*(_ask(app, f"{ADDRESS}/") for _ in range(20)))
        records.revision = 2
        clock[0] = 9.0
        await _ask(app, f"{ADDRESS}/")

    asyncio.run(evening())
    assert (records.made, records.asked) == (2, 3)


def test_the_same_bytes_are_always_sent_the_same():
    assert serving.served("index.html", PAGE) == serving.served("index.html", PAGE)
