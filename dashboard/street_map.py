"""The map of streets: which are free, taken, being walked, done; those of one pair stand out."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from dashboard import mapview
from dashboard.i18n import _, ngettext
from data.fieldwork import SectionState, SectionStatus
from geo import streetmap
from geo.streetmap import LineStyle, StreetStyle

if TYPE_CHECKING:
    import geopandas as gpd

LOOKS: Mapping[SectionState, LineStyle] = {
    SectionState.FREE: streetmap.FREE,
    SectionState.TAKEN: streetmap.TAKEN,
    SectionState.IN_PROGRESS: streetmap.IN_PROGRESS,
    SectionState.DONE: streetmap.DONE,
}


class StreetMap(NamedTuple):
    """A map that only has to be shown: layer as Leaflet code, and what it shows at first."""

    code: str
    bounds: mapview.Bounds


Styles = tuple[tuple[str, StreetStyle], ...]


def shapes(sections: Sequence[SectionStatus]) -> "gpd.GeoDataFrame":
    """Give the streets that have a place as a frame: code and geometry, for display."""
    import geopandas as gpd
    from shapely import from_geojson

    placed = [status.section for status in sections if status.section.geometry]
    frame = gpd.GeoDataFrame(
        {"code": [section.id for section in placed]},
        geometry=[from_geojson(section.geometry) for section in placed],
        crs="EPSG:4326",
    )
    return streetmap.display_lines(frame)


def styles(
    sections: Sequence[SectionStatus], pair: str, holders: Mapping[str, str] = MappingProxyType({})
) -> Styles:
    """Say how each street looks to a pair, "" for nobody in particular.

    Parameters
    ----------
    holders
        Who holds a section, in words, where that may be told.
    """
    return tuple(
        (status.section.id, _style(status, pair, holders.get(status.section.id, "")))
        for status in sections
    )


def draw(
    frame: "gpd.GeoDataFrame", looks: Styles, outlines: "gpd.GeoDataFrame | None"
) -> StreetMap | None:
    """Render the map; worth caching. None where no street has a place."""
    if frame.empty:
        return None
    layer = streetmap.streets_layer(frame, dict(looks), name=_("Streets"), outlines=outlines)
    return StreetMap(mapview.render(layer), streetmap.bounds_of(frame))


def state_name(state: SectionState) -> str:
    """Name a state."""
    return {
        SectionState.FREE: _("free"),
        SectionState.TAKEN: _("taken"),
        SectionState.IN_PROGRESS: _("in progress"),
        SectionState.DONE: _("done"),
    }[state]


def doors_left(status: SectionStatus) -> str:
    """Say how many doors a street has left."""
    if not status.doors:
        return _("doors not known")
    return ngettext("{n} door left", "{n} doors left", status.left)


def _style(status: SectionStatus, pair: str, holder: str) -> StreetStyle:
    """Give the look of one street and its tooltip."""
    mine = bool(pair and status.claim and status.claim.pair == pair)
    said = _("ours") if mine else state_name(status.state)
    lines = status.section.street, f"{said} · {doors_left(status)}", holder
    told = tuple(line for line in lines if line)
    return StreetStyle(LOOKS[status.state], told, mine=mine)
