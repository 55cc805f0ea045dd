"""What goes onto the plan of a day, gathered from the records; `dashboard.sheets` prints it."""

from typing import TYPE_CHECKING

from dashboard.i18n import _, text
from data.fieldwork import Pair
from data.model import Campaign

if TYPE_CHECKING:
    from dashboard.service import Service
    from dashboard.sheets.model import DayPlan, PlanPair


def day_plan(service: "Service", identity: str, *, contacts: bool = False) -> "DayPlan":
    """Gather the plan of one outing: who goes with whom, in which streets.

    Parameters
    ----------
    contacts
        Add telephone numbers: only where somebody asked for them, for paper gets lost.

    Raises
    ------
    NotFoundError
        There is no such outing.
    """
    from dashboard.sheets.model import DayPlan

    roster = service.rounds.roster(identity)
    outing, campaign = roster.outing, service.campaign()
    names = {person.id: person.name for person, _sign_up in roster.people}
    codes = {sheet.pair: sheet.code for sheet in service.doors.sheets(identity)}
    return DayPlan(
        campaign=text(campaign.name),
        quartier=_quartier(service, outing.quartier, campaign),
        day=outing.day,
        start=outing.start,
        end=outing.end,
        meeting_point=outing.meeting_point,
        pairs=tuple(_pair(service, pair, names, codes.get(pair.id, "")) for pair in roster.pairs),
        printed=service.settings.today,
        without_pair=tuple(person.name for person in roster.unpaired),
        contacts=_telephones(service, names) if contacts else {},
        note=outing.note,
    )


def day_plan_pdf(service: "Service", identity: str, *, contacts: bool = False) -> bytes:
    """Print the plan of one outing.

    Raises
    ------
    NotFoundError
        There is no such outing.
    """
    from dashboard import sheets

    return sheets.day_plan(day_plan(service, identity, contacts=contacts))


def _pair(service: "Service", pair: Pair, names: dict[str, str], code: str) -> "PlanPair":
    """Gather one pair: its members and the doors left in the streets it holds."""
    from dashboard.sheets.model import PlanPair

    held = {claim.section for claim in service.turf.claims_of(pair.id) if claim.ended is None}
    streets = {s.section.street: s.left for s in service.turf.sections() if s.section.id in held}
    members = tuple(names[member] for member in pair.members if member in names)
    return PlanPair(pair.number, members, streets, code)


def _quartier(service: "Service", code: str, campaign: Campaign) -> str:
    """Name where an outing goes."""
    names = {q.code: q.name for q in service.quartiers()}
    return names.get(code, code) if code else _("Training day, {town}", town=campaign.town)


def _telephones(service: "Service", names: dict[str, str]) -> dict[str, str]:
    """Give the telephone numbers by name, of those who signed up."""
    known = service.rounds.contacts()
    return {
        name: known[person].phone
        for person, name in names.items()
        if person in known and known[person].phone
    }
