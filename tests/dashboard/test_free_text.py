"""Pieces of SQL, and any other text, given to use cases as names and notes: kept as they are."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.service import Service
from dashboard.settings import load
from data.errors import DataError
from data.fieldwork import Contact, Outing, Volunteer
from tests.beginnings import begin

PIECES = (
    *("'", '"', ";", "--", "/*", "*/", "\\", "%", "_", "?", ":name", "%s", "{0}", "\0", "\r\n"),
    *("' OR '1'='1", "'; DROP TABLE visits; --", '" UNION SELECT secret FROM secrets --'),
    *("$(x)", "x'; ATTACH DATABASE '/tmp/a' AS a; --", "NULL", "\N{FULLWIDTH APOSTROPHE}", "é"),
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=5).map("".join)
EXAMPLES = 150
TRIED = [0]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    database = begin(tmp_path_factory.mktemp("texts"))
    opened = Service.open(load(database=f"sqlite:///{database}", environ={}))
    yield opened
    opened.store.close()


@settings(max_examples=EXAMPLES)
@given(text=texts.filter(lambda text: text.isprintable() and bool(text.strip())))
def test_texts_are_kept_as_they_are(service: Service, text: str) -> None:
    TRIED[0] += 1
    rounds = service.rounds
    quartiers = service.quartiers()
    rounds.save_volunteer(Volunteer("v", text), Contact("v", text, text))
    rounds.save_outing(
        Outing("o", service.settings.today, time(9), time(11), quartiers[0].code, text, note=text)
    )
    assert [one.name for one in rounds.volunteers()] == [text]
    assert rounds.contacts()["v"] == Contact("v", text, text)
    assert (rounds.outing("o").meeting_point, rounds.outing("o").note) == (text, text)
    assert service.quartiers() == quartiers


@settings(max_examples=EXAMPLES)
@given(text=texts)
def test_what_is_looked_for_is_never_a_command(service: Service, text: str) -> None:
    TRIED[0] += 1
    before = service.quartiers()
    for ask in (
        service.rounds.outing,
        service.turf.section,
        service.paper.sheet,
        service.answers.get,
        service.records.undo_import,
        service.coverage.curve,
        service.turf.sections,
        service.doors.of_pair,
        service.answers.in_context,
        lambda wish: service.planning.save_texts(replace(service.campaign(), organiser=wish)),
    ):
        try:
            ask(text)
        except DataError:
            continue
    assert service.quartiers() == before


def test_how_much_was_tried(record_property: Callable[[str, object], None]) -> None:
    assert TRIED[0] >= EXAMPLES
    record_property("tried", f"{TRIED[0]:6d} free texts given to use cases")
