"""The map of one question, and its legend: means, shares of 4 and 5, or smoothed means.

Fixed breaks and colours for every question, so that maps can be compared. An area with too few
answers is hatched and has no colour, and its tooltip gives no figure. Where the uncertainty is
shown, the grey under the areas shines through the colours of those with a wide interval.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import folium

from dashboard import mapview
from dashboard import score_words as words
from dashboard.i18n import _, ngettext, number, percent
from dashboard.mapview import DrawnMap, Key
from dashboard.results_look import PLAIN, Look
from data.analysis.results import Figure, Measure, ResultRow, figure
from data.model import SCALE, Question
from geo.palette import NEUTRAL, SCORE_BREAKS, SCORE_COLOURS, score_colour
from geo.webmap import AreaStyle, quartier_layer

if TYPE_CHECKING:
    import geopandas as gpd

SHARE_COLOURS = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
"""Of the shares, which run one way only: ColorBrewer's YlGnBu (Brewer, Harrower and The
Pennsylvania State University), a fifth of the way each. Dark is much, as with the scores."""
SHARE_CLASSES = len(SHARE_COLOURS)

GROUND = "#b4b8be"
"""What shines through a faded colour: a grey, so that white fades as well."""
OPACITIES = (1.0, 0.7, 0.35)
"""Of narrow, middling and wide intervals: with these and that grey no faded colour can be taken
for another one (CIE 1976 ΔE 8 and more between classes)."""
WIDTHS: Mapping[Measure, tuple[float, float]] = {
    Measure.MEAN: (0.6, 1.0),
    Measure.SHARE: (0.2, 0.35),
}
"""Where an interval begins to be middling and to be wide, on the scale of the measure: about what
sixty and twenty answers give."""

Smoothed = Mapping[str, Figure]
"""Smoothed means by code of the quartier; empty where there are none."""


def draw(
    shapes: "gpd.GeoDataFrame",
    rows: Sequence[ResultRow],
    question: Question,
    *,
    k: int,
    look: Look = PLAIN,
    smoothed: Smoothed | None = None,
    chosen: str = "",
) -> DrawnMap:
    """Render the map of one question; worth caching.

    Parameters
    ----------
    rows
        Results of this question.
    k
        Fewest answers an area needs to be coloured.
    smoothed
        Drawn in the place of the means where there are any.
    chosen
        Code of the area that is drawn as selected.
    """
    west, south, east, north = (float(edge) for edge in shapes.total_bounds)
    drawn = layer(shapes, rows, k=k, look=look, smoothed=smoothed, chosen=chosen)
    keys = legend(rows, question, k=k, look=look)
    return DrawnMap(mapview.render(drawn), (west, south, east, north), keys)


def layer(
    shapes: "gpd.GeoDataFrame",
    rows: Iterable[ResultRow],
    *,
    k: int,
    look: Look = PLAIN,
    smoothed: Smoothed | None = None,
    chosen: str = "",
) -> folium.FeatureGroup:
    """Give the layer of the areas; parameters as of `draw`."""
    drawn = smoothed or {}
    styles: Mapping[str, AreaStyle] = {
        row.code: replace(
            style(row, k=k, look=look, smoothed=drawn.get(row.code)), selected=row.code == chosen
        )
        for row in rows
        if row.code
    }
    return quartier_layer(shapes, styles, name=words.measure_name(look.measure))


def style(
    row: ResultRow, *, k: int, look: Look = PLAIN, smoothed: Figure | None = None
) -> AreaStyle:
    """Give the look of one area and the lines of its tooltip."""
    if row.fragile or row.mean is None:
        return AreaStyle(fill=NEUTRAL, lines=(row.name, *_too_few(row.n, k)), hatched=True)
    shown = smoothed or figure(row, look.measure)
    said = (
        *([_smoothed(smoothed)] if smoothed else []),
        *([_share(shown)] if look.measure is Measure.SHARE else []),
        _mean(row),
        words.answers(row.n),
    )
    return AreaStyle(fill=_fill(shown, look), lines=(row.name, *said))


def legend(
    rows: Iterable[ResultRow], question: Question, *, k: int, look: Look = PLAIN
) -> list[Key]:
    """Give the keys from the low to the high end; hatching only where the map has it."""
    share = look.measure is Measure.SHARE
    colours, labels = (SHARE_COLOURS, _shares()) if share else (SCORE_COLOURS, _classes(question))
    keys: list[Key] = [
        (colour, label, False, False) for colour, label in zip(colours, labels, strict=True)
    ]
    if look.uncertain:
        keys += [
            (faded(colours[-1], opacity), label, False, False)
            for opacity, label in zip(OPACITIES, _certainties(look.measure), strict=True)
        ]
    if any(row.fragile for row in rows if row.code):
        few = ngettext("fewer than {n} answer", "fewer than {n} answers", k)
        keys.append((NEUTRAL, few, True, False))
    return keys


def share_colour(share: float) -> str:
    """Colour (``#rrggbb``) of a share, from 0 to 1.

    Examples
    --------
    >>> share_colour(0.0) == SHARE_COLOURS[0], share_colour(1.0) == SHARE_COLOURS[-1]
    (True, True)
    """
    return SHARE_COLOURS[min(int(share * SHARE_CLASSES), SHARE_CLASSES - 1)]


def opacity_of(width: float, measure: Measure) -> float:
    """Opacity of the colour of a figure whose interval is so wide.

    Examples
    --------
    >>> [opacity_of(width, Measure.MEAN) for width in (0.6, 0.8, 1.4)]
    [1.0, 0.7, 0.35]
    """
    return OPACITIES[sum(width > edge + 1e-9 for edge in WIDTHS[measure])]


def faded(colour: str, opacity: float) -> str:
    """Give the colour (``#rrggbb``) that a fill has over `GROUND`.

    Examples
    --------
    >>> faded("#542788", 1.0), faded("#f7f7f7", 0.35)
    ('#542788', '#cbced2')
    """
    mixed = (
        round(opacity * int(colour[at : at + 2], 16) + (1 - opacity) * int(GROUND[at : at + 2], 16))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _fill(shown: Figure, look: Look) -> str:
    """Give the colour of a figure that is known."""
    if shown.value is None or shown.width is None:
        return NEUTRAL
    share = look.measure is Measure.SHARE
    colour = share_colour(shown.value) if share else score_colour(shown.value)
    return faded(colour, opacity_of(shown.width, look.measure)) if look.uncertain else colour


def _mean(row: ResultRow) -> str:
    return _(
        "Mean {mean} (interval {interval})",
        mean=words.score(row.mean),
        interval=words.interval(row.low, row.high),
    )


def _share(shown: Figure) -> str:
    return _(
        "Scores 4 and 5: {share} (interval {interval})",
        share=words.value(shown, Measure.SHARE),
        interval=words.ends(shown, Measure.SHARE),
    )


def _smoothed(shown: Figure) -> str:
    return _(
        "Smoothed estimate {mean} (interval {interval})",
        mean=words.score(shown.value),
        interval=words.interval(shown.low, shown.high),
    )


def _certainties(measure: Measure) -> Iterable[str]:
    """Say how wide the intervals are that full and faded colours stand for."""
    narrow, wide = (words.points(edge, measure) for edge in WIDTHS[measure])
    yield _("interval of {width} at most: full colour", width=narrow)
    yield _("{narrow} to {wide}: veiled in grey", narrow=narrow, wide=wide)
    yield _("more than {width}: nearly grey", width=wide)


def _shares() -> Iterable[str]:
    """Name the classes of shares by where they begin and end."""
    for low, high in pairwise(at / SHARE_CLASSES for at in range(SHARE_CLASSES + 1)):
        yield _("{low} to {high}", low=percent(low), high=percent(high))


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
