"""Maps in a page: the only importer of streamlit-folium.

Leaflet is served by the app itself from an installed package, through the component route that
both `portes run` and `streamlit run` have; the map's frame reaches it by a relative address, so
that no page asks another host for anything.

Turning a layer into Leaflet code costs far more than sending it, and Streamlit would do it at
each rerun; a layer is therefore rendered once (`render`, cached by its caller) and travels as
text from then on.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import js_lib_leaflet
import streamlit as st
import streamlit.components.v1 as components
from streamlit_folium import generate_leaflet_string, st_folium

from dashboard import state
from geo.webmap import base_map

_LEAFLET = components.declare_component(
    "leaflet", path=str(Path(js_lib_leaflet.__file__).parent / "static" / "js_lib_leaflet")
)
_BASE = f"../{_LEAFLET.name}"
_GROUP = "feature_group_0"

Bounds = tuple[float, float, float, float]


class _Script:
    """Stand in for a folium template: gives code that was rendered before."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.module = self

    def script(self, _element: object) -> str:
        return self.code

    def render(self, **_context: object) -> str:
        return ""


class RenderedLayer(folium.FeatureGroup):
    """A layer whose Leaflet code is known already."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._template = _Script(code)

    def render(self, **_kwargs: object) -> None:
        """Do nothing: there is nothing left to render."""


def render(layer: folium.FeatureGroup) -> str:
    """Turn a layer into the Leaflet code that the map's frame runs; worth caching."""
    layer._id = _GROUP
    holder = folium.Map(tiles=None)
    layer.add_to(holder)
    layer.render()
    code = generate_leaflet_string(layer, base_id=_GROUP)
    return str(code).replace(f"map_{holder._id}", "map_div")


def show(
    code: str,
    bounds: Bounds,
    *,
    title: str,
    key: str = state.MAP,
    height: int = 460,
    on_click: Callable[[str], None] | None = None,
    tiles: tuple[str, str] | None = None,
) -> None:
    """Draw the map.

    Parameters
    ----------
    code
        What `render` gave.
    bounds
        West, south, east, north in degrees: what the map shows at first.
    title
        Name of the map for those who do not see it.
    on_click
        Called with the `code` property of the area that was clicked, before the page runs.
    tiles
        Address template of a tile server and whom to credit; None asks no other host.
    """
    address, credit = tiles or (None, "")
    base = base_map(
        bounds,
        leaflet_js=f"{_BASE}/leaflet.js",
        leaflet_css=f"{_BASE}/leaflet.css",
        tiles=address,
        attribution=credit,
    )
    st.html(f'<span class="visually-hidden">{folium.utilities.escape_backticks(title)}</span>')
    st_folium(
        base,
        key=key,
        height=height,
        use_container_width=True,
        feature_group_to_add=RenderedLayer(code),
        returned_objects=["last_active_drawing"] if on_click else [],
        on_change=(lambda: _clicked(key, on_click)) if on_click else None,
    )


def _clicked(key: str, on_click: Callable[[str], None]) -> None:
    """Tell the page which area was clicked."""
    answer: dict[str, Any] = st.session_state.get(key) or {}
    area = answer.get("last_active_drawing") or {}
    code = (area.get("properties") or {}).get("code")
    if code:
        on_click(str(code))
