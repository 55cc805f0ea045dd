"""What a volunteer does for themselves: see the outings, say that they come or do not.

Use cases reached as `Service.mine`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access import Part, allowed
from dashboard.errors import NoVolunteerError
from dashboard.rounds import Summary
from data.errors import OutingClosedError
from data.fieldwork import Outing, Pair
from data.model import Role


@dataclass(frozen=True)
class OwnOuting:
    """An outing as it stands for one volunteer.

    Parameters
    ----------
    coming
        They are on its list.
    pair
        The pair they go with, None while they are in none.
    others
        Names of those they go with.
    """

    summary: Summary
    coming: bool
    pair: Pair | None = None
    others: Sequence[str] = ()


class Mine(Part):
    """Outings of who is at work."""

    @allowed(Role.VOLUNTEER)
    def outings(self) -> Sequence[OwnOuting]:
        """Give the outings by day and time, as they stand for who asks."""
        me = self.actor.volunteer
        pairs = {pair.outing: pair for pair in self._store.outings.pairs_of(me)}
        names = {person.id: person.name for person in self._store.people.volunteers()}
        return [
            OwnOuting(
                summary,
                coming=any(word.volunteer == me for word in self._store.outings.sign_ups(outing)),
                pair=pairs.get(outing),
                others=[names[one] for one in _beside(me, pairs.get(outing)) if one in names],
            )
            for summary in self._service.rounds.summaries()
            for outing in (summary.outing.id,)
        ]

    @allowed(Role.VOLUNTEER, audited=True)
    def sign_up(self, outing: str) -> None:
        """Put oneself on the list of an outing.

        Raises
        ------
        NoVolunteerError
            Who asks is no volunteer.
        OutingFullError
            The outing has no place left.
        OutingClosedError
            It is over.
        """
        self._store.outings.sign_up(self._ahead(outing).id, self._me())

    @allowed(Role.VOLUNTEER, audited=True)
    def withdraw(self, outing: str) -> None:
        """Take oneself off the list of an outing, out of one's pair too.

        Raises
        ------
        NoVolunteerError
            Who asks is no volunteer.
        OutingClosedError
            The outing is over.
        """
        self._store.outings.withdraw(self._ahead(outing).id, self._me())

    def _me(self) -> str:
        if not self.actor.volunteer:
            raise NoVolunteerError
        return self.actor.volunteer

    def _ahead(self, identity: str) -> Outing:
        outing = self._store.outings.get(identity)
        if outing.closed or outing.day < self.settings.today:
            raise OutingClosedError
        return outing


def _beside(volunteer: str, pair: Pair | None) -> Sequence[str]:
    """Name those who are in a pair beside somebody."""
    return [one for one in pair.members if one != volunteer] if pair else []
