"""Where numbers are written on a map, so that they stay within their areas.

An area bears the number under which the table names it, and its mean: names would fit into few
areas only. The places depend on the outlines alone: they are the same for all questions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from geo.drawing import Drawing, room

SIZES: Final = ((27, 42), (23, 35))
"""Of the number and of the mean, in units of the drawing: what is tried first, and last."""

_DIGIT: Final = 0.6  # width of a digit as a share of its size
_HIGH: Final = 0.76  # height of one
_GAP: Final = 7
_APART: Final = 13  # so that a number and a mean on one line do not look like one figure
_MEAN_DIGITS: Final = 2.5  # two and a comma


@dataclass(frozen=True)
class Spot:
    """Middle of a line of text, where it stands on, and the size of its letters."""

    x: int
    y: int
    size: int


@dataclass(frozen=True)
class Label:
    """What can be written on one area.

    Parameters
    ----------
    number
        Under which the table names the area, 1 for the first.
    key, mean
        Where that number and the mean stand; None where there is no room.
    """

    number: int
    key: Spot | None
    mean: Spot | None


def labels(drawing: Drawing, codes: Iterable[str]) -> dict[str, Label]:
    """Place the labels of all areas, in the order in which they are numbered.

    Examples
    --------
    >>> from geo.drawing import draw
    >>> square = '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}'
    >>> labels(draw({"a": square}), ["a"])["a"].mean
    Spot(x=500, y=530, size=42)
    """
    return {code: _label(drawing, code, number) for number, code in enumerate(codes, 1)}


def _label(drawing: Drawing, code: str, number: int) -> Label:
    """Try the number over the mean, then beside it, then smaller, then one of them alone."""
    for key, mean in SIZES:
        found = _stacked(drawing, code, number, key, mean) or _beside(
            drawing, code, number, key, mean
        )
        if found:
            return found
    (key, _mean), (_small, mean) = SIZES
    if place := _room(drawing, code, _MEAN_DIGITS * mean * _DIGIT, mean * _HIGH):
        return Label(number, None, Spot(place[0], round(place[1] + mean * _HIGH / 2), mean))
    if place := _room(drawing, code, len(str(number)) * key * _DIGIT, key * _HIGH):
        return Label(number, Spot(place[0], round(place[1] + key * _HIGH / 2), key), None)
    return Label(number, None, None)


def _stacked(drawing: Drawing, code: str, number: int, key: int, mean: int) -> Label | None:
    height = (key + mean) * _HIGH + _GAP
    place = _room(drawing, code, _MEAN_DIGITS * mean * _DIGIT, height)
    if place is None:
        return None
    x, y = place
    top, bottom = round(y - height / 2 + key * _HIGH), round(y + height / 2)
    return Label(number, Spot(x, top, key), Spot(x, bottom, mean))


def _beside(drawing: Drawing, code: str, number: int, key: int, mean: int) -> Label | None:
    narrow, wide = len(str(number)) * key * _DIGIT, _MEAN_DIGITS * mean * _DIGIT
    width = narrow + _APART + wide
    place = _room(drawing, code, width, mean * _HIGH)
    if place is None:
        return None
    left, right = place[0] - width / 2, place[0] + width / 2
    bottom = round(place[1] + mean * _HIGH / 2)
    return Label(
        number,
        Spot(round(left + narrow / 2), bottom, key),
        Spot(round(right - wide / 2), bottom, mean),
    )


def _room(drawing: Drawing, code: str, width: float, height: float) -> tuple[int, int] | None:
    return room(drawing.shapes[code], width, height, near=drawing.anchors[code])
