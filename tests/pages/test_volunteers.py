"""The page of volunteers: list, contact details on demand, changes, removal, sign-up lists."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from data.errors import DatabaseUnreachableError
from data.fieldwork import Contact, Volunteer
from tests.pages.appenv import AppEnv, forget_caches, press, raising, texts

LIST = (
    "Horodateur;Nom et prénom;Adresse e-mail;Téléphone;Avez-vous déjà fait du porte-à-porte ?\n"
    "01/02/2023;Ana Petit;ana@exemple.invalid;05 49 00 00 01;Oui, une fois\n"
    "01/02/2023;;vide@exemple.invalid;;Non\n"
    "02/02/2023;Bilal Renard;bilal@exemple.invalid;;Non\n"
)


def keep(env: AppEnv, identity: str, name: str, email: str = "", **known: bool) -> None:
    env.service.rounds.save_volunteer(
        Volunteer(identity, name, **known), Contact(identity, email, "")
    )


def bring(at: AppTest, content: str, name: str = "liste.csv", turn: int = 0) -> AppTest:
    at.file_uploader(key=f"upload-volunteers-{turn}").upload(name, content.encode())
    at.run()
    assert not at.exception
    return at


def test_nobody_yet(app_env: AppEnv) -> None:
    at = app_env.open("volunteers")
    assert not at.exception and not at.error
    assert at.title[0].value == "Bénévoles"
    assert "Aucun bénévole pour l’instant" in at.info[0].value


def test_the_list_says_who_is_experienced_and_hides_how_to_reach_them(app_env: AppEnv) -> None:
    keep(app_env, "a", "Ana <b>", "ana@exemple.invalid", experienced=True)
    keep(app_env, "b", "Bob", trained=True)
    at = app_env.open("volunteers")
    said = texts(at)
    assert "**2 bénévoles** · 1 avec expérience · 1 avec formation" in said
    assert "Ana &lt;b&gt;" in said and "Ana <b>" not in said
    assert "exemple.invalid" not in said
    at.button(key="contact-a").click().run()
    assert 'href="mailto:ana@exemple.invalid"' in texts(at)
    at.button(key="contact-a").click().run()
    assert "exemple.invalid" not in texts(at)
    at.button(key="contact-b").click().run()
    assert "Aucune coordonnée n’est connue." in texts(at)


def test_somebody_is_found_by_name(app_env: AppEnv) -> None:
    keep(app_env, "a", "Ana")
    keep(app_env, "b", "Bob")
    at = app_env.open("volunteers")
    at.text_input(key="find-volunteer").set_value("aN").run()
    assert "Ana" in texts(at) and "Bob" not in texts(at)
    at.text_input(key="find-volunteer").set_value("zz").run()
    assert "Personne de ce nom." in texts(at)


def test_somebody_is_added(app_env: AppEnv) -> None:
    at = app_env.open("volunteers")
    at.button(key="new-volunteer").click().run()
    at.text_input[0].set_value("  Ana   Petit ")
    at.checkbox[0].set_value(True)
    at.text_input[1].set_value("ana@exemple.invalid")
    press(at, "Enregistrer")
    assert at.success[0].value == "Ana Petit : enregistré.".replace(" :", "\xa0:")
    [person] = app_env.service.rounds.volunteers()
    assert (person.name, person.experienced, person.trained) == ("Ana Petit", True, False)
    assert app_env.service.rounds.contacts()[person.id].email == "ana@exemple.invalid"


@pytest.mark.parametrize(
    ("name", "email", "said"), [("", "", "faut un nom"), ("Ana", "ana", "pas")]
)
def test_what_cannot_be_kept_is_said(app_env: AppEnv, name: str, email: str, said: str) -> None:
    at = app_env.open("volunteers")
    at.button(key="new-volunteer").click().run()
    at.text_input[0].set_value(name)
    at.text_input[1].set_value(email)
    press(at, "Enregistrer")
    assert said in at.error[0].value
    assert not app_env.service.rounds.volunteers()


def test_somebody_is_changed(app_env: AppEnv) -> None:
    keep(app_env, "a", "Ana", "ana@exemple.invalid")
    at = app_env.open("volunteers")
    at.button(key="change-a").click().run()
    at.text_input[1].set_value("Anna")
    press(at, "Enregistrer")
    assert app_env.service.rounds.volunteers() == (Volunteer("a", "Anna"),)
    assert app_env.service.rounds.contacts()["a"].email == "ana@exemple.invalid"
    at.button(key="change-a").click().run()
    press(at, "Ne rien changer")
    assert at.button(key="change-a")


def test_somebody_is_forgotten_after_asking(app_env: AppEnv) -> None:
    keep(app_env, "a", "Ana", "ana@exemple.invalid")
    at = app_env.open("volunteers")
    at.button(key="change-a").click().run()
    at.button(key="remove-a").click().run()
    assert app_env.service.rounds.volunteers()
    at.button(key="forget-confirmed").click().run()
    assert not app_env.service.rounds.volunteers()
    assert not app_env.service.rounds.contacts()
    assert "oublié" in at.success[0].value


def test_a_list_is_looked_at_before_it_goes_in(app_env: AppEnv) -> None:
    at = bring(app_env.open("volunteers"), LIST)
    said = texts(at)
    assert "**2 nouvelles personnes, 1 ligne écartée**" in said
    assert "Ana Petit · Bilal Renard" in said
    assert not app_env.service.rounds.volunteers()
    at.button(key="list-in").click().run()
    assert "est in" not in texts(at)
    names = {person.name: person.experienced for person in app_env.service.rounds.volunteers()}
    assert names == {"Ana Petit": True, "Bilal Renard": False}
    assert "liste" in at.success[0].value


def test_the_same_list_twice_changes_nothing(app_env: AppEnv) -> None:
    at = bring(app_env.open("volunteers"), LIST)
    at.button(key="list-in").click().run()
    before = app_env.service.revision
    at = bring(at, LIST, turn=1)
    assert "tout est déjà là" in texts(at).lower() or "rien de nouveau" in texts(at).lower()
    assert "list-in" not in [button.key for button in at.button]
    assert app_env.service.revision == before


def test_a_list_takes_nothing_away(app_env: AppEnv) -> None:
    at = bring(app_env.open("volunteers"), LIST)
    at.button(key="list-in").click().run()
    rounds = app_env.service.rounds
    bilal = next(person for person in rounds.volunteers() if person.name == "Bilal Renard")
    rounds.save_volunteer(Volunteer(bilal.id, "Bilal R.", experienced=True, trained=True))
    at = bring(at, LIST + "03/02/2023;Cid;cid@exemple.invalid;;\n", turn=1)
    at.button(key="list-in").click().run()
    assert Volunteer(bilal.id, "Bilal R.", True, True) in rounds.volunteers()
    assert len(rounds.volunteers()) == 3


def test_a_list_without_names_is_explained(app_env: AppEnv) -> None:
    at = bring(app_env.open("volunteers"), "Couleur;Taille\nbleu;3\n")
    assert "noms des bénévoles" in at.error[0].value


def test_a_file_that_is_no_table_is_explained(app_env: AppEnv) -> None:
    at = app_env.open("volunteers")
    at.file_uploader(key=state.upload_key("volunteers")).upload("liste.xlsx", b"no workbook")
    at.run()
    assert not at.exception
    assert at.error


def test_an_unreachable_database_is_explained(
    app_env: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    app_env.open("volunteers")
    problem = DatabaseUnreachableError(url="x", reason="y")
    monkeypatch.setattr(type(app_env.service.rounds), "volunteers", raising(problem))
    at = app_env.open("volunteers")
    assert not at.exception
    assert at.error


def test_without_the_key_file_names_show_and_contacts_say_why_not(app_env: AppEnv) -> None:
    keep(app_env, "a", "Ana", "ana@exemple.invalid")
    kept = app_env.database.with_name("portes.key").rename(app_env.database.with_name("away"))
    forget_caches()
    at = app_env.open("volunteers")
    assert not at.exception and "Ana" in texts(at)
    at.button(key="contact-a").click().run()
    assert "exemple.invalid" not in texts(at)
    assert "le fichier de clé n’est pas ici" in texts(at)
    at.button(key="change-a").click().run()
    at.text_input[1].set_value("Ana B.")
    press(at, "Enregistrer")
    assert "Ana B." in texts(at) and not at.error
    kept.rename(app_env.database.with_name("portes.key"))
    forget_caches()
    at = app_env.open("volunteers")
    at.button(key="contact-a").click().run()
    assert "ana@exemple.invalid" in texts(at)
