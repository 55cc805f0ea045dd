"""Odd requests against the whole app: never a failure, never a file from outside, never a word
about the program. And pieces of SQL as free text: they stay text."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from dashboard import server
from tests.dashboard.asgi_app import Answer, Asked, running

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = 400
TRIED: Counter[str] = Counter()
SECRETS = (
    *(b"root:x:0", b"SQLite format 3", b"Traceback (most", b"requires-python"),
    *(b"def main() ->", b"sqlalchemy", b"/site-packages/", b"dashboard/", b'.py", line'),
)
"""What no answer may hold: files of the machine, of the program, and words about it."""

STEMS = (
    *("/", "/health", "/resultats/", "/resultats/../", "/connexion", "/entrer/", "/sortir"),
    *(
        "/media/",
        "/component/",
        "/component/streamlit_folium.st_folium/",
        "/static/",
        "/app/static/",
    ),
    *("/_stcore/", "/_stcore/upload_file/a/b", "/_stcore/bidi-components/", "/_stcore/stream"),
    *(
        "/_stcore/host-config",
        "/oauth2callback",
        "/auth/login",
        "/auth/logout",
        "/component/leaflet/",
    ),
)
PIECES = (
    *("..", "../../../etc/passwd", "%2e%2e/", "..%2f..%2fetc/passwd", "..\\..\\", "//etc/passwd"),
    *("\0", "\r\nx: y", "%00", "%", "%zz", ";", "?", "#", "~root", "C:\\", "file:///etc/passwd"),
    *("portes.sqlite", "portes.key", ".git/config", "pyproject.toml", "index.html", "é", "\ufffd"),
    *("' OR 1=1 --", "<script>", "{{7*7}}", "x" * 5000, "%c0%ae%c0%ae/", "．．/"),
)
METHODS = (
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "ODD",
    "",
)
NAMES = (
    *("origin", "referer", "cookie", "accept-encoding", "content-type", "content-length", "range"),
    *("if-none-match", "if-modified-since", "x-forwarded-host", "x-forwarded-proto", "user-agent"),
    *("accept-language", "sec-fetch-site", "x-xsrftoken", "transfer-encoding", "authorization"),
)

paths = st.builds(
    lambda stem, parts: stem + "".join(parts),
    st.sampled_from(STEMS),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=4),
)
values = st.binary(max_size=60) | st.sampled_from(
    [
        b"bytes=0-",
        b"bytes=9999999999-1",
        b"*",
        b"null",
        b"\xff",
        b"999999999999",
        b"-1",
        b"a" * 9000,
    ]
)
headers = st.lists(
    st.tuples(st.sampled_from([name.encode() for name in NAMES]), values), max_size=4
)
bodies = st.binary(max_size=200) | st.sampled_from(
    [b"name=a&password=b&form=c", b"&" * 500, b"a=" + b"x" * 20_000, b"\xff\xfe", b"a=%zz&b=%ff"]
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    with (
        pytest.MonkeyPatch.context() as patch,
        running(tmp_path_factory.mktemp("fuzz"), patch) as asked,
    ):
        yield asked


def sound(answer: Answer) -> None:
    """Check one answer."""
    assert answer.status < 500, answer
    assert "content-security-policy" in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    for value in answer.headers.values():
        assert "\r" not in value and "\n" not in value
    assert not [secret for secret in SECRETS if secret in answer.body]


@settings(
    max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(
    path=paths,
    method=st.sampled_from(METHODS),
    query=st.binary(max_size=80),
    given_headers=headers,
    body=bodies,
)
def test_odd_requests(ask: Asked, path, method, query, given_headers, body) -> None:
    TRIED["odd requests"] += 1
    sound(ask(path, method, query=query, headers=given_headers, body=body))


@pytest.mark.parametrize("stem", STEMS)
def test_ways_out_of_a_folder(ask: Asked, stem: str) -> None:
    for piece in PIECES:
        for path in (stem + piece, stem + "/" + piece, stem + piece * 3):
            TRIED["ways out of a folder"] += 1
            sound(ask(path))


def forms() -> list[tuple[str, str]]:
    """Name the routes of ours and their methods that change something."""
    return [
        (re.sub(r"\{.*?\}", "x", route.path), method)
        for route in server.parts()["routes"]
        if isinstance(route, Route)
        for method in sorted(set(route.methods or ()) - {"GET", "HEAD", "OPTIONS"})
    ]


def test_there_are_forms_to_check() -> None:
    assert ("/connexion", "POST") in forms()


@pytest.mark.parametrize(("path", "method"), forms())
def test_a_form_that_is_not_ours_changes_nothing(ask: Asked, path: str, method: str) -> None:
    form = b"name=a&password=b&form=forged&code=1"
    kind = (b"content-type", b"application/x-www-form-urlencoded")
    ours = (b"origin", b"http://portes.example")
    for told in ([], [ours], [ours, (b"cookie", b"portes_form=forged")]):
        TRIED["forged forms"] += 1
        answer = ask(path, method, headers=[kind, *told], body=form)
        assert answer.status == 403, (told, answer)
        cookies = answer.headers.get("set-cookie", "")
        assert not cookies or "form" in cookies.split("=")[0]
    for origin in (b"https://evil.example", b"null", b"http://portes.example:81"):
        TRIED["forged forms"] += 1
        assert ask(path, method, headers=[kind, (b"origin", origin)], body=form).status == 403


ODD_BODIES = (
    *(
        b"&" * 500,
        b"a=1&" * 30,
        b"name=" + b"x" * 20_000,
        b"\xff\xfe\x00",
        b"=%zz&%ff=\x00",
        b"[" * 900,
    ),
    *(
        b"name=%00&password=%00",
        b"name=' OR 1=1 --&password=' OR 1=1 --",
        b"",
        b"name=a;password=b",
    ),
)


@pytest.mark.parametrize(("path", "method"), forms())
def test_odd_forms(ask: Asked, path: str, method: str) -> None:
    for body in ODD_BODIES:
        for kind in (b"application/x-www-form-urlencoded", b"multipart/form-data", b"\xff"):
            TRIED["odd forms"] += 1
            answer = ask(path, method, headers=[(b"content-type", kind)], body=body)
            sound(answer)
            assert answer.status == 403


def test_how_much_was_tried(record_property: Callable[[str, object], None]) -> None:
    assert TRIED["odd requests"] >= EXAMPLES // 2
    record_property("tried", "; ".join(f"{number} {what}" for what, number in TRIED.items()))
