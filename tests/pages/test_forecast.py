"""The forecast on the coverage page, where to go next, and when people are out: in words."""

from datetime import date

import pytest

from dashboard import cached
from dashboard.components import absences, forecast, where_next
from dashboard.i18n import using
from dashboard.outlook import NextPlace
from data.analysis.forecast import Forecast
from data.analysis.prospects import QuartierForecast
from data.store.recording import Absences
from tests.pages.appenv import AppEnv

END = date(2023, 7, 2)
FOUND = Forecast(880, 1116, 1396, 0.7356, (120, 0), (date(2023, 4, 2), date(2023, 4, 9)), 60.0)
ROWS = (
    QuartierForecast("b", 0, 1.0, 0.0, 0),
    QuartierForecast("a", 40, 0.03, 31.6, 2),
)


def bodies(at) -> str:
    return "\n".join(str(element.proto.body) for element in at.get("html"))


def test_no_forecast_before_the_first_door(app_env: AppEnv) -> None:
    at = app_env.open()
    assert not at.exception
    assert "Où en sera la campagne" not in bodies(at)


def test_the_coverage_page_says_where_the_campaign_will_stand(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open()
    found = app_env.service.outlook.forecast()
    said = bodies(at)
    assert found is not None
    assert "Où en sera la campagne" in said
    assert f"compris entre {found.low} et " in said
    assert "Portes par semaine" in said and "Sorties à faire" in said
    assert said.count('class="stick"') == len(found.weekly)


def test_it_follows_the_doors(app_env: AppEnv) -> None:
    app_env.fill()
    before = bodies(app_env.open())
    app_env.service.records.undo_import(app_env.service.records.imports()[0].id)
    for record in app_env.service.records.imports():
        if not record.undone:
            app_env.service.records.undo_import(record.id)
    assert "Où en sera la campagne" in before
    assert "Où en sera la campagne" not in bodies(app_env.open())


def test_the_planning_page_says_where_next(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("planning")
    assert "Où aller ensuite" in bodies(at)


def test_an_interval_and_a_chance_never_a_day(app_env: AppEnv) -> None:
    with using("en"):
        said = forecast.html(FOUND, ROWS, {"a": "<A>", "b": "B"}, cached.overview())
    assert "between 880 and 1,396 doors" in said and "chance of reaching 1,001: 75%" in said
    assert "&lt;A&gt;" in said and "<A>" not in said
    assert said.index("B</th>") < said.index("&lt;A&gt;")  # the order that was given


def test_after_the_end_it_says_how_it_ended(app_env: AppEnv) -> None:
    app_env.today("2023-07-03")
    with using("en"):
        said = forecast.html(FOUND, ROWS, {}, cached.overview())
    assert "The time for doors ended on 2 July 2023 with 1,116 doors." in said
    assert 'class="range"' not in said


def test_a_goal_that_is_reached(app_env: AppEnv) -> None:
    sure = Forecast(1100, 1200, 1300, 1.0, (1050,), (date(2023, 4, 2),), 1050.0)
    with using("en"):
        assert "The goal of 1,001 doors is reached." in forecast.html(
            sure, (), {}, cached.overview()
        )


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "Nobody has been there yet."), (0, "Last doors today."), (1, "Last doors 1 day ago.")],
)
def test_reasons(days: int | None, said: str) -> None:
    with using("en"):
        reasons = where_next.reasons(NextPlace("A", ROWS[1], days))
    assert reasons[0] == said
    assert "Expected to be 32 doors short at the end." in reasons
    assert "About 2 outings needed." in reasons


def test_nothing_missing_anywhere() -> None:
    with using("en"):
        assert "Every quartier has the doors" in where_next.html([], END)


def test_names_are_escaped() -> None:
    with using("en"):
        said = where_next.html([NextPlace("<i>", ROWS[1], None)] * 4, END)
    assert "<i>" not in said
    assert "1 more quartier" in said


def test_absences_colour_only_what_is_sure() -> None:
    rows = [Absences(6, 10, 100, 60), Absences(6, 11, 100, 40), Absences(5, 10, 3, 0)]
    with using("en"):
        said = absences.html(rows)
    assert said.count('class="few"') == 1
    assert "Most people were in on Sunday from 11:00: 40% absent." in said
    assert absences.best(rows) == rows[1]
    assert absences.best(rows[2:]) is None


def test_absences_without_hours() -> None:
    with using("en"):
        assert "No visit says at what time" in absences.html([Absences(6, None, 10, 5)])
        assert "No visit says at what time" in absences.html([])
