"""Streets: the map and the best one, taking and refusing, keeping, handing over, running out."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from data.errors import ClaimTakenError, DatabaseUnreachableError
from data.fieldwork import ClaimEnd, WalkingOrder
from tests.pages.appenv import AppEnv, texts
from tests.pages.plants import FIRST, OUTING, QUARTIER, SECOND, plant


@pytest.fixture
def town(app_env: AppEnv) -> AppEnv:
    """Give an app with an outing and four streets."""
    plant(app_env.service, 6, 20, 18, 40)
    return app_env


def begin(env: AppEnv, pair: str = FIRST) -> AppTest:
    at = env.open("streets", outing=OUTING, pair=pair)
    assert not at.exception and not at.error
    return at


def press(at: AppTest, start: str) -> AppTest:
    return next(one for one in at.button if one.label.startswith(start)).click().run()


def held(env: AppEnv, pair: str) -> list[str]:
    return [one.section for one in env.service.turf.claims_of(pair) if one.ended is None]


def test_without_an_outing_streets_can_be_looked_at(app_env: AppEnv) -> None:
    at = app_env.open("streets", quartier=QUARTIER)
    assert not at.exception and not at.error
    assert "Aucune sortie" in texts(at)
    assert "Choisissez votre binôme" not in texts(at)  # there is none to choose
    assert "liste de rues n’est pas complète" in texts(at)


def test_a_quartier_without_streets_says_how_to_bring_some_in(app_env: AppEnv) -> None:
    plant(app_env.service, 4)
    app_env.service.store.sections.replace(
        [], source="x", at=app_env.service.now(), quartiers=[QUARTIER]
    )
    assert "Base Adresse Nationale" in texts(begin(app_env))


def test_the_map_and_the_table_show_all_streets(town: AppEnv) -> None:
    at = begin(town)
    assert len(town.maps) == 1
    said = texts(at)
    assert "rue de l’Essai 4" in said and "Toutes les rues en tableau (4)" in said
    assert "libre" in said


def test_the_best_street_is_of_the_size_a_pair_can_do(town: AppEnv) -> None:
    choices = town.service.turf.best_for(OUTING, 2.5)
    assert choices[0].fits and choices[0].status.left in (18, 20)
    at = begin(town)
    assert "à peu près ce que vous pouvez faire" in texts(at)
    assert "m du point de rendez-vous" in texts(at)


def test_one_tap_takes_a_street_and_another_pair_is_refused(town: AppEnv) -> None:
    at = press(begin(town), "Prendre cette rue")
    assert "est à vous jusqu’à" in at.success[0].value
    (mine,) = held(town, FIRST)
    at = begin(town, SECOND)
    at.selectbox(key="street").set_value(mine).run()
    at.button(key="take-chosen").click().run()
    assert not at.exception
    assert "est prise par un autre binôme jusqu’à" in at.error[0].value
    assert not held(town, SECOND)
    with pytest.raises(ClaimTakenError):
        town.service.turf.claim(mine, OUTING, SECOND)


def test_a_street_can_be_held_longer_and_given_back(town: AppEnv) -> None:
    claim = town.service.turf.claim("street-02", OUTING, FIRST)
    at = press(begin(town), "Une heure de plus")
    (longer,) = town.service.turf.claims_of(FIRST)
    assert longer.expires - claim.expires >= timedelta(minutes=59)
    press(at, "La rendre")
    assert not held(town, FIRST)
    assert town.service.turf.claims_of(FIRST)[0].end is ClaimEnd.RELEASED


def test_a_street_can_be_done(town: AppEnv) -> None:
    town.service.turf.claim("street-02", OUTING, FIRST)
    at = press(begin(town), "Rue faite")
    assert town.service.turf.claims_of(FIRST)[0].end is ClaimEnd.DONE
    press(at, "Annuler\xa0: reprendre")
    assert held(town, FIRST) == ["street-02"]


def test_a_street_that_another_pair_took_meanwhile_stays_theirs(town: AppEnv) -> None:
    town.service.turf.claim("street-02", OUTING, FIRST)
    at = press(begin(town), "La rendre")
    town.service.turf.claim("street-02", OUTING, SECOND)
    at = press(at, "Annuler\xa0: reprendre")
    said = at.error[0].value
    assert "est prise par un autre binôme jusqu’à" in said and "+00:00" not in said
    assert held(town, SECOND) == ["street-02"] and not held(town, FIRST)


def test_a_street_can_be_handed_over(town: AppEnv) -> None:
    claim = town.service.turf.claim("street-02", OUTING, FIRST)
    at = begin(town)
    at.selectbox(key=f"to-{claim.id}").set_value(SECOND).run()
    at.button(key=f"hand-over-{claim.id}").click().run()
    assert held(town, SECOND) == ["street-02"] and not held(town, FIRST)


def test_a_claim_that_ran_out_is_shown_to_who_held_it(town: AppEnv) -> None:
    service = town.service
    now = service.settings.now()
    past = now - timedelta(hours=5)
    service.store.claims.claim(
        "street-02", OUTING, FIRST, now=past, expires=now - timedelta(hours=1)
    )
    at = begin(town)
    assert "tout binôme peut maintenant la prendre" in texts(at)
    doors = town.open("doors", outing=OUTING, pair=FIRST)
    assert "tout binôme peut maintenant la prendre" in texts(doors)
    service.turf.claim("street-02", OUTING, SECOND)
    assert "un autre binôme l’a prise" in texts(begin(town))


def test_invented_streets_are_marked(app_env: AppEnv) -> None:
    streets = plant(app_env.service, 6, 4)
    app_env.service.store.sections.replace(
        [], source="x", at=app_env.service.now(), quartiers=[QUARTIER]
    )
    app_env.service.store.sections.replace(
        streets, source="demo", at=app_env.service.now(), demo=True
    )
    assert "ces rues sont inventées" in texts(begin(app_env))


def test_a_database_that_fails_leaves_a_message(
    town: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = begin(town)

    def fail(*_args: object, **_options: object) -> None:
        raise DatabaseUnreachableError(reason="x")

    monkeypatch.setattr(type(town.service.turf), "claim", fail)
    at = press(at, "Prendre cette rue")
    assert not at.exception and at.error
    monkeypatch.setattr(type(town.service.turf), "sections", fail)
    at = town.open("streets", outing=OUTING, pair=FIRST)
    assert not at.exception and at.error


def test_the_sheet_of_a_pair_can_be_printed(town: AppEnv) -> None:
    from dashboard import printing

    town.service.turf.claim("street-01", OUTING, FIRST)
    at = begin(town)
    assert "Notre feuille (PDF)" in [one.label for one in at.get("download_button")]
    data = printing.pair_sheet(town.service, FIRST)
    assert [door.label for door in data.doors] == ["1", "3", "5", "6", "4", "2"]
    assert data.doors[4].note == "6 logements"
    pdf = printing.pair_sheet_pdf(town.service, FIRST, paper="a5", language="fr")
    assert pdf.startswith(b"%PDF")


# How a pair walks


def test_a_pair_without_listed_doors_is_asked_nothing(town: AppEnv) -> None:
    assert not begin(town).radio


def test_the_pair_chooses_how_it_walks(town: AppEnv) -> None:
    from dashboard import printing

    town.service.turf.claim("street-01", OUTING, FIRST)
    at = begin(town)
    assert at.radio(key="walk").value is WalkingOrder.UP_AND_DOWN
    assert "garde ses lignes" not in texts(at)
    before = printing.pair_sheet(town.service, FIRST)
    at = begin(town)
    assert "garde ses lignes et son code" in texts(at)
    at.radio(key="walk").set_value(WalkingOrder.DISTANCE).run()
    assert not at.exception
    assert "les deux côtés à la fois" in at.success[0].value
    after = printing.pair_sheet(town.service, FIRST)
    assert [door.label for door in after.doors] == ["1", "2", "3", "4", "5", "6"]
    assert after.code != before.code
    old = town.service.paper.sheet(before.code)
    assert [line.door for line in old.lines] == ["1", "3", "5", "6", "4", "2"]
    assert town.service.rounds.roster(OUTING).pairs[1].walk is WalkingOrder.UP_AND_DOWN


def test_a_choice_made_on_another_screen_is_shown(town: AppEnv) -> None:
    town.service.turf.claim("street-01", OUTING, FIRST)
    at = begin(town)
    town.service.turf.set_walk(FIRST, WalkingOrder.DISTANCE)
    assert at.run().radio(key="walk").value is WalkingOrder.DISTANCE
    assert begin(town).radio(key="walk").value is WalkingOrder.DISTANCE


def test_a_choice_that_could_not_be_kept_is_said(
    town: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.service.turf.claim("street-01", OUTING, FIRST)
    at = begin(town)

    def fail(*_args: object, **_options: object) -> None:
        raise DatabaseUnreachableError(reason="x")

    monkeypatch.setattr(type(town.service.turf), "set_walk", fail)
    at.radio(key="walk").set_value(WalkingOrder.DISTANCE).run()
    assert not at.exception and at.error
    assert at.radio(key="walk").value is WalkingOrder.UP_AND_DOWN
