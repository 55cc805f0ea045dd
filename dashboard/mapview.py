"""Maps in a page: the only importer of streamlit-folium.

Leaflet is served by the app itself from an installed package, through the component route that
both `portes run` and `streamlit run` have; the map's frame reaches it by a relative address, so
that no page asks another host for anything.

Turning a map into Leaflet code costs far more than sending it, and streamlit-folium would do it
at each rerun. So the base map is rendered once a process and a layer once (`render`, cached by
its caller); what is handed to `st_folium` are stand-ins that give the code that is known already.
They also keep the message the same from run to run, so that Streamlit does not send it again.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import folium
import js_lib_leaflet
import streamlit.components.v1 as components
from streamlit_folium import generate_leaflet_string, get_full_id, st_folium

from dashboard import state
from dashboard.i18n import _
from geo.leaflet import to_script
from geo.webmap import base_map

_LEAFLET = components.declare_component(
    "leaflet", path=str(Path(js_lib_leaflet.__file__).parent / "static" / "js_lib_leaflet")
)
_LEAFLET_URL = f"../{_LEAFLET.name}"
_GROUP = "feature_group_0"
_MAP = "map_div"
# The map fills its frame, whose height the style sheet of the app sets. Leaflet cannot fit a map
# into no room at all, and that is what the frame has at first.
_FILL_FRAME = (
    f"<style>#{_MAP} {{height: 100vh !important; width: 100% !important; "
    "min-height: 160px; min-width: 160px}</style>"
)
_TELL_CLICKS_APART = f"""
feature_group_{_GROUP}.on("click", function (event) {{
  if (event.layer && event.layer.feature) {{ event.layer.feature.properties.at = Date.now(); }}
}});
"""
"""Streamlit reports a value only when it changes: without the moment in it, a second click on the
same area, after the page went back to the whole town, would not be heard."""

# Leaflet gives the map the focus when a button goes down on it. A map that is half in view would
# then scroll the page away from under the pointer, and the click would be lost.
_HOLD_STILL = f"""
{_MAP}.getContainer().focus = function () {{
  HTMLElement.prototype.focus.call(this, {{preventScroll: true}});
}};
"""

Bounds = tuple[float, float, float, float]

Key = tuple[str | None, str, bool, bool]
"""Colour, label, hatched, marked: what `components.map_panel.LegendItem` is made of."""


class DrawnMap(NamedTuple):
    """A map that only has to be shown.

    Parameters
    ----------
    code
        The layer as Leaflet code.
    bounds
        West, south, east, north in degrees.
    legend
        Its keys in order.
    """

    code: str
    bounds: Bounds
    legend: list[Key]


class _Script:
    """Stand in for a folium template: gives code that was rendered before."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.module = self

    def script(self, _element: object) -> str:
        return self.code

    def render(self, **_context: object) -> str:
        return self.code


class _Base(NamedTuple):
    """What is left of a base map once it was rendered."""

    script: str
    header: str
    js: tuple[tuple[str, str], ...]
    css: tuple[tuple[str, str], ...]


class RenderedMap(folium.Map):
    """A base map whose Leaflet code is known already; fresh for each run, as st_folium adds to it.

    The parent's constructor is left out on purpose: it compiles templates that are not used here.
    """

    def __init__(self, base: _Base) -> None:
        self._id, self._name = "div", "map"
        self._children = OrderedDict()
        self._template = _Script(base.script)
        self.default_js, self.default_css = list(base.js), list(base.css)
        self.options: dict[str, Any] = {}
        self.header, self.html = _Script(base.header), _Script("")

    def get_root(self) -> "RenderedMap":
        """Give itself: it is no part of a larger figure."""
        return self

    def get_bounds(self) -> list[list[float | None]]:
        """Give nothing: the script fits the map to its bounds itself."""
        return [[None, None], [None, None]]

    def render(self, **_kwargs: object) -> str:
        """Do nothing: there is nothing left to render."""
        return ""


class RenderedLayer(folium.FeatureGroup):
    """A layer whose Leaflet code is known already, made as lightly as `RenderedMap`."""

    def __init__(self, code: str) -> None:
        self._id, self._name = _GROUP, "FeatureGroup"
        self._children = OrderedDict()
        self._template = _Script(code)

    def render(self, **_kwargs: object) -> str:
        """Do nothing: there is nothing left to render."""
        return ""


def render(layer: folium.FeatureGroup) -> str:
    """Turn a layer into the Leaflet code that the map's frame runs; worth caching."""
    layer._id = _GROUP
    holder = folium.Map(tiles=None)
    layer.add_to(holder)
    layer.render()  # type: ignore[no-untyped-call]
    code = str(generate_leaflet_string(layer, base_id=_GROUP))
    lines = (line.strip() for line in code.replace(f"map_{holder._id}", _MAP).splitlines())
    return "\n".join(line for line in lines if line) + _TELL_CLICKS_APART


def show(
    code: str,
    bounds: Bounds,
    *,
    title: str,
    key: str = state.MAP,
    height: int = 460,
    on_click: Callable[[str], None] | None = None,
    on_place: Callable[[float, float], None] | None = None,
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
    height
        In pixels on wide screens; the style sheet lowers it on phones.
    on_click
        Called with the `code` property of the area that was clicked, before the page runs.
    on_place
        Called with longitude and latitude (EPSG:4326) of a click anywhere, before the page runs.
    tiles
        Address template of a tile server and whom to credit; None asks no other host.
    """
    st_folium(
        RenderedMap(_base(bounds, *(tiles or (None, "")), (_("Zoom in"), _("Zoom out")))),
        key=key,
        height=height,
        use_container_width=True,
        feature_group_to_add=RenderedLayer(code + _named(title)),
        # In a list Streamlit would look for a table.
        returned_objects=(
            *(["last_active_drawing"] if on_click else []),
            *(["last_clicked"] if on_place else []),
        ),
        on_change=(lambda: _heard(key, on_click, on_place)) if on_click or on_place else None,
    )


def _named(title: str) -> str:
    """Give the code that names the map for those who do not see it."""
    return (
        f'{_MAP}.getContainer().setAttribute("role", "region");'
        f'{_MAP}.getContainer().setAttribute("aria-label", {to_script(title)});\n'
    )


@lru_cache(maxsize=16)
def _base(bounds: Bounds, tiles: str | None, attribution: str, labels: tuple[str, str]) -> _Base:
    """Render the base map."""
    base = base_map(
        bounds,
        leaflet_js=f"{_LEAFLET_URL}/leaflet.js",
        leaflet_css=f"{_LEAFLET_URL}/leaflet.css",
        tiles=tiles,
        attribution=attribution,
        zoom_labels=labels,
    )
    root: Any = base.get_root()
    root.render()
    header = " ".join(root.header.render().replace(get_full_id(base), _MAP).split())
    js, css = tuple(base.default_js), tuple(base.default_css)
    return _Base(str(generate_leaflet_string(base)) + _HOLD_STILL, header + _FILL_FRAME, js, css)


def _heard(
    key: str,
    on_click: Callable[[str], None] | None,
    on_place: Callable[[float, float], None] | None,
) -> None:
    """Tell the page what was clicked: an area, a place."""
    if on_click:
        _clicked(key, on_click)
    answer: dict[str, Any] = state.value(key) or {}
    point = answer.get("last_clicked")
    if on_place and point:
        on_place(float(point["lng"]), float(point["lat"]))


def _clicked(key: str, on_click: Callable[[str], None]) -> None:
    """Tell the page which area was clicked."""
    answer: dict[str, Any] = state.value(key) or {}
    area = answer.get("last_active_drawing") or {}
    code = (area.get("properties") or {}).get("code")
    if code:
        on_click(str(code))
