"""The page of outings: list, planning, sign-ups, attendance, pairs, debrief, files, errors."""

from datetime import date, time

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cached, state
from dashboard.components import outing_form, outing_page
from dashboard.service import Service
from data.errors import DatabaseUnreachableError, OutingFullError
from data.fieldwork import Outing, OutingKind, Pair, Recorded, Volunteer
from data.model import Outcome
from tests.pages.appenv import AppEnv, press, raising, texts
from tests.pages.plants import FIRST, OUTING, SECOND, plant

TRAINING, PAST, NEXT = "demo-outing-000", "demo-outing-005", "demo-outing-014"
QUARTIER = "8619403"


def outing(identity: str = "o", **fields) -> Outing:
    known = {"quartier": QUARTIER, "meeting_point": "école", "capacity": 4, **fields}
    return Outing(identity, known.pop("day", date(2023, 5, 14)), time(10), time(12, 30), **known)


def with_people(env: AppEnv, *names: str, **fields) -> list[str]:
    """Plan an outing “o” with these people on its list; give their ids."""
    rounds = env.service.rounds
    rounds.save_outing(outing(**fields))
    people = [rounds.person(name).id for name in names]
    for person in people:
        rounds.sign_up("o", person)
    return people


def show(env: AppEnv, identity: str, part: str | None = None) -> AppTest:
    at = env.open("outings", sortie=identity)
    if part:
        at.get("button_group")[1].set_value(part)
        at.run()
    assert not at.exception
    return at


def recorded(key: str, door: str, outcome: Outcome, **fields) -> Recorded:
    known = {"outing": "o", "street": "rue A", "hour": 10, **fields}
    return Recorded(key, QUARTIER, date(2023, 5, 10), outcome, door=door, **known)


# --- list -------------------------------------------------------------------------------------


def test_nothing_planned_yet(app_env: AppEnv) -> None:
    at = app_env.open("outings")
    assert not at.exception and not at.error
    assert at.title[0].value == "Sorties"
    assert "Aucune sortie n’est encore planifiée." in texts(at)
    assert "Où aller ensuite" in texts(at)


def test_a_town_without_quartiers(app_env: AppEnv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cached, "quartiers", lambda: ())
    at = app_env.open("outings")
    assert not at.exception
    assert "n’a pas encore de quartiers" in at.info[0].value


def test_the_list_has_what_comes_and_what_is_over(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("outings")
    assert not at.exception and not at.error
    labels = [button.label for button in at.button]
    assert "Dimanche 14 mai 2023 · Poitiers-Sud" in labels
    assert "6 sorties closes" in [one.label for one in at.expander]
    said = texts(at)
    assert "dans 4 jours" in said and "de 10\xa0h à 12\xa0h\xa030" in said
    assert "places libres" in said


def test_an_outing_that_was_not_closed_waits_for_its_debrief(app_env: AppEnv) -> None:
    app_env.service.rounds.save_outing(outing(day=date(2023, 5, 7)))
    at = app_env.open("outings")
    assert "À débriefer" in [one.value for one in at.header]
    assert "il y a 3 jours" in texts(at)


def test_where_to_go_next_says_why(app_env: AppEnv) -> None:
    app_env.fill()
    said = texts(app_env.open("outings"))
    assert "Personne n’y est encore allé." in said
    assert "Dernières portes il y a 17 jours." in said
    assert "sorties nécessaires" in said


def test_an_unreachable_database_is_explained(
    app_env: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = DatabaseUnreachableError(url="x", reason="y")
    monkeypatch.setattr(cached, "outing_summaries", raising(problem))
    at = app_env.open("outings")
    assert not at.exception
    assert at.error


# --- planning ---------------------------------------------------------------------------------


def test_a_title_opens_an_outing_and_the_way_back_closes_it(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("outings")
    at.button(key=f"open-{NEXT}").click().run()
    assert at.query_params[state.SHOWN_OUTING] == NEXT
    assert "Dimanche 14 mai 2023 · Poitiers-Sud" in [one.value for one in at.header]
    press(at, "Toutes les sorties")
    assert state.SHOWN_OUTING not in at.query_params


def test_an_unknown_outing_in_the_link_shows_the_list(app_env: AppEnv) -> None:
    at = app_env.open("outings", sortie="nobody")
    assert not at.exception and not at.error
    assert "Prochaines sorties" in texts(at)


def test_a_new_outing_begins_with_next_sunday_where_most_is_missing(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("outings", sortie=state.NEW_OUTING)
    assert at.date_input[0].value == date(2023, 5, 14)
    first = app_env.service.outlook.where_next()[0].prospect.code
    assert at.selectbox(key="outing-quartier-").value == first
    assert app_env.maps


def test_an_outing_is_planned(app_env: AppEnv) -> None:
    at = app_env.open("outings", sortie=state.NEW_OUTING)
    at.selectbox(key="outing-quartier-").set_value(QUARTIER).run()
    at.text_input(key="outing-meeting-").set_value("  devant   l’école ")
    at.number_input(key=state.PLACE_LON).set_value(0.345)
    at.number_input(key=state.PLACE_LAT).set_value(46.565)
    at.number_input(key="outing-capacity-").set_value(12)
    press(at, "Planifier cette sortie")
    assert not at.exception
    assert at.success[0].value == "La sortie est planifiée."
    [planned] = app_env.service.rounds.outings()
    assert (planned.quartier, planned.meeting_point) == (QUARTIER, "devant l’école")
    assert (planned.lon, planned.lat, planned.capacity) == (0.345, 46.565, 12)
    assert at.query_params[state.SHOWN_OUTING] == planned.id


def test_a_training_day_has_no_quartier(app_env: AppEnv) -> None:
    at = app_env.open("outings", sortie=state.NEW_OUTING)
    at.get("button_group")[1].set_value(OutingKind.TRAINING)
    at.run()
    assert "outing-quartier-" not in [one.key for one in at.selectbox]
    at.text_input(key="outing-meeting-").set_value("salle A")
    press(at, "Planifier cette sortie")
    [planned] = app_env.service.rounds.outings()
    assert (planned.kind, planned.quartier) == (OutingKind.TRAINING, "")
    assert len(at.get("button_group")[1].options) == 2  # no pairs, no debrief


def test_what_is_wrong_with_an_outing_is_said(app_env: AppEnv) -> None:
    at = app_env.open("outings", sortie=state.NEW_OUTING)
    at.time_input(key="outing-end-").set_value(time(9))
    at.number_input(key=state.PLACE_LON).set_value(0.3)
    press(at, "Planifier cette sortie")
    said = at.error[0].value
    assert "finit avant de commencer" in said and "où se retrouver" in said
    assert "ou aucune des deux" in said
    assert not app_env.service.rounds.outings()


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, -91)])
def test_a_place_off_the_earth_is_refused(lon: float, lat: float) -> None:
    assert len(outing_form.faults(outing(lon=lon, lat=lat), half_place=False)) == 1


def test_a_click_on_the_map_is_the_place(app_env: AppEnv) -> None:
    at = app_env.open("outings", sortie=state.NEW_OUTING)
    assert app_env.maps[-1]["returned_objects"] == ("last_clicked",)
    at.session_state[state.PLACE_LON], at.session_state[state.PLACE_LAT] = 0.345, 46.565
    at.run()
    assert at.number_input(key=state.PLACE_LON).value == 0.345
    assert "Ce point est dans le quartier" in texts(at) or "À noter" in texts(at)


def test_an_outing_is_changed(app_env: AppEnv) -> None:
    with_people(app_env, lon=0.35, lat=46.57)
    at = show(app_env, "o", outing_page.CHANGE)
    assert at.number_input(key=state.PLACE_LON).value == 0.35
    at.text_area(key="outing-note-o").set_value("Venir avec un stylo")
    press(at, "Enregistrer les changements")
    assert "Les changements sont enregistrés." in texts(at)
    assert app_env.service.rounds.outing("o") == outing(
        lon=0.35, lat=46.57, note="Venir avec un stylo"
    )
    assert "Venir avec un stylo" in texts(at)


def test_an_outing_is_taken_out_after_asking(app_env: AppEnv) -> None:
    with_people(app_env, "Ana")
    at = show(app_env, "o", outing_page.CHANGE)
    press(at, "Supprimer cette sortie")
    assert app_env.service.rounds.outings()
    at.button(key="remove-confirmed").click().run()
    assert not app_env.service.rounds.outings()
    assert "La sortie est supprimée." in texts(at)


def test_an_outing_with_doors_stays(app_env: AppEnv) -> None:
    with_people(app_env)
    app_env.service.doors.record([recorded("a", "1", Outcome.ABSENT)])
    at = show(app_env, "o", outing_page.CHANGE)
    press(at, "Supprimer cette sortie")
    at.button(key="remove-confirmed").click().run()
    assert at.error
    assert app_env.service.rounds.outings()


# --- people -----------------------------------------------------------------------------------


def test_people_are_put_on_the_list(app_env: AppEnv) -> None:
    with_people(app_env)
    known = app_env.service.rounds.person("Dora Lune").id
    at = show(app_env, "o")
    at.multiselect[0].set_value([known])
    at.text_area[0].set_value("Ana Petit\n\n  bilal   renard\n")
    at.checkbox[0].set_value(True)
    press(at, "Inscrire")
    assert at.success[0].value == "3 personnes inscrites."
    names = [person.name for person, _word in app_env.service.rounds.roster("o").people]
    assert names == ["Ana Petit", "bilal renard", "Dora Lune"]
    experienced = {p.name: p.experienced for p in app_env.service.rounds.volunteers()}
    assert experienced == {"Ana Petit": True, "bilal renard": True, "Dora Lune": False}
    assert at.text_area[0].value == ""


def test_a_name_that_is_known_makes_nobody_twice(app_env: AppEnv) -> None:
    with_people(app_env, "Zoé Noël")
    at = show(app_env, "o")
    at.text_area[0].set_value("zoe  noel")
    press(at, "Inscrire")
    assert len(app_env.service.rounds.volunteers()) == 1
    assert at.success[0].value == "0 personne inscrite."


def test_nobody_chosen(app_env: AppEnv) -> None:
    with_people(app_env)
    at = show(app_env, "o")
    press(at, "Inscrire")
    assert "Choisissez quelqu’un" in at.warning[-1].value


def test_who_finds_no_place_is_told(app_env: AppEnv) -> None:
    with_people(app_env, "Ana", capacity=2)
    at = show(app_env, "o")
    at.text_area[0].set_value("Bob\nCid")
    press(at, "Inscrire")
    assert "1 personne inscrite. Il n’y avait plus de place" in at.success[0].value
    assert "Toutes les places sont prises" in texts(at)
    assert not at.multiselect


def test_a_refusal_in_a_callback_is_shown(app_env: AppEnv, monkeypatch: pytest.MonkeyPatch) -> None:
    [ana] = with_people(app_env, "Ana")
    at = show(app_env, "o")

    def refuse(*_args: object) -> None:
        raise OutingFullError(capacity=2)

    monkeypatch.setattr(type(app_env.service.rounds), "withdraw", refuse)
    at.button(key=f"off-{ana}").click().run()
    assert not at.exception
    assert at.error


def test_off_the_list_and_back_into_the_pair(app_env: AppEnv) -> None:
    ana, bob = with_people(app_env, "Ana", "Bob")
    rounds = app_env.service.rounds
    rounds.save_pairs("o", [Pair("p", "o", 1, (ana, bob))])
    at = show(app_env, "o")
    at.button(key=f"off-{ana}").click().run()
    assert [p.name for p, _ in rounds.roster("o").people] == ["Bob"]
    assert rounds.roster("o").pairs[0].members == (bob,)
    at.button(key="undo-last").click().run()
    assert rounds.roster("o").pairs == (Pair("p", "o", 1, (ana, bob)),)
    assert "undo-last" not in [button.key for button in at.button]


def test_attendance_is_noted_and_taken_back(app_env: AppEnv) -> None:
    ana, _bob = with_people(app_env, "Ana", "Bob", day=date(2023, 5, 10))
    at = show(app_env, "o")

    def words() -> list[bool | None]:
        return [word.attended for _person, word in app_env.service.rounds.roster("o").people]

    came = {group.key: group for group in at.get("button_group") if group.key}
    came[f"came-o-{ana}"].set_value(False)
    at.run()
    assert words() == [False, None]
    press(at, "Toutes les autres personnes sont venues")
    assert words() == [False, True]
    at.button(key="undo-last").click().run()
    assert words() == [False, None]


def test_before_the_day_nobody_is_asked_who_came(app_env: AppEnv) -> None:
    with_people(app_env, "Ana")
    at = show(app_env, "o")
    assert len(at.get("button_group")) == 2  # language and part


def test_a_training_day_trains(app_env: AppEnv) -> None:
    app_env.fill()
    at = show(app_env, TRAINING)
    assert not at.error
    assert "présent·e" in str(at.get("button_group")[-1].proto)


def test_a_closed_outing_takes_nobody(app_env: AppEnv) -> None:
    app_env.fill()
    at = show(app_env, PAST, outing_page.PEOPLE)
    assert "on ne peut plus y inscrire personne" in texts(at)
    assert not at.multiselect


# --- pairs ------------------------------------------------------------------------------------


def test_pairs_need_people(app_env: AppEnv) -> None:
    with_people(app_env)
    assert "Commencez par inscrire du monde." in texts(show(app_env, "o", outing_page.PAIRS))


def test_a_proposal_is_saved_on_the_button_only(app_env: AppEnv) -> None:
    rounds = app_env.service.rounds
    rounds.save_outing(outing())
    for name, experienced in (("Ana", True), ("Bob", False), ("Cid", False), ("Dan", True)):
        rounds.save_volunteer(Volunteer(name, name, experienced=experienced))
        rounds.sign_up("o", name)
    at = show(app_env, "o", outing_page.PAIRS)
    press(at, "Proposer des binômes")
    assert "pas encore enregistrés" in texts(at)
    assert not rounds.roster("o").pairs
    press(at, "Enregistrer ces binômes")
    assert "2 binômes sont enregistrés." in texts(at)
    assert [pair.members for pair in rounds.roster("o").pairs] == [("Ana", "Bob"), ("Dan", "Cid")]
    assert "Tout le monde a un binôme." in texts(at)
    at.button(key="undo-last").click().run()
    assert not rounds.roster("o").pairs


def test_a_proposal_is_given_up(app_env: AppEnv) -> None:
    with_people(app_env, "Ana", "Bob")
    at = show(app_env, "o", outing_page.PAIRS)
    press(at, "Proposer des binômes")
    press(at, "Abandonner")
    assert not app_env.service.rounds.roster("o").pairs
    assert "Proposer des binômes" in [button.label for button in at.button]


def test_a_proposal_lapses_when_the_records_change(app_env: AppEnv) -> None:
    with_people(app_env, "Ana", "Bob")
    at = show(app_env, "o", outing_page.PAIRS)
    press(at, "Proposer des binômes")
    app_env.service.rounds.sign_up("o", app_env.service.rounds.person("Cid").id)
    at.run()
    assert "pas encore enregistrés" not in texts(at)


def test_a_pair_by_hand_then_changed_then_dissolved(app_env: AppEnv) -> None:
    ana, bob, cid = with_people(app_env, "Ana", "Bob", "Cid")
    rounds = app_env.service.rounds
    at = show(app_env, "o", outing_page.PAIRS)
    at.multiselect[0].set_value([ana, bob])
    press(at, "Former ce binôme")
    assert "Le binôme 1 est formé." in texts(at)
    assert rounds.roster("o").pairs == (Pair("o-1", "o", 1, (ana, bob)),)
    at.button(key="change-o-1").click().run()
    at.multiselect[0].set_value([ana, cid])
    press(at, "Enregistrer")
    assert rounds.roster("o").pairs == (Pair("o-1", "o", 1, (ana, cid)),)
    at.button(key="change-o-1").click().run()
    press(at, "Ne rien changer")
    at.button(key="change-o-1").click().run()
    at.multiselect[0].set_value([])
    press(at, "Enregistrer")
    assert "Le binôme est dissous." in texts(at)
    assert not rounds.roster("o").pairs


def test_a_pair_that_recorded_doors_cannot_go(app_env: AppEnv) -> None:
    ana, bob = with_people(app_env, "Ana", "Bob")
    rounds = app_env.service.rounds
    rounds.save_pairs("o", [Pair("p", "o", 1, (ana, bob))])
    app_env.service.doors.record([recorded("a", "1", Outcome.ABSENT, pair="p")])
    at = show(app_env, "o", outing_page.PAIRS)
    at.button(key="change-p").click().run()
    at.multiselect[0].set_value([])
    press(at, "Enregistrer")
    assert at.error
    assert rounds.roster("o").pairs


# --- debrief ----------------------------------------------------------------------------------


def test_an_outing_without_doors(app_env: AppEnv) -> None:
    with_people(app_env)
    said = texts(show(app_env, "o", outing_page.DEBRIEF))
    assert "Aucune porte n’a encore été notée" in said
    assert "Aucune visite ne dit" in said


def test_the_debrief_counts_to_the_door(app_env: AppEnv) -> None:
    app_env.fill()
    at = show(app_env, PAST)
    debrief = app_env.service.rounds.debrief(PAST)
    said = texts(at)
    assert f"<dd>{sum(debrief.outcomes.values())}</dd>" in said
    assert "Portes par binôme" in said and "Ce qui reste dans ces rues" in said
    assert "Binôme 1" in said
    assert "Part des portes où il n’y avait personne" in said
    thanks = at.get("code")[0].value
    assert thanks.startswith("Merci à ") and "Eden" not in thanks  # was absent
    assert "96 portes" in thanks and "Prochaine sortie" in thanks


def test_a_door_is_corrected_and_the_correction_taken_back(app_env: AppEnv) -> None:
    with_people(app_env)
    app_env.service.doors.record([recorded("a", "1", Outcome.ABSENT)])
    at = show(app_env, "o", outing_page.DEBRIEF)

    def outcomes() -> list[Outcome | None]:
        return [row.outcome for row in app_env.service.doors.of_outing("o")]

    at.selectbox[0].set_value(0)
    at.selectbox[1].set_value(Outcome.REFUSAL.value)
    press(at, "Corriger")
    assert "Corrigé" in at.success[0].value
    assert outcomes() == [Outcome.REFUSAL]
    at.button(key="undo-last").click().run()
    assert outcomes() == [Outcome.ABSENT]
    at.selectbox[0].set_value(0)
    at.selectbox[1].set_value("")
    press(at, "Corriger")
    assert outcomes() == []
    at.button(key="undo-last").click().run()
    assert outcomes() == [Outcome.ABSENT]


def test_a_correction_needs_a_door_and_an_outcome(app_env: AppEnv) -> None:
    with_people(app_env)
    app_env.service.doors.record([recorded("a", "1", Outcome.ABSENT)])
    at = show(app_env, "o", outing_page.DEBRIEF)
    press(at, "Corriger")
    assert "Choisissez une porte" in at.warning[-1].value
    at.selectbox[0].set_value(0)
    at.selectbox[1].set_value(Outcome.ABSENT.value)
    press(at, "Corriger")
    assert "déjà ce qui est noté" in texts(at)


def test_one_click_closes_and_another_opens_again(app_env: AppEnv) -> None:
    with_people(app_env, day=date(2023, 5, 10))
    at = show(app_env, "o")
    press(at, "Clore la sortie")
    assert app_env.service.rounds.outing("o").closed
    assert "La sortie est close." in texts(at)
    press(at, "Rouvrir")
    assert not app_env.service.rounds.outing("o").closed


def test_closing_too_early_is_undone_with_the_streets(app_env: AppEnv) -> None:
    service = app_env.service
    street, other = plant(service, 6, 4)
    service.turf.claim(street.id, OUTING, FIRST)
    service.turf.release(service.turf.claim(other.id, OUTING, SECOND).id)
    at = show(app_env, OUTING)
    press(at, "Clore la sortie")
    assert not held(service, FIRST)
    press(at, "Annuler\xa0: la sortie continue, avec ses rues")
    assert not service.rounds.outing(OUTING).closed
    assert held(service, FIRST) == [street.id]
    assert not held(service, SECOND)


def test_the_sheets_of_all_pairs_are_one_file(app_env: AppEnv) -> None:
    street, _other = plant(app_env.service, 6, 4)
    at = show(app_env, OUTING, outing_page.PAIRS)
    assert "2 binômes n’ont pas encore de rue" in texts(at)
    app_env.service.turf.claim(street.id, OUTING, FIRST)
    at = show(app_env, OUTING, outing_page.PAIRS)
    assert "1 binôme n’a pas encore de rue" in texts(at)
    labels = [button.proto.label for button in at.get("download_button")]
    assert "La feuille de 1 binôme (PDF)" in labels


def held(service: Service, pair: str) -> list[str]:
    return [claim.section for claim in service.turf.claims_of(pair) if claim.ended is None]


def test_an_outing_to_come_is_not_closed_by_mistake(app_env: AppEnv) -> None:
    with_people(app_env)
    at = show(app_env, "o")
    assert "Clore la sortie" not in [button.label for button in at.button]


def test_files_are_offered(app_env: AppEnv) -> None:
    with_people(app_env, "Ana")
    at = show(app_env, "o")
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels == ["Fichier agenda", "Plan du jour"]


def test_the_page_speaks_english(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("outings", lang="en", sortie=PAST)
    assert not at.exception
    assert "What is left in these streets" in texts(at)
    assert at.get("code")[0].value.startswith("Thank you, ")
