"""The field work of the demo: invented streets, volunteers, outings and pairs.

Streets lie inside their quartier and have the names and doors that the invented visits tell of;
every name of a person says that it is invented.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from hashlib import blake2b
from random import Random

from data import _democourse
from data._demostreets import lay_out
from data.fieldwork import (
    Address,
    Contact,
    Outing,
    OutingKind,
    Pair,
    Recorded,
    Section,
    SignUp,
    Source,
    Volunteer,
)
from data.model import Campaign, Quartier, Visit

DOORS_A_STREET = 12
"""Doors that an invented outing finds in each street, numbered from 1."""

_NAMES = (
    *("Camille", "Dominique", "Claude", "Sacha", "Alix", "Maxence", "Lou", "Charlie", "Eden"),
    *("Noa", "Andrea", "Morgan", "Yaël", "Swann", "Ange", "Loïs", "Maé", "Stéphanie"),
)
_EXPERIENCED, _TRAINED = 7, 14  # the first so many of the names
_HOURS = ((time(10), time(12, 30)), (time(14), time(17)))
_SPARE = 1.25  # doors there are for each door of the target
_SPARE_STREETS = 3
_SUNDAY = 6


@dataclass(frozen=True)
class DemoField:
    """What `demo_field` invents; `visits` are those of `demo_records` with their outing."""

    sections: tuple[Section, ...] = ()
    volunteers: tuple[Volunteer, ...] = ()
    contacts: tuple[Contact, ...] = ()
    outings: tuple[Outing, ...] = ()
    sign_ups: tuple[SignUp, ...] = ()
    pairs: tuple[Pair, ...] = ()
    visits: tuple[Recorded, ...] = ()


def random_of(seed: int, *of: object) -> Random:
    """Give each thing its own numbers, so that none depends on what was drawn before it."""
    return Random(":".join(map(str, (seed, *of))))  # noqa: S311


def street_name(number: int) -> str:
    """Name an invented street, counted from 1.

    Examples
    --------
    >>> street_name(3)
    'rue inventée n° 3'
    """
    return f"rue inventée n° {number}"


def demo_sections(
    campaign: Campaign, quartiers: Sequence[Quartier], *, seed: int = 2023
) -> tuple[Section, ...]:
    """Invent the streets of a campaign: those of its invented visits, and some to spare.

    A quartier without a shape gets none.

    Examples
    --------
    >>> from data.campaigns import POITIERS, load_folder
    >>> town = load_folder(POITIERS)
    >>> streets = demo_sections(town.campaign, town.quartiers)
    >>> len({street.quartier for street in streets}), all(street.invented for street in streets)
    (10, True)
    """
    told: defaultdict[str, int] = defaultdict(int)
    for outing in _democourse.course(campaign, quartiers, random_of(seed, "course")):
        told[outing.quartier] += outing.doors
    targets = _democourse.targets(campaign, quartiers)
    return tuple(
        section
        for quartier in sorted(quartiers, key=lambda quartier: quartier.code)
        for section in _streets(
            quartier,
            told[quartier.code],
            targets[quartier.code],
            random_of(seed, "streets", quartier.code),
        )
    )


def _streets(quartier: Quartier, told: int, target: int, random: Random) -> Iterable[Section]:
    visited = -(-told // DOORS_A_STREET)
    number = max(visited, -(-round(target * _SPARE) // DOORS_A_STREET)) + _SPARE_STREETS
    sizes = [
        DOORS_A_STREET + random.choice((0, 0, 0, 2, 6))
        if place < visited
        else random.randint(8, 26)
        for place in range(number)
    ]
    streets = lay_out(quartier.geometry, sizes, random)
    for place, (line, points) in enumerate(streets, 1):
        street = street_name(place)
        addresses = tuple(
            Address(str(n), n, "", lon, lat, random.choice((1, 1, 1, 1, 2, 4, 8)))
            for n, (lon, lat) in enumerate(points, 1)
        )
        up_and_down = (*addresses[::2], *reversed(addresses[1::2]))
        yield Section(
            id=_identity(quartier.code, street),
            quartier=quartier.code,
            street=street,
            geometry=json.dumps({"type": "LineString", "coordinates": line}),
            addresses=up_and_down,
            dwellings=sum(address.dwellings or 0 for address in addresses),
            invented=True,
        )


def _identity(quartier: str, street: str) -> str:
    return "demo-" + blake2b(f"{quartier}\x1f{street}".encode(), digest_size=8).hexdigest()


def demo_field(
    campaign: Campaign,
    quartiers: Sequence[Quartier],
    visits: Sequence[Visit],
    *,
    today: date,
    seed: int = 2023,
) -> DemoField:
    """Invent who went out when, so that the visits of `demo_records` have their outings.

    Outings with visits are closed; one is still to come, on the first Sunday after `today`, in
    the quartier that is furthest behind. Return visits belong to no outing.

    Examples
    --------
    >>> from data.campaigns import POITIERS, load_folder
    >>> from data.demo import demo_records
    >>> town = load_folder(POITIERS)
    >>> visits, _ = demo_records(
    ...     town.campaign, town.quartiers, town.questionnaire, until=date(2023, 4, 16)
    ... )
    >>> field = demo_field(town.campaign, town.quartiers, visits, today=date(2023, 4, 20))
    >>> [(str(outing.day), outing.kind.value, outing.closed) for outing in field.outings]
    [('2023-03-19', 'training', True), ('2023-04-02', 'doors', True), \
('2023-04-16', 'doors', True), ('2023-04-23', 'doors', False)]
    """
    if not visits:
        return DemoField()
    sections = demo_sections(campaign, quartiers, seed=seed)
    people = _volunteers()
    plan = _democourse.course(campaign, quartiers, random_of(seed, "course"))
    numbers = {number for number, _ in map(_outing_of, visits) if number}
    outings = {
        number: _outing(number, outing.day, outing.quartier, sections, random_of(seed, number))
        for number, outing in enumerate(plan, 1)
        if number in numbers
    }
    days = [
        _training(campaign),
        *outings.values(),
        _upcoming(campaign, quartiers, visits, sections, today=today, number=len(plan) + 1),
    ]
    words = [word for day in days for word in _sign_ups(day, people, random_of(seed, day.id))]
    pairs = [pair for day in days if day.closed for pair in _pairs(day, words)]
    return DemoField(
        sections=sections,
        volunteers=people,
        contacts=tuple(_contact(person) for person in people),
        outings=tuple(days),
        sign_ups=tuple(words),
        pairs=tuple(pairs),
        visits=tuple(_recorded(visits, outings, sections, pairs, seed=seed)),
    )


def _volunteers() -> tuple[Volunteer, ...]:
    return tuple(
        Volunteer(f"demo-{n:02d}", f"{name} (démo)", n <= _EXPERIENCED, n <= _TRAINED)
        for n, name in enumerate(_NAMES, 1)
    )


def _contact(person: Volunteer) -> Contact:
    # The ending “.invalid” exists so that nobody can ever get such a message (RFC 2606).
    return Contact(person.id, f"{person.id}@exemple.invalid", "")


def _training(campaign: Campaign) -> Outing:
    first = campaign.doors_phase.start
    return Outing(
        id="demo-outing-000",
        day=first - timedelta(days=14),
        start=time(10),
        end=time(16),
        quartier="",
        meeting_point="salle inventée",
        capacity=30,
        kind=OutingKind.TRAINING,
        closed=True,
    )


def _outing(
    number: int, day: date, quartier: str, sections: Sequence[Section], random: Random
) -> Outing:
    start, end = _HOURS[random.random() < 0.4]
    place = next((s.addresses[0] for s in sections if s.quartier == quartier), None)
    return Outing(
        id=f"demo-outing-{number:03d}",
        day=day,
        start=start,
        end=end,
        quartier=quartier,
        meeting_point="école inventée",
        lon=place.lon if place else None,
        lat=place.lat if place else None,
        closed=True,
    )


def _upcoming(
    campaign: Campaign,
    quartiers: Sequence[Quartier],
    visits: Sequence[Visit],
    sections: Sequence[Section],
    *,
    today: date,
    number: int,
) -> Outing:
    """Plan the next Sunday, where most of the target is missing."""
    doors: defaultdict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for visit in visits:
        doors[visit.quartier].add((visit.street, visit.door))
    targets = _democourse.targets(campaign, quartiers)
    behind = min(targets, key=lambda code: (len(doors[code]) / max(targets[code], 1), code))
    day = today + timedelta(days=(_SUNDAY - today.weekday() - 1) % 7 + 1)
    outing = _outing(number, day, behind, sections, random_of(0))
    return replace(outing, start=_HOURS[0][0], end=_HOURS[0][1], closed=False)


def _sign_ups(day: Outing, people: Sequence[Volunteer], random: Random) -> list[SignUp]:
    if day.kind is OutingKind.TRAINING:
        return [SignUp(day.id, person.id, True) for person in people if person.trained]
    who = sorted(random.sample(range(len(people)), 14 if day.closed else 9))
    away = set(random.sample(who, 2))
    return [SignUp(day.id, people[n].id, n not in away if day.closed else None) for n in who]


def _pairs(day: Outing, words: Iterable[SignUp]) -> Iterable[Pair]:
    """Put those who came together, somebody from the start of the list with one from its end."""
    came = [word.volunteer for word in words if word.outing == day.id and word.attended]
    if day.kind is OutingKind.TRAINING:
        return
    for n in range(len(came) // 2):
        pair = f"demo-pair-{day.id[-3:]}-{n + 1}"
        yield Pair(pair, day.id, n + 1, (came[n], came[-1 - n]))


def _outing_of(visit: Visit) -> tuple[int, bool]:
    """Read from the key of an invented visit its outing, and whether it is a return."""
    parts = visit.key.split("-")
    again = parts[-1] == "again"
    return 0 if again else int(parts[2]), again


def _recorded(
    visits: Sequence[Visit],
    outings: dict[int, Outing],
    sections: Sequence[Section],
    pairs: Sequence[Pair],
    *,
    seed: int,
) -> Iterable[Recorded]:
    streets = {(section.quartier, section.street): section.id for section in sections}
    teams: defaultdict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        teams[pair.outing].append(pair.id)
    for visit in visits:
        number, again = _outing_of(visit)
        outing = None if again else outings[number]
        team = teams[outing.id] if outing else []
        random = random_of(seed, "hour", visit.key)
        street = int(visit.street.rsplit(" ", 1)[1])
        yield Recorded(
            key=visit.key,
            quartier=visit.quartier,
            day=visit.day,
            outcome=visit.outcome,
            street=visit.street,
            door=visit.door,
            doors=visit.doors,
            section=streets.get((visit.quartier, visit.street), ""),
            outing=outing.id if outing else "",
            pair=team[street % len(team)] if team else "",
            source=Source.DOOR if again or random.random() < 0.5 else Source.PAPER,
            hour=random.randint(outing.start.hour, outing.end.hour - 1)
            if outing
            else random.randint(17, 19),
        )
