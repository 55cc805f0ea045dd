"""The journal page: empty, filtered, paged, checked, and for administrators only."""

import sqlite3

from data.fieldwork import Volunteer
from data.model import Role
from tests.pages.appenv import AppEnv, texts


def keep(env: AppEnv, number: int) -> None:
    for n in range(number):
        env.service.rounds.save_volunteer(Volunteer(f"v{n}", f"Nom {n}"))


def test_nothing_yet(app_env: AppEnv) -> None:
    at = app_env.open("audit")
    assert not at.exception and at.title[0].value == "Journal"
    assert "Aucune entrée" in at.info[0].value


def test_entries_in_plain_words(app_env: AppEnv) -> None:
    keep(app_env, 1)
    app_env.service.records.fill_demo(until=app_env.service.settings.today)
    said = texts(app_env.open("audit"))
    assert "Données inventées ajoutées" in said and "bénévole Nom 0" in said
    assert "ligne de commande <small>administration</small>" in said


def test_filters_and_pages(app_env: AppEnv) -> None:
    keep(app_env, 51)
    app_env.service.planning.save_texts(app_env.service.campaign())
    at = app_env.open("audit")
    assert "52 entrées" in texts(at) and "bénévole Nom 0<" not in texts(at)
    at.number_input(key="journal-p").set_value(2).run()
    assert "bénévole Nom 0<" in texts(at) and "bénévole Nom 50<" not in texts(at)
    at.selectbox(key="journal-what").select("Planning.save_texts").run()
    assert not at.exception
    assert "1 entrée" in texts(at) and "Textes de la campagne modifiés" in texts(at)


def test_the_check_says_whether_anybody_altered_it(app_env: AppEnv) -> None:
    keep(app_env, 2)
    at = app_env.open("audit")
    at.button(key="journal-check").click().run()
    assert "Rien n’a été altéré" in at.success[0].value
    with sqlite3.connect(app_env.database) as connection:
        connection.execute("DROP TRIGGER audit_no_delete")
        connection.execute("DELETE FROM audit WHERE number = 1")
    connection.close()
    at.button(key="journal-check").click().run()
    assert "il manque des entrées" in at.error[0].value


def test_it_is_for_administrators(app_env: AppEnv) -> None:
    keep(app_env, 1)
    app_env.sign_in(Role.COORDINATOR)
    assert "bénévole Nom 0" not in texts(app_env.open("audit"))
