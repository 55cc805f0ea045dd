"""An outing with two pairs and streets of their own, for tests of the pages of the field."""

import json
from datetime import time

from shapely import from_geojson

from dashboard.service import Service
from data.fieldwork import Address, Outing, Pair, Section, Volunteer

OUTING, FIRST, SECOND = "outing-1", "pair-1", "pair-2"
QUARTIER = "8619403"


def section(at: int, doors: int, *, west: float, south: float, quartier: str = QUARTIER) -> Section:
    """Make a street of so many doors, odd ones up and even ones down."""
    odd, even = range(1, doors + 1, 2), range(doors - doors % 2, 0, -2)
    line = [(west, south), (west + 0.0009, south + 0.0003), (west + 0.0018, south + 0.0004)]
    return Section(
        id=f"street-{at:02d}",
        quartier=quartier,
        street=f"rue de l’Essai {at}",
        geometry=json.dumps({"type": "LineString", "coordinates": line}),
        addresses=tuple(
            Address(str(n), n, "", west + 0.0018 * n / doors, south, 6 if n == 4 else 1)
            for n in (*odd, *even)
        ),
    )


def plant(service: Service, *sizes: int) -> list[Section]:
    """Make streets with so many doors, an outing on the day of the app, and two pairs."""
    found = next(q for q in service.quartiers() if q.code == QUARTIER)
    middle = from_geojson(found.geometry).representative_point()
    streets = [
        section(at, doors, west=middle.x + 0.002 * (at % 4), south=middle.y + 0.001 * (at // 4))
        for at, doors in enumerate(sizes, start=1)
    ]
    service.store.sections.replace(streets, source="essai.csv", at=service.now())
    for name in "abcd":
        service.rounds.save_volunteer(Volunteer(name, f"Personne {name}"))
    outing = Outing(
        OUTING, service.settings.today, time(10), time(12, 30), QUARTIER, "devant l’école",
        lon=middle.x, lat=middle.y,
    )  # fmt: skip
    service.rounds.save_outing(outing)
    for name in "abcd":
        service.rounds.sign_up(OUTING, name)
    service.rounds.save_pairs(
        OUTING, [Pair(FIRST, OUTING, 1, ("a", "b")), Pair(SECOND, OUTING, 2, ("c", "d"))]
    )
    return streets
