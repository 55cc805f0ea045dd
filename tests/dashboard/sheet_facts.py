"""Facts for sheets: a pair with three streets, a card, a plan."""

import json
from datetime import date, time

from dashboard.sheets import CardData, DayPlan, PlanPair, SheetData, SheetDoor, SheetStreet

CODE = "9D5HMR"
NAMES = (
    "Rue de la Marne",
    "Boulevard du Maréchal-de-Lattre-de-Tassigny prolongé (côté gare)",
    "Rue de l'Intendant",
)
WEST, SOUTH, STEP = 0.3500, 46.5600, 0.00015


def line(lon, lat, *, east=0.0, north=0.0):
    return json.dumps(
        {"type": "LineString", "coordinates": [[lon, lat], [lon + east, lat + north]]}
    )


def sheet(counts=(4,), **changes):
    """Make the facts of a sheet with so many doors in each street."""
    doors, streets = [], []
    for at, (name, count) in enumerate(zip(NAMES, counts, strict=False)):
        lat = SOUTH + at * 0.001
        streets.append(SheetStreet(name, line(WEST, lat, east=STEP * count)))
        for number in range(count):
            row = len(doors) + 1
            place = (WEST + STEP * number, lat + 0.00005 * (number % 2))
            doors.append(SheetDoor(row, name, str(number + 1), *place))
    facts = {
        "campaign": "Défi 1001 portes",
        "town": "Poitiers",
        "quartier": "Les Rocs",
        "day": date(2023, 5, 21),
        "start": time(14),
        "end": time(17, 30),
        "meeting_point": "École Tony-Lainé",
        "meeting": (WEST, SOUTH + 0.0005),
        "pair": 3,
        "members": ("Aïcha B.", "Jean-François L."),
        "code": CODE,
        "doors": tuple(doors),
        "streets": tuple(streets),
        "others": (SheetStreet("Allée des Tilleuls", line(WEST, SOUTH - 0.0003, east=0.002)),),
        "printed": date(2023, 5, 20),
        "organiser": "le collectif",
        "contact": "defi@example.org",
        "results": "juillet 2023",
    }
    return SheetData(**(facts | changes))


def card(**changes):
    facts = {"campaign": "Défi 1001 portes", "town": "Poitiers", "printed": date(2023, 5, 20)}
    return CardData(**(facts | changes))


def plan(**changes):
    facts = {
        "campaign": "Défi 1001 portes",
        "quartier": "Les Rocs",
        "day": date(2023, 5, 21),
        "start": time(14),
        "meeting_point": "École Tony-Lainé",
        "pairs": (
            PlanPair(1, ("Aïcha B.", "Zoé"), {"Rue de la Marne": 12, "Rue Jean-Jaurès": 9}, CODE),
            PlanPair(2, ("Karim",)),
        ),
        "printed": date(2023, 5, 20),
    }
    return DayPlan(**(facts | changes))
