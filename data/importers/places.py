"""Finding the quartier of a row: by code, by name, or by a point that is then dropped.

Codes and names are compared without case, accents and dashes. A name that is only near is never
taken silently: the row is left out with a proposal, which a person can accept for the whole file.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from data.importers.faults import Bad, Fault, shown
from data.importers.folding import fold, likeness, nearest
from data.importers.values import Cell, number_text

Floats = npt.NDArray[np.float64]
Locate = Callable[[Floats, Floats], Sequence[str | None]]
"""Gives the codes of the quartiers of points, from longitudes and latitudes (EPSG:4326)."""
Lambert = Callable[[Floats, Floats], tuple[Floats, Floats]]
"""Gives longitudes and latitudes (EPSG:4326), from metres east and north in Lambert-93."""
LAMBERT_X: Final = (-500_000.0, 1_500_000.0)
"""Metres east, in Lambert-93 (EPSG:2154), between which a point can lie in France or near it."""
LAMBERT_Y: Final = (5_800_000.0, 7_300_000.0)
"""The same for metres north."""
PROPOSALS_MOST: Final = 200
"""Ways of writing a place that are put to a person; nobody reads more, and files may be long."""


@dataclass(frozen=True)
class PlaceProposal:
    """A quartier that a name in the file probably means; `rows` is how many rows write it so."""

    written: str
    code: str
    name: str
    score: float
    rows: int = 1


class Places:
    """Reads quartiers by code or name.

    Parameters
    ----------
    quartiers
        Pairs of code and name.
    accepted
        Codes by how a file writes them, as accepted by a person.

    Examples
    --------
    >>> places = Places([("8619403", "Trois-Cités"), ("8619408", "Couronneries")])
    >>> places.read("TROIS CITES"), places.read("8619408"), places.read(8619403.0)
    ('8619403', '8619408', '8619403')
    >>> places.read("Les Couroneries").params["proposal"]
    'Couronneries'
    """

    def __init__(
        self, quartiers: Sequence[tuple[str, str]], accepted: Mapping[str, str] | None = None
    ) -> None:
        self.names = dict(quartiers)
        self.proposals: dict[str, PlaceProposal] = {}
        self._parts: dict[str, str] = {}
        by_name: dict[str, set[str]] = {}
        for code, name in quartiers:
            for written in (name, f"{code} {name}", f"{name} {code}"):
                by_name.setdefault(fold(written), set()).add(code)
            if code.strip("0").isdigit():
                by_name.setdefault(code.lstrip("0"), set()).add(code)
            for part in (name, *re.split(r"[-–—/,]\s|\s[-–—/]\s?", name)):
                self._parts.setdefault(fold(part), code)
        self._known = {name: min(codes) for name, codes in by_name.items() if len(codes) == 1}
        self._known.update((fold(code), code) for code in self.names)
        for written, code in (accepted or {}).items():
            if code in self.names:
                self._known[fold(written)] = code

    def read(self, cell: Cell) -> str | Bad | None:
        """Give the code of a quartier; None for an empty cell."""
        text = number_text(cell).strip()
        folded = fold(text)
        if not folded:
            return None
        if code := self._known.get(folded):
            return code
        near = nearest(folded, self._parts)
        if near is None:
            return Bad(Fault.UNKNOWN_PLACE, value=shown(text))
        code = self._parts[near[0]]
        name = self.names[code]
        return Bad(Fault.NEAR_PLACE, value=shown(text), proposal=name, code=code)

    def propose(self, bad: Bad) -> None:
        """Remember a near miss, so that it can be accepted for the whole file."""
        written = str(bad.params["value"])
        seen = self.proposals.get(written)
        if seen is None and len(self.proposals) >= PROPOSALS_MOST:
            return
        code, name = str(bad.params["code"]), str(bad.params["proposal"])
        score = max(
            likeness(fold(written), part) for part, held in self._parts.items() if held == code
        )
        rows = seen.rows + 1 if seen else 1
        self.proposals[written] = PlaceProposal(written, code, name, round(score, 3), rows)


_DECIMAL = re.compile(r"[+-]?\d{1,12}(?:[.,]\d*)?")
_COMMAS = re.compile(r"([+-]?\d+),(\d+)\s*[,;]\s*([+-]?\d+),(\d+)")
_PAIR = re.compile(
    r"\(?\s*([+-]?\d+(?:[.,]\d+)?)\s*[,; ]\s*([+-]?\d+(?:[.,]\d+)?)(?:\s+[-\d.,]+){0,2}\s*\)?"
)
_WKT = re.compile(r"(?:SRID=4326;)?POINT\s*Z?\s*\(\s*([+-]?[\d.]+)\s+([+-]?[\d.]+)[^)]*\)", re.I)
Pair = tuple[float, float]


def parse_number(cell: Cell) -> float | Bad | None:
    """Read a coordinate; decimal commas and spaces between thousands are fine.

    Examples
    --------
    >>> parse_number("46,58"), parse_number("6 612 345,5")
    (46.58, 6612345.5)
    """
    if isinstance(cell, int | float):
        return float(cell)
    text = re.sub(r"(?<=\d)[ \u00a0\u202f'](?=\d{3})", "", str(cell).strip()).removesuffix("°")
    if not text:
        return None
    if not _DECIMAL.fullmatch(text):
        return Bad(Fault.BAD_COORDINATE, value=shown(cell))
    return float(text.replace(",", "."))


def parse_point(cell: Cell) -> Pair | Bad | None:
    """Read latitude and longitude from one cell; gives longitude, latitude.

    Examples
    --------
    >>> parse_point("46.58, 0.34"), parse_point("46,58; 0,34"), parse_point("POINT(0.34 46.58)")
    ((0.34, 46.58), (0.34, 46.58), (0.34, 46.58))
    """
    text = str(cell).strip()
    if not text:
        return None
    if match := _WKT.fullmatch(text):
        return float(match[1]), float(match[2])
    if match := _COMMAS.fullmatch(text):
        return float(f"{match[3]}.{match[4]}"), float(f"{match[1]}.{match[2]}")
    # "1,2,3" may be cut in two ways: better asked than guessed.
    if (match := _PAIR.fullmatch(text)) and not (text.count(",") == 2 and " " not in text):
        return float(match[2].replace(",", ".")), float(match[1].replace(",", "."))
    return Bad(Fault.BAD_COORDINATE, value=shown(cell))


def locate_all(points: Sequence[Pair], locate: Locate) -> list[str | Bad]:
    """Find the quartiers of points in one go; say where longitude and latitude were swapped.

    Parameters
    ----------
    points
        Longitude and latitude (EPSG:4326), whatever the file held.

    Returns
    -------
    list
        For each point the code of its quartier, or why it has none.
    """
    if not points:
        return []
    lon, lat = (np.array(axis, dtype=np.float64) for axis in zip(*points, strict=True))
    sane = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    found: list[str | None] = [str(c) if c else None for c in locate(*_safe(lon, lat, sane))]
    missing = [i for i, code in enumerate(found) if code is None or not sane[i]]
    swappable = (np.abs(lat) <= 180) & (np.abs(lon) <= 90)
    swapped = locate(*_safe(lat[missing], lon[missing], swappable[missing])) if missing else []
    answers: list[str | Bad] = [code or "" for code in found]
    for i, other in zip(missing, swapped, strict=True):
        answers[i] = _lost(points[i], bool(sane[i]), bool(swappable[i] and other))
    return answers


def _safe(lon: Floats, lat: Floats, sane: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Send what is no point on Earth to where no quartier lies."""
    return np.where(sane, lon, -180.0), np.where(sane, lat, -90.0)


def _lost(point: Pair, sane: bool, swapped: bool) -> Bad:
    value = f"{point[1]:.5f}, {point[0]:.5f}"
    if swapped:
        return Bad(Fault.SWAPPED_POINT, value=value)
    return Bad(Fault.OUTSIDE if sane else Fault.BAD_COORDINATE, value=value)


def degrees(points: Sequence[Pair], lambert: Lambert) -> list[Pair | Bad]:
    """Turn metres of Lambert-93 (EPSG:2154) into longitude and latitude (EPSG:4326).

    What cannot lie in France (`LAMBERT_X`, `LAMBERT_Y`) is refused.
    """
    answers: list[Pair | Bad] = [
        Bad(Fault.BAD_COORDINATE, value=f"{x:g}, {y:g}") for x, y in points
    ]
    good = [
        place
        for place, (x, y) in enumerate(points)
        if LAMBERT_X[0] <= x <= LAMBERT_X[1] and LAMBERT_Y[0] <= y <= LAMBERT_Y[1]
    ]
    if good:
        xs, ys = (np.array(axis) for axis in zip(*(points[i] for i in good), strict=True))
        lon, lat = lambert(xs, ys)
        for place, east, north in zip(good, lon.tolist(), lat.tolist(), strict=True):
            answers[place] = (east, north)
    return answers
