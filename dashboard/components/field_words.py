"""Words and moments that the pages of the field share."""

from collections.abc import Callable
from datetime import datetime

from dashboard import cached, state
from dashboard.components.markup import explained, plain
from dashboard.errors import DashboardError
from dashboard.i18n import _, day
from data.errors import ClaimTakenError, DataError
from data.model import Outcome
from geo.errors import GeoError

ICONS = {
    Outcome.INTERVIEW: "forum",
    Outcome.REFUSAL: "block",
    Outcome.ABSENT: "door_front",
    Outcome.COME_BACK: "schedule",
    Outcome.NO_ACCESS: "lock",
    Outcome.VACANT: "home",
    Outcome.LANGUAGE: "translate",
    Outcome.DO_NOT_DISTURB: "do_not_disturb_on",
}


def moment(when: datetime) -> str:
    """Write a moment as the clock of the town shows it, with the day unless it is today."""
    settings = cached.service().settings
    local = when.astimezone(settings.zone)
    clock = _("{hour}:{minute}", hour=local.hour, minute=f"{local:%M}")
    if local.date() == settings.today:
        return clock
    return _("{day}, {clock}", day=day(local.date(), "long"), clock=clock)


def attempt(act: Callable[[], object]) -> bool:
    """Do something in a callback; what goes wrong is left for the run that follows."""
    try:
        act()
    except ClaimTakenError as problem:
        street = problem.params["street"]
        state.leave_problem(
            _(
                "“{street}” is taken by another pair until {until}.",
                street=plain(str(street)),
                until=moment(problem.until),
            )
            + "\n\n"
            + _(problem.mend)
        )
        return False
    except (DataError, GeoError, DashboardError) as problem:
        state.leave_problem(explained(problem))
        return False
    return True
