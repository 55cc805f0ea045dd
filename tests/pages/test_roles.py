"""The pages as each role sees them: what stands in the menu, what is refused, what is left out."""

from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cached, navigation, street_map
from dashboard.errors import CoordinatorsOnlyError
from dashboard.signed_in import ENTRANCE
from data.fieldwork import Pair
from data.model import Outcome, Role
from tests.pages.appenv import AppEnv, press, texts
from tests.pages.plants import FIRST, OUTING, SECOND, plant

FILES = {place.file: place.role for places in navigation.PLACES.values() for place in places}
OTHERS = ("Personne b", "Personne c", "Personne d")


def links(at: AppTest) -> dict[str, dict[str, str]]:
    """Give what the links to other pages put into the address, but for the language."""
    return {
        one.proto.label: {k: v for k, v in parse_qsl(one.proto.query_string) if k != "lang"}
        for one in at.get("page_link")
    }


@pytest.mark.parametrize("file", sorted(FILES))
@pytest.mark.parametrize("role", Role)
def test_a_page_opens_or_says_who_it_is_for(app_env: AppEnv, file: str, role: Role) -> None:
    plant(app_env.service, 4)
    app_env.sign_in(role, volunteer="a")
    at = app_env.open("couverture" if file == "coverage" else file)
    assert not at.exception and not at.error
    refused = at.title[0].value == "Cette page n’est pas ouverte à tout le monde"
    assert refused is (role < FILES[file])
    if refused:
        assert f'href="{ENTRANCE}"' in texts(at)


def test_who_is_not_signed_in_sees_the_number_of_doors_and_no_more(app_env: AppEnv) -> None:
    app_env.fill()
    app_env.sign_in(Role.PUBLIC)
    at = app_env.open()
    assert not at.exception and not at.error
    said = texts(at)
    assert "480</b> portes frappées" in said and "48\xa0% de l’objectif" in said
    assert 'href="resultats/"' in said and f'href="{ENTRANCE}"' in said
    assert "tout est inventé" in said and "page Données" not in said
    assert not app_env.maps and not at.button
    assert "Personne" not in said and "entretien" not in said.lower()


@pytest.mark.parametrize("role", Role)
def test_the_menu_has_what_a_role_may_see(app_env: AppEnv, role: Role) -> None:
    app_env.sign_in(role)
    app_env.open()
    shown = {
        page.title
        for pages in navigation.menu(role).values()
        for page in pages
        if page.visibility == "visible"
    }
    # Who is not signed in begins on a page of their own.
    own = role is Role.PUBLIC
    assert len(shown) == own + sum(role >= needed for needed in FILES.values())


def test_a_volunteer_signs_up_and_off(app_env: AppEnv) -> None:
    plant(app_env.service, 4)
    rounds = app_env.service.rounds
    rounds.save_pairs(OUTING, [Pair(SECOND, OUTING, 2, ("c", "d"))])
    app_env.sign_in(Role.VOLUNTEER, volunteer="a")
    at = press(app_env.open("outings"), "Je ne peux pas venir")
    assert not at.error and "Vous n’êtes plus sur la liste." in texts(at)
    assert "a" not in {word.volunteer for _person, word in rounds.roster(OUTING).people}
    at = press(at, "Je viens")
    assert "a" in {word.volunteer for _person, word in rounds.roster(OUTING).people}
    assert not any(name in texts(at) for name in OTHERS)


def test_leaving_a_pair_takes_a_second_tap(app_env: AppEnv) -> None:
    plant(app_env.service, 4)
    app_env.sign_in(Role.VOLUNTEER, volunteer="a")
    at = app_env.open("outings")
    assert "Je ne peux pas venir" not in {one.label for one in at.button}
    assert "Vous quittez aussi votre binôme" in texts(at)
    at = press(at, "Me retirer de la liste")
    assert app_env.service.rounds.roster(OUTING).pairs[0].members == ("b",)


def test_the_first_page_leads_to_the_doors_of_today(app_env: AppEnv) -> None:
    plant(app_env.service, 4)
    app_env.sign_in(Role.VOLUNTEER, volunteer="a")
    at = app_env.open()
    assert "Vous êtes le binôme n°\xa01" in texts(at)
    ours = {"outing": OUTING, "pair": FIRST}
    assert links(at).keys() >= {"Nos rues", "Passer de porte en porte"}
    assert links(at)["Nos rues"] == links(at)["Passer de porte en porte"] == ours
    app_env.sign_in(Role.COORDINATOR)
    assert links(app_env.open())["Vers cette sortie"] == {"sortie": OUTING}


def test_the_first_page_says_nothing_of_another_day(app_env: AppEnv) -> None:
    plant(app_env.service, 4)
    app_env.service.rounds.close(OUTING)
    app_env.sign_in(Role.COORDINATOR)
    assert "Vers cette sortie" not in links(app_env.open())


def test_an_account_of_no_volunteer_is_told_whom_to_ask(app_env: AppEnv) -> None:
    plant(app_env.service, 4)
    app_env.sign_in(Role.VOLUNTEER)
    at = press(app_env.open("outings"), "Je viens")
    assert "Votre compte ne correspond à aucun bénévole" in at.error[0].value


def test_a_volunteer_sees_whom_they_go_with_and_nobody_else(app_env: AppEnv) -> None:
    plant(app_env.service, 4)
    app_env.sign_in(Role.VOLUNTEER, volunteer="a")
    said = texts(app_env.open("outings"))
    assert "binôme n°\xa01, avec Personne b" in said
    assert "Personne c" not in said and "Personne d" not in said


def test_a_volunteer_takes_streets_for_their_own_pair(app_env: AppEnv) -> None:
    app_env.service.turf.claim(plant(app_env.service, 4, 4)[1].id, OUTING, SECOND)
    app_env.sign_in(Role.VOLUNTEER, volunteer="a")
    at = app_env.open("streets")
    assert not at.exception and not at.error
    assert "binôme n°\xa01" in at.expander[0].label  # the only one that is offered: it is chosen
    said = texts(at)
    assert "prise" in said and "Rues tenues" not in said
    assert not any(name in said for name in OTHERS)
    at = at.button(key="take-street-01").click().run()
    assert not at.error
    (claim,) = app_env.service.turf.claims_of(FIRST)
    assert claim.section == "street-01"


def test_a_volunteer_records_doors_for_their_own_pair(app_env: AppEnv) -> None:
    app_env.service.turf.claim(plant(app_env.service, 4)[0].id, OUTING, FIRST)
    app_env.sign_in(Role.VOLUNTEER, volunteer="a")
    at = app_env.open("doors")
    assert not at.exception and not at.error
    group = next(one for one in at.get("button_group") if (one.key or "").startswith("outcome-"))
    group.set_value(Outcome.ABSENT)
    at = press(at, "Enregistrer")
    assert not at.exception and not at.error
    (visit,) = app_env.service.doors.of_pair(FIRST)
    assert visit.outcome is Outcome.ABSENT
    press(at, "Annuler")
    assert not app_env.service.doors.of_pair(FIRST)


def test_a_volunteer_keys_in_the_sheets_of_outings_they_came_to(app_env: AppEnv) -> None:
    service = app_env.service
    service.turf.claim(plant(service, 4)[0].id, OUTING, SECOND)
    code = service.paper.sheet_for(SECOND).code
    app_env.sign_in(Role.VOLUNTEER, volunteer="a")  # of the first pair, but on the list
    at = app_env.open("paper", sheet=code)
    assert not at.exception and not at.error
    assert "binôme n°\xa02" in texts(at)
    service.rounds.withdraw(OUTING, "a")
    at = app_env.open("paper", sheet=code)
    assert not at.exception
    assert "un binôme dont vous ne faites pas partie" in at.error[0].value


def test_a_volunteer_of_no_pair_takes_none(app_env: AppEnv) -> None:
    plant(app_env.service, 4)
    app_env.service.rounds.save_pairs(OUTING, [Pair(SECOND, OUTING, 2, ("c", "d"))])
    app_env.sign_in(Role.VOLUNTEER, volunteer="a")
    at = app_env.open("streets", pair=SECOND)
    assert not at.exception
    assert "Vous n’êtes dans aucun binôme de cette sortie." in texts(at)
    assert not [one for one in at.button if (one.key or "").startswith("take-")]


def test_a_coordinator_sees_who_holds_a_street(app_env: AppEnv) -> None:
    app_env.service.turf.claim(plant(app_env.service, 4)[0].id, OUTING, SECOND)
    app_env.sign_in(Role.COORDINATOR)
    said = texts(app_env.open("streets"))
    assert "binôme n°\xa02 (Personne c, Personne d), jusqu’à" in said
    assert "Rues tenues" in said and "10 mai 2023" in said
    sections = app_env.service.turf.sections()
    looks = dict(street_map.styles(sections, "", {"street-01": "binôme 2"}))
    assert [code for code, look in looks.items() if "binôme 2" in look.lines] == ["street-01"]


def test_what_the_page_does_not_offer_the_service_refuses(app_env: AppEnv) -> None:
    app_env.sign_in(Role.VOLUNTEER, volunteer="a")
    with pytest.raises(CoordinatorsOnlyError):
        cached.service().rounds.volunteers()
