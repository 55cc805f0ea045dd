"""The Access page: one's own ways in, the links of volunteers, and accounts."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cached
from data.model import Role
from tests.dashboard.entrances import PASSWORD
from tests.pages.appenv import AppEnv, press, texts


def secret(at: AppTest) -> list:
    """Give the fields for passwords and codes."""
    return [one for one in at.text_input if one.label != "Nom"]


def part(app_env: AppEnv, name: str) -> AppTest:
    at = app_env.open("access", partie=name)
    assert not at.exception and not at.error, texts(at)
    return at


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        (Role.VOLUNTEER, []),
        (Role.COORDINATOR, ["Mes accès", "Bénévoles"]),
        (Role.ADMINISTRATOR, ["Mes accès", "Bénévoles", "Comptes"]),
    ],
)
def test_each_role_has_its_parts(app_env: AppEnv, role: Role, parts: list[str]) -> None:
    app_env.sign_in(role)
    at = part(app_env, "moi")
    shown = [one for one in at.button_group if one.key == "partie"]
    assert [option.content for one in shown for option in one.proto.options] == parts
    assert ("Mot de passe" in [one.value for one in at.header]) is (role >= Role.COORDINATOR)


def test_a_volunteer_does_not_reach_the_parts_of_others(app_env: AppEnv) -> None:
    app_env.sign_in(Role.VOLUNTEER)
    at = part(app_env, "comptes")
    assert "Ajouter un compte" not in [one.label for one in at.button]


def test_nobody_on_the_list_yet(app_env: AppEnv) -> None:
    assert "Pas encore de bénévole" in texts(part(app_env, "benevoles"))


def test_links_are_made_shown_once_and_revoked(app_env: AppEnv) -> None:
    app_env.service.rounds.person("<b>Ada</b>")
    at = part(app_env, "benevoles")
    assert "Pas encore de lien" in texts(at)
    at = press(at, "Faire un lien pour qui n’en a pas")
    said = texts(at)
    assert "data:image/svg+xml;base64," in said
    assert "&lt;b&gt;Ada" in said and "<b>Ada" not in said and "Lien fait, pas encore" in said
    [link] = [one.value for one in at.code]
    assert app_env.service.entering.invited(link.rpartition("/")[2]).name == "<b>Ada</b>"
    at = press(at, "Ranger")
    assert not at.code
    at = press(at, "Révoquer")
    assert "est déconnecté partout" in texts(at) and "Plus de lien" in texts(at)
    assert not app_env.service.accounts.invitations()


def test_a_coordinator_does_not_change_who_is_more_than_a_volunteer(app_env: AppEnv) -> None:
    person = app_env.service.rounds.person("Ada")
    app_env.service.accounts.add("Ada", Role.ADMINISTRATOR, volunteer=person.id)
    app_env.sign_in(Role.COORDINATOR)
    at = part(app_env, "benevoles")
    assert "Entre comme coordinateur" in texts(at)
    assert not [one for one in at.button if one.key and one.key.startswith("link-")]


def test_a_password_has_to_be_good_and_typed_twice(app_env: AppEnv) -> None:
    at = part(app_env, "moi")

    def save(first: str, second: str) -> AppTest:
        new, again = secret(at)
        new.input(first), again.input(second)
        return press(at, "Enregistrer le mot de passe")

    assert "pas pareils" in texts(save(PASSWORD, "autre chose"))
    assert "trop court" in texts(save("court", "court"))
    at = save(PASSWORD, PASSWORD)
    assert "est enregistré" in texts(at)
    labels = [one.label for one in secret(at)]
    assert labels[0] == "Mot de passe actuel" and all(not one.value for one in secret(at))
    secret(at)[0].input("faux"), secret(at)[1].input(PASSWORD + "!")
    secret(at)[2].input(PASSWORD + "!")
    assert "Le nom ou le mot de passe est faux" in texts(press(at, "Enregistrer le mot de passe"))


def test_accounts_are_added_changed_and_removed(app_env: AppEnv) -> None:
    at = press(part(app_env, "comptes"), "Ajouter un compte")
    at.text_input[0].input("Camille")
    at = press(at, "Enregistrer")
    assert len(at.code) == 1, "the link for the new one"
    [camille] = [one for one in app_env.service.accounts.all() if one.name == "Camille"]
    assert camille.role is Role.COORDINATOR
    at = next(one for one in at.button if one.key == f"change-{camille.id}").click().run()
    at.selectbox[0].select(Role.VOLUNTEER)
    at = press(at, "Enregistrer")
    assert app_env.service.store.accounts.get(camille.id).role is Role.VOLUNTEER
    at = next(one for one in at.button if one.key == f"change-{camille.id}").click().run()
    at = press(at, "Retirer")
    assert "Camille" not in [one.name for one in app_env.service.accounts.all()]


def test_the_only_administrator_stays(app_env: AppEnv) -> None:
    at = part(app_env, "comptes")
    [account] = app_env.service.accounts.all()
    at = next(one for one in at.button if one.key == f"change-{account.id}").click().run()
    at = press(at, "Retirer")
    assert "C’est le seul administrateur" in texts(at)
    assert list(app_env.service.accounts.all()) == [account]


def test_who_is_signed_in_is_looked_up_once_a_revision(app_env: AppEnv, monkeypatch) -> None:
    service = app_env.service
    asked = []
    monkeypatch.setattr(service.store.entrance, "signed_in", asked.append)
    for _ in range(3):
        assert cached.who(b"token").role is Role.PUBLIC
    assert len(asked) == 1
    service.rounds.person("Ada")
    cached.who(b"token")
    assert len(asked) == 2
