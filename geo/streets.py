"""Streets cut into sections, one for each quartier a street runs through.

A section is what a pair takes on: the entrances of one street in one quartier, in walking order,
and a line to draw. Two spellings of a street (case, accents, hyphens) are one street.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.address_faults import AddressFault, AddressFinding
from geo.assign import Assigner
from geo.folding import fold, section_id
from geo.walking import (
    Order,
    along,
    by_distance,
    centre_line,
    for_display,
    metres,
    up_and_down,
)

UNNUMBERED = "s. n."
"""Label of an entrance without a number (sans numéro); the next ones are counted."""


@dataclass(frozen=True)
class Entrance:
    """One entrance; degrees (EPSG:4326), `dwellings` None where unknown."""

    label: str
    number: int | None
    suffix: str
    lon: float
    lat: float
    dwellings: int | None = None


@dataclass(frozen=True)
class StreetSection:
    """A street within one quartier.

    Parameters
    ----------
    id
        The same street in the same quartier has the same one in every import (`section_id`).
    street
        Its name as it is most often written.
    entrances
        In walking order.
    line
        LineString or Point in EPSG:4326, rounded for display.
    dwellings
        Sum over the entrances where it is known; None where it is known of none.
    """

    id: str
    quartier: str
    street: str
    entrances: tuple[Entrance, ...]
    line: BaseGeometry
    dwellings: int | None = None

    @property
    def geojson(self) -> str:
        """The line as GeoJSON text."""
        return str(shapely.to_geojson(self.line))


@dataclass(frozen=True)
class Streets:
    """What became of a table of addresses.

    Parameters
    ----------
    sections
        Sorted by quartier and name.
    addresses, streets
        How many there are in the table, inside the quartiers or not.
    outside
        Addresses that lie in no quartier; they are in no section.
    """

    sections: tuple[StreetSection, ...]
    addresses: int
    streets: int
    outside: int
    findings: tuple[AddressFinding, ...] = ()


def sections(
    addresses: pd.DataFrame, assigner: Assigner, *, order: str = Order.UP_AND_DOWN
) -> Streets:
    """Cut the streets of a table of addresses into sections.

    Parameters
    ----------
    addresses
        Frame of an `AddressTable`; it is not changed.
    assigner
        Of quartiers that have a column `code`.
    order
        How the entrances of a section are walked (`geo.walking.Order`).

    Raises
    ------
    MissingFieldError
        The quartiers have no codes.

    Examples
    --------
    >>> import geopandas as gpd
    >>> quartiers = gpd.GeoDataFrame(
    ...     {"code": ["a", "b"]},
    ...     geometry=[shapely.box(0, 46, 0.34, 47), shapely.box(0.34, 46, 1, 47)],
    ...     crs="EPSG:4326",
    ... )
    >>> table = pd.DataFrame(
    ...     {
    ...         "street": ["Rue Haute", "RUE HAUTE", "Rue Haute"],
    ...         "number": pd.array([3, 1, 5], dtype="Int64"),
    ...         "suffix": ["", "", "bis"],
    ...         "lon": [0.339, 0.338, 0.341],
    ...         "lat": [46.58, 46.58, 46.58],
    ...     }
    ... )
    >>> for one in sections(table, Assigner(quartiers)).sections:
    ...     print(one.quartier, one.street, [door.label for door in one.entrances], one.line)
    a Rue Haute ['1', '3'] LINESTRING (0.338 46.58, 0.339 46.58)
    b Rue Haute ['5 bis'] POINT (0.341 46.58)
    """
    frame = addresses.reset_index(drop=True)
    written = frame["street"].tolist()
    folded = np.array([fold(street) for street in written], dtype=object)
    codes = assigner.codes(frame["lon"], frame["lat"])
    inside = np.array([code is not None for code in codes], dtype=bool)
    outside = int(len(frame) - inside.sum())
    told = AddressFinding(AddressFault.OUTSIDE, None, {"count": outside})
    names = _names(folded, written)
    made = _sections(frame[inside], codes[inside], folded[inside], names, Order(order))
    return Streets(tuple(made), len(frame), len(names), outside, (told,) if outside else ())


def _names(folded: Iterable[str], streets: Iterable[str]) -> dict[str, str]:
    """Give each street the spelling that comes most often; of several, one not all in capitals."""
    spellings: dict[str, Counter[str]] = {}
    for key, street in zip(folded, streets, strict=True):
        spellings.setdefault(key, Counter())[street] += 1
    return {
        key: min(counts, key=lambda text: (-counts[text], text.isupper(), text))
        for key, counts in spellings.items()
    }


def _sections(
    frame: pd.DataFrame,
    codes: Sequence[str],
    folded: Sequence[str],
    names: dict[str, str],
    order: Order,
) -> list[StreetSection]:
    """Make the sections; the lines are brought back to degrees all at once."""
    if frame.empty:
        return []
    x, y, crs = metres(frame["lon"], frame["lat"])
    doors = _entrances(frame)
    groups = pd.DataFrame({"code": codes, "street": folded}).groupby(["code", "street"], sort=True)
    keys: list[tuple[str, str]] = []
    walks, lines = [], []
    for key, members in groups.indices.items():
        mine = [doors[at] for at in members]
        place = along(x[members], y[members], [door.number for door in mine])
        way = up_and_down(mine) if order is Order.UP_AND_DOWN else by_distance(mine, place)
        keys.append(cast(tuple[str, str], key))
        walks.append(tuple(_labelled(mine[at] for at in way)))
        lines.append(centre_line(x[members], y[members], place))
    return [
        StreetSection(
            id=section_id(code, street),
            quartier=code,
            street=names[street],
            entrances=walk,
            line=line,
            dwellings=_sum(door.dwellings for door in walk),
        )
        for (code, street), walk, line in zip(keys, walks, for_display(lines, crs), strict=True)
    ]


def _entrances(frame: pd.DataFrame) -> list[Entrance]:
    """Give each row as an entrance; the label of one without a number is still to come."""
    dwellings = frame["dwellings"] if "dwellings" in frame else pd.Series(pd.NA, frame.index)
    known = [None if pd.isna(number) else int(number) for number in frame["number"]]
    return [
        Entrance(
            label=f"{number} {suffix}".strip() if number is not None else "",
            number=number,
            suffix=suffix,
            lon=float(lon),
            lat=float(lat),
            dwellings=None if pd.isna(homes) else int(homes),
        )
        for number, suffix, lon, lat, homes in zip(
            known, frame["suffix"], frame["lon"], frame["lat"], dwellings, strict=True
        )
    ]


def _labelled(walk: Iterable[Entrance]) -> Iterator[Entrance]:
    """Give each entrance a label that no other of the section has."""
    taken: Counter[str] = Counter()
    for door in walk:
        label = door.label or UNNUMBERED
        taken[label] += 1
        # Two parts of a merged commune may both have a 12 in a street of the same name.
        copy = f"{label} ({taken[label]})" if taken[label] > 1 else label
        yield replace(door, label=copy) if copy != door.label else door


def _sum(dwellings: Iterable[int | None]) -> int | None:
    """Add up what is known; None where nothing is."""
    known = [number for number in dwellings if number is not None]
    return sum(known) if known else None
