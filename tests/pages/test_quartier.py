"""The page of one quartier: its doors, and all questions with their intervals."""

import pytest

from dashboard import cached, state
from dashboard.cached import figures
from data.errors import DatabaseUnreachableError
from tests.pages.appenv import AppEnv, raising, texts

TROIS_CITES, COURONNERIES = "8619403", "8619408"


def test_without_answers_the_doors_are_shown_all_the_same(app_env: AppEnv) -> None:
    at = app_env.open("quartier", quartier=TROIS_CITES)
    assert not at.exception and not at.error
    assert at.title[0].value == "Trois-Cités"
    assert "Aucune réponse n’a encore été importée" in texts(at)
    assert "Portes frappées" in texts(at)


def test_a_quartier_shows_its_doors_and_all_questions(app_env: AppEnv) -> None:
    app_env.fill()
    said = texts(app_env.open("quartier", quartier=TROIS_CITES))
    row = next(row for row in cached.coverage() if row.code == TROIS_CITES)
    for count in (row.knocked, row.opened, row.interviews, row.refusals):
        assert f"<dd>{count} " in said
    for question in cached.questionnaire().ratings:
        assert f'<th scope="row">{question.short["fr"]}</th>' in said
    assert "moyenne de toute la ville" in said


def test_the_whole_town_stands_until_a_quartier_is_chosen(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("quartier")
    assert at.title[0].value == "Toute la ville"
    assert "Choisissez un quartier" in texts(at)
    at.selectbox(key=state.QUARTIER).set_value(TROIS_CITES).run()
    assert at.title[0].value == "Trois-Cités"
    assert at.query_params["quartier"] in (TROIS_CITES, [TROIS_CITES])


def test_the_town_stands_beside_a_quartier_but_not_beside_itself(app_env: AppEnv) -> None:
    app_env.fill()
    asked = cached.questionnaire().ratings
    beside, alone = cached.place_view(TROIS_CITES), cached.place_view("")
    assert beside is not None and alone is not None
    assert beside.means.count('class="tick"') == len(asked)
    assert 'class="tick"' not in alone.means
    places = [beside.means.index(f"<b>{question.short['fr']}</b>") for question in asked]
    assert places == sorted(places)


def test_shares_stand_in_the_place_of_means(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("quartier", quartier=TROIS_CITES, mesure="share")
    assert not at.exception and not at.error
    said = texts(at)
    assert "Part des notes 4 et 5, avec son intervalle" in said
    assert "part dans toute la ville" in said
    assert "Répartition des réponses" in said
    at.segmented_control(key=state.MEASURE).set_value("mean").run()
    assert "Moyenne et intervalle" in texts(at)
    assert "mesure" not in at.query_params


def test_the_weighted_mean_stands_beside_that_of_the_town(app_env: AppEnv) -> None:
    app_env.fill()
    assert '<th scope="col">Pondérée par les logements</th>' in texts(app_env.open("quartier"))


def test_a_quartier_stands_beside_another_one(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("quartier", quartier=TROIS_CITES, avec=COURONNERIES)
    assert not at.exception and not at.error
    said = texts(at)
    assert "Trois-Cités moins Couronneries" in said
    assert "une sur vingt" in said
    assert TROIS_CITES not in at.selectbox(key=state.OTHER).options
    at.selectbox(key=state.QUARTIER).set_value(COURONNERIES).run()
    assert "Couronneries moins" not in texts(at)
    assert "avec" not in at.query_params


def test_the_whole_town_is_compared_with_nothing(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("quartier", avec=COURONNERIES)
    assert not [box for box in at.selectbox if box.key == state.OTHER]


def test_a_town_without_quartiers_is_told_to_bring_a_file(
    app_env: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached, "coverage", lambda: ())
    at = app_env.open("quartier")
    assert not at.exception and not at.error
    assert "n’a pas encore de quartiers" in at.info[0].value


def test_the_page_speaks_english(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("quartier", lang="en", quartier=TROIS_CITES)
    assert "Mean and interval" in texts(at)
    assert "Refusals" in texts(at)


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
    monkeypatch.setattr(figures, "results", raising(problem))
    at = app_env.open("quartier")
    assert not at.exception
    assert said in at.error[0].value
    assert "secret" not in texts(at)
