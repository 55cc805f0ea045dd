"""Doors and sheets: nothing lost, nothing twice, corrections as new rows."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from data.errors import (
    CorrectionError,
    DuplicateLineError,
    NotFoundError,
    SheetChangedError,
    StoreError,
    UnknownLineError,
    UnknownSheetError,
)
from data.fieldwork import Recorded, SheetLine, Source
from data.model import Campaign, Outcome, Quartier, Response, Visit
from data.store import Absences, Store, line_key, open_store
from tests.data.store.conftest import DAY, SHEET


def a_visit(key: str, outcome: Outcome | None = Outcome.ABSENT, **more: object) -> Recorded:
    values: dict[str, object] = {"street": "rue s1", "door": "1", "hour": 10}
    values |= {"section": "s1", "outing": "o1", "pair": "p1"}
    return Recorded(key, "a", DAY, outcome, **{**values, **more})  # type: ignore[arg-type]


def a_line(row: int, outcome: Outcome | None = Outcome.ABSENT, **more: object) -> Recorded:
    key = line_key("K7PX", row)
    return a_visit(key, outcome, door=str(row), source=Source.PAPER, hour=None, **more)


def _outcomes(store: Store, code: str = "a") -> dict[Outcome, int]:
    return {outcome: n for outcome, n in store.outcome_counts()[code].items() if n}


def _knocked(store: Store, code: str = "a") -> int:
    return next(doors.knocked for doors in store.door_counts() if doors.code == code)


def _rows(store_url: str) -> int:
    engine = create_engine(store_url)
    with engine.connect() as connection:
        number: int = connection.execute(text("SELECT COUNT(*) FROM visits")).scalar_one()
    engine.dispose()
    return number


# Once, however often it is sent


def test_the_same_key_counts_once(field: Store) -> None:
    assert field.recording.record([a_visit("k1"), a_visit("k2", door="2")]) == 2
    before = field.revision()
    assert field.recording.record([a_visit("k2", door="2"), a_visit("k1")]) == 0
    assert field.revision() == before
    assert field.recording.record([]) == 0
    assert field.recording.record([a_visit("k3"), a_visit("k3")]) == 1
    assert _outcomes(field) == {Outcome.ABSENT: 3}
    assert _knocked(field) == 2


def test_a_thousand_visits_posted_twice_by_eight_writers(field: Store) -> None:
    """In random order, in pieces of one to six, so that both copies of a visit may meet."""
    random = Random(8)
    visits = [a_visit(f"k{n}", random.choice(list(Outcome)), door=str(n)) for n in range(1000)]
    post = visits * 2
    random.shuffle(post)
    pieces = []
    while post:
        size = random.randint(1, 6)
        pieces.append(post[:size])
        del post[:size]
    with ThreadPoolExecutor(8) as writers:
        new = list(writers.map(field.recording.record, pieces))
    assert sum(new) == 1000
    assert _knocked(field) == sum(_outcomes(field).values()) == 1000
    assert {row.door for row in field.recording.of_outing("o1")} == {str(n) for n in range(1000)}


def test_what_is_recorded_is_read_again(field: Store) -> None:
    visits = [a_visit("k1"), a_visit("k2", Outcome.REFUSAL, door="2", source=Source.PAPER)]
    visits += [a_visit("k3", section="", outing="", pair="", door=None, doors=5, hour=None)]
    field.recording.record(visits)
    (first, second) = field.recording.of_outing("o1")
    assert [replace(first, key="k1"), replace(second, key="k2")] == visits[:2]
    assert field.recording.of_pair("p1") == (first, second)
    assert field.recording.of_pair("p2") == ()
    assert {row.doors for row in field.recording.of_section("s1")} == {1, 5}
    assert field.recording.of_section("s2") == ()
    assert _knocked(field) == 7


def test_a_door_is_not_lost_when_its_pair_or_street_is_gone(field: Store) -> None:
    row = a_visit("late", section="gone", outing="gone", pair="gone")
    assert field.recording.record([row]) == 1
    assert _knocked(field) == 1


def test_a_quartier_has_to_exist(field: Store) -> None:
    with pytest.raises(NotFoundError):
        field.recording.record([a_visit("k1"), replace(a_visit("k2"), quartier="nowhere")])
    assert _knocked(field) == 0


def test_an_hour_is_an_hour(field: Store) -> None:
    with pytest.raises(StoreError):
        field.recording.record([a_visit("k1", hour=24)])


def test_visits_of_a_section_that_came_from_a_file_belong_to_it(field: Store) -> None:
    with field.importing("old.csv", at="2023-04-01") as writer:
        writer.add_visits([Visit("x", "a", DAY, Outcome.ABSENT, "rue s1", "3")])
    (row,) = field.recording.of_section("s1")
    assert (row.door, row.source, row.outing) == ("3", Source.IMPORT, "")
    with pytest.raises(NotFoundError):
        field.recording.of_section("nothing")


def test_what_tells_most_of_a_door_comes_last(field: Store) -> None:
    field.recording.record([a_visit("k1", Outcome.INTERVIEW), a_visit("k2"), a_visit("k3", hour=9)])
    field.recording.record([replace(a_visit("k4"), day=date(2023, 4, 1), hour=None)])
    found = field.recording.of_section("s1")
    assert [(row.day.day, row.hour, row.outcome) for row in found] == [
        (1, None, Outcome.ABSENT),
        (2, 9, Outcome.ABSENT),
        (2, 10, Outcome.ABSENT),
        (2, 10, Outcome.INTERVIEW),
    ]


# Corrections


def test_a_correction_is_a_new_row_and_counts_instead(field: Store, store_url: str) -> None:
    field.recording.record([a_visit("k1")])
    assert field.recording.record([a_visit("k2", Outcome.INTERVIEW, replaces="k1")]) == 1
    assert _outcomes(field) == {Outcome.INTERVIEW: 1}
    assert [visit.outcome for visit in field.visits()] == [Outcome.INTERVIEW]
    assert sum(n for *_, n in field.doors_by_day()) == 1
    (row,) = field.recording.of_outing("o1")
    # Keys that were read can be sent back.
    back = a_visit("k3", Outcome.REFUSAL, replaces=row.key)
    assert field.recording.record([back]) == 1
    assert field.recording.record([back]) == 0
    assert _outcomes(field) == {Outcome.REFUSAL: 1}
    assert _rows(store_url) == 3


def test_an_undo_takes_back_and_can_be_taken_back(field: Store, store_url: str) -> None:
    field.recording.record([a_visit("k1")])
    field.recording.record([a_visit("k2", None, replaces="k1")])
    assert _knocked(field) == 0
    assert _outcomes(field) == {}
    assert field.doors_by_day() == ()
    assert list(field.visits()) == []
    assert field.recording.of_outing("o1") == field.recording.of_section("s1") == ()
    assert field.recording.absences() == ()
    field.recording.record([a_visit("k3", Outcome.REFUSAL, replaces="k2")])
    assert _outcomes(field) == {Outcome.REFUSAL: 1}
    assert _rows(store_url) == 3


def test_a_correction_can_change_the_door(field: Store) -> None:
    field.recording.record([a_visit("k1"), a_visit("k2", door="4", replaces="k1")])
    assert [row.door for row in field.recording.of_outing("o1")] == ["4"]


def test_what_came_from_a_file_can_be_corrected(field: Store) -> None:
    with field.importing("old.csv", at="2023-04-01") as writer:
        writer.add_visits([Visit("x", "a", DAY, Outcome.ABSENT, "rue s1", "3")])
    (row,) = field.recording.of_section("s1")
    field.recording.record([a_visit("k1", Outcome.VACANT, door="3", replaces=row.key)])
    assert _outcomes(field) == {Outcome.VACANT: 1}


def test_two_that_correct_the_same_visit_count_once(field: Store) -> None:
    """Two coordinators at the same moment: the later one holds."""
    field.recording.record([a_visit("k1")])
    field.recording.record([a_visit("k2", Outcome.INTERVIEW, replaces="k1")])
    field.recording.record([a_visit("k3", Outcome.REFUSAL, replaces="k1")])
    assert _outcomes(field) == {Outcome.REFUSAL: 1}


def test_corrections_by_eight_writers_leave_one_door(field: Store) -> None:
    field.recording.record([a_visit("k0")])
    posts = [a_visit(f"k{n}", Outcome.REFUSAL, replaces="k0") for n in range(1, 41)]
    with ThreadPoolExecutor(8) as writers:
        assert sum(writers.map(lambda row: field.recording.record([row]), posts * 2)) == 40
    assert _outcomes(field) == {Outcome.REFUSAL: 1}


@pytest.mark.parametrize("keys", [["k1", "k1"], ["k1", "k2", "k1"], ["k1", "k2", "k3", "k1"]])
def test_a_visit_cannot_correct_itself(field: Store, keys: list[str]) -> None:
    with pytest.raises(CorrectionError):
        for key, old in pairwise(keys):
            field.recording.record([a_visit(key, replaces=old)])


def test_a_broken_key_is_a_key_like_any_other(field: Store) -> None:
    rows = [a_visit("kept:nonsense"), a_visit("kept:abcd", door="2"), a_visit("é", door="3")]
    assert field.recording.record(rows) == 3
    assert field.recording.record(rows) == 0


@pytest.fixture(scope="module")
def chained(module_campaign: tuple[Campaign, tuple[Quartier, ...]]) -> Iterator[Store]:
    campaign, quartiers = module_campaign
    with open_store("sqlite://") as store:
        store.save_campaign(campaign)
        store.replace_quartiers(quartiers, note={})
        yield store


@pytest.fixture(scope="module")
def module_campaign() -> tuple[Campaign, tuple[Quartier, ...]]:
    from tests.data.conftest import CAMPAIGN, QUARTIERS

    return CAMPAIGN, QUARTIERS


OUTCOMES = st.sampled_from([None, *Outcome])


@settings(max_examples=60, deadline=None)
@given(chain=st.lists(OUTCOMES, min_size=1, max_size=6), data=st.data())
def test_the_parts_of_a_chain_may_come_in_any_order_and_twice(
    chained: Store, chain: list[Outcome | None], data: st.DataObject
) -> None:
    """Whatever the network does, what the phone said last is what counts."""
    name = f"o{chained.revision()}"
    keys = [f"{name}-{n}" for n in range(len(chain))]
    rows = [
        a_visit(key, outcome, outing=name, replaces=old)
        for key, outcome, old in zip(keys, chain, ["", *keys], strict=False)
    ]
    post = data.draw(st.permutations(rows * 2))
    for row in post:
        chained.recording.record([row])
    found = chained.recording.of_outing(name)
    assert [row.outcome for row in found] == [chain[-1]] * (chain[-1] is not None)


# Sheets


@pytest.fixture
def sheet(field: Store) -> Store:
    """Give a store with a sheet of four lines."""
    field.recording.save_sheet(SHEET)
    return field


def test_a_sheet_is_read_again(sheet: Store) -> None:
    sheet.recording.save_sheet(SHEET)
    assert sheet.recording.sheet("K7PX") == SHEET
    assert sheet.recording.sheets("o1") == (SHEET,)
    assert sheet.recording.sheets("o2") == ()
    with pytest.raises(UnknownSheetError):
        sheet.recording.sheet("k7px")


def test_a_printed_sheet_may_only_grow(sheet: Store) -> None:
    longer = replace(SHEET, lines=(*SHEET.lines, SheetLine(5, "s2", "rue s2", "1")))
    sheet.recording.save_sheet(longer)
    assert sheet.recording.sheet("K7PX") == longer
    for other in (
        SHEET,
        replace(longer, pair="p2"),
        replace(longer, lines=(replace(longer.lines[0], door="9"), *longer.lines[1:])),
        replace(longer, lines=(*longer.lines, longer.lines[-1])),
    ):
        with pytest.raises(SheetChangedError):
            sheet.recording.save_sheet(other)
    assert sheet.recording.sheet("K7PX") == longer


@pytest.mark.parametrize("wrong", [{"outing": "no"}, {"pair": "no"}, {"quartier": "no"}])
def test_a_sheet_belongs_to_what_exists(field: Store, wrong: dict[str, str]) -> None:
    with pytest.raises(NotFoundError):
        field.recording.save_sheet(replace(SHEET, **wrong))
    assert field.recording.sheets("o1") == ()


def test_a_sheet_is_checked_by_a_second_person(sheet: Store) -> None:
    sheet.recording.check_sheet("K7PX", "Nom 3")
    assert sheet.recording.sheet("K7PX").checked_by == "Nom 3"
    sheet.recording.save_sheet(SHEET)
    assert sheet.recording.sheet("K7PX").checked_by == "Nom 3"
    with pytest.raises(UnknownSheetError):
        sheet.recording.check_sheet("XXXX", "Nom 3")


def test_lines_are_keyed_in_once(sheet: Store) -> None:
    rows = [a_line(1), a_line(2, Outcome.INTERVIEW)]
    assert sheet.recording.record(rows) == 2
    assert sheet.recording.record([*rows, a_line(3)]) == 1
    found = sheet.recording.sheet_visits("K7PX")
    assert [(row, visit.outcome) for row, visit in found.items()] == [
        (1, Outcome.ABSENT),
        (2, Outcome.INTERVIEW),
        (3, Outcome.ABSENT),
    ]
    assert _knocked(sheet) == 3


def test_a_line_that_says_something_else_is_refused(sheet: Store) -> None:
    sheet.recording.record([a_line(2)])
    with pytest.raises(DuplicateLineError) as error:
        sheet.recording.record([a_line(1), a_line(2, Outcome.REFUSAL)])
    assert error.value.params == {"code": "K7PX", "row": 2}
    with pytest.raises(DuplicateLineError):
        sheet.recording.record([a_line(3), a_line(3, Outcome.REFUSAL)])
    assert _outcomes(sheet) == {Outcome.ABSENT: 1}


def test_a_line_is_corrected_by_a_new_row(sheet: Store) -> None:
    sheet.recording.record([a_line(2)])
    old = sheet.recording.sheet_visits("K7PX")[2]
    fix = replace(a_line(2, Outcome.REFUSAL), key="fix-1", replaces=old.key)
    assert sheet.recording.record([fix]) == 1
    assert sheet.recording.sheet_visits("K7PX")[2].outcome is Outcome.REFUSAL
    # The first version and the newest one are both known; anything else is refused.
    assert sheet.recording.record([a_line(2), a_line(2, Outcome.REFUSAL)]) == 0
    with pytest.raises(DuplicateLineError):
        sheet.recording.record([a_line(2, Outcome.VACANT)])
    assert _outcomes(sheet) == {Outcome.REFUSAL: 1}


def test_a_line_that_was_taken_back_is_shown_and_not_keyed_in_silently(sheet: Store) -> None:
    sheet.recording.record([a_line(2)])
    sheet.recording.record([replace(a_line(2, None), key="undo", replaces=line_key("K7PX", 2))])
    assert _knocked(sheet) == 0
    gone = sheet.recording.sheet_visits("K7PX")[2]
    assert gone.outcome is None
    with pytest.raises(DuplicateLineError):
        sheet.recording.record([a_line(2)])
    sheet.recording.record([replace(a_line(2), key="again", replaces=gone.key)])
    assert _knocked(sheet) == 1


def test_lines_and_sheets_have_to_exist(sheet: Store) -> None:
    with pytest.raises(UnknownLineError) as error:
        sheet.recording.record([a_line(1), a_line(5)])
    assert error.value.params == {"code": "K7PX", "row": 5}
    with pytest.raises(UnknownSheetError):
        sheet.recording.record([a_visit(line_key("XXXX", 1))])
    assert sheet.recording.sheet_visits("K7PX") == {}
    with pytest.raises(UnknownSheetError):
        sheet.recording.sheet_visits("XXXX")


# Absent doors, and answers


def test_absent_doors_by_weekday_and_hour(field: Store) -> None:
    monday = date(2023, 4, 3)
    field.recording.record(
        [
            a_visit("k1"),
            a_visit("k2", Outcome.REFUSAL, door="2"),
            a_visit("k3", door="3", hour=None),
            a_visit("k4", door=None, doors=6, hour=11),
            replace(a_visit("k5", hour=18), day=monday),
            a_visit("k6", Outcome.VACANT, door="3", replaces="k3", hour=None),
        ]
    )
    assert field.recording.absences() == (
        Absences(0, 18, 1, 1),
        Absences(6, None, 1, 0),
        Absences(6, 10, 2, 1),
        Absences(6, 11, 6, 6),
    )


def test_an_answer_counts_once_and_keeps_only_its_month(field: Store) -> None:
    answer = Response("r1", 1, "a", date(2023, 4, 17), {"life": 3}, {"likes": "ici"})
    assert field.recording.answer(answer) is True
    before = field.revision()
    assert field.recording.answer(answer) is False
    assert field.revision() == before
    (kept,) = field.responses()
    assert replace(kept, key="r1") == replace(answer, month=date(2023, 4, 1))
    assert field.response_counts()["a"] == 1
    assert field.imports() == ()


@pytest.mark.parametrize("wrong", [{"quartier": "nowhere"}, {"version": 9}])
def test_an_answer_belongs_to_what_exists(field: Store, wrong: dict[str, object]) -> None:
    with pytest.raises(NotFoundError):
        field.recording.answer(replace(Response("r1", 1, "a", DAY), **wrong))  # type: ignore[arg-type]
    assert list(field.responses()) == []
