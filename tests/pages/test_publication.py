"""The publication page: nothing yet, a release made and withdrawn, too early."""

from datetime import date

import pytest

from data.model import Response
from data.restitution import Coding, QuoteStatus
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


def test_what_changed_tells_figures_themes_and_quotes(july: AppEnv) -> None:
    july.fill()
    service = july.service
    keys = [question.key for question in service.questionnaire().ratings]
    service.publishing.publish(keys[:3])
    masked = service.publishing.release(1).figures.masked
    one = next(one for one in service.answers.all("likes") if one.quartier not in masked)
    service.store.verbatims.confirm(one.id, "Trop de <bruit>.")
    service.store.verbatims.code(Coding(one.id, "Ada", ("nature",), service.settings.now()))
    service.store.verbatims.quote(one.id, QuoteStatus.APPROVED, "Trop de <bruit>.")
    at = july.open("publication")
    assert "sont codées" in texts(at)
    assert "par deux personnes" in texts(at)
    service.publishing.publish(keys[:3])
    at = july.open("publication")
    at.session_state["publication"] = "changes"
    at.run()
    assert not at.exception
    shown = texts(at)
    assert "Chiffres qui ont changé" not in shown
    assert "Thèmes et citations qui ont changé" in shown
    assert "Trop de &lt;bruit&gt;." in shown
    assert "trop peu de réponses" in shown
    service.publishing.withdraw(2, "une erreur")
    service.publishing.publish(keys[:3])
    again = july.open("publication")
    again.session_state["publication"] = "changes"
    again.run()
    assert "sont les mêmes" in texts(again)


def test_late_answers_are_said_once_for_all_questions_and_can_wait(july: AppEnv) -> None:
    july.fill()
    service = july.service
    asked = service.questionnaire()
    keys = [question.key for question in asked.ratings]
    service.publishing.publish(keys)
    code = service.quartiers()[0].code
    late = Response("late", asked.version, code, date(2023, 7, 1), dict.fromkeys(keys, 3))
    with service.store.importing("late.csv", at=service.now()) as writer:
        writer.add_responses([late])
    at = july.open("publication")
    assert not at.exception
    said = texts(at)
    assert said.count("toutes les questions") == 2, "the town and the quartier"
    assert said.count("Attendez d’autres réponses") == 1
    assert "publish" not in {button.key for button in at.button}
    at.toggle("publish-again").set_value(True).run()
    at.button("publish").click().run()
    at.button("publish-confirmed").click().run()
    assert not at.exception
    first, second = (service.publishing.release(number) for number in (1, 2))
    assert second.figures == first.figures
