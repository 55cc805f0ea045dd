"""The map of mean scores of one question, and its legend.

Fixed breaks and colours for every question, so that maps can be compared. An area with too few
answers is hatched and has no colour, and its tooltip gives no mean.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import folium

from dashboard import mapview
from dashboard import score_words as words
from dashboard.i18n import _, ngettext, number
from dashboard.mapview import DrawnMap, Key
from data.analysis.results import ResultRow
from data.model import SCALE, Question
from geo.palette import NEUTRAL, SCORE_BREAKS, SCORE_COLOURS, score_colour
from geo.webmap import AreaStyle, quartier_layer

if TYPE_CHECKING:
    import geopandas as gpd


def draw(
    shapes: "gpd.GeoDataFrame",
    rows: Sequence[ResultRow],
    question: Question,
    *,
    k: int,
    chosen: str = "",
) -> DrawnMap:
    """Render the map of one question; worth caching.

    Parameters
    ----------
    rows
        Results of this question.
    k
        Fewest answers an area needs to be coloured.
    chosen
        Code of the area that is drawn as selected.
    """
    west, south, east, north = (float(edge) for edge in shapes.total_bounds)
    code = mapview.render(layer(shapes, rows, name=_("Mean by quartier"), k=k, chosen=chosen))
    return DrawnMap(code, (west, south, east, north), legend(rows, question, k=k))


def layer(
    shapes: "gpd.GeoDataFrame", rows: Iterable[ResultRow], *, name: str, k: int, chosen: str = ""
) -> folium.FeatureGroup:
    """Give the layer of the areas.

    Parameters
    ----------
    rows
        Results of one question; the row of the whole town is passed over.
    name
        Of the layer.
    k
        Fewest answers an area needs to be coloured.
    chosen
        Code of the area that is drawn as selected.
    """
    styles: Mapping[str, AreaStyle] = {
        row.code: replace(style(row, k=k), selected=row.code == chosen) for row in rows if row.code
    }
    return quartier_layer(shapes, styles, name=name)


def style(row: ResultRow, *, k: int) -> AreaStyle:
    """Give the look of one area and the lines of its tooltip."""
    if row.fragile or row.mean is None:
        return AreaStyle(fill=NEUTRAL, lines=(row.name, *_too_few(row.n, k)), hatched=True)
    mean = _(
        "Mean {mean} (interval {interval})",
        mean=words.score(row.mean),
        interval=words.interval(row.low, row.high),
    )
    return AreaStyle(fill=score_colour(row.mean), lines=(row.name, mean, words.answers(row.n)))


def legend(rows: Iterable[ResultRow], question: Question, *, k: int) -> list[Key]:
    """Give the keys from the low to the high end; hatching only where the map has it."""
    keys: list[Key] = [
        (colour, label, False, False)
        for colour, label in zip(SCORE_COLOURS, _classes(question), strict=True)
    ]
    if any(row.fragile for row in rows if row.code):
        few = ngettext("fewer than {n} answer", "fewer than {n} answers", k)
        keys.append((NEUTRAL, few, True, False))
    return keys


def _classes(question: Question) -> Iterable[str]:
    """Name the classes by where they begin and end; the outer ones by what they mean."""
    edges = [1.0, *SCORE_BREAKS, 5.0]
    for value, (low, high) in zip(SCALE, pairwise(edges), strict=True):
        between = _("{low} to {high}", low=number(low, 1), high=number(high, 1))
        meaning = words.meaning(question, value)
        yield f"{between} ({meaning})" if meaning else between


def _too_few(n: int, k: int) -> tuple[str, ...]:
    """Say why an area is hatched."""
    if not n:
        return (_("No answer yet"),)
    return words.answers(n), ngettext(
        "Too few for a colour (fewer than {n})", "Too few for a colour (fewer than {n})", k
    )
