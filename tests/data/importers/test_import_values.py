"""Reading cells: days, ratings, outcomes, counts, addresses, coordinates."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers.addresses import parse_address, parse_door
from data.importers.faults import Bad, Fault
from data.importers.moments import EXCEL_EPOCH, Moment, read_moment
from data.importers.places import parse_number, parse_point
from data.importers.values import (
    canonical,
    count_parser,
    day_parser,
    parse_outcome,
    parse_rating,
    text_parser,
)
from data.model import Outcome

APRIL = date(2023, 4, 2)


@pytest.mark.parametrize(
    "written",
    [
        "2023-04-02", "2023/04/02", "02/04/2023", "2/4/23", "2.4.2023", "02-04-2023", "20230402",
        "2023-04-02T15:12:45", "2023-04-02T15:12:45.123Z", "2023-04-02T15:12:45+02:00",
        "2023/04/02 3:12:45 PM UTC+2", "2023/04/02 3:12:45 PM UTC−2", "02/04/2023 15:12:45",
        "2/4/2023 15:12", "02/04/2023 à 15h12", "02/04/2023 15h", "02/04/2023, 15:12",
        "2 avril 2023", "dimanche 2 avril 2023", "Dim. 2 avr. 2023", "2 avril 2023 à 15:12",
        "April 2, 2023", "Sunday, April 2nd, 2023", "2 Apr 2023", "Apr 2, 2023, 3:12 PM",
        "45018", 45018, 45018.63, 20230402, APRIL, datetime(2023, 4, 2, 15, 12), " 02/04/2023 ",
    ],
)  # fmt: skip
def test_days_are_read(written):
    found = read_moment(written)
    assert isinstance(found, Moment)
    assert (found.day, found.whole) == (APRIL, True)


@pytest.mark.parametrize("written", ["2023-04", "04/2023", "avril 2023", "April 2023", "2023/04"])
def test_months_are_read_as_months(written):
    assert read_moment(written) == Moment(date(2023, 4, 1), None, False)


@pytest.mark.parametrize(
    "written", ["demain", "12", "4/5", "2023", "x 02/04/2023", "02/04/2023 x", "²"]
)
def test_what_is_no_day_is_none(written):
    assert read_moment(written) is None


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("31/02/2023", Fault.IMPOSSIBLE_DAY),
        ("2023-13-01", Fault.IMPOSSIBLE_DAY),
        ("32 avril 2023", Fault.IMPOSSIBLE_DAY),
        ("04/21/2023", Fault.MONTH_FIRST),
        ("demain", Fault.BAD_DAY),
        ("03/07/2023", Fault.FUTURE_DAY),
        ("03/07/2023 10:11:12", Fault.FUTURE_DAY),
        ("02/04/1923", Fault.OLD_DAY),
        ("02/04/2023 25:61", Fault.BAD_DAY),
        ("02/04/2023 25:11:12", Fault.BAD_DAY),
    ],
)
def test_wrong_days_are_named(written, fault):
    found = day_parser(date(2023, 7, 2), month_first=False)(written)
    assert isinstance(found, Bad)
    assert found.fault is fault


def test_the_order_of_day_and_month_can_be_chosen():
    assert read_moment("4/2/2023", month_first=True).day == APRIL
    assert read_moment("4/2/2023").day == date(2023, 2, 4)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2098, 1, 1)).map(lambda d: d.replace(microsecond=0))
)
def test_one_moment_reads_the_same_however_it_is_written(moment):
    written = (
        moment.isoformat(),
        moment.isoformat(" "),
        f"{moment:%d/%m/%Y %H:%M:%S}",
        f"{moment.day}/{moment.month}/{moment.year} {moment:%H:%M:%S}",
        f"{moment:%Y/%m/%d %I:%M:%S %p} UTC+2",
        moment,
    )
    assert len({canonical(cell) for cell in written}) == 1
    assert {read_moment(cell).day for cell in written} == {moment.date()}
    serial = (moment.date() - EXCEL_EPOCH).days
    assert read_moment(serial).day == moment.date()


@pytest.mark.parametrize(
    ("cell", "rating"),
    [
        ("4", 4), ("4,0", 4), ("4.00", 4), (4, 4), (4.0, 4), ("4/5", 4), ("4 / 5", 4), (" 4 ", 4),
        ("4 - plutôt", 4), ("5 (très)", 5), ("1 : pas du tout", 1), ("2 = peu", 2), ("3 moyen", 3),
        ("4 –", 4), ("", None), ("NSP", None), ("ne sait pas", None), ("Sans réponse", None),
        ("N/A", None), ("-", None), ("n’a pas d’avis", Fault.RATING_NOT_NUMBER),
        ("0", Fault.RATING_RANGE), ("6", Fault.RATING_RANGE), ("-1", Fault.RATING_RANGE),
        (0, Fault.RATING_RANGE), ("3.5", Fault.RATING_NOT_WHOLE), (3.5, Fault.RATING_NOT_WHOLE),
        ("4,5", Fault.RATING_NOT_WHOLE), ("oui", Fault.RATING_NOT_NUMBER),
        ("TRUE", Fault.RATING_NOT_NUMBER), ("4-5", Fault.RATING_TWO), ("4 - 5", Fault.RATING_TWO),
        ("4 5", Fault.RATING_TWO), ("8/10", Fault.RATING_SCALE), ("4/10", Fault.RATING_SCALE),
        ("12 sur 20", Fault.RATING_SCALE), (date(2023, 5, 4), Fault.RATING_IS_DATE),
    ],
)  # fmt: skip
def test_ratings(cell, rating):
    found = parse_rating(cell)
    assert (found.fault if isinstance(found, Bad) else found) == rating


@given(st.one_of(st.text(), st.floats(), st.integers(), st.dates()))
def test_a_rating_is_one_to_five_or_none_or_a_fault(cell):
    found = parse_rating(cell)
    assert found in (None, 1, 2, 3, 4, 5) or isinstance(found, Bad)


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        ("Entretien", Outcome.INTERVIEW), ("questionnaire rempli", Outcome.INTERVIEW),
        ("REFUS", Outcome.REFUSAL), ("Absent", Outcome.ABSENT), ("pas là", Outcome.ABSENT),
        ("à repasser", Outcome.COME_BACK), ("digicode/accès bloqué", Outcome.NO_ACCESS),
        ("Accès bloqué (digicode)", Outcome.NO_ACCESS), ("vacant", Outcome.VACANT),
        ("barrière de langue", Outcome.LANGUAGE), ("Ne pas déranger", Outcome.DO_NOT_DISTURB),
        ("do_not_disturb", Outcome.DO_NOT_DISTURB), ("come back", Outcome.COME_BACK), ("", None),
        ("abscent", Fault.NEAR_OUTCOME), ("trente-six", Fault.UNKNOWN_OUTCOME),
    ],
)  # fmt: skip
def test_outcomes(cell, outcome):
    found = parse_outcome(cell)
    assert (found.fault if isinstance(found, Bad) else found) == outcome


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("3", 3), (3.0, 3), ("", None), ("0", Fault.COUNT_RANGE), ("-2", Fault.COUNT_RANGE),
        ("501", Fault.COUNT_RANGE), ("2,5", Fault.BAD_COUNT), ("deux", Fault.BAD_COUNT),
    ],
)  # fmt: skip
def test_counts(cell, count):
    found = count_parser(least=1)(cell)
    assert (found.fault if isinstance(found, Bad) else found) == count


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("12 rue X", ("rue X", "12")), ("12 bis, rue X", ("rue X", "12 bis")),
        ("12B rue X", ("rue X", "12 b")), ("3 avenue de Paris", ("avenue de Paris", "3")),
        ("Place d’Armes", ("Place d’Armes", None)), ("8 bd du Pont", ("bd du Pont", "8")),
        ("12 allée A", ("allée A", "12")), ("", None),
    ],
)  # fmt: skip
def test_addresses(cell, address):
    assert parse_address(cell) == address


def test_doors_are_written_one_way():
    cells = ("012", "12 BIS", "12bis", 12.0, "Appartement 4", "'-2")
    assert [parse_door(cell) for cell in cells] == [
        "12", "12 bis", "12 bis", "12", "Appartement 4", "-2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("46,58", 46.58),
        ("46.58", 46.58),
        ("-0.34", -0.34),
        (46, 46.0),
        ("6 612 345,5", 6612345.5),
        ("", None),
    ],
)
def test_coordinates(cell, number):
    assert parse_number(cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        "46.58, 0.34", "46.58;0.34", "46,58; 0,34", "46,58, 0,34", "46.58 0.34", "(46.58, 0.34)",
        "46.58 0.34 112.5 4.9", "POINT (0.34 46.58)", "SRID=4326;POINT(0.34 46.58)",
    ],
)  # fmt: skip
def test_points(cell):
    assert parse_point(cell) == (0.34, 46.58)


@pytest.mark.parametrize("cell", ["ici", "46.58", "46.58, ", "1,2,3", "12 rue X"])
def test_what_is_no_point_is_a_fault(cell):
    assert parse_point(cell).fault is Fault.BAD_COORDINATE


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_texts_come_out_clean_and_stay_so(text):
    parse = text_parser(limit=5000, lines=True)
    once = parse(text)
    assert once is None or once == once.strip()
    assert once is None or not {"\r", "\0", "\x0b"} & set(once)


def test_a_long_text_is_a_fault():
    found = text_parser(limit=10, lines=True)("x" * 11)
    assert (found.fault, found.params) == (Fault.TEXT_TOO_LONG, {"length": 11, "most": 10})


def test_midnight_and_fractions_of_seconds():
    noisy = datetime(2023, 4, 2, 15, 12, 45) - timedelta(microseconds=300)
    assert canonical(noisy) == "2023-04-02 15:12:45"
    assert canonical(datetime(2023, 4, 2)) == canonical(APRIL) == "2023-04-02"
