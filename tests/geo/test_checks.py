"""Every fault is found under its name, drawn, and repaired only where that is sure."""

import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from geo.checks import MESSAGES, Fault, Severity, check, repair
from geo.errors import MissingFieldError
from geo.tessellation import is_matched
from tests.geo.zoo import BOW_TIE, EXTENT, LOOP, SIDE, WIDER, ZOO, square, town, with_first

FIELDS = {"code": "code", "name": "name", "dwellings": "dwellings"}
PLACELESS = {Fault.MISSING_CRS, Fault.LAMBERT_AS_DEGREES, Fault.NOT_DEGREES}
TEXTUAL = {
    *(Fault.BROKEN_COORDINATES, Fault.NO_GEOMETRY, Fault.THREE_D, Fault.SINGLE_QUARTIER),
    *(Fault.EMPTY_CODE, Fault.CODE_AS_NUMBER, Fault.UNTIDY_CODE, Fault.EMPTY_NAME),
    *(Fault.UNTIDY_NAME, Fault.UNKNOWN_DWELLINGS, Fault.ELSEWHERE, Fault.SWAPPED_AXES),
    Fault.DEGREES_AS_METRES,
}
"""Faults with nothing to draw."""


def assert_same(left: gpd.GeoDataFrame, right: gpd.GeoDataFrame) -> None:
    """Fields and geometries equal to the bit: geopandas' own test fails on shapes that are bad."""
    assert_frame_equal(
        *(pd.DataFrame(f.drop(columns="geometry")).assign(wkb=f.geometry.to_wkb(hex=True))
          for f in (left, right))
    )  # fmt: skip
    assert left.crs == right.crs


def found_in(frame: gpd.GeoDataFrame, **options):
    return check(frame, **FIELDS, extent=EXTENT, **options)


@pytest.mark.parametrize("animal", ZOO, ids=str)
def test_each_animal_is_found_out(animal):
    found = {(finding.fault, finding.severity) for finding in found_in(animal.make())}
    single = (Fault.SINGLE_QUARTIER, Severity.NOTICE)
    assert found - {single} == set(animal.faults) - {single}
    assert (single in found) == (len(animal.make()) == 1)


@pytest.mark.parametrize("animal", ZOO, ids=str)
def test_findings_can_be_told_and_drawn(animal):
    for finding in found_in(animal.make()):
        assert "{" not in str(finding) + finding.mend.format(**finding.params)
        assert (finding.geometry is None) == (finding.fault in PLACELESS | TEXTUAL)
        if finding.geometry is not None:
            assert finding.geometry.intersects(shapely.box(-10, 40, 20, 55)), "EPSG:4326"


def test_the_zoo_has_every_fault():
    assert {fault for animal in ZOO for fault, _ in animal.faults} == set(Fault)
    assert set(MESSAGES) == set(Fault)


@pytest.mark.parametrize("animal", ZOO, ids=str)
def test_repair_leaves_nothing_to_repair_and_changes_nothing_twice(animal):
    frame = animal.make()
    before = frame.copy()
    findings = found_in(frame)
    once = repair(frame, findings)
    assert_same(frame, before)
    again = found_in(once)
    assert Severity.REPAIRED not in {finding.severity for finding in again}
    assert_same(repair(once, again), once)
    kept = [f.fault for f in findings if f.severity is not Severity.REPAIRED]
    assert [finding.fault for finding in again] == kept


def test_an_overlap_says_which_two_and_how_much():
    (finding,) = found_in(with_first(square(0, 0, 1.1)))
    assert (finding.subject, finding.params["other"]) == ("1", "2")
    assert finding.params["area"] == 100_000
    metric = gpd.GeoSeries([finding.geometry], crs=4326).to_crs(2154)
    assert metric.area.iloc[0] == pytest.approx(100_000, rel=1e-6)


def test_an_invalid_ring_is_shown_where_it_crosses():
    (finding,) = found_in(with_first(BOW_TIE))
    at = gpd.GeoSeries([finding.geometry], crs=4326).to_crs(2154).iloc[0]
    assert at.distance(square(0, 0).centroid) < 0.01
    assert str(finding) == "Quartier 1: its outline crosses itself."


def test_a_mended_ring_says_by_how_much():
    (finding,) = found_in(with_first(LOOP))
    percent = float(re.search(r"by ([\d.]+) %", str(finding))[1])
    mended = repair(with_first(LOOP), [finding]).geometry.iloc[0]
    assert mended.is_valid
    assert 0 < percent <= 0.1
    assert abs(mended.area / LOOP.area - 1) * 100 == pytest.approx(percent, abs=0.001)


def test_slivers_go_to_a_neighbour_and_borders_meet():
    frame = with_first(WIDER)
    mended = repair(frame, found_in(frame))
    assert is_matched(mended.geometry.to_numpy())
    assert mended.area.sum() == pytest.approx(4 * SIDE**2)


def test_slivers_stay_while_quartiers_overlap():
    frame = town([WIDER, square(1, 0), square(0, 1, 1, 1), square(0.8, 1, 1.2, 1)])
    findings = found_in(frame)
    assert {Fault.OVERLAP, Fault.OVERLAP_SLIVER} <= {finding.fault for finding in findings}
    assert_same(repair(frame, findings), frame)


def test_blocking_faults_come_first():
    frame = town([BOW_TIE, shapely.force_3d(square(1, 0))], name=["A", "A"])
    order = [finding.severity for finding in found_in(frame)]
    assert order == [Severity.BLOCKING, Severity.REPAIRED, Severity.NOTICE]


def test_parts_may_share_codes_and_names():
    frame = town(code=["1", "1", "2", "2"], name=["A", "A", "B", "B"])
    assert found_in(frame, parts=True) == []
    assert found_in(town([square(0, 0)]), parts=True) == []


def test_without_fields_only_the_geometry_is_checked():
    frame = town(code=["1", "1", "", "4"], name=["", "", "", ""])
    assert check(frame) == []


def test_rows_are_named_by_code_then_name_then_number():
    frame = town([None] * 3, code=["7", "", ""], name=["A", "B", ""])
    lost = [f.subject for f in found_in(frame) if f.fault is Fault.NO_GEOMETRY]
    assert lost == ["7", "B", "#3"]


@pytest.mark.parametrize("field", ["nope", "geometry"])
def test_a_field_that_is_not_there(field):
    with pytest.raises(MissingFieldError, match=f"no field “{field}”.*code, name, dwellings"):
        check(town(), code=field, name="name")


def test_an_index_of_its_own_changes_nothing():
    frame = with_first(WIDER)
    odd = frame.set_index(np.array([5, 5, 2, 9]))
    assert found_in(odd) == found_in(frame)
    mended = repair(odd, found_in(odd))
    expected = repair(frame, found_in(frame))
    assert mended.geometry.to_list() == expected.geometry.to_list()
    assert mended.index.tolist() == [5, 5, 2, 9]


shifts = st.floats(-0.45, 0.45).map(lambda metres: metres / SIDE)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(shifts, shifts), min_size=9, max_size=9))
@example([(0.0, 0.0)] * 4 + [(0.000375, 0.0), (0.00025, 0.0)] + [(0.0, 0.0)] * 3)
def test_borders_drawn_twice_are_always_mended(moves):
    """Nine squares, each displaced by less than half a metre: slivers everywhere, no more."""
    cells = [(i % 3, i // 3) for i in range(9)]
    frame = town(
        [square(x + dx, y + dy) for (x, y), (dx, dy) in zip(cells, moves, strict=True)]
    ).to_crs(4326)
    findings = found_in(frame)
    assert {finding.severity for finding in findings} <= {Severity.REPAIRED}
    mended = repair(frame, findings)
    assert found_in(mended) == []
    areas = mended.to_crs(2154).area
    assert np.abs(areas / SIDE**2 - 1).max() < 0.005


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 3), st.floats(0, 3)), min_size=3, max_size=9, unique=True),
    st.booleans(),
)
def test_repair_of_any_ring_is_idempotent(corners, raised):
    ring = shapely.Polygon([(497_000 + x * SIDE, 6_610_000 + y * SIDE) for x, y in corners])
    frame = town([shapely.force_3d(ring, 9) if raised else ring, square(5, 5)])
    once = repair(frame, found_in(frame))
    again = found_in(once)
    assert Severity.REPAIRED not in {finding.severity for finding in again}
    assert_same(repair(once, again), once)
