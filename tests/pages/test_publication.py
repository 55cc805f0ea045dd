"""The publication page: nothing yet, a release made and withdrawn, too early."""

import pytest

from tests.pages.appenv import AppEnv, texts


@pytest.fixture
def july(app_env: AppEnv) -> AppEnv:
    app_env.today("2023-07-05")
    return app_env


def test_without_answers_it_says_what_to_do(app_env: AppEnv) -> None:
    at = app_env.open("publication")
    assert not at.exception
    assert "Publication" in texts(at)
    assert "publish" not in {button.key for button in at.button}


def test_before_its_day_a_release_can_be_looked_at_only(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("publication")
    assert not at.exception
    assert at.button("publish").disabled
    assert "1 juillet 2023" in texts(at) or "1er juillet 2023" in texts(at)


def test_a_release_is_published_and_withdrawn(july: AppEnv) -> None:
    july.fill()
    at = july.open("publication")
    at.button("publish").click().run()
    at.button("publish-confirmed").click().run()
    assert not at.exception
    assert july.service.publishing.current().number == 1
    july.service.publishing.withdraw(1, "une erreur")
    again = july.open("publication")
    again.session_state["publication"] = "releases"
    again.run()
    assert "une erreur" in texts(again)
