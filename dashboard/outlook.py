"""Outlook: where the campaign will stand at the end, and where to go next.

Use cases reached as `Service.outlook`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dashboard.access import Part, allowed
from data.model import Role

if TYPE_CHECKING:
    from data.analysis.forecast import Forecast
    from data.analysis.prospects import QuartierForecast


@dataclass(frozen=True)
class NextPlace:
    """A quartier that still misses doors, with what is known of its prospects."""

    name: str
    prospect: "QuartierForecast"
    days_since: int | None


class Outlook(Part):
    """What the doors so far let expect of those to come."""

    @allowed(Role.VOLUNTEER)
    def forecast(self) -> "Forecast | None":
        """Forecast the doors at the end date; None before the first door."""
        from data.analysis.forecast import forecast

        campaign = self._service.campaign()
        phase = campaign.doors_phase
        totals: Counter[date] = Counter()
        for day, _code, doors in self._store.doors_by_day():
            totals[day] += doors
        return forecast(
            sorted(totals.items()),
            start=phase.start,
            today=self.settings.today,
            end=phase.end,
            goal=campaign.goal,
        )

    @allowed(Role.VOLUNTEER)
    def prospects(self) -> "Sequence[QuartierForecast]":
        """Forecast each quartier, by code."""
        from data.analysis.prospects import by_quartier

        phase = self._service.campaign().doors_phase
        return by_quartier(
            {q.code: q.target or 0 for q in self._service.quartiers()},
            self._store.doors_by_day(),
            start=phase.start,
            today=self.settings.today,
            end=phase.end,
        )

    @allowed(Role.VOLUNTEER)
    def where_next(self) -> Sequence[NextPlace]:
        """Say which quartiers call for the next outings, the greatest expected shortfall first."""
        from data.analysis.prospects import where_next

        names = {quartier.code: quartier.name for quartier in self._service.quartiers()}
        today = self.settings.today
        last: dict[str, date] = {}
        for day, code, _doors in self._store.doors_by_day():
            if day <= today:
                last[code] = max(day, last.get(code, day))
        return [
            NextPlace(
                names[row.code], row, (today - last[row.code]).days if row.code in last else None
            )
            for row in where_next(self.prospects())
        ]
