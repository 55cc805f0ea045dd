"""The field work of the demo: it fits the visits, says that it is invented, and goes again."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import shapely

from data.campaigns import POITIERS, CampaignFolder, load_folder
from data.demo import DemoField, demo_field, demo_records, demo_sections
from data.fieldwork import OutingKind, Pair, Recorded, SectionState, Sheet, SheetLine, Volunteer
from data.model import Campaign, Outcome, Quartier, Questionnaire, Response, Visit
from data.store import Store

TODAY = date(2023, 7, 3)
NOW = datetime(2023, 7, 9, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def town() -> CampaignFolder:
    return load_folder(POITIERS)


@pytest.fixture(scope="module")
def records(town: CampaignFolder) -> tuple[list[Visit], list[Response]]:
    return demo_records(town.campaign, town.quartiers, town.questionnaire)


@pytest.fixture(scope="module")
def field(town: CampaignFolder, records: tuple[list[Visit], list[Response]]) -> DemoField:
    return demo_field(town.campaign, town.quartiers, records[0], today=TODAY)


@pytest.fixture
def filled(
    store: Store,
    town: CampaignFolder,
    field: DemoField,
    records: tuple[list[Visit], list[Response]],
) -> Store:
    store.save_campaign(town.campaign)
    store.replace_quartiers(town.quartiers, note={})
    store.save_questionnaire(town.questionnaire)
    with store.importing("demo", at="2023-07-03", demo=True) as writer:
        writer.add_field(field)
        assert writer.add_recorded(field.visits) == len(records[0])
        assert writer.add_responses(records[1]) == len(records[1])
    return store


def test_every_quartier_has_streets_enough_for_its_target(
    town: CampaignFolder, field: DemoField
) -> None:
    doors: Counter[str] = Counter()
    for section in field.sections:
        doors[section.quartier] += len(section.addresses)
    total = sum(quartier.dwellings or 0 for quartier in town.quartiers)
    for quartier in town.quartiers:
        share = 1001 * (quartier.dwellings or 0) / total
        assert doors[quartier.code] > share
    assert all(section.invented for section in field.sections)
    assert len({section.id for section in field.sections}) == len(field.sections)
    assert {section.street.rsplit(" ", 1)[0] for section in field.sections} == {"rue inventée n°"}


def test_every_door_lies_in_its_quartier(town: CampaignFolder, field: DemoField) -> None:
    shapes = {q.code: shapely.from_geojson(q.geometry) for q in town.quartiers}
    for section in field.sections:
        shape = shapes[section.quartier]
        assert shape.contains(shapely.from_geojson(section.geometry))
        assert all(shape.contains(shapely.Point(a.lon, a.lat)) for a in section.addresses)
        numbers = sorted(a.number or 0 for a in section.addresses)
        assert numbers == list(range(1, len(numbers) + 1))
        assert len({(a.lon, a.lat) for a in section.addresses}) == len(section.addresses)


def test_odd_and_even_doors_lie_on_two_sides(field: DemoField) -> None:
    for section in field.sections:
        (x, y), (to_x, to_y) = shapely.from_geojson(section.geometry).coords
        sides = {
            (a.number or 0) % 2: (to_x - x) * (a.lat - y) - (to_y - y) * (a.lon - x) > 0
            for a in section.addresses
        }
        assert sides[0] != sides[1]


def test_doors_come_in_walking_order(field: DemoField) -> None:
    for section in field.sections:
        numbers = [address.number or 0 for address in section.addresses]
        odd, even = ([n for n in numbers if n % 2 is side] for side in (1, 0))
        assert numbers == [*sorted(odd), *sorted(even, reverse=True)]


def test_visits_are_the_same_with_their_outing(
    field: DemoField, records: tuple[list[Visit], list[Response]]
) -> None:
    plain = [
        Visit(v.key, v.quartier, v.day, v.outcome or Outcome.ABSENT, v.street, v.door, v.doors)
        for v in field.visits
    ]
    assert plain == records[0]
    outings = {outing.id: outing for outing in field.outings}
    pairs = {pair.id: pair for pair in field.pairs}
    sections = {section.id: section for section in field.sections}
    for row in field.visits:
        section = sections[row.section]
        assert (section.quartier, section.street) == (row.quartier, row.street)
        assert row.door in {address.label for address in section.addresses}
        assert bool(row.outing) == bool(row.pair) == (not row.key.endswith("again"))
        if row.outing:
            outing = outings[row.outing]
            assert (outing.day, outing.quartier, outing.closed) == (row.day, row.quartier, True)
            assert outing.start.hour <= (row.hour or 0) < outing.end.hour
            assert pairs[row.pair].outing == row.outing


def test_its_outings_are_those_of_the_course_and_one_to_come(field: DemoField) -> None:
    training, *told, coming = field.outings
    assert (training.kind, training.day) == (OutingKind.TRAINING, date(2023, 3, 19))
    assert [outing.day for outing in told][:1] == [date(2023, 4, 2)]
    assert all(outing.closed for outing in (training, *told))
    assert (coming.day, coming.closed) == (date(2023, 7, 9), False)
    signed = Counter(word.outing for word in field.sign_ups)
    assert all(3 < signed[outing.id] <= outing.capacity for outing in field.outings)
    assert {pair.outing for pair in field.pairs} == {outing.id for outing in told}
    assert all(word.attended is None for word in field.sign_ups if word.outing == coming.id)


@pytest.mark.parametrize("weekday", range(7))
def test_the_next_outing_is_on_the_sunday_after_today(
    town: CampaignFolder, records: tuple[list[Visit], list[Response]], weekday: int
) -> None:
    today = date(2023, 7, 3) + timedelta(days=weekday)
    day = demo_field(town.campaign, town.quartiers, records[0], today=today).outings[-1].day
    assert day.weekday() == 6
    assert 1 <= (day - today).days <= 7


def test_its_people_are_invented_and_cannot_be_written_to(field: DemoField) -> None:
    assert all(person.name.endswith(" (démo)") for person in field.volunteers)
    assert all(contact.email.endswith(".invalid") for contact in field.contacts)
    assert not any(contact.phone for contact in field.contacts)
    members = [(pair.outing, member) for pair in field.pairs for member in pair.members]
    assert len(set(members)) == len(members)
    came = {(word.outing, word.volunteer) for word in field.sign_ups if word.attended}
    assert set(members) <= came


def test_the_same_seed_gives_the_same(
    town: CampaignFolder, field: DemoField, records: tuple[list[Visit], list[Response]]
) -> None:
    assert demo_field(town.campaign, town.quartiers, records[0], today=TODAY) == field
    assert demo_sections(town.campaign, town.quartiers) == field.sections
    assert demo_sections(town.campaign, town.quartiers, seed=1) != field.sections


def test_the_store_tells_what_is_done(filled: Store) -> None:
    statuses = filled.sections.statuses(now=NOW)
    assert sum(status.knocked for status in statuses) == 1061
    assert {status.state for status in statuses} == {SectionState.FREE, SectionState.DONE}
    by_quartier = {status.section.quartier for status in statuses if status.left > 5}
    assert len(by_quartier) == 10
    assert sum(row.visits for row in filled.recording.absences()) == len(list(filled.visits()))
    assert sum(counts.knocked for counts in filled.door_counts()) == 1061


def test_it_goes_with_all_that_was_tried_out(filled: Store, town: CampaignFolder) -> None:
    """Only what somebody made themselves, and that is not in an invented street, stays."""
    code = town.quartiers[0].code
    street, other = filled.sections.all(code)[:2]
    coming = filled.outings.all()[-1]
    mine = replace(coming, id="mine", quartier=code)
    filled.outings.save(mine)
    filled.people.save(Volunteer("me", "Moi"))
    filled.people.save(replace(filled.people.get("demo-01"), trained=False))
    for outing in ("mine", coming.id):
        for person in ("me", "demo-01"):
            filled.outings.sign_up(outing, person)
    filled.outings.save_pairs("mine", [Pair("we", "mine", 1, ("me", "demo-01"))])
    real = replace(other, id="real", street="rue vraie", invented=False)
    filled.sections.replace([real], source="ban.csv", at="2023-07-04")
    until = NOW + timedelta(hours=4)
    filled.claims.claim(street.id, "mine", "we", now=NOW, expires=until)
    kept = filled.claims.claim("real", "mine", "we", now=NOW, expires=until)
    lines = (SheetLine(1, street.id, street.street, "1"), SheetLine(2, "real", "rue vraie", "2"))
    filled.recording.save_sheet(Sheet("BOTH", "mine", "we", code, lines))
    filled.recording.save_sheet(Sheet("DEMO", "mine", "we", code, lines[:1]))

    def row(key: str, section: str, **more: object) -> Recorded:
        values = {"door": "1", "outing": "mine", "pair": "we", **more}
        return Recorded(key, code, mine.day, Outcome.ABSENT, section=section, **values)  # type: ignore[arg-type]

    invented = filled.recording.of_section(street.id)[0]
    assert filled.recording.record(
        [
            row("k1", street.id),
            row("k2", "real", street="rue vraie"),
            row("k3", "", outing="", pair="", replaces=invented.key),
        ]
    )
    answer = Response("tried", 1, code, mine.day, {})
    assert filled.recording.answer(answer, demo=True)
    assert filled.recording.answer(replace(answer, key="mine"))
    for record in filled.imports():
        filled.undo_import(record.id)

    assert [section.id for section in filled.sections.all()] == ["real"]
    assert [outing.id for outing in filled.outings.all()] == ["mine"]
    assert [person.id for person in filled.people.volunteers()] == ["me"]
    assert filled.people.contacts() == ()
    assert filled.outings.pairs("mine") == (Pair("we", "mine", 1, ("me",)),)
    assert filled.claims.of_pair("we") == (kept,)
    (sheet,) = filled.recording.sheets("mine")
    assert (sheet.code, [line.row for line in sheet.lines]) == ("BOTH", [2])
    assert [(visit.street, visit.door) for visit in filled.visits()] == [("rue vraie", "1")]
    assert len(list(filled.responses())) == 1


def test_it_can_come_again_after_it_went(
    filled: Store, field: DemoField, records: tuple[list[Visit], list[Response]]
) -> None:
    before = len(filled.outings.all())
    for record in filled.imports():
        filled.undo_import(record.id)
    assert filled.outings.all() == filled.sections.all() == filled.people.volunteers() == ()
    with filled.importing("demo", at="2023-07-05", demo=True) as writer:
        writer.add_field(field)
        assert writer.add_recorded(field.visits) == len(records[0])
    assert len(filled.outings.all()) == before


def test_a_town_without_shapes_or_visits_has_no_streets(
    campaign: Campaign, quartiers: tuple[Quartier, ...], questionnaire: Questionnaire
) -> None:
    visits, _ = demo_records(campaign, quartiers, questionnaire)
    assert demo_sections(campaign, quartiers) == ()
    assert demo_field(campaign, quartiers, [], today=TODAY) == DemoField()
    field = demo_field(campaign, quartiers, visits, today=TODAY)
    assert {row.section for row in field.visits} == {""}
    assert len(field.outings) >= 3


def test_streets_fit_into_small_and_narrow_quartiers(campaign: Campaign) -> None:
    for wide, high in ((0.01, 0.0002), (0.0005, 0.0005), (0.00001, 0.00001)):
        shape = shapely.box(0.3, 46.5, 0.3 + wide, 46.5 + high)
        tiny = Quartier("a", "A", str(shapely.to_geojson(shape)), 100, target=40)
        sections = demo_sections(campaign, [tiny])
        assert sum(len(section.addresses) for section in sections) >= 40
        for section in sections:
            assert all(shape.intersects(shapely.Point(a.lon, a.lat)) for a in section.addresses)
