"""What goes onto paper, gathered from the records; `dashboard.sheets` prints it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dashboard.i18n import _, language, ngettext, text, using
from data.fieldwork import Pair, Section, Sheet
from data.model import Campaign

if TYPE_CHECKING:
    from dashboard.service import Service
    from dashboard.sheets.model import DayPlan, PlanPair, SheetData, SheetDoor, SheetStreet


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
    codes = {sheet.pair: sheet.code for sheet in service.paper.sheets(identity)}
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

    data = day_plan(service, identity, contacts=contacts)
    return sheets.day_plan(data, language=language())


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


# The sheet of a pair, questionnaires, cards


def pair_sheet(service: "Service", pair: str) -> "SheetData":
    """Gather the sheet of a pair: its doors in walking order, its streets and those around.

    Raises
    ------
    NotFoundError
        There is no such pair.
    """
    from dashboard.sheets.model import SheetData

    sheet = service.paper.sheet_for(pair)
    roster, campaign = service.rounds.roster(sheet.outing), service.campaign()
    outing = roster.outing
    found = next(one for one in roster.pairs if one.id == pair)
    names = {person.id: person.name for person, _sign_up in roster.people}
    claims = service.turf.claims_of(pair)
    held = [service.turf.section(claim.section) for claim in claims if claim.ended is None]
    mine = {section.id for section in held}
    return SheetData(
        campaign=text(campaign.name),
        town=campaign.town,
        quartier=_quartier(service, sheet.quartier, campaign),
        day=outing.day,
        start=outing.start,
        end=outing.end,
        meeting_point=outing.meeting_point,
        pair=found.number,
        members=tuple(names[member] for member in found.members if member in names),
        code=sheet.code,
        qr=_scanned(service, sheet.code),
        doors=_doors(sheet, held),
        printed=service.settings.today,
        streets=_streets(held),
        others=_streets(
            status.section
            for status in service.turf.sections(sheet.quartier or None)
            if status.section.id not in mine
        ),
        outline=next((q.geometry for q in service.quartiers() if q.code == sheet.quartier), ""),
        meeting=None if outing.lon is None or outing.lat is None else (outing.lon, outing.lat),
        organiser=campaign.organiser,
        contact=campaign.contact,
        results=campaign.results_at,
        script=campaign.script.get(language(), ""),
        notice=campaign.notice.get(language(), ""),
        until=forgotten(campaign),
        walk=found.walk,
        note=outing.note,
        invented=any(section.invented for section in held),
    )


def pair_sheet_pdf(service: "Service", pair: str, *, paper: str, language: str) -> bytes:
    """Print the sheet of a pair.

    Raises
    ------
    NotFoundError
        There is no such pair.
    """
    from dashboard import sheets

    with using(language):
        data = pair_sheet(service, pair)
    return sheets.pair_sheet(data, paper=paper, language=language)


def pair_sheets_pdf(
    service: "Service", pairs: Sequence[str], *, paper: str, language: str
) -> bytes:
    """Print the sheets of several pairs of an outing, of one at least, as one file.

    Raises
    ------
    NotFoundError
        There is no such pair.
    """
    from dashboard import sheets

    with using(language):
        several = [pair_sheet(service, pair) for pair in pairs]
    return sheets.pair_sheets(several, paper=paper, language=language)


def _scanned(service: "Service", code: str) -> str:
    """Give what the QR code of a sheet leads to: the page to key it in, where it is known where."""
    address = service.settings.address
    return f"{address}/saisie?sheet={code}" if address else ""


def questionnaire_pdf(service: "Service", *, paper: str, language: str) -> bytes:
    """Print the questionnaire."""
    from dashboard import sheets

    with using(language):
        name = text(service.campaign().name)
    return sheets.questionnaire_sheet(
        service.questionnaire(),
        campaign=name,
        printed=service.settings.today,
        paper=paper,
        language=language,
    )


def access_cards_pdf(
    service: "Service", people: Sequence[tuple[str, str]], *, language: str
) -> bytes:
    """Print cards with personal links: the name and the link of each."""
    from dashboard import sheets

    with using(language):
        name = text(service.campaign().name)
    today = service.settings.today
    return sheets.access_cards(people, campaign=name, printed=today, language=language)


def leave_behind_pdf(service: "Service", *, language: str) -> bytes:
    """Print the cards that are left where nobody opened."""
    from dashboard import sheets
    from dashboard.sheets.model import CardData

    campaign = service.campaign()
    with using(language):
        data = CardData(
            campaign=text(campaign.name),
            town=campaign.town,
            printed=service.settings.today,
            organiser=campaign.organiser,
            contact=campaign.contact,
            results=campaign.results_at,
        )
    return sheets.leave_behind(data, language=language)


# What is said at the doors


def forgotten(campaign: Campaign) -> date:
    """Give the day on which it is forgotten which doors were knocked on: the last of all."""
    return max(phase.end for phase in campaign.phases)


def usual_notice(campaign: Campaign, language: str) -> str:
    """Give what people are told where a campaign has no words of its own."""
    from dashboard.sheets import words

    return words.default_notice(until=forgotten(campaign), language=language)


def usual_script(campaign: Campaign, language: str) -> str:
    """Give what is said at the door where a campaign has no words of its own."""
    from dashboard.sheets import words

    with using(language):
        name = text(campaign.name)
    return words.default_script(campaign=name, town=campaign.town, language=language)


def notice_as_printed(campaign: Campaign, language: str) -> list[object]:
    """Give the information of people as it is printed: paragraphs, and lists of items."""
    from dashboard.sheets import words
    from dashboard.sheets.typography import tidy

    with using(language):
        name = text(campaign.name)
    said = words.notice(
        organiser=campaign.organiser,
        contact=campaign.contact,
        results=campaign.results_at,
        body=campaign.notice.get(language) or usual_notice(campaign, language),
        campaign=name,
        language=language,
    )
    return words.prose(tidy(said, language))


def script_as_printed(campaign: Campaign, language: str) -> list[object]:
    """Give what is said at the door as it is printed: paragraphs, and lists of items."""
    from dashboard.sheets import words
    from dashboard.sheets.typography import tidy

    said = campaign.script.get(language) or usual_script(campaign, language)
    return words.prose(tidy(said, language))


def _doors(sheet: Sheet, held: Iterable[Section]) -> "tuple[SheetDoor, ...]":
    """Gather the lines of a sheet with the place and the dwellings of each door."""
    from dashboard.sheets.model import SheetDoor

    known = {(section.id, door.label): door for section in held for door in section.addresses}
    found = []
    for line in sheet.lines:
        address = known.get((line.section, line.door))
        homes = address.dwellings if address else None
        note = ngettext("{n} dwelling", "{n} dwellings", homes) if homes and homes > 1 else ""
        found.append(
            SheetDoor(
                row=line.row,
                street=line.street,
                label=line.door,
                lon=address.lon if address else None,
                lat=address.lat if address else None,
                note=note,
            )
        )
    return tuple(found)


def _streets(sections: Iterable[Section]) -> "tuple[SheetStreet, ...]":
    """Gather streets to draw."""
    from dashboard.sheets.model import SheetStreet

    return tuple(SheetStreet(section.street, section.geometry) for section in sections)
