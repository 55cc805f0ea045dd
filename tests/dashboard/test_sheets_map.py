import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import LineString, Point, Polygon, mapping

from dashboard.i18n import using
from dashboard.sheets.ground import (
    around,
    geometry_of,
    metres_a_degree,
    scale_bar,
    upright,
)
from dashboard.sheets.model import SheetDoor, SheetStreet
from dashboard.sheets.plan import draw, letters
from tests.dashboard.sheet_facts import NAMES, SOUTH, WEST, line, sheet

SVG = "{http://www.w3.org/2000/svg}"
SIZE = {"width": 186.0, "height": 92.0}


def drawing(facts, language="en"):
    with using(language):
        return ElementTree.fromstring(draw(facts, **SIZE))


def texts(facts, language="en"):
    return [each.text for each in drawing(facts, language).iter(f"{SVG}text")]


def dots(facts):
    return [
        (float(each.get("cx")), float(each.get("cy")))
        for each in drawing(facts).iter(f"{SVG}circle")
        if each.get("r") == "0.75"
    ]


def test_metres_agree_with_the_ellipsoid():
    geod = Geod(ellps="WGS84")
    for lat in (-45.0, 0.0, 46.58, 60.0):
        east, north = metres_a_degree(lat)
        assert geod.inv(0, lat, 1e-3, lat)[2] == pytest.approx(east * 1e-3, rel=1e-6)
        assert geod.inv(0, lat - 5e-4, 0, lat + 5e-4)[2] == pytest.approx(north * 1e-3, rel=1e-6)


def test_north_is_up_and_the_scale_bar_is_right():
    subject = LineString([(0.35, 46.56), (0.355, 46.562)])
    ground = around(subject, width=186, height=92)
    a, b = (ground.on_paper(Point(p)) for p in ((0.35, 46.56), (0.35, 46.561)))
    assert b.x == pytest.approx(a.x) and b.y < a.y
    metres = Geod(ellps="WGS84").inv(0.35, 46.56, 0.35, 46.561)[2]
    assert a.distance(b) / ground.scale == pytest.approx(metres, rel=1e-5)
    assert ground.window.contains(ground.on_paper(subject))


@settings(max_examples=60)
@given(st.floats(0.001, 50), st.floats(5, 100))
def test_scale_bars_are_round_and_fit(scale, most):
    metres = scale_bar(scale, most=most)
    assert re.fullmatch("[125]0*", str(metres))
    assert metres * scale <= most or metres == 1


@given(st.floats(-10, 10))
def test_names_are_never_upside_down(angle):
    assert -90 <= upright(angle) < 90


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "{}", "[]", "3", '{"type": "Point"}',
     '{"type": "Nothing", "coordinates": []}',
     '{"type": "LineString", "coordinates": [[1, 2]]}',
     '{"type": "Point", "coordinates": [1e9, 2]}',
     '{"type": "LineString", "coordinates": []}', '{"type": "Point", "coordinates": ["a", "b"]}'],
)  # fmt: skip
def test_what_cannot_be_drawn_is_not(text):
    assert geometry_of(text) is None
    facts = sheet(streets=(SheetStreet(NAMES[0], text),), outline=text)
    assert draw(facts, **SIZE)
    nowhere = replace(facts, doors=tuple(replace(door, lon=None) for door in facts.doors))
    assert draw(nowhere, **SIZE) is None


def test_doors_with_impossible_places_are_left_out():
    doors = (
        SheetDoor(1, "A", "1", float("nan"), 46.0),
        SheetDoor(2, "A", "2", 496000.0, 6611000.0),
    )
    assert draw(sheet(doors=doors, streets=()), **SIZE) is None
    assert len(dots(sheet(doors=(*doors, SheetDoor(3, "A", "3", 0.35, 46.56)), streets=()))) == 1


def test_a_single_door_is_a_map_of_its_surroundings():
    facts = sheet(doors=(SheetDoor(1, "A", "12 bis", 0.35, 46.56),), streets=(), meeting=None)
    assert dots(facts) == [(93.0, 46.0)]
    assert "12 bis" in texts(facts)


def test_every_geometry_is_drawn():
    shapes = (
        {"type": "Point", "coordinates": [WEST, SOUTH]},
        {"type": "MultiLineString", "coordinates": [[[WEST, SOUTH], [WEST, SOUTH + 0.001]]]},
        {"type": "LineString", "coordinates": [[WEST, SOUTH, 90.0], [WEST, SOUTH + 0.001, 91.0]]},
        mapping(Polygon([(WEST, SOUTH), (WEST, 46.57), (0.36, 46.57)])),
    )  # fmt: skip
    for shape in shapes:
        text = json.dumps(shape)
        facts = sheet(streets=(SheetStreet(NAMES[0], text),), outline=text)
        assert len(dots(facts)) == 4
        assert "nan" not in draw(facts, **SIZE)


def test_doors_lie_within_the_drawing_and_their_numbers_do_not_overlap():
    facts = sheet((22, 20, 18))
    assert len(dots(facts)) == 60
    assert all(0 < x < SIZE["width"] and 0 < y < SIZE["height"] for x, y in dots(facts))
    root = drawing(facts)
    places = {
        (each.get("x"), each.get("y"), each.text)
        for each in root.iter(f"{SVG}text")
        if each.get("font-size") == "2.5"
    }
    assert len(places) > 30
    for x, y, text in places:
        for other_x, other_y, other in places - {(x, y, text)}:
            wide = 0.625 * (len(text) + len(other))
            apart = abs(float(x) - float(other_x)) >= wide - 0.02
            assert apart or abs(float(y) - float(other_y)) >= 1.79, (text, other)


def test_streets_have_letters_in_the_order_of_the_doors():
    facts = sheet((3, 3, 3))
    turned = replace(facts, doors=tuple(reversed(facts.doors)))
    assert letters(facts) == dict(zip(NAMES, "ABC", strict=True))
    assert letters(turned) == dict(zip(reversed(NAMES), "ABC", strict=True))
    assert {"A", "B", "C"} <= set(texts(facts))
    many = tuple(SheetStreet(f"S{n}") for n in range(30))
    assert letters(sheet(doors=(), streets=many))["S29"] == "30"


def test_a_near_meeting_point_is_on_the_map_a_far_one_is_pointed_at():
    assert not any("★" in text for text in texts(sheet()))
    assert draw(sheet(), **SIZE).count("<polygon") == 2
    far = sheet(meeting=(WEST, SOUTH + 0.02))
    (label,) = {text for text in texts(far) if "★" in text}
    assert 2000 < int(re.sub(r"\D", "", label)) < 2300
    assert not any("★" in text for text in texts(sheet(meeting=None)))


def test_names_of_other_streets_are_written_once_along_them():
    other = SheetStreet("Allée des Tilleuls", line(WEST, SOUTH - 0.0003, east=0.002))
    found = texts(sheet((12,), others=(other, other)))
    assert found.count("Allée des Tilleuls") == 2  # one with its halo
    bent = SheetStreet("Impasse", line(WEST, SOUTH - 0.0003, east=0.00001))
    assert "Impasse" not in texts(sheet((12,), others=(bent,)))


def test_names_are_escaped():
    facts = sheet((12,), others=(replace(sheet().others[0], name='<x y="1">&\x00'),))
    assert "<x y=“1”>&" in texts(facts)


def test_the_drawing_is_black_grey_and_white():
    colours = set(re.findall(r"#[0-9a-f]{3,6}", draw(sheet((9, 9)), **SIZE)))
    assert colours <= {"#000", "#fff", "#999"}


def test_the_letter_for_north_follows_the_language_and_the_same_facts_the_same_drawing():
    assert "N" in texts(sheet(), "fr")
    assert draw(sheet(), **SIZE) == draw(sheet(), **SIZE)


# --- the way ----------------------------------------------------------------------------------


def rings(facts):
    return [
        (float(each.get("cx")), float(each.get("cy")))
        for each in drawing(facts).iter(f"{SVG}circle")
        if each.get("r") == "1.5"
    ]


def ways(facts):
    return [
        each.get("d").count("L") + 1
        for each in drawing(facts).iter(f"{SVG}path")
        if each.get("stroke-dasharray") == "0.3 0.9"
    ]


def test_the_way_begins_at_a_ring_and_passes_every_door_of_its_street():
    facts = sheet((4, 1, 3))
    assert len(rings(facts)) == 3
    assert ways(facts) == [4, 3], "there is no way in a street of one door"
    assert set(rings(facts)) <= set(dots(facts))
    assert "1" in texts(facts), "the first door has its number all the same"


def test_the_way_follows_the_order_of_the_sheet():
    facts = sheet((4,))
    other = replace(facts, doors=facts.doors[::-1])
    assert rings(facts) == [dots(facts)[0]]
    assert rings(other) == [dots(facts)[-1]]


def test_doors_without_a_place_have_no_way():
    facts = sheet((3,))
    doors = tuple(replace(door, lon=None, lat=None) for door in facts.doors)
    assert rings(replace(facts, doors=doors)) == [] == ways(replace(facts, doors=doors))
