"""Streets cut into sections: nothing lost, nothing twice, names and ids that stay."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.address_faults import AddressFault
from geo.addresses import read_addresses
from geo.assign import Assigner
from geo.errors import AddressFileError, AddressReason
from geo.folding import fold, section_id
from geo.street_points import read_points
from geo.streets import UNNUMBERED, sections
from geo.walking import Order, walking_order

WEST, EAST = "a", "b"
POITIERS = Path(__file__).resolve().parents[2] / "data" / "poitiers"


@pytest.fixture(scope="module")
def halves() -> Assigner:
    """Give two quartiers that meet at 0.34° east."""
    shapes = [shapely.box(0.30, 46.5, 0.34, 46.6), shapely.box(0.34, 46.5, 0.38, 46.6)]
    return Assigner(gpd.GeoDataFrame({"code": [WEST, EAST]}, geometry=shapes, crs=4326))


@dataclass(frozen=True)
class Door:
    number: int | None
    suffix: str = ""
    lon: float = 0.34
    lat: float = 46.58


def table(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Give a frame of rows (street, number, lon) or with dwellings behind."""
    padded = [(*row, None)[:4] for row in rows]
    frame = pd.DataFrame(padded, columns=["street", "number", "lon", "dwellings"])
    whole = {"number": "Int64", "dwellings": "Int64"}
    return frame.assign(suffix="", lat=46.58, commune="86194").astype(whole)


def labels(doors) -> list[str]:
    return [f"{door.number or ''}{door.suffix}" for door in doors]


def test_a_street_that_crosses_quartiers_is_two_sections(halves):
    made = sections(table(("Rue A", 1, 0.339), ("Rue A", 3, 0.341), ("Rue A", 5, 0.342)), halves)
    assert [(one.quartier, [door.label for door in one.entrances]) for one in made.sections] == [
        (WEST, ["1"]), (EAST, ["3", "5"]),
    ]  # fmt: skip
    assert (made.addresses, made.streets, made.outside, made.findings) == (3, 1, 0, ())


def test_addresses_in_no_quartier_are_counted(halves):
    made = sections(table(("Rue A", 1, 0.2), ("Rue B", 3, 0.2), ("Rue A", 5, 0.342)), halves)
    assert (made.addresses, made.streets, made.outside, len(made.sections)) == (3, 2, 2, 1)
    assert [(one.fault, one.params) for one in made.findings] == [
        (AddressFault.OUTSIDE, {"count": 2})
    ]


def test_nothing_inside_and_nothing_at_all(halves):
    assert sections(table(("Rue A", 1, 0.2)), halves).sections == ()
    assert sections(table(("Rue A", 1, 0.2)).iloc[:0], halves).sections == ()


def test_two_spellings_are_one_street_under_the_more_frequent_name(halves):
    made = sections(
        table(("RUE A", 1, 0.331), ("Rue A", 3, 0.332), ("Rue-a", 5, 0.333), ("Rue A", 7, 0.334)),
        halves,
    )
    assert [one.street for one in made.sections] == ["Rue A"]
    assert made.sections[0].id == section_id(WEST, "rue  a")


def test_dwellings_are_summed_where_they_are_known(halves):
    made = sections(
        table(("Rue A", 1, 0.331, 12), ("Rue A", 3, 0.332, None), ("Rue B", 1, 0.331)), halves
    )
    assert [one.dwellings for one in made.sections] == [12, None]


def test_a_table_without_dwellings_or_with_another_index(halves):
    frame = table(("Rue A", 1, 0.331), ("Rue A", 3, 0.332)).drop(columns="dwellings")
    frame.index = [7, 7]
    before = frame.copy()
    assert len(sections(frame, halves).sections[0].entrances) == 2
    pd.testing.assert_frame_equal(frame, before)


def test_entrances_have_labels_of_their_own(halves):
    made = sections(
        table(
            *[("Rue A", number, 0.331 + at / 1e4) for at, number in enumerate([None, 2, None, 2])]
        ),
        halves,
    )
    found = [door.label for door in made.sections[0].entrances]
    assert found == ["2", "2 (2)", UNNUMBERED, f"{UNNUMBERED} (2)"]


def test_the_line_runs_along_the_street_and_can_be_drawn(halves):
    rng = np.random.default_rng(1)
    lon = np.linspace(0.331, 0.339, 60)
    frame = table(*[("Rue A", n + 1, at) for n, at in enumerate(lon)])
    frame["lat"] = 46.58 + np.where(frame["number"] % 2, 6e-5, -6e-5) + rng.normal(0, 1e-5, 60)
    line = sections(frame, halves).sections[0].line
    assert line.geom_type == "LineString"
    assert len(line.coords) < 8
    middle = shapely.LineString([(0.331, 46.58), (0.339, 46.58)])
    assert line.hausdorff_distance(middle) < 1e-4
    assert all(round(value, 5) == value for point in line.coords for value in point)


def test_one_address_is_a_point(halves):
    made = sections(table(("Rue A", 1, 0.331), ("Rue A", 2, 0.331)), halves)
    assert made.sections[0].geojson == '{"type":"Point","coordinates":[0.331,46.58]}'


def test_up_and_down():
    doors = [
        Door(2),
        Door(11),
        Door(None),
        Door(1),
        Door(1, "b"),
        Door(10),
        Door(1, "bis"),
        Door(4),
    ]
    assert labels(walking_order(doors)) == ["1", "1bis", "1b", "11", "10", "4", "2", ""]
    assert labels(walking_order(doors, Order.UP_AND_DOWN)) == labels(walking_order(doors))


def test_by_distance_from_the_low_numbers():
    doors = [Door(n, lon=0.35 - n / 1000 + (n % 2) / 5000) for n in (6, 2, 1, 5, 3)]
    assert labels(walking_order(doors, "distance")) == ["1", "2", "3", "5", "6"]
    assert walking_order([], "distance") == []
    with pytest.raises(ValueError, match="sideways"):
        walking_order(doors, "sideways")


numbers = st.one_of(st.none(), st.integers(0, 9_999))
doors_of_a_street = st.lists(
    st.builds(Door, numbers, st.sampled_from(["", "bis", "a"]), st.floats(0.33, 0.35)), max_size=12
)


@settings(max_examples=40, deadline=None)
@given(doors_of_a_street, st.sampled_from(Order))
def test_an_order_keeps_every_door(doors, order):
    walked = walking_order(doors, order)
    key = [(door.number is None, door.number or 0, door.suffix, door.lon) for door in doors]
    assert sorted(key) == sorted(
        (door.number is None, door.number or 0, door.suffix, door.lon) for door in walked
    )
    if order is Order.UP_AND_DOWN:
        odd = [door.number for door in walked if door.number is not None and door.number % 2]
        even = [door.number for door in walked if door.number is not None and not door.number % 2]
        assert [door.number for door in walked if door.number is not None] == odd + even
        assert odd == sorted(odd)
        assert even == sorted(even, reverse=True)


rows = st.tuples(
    st.sampled_from(["Rue A", "rue a", "RUE B", "Rue C"]), numbers, st.floats(0.29, 0.39)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(rows, min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_each_address_is_in_one_section_or_outside(halves, found, random):
    frame = table(*found)
    made = sections(frame, halves)
    assert sum(len(one.entrances) for one in made.sections) + made.outside == len(frame)
    codes = halves.codes(frame["lon"], frame["lat"])
    inside = {(code, fold(one)) for code, one in zip(codes, frame["street"], strict=True) if code}
    assert [(one.quartier, fold(one.street)) for one in made.sections] == sorted(inside)
    shuffled = list(range(len(frame)))
    random.shuffle(shuffled)
    again = sections(frame.iloc[shuffled], halves)
    assert [one.id for one in again.sections] == [one.id for one in made.sections]


def test_the_butte_aux_cailles_in_its_own_quartier(shared):
    frame = read_addresses(shared / "reference/ban_butte_aux_cailles.csv").frame
    around = shapely.box(2.350, 48.828, 2.356, 48.831)
    here = Assigner(gpd.GeoDataFrame({"code": ["13"]}, geometry=[around], crs=4326))
    made = sections(frame, here)
    assert [(one.street, len(one.entrances)) for one in made.sections] == [
        ("Rue du Père Guérin", 26), ("Rue Gérard", 29),
    ]  # fmt: skip
    first = [door.label for door in made.sections[1].entrances]
    assert first[:2] == ["33", "35"]
    assert first[-3:] == ["36", "34", "32"]
    assert first[first.index("54 b") + 1] == "54"
    assert all(one.line.geom_type == "LineString" for one in made.sections)


def test_fifty_thousand_addresses_keep_their_number(shipped):
    rng = np.random.default_rng(2023)
    size = 50_000
    west, south, east, north = shipped.total_bounds
    frame = pd.DataFrame(
        {
            "street": [f"Rue {n}" for n in rng.integers(0, 900, size)],
            "number": pd.array(rng.integers(1, 200, size), dtype="Int64"),
            "suffix": "",
            "lon": rng.uniform(west, east, size),
            "lat": rng.uniform(south, north, size),
        }
    )
    made = sections(frame, Assigner(shipped))
    assert sum(len(one.entrances) for one in made.sections) + made.outside == size
    assert made.streets == 900


def test_the_streets_of_poitiers_are_the_facts(shared):
    assert (POITIERS / "streets.csv").read_bytes() == (shared / "facts/streets.csv").read_bytes()


def test_the_streets_of_poitiers_lie_in_their_quartiers(shipped):
    streets = read_points(POITIERS / "streets.csv")
    assert len({one.id for one in streets}) == len(streets) == 99
    assert {one.quartier for one in streets} == set(shipped["code"])
    points = gpd.GeoDataFrame(
        {"code": [one.quartier for one in streets]},
        geometry=[shapely.Point(one.lon, one.lat) for one in streets],
        crs=4326,
    ).to_crs(2154)
    own = shipped.to_crs(2154).set_index("code").geometry[points["code"]]
    # The limits are drawn to 100 m.
    assert (points.geometry.distance(own, align=False) < 150).all()


def test_the_note_says_that_the_list_is_not_complete():
    note = (POITIERS / "streets.md").read_text("utf-8")
    for word in ("not complete", "portes addresses fetch", "portes addresses import", "Licence"):
        assert word in note


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, AddressReason.NOT_FOUND),
        ("street;lon\n", AddressReason.NO_ROWS),
        ("street,lon,lat\nRue A,0.3,46.5\n", AddressReason.NOT_STREETS),
        ("street,lon,lat,quartier\nRue A,?,46.5,1\n", AddressReason.NOT_STREETS),
        ("street,lon,lat,quartier\nRue A,nan,46.5,1\n", AddressReason.NOT_STREETS),
        ("street,lon,lat,quartier\nRue A,0.3\n", AddressReason.NOT_STREETS),
    ],
)
def test_a_list_of_streets_that_is_none(tmp_path, content, reason):
    path = tmp_path / "streets.csv"
    if content is not None:
        path.write_text(content)
    with pytest.raises(AddressFileError) as caught:
        read_points(path)
    assert caught.value.params["reason"] is reason
