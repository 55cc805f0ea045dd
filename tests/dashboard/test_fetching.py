"""Downloads against a server on this machine, which also breaks off, lies and refuses."""

import gzip
import json
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.errors import (
    BrokenOffError,
    FetchError,
    MissingFileError,
    OutputFileError,
    RefusedFileError,
    SettingError,
    UnreachableHostError,
    WrongSizeError,
)
from dashboard.fetching import fetch
from tests.dashboard.loopback import serving

CONTENT = bytes(range(256)) * 1_000
HALF = len(CONTENT) // 2


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def target(tmp_path):
    return tmp_path / "file.bin"


def left_over(target):
    return sorted(path.name for path in target.parent.iterdir())


def test_a_file_comes_whole(target):
    told = []
    with serving(CONTENT) as server:
        came = fetch(server.url, target, progress=lambda *state: told.append(state))
    assert target.read_bytes() == CONTENT
    assert (came.path, came.size, came.resumed) == (target, len(CONTENT), False)
    assert left_over(target) == ["file.bin"]
    assert told[0] == (0, len(CONTENT))
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert told == sorted(told)


def test_what_breaks_off_goes_on_by_itself(target):
    with serving(CONTENT, breaks=[HALF, 1_000]) as server:
        came = fetch(server.url, target, pause=0)
    assert target.read_bytes() == CONTENT
    assert not came.resumed
    assert server.asked == [None, f"bytes={HALF}-", f"bytes={HALF + 1_000}-"]


def test_a_later_call_goes_on_where_the_first_stopped(target):
    with serving(CONTENT, breaks=[HALF]) as server:
        with pytest.raises(BrokenOffError) as caught:
            fetch(server.url, target, attempts=1)
        assert caught.value.params == {"host": "127.0.0.1", "done": HALF}
        assert not target.exists()
        told = []
        came = fetch(server.url, target, progress=lambda *state: told.append(state))
    assert (came.size, came.resumed) == (len(CONTENT), True)
    assert target.read_bytes() == CONTENT
    assert told[0] == (HALF, len(CONTENT))
    assert server.asked == [None, f"bytes={HALF}-"]
    assert left_over(target) == ["file.bin"]


@pytest.mark.parametrize("tag", ['"1"', 'W/"weak"', ""])
def test_parts_of_two_versions_are_never_joined(target, tag):
    manners = {"tag": tag, "modified": "" if tag == '"1"' else "Sun, 02 Apr 2023 10:00:00 GMT"}
    with serving(CONTENT, breaks=[HALF], **manners) as server:
        with pytest.raises(BrokenOffError):
            fetch(server.url, target, attempts=1)
        newer = CONTENT[::-1]
        server.content = newer
        server.tag = '"2"' if tag == '"1"' else tag
        server.modified = "Sun, 21 May 2023 10:00:00 GMT"
        came = fetch(server.url, target, pause=0)
    assert target.read_bytes() == newer
    assert not came.resumed


def test_without_any_mark_of_the_version_the_size_decides(target):
    with serving(CONTENT, breaks=[HALF], tag="") as server:
        with pytest.raises(BrokenOffError):
            fetch(server.url, target, attempts=1)
        server.content = longer = CONTENT + b"more"
        came = fetch(server.url, target, pause=0)
    assert target.read_bytes() == longer
    assert not came.resumed


def test_a_server_without_ranges_begins_anew(target):
    with serving(CONTENT, breaks=[HALF], ranges=False) as server:
        came = fetch(server.url, target, pause=0)
    assert target.read_bytes() == CONTENT
    assert not came.resumed
    assert server.asked == [None, f"bytes={HALF}-"]


def test_a_server_without_ranges_that_always_breaks_off_is_given_up(target):
    with serving(CONTENT, breaks=[HALF] * 9, ranges=False) as server:
        with pytest.raises(BrokenOffError):
            fetch(server.url, target, attempts=3, pause=0)
        assert len(server.asked) == 3
    assert not target.exists()


def test_a_part_that_does_not_fit_is_not_taken(target):
    with serving(CONTENT, breaks=[HALF], off=1) as server:
        came = fetch(server.url, target, pause=0)
    assert target.read_bytes() == CONTENT
    assert server.asked == [None, f"bytes={HALF}-", None]
    assert not came.resumed


@pytest.mark.parametrize("breaks", [[], [0]])
def test_a_server_that_states_no_size(target, breaks):
    with serving(CONTENT, chunked=True, breaks=breaks) as server:
        fetch(server.url, target, pause=0)
    assert target.read_bytes() == CONTENT


def test_the_size_that_is_known_beforehand_is_checked(target):
    with serving(CONTENT) as server:
        assert fetch(server.url, target, size=len(CONTENT)).size == len(CONTENT)
        target.unlink()
        with pytest.raises(WrongSizeError) as caught:
            fetch(server.url, target, size=len(CONTENT) + 1)
    assert caught.value.params == {"expected": len(CONTENT) + 1, "size": len(CONTENT)}
    assert left_over(target) == []


def test_a_size_that_is_only_known_here_is_checked_at_the_end(target):
    with serving(CONTENT, chunked=True) as server, pytest.raises(WrongSizeError):
        fetch(server.url, target, size=HALF)
    assert left_over(target) == []


def test_less_than_the_server_states(target):
    stated = len(CONTENT) + 1
    with serving(CONTENT, stated=stated, ranges=False) as server, pytest.raises(BrokenOffError):
        fetch(server.url, target, attempts=2, pause=0)
    assert not target.exists()


def test_all_had_come_but_was_not_put_in_place(target):
    with serving(CONTENT) as server:
        target.with_name("file.bin.part").write_bytes(CONTENT)
        note = {"url": server.url, "validator": '"1"', "total": len(CONTENT)}
        target.with_name("file.bin.part.json").write_text(json.dumps(note))
        assert fetch(server.url, target).resumed
        assert server.asked == []
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"url": "http://elsewhere/", "total": 9}'])
def test_a_note_that_says_nothing_is_not_believed(target, note):
    target.with_name("file.bin.part").write_bytes(b"something else")
    target.with_name("file.bin.part.json").write_text(note)
    with serving(CONTENT) as server:
        assert not fetch(server.url, target).resumed
    assert target.read_bytes() == CONTENT


def test_a_part_that_is_too_long_is_thrown_away(target):
    with serving(CONTENT) as server:
        target.with_name("file.bin.part").write_bytes(CONTENT + b"!")
        note = {"url": server.url, "validator": '"1"', "total": None}
        target.with_name("file.bin.part.json").write_text(json.dumps(note))
        fetch(server.url, target, pause=0)
        assert server.asked[-1] is None
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, MissingFileError),
        (410, MissingFileError),
        (403, RefusedFileError),
        (503, RefusedFileError),
    ],
)
def test_answers_without_the_file(target, status, error):
    with serving(CONTENT, status=status) as server, pytest.raises(error) as caught:
        fetch(server.url, target)
    assert isinstance(caught.value, FetchError)
    assert len(server.asked) == 1
    assert left_over(target) == []


def test_nobody_answers(target):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(UnreachableHostError) as caught:
            fetch(url, target)
    assert caught.value.params == {"host": "127.0.0.1"}


def test_no_internet(target, monkeypatch):
    def nowhere(*_words, **_more):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(UnreachableHostError, match=r"adresse\.data\.gouv\.fr cannot be reached"):
        fetch("https://adresse.data.gouv.fr/ban.csv.gz", target)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/x", "ban.csv", "http:///x"]
)
def test_only_the_web(target, url):
    with pytest.raises(SettingError):
        fetch(url, target)


def test_a_folder_that_is_not_there(tmp_path):
    with serving(CONTENT) as server, pytest.raises(OutputFileError):
        fetch(server.url, tmp_path / "nowhere" / "file.bin")


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=4), st.booleans())
def test_however_it_breaks_the_file_is_right(tmp_path, content, breaks, ranges):
    target = tmp_path / "any.bin"
    packed = gzip.compress(content)
    with serving(packed, breaks=list(breaks), ranges=ranges) as server:
        fetch(server.url, target, attempts=6, pause=0)
    assert gzip.decompress(target.read_bytes()) == content
