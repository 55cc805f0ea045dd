"""The map of a pair's streets as a vector drawing: lines, doors, numbers; no tiles, no colour.

What matters most is placed first; a number or name that would cover something already placed is
left out, since the table of doors has them all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import atan2, cos, hypot, pi, sin

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from dashboard.i18n import _, number
from dashboard.sheets import svg
from dashboard.sheets.ground import (
    Ground,
    around,
    geometry_of,
    on_earth,
    scale_bar,
    text_width,
    upright,
)
from dashboard.sheets.model import SheetData, SheetDoor

FIGURES = 2.5
"""Height of door numbers in millimetres."""
NAMES = 2.7
DOT = 0.75
RING = 1.5
"""Radius of the ring around the door where a street begins, in millimetres."""
BAND = 2.2
"""Width of the pair's streets in millimetres."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NEAR = 0.6
"""A meeting point no farther off than this share of the streets' extent is put on the map."""
_SIDES = tuple(turn * pi / 4 for turn in (0, 1, -1, 2, -2, 3, -3, 4))
_STRAIGHT = 0.97


def draw(data: SheetData, *, width: float, height: float) -> str | None:
    """Draw the map of a sheet as SVG, `width` times `height` millimetres.

    Returns
    -------
    str or None
        None where neither a street nor a door of the pair has a place.
    """
    streets = _streets(data)
    doors = [door for door in data.doors if _placed(door)]
    points = [Point(door.lon, door.lat) for door in doors]
    subject = shapely.union_all([*streets.values(), *points])
    if subject.is_empty:
        return None
    ground = around(_with_meeting(subject, data.meeting), width=width, height=height)
    sheet = _Sheet(ground)
    sheet.furniture()
    sheet.surroundings(data)
    lines = {letter: ground.on_paper(each) for letter, each in streets.items()}
    sheet.streets(lines)
    dots = [ground.on_paper(point) for point in points]
    sheet.way(doors, dots)
    sheet.dots(dots)
    sheet.meeting(data.meeting)
    sheet.letters(lines, letters(data), doors, dots)
    sheet.numbers(doors, dots)
    sheet.taken += [line.buffer(BAND / 2) for line in lines.values()]  # names must not cross them
    sheet.names(data)
    return sheet.drawn()


def letters(data: SheetData) -> dict[str, str]:
    """Give each street of a sheet its letter, in the order in which the doors are walked."""
    names = dict.fromkeys(
        [*(door.street for door in data.doors), *(street.name for street in data.streets)]
    )
    return {
        name: LETTERS[at] if at < len(LETTERS) else str(at + 1) for at, name in enumerate(names)
    }


@dataclass
class _Sheet:
    """A drawing under way: what was drawn, and which places are taken."""

    ground: Ground
    under: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    taken: list[BaseGeometry] = field(default_factory=list)

    def furniture(self) -> None:
        """Keep room for the north arrow and the scale bar, and draw them."""
        metres = scale_bar(self.ground.scale, most=self.ground.width / 4)
        length = metres * self.ground.scale
        foot = self.ground.height - 3
        label = _("{n} m", n=number(metres))
        self.over += svg.north(self.ground.width - 6.5, 3, _("N"))
        self.over += svg.scale(3, foot, length, label)
        self.taken.append(shapely.box(self.ground.width - 11, 0, self.ground.width, 14))
        self.taken.append(shapely.box(0, foot - 6, length + 6, self.ground.height))

    def surroundings(self, data: SheetData) -> None:
        """Draw the outline of the quartier and the other streets."""
        outline = geometry_of(data.outline)
        if outline is not None:
            edge = self.ground.on_paper(outline.boundary).intersection(self.ground.window)
            self.under += svg.lines(_parts(edge), width=0.5, dashes="2.4 1 0.5 1")
        for street in data.others:
            self.under += svg.lines(self._inside(street.geometry), width=0.25)

    def streets(self, lines: dict[str, BaseGeometry]) -> None:
        """Draw the pair's streets as thick bands, over the thin ones."""
        for line in lines.values():
            self.under += svg.lines(_parts(line), width=BAND, colour="#999")

    def way(self, doors: Sequence[SheetDoor], dots: Sequence[BaseGeometry]) -> None:
        """Draw how the doors of each street are walked: a ring at the first, a dotted line on."""
        for own in _by_street(doors, dots).values():
            if len(own) > 1:
                self.under += svg.lines([LineString(own)], width=0.3, dashes="0.3 0.9")
            self.over.append(svg.ring(own[0].x, own[0].y, RING))
            self.taken.append(own[0].buffer(RING))

    def dots(self, dots: Sequence[BaseGeometry]) -> None:
        """Draw the doors."""
        for dot in dots:
            self.under.append(svg.dot(dot.x, dot.y, DOT))
            self.taken.append(dot.buffer(DOT))

    def meeting(self, place: tuple[float, float] | None) -> None:
        """Draw a star at the meeting point, or an arrow at the edge that points to it."""
        if place is None or not on_earth(*place):
            return
        there = self.ground.on_paper(Point(place))
        if self.ground.window.buffer(-4).contains(there):
            self.over.append(svg.star(there.x, there.y))
            self.taken.append(there.buffer(2.4))
            return
        self._arrow(there)

    def _arrow(self, there: BaseGeometry) -> None:
        """Point out of the window, and say how far it is."""
        middle = Point(self.ground.width / 2, self.ground.height / 2)
        metres = middle.distance(there) / self.ground.scale
        label = "★ " + _("{n} m", n=number(max(round(metres, -1), 10)))
        wide = text_width(label, NAMES)
        way = atan2(there.y - middle.y, there.x - middle.x)
        for inset in (4.0, 8.0, 12.0, 16.0):
            rim = self.ground.window.buffer(-inset, join_style="mitre")
            at = LineString([middle, there]).intersection(rim.boundary)
            if at.is_empty:
                continue
            side = -1 if cos(way) > 0 else 1
            x, y = at.x + side * (wide / 2 + 2.6), at.y
            room = _box(x, y, wide, NAMES).union(at.buffer(2))
            if self._free(room) and self.ground.window.contains(room):
                self.over += [svg.arrow(at.x, at.y, way), svg.words(x, y, label, NAMES, bold=True)]
                self.taken.append(room)
                return

    def letters(
        self,
        lines: dict[str, BaseGeometry],
        named: dict[str, str],
        doors: Sequence[SheetDoor],
        dots: Sequence[BaseGeometry],
    ) -> None:
        """Put the letter of each street on it, where it covers no door if there is such a place."""
        for name, letter in named.items():
            own = [dot for door, dot in zip(doors, dots, strict=True) if door.street == name]
            spots = list(_spots(lines.get(name), own))
            free = (spot for spot in spots if self._free(spot.buffer(2.3)))
            spot = next(free, spots[0] if spots else None)
            if spot is not None:
                self.over += svg.disc(spot.x, spot.y, letter)
                self.taken.append(spot.buffer(2.3))

    def numbers(self, doors: Sequence[SheetDoor], dots: Sequence[BaseGeometry]) -> None:
        """Write the numbers that fit: first those at the ends of a street, then the others."""
        ends = {at for at, door in enumerate(doors) if _is_end(doors, at)}
        starts = {own[0] for own in _by_street(doors, dots).values()}
        middle = _middles(doors, dots)
        for at in sorted(range(len(doors)), key=lambda at: (at not in ends, at)):
            label, dot = doors[at].label, dots[at]
            if label:
                radius = RING + 0.2 if dot in starts else DOT
                self._number(label, dot, radius, away_from=middle[doors[at].street])

    def _number(
        self, label: str, dot: BaseGeometry, radius: float, *, away_from: tuple[float, float]
    ) -> None:
        """Write a number beside its door, on the outer side if there is room."""
        wide = text_width(label, FIGURES)
        outward = atan2(dot.y - away_from[1], dot.x - away_from[0])
        for side in _SIDES:
            way = outward + side
            x = dot.x + cos(way) * (radius + 0.5 + wide / 2)
            y = dot.y + sin(way) * (radius + 0.4 + FIGURES * 0.36)
            room = _box(x, y, wide, FIGURES * 0.72)
            if self._free(room) and self.ground.window.contains(room):
                self.over.append(svg.words(x, y, label, FIGURES))
                self.taken.append(room)
                return

    def names(self, data: SheetData) -> None:
        """Write the names of other streets along them, once each, where there is room."""
        written = set()
        for street in data.others:
            for line in sorted(self._inside(street.geometry), key=lambda part: -part.length):
                if street.name and street.name not in written and self._name(street.name, line):
                    written.add(street.name)

    def _name(self, name: str, line: BaseGeometry) -> bool:
        """Write a name along a line that is straight enough and long enough for it."""
        wide = text_width(name, NAMES)
        for share in (0.5, 0.3, 0.7):
            first = line.interpolate(line.length * share - wide / 2)
            last = line.interpolate(line.length * share + wide / 2)
            if hypot(last.x - first.x, last.y - first.y) < wide * _STRAIGHT:
                continue
            stretch = LineString([first, last])
            room = stretch.buffer(NAMES * 0.4, cap_style="flat")
            if self._free(room) and self.ground.window.buffer(-0.5).contains(room):
                angle = upright(atan2(last.y - first.y, last.x - first.x))
                at = stretch.centroid
                self.under.append(svg.blank(stretch, NAMES * 0.8))
                self.over.append(svg.words(at.x, at.y, name, NAMES, angle=angle, slanted=True))
                self.taken.append(room)
                return True
        return False

    def drawn(self) -> str:
        """Give the drawing."""
        return svg.picture(self.ground.width, self.ground.height, [*self.under, *self.over])

    def _inside(self, geometry: str) -> list[BaseGeometry]:
        """Give the lines of a geometry within the window."""
        found = geometry_of(geometry)
        if found is None:
            return []
        return [
            part
            for part in _parts(self.ground.on_paper(found).intersection(self.ground.window))
            if part.length > 0
        ]

    def _free(self, room: BaseGeometry) -> bool:
        """Say whether nothing was placed there yet."""
        return not shapely.intersects(np.array(self.taken, dtype=object), room).any()


def _streets(data: SheetData) -> dict[str, BaseGeometry]:
    """Give the pair's streets that have a place, by name, in degrees."""
    found: dict[str, list[BaseGeometry]] = {}
    for street in data.streets:
        geometry = geometry_of(street.geometry)
        if geometry is not None:
            found.setdefault(street.name, []).append(geometry)
    return {name: shapely.union_all(parts) for name, parts in found.items()}


def _placed(door: SheetDoor) -> bool:
    """Say whether a door can be put on a map."""
    return door.lon is not None and door.lat is not None and on_earth(door.lon, door.lat)


def _with_meeting(subject: BaseGeometry, place: tuple[float, float] | None) -> BaseGeometry:
    """Add the meeting point to what the map shows, if it is near."""
    if place is None or not on_earth(*place):
        return subject
    west, south, east, north = subject.bounds
    reach = _NEAR * max(east - west, north - south, 0.002)
    return subject.union(Point(place)) if subject.distance(Point(place)) <= reach else subject


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Give the lines and points that a geometry is made of; areas count as their edges."""
    single: Iterable[BaseGeometry] = getattr(geometry, "geoms", [geometry])
    flat = (part.boundary if part.geom_type == "Polygon" else part for part in single)
    return [part for part in flat if not part.is_empty]


def _spots(line: BaseGeometry | None, dots: Sequence[BaseGeometry]) -> Iterator[Point]:
    """Give the places where a street's letter may stand, the best first."""
    for part in sorted(_parts(line) if line is not None else [], key=lambda each: -each.length):
        if part.length == 0:
            continue
        for share in (0.5, 0.45, 0.55, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0, 1):
            yield part.interpolate(share, normalized=True)
    for dot in [*dots[len(dots) // 2 :], *dots]:
        for turn in range(8):
            yield Point(dot.x + 4.5 * cos(turn * pi / 4), dot.y + 4.5 * sin(turn * pi / 4))
    if line is not None:
        yield line.centroid


def _middles(
    doors: Sequence[SheetDoor], dots: Sequence[BaseGeometry]
) -> dict[str, tuple[float, float]]:
    """Give the middle of each street's doors."""
    return {
        name: (sum(dot.x for dot in own) / len(own), sum(dot.y for dot in own) / len(own))
        for name, own in _by_street(doors, dots).items()
    }


def _by_street(
    doors: Sequence[SheetDoor], dots: Sequence[BaseGeometry]
) -> dict[str, list[BaseGeometry]]:
    """Give the doors of each street, in walking order."""
    streets: dict[str, list[BaseGeometry]] = {}
    for door, dot in zip(doors, dots, strict=True):
        streets.setdefault(door.street, []).append(dot)
    return streets


def _is_end(doors: Sequence[SheetDoor], at: int) -> bool:
    """Say whether a door is the first or last of its street on the way."""
    around = (doors[at - 1].street if at else None, doors[at + 1 : at + 2])
    return around[0] != doors[at].street or not around[1] or around[1][0].street != doors[at].street


def _box(x: float, y: float, width: float, height: float) -> BaseGeometry:
    """Make a rectangle around its middle."""
    return shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
