"""Deeds: which one counts where they are nested, and what of their arguments is written down."""

import contextvars
from datetime import UTC, date, datetime, time

import pytest

from data import deeds
from data.fieldwork import Outing, Volunteer
from data.model import AllocationMethod

AT = datetime(2023, 4, 2, 14, tzinfo=UTC)


def deed(name: str) -> deeds.Deed:
    return deeds.Deed("a1", "coordinator", name, AT)


def test_the_outermost_deed_is_what_was_done() -> None:
    assert deeds.current() is None
    with deeds.doing(deed("outer")):
        with deeds.doing(deed("inner")):
            assert deeds.current() == deed("outer")
        with deeds.unrecorded():
            assert deeds.current() == deed("outer")
    assert deeds.current() is None


def test_what_leaves_no_trace_leaves_none_through_what_it_calls() -> None:
    with deeds.unrecorded(), deeds.doing(deed("inner")):
        assert deeds.current() is None
    with deeds.doing(deed("after")):
        assert deeds.current() == deed("after")


def test_a_deed_ends_with_the_error_that_ends_it() -> None:
    with pytest.raises(ZeroDivisionError), deeds.doing(deed("failed")):
        raise ZeroDivisionError
    assert deeds.current() is None


def test_another_context_does_not_see_it() -> None:
    with deeds.doing(deed("mine")):
        assert contextvars.Context().run(deeds.current) is None


def test_records_are_known_by_their_id_and_texts_not_at_all() -> None:
    outing = Outing("o1", date(2023, 4, 2), time(14), time(17), "03", "Chez Ada, 3 rue X")
    arguments = {
        "outing": outing,
        "volunteer": Volunteer("v1", "Ada Lovelace"),
        "name": "Ada Lovelace",
        "email": "ada@exemple.invalid",
        "reason": "Ada says so",
        "attended": True,
        "number": 3,
        "hours": None,
        "before": date(2023, 7, 2),
        "what": AllocationMethod.EQUAL,
        "token": "t" * 40,
    }
    assert deeds.detail("Rounds.anything", arguments) == {
        "outing": "o1",
        "volunteer": "v1",
        "attended": True,
        "number": 3,
        "before": "2023-07-02",
        "what": "equal",
    }


def test_a_long_text_in_the_place_of_an_id_is_left_out() -> None:
    assert deeds.detail("Rounds.outing", {"identity": "x" * 81}) == {}
    assert deeds.detail("Rounds.outing", {"identity": ""}) == {}


@pytest.mark.parametrize(
    "name", ["Answers.confirm", "Asking.keep", "Doors.record", "Paper.key_in", "Quotes.decide"]
)
def test_nothing_is_noted_that_leads_to_an_answer_or_a_door(name: str) -> None:
    assert deeds.detail(name, {"identity": "00ff.likes", "quartier": "03"}) == {}
