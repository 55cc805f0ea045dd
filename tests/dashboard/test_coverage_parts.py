"""What the coverage page says: headline, table, list, map, legend, curve and calendar."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from dashboard import charts, progress_map
from dashboard.components import coverage_table, doors_curve, headline, lagging, map_panel
from dashboard.components.markup import Cell, Row, table
from dashboard.coverage import Curve, Overview
from dashboard.i18n import using
from data.analysis.coverage import CoverageRow, totals
from data.model import Campaign, Phase

HOSTILE = '<img src=x onerror="alert(1)">'
FIRST, LAST = date(2023, 4, 2), date(2023, 7, 2)


@pytest.fixture(autouse=True)
def english():
    with using("en"):
        yield


@pytest.fixture
def rows() -> list[CoverageRow]:
    return [
        CoverageRow("1", HOSTILE, 100, 40, 20, 10, 5),
        CoverageRow("2", "Les Rocs", 50, 60, 30, 20, 5),
        CoverageRow("3", "Beaulieu", None, 7, 0, 0, 0),
        CoverageRow("4", "Couronneries", 0, 0, 0, 0, 0),
    ]


@pytest.fixture
def overview(rows: list[CoverageRow]) -> Overview:
    phases = (
        Phase("training", date(2023, 3, 19), date(2023, 3, 19), {"en": "Training"}),
        Phase("doors", FIRST, LAST, {"en": "Doors"}),
    )
    campaign = Campaign("c", {"en": "Challenge"}, 1001, "86194", "Poitiers", phases, "doors")
    today = date(2023, 5, 10)
    return Overview(
        campaign=campaign,
        today=today,
        total=totals(rows, goal=1001),
        days_left=(LAST - today).days,
        expected=424,
        answered=True,
        demo=False,
    )


def test_the_headline_names_rates_and_plan(overview: Overview, rows: list[CoverageRow]) -> None:
    html = headline.html(overview, rows[0], 42)
    assert "<dt>Doors knocked</dt><dd>40 / 100</dd><dd>40% of the target</dd>" in html
    assert "<dd>50% opening rate</dd>" in html
    assert "<dd>25% response rate</dd>" in html
    assert "The plan expects 42 doors by today: 2 doors behind." in html


@pytest.mark.parametrize(
    ("knocked", "said"), [(41, "1 door behind"), (42, "exactly on plan"), (50, "8 doors ahead")]
)
def test_the_headline_compares_with_the_plan(
    rows: list[CoverageRow], knocked: int, said: str
) -> None:
    assert said in headline.against_plan(replace(rows[0], knocked=knocked), 42)


@pytest.mark.parametrize(
    ("today", "label", "value", "note"),
    [
        (date(2023, 3, 1), "First doors in", "32 days", "from 2 April 2023"),
        (FIRST, "Time left for doors", "91 days", "until 2 July 2023"),
        (LAST, "Time left for doors", "0 days", "until 2 July 2023"),
        (date(2024, 1, 1), "Time for doors", "over", "since 2 July 2023"),
    ],
)
def test_the_time_left(overview: Overview, today: date, label: str, value: str, note: str) -> None:
    then = replace(overview, today=today, days_left=(LAST - today).days)
    assert headline.time_left(then) == (label, value, note)


def test_without_a_target_there_is_no_bar(rows: list[CoverageRow]) -> None:
    assert headline.bar(rows[2], 0) == ""


def test_names_are_text_everywhere(overview: Overview, rows: list[CoverageRow]) -> None:
    pieces = [
        coverage_table.html(rows, overview.total, chosen="1"),
        lagging.html(rows[:1], 0.5),
        table(HOSTILE, [HOSTILE], [Row([Cell(HOSTILE, HOSTILE)])]),
        map_panel.legend_html(HOSTILE, [("#ffffff", HOSTILE, True, True)], note=HOSTILE),
    ]
    assert all("<img" not in piece and "&lt;img" in piece for piece in pieces)


def test_the_table_keeps_the_order_and_marks_the_chosen_row(
    overview: Overview, rows: list[CoverageRow]
) -> None:
    html = coverage_table.html(rows, overview.total, chosen="2")
    places = [html.index(name) for name in ("Les Rocs", "Beaulieu", "Couronneries", "Whole town")]
    assert places == sorted(places)
    assert html.count('class="chosen"') == 1
    assert "60 / 50 <small>120%</small>" in html
    assert "width:100%" in html
    assert "no target" in html


def test_the_list_says_why(rows: list[CoverageRow]) -> None:
    assert lagging.reason(rows[0], 0.5).startswith("40% of its target where the plan expects 50%")
    assert "10 doors behind" in lagging.reason(rows[0], 0.5)
    assert "Nobody has been there" in lagging.reason(replace(rows[0], knocked=0), 0.5)
    assert lagging.reason(rows[0], 1.0) == "40% of the 100 doors of its target."
    assert "No quartier is behind the plan." in lagging.html([], 0.5)


def test_the_map_tells_beyond_the_target_from_no_target(rows: list[CoverageRow]) -> None:
    below, beyond, without, zero = (progress_map.style(row) for row in rows)
    assert (below.marked, beyond.marked, without.marked) == (False, True, False)
    assert (below.hatched, beyond.hatched, without.hatched, zero.hatched) == (
        *(False, False),
        *(True, True),
    )
    assert progress_map.style(rows[0], selected=True).selected
    assert below.lines[1] == "40 of 100 doors knocked (40%)"
    assert without.lines[1] == "7 doors knocked, no target"


def test_the_legend_has_keys_for_what_is_on_the_map_only(rows: list[CoverageRow]) -> None:
    labels = [label for _colour, label, _hatched, _marked in progress_map.legend(rows)]
    assert labels == ["0%", "25%", "50%", "75%", "100%", "beyond the target", "no target"]
    assert len(progress_map.legend(rows[:1])) == 5


def test_the_curve_runs_from_nothing_to_today() -> None:
    curve = Curve([(date(2023, 4, 2), 120), (date(2023, 4, 16), 200)], [(FIRST, 11), (LAST, 1001)])
    spec = charts.doors_curve(curve, today=date(2023, 5, 10))
    done = spec["layer"][1]["data"]["values"]
    assert [point["doors"] for point in done] == [0, 120, 200, 200]
    assert done[-1]["day"] == "2023-05-10T00:00:00"
    assert "datasets" not in spec
    assert all(before["day"] < after["day"] for before, after in pairwise(done))


def test_the_curve_of_nothing_is_the_plan_alone() -> None:
    spec = charts.doors_curve(Curve([], [(FIRST, 11), (LAST, 1001)]), today=FIRST)
    assert len(spec["layer"]) == 1
    assert len(spec["layer"][0]["data"]["values"]) == 2


def test_the_curve_as_a_table_stands_beside_the_plan() -> None:
    curve = Curve([(FIRST, 120), (date(2023, 8, 1), 1050)], [(FIRST, 11), (LAST, 1001)])
    html = doors_curve.html(curve)
    assert "<td>120</td><td>11</td>" in html
    assert "<td>1,050</td><td>1,001</td>" in html


def test_the_calendar_marks_today_inside_the_campaign_only(overview: Overview) -> None:
    inside = charts.calendar(overview.campaign, today=overview.today)
    outside = charts.calendar(overview.campaign, today=date(2024, 1, 1))
    assert (len(inside["layer"]), len(outside["layer"])) == (3, 1)
    bars = inside["layer"][0]["data"]["values"]
    assert [bar["label"] for bar in bars] == ["Training · 19 Mar", "Doors · 2 Apr – 2 Jul"]
    assert bars[0]["end"] == "2023-03-20T00:00:00"


def test_days_are_written_in_french() -> None:
    curve = Curve([(date(2023, 5, 1), 120)], [(FIRST, 11), (LAST, 1001)])
    with using("fr"):
        spec = charts.doors_curve(curve, today=FIRST)
    assert spec["config"]["locale"]["time"]["shortMonths"][3] == "avr."
    assert "1er mai 2023" in str(spec)
