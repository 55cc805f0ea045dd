"""The course of the demo: on which day, in which quartier, how many doors."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from data.campaigns import POITIERS
from data.model import Campaign, Phase, Quartier

_DOORS_AN_OUTING = 110
# How far the quartiers of a town without a told course get: some lag, some are ahead.
_REACHED = (1.08, 0.65, 1.0, 0.85, 1.15, 0.95)


@dataclass(frozen=True)
class Outing:
    """One outing; `opened` is the number of doors that open, None where it is to be drawn."""

    day: date
    quartier: str
    doors: int
    opened: int | None = None


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads((POITIERS / "demo.toml").read_text(encoding="utf-8"))


def texts() -> Mapping[str, Sequence[str]]:
    """Give the pool of invented sentences by question; `other` serves for the rest."""
    pool: Mapping[str, Sequence[str]] = _file()["texts"]
    return pool


def course(campaign: Campaign, quartiers: Sequence[Quartier], random: Random) -> list[Outing]:
    """Give the outings of a campaign by day."""
    told = [Outing(**outing) for outing in _file()["outings"]]
    known = {quartier.code for quartier in quartiers}
    if campaign.id == _file()["campaign"] and {outing.quartier for outing in told} <= known:
        return told
    return _invented(campaign, quartiers, random)


def _invented(campaign: Campaign, quartiers: Sequence[Quartier], random: Random) -> list[Outing]:
    """Spread outings over the phase of doors, one quartier an outing."""
    parts = []
    for place, (code, target) in enumerate(targets(campaign, quartiers).items()):
        doors = round(target * _REACHED[place % len(_REACHED)])
        outings = -(-doors // _DOORS_AN_OUTING)
        sizes = [doors // outings + (n < doors % outings) for n in range(outings)]
        parts += [(code, size) for size in sizes]
    random.shuffle(parts)
    days = _days(campaign.doors_phase, len(parts))
    return [
        Outing(day=days[place * len(days) // len(parts)], quartier=code, doors=size)
        for place, (code, size) in enumerate(parts)
    ]


def targets(campaign: Campaign, quartiers: Sequence[Quartier]) -> dict[str, int]:
    """Give each quartier its target, or roughly its share by dwellings where none was set."""
    ordered = sorted(quartiers, key=lambda quartier: quartier.code)
    if all(quartier.target is not None for quartier in ordered):
        return {quartier.code: quartier.target or 0 for quartier in ordered}
    known = [quartier.dwellings for quartier in ordered if quartier.dwellings]
    usual = sum(known) / len(known) if known else 1.0
    weights = {quartier.code: quartier.dwellings or usual for quartier in ordered}
    total = sum(weights.values())
    return {code: max(1, round(campaign.goal * w / total)) for code, w in weights.items()}


def _days(phase: Phase, outings: int) -> list[date]:
    """Give the Sundays of a phase; Saturdays as well, or all days, where those are too few."""
    all_days = [phase.start + timedelta(days=n) for n in range((phase.end - phase.start).days + 1)]
    for weekdays in ({6}, {5, 6}):
        days = [day for day in all_days if day.weekday() in weekdays]
        if len(days) >= outings:
            return days
    return all_days
