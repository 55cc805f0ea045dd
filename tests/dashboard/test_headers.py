"""Headers on every answer, what other sites may not ask, and what is answered to nobody."""

import asyncio
import re
from collections.abc import Callable

import pytest
import streamlit
from starlette.routing import Route

from dashboard import server
from dashboard.asgi import Message, Scope
from dashboard.headers import ALWAYS, Guarded, policy_of

Answer = tuple[int, dict[str, str], bytes]


class Behind:
    """An app behind the middleware; notes what reaches it."""

    def __init__(self, *headers: tuple[bytes, bytes]) -> None:
        self.headers, self.scopes = list(headers), []

    async def __call__(self, scope, receive, send) -> None:
        self.scopes.append(scope)
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 299, "headers": self.headers})
            await send({"type": "http.response.body", "body": b"behind"})


def ask(app: Callable[..., object], path: str = "/", method: str = "GET", **more: object) -> Answer:
    """Give status, headers and body of one answer; `more` are headers, and parts of the scope."""
    scheme = str(more.pop("scheme", "http"))
    kind = str(more.pop("type", "http"))
    headers = [
        (name.replace("_", "-").encode(), str(value).encode()) for name, value in more.items()
    ]
    scope: Scope = {
        "type": kind, "method": method, "path": path, "headers": headers, "scheme": scheme,
        "query_string": b"",
    }  # fmt: skip
    return asyncio.run(_ask(app, scope))


async def _ask(app, scope: Scope) -> Answer:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    if not sent:
        return 0, {}, b""
    if sent[0]["type"] == "websocket.close":
        return int(sent[0]["code"]), {}, b""
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[1]["body"]


@pytest.mark.parametrize(
    "path", ["/", "/health", "/analyse", "/component/a/index.html", "/media/a"]
)
def test_every_answer_says_what_a_browser_may_do_with_it(path: str) -> None:
    _status, headers, body = ask(Guarded(Behind()), path, host="portes.example")
    for name, value in ALWAYS:
        assert headers[name.decode()] == value.decode()
    policy = headers["content-security-policy"]
    assert (
        "default-src" in policy
        and "frame-ancestors" in policy
        and "object-src 'none'" in (policy + "object-src 'none'" * path.startswith("/media"))
    )
    assert "*" not in policy and "http:" not in policy and "https:" not in policy
    assert body == b"behind"


def test_a_page_runs_no_script_that_is_written_into_it() -> None:
    scripts = policy_of("/analyse", b"portes.example").split("script-src")[1].split(";")[0]
    assert "'unsafe-inline'" not in scripts and "'unsafe-eval'" not in scripts
    assert re.search(r"'sha256-[\w+/]{43}='", scripts)
    assert "ws://portes.example wss://portes.example" in policy_of("/", b"portes.example")


def test_what_somebody_handed_in_never_runs_as_a_page() -> None:
    assert policy_of("/media/a.html", b"").endswith("; sandbox")


@pytest.mark.parametrize("host", ["a b", "a;script-src *", "a'", "", "*", "a/b"])
def test_a_host_that_is_none_is_not_repeated(host: str) -> None:
    policy = ask(Guarded(Behind()), "/", host=host)[1]["content-security-policy"]
    assert "ws:" not in policy


@pytest.mark.parametrize(
    ("template", "origin"),
    [
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "https://*.tiles.example"),
        ("https://tiles.example:8443/{z}/{x}/{y}.png", "https://tiles.example:8443"),
        ("javascript:alert(1)", ""),
        ("https://a b; script-src *", ""),
        (None, ""),
    ],
)
def test_only_the_tile_server_that_was_chosen_is_let_in(template: str | None, origin: str) -> None:
    app = Guarded(Behind(), lambda: template)
    maps = ask(app, "/component/x/index.html")[1]["content-security-policy"]
    images = maps.split("img-src")[1].split(";")[0].split()
    assert images == ["'self'", "data:", "blob:", *filter(None, [origin])]
    others = ask(app, "/")[1]["content-security-policy"]
    assert not origin or origin not in others


def test_https_is_kept_to_where_it_is_used() -> None:
    assert "strict-transport-security" not in ask(Guarded(Behind()))[1]
    assert "strict-transport-security" in ask(Guarded(Behind()), scheme="https")[1]


def test_what_an_answer_says_itself_stands() -> None:
    own = (b"Content-Security-Policy", b"default-src 'none'")
    headers = ask(Guarded(Behind(own)))[1]
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert "content-security-policy" not in headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://portes.example.evil"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "ODD"])
def test_another_site_changes_nothing(origin: str, method: str) -> None:
    behind = Behind()
    status, headers, _body = ask(
        Guarded(behind), "/x", method, origin=origin, host="portes.example"
    )
    assert (status, behind.scopes) == (403, [])
    assert "default-src 'none'" in headers["content-security-policy"]


def test_another_site_opens_no_websocket() -> None:
    behind = Behind()
    asked = {"host": "portes.example", "type": "websocket"}
    assert ask(Guarded(behind), "/_stcore/stream", origin="https://evil", **asked)[0] == 1008
    assert behind.scopes == []
    ask(Guarded(behind), "/_stcore/stream", origin="https://portes.example", **asked)
    assert len(behind.scopes) == 1


def test_where_a_reader_comes_from_is_not_passed_on() -> None:
    # Streamlit would ask an outside service for this machine's address to compare it with.
    behind = Behind()
    assert ask(Guarded(behind), "/", origin="https://evil.example", host="portes.example")[0] == 299
    assert b"origin" not in dict(behind.scopes[0]["headers"])


@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/interact"),
        *("/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/", "/_stcore/healthx"),
        *("/_stcore/stream/x", "/_stcore/new-one"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_what_nobody_here_needs_of_streamlit_is_not_answered(path: str, method: str) -> None:
    behind = Behind()
    assert ask(Guarded(behind), path, method)[0] == 404
    assert behind.scopes == []


def test_all_that_streamlit_answers_below_its_address_is_known() -> None:
    """A new version that answers something new has to be looked at."""
    folder = server.Path(streamlit.__file__).parent / "web/server/starlette"
    text = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    named = set(re.findall(r'(?:"_stcore/|\{BASE_ROUTE_CORE\}/)([a-z][a-z_./-]*)', text))
    assert named == {
        *("health", "script-health-check", "metrics", "host-config", "upload_file", "stream"),
        *("bidi-components/", "agent/interact", "agent/openapi.json", "agent/mcp"),
    }


def test_a_failure_says_nothing_of_itself() -> None:
    made = asyncio.run(server.failed(None, ValueError("secret")))  # type: ignore[arg-type]
    assert (made.status_code, made.body) == (500, b"500")
    assert b"content-security-policy" in dict(made.raw_headers)


def test_every_route_of_ours_stands_behind_the_guard() -> None:
    parts = server.parts()
    assert Guarded in {one.cls for one in parts["middleware"]}
    assert all(isinstance(route, Route) for route in parts["routes"])
