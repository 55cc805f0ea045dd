"""The corner of every page: who is signed in, and the way out."""

from data.model import Role
from tests.pages.appenv import AppEnv, texts


def test_whoever_is_signed_in_reads_their_name_and_finds_the_way_out(app_env: AppEnv) -> None:
    app_env.sign_in(Role.COORDINATOR)
    said = texts(app_env.open())
    assert "<strong>Personne</strong><br>coordination" in said
    assert '<a class="leave" href="/sortir" target="_self">Se déconnecter</a>' in said


def test_the_public_has_no_corner(app_env: AppEnv) -> None:
    app_env.sign_in(Role.PUBLIC)
    assert "Se déconnecter" not in texts(app_env.open())
