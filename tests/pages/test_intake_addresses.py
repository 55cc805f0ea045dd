"""Addresses on the Data page: a BAN file in, what came of it, findings, errors."""

from shapely import from_geojson
from streamlit.testing.v1 import AppTest

from data.fieldwork import SectionState
from tests.pages.appenv import AppEnv, texts
from tests.pages.plants import QUARTIER

HEAD = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat\n"


def view(env: AppEnv) -> AppTest:
    at = env.open("records")
    at.get("button_group")[1].set_value("addresses")
    at = at.run()
    assert not at.exception
    return at


def bring_in(env: AppEnv, name: str, content: str) -> AppTest:
    at = view(env)
    at.file_uploader(key="upload-addresses-0").upload(name, content.encode())
    at = at.run()
    return at.button(key="addresses-in").click().run()


def ban(env: AppEnv, *numbers: str) -> str:
    """Give a file of addresses in one street, in the middle of a quartier."""
    found = next(q for q in env.service.quartiers() if q.code == QUARTIER)
    middle = from_geojson(found.geometry).representative_point()
    rows = [
        f"86194_{at};{number};;Rue de l’Essai;86000;86194;Poitiers;"
        f"{middle.x + at * 1e-4:.6f};{middle.y:.6f}"
        for at, number in enumerate(numbers)
    ]
    return HEAD + "\n".join(rows) + "\n"


def test_it_says_what_is_in_use_and_where_to_get_more(app_env: AppEnv) -> None:
    said = texts(view(app_env))
    assert "streets.csv" in said
    assert "adresse.data.gouv.fr" in said


def test_a_ban_file_becomes_streets_with_doors(app_env: AppEnv) -> None:
    at = bring_in(app_env, "ban.csv", ban(app_env, "1", "2", "3", "3"))
    assert not at.exception and not at.error
    assert "1 rue" in at.success[0].value
    assert "Rien à faire, sauf si l’une des deux" in texts(at)
    (street,) = (s for s in app_env.service.turf.sections(QUARTIER) if s.doors)
    assert (street.doors, street.state) == (3, SectionState.FREE)


def test_a_file_of_something_else_is_explained(app_env: AppEnv) -> None:
    at = bring_in(app_env, "autre.csv", "a;b\n1;2\n")
    assert not at.exception
    assert "autre.csv" in at.error[0].value
    assert not any(s.doors for s in app_env.service.turf.sections())


def test_dwellings_can_be_set_where_no_file_tells(app_env: AppEnv) -> None:
    at = view(app_env)
    at.number_input(key="address-factor-number").set_value(12.0)
    next(one for one in at.button if one.label == "Fixer").click().run()
    assert list(app_env.service.store.sections.factors().values()) == [12.0]


def test_a_file_of_another_town_is_no_success(app_env: AppEnv) -> None:
    far = "75113_1;1;;Rue de la Butte;75013;75113;Paris;2.351;48.828\n"
    at = bring_in(app_env, "paris.csv", HEAD + far)
    assert not at.exception and not at.success
    assert any("0 tronçon" in said.value for said in at.warning)
