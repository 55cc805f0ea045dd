"""Pieces of a drawing as SVG text, in millimetres; black, grey and white only.

Every text is tidied and escaped here, so that a street's name cannot become part of the drawing.
"""

from collections.abc import Iterable, Sequence
from html import escape
from math import cos, degrees, pi, sin

from shapely.geometry.base import BaseGeometry

from dashboard.i18n import language
from dashboard.sheets.typography import tidy

FONT = "Libertinus Serif"


def picture(width: float, height: float, pieces: Iterable[str]) -> str:
    """Put pieces into one drawing with a thin frame; what lies outside is cut off."""
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}mm" '
            f'height="{_n(height)}mm" viewBox="0 0 {_n(width)} {_n(height)}">',
            f'<clipPath id="w"><rect width="{_n(width)}" height="{_n(height)}"/></clipPath>',
            f'<g clip-path="url(#w)" font-family="{FONT}">',
            *pieces,
            "</g>",
            f'<rect x="0.15" y="0.15" width="{_n(width - 0.3)}" height="{_n(height - 0.3)}" '
            'fill="none" stroke="#000" stroke-width="0.3"/></svg>',
        )
    )


def lines(
    parts: Sequence[BaseGeometry], *, width: float, colour: str = "#000", dashes: str = ""
) -> list[str]:
    """Draw lines; points come out as dots as wide as the line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return [
        f'<path d="{_path(part)}" fill="none" stroke="{colour}" stroke-width="{_n(width)}" '
        f'stroke-linecap="{"butt" if dashes else "round"}" stroke-linejoin="round"{dashed}/>'
        for part in parts
    ]


def dot(x: float, y: float, radius: float) -> str:
    """Draw a black dot with a white rim."""
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" stroke="#fff" stroke-width="0.25"/>'


def ring(x: float, y: float, radius: float) -> str:
    """Draw a black ring."""
    circle = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="none"'
    return f'{circle} stroke="#000" stroke-width="0.4"/>'


def words(
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    angle: float = 0,
    bold: bool = False,
    slanted: bool = False,
    colour: str = "#000",
    halo: bool = True,
) -> str:
    """Write a text around its middle, turned by `angle` degrees, with a white halo."""
    look = (' font-weight="bold"' if bold else "") + (' font-style="italic"' if slanted else "")
    turn = f' transform="rotate({_n(angle)} {_n(x)} {_n(y)})"' if angle else ""
    place = f'x="{_n(x)}" y="{_n(y + size * 0.33)}" font-size="{_n(size)}" text-anchor="middle"'
    said = escape(tidy(text, language()))
    # The halo is a text of its own below: one text with `paint-order` comes out as an outline.
    below = (
        f'<text {place}{look}{turn} fill="#fff" stroke="#fff" stroke-width="0.7" '
        f'stroke-linejoin="round">{said}</text>'
    )
    return (below if halo else "") + f'<text {place}{look}{turn} fill="{colour}">{said}</text>'


def blank(line: BaseGeometry, height: float) -> str:
    """Make room for a text along a line, so that what is below does not strike it through."""
    return f'<path d="{_path(line)}" fill="none" stroke="#fff" stroke-width="{_n(height)}"/>'


def disc(x: float, y: float, letter: str) -> list[str]:
    """Draw a street's letter, white in a black disc."""
    return [
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="2.1" stroke="#fff" stroke-width="0.4"/>',
        words(x, y, letter, 3.1, bold=True, colour="#fff", halo=False),
    ]


def star(x: float, y: float) -> str:
    """Draw a star with five points."""
    tips = (
        (x + r * sin(turn * pi / 5), y - r * cos(turn * pi / 5))
        for turn, r in zip(range(10), (2.4, 1.0) * 5, strict=True)
    )
    corners = " ".join(f"{_n(px)},{_n(py)}" for px, py in tips)
    return f'<polygon points="{corners}" stroke="#fff" stroke-width="0.4"/>'


def arrow(x: float, y: float, way: float) -> str:
    """Draw an arrow head that points along `way`, radians clockwise from the right."""
    turn = f"translate({_n(x)} {_n(y)}) rotate({_n(degrees(way))})"
    return f'<polygon points="2,0 -1.4,-1.5 -0.6,0 -1.4,1.5" transform="{turn}"/>'


def north(x: float, y: float, letter: str) -> list[str]:
    """Draw an arrow to the north, its tip at (x, y + 1)."""
    return [
        f'<circle cx="{_n(x)}" cy="{_n(y + 4.2)}" r="5.2" fill="#fff"/>',
        f'<polygon points="{_n(x)},{_n(y)} {_n(x + 1.7)},{_n(y + 5)} {_n(x)},{_n(y + 4)} '
        f'{_n(x - 1.7)},{_n(y + 5)}"/>',
        words(x, y + 7, letter, 3.2, bold=True, halo=False),
    ]


def scale(x: float, y: float, length: float, label: str) -> list[str]:
    """Draw a scale bar from (x, y) to the right, with its label above."""
    return [
        f'<rect x="{_n(x - 1.5)}" y="{_n(y - 5)}" width="{_n(length + 3)}" height="6.5" '
        'fill="#fff"/>',
        f'<path d="M{_n(x)} {_n(y - 1.4)}V{_n(y)}H{_n(x + length)}V{_n(y - 1.4)}" fill="none" '
        'stroke="#000" stroke-width="0.4"/>',
        words(x + length / 2, y - 2.4, label, 2.9, halo=False),
    ]


def _path(part: BaseGeometry) -> str:
    """Write the points of a line; a single point becomes a line without length."""
    points = [f"{_n(x)} {_n(y)}" for x, y, *_rest in part.coords]
    return "M" + "L".join(points if len(points) > 1 else points * 2)


def _n(number: float) -> str:
    """Write a number shortly: to a hundredth of a millimetre, never as -0."""
    return f"{round(number, 2) + 0:g}"
