"""Leaflet maps through folium that ask no other host for anything.

The base map is constant, so that the browser keeps it; what changes travels as one feature group.
Both take Leaflet from the addresses they are given and use no plugin, no jQuery and no icon.

Texts that came from people or files reach the browser as JSON and enter the page as text nodes,
never as HTML (see `geo.leaflet`).
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import folium
import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo import palette
from geo.crs import to_metric, to_wgs84
from geo.hatching import hatch_all
from geo.leaflet import Areas, Findings, Frame, LocalMap

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees (EPSG:4326)."""

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
# Lines of hatching across the whole of the areas: about 10 pixels apart on a phone, and no more
# bytes for a larger town.
_HATCHES_ACROSS: Final = 55
_FAULT_COLOUR: Final = "#d1005d"


@dataclass(frozen=True)
class AreaStyle:
    """How one area is drawn.

    Parameters
    ----------
    fill
        Colour, ``#rrggbb``; a hatched area is drawn in the neutral colour whatever stands here.
    lines
        Lines of the tooltip as plain text; the first one is its heading.
    hatched
        No publishable figure stands behind the area.
    marked
        Dotted heavy outline: the area is beyond its target.
    selected
        Heavy outline: the page shows this area.

    Raises
    ------
    ValueError
        The colour is not of the form ``#rrggbb``.
    """

    fill: str
    lines: tuple[str, ...]
    hatched: bool = False
    marked: bool = False
    selected: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no colour."""
        if not _COLOUR.fullmatch(self.fill):
            raise ValueError(f"a colour is written #rrggbb, not {self.fill!r}")


@dataclass(frozen=True)
class FaultMark:
    """A finding to be drawn: where it lies (EPSG:4326, None: nowhere) and what it says.

    `lines` are plain text, already translated; the first one is the heading.
    """

    geometry: BaseGeometry | None
    lines: tuple[str, ...]


def display_shapes(
    quartiers: gpd.GeoDataFrame, *, tolerance_m: float = 9.0, decimals: int = 5
) -> gpd.GeoDataFrame:
    """Simplify the quartiers for a map; common borders stay common.

    Not for assigning points: with 9 m about 0.04 % of them would change quartier.

    Parameters
    ----------
    quartiers
        Polygons in any CRS that is stated.
    tolerance_m
        Square root of the area of the largest triangle that may be cut away, metres; 0 keeps all.
    decimals
        Of the coordinates, degrees: 5 decimals are about one metre.

    Returns
    -------
    geopandas.GeoDataFrame
        The same rows and columns in EPSG:4326, two-dimensional.

    Raises
    ------
    MissingCrsError
        The frame does not state its CRS.

    Examples
    --------
    >>> frame = gpd.GeoDataFrame(geometry=[shapely.box(0, 46, 0.1234567, 46.1)], crs="EPSG:4326")
    >>> float(display_shapes(frame).geometry.iloc[0].bounds[2])
    0.12346
    """
    metric = to_metric(quartiers)
    flat = shapely.force_2d(np.array(metric.geometry.array, dtype=object))
    simple = to_wgs84(metric.set_geometry(shapely.coverage_simplify(flat, tolerance_m)))
    rounded = shapely.transform(
        np.array(simple.geometry.array, dtype=object), lambda xy: np.round(xy, decimals)
    )
    return simple.set_geometry(shapely.remove_repeated_points(rounded))


def base_map(
    bounds: Bounds,
    *,
    leaflet_js: str,
    leaflet_css: str,
    tiles: str | None = None,
    attribution: str = "",
    scroll_zoom: bool = False,
    zoom_labels: tuple[str, str] = ("Zoom in", "Zoom out"),
) -> folium.Map:
    """Give the map under all layers; the same arguments give the same code.

    Parameters
    ----------
    bounds
        What it shows at first, and again when its frame changes size until somebody moves it.
    leaflet_js, leaflet_css
        Addresses of Leaflet's two files on our own server; relative ones will do.
    tiles
        Address template of a tile server (``https://…/{z}/{x}/{y}.png``); None asks no other host.
    attribution
        Whom the tiles are owed to, as plain text; without it tiles are refused.
    scroll_zoom
        Whether the mouse wheel zooms the map rather than scrolling the page.
    zoom_labels
        Names of the buttons for zooming in and out.

    Raises
    ------
    ValueError
        Tiles without an attribution, or bounds that are no numbers.

    Examples
    --------
    >>> town = base_map((0.2, 46.5, 0.5, 46.7), leaflet_js="leaflet.js", leaflet_css="leaflet.css")
    >>> town.default_js
    [('leaflet', 'leaflet.js')]
    """
    if not np.isfinite(bounds).all():
        raise ValueError(f"bounds are four numbers, not {bounds}")
    if tiles is not None and not attribution.strip():
        raise ValueError("a tile layer needs an attribution")
    west, south, east, north = (round(float(edge), 5) for edge in bounds)
    town = LocalMap(
        ((south + north) / 2, (west + east) / 2),
        leaflet_js=leaflet_js,
        leaflet_css=leaflet_css,
        scroll_wheel_zoom=scroll_zoom,
        attribution_control=tiles is not None,
        # tiles are sharp at whole levels only; without them the town can fill its frame
        zoom_snap=1 if tiles is not None else 0.25,
    )
    if tiles is not None:
        folium.TileLayer(tiles, attr=html.escape(attribution), name="tiles").add_to(town)
    Frame([[south, west], [north, east]], zoom_labels).add_to(town)
    return town


def quartier_layer(
    shapes: gpd.GeoDataFrame,
    styles: Mapping[str, AreaStyle],
    *,
    name: str,
    fill_opacity: float = 1.0,
) -> folium.FeatureGroup:
    """Draw the quartiers: fills, hatching, outlines and tooltips.

    A click gives back the feature with its property `code`. Outlines are dark lines on white
    casings, so that they show on light and dark fills alike.

    Parameters
    ----------
    shapes
        Columns `code` and geometry, any CRS that is stated; best from `display_shapes`.
    styles
        By code; a quartier without a style is left out.
    name
        Of the layer.
    fill_opacity
        0 to 1; less than 1 lets tiles show through.

    Raises
    ------
    MissingCrsError
        The frame does not state its CRS.

    Examples
    --------
    >>> frame = gpd.GeoDataFrame(
    ...     {"code": ["a"]}, geometry=[shapely.box(0, 46, 0.1, 46.1)], crs="EPSG:4326"
    ... )
    >>> quartier_layer(frame, {"a": AreaStyle("#fdb863", ("Les Rocs",))}, name="doors").layer_name
    'doors'
    """
    frame = to_wgs84(shapes)
    drawn = {
        str(code): geometry
        for code, geometry in zip(frame["code"], frame.geometry.array, strict=True)
        if str(code) in styles and geometry is not None and not geometry.is_empty
    }
    features = [
        _feature(
            drawn[code],
            code=code,
            fill=palette.NEUTRAL if styles[code].hatched else styles[code].fill,
            lines=styles[code].lines,
        )
        for code in drawn
    ]
    hatched = [geometry for code, geometry in drawn.items() if styles[code].hatched]
    group = folium.FeatureGroup(name=name)
    Areas(
        features=features,
        hatches=_hatches(hatched, frame),
        strokes=_strokes({code: styles[code] for code in drawn}),
        opacity=fill_opacity,
    ).add_to(group)
    return group


def findings_layer(marks: Iterable[FaultMark], *, name: str) -> folium.FeatureGroup:
    """Draw the findings of a check over the quartiers, each with a tooltip.

    Points become circles of a fixed size, so that a fault of a few metres can be seen.

    Parameters
    ----------
    marks
        Those without geometry are left out.
    name
        Of the layer.

    Examples
    --------
    >>> mark = FaultMark(shapely.Point(0.3, 46.6), ("Two outlines cross here.",))
    >>> findings_layer([mark], name="findings").layer_name
    'findings'
    """
    group = folium.FeatureGroup(name=name)
    features = [
        _feature(mark.geometry, lines=mark.lines)
        for mark in marks
        if mark.geometry is not None and not mark.geometry.is_empty
    ]
    Findings(features=features, colour=_FAULT_COLOUR).add_to(group)
    return group


def _hatches(areas: Sequence[BaseGeometry], frame: gpd.GeoDataFrame) -> dict[str, Any] | None:
    """Hatching of some areas as one feature, as wide apart as the whole frame asks for."""
    if not areas:
        return None
    west, south, east, north = to_metric(frame).total_bounds
    spacing = max(east - west, north - south) / _HATCHES_ACROSS
    lines = shapely.get_parts(hatch_all(areas, spacing_m=max(spacing, 1.0)))
    return _feature(shapely.multilinestrings(lines))


def _strokes(styles: Mapping[str, AreaStyle]) -> list[dict[str, Any]]:
    """Lines to draw one over the other: the codes they belong to and how they look."""
    selected = [code for code, style in styles.items() if style.selected]
    marked = [code for code, style in styles.items() if style.marked]
    both = [code for code in selected if code in marked]
    thin = {"color": palette.INK, "weight": 1}
    casing = {"color": palette.PAPER, "weight": 8}
    solid = {"color": palette.INK, "weight": 5}
    dots = {"color": palette.INK, "weight": 5, "dashArray": "0 9"}
    bright_dots = {"color": palette.PAPER, "weight": 2.5, "dashArray": "0 9"}
    wanted = (
        (list(styles), thin),
        (sorted({*selected, *marked}), casing),
        (marked, dots),
        (selected, solid),
        (both, bright_dots),
    )
    return [{"codes": codes, "style": style} for codes, style in wanted if codes]


def _feature(geometry: BaseGeometry, **properties: object) -> dict[str, Any]:
    """Give a GeoJSON feature, its coordinates rounded to about 10 cm."""
    flat = shapely.transform(shapely.force_2d(geometry), lambda xy: np.round(xy, 6))
    shape = shapely.geometry.mapping(flat)
    return {"type": "Feature", "properties": properties, "geometry": shape}
