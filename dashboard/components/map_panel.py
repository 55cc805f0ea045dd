"""A map with its legend and the note on the quartiers' limits, as every page shows it.

The legend is our own HTML: the one that comes with the map library loads a script from another
host. What it says is also written in each tooltip and in the table that stands with the map.
"""

from collections.abc import Callable, Iterable
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

import streamlit as st

from dashboard import cached, mapview, state
from dashboard.i18n import _, text


class LegendItem(NamedTuple):
    """One key of a legend.

    Parameters
    ----------
    colour
        Fill of the area, ``#rrggbb``; None for an area that has no fill.
    label
        What it stands for, in the user's language, as plain text.
    hatched
        Drawn with slanted lines on the map.
    marked
        Drawn with a heavy dotted outline on the map.
    """

    colour: str | None
    label: str
    hatched: bool = False
    marked: bool = False


Key = tuple[str | None, str, bool, bool]
"""What a `LegendItem` is made of; a plain tuple will do."""


def panel(
    code: str,
    bounds: mapview.Bounds,
    *,
    title: str,
    legend: Iterable[Key],
    key: str = state.MAP,
    on_click: Callable[[str], None] | None = None,
    on_place: Callable[[float, float], None] | None = None,
    note: bool = True,
) -> None:
    """Draw a map, its legend, and the note on the limits of the quartiers.

    Parameters
    ----------
    code
        The layer, as `dashboard.mapview.render` gave it.
    bounds
        West, south, east, north in degrees (EPSG:4326) that the map shows at first.
    title
        Name of the map, shown above the legend and read out for those who do not see the map.
    legend
        Its keys in order: `LegendItem`, or plain tuples with the same fields.
    on_click
        Called with the code of the quartier that was clicked, before the page runs again.
    on_place
        Called with longitude and latitude of a click anywhere, before the page runs again.
    note
        Show what the campaign says of its limits; not for the areas of another file.
    """
    settings = cached.service().settings
    credit = settings.tiles_attribution or urlsplit(settings.tiles or "").hostname or ""
    tiles = (settings.tiles, credit) if settings.tiles else None
    mapview.show(
        code,
        bounds,
        title=title,
        key=key,
        on_click=on_click,
        on_place=on_place,
        tiles=tiles,
    )
    said = text(cached.overview().campaign.note) if note else ""
    st.html(legend_html(title, legend, note=said))


def legend_html(title: str, legend: Iterable[Key], *, note: str = "") -> str:
    """Give the legend, with a note under it, as HTML in which every text is escaped.

    >>> "Less &lt; half" in legend_html("Doors", [LegendItem("#112233", "Less < half")])
    True
    """
    items = "".join(_item(LegendItem(*item)) for item in legend)
    under = f'<p class="note">{escape(note)}</p>' if note else ""
    return (
        f'<figure class="legend" role="group" aria-label="{escape(_("Legend"))}">'
        f"<figcaption>{escape(title)}</figcaption><ul>{items}</ul>{under}</figure>"
    )


def _item(item: LegendItem) -> str:
    """Give one key: a swatch and its label."""
    kinds = "".join(f" {name}" for name in ("hatched", "marked") if getattr(item, name))
    fill = f"background-color:{escape(item.colour)}" if item.colour else ""
    return (
        f'<li><span class="swatch{kinds}" style="{fill}" aria-hidden="true"></span>'
        f"{escape(item.label)}</li>"
    )
