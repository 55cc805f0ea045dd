"""The map that can be moved: folium's code and Leaflet's files, all from the bundle itself.

It comes only to those who ask for it. The code lies in files of its own, so that the pages need no
permission for scripts written into them; names of folium's elements are fixed, so that it is
always the same.
"""

import json
from pathlib import Path
from typing import Any, Final

import folium
import js_lib_leaflet
import shapely
from folium.template import Template

from dashboard import i18n
from dashboard.i18n import _, text
from dashboard.publication.page import MAPS, render
from dashboard.publication.release import Area
from dashboard.publication.view import Shown, View, legend
from geo.leaflet import to_script
from geo.palette import INK
from geo.webmap import base_map

SCRIPTS = {"fr": "carte-fr.js", "en": "carte-en.js"}
LEAFLET = ("leaflet.js", "leaflet.css")
_FOLDER: Final = Path(js_lib_leaflet.__file__).parent / "static" / "js_lib_leaflet"
_MAP: Final = "map_town"


class Questions(folium.MacroElement):
    """The quartiers once, coloured anew for the question that is chosen.

    Texts become text nodes. The keyboard reaches each quartier, and a screen reader says its
    figures as its name.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
        (function (map, data) {
            var choice = document.getElementById("question"), boxes = [], shapes = [];
            var pointer = L.geoJSON(null, {
                interactive: false, style: {fill: false, color: data.ink, weight: 4}
            });
            L.geoJSON(data.features, {
                style: {color: data.ink, weight: 1.5, fillOpacity: 1, lineJoin: "round"},
                onEachFeature: function (feature, layer) {
                    boxes.push(L.DomUtil.create("div"));
                    shapes.push(layer);
                    layer.bindTooltip(boxes[boxes.length - 1], {sticky: true});
                    layer.on({mouseover: point, click: point, mouseout: leave});
                    function point() { leave(); pointer.addData(feature); }
                    layer.on("add", function () {
                        var shape = layer.getElement();
                        shape.setAttribute("role", "img");
                        shape.setAttribute("tabindex", "0");
                        L.DomEvent.on(shape, "focus", function () {
                            point();
                            layer.openTooltip(layer.getBounds().getCenter());
                        });
                        L.DomEvent.on(shape, "blur", function () {
                            leave();
                            layer.closeTooltip();
                        });
                    });
                }
            }).addTo(map);
            pointer.addTo(map);
            map.getContainer().setAttribute("role", "region");
            map.getContainer().setAttribute("aria-label", data.name);
            if (window.parent !== window) { document.body.classList.add("framed"); }
            choice.addEventListener("change", show);
            show();
            function leave() { pointer.clearLayers(); }
            function show() {
                var question = data.questions[choice.selectedIndex];
                document.getElementById("asked").textContent = question.asked;
                question.areas.forEach(function (area, at) {
                    shapes[at].setStyle({fillColor: area.fill});
                    shapes[at].getElement().setAttribute("aria-label", area.lines.join(", "));
                    boxes[at].textContent = "";
                    area.lines.forEach(function (line, row) {
                        var part = L.DomUtil.create(row ? "div" : "strong", "", boxes[at]);
                        part.textContent = line;
                    });
                });
            }
        })({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
        """)

    def __init__(self, data: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Questions"
        self.data = to_script(data)


def files(view: View) -> dict[str, bytes]:
    """Make the map in each language, with all it needs.

    There is none where no quartier can be shown.
    """
    figures = view.release.figures
    if figures.town_only or all(table.withheld for table in figures.tables):
        return {}
    found = {name: (_FOLDER / name).read_bytes() for name in LEAFLET}
    for language, name in MAPS.items():
        with i18n.using(language):
            shown = [one for one in view.questions() if not one.table.withheld]
            found[SCRIPTS[language]] = _script(view.release.areas, shown).encode()
            found[name] = render(
                "map.html",
                of=view.release,
                shown=shown,
                classes=legend(),
                script=SCRIPTS[language],
                lacking=any(one.lacking for one in shown),
            )
    return found


def _script(areas: tuple[Area, ...], shown: list[Shown]) -> str:
    """Give folium's code of the map."""
    bounds = shapely.total_bounds([shapely.from_geojson(area.outline) for area in areas])
    town = base_map(
        (bounds[0], bounds[1], bounds[2], bounds[3]),
        leaflet_js=LEAFLET[0],
        leaflet_css=LEAFLET[1],
        zoom_labels=(_("Zoom in"), _("Zoom out")),
    )
    Questions(_data(areas, shown)).add_to(town)
    town._id = _MAP.removeprefix("map_")
    root: Any = town.get_root()
    root.render()
    return str(root.script.render())


def _data(areas: tuple[Area, ...], shown: list[Shown]) -> dict[str, object]:
    """Give what the map shows; areas in the same order everywhere."""
    return {
        "ink": INK,
        "name": _("Interactive map"),
        "features": [
            {"type": "Feature", "properties": {}, "geometry": json.loads(area.outline)}
            for area in areas
        ],
        "questions": [
            {
                "asked": text(one.asked.text),
                "areas": [
                    {"fill": row.fill, "lines": [f"{row.number} {row.name}", *row.lines]}
                    for row in sorted(one.rows, key=lambda row: row.number or 0)
                ],
            }
            for one in shown
        ],
    }
