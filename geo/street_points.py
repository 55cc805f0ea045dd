"""Streets of which only the name and one point are known: sections without doors.

It needs none of the libraries of maps, so that a new campaign starts at once.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from geo.errors import AddressFileError, AddressReason
from geo.folding import fold, section_id


@dataclass(frozen=True)
class StreetPoint:
    """A street within one quartier, by one of its points; degrees (EPSG:4326).

    Parameters
    ----------
    id
        The same as that of the section that its addresses will make (`geo.streets`).
    """

    id: str
    quartier: str
    street: str
    lon: float
    lat: float

    @property
    def geojson(self) -> str:
        """The point as GeoJSON text."""
        return json.dumps({"type": "Point", "coordinates": [self.lon, self.lat]})


def read_points(path: Path, *, filename: str | None = None) -> tuple[StreetPoint, ...]:
    """Read a list of streets with one point each, sorted by quartier and name.

    Parameters
    ----------
    path
        CSV with the columns street, lon, lat (degrees, EPSG:4326) and quartier (its code).
    filename
        Name for messages; that of the path by default.

    Raises
    ------
    AddressFileError
        The file is missing or not such a list.

    Examples
    --------
    >>> streets = read_points(Path("data/poitiers/streets.csv"))
    >>> len(streets), streets[0].street, streets[0].lon, streets[0].lat
    (99, 'Boulevard Anatole France', 0.3503, 46.578)
    """
    source = filename or Path(path).name
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            made = [_point(record) for record in csv.DictReader(file)]
    except FileNotFoundError as error:
        raise AddressFileError(source=source, reason=AddressReason.NOT_FOUND) from error
    except OSError as error:
        raise AddressFileError(source=source, reason=AddressReason.NOT_ALLOWED) from error
    except (KeyError, AttributeError, TypeError, ValueError, csv.Error) as error:
        raise AddressFileError(source=source, reason=AddressReason.NOT_STREETS) from error
    if not made:
        raise AddressFileError(source=source, reason=AddressReason.NO_ROWS)
    return tuple(sorted(made, key=lambda one: (one.quartier, fold(one.street))))


def _point(record: Mapping[str, str]) -> StreetPoint:
    street, quartier = record["street"].strip(), record["quartier"].strip()
    lon, lat = float(record["lon"]), float(record["lat"])
    if not (street and quartier and isfinite(lon) and isfinite(lat)):
        raise ValueError("a street needs a name, a quartier and a place")
    return StreetPoint(section_id(quartier, street), quartier, street, lon, lat)
