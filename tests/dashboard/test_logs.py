"""Logs hold no person, no answer, no address and no token, whichever library writes them."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from dashboard import logs
from data.errors import MemberTwiceError, StoreError
from data.store import open_store
from data.store.opening import translated
from tests.e2e.serving import telling

PRIVATE = ("Ada Lovelace", "ada@lovelace.invalid", "06 12 34 56 78", "wG7_kU0xq2P9dLr4aVbZ")


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.DEBUG)
    with logs.discreet():
        yield caplog


def clean(said: pytest.LogCaptureFixture) -> bool:
    return not any(words in said.text for words in PRIVATE)


def test_an_error_is_written_as_its_kind_and_its_places(said) -> None:
    def deep() -> None:
        raise ValueError(f"no number: {PRIVATE[0]}")

    try:
        try:
            deep()
        except ValueError as problem:
            raise MemberTwiceError(name=PRIVATE[0]) from problem
    except MemberTwiceError as problem:
        logging.getLogger("some.library").exception("It failed for %s", problem)
    assert clean(said)
    assert "builtins.ValueError" in said.text and "data.errors.MemberTwiceError" in said.text
    assert "in deep" in said.text and "It failed for MemberTwiceError" in said.text


def test_a_line_of_any_library_is_scrubbed(said) -> None:
    log = logging.getLogger("uvicorn.error")
    said.set_level(logging.INFO, log.name)  # an app that was served before has set it higher
    log.info("GET /entrer/%s?next=/porte", PRIVATE[3])
    log.info("mail to ada@lovelace.invalid")
    log.info("%(who)s calls", {"who": PRIVATE[2]})
    log.info("%d doors in %s", 3, "Poitiers")
    assert clean(said) and "3 doors in Poitiers" in said.text and "next" not in said.text


def test_a_database_that_refuses_quotes_nothing(said) -> None:
    statement = text("INSERT INTO volunteers VALUES ('t', 'v1', :name, 0, 0, 0)")
    with (
        open_store("sqlite://") as store,
        pytest.raises(StoreError) as refused,
        translated(),
        store._engine.begin() as connection,
    ):
        connection.execute(statement, {"name": PRIVATE[0]})
    logging.getLogger("x").error("Refused", exc_info=refused.value)
    assert PRIVATE[0] not in str(refused.value.__cause__)
    assert clean(said) and "IntegrityError" in said.text


def test_afterwards_logs_are_as_before(caplog) -> None:
    with logs.discreet():
        pass
    logging.getLogger("x").warning("to %s", PRIVATE[1])
    assert PRIVATE[1] in caplog.text


@given(st.emails(domains=st.just("lovelace.invalid")))
def test_no_address_goes_through(address: str) -> None:
    assert "lovelace" not in logs.scrub(f"mail <{address}> was refused")


@pytest.mark.parametrize(
    "line",
    [
        "1001 portes est à l’adresse http://127.0.0.1:8501/ (Ctrl-C pour arrêter)",
        "DatabaseUnreachableError: The database cannot be used: {reason}",
        '  File "dashboard/components/verbatim_reading.py", line 112, in draw',
        "2026-11-28 04:20:05.060 A page failed",
    ],
)
def test_what_tells_nothing_stays(line: str) -> None:
    assert logs.scrub(line) == line


def test_the_watch_over_the_journeys_finds_what_it_is_for() -> None:
    for words in PRIVATE[1:]:
        assert telling(f"INFO something {words} said"), words
    assert telling("INFO Personne 12 came") and telling('"GET /entrer/abc HTTP/1.1"')
    assert not telling("http://127.0.0.1:8501/entrer/the-first-link\nStopped.")
