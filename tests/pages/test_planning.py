"""The planning page: calendar, effect of a spread before it is saved, saving, errors."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cached
from data.model import AllocationMethod, Spread
from tests.pages.appenv import AppEnv, texts

SAVE = "Enregistrer cette répartition"


def save_button(at: AppTest):
    return next(button for button in at.button if button.label == SAVE)


def test_the_phases_stand_on_a_calendar_line(app_env: AppEnv) -> None:
    at = app_env.open("planning")
    assert not at.exception and not at.error
    assert "Nous sommes le 10 mai 2023" in texts(at)
    spec = json.loads(at.get("vega_lite_chart")[0].proto.spec)
    labels = [row["label"] for row in spec["layer"][0]["data"]["values"]]
    assert len(labels) == len(cached.overview().campaign.phases)
    assert len(spec["layer"]) == 3  # bars, the line of today, its name
    assert "encore 53 jours" in texts(at)


def test_after_the_campaign_today_is_not_on_the_line(app_env: AppEnv) -> None:
    app_env.today("2026-01-01")
    at = app_env.open("planning")
    spec = json.loads(at.get("vega_lite_chart")[0].proto.spec)
    assert len(spec["layer"]) == 1
    assert "La campagne est terminée." in texts(at)


def test_the_saved_spread_is_shown_and_cannot_be_saved_again(app_env: AppEnv) -> None:
    at = app_env.open("planning")
    assert at.radio(key="spread-method").value == AllocationMethod.HARE
    assert save_button(at).disabled
    assert "59 à 195" in texts(at)


def test_nothing_is_saved_until_the_button(app_env: AppEnv) -> None:
    before = app_env.service.quartiers()
    at = app_env.open("planning")
    at.radio(key="spread-method").set_value(AllocationMethod.EQUAL).run()
    assert "100 à 101" in texts(at)
    assert app_env.service.quartiers() == before
    save_button(at).click().run()
    assert "Les objectifs sont enregistrés." in at.success[0].value
    assert {quartier.target for quartier in app_env.service.quartiers()} == {100, 101}
    assert app_env.service.campaign().spread.method is AllocationMethod.EQUAL
    assert save_button(at).disabled


def test_power_has_an_exponent_and_costs_precision(app_env: AppEnv) -> None:
    at = app_env.open("planning")
    assert not at.select_slider
    at.radio(key="spread-method").set_value(AllocationMethod.POWER).run()
    at.select_slider(key="spread-exponent").set_value(0.25).run()
    allocation = app_env.service.planning.preview_spread(
        Spread(AllocationMethod.POWER, 40, 0.25), 1001
    )
    assert allocation.effective_n is not None
    assert f"renseignent autant que {round(allocation.effective_n)} portes" in texts(at)


@pytest.mark.parametrize(("floor", "mend"), [(200, "plancher"), (101, "plancher")])
def test_an_impossible_floor_is_explained(app_env: AppEnv, floor: int, mend: str) -> None:
    before = app_env.service.quartiers()
    at = app_env.open("planning")
    at.number_input(key="spread-floor").set_value(floor).run()
    assert not at.exception
    assert mend in at.error[0].value.lower()
    assert "Rien n’a été changé." in texts(at)
    assert app_env.service.quartiers() == before


def test_a_town_without_quartiers_still_has_a_calendar(
    app_env: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached, "quartiers", lambda: ())
    at = app_env.open("planning")
    assert not at.exception and not at.error
    assert at.get("vega_lite_chart")
    assert "n’a pas encore de quartiers" in at.info[0].value
