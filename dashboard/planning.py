"""Planning: how the goal is spread over the quartiers, and what is said at the doors and printed.

Use cases reached as `Service.planning`.
"""

from dataclasses import replace

from dashboard.access import Part, allowed
from data.analysis.targets import Allocation, allocate
from data.model import AllocationMethod, Campaign, Role, Spread
from data.printed import texts_of, with_texts


class Planning(Part):
    """What a coordinator settles of the campaign before the first outing."""

    @allowed(Role.COORDINATOR)
    def preview_spread(self, spread: Spread, goal: int) -> Allocation:
        """Spread `goal` over the quartiers without saving.

        Raises
        ------
        AllocationError
            The goal cannot be spread like that.
        """
        return allocate(
            {q.code: q.dwellings for q in self._service.quartiers()}, goal, spread=spread
        )

    @allowed(Role.COORDINATOR, audited=True)
    def save_spread(self, spread: Spread, goal: int) -> Allocation:
        """Spread `goal` over the quartiers and keep the targets.

        Raises
        ------
        AllocationError
            The goal cannot be spread like that.
        """
        allocation = self.preview_spread(spread, goal)
        self._store.save_targets(spread, goal, allocation.targets)
        return allocation

    @allowed(Role.COORDINATOR, audited=True)
    def spread_anew(self) -> Allocation:
        """Spread the goal again after the quartiers changed.

        Where the dwellings of a quartier are unknown, every quartier gets the same; where the
        floor asks for more doors than the goal has, it is lowered to what the goal allows.

        Raises
        ------
        AllocationError
            There are more quartiers than doors.
        """
        campaign, quartiers = self._service.campaign(), self._service.quartiers()
        spread = campaign.spread
        if any(q.dwellings is None for q in quartiers):
            spread = replace(spread, method=AllocationMethod.EQUAL)
        spread = replace(spread, floor=min(spread.floor, campaign.goal // len(quartiers)))
        return self.save_spread(spread, campaign.goal)

    @allowed(Role.COORDINATOR, audited=True)
    def save_texts(self, wished: Campaign) -> Campaign:
        """Keep what `wished` says at the doors and on paper, tidied; nothing else of it.

        Raises
        ------
        TextTooLongError
            One of the texts would not fit the paper.
        """
        tidy = with_texts(self._service.campaign(), texts_of(wished))
        self._store.save_texts(tidy)
        return tidy
