"""Vector drawings of areas."""

import re

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.drawing import WIDTH, draw, room


def _geojson(kind: str, rings: str) -> str:
    return f'{{"type":"{kind}","coordinates":{rings}}}'


RING = _geojson("Polygon", "[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,3],[3,3],[3,1],[1,1]]]")
TWO = _geojson("MultiPolygon", "[[[[5,0],[6,0],[6,1],[5,0]]],[[[5,2],[8,2],[8,4],[5,2]]]]")


def test_nothing_gives_an_empty_drawing() -> None:
    assert draw({}).paths == {}


def test_holes_and_parts_are_drawn() -> None:
    drawing = draw({"ring": RING, "two": TWO})
    assert drawing.paths["ring"].count("M") == 2
    assert drawing.paths["two"].count("M") == drawing.paths["two"].count("Z") == 2
    assert list(drawing.paths) == ["ring", "two"]


def test_a_label_stands_within_its_area() -> None:
    x, y = draw({"ring": RING}).anchors["ring"]
    assert not (250 < x < 750 and 250 < y < 750), "in the hole"


def test_the_north_is_up_and_the_west_on_the_left() -> None:
    north, south = (
        f'{{"type":"Polygon","coordinates":[[[0,{y}],[1,{y}],[1,{y + 1}],[0,{y}]]]}}'
        for y in (46, 44)
    )
    drawing = draw({"north": north, "south": south})
    assert drawing.anchors["north"][1] < drawing.anchors["south"][1]
    assert drawing.paths["south"].startswith("M0 ")


def test_distances_are_true(shipped: gpd.GeoDataFrame) -> None:
    metric = shipped.to_crs(2154).total_bounds
    drawing = draw(dict(zip(shipped["code"], shapely.to_geojson(shipped.geometry), strict=True)))
    shape = (metric[3] - metric[1]) / (metric[2] - metric[0])
    assert drawing.height / WIDTH == pytest.approx(shape, abs=0.03)


@given(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(45, 47)), min_size=3, max_size=12, unique=True)
    .map(lambda points: shapely.convex_hull(shapely.multipoints(points)))
    .filter(lambda hull: hull.geom_type == "Polygon" and hull.area > 1e-3)
)
def test_paths_are_closed_and_stay_in_the_drawing(hull: shapely.Polygon) -> None:
    drawing = draw({"a": shapely.to_geojson(hull)})
    x, y = map(int, re.match(r"M(-?\d+) (-?\d+)", drawing.paths["a"]).groups())
    for way, first, second in re.findall(r"([lHV])(-?\d+)(?: ?(-\d+|\d+))?", drawing.paths["a"]):
        if way == "l":
            x, y = x + int(first), y + int(second)
        elif way == "H":
            x = int(first)
        else:
            y = int(first)
        assert 0 <= x <= WIDTH
        assert 0 <= y <= drawing.height
    assert drawing.paths["a"].endswith("Z")


def test_a_box_that_was_given_room_lies_within_the_area() -> None:
    shape = draw({"ring": RING}).shapes["ring"]
    x, y = room(shape, 600, 150, near=(500, 500))
    assert shape.contains(shapely.box(x - 300, y - 75, x + 300, y + 75))


def test_there_is_no_room_for_a_box_over_a_hole() -> None:
    assert room(draw({"ring": RING}).shapes["ring"], 600, 600, near=(500, 500)) is None
