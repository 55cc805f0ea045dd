"""Coverage: where the challenge stands today, against the goal and against the plan.

Use cases reached as `Service.coverage`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.access import Part, allowed
from data.analysis.coverage import CoverageRow, coverage_rows, lagging, totals
from data.analysis.pace import cumulative, expected_by, plan
from data.model import Campaign, Role


@dataclass(frozen=True)
class Overview:
    """The headline: where the challenge stands today.

    Parameters
    ----------
    days_left
        Days until the last day of doors, 0 on that day, negative afterwards.
    expected
        Doors that the plan has knocked on by today.
    answered
        Questionnaires were brought in, whatever doors were noted.
    demo
        True while invented data is in.
    """

    campaign: Campaign
    today: date
    total: CoverageRow
    days_left: int
    expected: int
    answered: bool
    demo: bool

    @property
    def empty(self) -> bool:
        """Nothing was recorded yet."""
        return not (self.total.knocked or self.answered)


@dataclass(frozen=True)
class Front:
    """What everybody may see, signed in or not: the campaign and the number of doors knocked on."""

    campaign: Campaign
    knocked: int
    demo: bool


@dataclass(frozen=True)
class Curve:
    """Doors over time, cumulative: as knocked on, and as planned."""

    actual: Sequence[tuple[date, int]]
    plan: Sequence[tuple[date, int]]


class Coverage(Part):
    """Doors, openings and interviews so far, and what the plan asks for by now."""

    @allowed(Role.VOLUNTEER)
    def rows(self) -> Sequence[CoverageRow]:
        """Give doors, openings and interviews against the target, a row a quartier."""
        return coverage_rows(self._service.quartiers(), self._store.door_counts())

    @allowed(Role.VOLUNTEER)
    def overview(self) -> Overview:
        """Give the headline."""
        campaign, today = self._service.campaign(), self.settings.today
        phase = campaign.doors_phase
        return Overview(
            campaign=campaign,
            today=today,
            total=totals(self.rows(), goal=campaign.goal),
            days_left=(phase.end - today).days,
            expected=expected_by(today, start=phase.start, end=phase.end, goal=campaign.goal),
            # Asked rather than counted: the headline must not cost more with a million answers.
            answered=any(
                self._store.has_answers(version)
                for version in range(1, self._service.questionnaire().version + 1)
            ),
            demo=any(
                record.demo and not record.undone for record in self._service.records.imports()
            ),
        )

    @allowed(Role.PUBLIC)
    def front(self) -> Front:
        """Give what everybody may see."""
        overview = self.overview()
        return Front(overview.campaign, overview.total.knocked, overview.demo)

    @allowed(Role.VOLUNTEER)
    def lagging(self) -> Sequence[CoverageRow]:
        """Give the quartiers behind the plan of today, most doors missing first."""
        overview = self.overview()
        return lagging(self.rows(), overview.expected / overview.campaign.goal)

    @allowed(Role.VOLUNTEER)
    def curve(self, quartier: str | None = None) -> Curve:
        """Give doors over time against the plan, for the town or for one quartier."""
        campaign = self._service.campaign()
        phase, goal = campaign.doors_phase, campaign.goal
        rows = self._store.doors_by_day()
        if quartier:
            rows = tuple(row for row in rows if row[1] == quartier)
            goal = next((q.target or 0 for q in self._service.quartiers() if q.code == quartier), 0)
        return Curve(cumulative(rows), plan(phase.start, phase.end, goal))
