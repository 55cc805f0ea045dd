"""Streets: brought in again and again, never lost where somebody was, and how far they are done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.errors import CodesInUseError, NotFoundError
from data.fieldwork import Address, ClaimEnd, Recorded, SectionState, SectionStatus
from data.model import Outcome, Quartier, Visit
from data.store import FLAT, SectionCounts, SectionSource, Store
from tests.data.store.conftest import DAY, NOON, SHEET, a_section, an_outing

LATER = NOON + timedelta(hours=1)


def _replace(store: Store, *sections: object, **more: object) -> SectionCounts:
    values = {"source": "new.csv", "at": "2023-04-01", **more}
    return store.sections.replace(sections, **values)  # type: ignore[arg-type]


def _ids(store: Store) -> list[str]:
    return [section.id for section in store.sections.all()]


def _visit(key: str, door: str | None, section: str = "s1", **more: object) -> Recorded:
    values: dict[str, object] = {"outing": "o1", "pair": "p1", **more}
    return Recorded(  # type: ignore[arg-type]
        key, "a", DAY, Outcome.ABSENT, f"rue {section}", door, section=section, **values
    )


def _status(store: Store, identity: str = "s1", **more: object) -> SectionStatus:
    values = {"now": NOON, **more}
    found = store.sections.statuses(**values)  # type: ignore[arg-type]
    return next(status for status in found if status.section.id == identity)


def test_sections_are_read_with_or_without_their_addresses(field: Store) -> None:
    full = (a_section("s1"), a_section("s2", doors=2), a_section("s3", "b"))
    assert field.sections.all(with_addresses=True) == full
    assert field.sections.all() == tuple(replace(section, addresses=()) for section in full)
    assert field.sections.all("b") == (replace(full[2], addresses=()),)
    assert field.sections.get("s2") == full[1]
    with pytest.raises(NotFoundError):
        field.sections.get("nothing")


def test_addresses_keep_the_order_in_which_they_are_walked(field: Store) -> None:
    walk = [Address(label, n, "", 0.3, 46.5) for label, n in (("9", 9), ("1 bis", 1), ("2", 2))]
    walk += [Address("Le Moulin", None, "", 0.3, 46.5, 3), replace(walk[0], lon=0.4)]
    _replace(field, replace(a_section("s1"), addresses=tuple(walk)))
    assert field.sections.get("s1").addresses == tuple(walk[:4])  # a label is one door


def test_the_same_file_twice_changes_nothing(field: Store) -> None:
    before = field.revision()
    same = [a_section("s1"), a_section("s2", doors=2), a_section("s3", "b")]
    assert _replace(field, *same) == SectionCounts(kept=3)
    assert field.revision() == before
    assert field.sections.sources() == (SectionSource("ban.csv", "2023-03-01", 3, False),)


def test_a_new_file_adds_changes_and_removes(field: Store) -> None:
    told = _replace(field, a_section("s1", doors=6), a_section("s4"))
    assert told == SectionCounts(added=1, changed=1, removed=1)
    assert _ids(field) == ["s1", "s4", "s3"]  # b was not in the file
    assert len(field.sections.get("s1").addresses) == 6
    assert field.sections.sources() == (
        SectionSource("new.csv", "2023-04-01", 2, False),
        SectionSource("ban.csv", "2023-03-01", 1, False),
    )


def test_a_file_can_tell_all_about_quartiers_it_does_not_name(field: Store) -> None:
    told = _replace(field, a_section("s1"), quartiers=["a", "b"])
    assert told == SectionCounts(kept=1, removed=2)
    assert _replace(field, a_section("s9"), quartiers=[]) == SectionCounts(added=1)
    assert _ids(field) == ["s1", "s9"]


@pytest.mark.parametrize("use", ["claim", "sheet", "visit"])
def test_streets_where_somebody_was_stay(field: Store, use: str) -> None:
    if use == "claim":
        field.claims.claim("s1", "o1", "p1", now=NOON, expires=LATER)
    elif use == "sheet":
        field.recording.save_sheet(SHEET)
    else:
        field.recording.record([_visit("k1", "1")])
    assert _replace(field, a_section("s9")) == SectionCounts(added=1, removed=1, in_use=1)
    assert _ids(field) == ["s1", "s9", "s3"]


def test_invented_streets_and_real_ones_leave_each_other_alone(field: Store) -> None:
    assert _replace(field, a_section("x1"), demo=True) == SectionCounts(added=1)
    assert field.sections.get("x1").invented
    assert _replace(field, a_section("s1")) == SectionCounts(kept=1, removed=1)
    assert _ids(field) == ["s1", "x1", "s3"]


def test_many_sections_go_in_and_out(field: Store) -> None:
    many = [a_section(f"n{number:04d}", doors=3) for number in range(1200)]
    assert _replace(field, *many).added == 1200
    assert _replace(field, a_section("s1")).removed == 1200
    assert _ids(field) == ["s1", "s3"]


def test_sections_lie_in_quartiers_that_exist(field: Store) -> None:
    with pytest.raises(NotFoundError):
        _replace(field, a_section("s9", "nowhere"))
    assert _ids(field) == ["s1", "s2", "s3"]


def test_dwellings_are_estimated_only_where_no_file_tells_them(field: Store) -> None:
    _replace(field, a_section("s1", dwellings=9), a_section("s2", doors=3))
    field.sections.set_factor("a", 2.5)
    assert field.sections.factors() == {"a": 2.5}
    known = {section.id: section.dwellings for section in field.sections.all()}
    assert known == {"s1": 9, "s2": 8, "s3": None}
    # An estimate is not taken for what the file says.
    same = a_section("s1", dwellings=9), a_section("s2", doors=3)
    assert _replace(field, *same) == SectionCounts(kept=2)
    field.sections.set_factor("a", None)
    assert field.sections.get("s2").dwellings is None
    with pytest.raises(NotFoundError):
        field.sections.set_factor("nowhere", 1)
    for wrong in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="above 0"):
            field.sections.set_factor("a", wrong)


# How far


def test_a_section_is_free_then_taken_then_in_progress_then_done(field: Store) -> None:
    assert _status(field).state is SectionState.FREE
    claim = field.claims.claim("s1", "o1", "p1", now=NOON, expires=LATER)
    found = _status(field)
    assert (found.state, found.claim, found.doors, found.left) == (SectionState.TAKEN, claim, 4, 4)
    assert found.section == replace(a_section("s1"), addresses=())
    field.recording.record([_visit("k1", "1"), _visit("k2", "2")])
    found = _status(field)
    assert (found.state, found.knocked, found.left) == (SectionState.IN_PROGRESS, 2, 2)
    field.recording.record([_visit("k3", "3"), _visit("k4", "4")])
    found = _status(field)
    assert (found.state, found.claim, found.left) == (SectionState.DONE, claim, 0)


def test_a_claim_that_ran_out_leaves_the_section_free_with_what_was_done(field: Store) -> None:
    field.claims.claim("s1", "o1", "p1", now=NOON, expires=LATER)
    field.recording.record([_visit("k1", "1")])
    found = _status(field, now=LATER)
    assert (found.state, found.claim, found.left) == (SectionState.FREE, None, 3)


def test_what_was_done_before_does_not_make_a_claim_progress(field: Store) -> None:
    field.recording.record([_visit("k1", "1", outing="o0", pair="p0")])
    field.claims.claim("s1", "o1", "p1", now=NOON, expires=LATER)
    assert _status(field).state is SectionState.TAKEN


def test_a_pair_can_say_that_a_section_is_done(field: Store) -> None:
    claim = field.claims.claim("s1", "o1", "p1", now=NOON, expires=LATER)
    field.claims.release(claim.id, now=NOON, end=ClaimEnd.DONE)
    assert (_status(field).state, _status(field).left) == (SectionState.DONE, 4)
    again = field.claims.claim("s1", "o1", "p2", now=LATER, expires=LATER + timedelta(hours=1))
    assert _status(field, now=LATER).state is SectionState.TAKEN
    field.claims.release(again.id, now=LATER)
    assert _status(field, now=LATER).state is SectionState.FREE


def test_a_street_without_addresses_is_done_only_when_somebody_says_so(field: Store) -> None:
    _replace(field, a_section("s1", doors=0))
    field.recording.record([_visit("k1", "1"), _visit("k2", "7")])
    found = _status(field)
    assert (found.state, found.doors, found.knocked) == (SectionState.FREE, 2, 2)


def test_doors_of_one_building_are_several_and_one_address(field: Store) -> None:
    field.recording.record([_visit("k1", f"1{FLAT}1"), _visit("k2", f"1{FLAT}2")])
    found = _status(field)
    assert (found.doors, found.knocked, found.left) == (5, 2, 3)


def test_visits_count_by_section_else_by_quartier_and_street(field: Store) -> None:
    with field.importing("old.csv", at="2023-04-01") as writer:
        writer.add_visits(
            [
                Visit("x1", "a", DAY, Outcome.ABSENT, "rue s1", "1"),
                Visit("x2", "b", DAY, Outcome.ABSENT, "rue s1", "2"),
                Visit("x3", "a", DAY, Outcome.ABSENT, "rue s1", doors=3),
            ]
        )
    field.recording.record([_visit("k1", "1"), _visit("k2", "3"), _visit("k3", "1", "s2")])
    for quartier in (None, "a"):
        assert _status(field, quartier=quartier).knocked == 2
        assert _status(field, "s2", quartier=quartier).knocked == 1
    assert _status(field, "s3", quartier="b").knocked == 0
    assert [status.section.id for status in field.sections.statuses("a", now=NOON)] == ["s1", "s2"]


def test_doors_that_were_taken_back_are_to_do_again(field: Store) -> None:
    field.recording.record([_visit("k1", "1"), _visit("k2", "2")])
    field.recording.record([replace(_visit("k3", "1"), outcome=None, replaces="k1")])
    assert (_status(field).knocked, _status(field).left) == (1, 3)


# Other quartiers


def test_unused_streets_go_with_their_quartier(
    field: Store, quartiers: tuple[Quartier, ...]
) -> None:
    field.sections.set_factor("b", 2)
    field.replace_quartiers([quartiers[0], quartiers[2]], note={})
    assert _ids(field) == ["s1", "s2"]
    assert field.sections.factors() == {}


def test_quartiers_with_outings_or_used_streets_stay(
    field: Store, quartiers: tuple[Quartier, ...]
) -> None:
    field.outings.save(an_outing("o2", quartier="c"))
    field.claims.claim("s3", "o1", "p1", now=NOON, expires=LATER)
    with pytest.raises(CodesInUseError) as error:
        field.replace_quartiers([], note={})
    assert error.value.params == {"codes": "a, b, c"}
    assert len(field.quartiers()) == 3
    assert _ids(field) == ["s1", "s2", "s3"]
