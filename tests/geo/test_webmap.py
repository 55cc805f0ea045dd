"""Maps ask nobody, change only where they should, and show hostile names as they are."""

import json
import re
from pathlib import Path

import folium
import geopandas as gpd
import js_lib_leaflet
import numpy as np
import pytest
import shapely
import streamlit_folium
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import palette
from geo.errors import MissingCrsError
from geo.leaflet import to_script
from geo.webmap import (
    AreaStyle,
    FaultMark,
    base_map,
    display_shapes,
    findings_layer,
    quartier_layer,
)

BOUNDS = (0.29, 46.54, 0.45, 46.63)
LEAFLET = {"leaflet_js": "../leaf/leaflet.js", "leaflet_css": "../leaf/leaflet.css"}
HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "`${alert(1)}` \\ \" ' \u2028",
    "{{'name'}} L’Îlot & <b>co</b>",
)


@pytest.fixture
def quartiers() -> gpd.GeoDataFrame:
    boxes = [shapely.box(x, 46.5, x + 0.1, 46.6) for x in (0.3, 0.4, 0.5)]
    return gpd.GeoDataFrame({"code": ["a", "b", "c"]}, geometry=boxes, crs="EPSG:4326")


def sent(layer: folium.FeatureGroup) -> str:
    """What streamlit-folium sends to the browser for a layer."""
    town = base_map(BOUNDS, **LEAFLET)
    town.get_root().render()
    return streamlit_folium._get_feature_group_string(layer, map=town)


def data_of(code: str) -> dict:
    """Data in the code of a layer."""
    return json.loads(re.findall(r"\}\)\(feature_group\w+, (\{.*\})\);", code)[0])


def page_of(layer: folium.FeatureGroup) -> str:
    """A page of its own with the layer on its map."""
    town = base_map(BOUNDS, **LEAFLET)
    layer.add_to(town)
    return town.get_root().render()


def styled(**styles: AreaStyle) -> dict[str, AreaStyle]:
    return {code: AreaStyle("#fdb863", (code,)) for code in "abc"} | styles


def elements(element):
    yield element
    for child in element._children.values():
        yield from elements(child)


def addresses(text: str) -> list[str]:
    return re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text)


def test_nothing_asks_another_host(quartiers: gpd.GeoDataFrame) -> None:
    town = base_map(BOUNDS, **LEAFLET)
    quartier_layer(quartiers, styled(), name="doors").add_to(town)
    findings_layer([FaultMark(shapely.Point(0.3, 46.5), ("x",))], name="findings").add_to(town)
    page = town.get_root().render()
    links = [
        link
        for element in elements(town)
        for kind in ("default_js", "default_css")
        for _, link in getattr(element, kind, [])
    ]
    assert links == list(LEAFLET.values())
    assert addresses(page) == []
    assert sorted(re.findall(r'(?:src|href)="([^"]*)"', page)) == sorted(LEAFLET.values())


def test_the_base_map_is_the_same_in_each_run() -> None:
    def parts() -> tuple[str, str]:
        town = base_map(BOUNDS, **LEAFLET)
        town.get_root().render()
        header = streamlit_folium._get_header(town)
        return header, streamlit_folium._get_map_string(town)

    assert parts() == parts()


def test_the_base_map_leaves_scrolling_to_the_page() -> None:
    assert base_map(BOUNDS, **LEAFLET).options["scroll_wheel_zoom"] is False
    assert base_map(BOUNDS, **LEAFLET, scroll_zoom=True).options["scroll_wheel_zoom"] is True


def test_tiles_come_only_when_asked_for_and_owed_to_somebody() -> None:
    address = "https://tiles.example/{z}/{x}/{y}.png"
    town = base_map(BOUNDS, **LEAFLET, tiles=address, attribution="© <b>OSM</b>")
    page = town.get_root().render()
    assert addresses(page) == ["https://tiles.example"]
    assert "<b>" not in page
    for nobody in ("", "  "):
        with pytest.raises(ValueError, match="attribution"):
            base_map(BOUNDS, **LEAFLET, tiles=address, attribution=nobody)


def test_bounds_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="bounds"):
        base_map((0.0, 46.0, float("nan"), 47.0), **LEAFLET)


def test_a_layer_is_the_same_in_each_run(quartiers: gpd.GeoDataFrame) -> None:
    styles = styled(b=AreaStyle("#fdb863", ("b",), hatched=True, marked=True))
    one, other = (sent(quartier_layer(quartiers, styles, name="doors")) for _ in range(2))
    assert one == other
    marks = [FaultMark(shapely.Point(0.3, 46.5), ("x",))]
    one, other = (sent(findings_layer(marks, name="findings")) for _ in range(2))
    assert one == other


def test_features_carry_their_code_and_their_lines(quartiers: gpd.GeoDataFrame) -> None:
    data = data_of(sent(quartier_layer(quartiers, styled(), name="doors")))
    properties = [feature["properties"] for feature in data["features"]]
    assert properties[0] == {"code": "a", "fill": "#fdb863", "lines": ["a"]}
    assert [feature["code"] for feature in properties] == ["a", "b", "c"]


def test_hostile_texts_reach_the_browser_as_they_are(quartiers: gpd.GeoDataFrame) -> None:
    styles = styled(a=AreaStyle("#fdb863", HOSTILE))
    for code in (
        sent(quartier_layer(quartiers, styles, name=HOSTILE[1])),
        page_of(quartier_layer(quartiers, styles, name="doors")),
    ):
        assert "<script>alert" not in code
        assert tuple(data_of(code)["features"][0]["properties"]["lines"]) == HOSTILE
    marks = [FaultMark(shapely.Point(0.3, 46.5), HOSTILE)]
    for code in (
        sent(findings_layer(marks, name="findings")),
        page_of(findings_layer(marks, name="findings")),
    ):
        assert "<script>alert" not in code
        assert tuple(data_of(code)["features"][0]["properties"]["lines"]) == HOSTILE


@given(st.text(st.sampled_from("{}%#<>&'\"`$\\/\u2028é\n") | st.characters(), max_size=20))
@settings(deadline=None)
def test_any_text_survives_a_template_and_stays_in_its_script(text: str) -> None:
    written = to_script({"a": [text, {"b": text}]})
    assert json.loads(written) == {"a": [text, {"b": text}]}
    assert folium.Element(written).render() == written
    assert not set("<>&'`\n\u2028") & set(written)


def test_the_message_for_the_raw_quartiers_keeps_its_budget(shared: Path) -> None:
    raw = gpd.read_file(shared / "reference" / "poitiers_grands_quartiers_86194.geojson")
    raw = raw.assign(code=raw["GRD_QUART"].astype(str))
    lines = ("Trois-Cités", "doors knocked on: 87 of 120", "interviews: 31", "± 0.4")
    styles = {
        code: AreaStyle("#fdb863", lines, hatched=True, marked=True, selected=True)
        for code in raw["code"]
    }
    assert len(sent(quartier_layer(raw, styles, name="doors")).encode()) <= 60_000
    shapes = display_shapes(raw)
    assert len(sent(quartier_layer(shapes, styles, name="doors")).encode()) <= 30_000


def test_hatched_areas_are_neutral_and_get_lines(quartiers: gpd.GeoDataFrame) -> None:
    plain = data_of(sent(quartier_layer(quartiers, styled(), name="doors")))
    assert plain["hatches"] is None
    styles = styled(b=AreaStyle("#b35806", ("b",), hatched=True))
    data = data_of(sent(quartier_layer(quartiers, styles, name="doors")))
    assert data["features"][1]["properties"]["fill"] == palette.NEUTRAL
    lines = shapely.geometry.shape(data["hatches"]["geometry"])
    assert lines.within(quartiers.geometry.iloc[1].buffer(1e-4))
    assert len(lines.geoms) > 5


def test_marked_and_selected_areas_get_outlines_over_all_others(quartiers) -> None:
    styles = styled(
        a=AreaStyle("#fdb863", ("a",), marked=True),
        c=AreaStyle("#fdb863", ("c",), marked=True, selected=True),
    )
    strokes = data_of(sent(quartier_layer(quartiers, styles, name="doors")))["strokes"]
    assert [stroke["codes"] for stroke in strokes] == [
        ["a", "b", "c"],
        ["a", "c"],
        ["a", "c"],
        ["c"],
        ["c"],
    ]
    weights = [stroke["style"]["weight"] for stroke in strokes]
    assert weights[0] < min(weights[2:4]) < weights[1]
    assert ["dashArray" in stroke["style"] for stroke in strokes] == [
        False,
        False,
        True,
        False,
        True,
    ]
    plain = data_of(sent(quartier_layer(quartiers, styled(), name="doors")))["strokes"]
    assert len(plain) == 1


def test_quartiers_without_style_or_geometry_are_left_out(quartiers: gpd.GeoDataFrame) -> None:
    quartiers.loc[1, "geometry"] = None
    styles = {code: AreaStyle("#fdb863", (code,)) for code in ("a", "b", "unknown")}
    data = data_of(sent(quartier_layer(quartiers, styles, name="doors")))
    assert [feature["properties"]["code"] for feature in data["features"]] == ["a"]
    nothing = data_of(sent(quartier_layer(quartiers, {}, name="doors")))
    assert nothing["features"] == nothing["strokes"] == []


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456;}", ""])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="rrggbb"):
        AreaStyle(colour, ("x",))


def test_findings_are_drawn_whatever_their_geometry() -> None:
    marks = [
        FaultMark(shapely.Point(0.3, 46.5), ("crosses itself",)),
        FaultMark(shapely.LineString([(0.3, 46.5), (0.4, 46.5)]), ("gap",)),
        FaultMark(shapely.box(0.3, 46.5, 0.31, 46.51), ("overlap",)),
        FaultMark(None, ("no geometry",)),
        FaultMark(shapely.Polygon(), ("empty",)),
    ]
    data = data_of(sent(findings_layer(marks, name="findings")))
    kinds = [feature["geometry"]["type"] for feature in data["features"]]
    assert kinds == ["Point", "LineString", "Polygon"]


def test_shapes_for_display_stay_a_tessellation_and_leave_their_input_alone() -> None:
    rng = np.random.default_rng(1)
    seeds = shapely.MultiPoint(rng.random((40, 2)) * [0.2, 0.1] + [0.3, 46.5])
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds))
    # both sides of a border get the very same points
    cells = shapely.transform(shapely.segmentize(cells, 0.002), lambda xy: np.round(xy, 6))
    assert shapely.coverage_is_valid(cells)
    frame = gpd.GeoDataFrame({"code": range(len(cells))}, geometry=cells, crs="EPSG:4326")
    before = frame.copy()
    shapes = display_shapes(frame, decimals=5)
    assert_geodataframe_equal(frame, before)
    assert shapely.coverage_is_valid(np.array(shapes.geometry.array))
    points = shapely.get_coordinates(shapes.geometry.array)
    np.testing.assert_array_equal(points, np.round(points, 5))
    assert len(points) < len(shapely.get_coordinates(cells)) / 2
    assert list(shapes["code"]) == list(frame["code"])


def test_shapes_for_display_are_flat_and_in_degrees() -> None:
    solid = shapely.force_3d(shapely.box(0.3, 46.5, 0.4, 46.6), 12.0)
    frame = gpd.GeoDataFrame(geometry=[solid], crs="EPSG:4326").to_crs("EPSG:2154")
    shapes = display_shapes(frame)
    assert shapes.crs == "EPSG:4326"
    assert not shapes.has_z.any()


def test_frames_without_crs_are_refused(quartiers: gpd.GeoDataFrame) -> None:
    bare = gpd.GeoDataFrame({"code": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)])
    with pytest.raises(MissingCrsError):
        display_shapes(bare)
    with pytest.raises(MissingCrsError):
        quartier_layer(bare, styled(), name="doors")


@pytest.mark.browser
def test_in_the_browser_names_are_text_and_the_keyboard_clicks(quartiers, browser) -> None:
    styles = styled(a=AreaStyle("#fdb863", HOSTILE), b=AreaStyle("#fdb863", ("b",), hatched=True))
    page_text = page_of(quartier_layer(quartiers, styles, name="doors"))
    leaflet = Path(js_lib_leaflet.__file__).parent / "static" / "js_lib_leaflet"
    asked: list[str] = []

    def answer(route) -> None:
        asked.append(route.request.url)
        name = route.request.url.rpartition("/")[2]
        if (leaflet / name).is_file():
            route.fulfill(path=leaflet / name)
        else:
            route.fulfill(body=page_text, content_type="text/html; charset=utf-8")

    page = browser.new_page(viewport={"width": 390, "height": 460})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/*", answer)
    page.goto("http://map.test/map/index.html")
    areas = page.locator("path.leaflet-interactive")
    areas.first.wait_for()
    assert areas.count() == 3
    areas.first.hover()
    lines = page.locator(".leaflet-tooltip > div > *").all_text_contents()
    assert tuple(lines) == HOSTILE
    group = re.search(r"var (feature_group_\w+) =", page_text)[1]
    page.evaluate(
        f"{group}.on('click', e => {{ window.clicked = e.layer.feature.properties.code }})"
    )
    areas.nth(1).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("window.clicked") == "b"
    page.close()
    assert faults == []
    assert {url.split("/")[2] for url in asked} == {"map.test"}
