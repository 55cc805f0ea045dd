"""The coverage page in its states: nothing yet, records, one quartier, no quartiers, errors."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cached, state
from dashboard.i18n import percent, using
from data.errors import DatabaseUnreachableError
from tests.pages.appenv import AppEnv, raising, texts
from tests.pages.plants import plant

TROIS_CITES = "8619403"


def figures(at: AppTest) -> dict[str, str]:
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", texts(at))
    return {label: value.replace("\u202f", " ") for label, value in found}


def test_an_empty_campaign_says_what_to_do_first(app_env: AppEnv) -> None:
    at = app_env.open()
    assert not at.exception and not at.error
    assert at.button(key="demo").label == "Charger les données de démonstration"
    assert "Aucune porte n’a encore été notée" in texts(at)
    assert figures(at)["Portes frappées"] == "0 / 1 001"


def test_an_empty_campaign_says_what_is_prepared_and_what_is_not(app_env: AppEnv) -> None:
    def steps() -> dict[str, str]:
        links = app_env.open().get("page_link")
        return {link.proto.label: link.proto.query_string for link in links}

    assert "La première sortie" in steps()
    assert "section=addresses" in steps()["Les rues et les portes de la ville"]
    plant(app_env.service, 4)
    done = {label for label in steps() if label.endswith("\xa0: c’est fait")}
    assert len(done) == 3 and "Comment vous joindre, sur le papier" in steps()


def test_one_click_brings_the_demonstration_in(app_env: AppEnv) -> None:
    app_env.today("2023-07-20")
    at = app_env.open()
    at.button(key="demo").click().run()
    assert figures(at)["Portes frappées"] == "1 061 / 1 001"
    assert "Données de démonstration" in at.warning[0].value
    assert "chargées" in at.success[0].value
    assert not [button for button in at.button if button.key == "demo"]
    at.run()
    assert not [said for said in at.success if "chargées" in said.value]


def test_during_the_campaign_the_demonstration_stops_today(app_env: AppEnv) -> None:
    at = app_env.open()
    at.button(key="demo").click().run()
    knocked = int(figures(at)["Portes frappées"].split(" / ")[0])
    assert 0 < knocked < 1001
    assert all(day <= app_env.service.settings.today for day, _ in cached.curve("").actual)


def test_the_headline_gives_rates_and_what_the_plan_expects(app_env: AppEnv) -> None:
    app_env.fill()
    said = texts(app_env.open())
    total = cached.overview().total
    assert total.opening_rate is not None
    assert f"{percent(total.opening_rate)} taux d’ouverture" in said
    assert "taux de réponse" in said
    assert f"Le plan prévoit {cached.overview().expected} portes à ce jour" in said
    assert "jusqu’au 2 juillet 2023" in said


@pytest.mark.parametrize(
    ("today", "label", "value"),
    [
        ("2023-03-01", "Premières portes dans", "32 jours"),
        ("2023-07-02", "Temps restant", "0 jour"),
        ("2026-01-01", "Temps des portes", "terminé"),
    ],
)
def test_the_time_left_before_during_and_after(
    app_env: AppEnv, today: str, label: str, value: str
) -> None:
    app_env.today(today)
    assert figures(app_env.open())[label] == value


def test_map_table_and_list_say_the_same(app_env: AppEnv) -> None:
    app_env.fill()
    said = texts(app_env.open())
    code = app_env.maps[-1]["feature_group_to_add"]._template.code
    for row in cached.coverage():
        assert f">{row.name}</th>" in said
        assert f"{row.knocked} portes frapp" in code
    missing = app_env.service.coverage.lagging()[0]
    assert f"<b>{missing.missing}</b>" in said
    assert "Limites indicatives" in said


def test_a_quartier_in_the_address_filters_the_page(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open(quartier=TROIS_CITES)
    row = next(row for row in cached.coverage() if row.code == TROIS_CITES)
    assert figures(at)["Portes frappées"] == f"{row.knocked} / {row.target}"
    assert '<tr class="chosen" aria-current="true"><th scope="row">Trois-Cités' in texts(at)
    assert "Les portes au fil du temps\u00a0: Trois-Cités" in texts(at)
    at.button(key="whole-town").click().run()
    assert figures(at)["Portes frappées"].endswith("/ 1 001")
    assert "quartier" not in at.query_params


def test_the_list_filters_as_the_map_does(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open()
    at.selectbox(key=state.QUARTIER).set_value(TROIS_CITES).run()
    assert at.query_params["quartier"] in (TROIS_CITES, [TROIS_CITES])
    assert "chosen" in texts(at)


def test_a_quartier_that_does_not_exist_is_passed_over(app_env: AppEnv) -> None:
    at = app_env.open(quartier="nowhere")
    assert not at.exception and not at.error
    assert figures(at)["Portes frappées"].endswith("/ 1 001")


def test_the_page_speaks_english(app_env: AppEnv) -> None:
    at = app_env.open(lang="en")
    assert at.title[0].value == "Coverage"
    with using("en"):
        at.get("button_group")[0].set_value("fr").run()
    assert at.title[0].value == "Couverture"


def test_a_town_without_quartiers_is_told_to_bring_a_file(
    app_env: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached, "coverage", lambda: ())
    at = app_env.open()
    assert not at.exception and not at.error
    assert "n’a pas encore de quartiers" in at.info[0].value


def test_a_database_out_of_reach_is_explained(app_env: AppEnv) -> None:
    app_env.monkeypatch.setenv("PORTES_DATABASE", "sqlite:////proc/no/where.sqlite")
    at = app_env.open()
    assert not at.exception
    assert len(at.error) == 1
    assert "base de données" in at.error[0].value


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (DatabaseUnreachableError(reason="x"), "base de données"),
        (ZeroDivisionError("secret detail"), "Rien n’est perdu"),
    ],
)
def test_figures_that_fail_leave_a_message(
    app_env: AppEnv, monkeypatch: pytest.MonkeyPatch, problem: Exception, said: str
) -> None:
    monkeypatch.setattr(cached, "coverage", raising(problem))
    at = app_env.open()
    assert not at.exception
    assert said in at.error[0].value
    assert "secret" not in texts(at)
