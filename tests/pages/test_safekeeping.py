"""The section on which administrators take backups away and check the database."""

import sqlite3
from contextlib import closing

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components import safekeeping
from data import sealing
from data.errors import ShortPassphraseError
from data.model import Role
from tests.pages.appenv import AppEnv, texts

PASSPHRASE = "quatre mots sans rapport"


@pytest.fixture
def at(app_env: AppEnv) -> AppTest:
    app_env.fill()
    return _section(app_env)


def _section(env: AppEnv) -> AppTest:
    at = env.open("records")
    sections = at.get("button_group")[-1]
    at = sections.set_value("safety").run()
    assert not at.exception and not at.error
    return at


def test_a_sound_database_is_said_to_be(at: AppTest) -> None:
    at = at.button(key="safety-check-now").click().run()
    assert "Aucune erreur" in at.success[0].value and not at.error


def test_each_fault_has_its_mend(at: AppTest, app_env: AppEnv) -> None:
    with closing(sqlite3.connect(app_env.database)) as connection, connection:
        connection.execute("UPDATE quartiers SET target = target + 1 WHERE code LIKE '%01'")
        connection.execute("UPDATE imports SET source = '<b>x</b>', added = added + 1")
    at = at.button(key="safety-check-now").click().run()
    assert at.error[0].value == "3 erreurs trouvées."
    assert "l’objectif de" in at.text[0].value
    assert "<b>x</b>" in at.text[1].value  # as text, which is no markup
    assert "portes targets" in at.caption[-3].value


def test_a_database_that_is_gone_is_said(at: AppTest, app_env: AppEnv) -> None:
    app_env.database.rename(app_env.database.with_name("elsewhere"))
    at = at.button(key="safety-check-now").click().run()
    assert not at.exception and "n’est plus là" in at.error[0].value


def test_a_short_passphrase_is_refused_before_the_download(at: AppTest) -> None:
    at = at.text_input(key="safety-passphrase").set_value("court").run()
    assert "trop courte" in at.error[0].value
    assert at.get("download_button")[0].proto.disabled
    at = at.text_input(key="safety-passphrase").set_value(PASSPHRASE).run()
    assert not at.get("download_button")[0].proto.disabled


def test_the_key_file_goes_only_into_an_encrypted_backup(at: AppTest) -> None:
    assert at.checkbox(key="safety-key").disabled
    at = at.text_input(key="safety-passphrase").set_value(PASSPHRASE).run()
    assert not at.checkbox(key="safety-key").disabled


def test_what_is_downloaded(app_env: AppEnv) -> None:
    service = app_env.service
    assert safekeeping.content(service, "", with_key=True).startswith(b"SQLite format 3")
    sealed = safekeeping.content(service, PASSPHRASE, with_key=True)
    assert sealing.unseal(sealed, PASSPHRASE).startswith(b"SQLite format 3")
    with pytest.raises(ShortPassphraseError):
        safekeeping.content(service, "court", with_key=False)
    assert [one.use_case for one in service.store.audit.entries()][:2] == ["Keeping.download"] * 2


def test_it_is_for_administrators(app_env: AppEnv) -> None:
    app_env.sign_in(Role.COORDINATOR)
    at = app_env.open("records")
    options = [one.content for one in at.get("button_group")[-1].proto.options]
    assert options and not any("Sauvegarde" in option for option in options)
    assert "Emporter" not in texts(at)
