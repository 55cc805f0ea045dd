"""Pieces of Leaflet code for `geo.webmap`: folium elements that load nothing.

Folium reads the code it made as a jinja template a second time, and the code may end up inside a
`<script>`: data enters through `to_script` only, which sees to both. In the browser, text becomes
text nodes, never HTML.
"""

import json
import re
from typing import Any, Final

import folium
from folium.template import Template

from geo.palette import INK, PAPER

# Twice the same class outweighs Leaflet's own style sheet, whichever comes later. A shape that has
# the focus is outlined by the layer instead of by the browser's rectangle.
_STYLE: Final = (
    ".leaflet-container.leaflet-container {background: #f6f6f3}"
    " path.leaflet-interactive:focus {outline: none}"
)


def to_script(value: object) -> str:
    """Write JSON that may stand in a script, in HTML and in a jinja template.

    The characters that end a script or open a template stand in strings only, where an escape
    means the same.

    Examples
    --------
    >>> print(to_script({"name": "</script>{{ 7 * 7 }}"}))
    {"name":"\\u003c/script\\u003e\\u007b{ 7 * 7 }}"}
    """
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return re.sub(r"[<>&'`]|\{(?=[{%#])", lambda match: f"\\u{ord(match[0]):04x}", text)


class LocalMap(folium.Map):
    """A folium map that loads Leaflet from given addresses, and nothing else."""

    def __init__(
        self,
        centre: tuple[float, float],
        *,
        leaflet_js: str,
        leaflet_css: str,
        **options: Any,
    ) -> None:
        super().__init__(centre, tiles=None, zoom_control=False, font_size="0.875rem", **options)
        self.default_js = [("leaflet", leaflet_js)]
        self.default_css = [("leaflet_css", leaflet_css)]
        header = self.get_root().header  # type: ignore[attr-defined]
        header.add_child(folium.Element(f"<style>{_STYLE}</style>"), name="style")


class Frame(folium.MacroElement):
    """Fit the map into its frame, and give it its buttons."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        (function (map, frame) {
            var moved = false, whole;
            function fit() {
                map.invalidateSize();
                if (moved) { return; }
                map.fitBounds(frame.bounds, {animate: false, padding: [10, 10]});
                whole = map.getZoom();
                settle();
            }
            // a finger scrolls the page as long as all of the map is seen anyway
            function settle() {
                if (!L.Browser.mobile) { return; }
                map.dragging[map.getZoom() > whole ? "enable" : "disable"]();
            }
            map.on("zoomend", settle);
            var names = {zoomInTitle: frame.labels[0], zoomOutTitle: frame.labels[1]};
            L.control.zoom(names).addTo(map);
            ["pointerdown", "wheel", "keydown"].forEach(function (what) {
                map.getContainer().addEventListener(what, function () { moved = true; });
            });
            new ResizeObserver(fit).observe(map.getContainer());
            fit();
        })({{ this._parent.get_name() }}, {{ this.frame }});
        {% endmacro %}
        """)

    def __init__(self, bounds: list[list[float]], labels: tuple[str, str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Frame"
        self.frame = to_script({"bounds": bounds, "labels": labels})


# Text goes in as text nodes. The keyboard reaches each shape and can click it; a screen reader says
# the lines of the tooltip as its name. The shape that is pointed at is outlined over all others.
_COMMON: Final = """
            function over(features, style) {
                return L.geoJSON(features, {
                    interactive: false,
                    pointToLayer: circle,
                    style: Object.assign({fill: false, opacity: 1, lineJoin: "round"}, style)
                }).addTo(group);
            }
            function circle(feature, place) { return L.circleMarker(place, {radius: 9}); }
            function explain(feature, layer) {
                var box = L.DomUtil.create("div"), lines = feature.properties.lines;
                Object.assign(box.style, {
                    width: "max-content", maxWidth: "min(18rem, 44vw)", whiteSpace: "normal"
                });
                lines.forEach(function (line, row) {
                    var part = L.DomUtil.create(row ? "div" : "strong", "", box);
                    part.textContent = line;
                });
                layer.bindTooltip(box, {sticky: true});
                layer.on({mouseover: point, mouseout: leave, add: function () {
                    var shape = layer.getElement && layer.getElement();
                    if (!shape) { return; }
                    shape.setAttribute("role", "button");
                    shape.setAttribute("tabindex", "0");
                    shape.setAttribute("aria-label", lines.join(", "));
                    L.DomEvent.on(shape, {focus: point, blur: leave, keydown: press});
                }});
                function point() {
                    leave();
                    pointer.forEach(function (line) { line.addData(feature); });
                }
                function leave() { pointer.forEach(function (line) { line.clearLayers(); }); }
                function press(event) {
                    if (event.key !== "Enter" && event.key !== " ") { return; }
                    event.preventDefault();
                    var place = layer.getLatLng ? layer.getLatLng() : layer.getBounds().getCenter();
                    layer.fire("click", {latlng: place}, true);
                }
            }"""
_POINTER: Final = """
            var pointer = [
                over([], {color: data.paper, weight: 7}), over([], {color: data.ink, weight: 3})
            ];"""


class _Data(folium.MacroElement):
    """A group of Leaflet layers made in the browser from one piece of data."""

    def __init__(self, **data: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__
        self.data = to_script({**data, "ink": INK, "paper": PAPER})


class Areas(_Data):
    """Fills with their tooltips, hatching, then outlines from thin to heavy."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (group, data) {"""
        + _COMMON
        + """
            L.geoJSON(data.features, {onEachFeature: explain, style: function (feature) {
                return {color: data.paper, weight: 3, opacity: 1, lineJoin: "round",
                        fillColor: feature.properties.fill, fillOpacity: data.opacity};
            }}).addTo(group);
            if (data.hatches) { over(data.hatches, {color: "#5a5f66", weight: 1.25}); }
            data.strokes.forEach(function (stroke) {
                over(data.features.filter(function (feature) {
                    return stroke.codes.indexOf(feature.properties.code) >= 0;
                }), stroke.style);
            });"""
        + _POINTER
        + """
        })({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
        """
    )


class Findings(_Data):
    """Faults in one colour on white casings; points as circles."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (group, data) {"""
        + _COMMON
        + """
            over(data.features, {color: data.paper, weight: 7});
            L.geoJSON(data.features, {
                onEachFeature: explain, pointToLayer: circle,
                style: {color: data.colour, weight: 3, opacity: 1, fillOpacity: 0.35}
            }).addTo(group);"""
        + _POINTER
        + """
        })({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
        """
    )


class Lines(_Data):
    """Streets by their look, wide enough for a finger; points as circles."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (group, data) {"""
        + _COMMON
        + """
            data.outlines.forEach(function (shape) {
                over(shape, {color: "#8a919c", weight: 1.5});
            });
            var features = data.rows.map(function (row) {
                var shape = {type: row[4], coordinates: row[5]};
                if (row[4] === "steps") { shape = {type: "LineString", coordinates: walk(row[5])}; }
                return {type: "Feature", properties: {code: row[0], look: row[1], lines: row[3]},
                        geometry: shape};
            });
            function walk(steps) {
                var x = 0, y = 0, places = [];
                for (var at = 0; at < steps.length; at += 2) {
                    x += steps[at];
                    y += steps[at + 1];
                    places.push([x / 1e5, y / 1e5]);
                }
                return places;
            }
            var mine = features.filter(function (feature, at) { return data.rows[at][2]; });
            over(mine, {color: data.ink, weight: 13});
            over(features, {color: data.paper, weight: 9});
            data.looks.forEach(function (look, at) {
                over(features.filter(function (feature) {
                    return feature.properties.look === at;
                }), look);
            });
            var touch = L.geoJSON(features, {
                onEachFeature: explain, pointToLayer: circle,
                style: {color: data.ink, weight: 22, opacity: 0, fillOpacity: 0}
            });"""
        + _POINTER
        + """
            touch.addTo(group);
        })({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
        """
    )
