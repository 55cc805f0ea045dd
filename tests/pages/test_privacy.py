"""The privacy page: for everybody to read, with more for those who may do more."""

from datetime import date

import pytest

from data.fieldwork import Contact, Volunteer
from data.model import Role
from tests.pages.appenv import AppEnv, texts


def keep(env: AppEnv) -> None:
    env.service.rounds.save_volunteer(Volunteer("v1", "Ana *B*"), Contact("v1", "ana@x.invalid"))


@pytest.mark.parametrize("role", Role)
def test_everybody_reads_what_is_kept_and_why(app_env: AppEnv, role: Role) -> None:
    keep(app_env)
    app_env.sign_in(role)
    at = app_env.open("privacy")
    said = texts(at)
    assert not at.exception and not at.error and at.title[0].value == "Vie privée"
    assert "Coordonnées des bénévoles" in said and "la coordination seulement" in said
    assert "anonymes" in said, "the notice"
    assert ("Les données de quelqu’un" in said) == (role >= Role.COORDINATOR)
    assert ("Purger" in said) == (role >= Role.ADMINISTRATOR)
    assert "ana@x.invalid" not in said


def test_somebody_is_erased_after_a_question(app_env: AppEnv) -> None:
    keep(app_env)
    at = app_env.open("privacy")
    at.selectbox(key="person-chosen").select("v1").run()
    at.button(key="erase-person").click().run()
    assert app_env.service.rounds.volunteers()
    at.button(key="erase-confirmed").click().run()
    assert not at.exception and "effacé" in at.success[0].value
    assert not app_env.service.rounds.volunteers()


def test_a_purge_is_shown_and_confirmed_by_typing(app_env: AppEnv) -> None:
    app_env.today("2023-07-31")
    app_env.service.records.fill_demo(until=date(2023, 5, 21))
    at = app_env.open("privacy")
    at.date_input(key="purge-before").set_value(date(2023, 7, 3)).run()
    assert "Ce qui partirait" in texts(at) and "Membres des binômes" in texts(at)

    def confirm(typed: str) -> None:
        at.text_input(key="purge-typed").set_value(typed)
        next(one for one in at.button if one.label == "Purger").click().run()

    confirm("02/07/2023")
    assert "rien n’a été purgé" in at.error[0].value
    assert app_env.service.rounds.volunteers()
    confirm("03/07/2023")
    assert not at.exception and "a été purgé" in at.success[0].value
    assert not app_env.service.rounds.volunteers()


def test_nothing_to_purge(app_env: AppEnv) -> None:
    at = app_env.open("privacy")
    at.date_input(key="purge-before").set_value(date(2023, 4, 1)).run()
    assert "rien à purger" in at.info[0].value
