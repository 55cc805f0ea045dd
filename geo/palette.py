"""Colours of the maps and of what stands beside them.

Scores get one diverging palette with fixed breaks for every question, so that maps can be compared;
coverage gets cividis. Both can be told apart by people who do not see red and green apart. Areas
without a publishable figure are `NEUTRAL` and hatched, never coloured as zero.
"""

import math
from typing import Final

SCORE_BREAKS: Final = (1.5, 2.5, 3.5, 4.5)
"""Where a class of mean scores ends and the next begins; a mean on a break is in the upper one."""

SCORE_COLOURS: Final = ("#b35806", "#fdb863", "#f7f7f7", "#998ec3", "#542788")
"""Worst to best: orange, white in the middle, purple.

Five of ColorBrewer's PuOr colours (Brewer, Harrower and The Pennsylvania State University), chosen
so that the smallest difference between any two (CIE 1976 ΔE) under deuteranopia is 31.
"""

COVERAGE_COLOURS: Final = (
    *("#00224e", "#002e6c", "#1e3a6f", "#35456c", "#47516c", "#575d6d", "#666970", "#757575"),
    *("#848279", "#948e77", "#a59c74", "#b7a96e", "#c8b866", "#dbc75a", "#eed649", "#fee838"),
)
"""Cividis at 0/15, 1/15 … 15/15.

Nuñez, Anderton and Renslow (2018), Optimizing colormaps with consideration for color vision
deficiency, PLOS ONE 13(7), https://doi.org/10.1371/journal.pone.0199239.
"""

NEUTRAL: Final = "#dcdcdc"
"""Fill of an area without a figure, always together with hatching."""

INK: Final = "#1b1f24"
"""Lines and text on light grounds."""

PAPER: Final = "#ffffff"
"""Casing of lines, and text on dark grounds."""


def score_class(mean: float) -> int:
    """Class of a mean score, 0 (worst) to 4 (best): the place of its colour in `SCORE_COLOURS`.

    Parameters
    ----------
    mean
        Mean of ratings, 1 to 5.

    Raises
    ------
    ValueError
        The mean is NaN or not within 1 to 5: such an area has no class, it is hatched.

    Examples
    --------
    >>> [score_class(mean) for mean in (1, 1.49, 1.5, 3, 4.5, 5)]
    [0, 0, 1, 2, 4, 4]
    """
    if not 1 <= mean <= 5:
        raise ValueError(f"a mean score lies between 1 and 5, not {mean}")
    return sum(mean >= start for start in SCORE_BREAKS)


def score_colour(mean: float) -> str:
    """Colour (``#rrggbb``) of a mean score; `mean` and errors as for `score_class`.

    Examples
    --------
    >>> score_colour(3.2)
    '#f7f7f7'
    """
    return SCORE_COLOURS[score_class(mean)]


def coverage_colour(ratio: float) -> str:
    """Colour (``#rrggbb``) of doors knocked on divided by the target, on the cividis scale.

    Parameters
    ----------
    ratio
        0 or more. Above 1 the colour is that of 1, and the area is marked by its outline: see
        `coverage_marked`.

    Raises
    ------
    ValueError
        The ratio is NaN, infinite or negative: such an area has no colour, it is hatched.

    Examples
    --------
    >>> coverage_colour(0), coverage_colour(0.5), coverage_colour(1.3)
    ('#00224e', '#7d7c77', '#fee838')
    """
    if not (math.isfinite(ratio) and ratio >= 0):
        raise ValueError(f"a share of the target is 0 or more, not {ratio}")
    place = min(ratio, 1.0) * (len(COVERAGE_COLOURS) - 1)
    below = min(int(place), len(COVERAGE_COLOURS) - 2)
    low, high = _channels(COVERAGE_COLOURS[below]), _channels(COVERAGE_COLOURS[below + 1])
    mixed = (a + (b - a) * (place - below) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{math.floor(value + 0.5):02x}" for value in mixed)


def coverage_marked(ratio: float) -> bool:
    """Whether an area went beyond its target, which its outline says.

    Examples
    --------
    >>> coverage_marked(1.0), coverage_marked(1.02)
    (False, True)
    """
    return ratio > 1


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours (``#rrggbb``), 1 to 21, as WCAG 2.2 defines it.

    Examples
    --------
    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: str) -> str:
    """Colour of text, `INK` or `PAPER`, that reads best on a ground (``#rrggbb``).

    Examples
    --------
    >>> text_on("#fee838"), text_on("#00224e")
    ('#1b1f24', '#ffffff')
    """
    return max(INK, PAPER, key=lambda text: contrast(text, colour))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    shares = (channel / 255 for channel in _channels(colour))
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in shares]
    return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
