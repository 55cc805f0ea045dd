"""Maps handed over as code that was rendered before: the same message at each run."""

from typing import Any

import geopandas as gpd
import pytest
import shapely
import streamlit as st
import streamlit_folium

from dashboard import mapview
from dashboard.i18n import using
from geo.webmap import AreaStyle, quartier_layer

BOUNDS = (0.29, 46.54, 0.45, 46.63)
HOSTILE = "</script><script>alert('{{ 7 * 7 }}')</script>"


@pytest.fixture
def code() -> str:
    frame = gpd.GeoDataFrame(
        {"code": ["a"]}, geometry=[shapely.box(0.3, 46.55, 0.4, 46.6)], crs="EPSG:4326"
    )
    layer = quartier_layer(frame, {"a": AreaStyle("#112233", ("Les Rocs",))}, name="doors")
    return mapview.render(layer)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Record what would go to the browser."""
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(
        streamlit_folium, "_component_func", lambda **options: messages.append(options)
    )
    return messages


def test_the_same_map_is_the_same_message(code: str, sent: list[dict[str, Any]]) -> None:
    for _ in range(2):
        mapview.show(code, BOUNDS, title="Doors")
    first, second = ({k: v for k, v in one.items() if k != "on_change"} for one in sent)
    assert first == second


def test_rendering_twice_gives_the_same_code(code: str) -> None:
    frame = gpd.GeoDataFrame(
        {"code": ["a"]}, geometry=[shapely.box(0.3, 46.55, 0.4, 46.6)], crs="EPSG:4326"
    )
    layer = quartier_layer(frame, {"a": AreaStyle("#112233", ("Les Rocs",))}, name="doors")
    assert mapview.render(layer) == code


def test_the_message_holds_the_layer_and_leaflet_of_our_own(
    code: str, sent: list[dict[str, Any]]
) -> None:
    mapview.show(code, BOUNDS, title="Doors")
    (message,) = sent
    assert "Les Rocs" in message["feature_group"]
    assert "map_div.fitBounds" in message["script"] or "fitBounds" in message["script"]
    links = message["js_links"] + message["css_links"]
    assert len(links) == 2
    assert all(link.startswith("../") for link in links)
    assert "http" not in message["header"].replace("http-equiv", "")


def test_another_selection_leaves_the_base_map_as_it_is(
    code: str, sent: list[dict[str, Any]]
) -> None:
    mapview.show(code, BOUNDS, title="Doors")
    mapview.show(code.replace("Les Rocs", "Beaulieu"), BOUNDS, title="Doors")
    assert sent[0]["key"] == sent[1]["key"]
    assert sent[0]["script"] == sent[1]["script"]


def test_the_title_is_text(code: str, sent: list[dict[str, Any]]) -> None:
    mapview.show(code, BOUNDS, title=HOSTILE)
    assert "<script>" not in sent[0]["feature_group"]
    assert "{{" not in sent[0]["feature_group"]


def test_the_buttons_speak_the_language(code: str, sent: list[dict[str, Any]]) -> None:
    with using("fr"):
        mapview.show(code, BOUNDS, title="Portes")
    assert "Agrandir" in sent[0]["script"]


def test_a_click_tells_the_code(code: str, sent: list[dict[str, Any]]) -> None:
    heard: list[str] = []
    mapview.show(code, BOUNDS, title="Doors", key="m", on_click=heard.append)
    assert sent[0]["returned_objects"] == ("last_active_drawing",)
    for answer in ({}, {"last_active_drawing": None}, {"last_active_drawing": {"properties": {}}}):
        st.session_state["m"] = answer
        mapview._clicked("m", heard.append)
    assert heard == []
    st.session_state["m"] = {"last_active_drawing": {"properties": {"code": "a"}}}
    mapview._clicked("m", heard.append)
    assert heard == ["a"]
    del st.session_state["m"]
