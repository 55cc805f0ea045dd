"""At the door: two taps a door, nothing doubled, nothing lost; the questionnaire after consent."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from data.errors import DatabaseUnreachableError
from data.fieldwork import WalkingOrder
from data.model import Outcome
from tests.pages.appenv import AppEnv, texts
from tests.pages.plants import FIRST, OUTING, QUARTIER, plant

STREET = "street-01"


@pytest.fixture
def walking(app_env: AppEnv) -> AppEnv:
    """Give an app where the first pair holds a street of six doors."""
    plant(app_env.service, 6, 4)
    app_env.service.turf.claim(STREET, OUTING, FIRST)
    return app_env


def begin(env: AppEnv, **query: str) -> AppTest:
    at = env.open("doors", outing=OUTING, pair=FIRST, **query)
    assert not at.exception and not at.error
    return at


def button(at: AppTest, start: str):
    return next(one for one in at.button if one.label.startswith(start))


def tap(at: AppTest, outcome: Outcome) -> AppTest:
    """Choose an outcome and record it."""
    group = next(one for one in at.get("button_group") if (one.key or "").startswith("outcome-"))
    group.set_value(outcome)
    return button(at, "Enregistrer").click().run()


def address(at: AppTest, part: str = state.QUESTIONNAIRES) -> str:
    """Give a part of the address; what the test set itself stands there as a list."""
    value = at.query_params[part]
    return value if isinstance(value, str) else value[0]


def label(at: AppTest) -> str:
    """Give the number the page stands at."""
    said = texts(at)
    return said.partition('<p class="label">')[2].partition("<")[0]


def visits(env: AppEnv):
    return {row.door: row.outcome for row in env.service.doors.of_pair(FIRST)}


def test_without_an_outing_the_way_to_one_is_shown(app_env: AppEnv) -> None:
    at = app_env.open("doors")
    assert not at.exception and not at.error
    assert "Aucune sortie" in texts(at)


def test_without_a_street_the_way_to_one_is_shown(app_env: AppEnv) -> None:
    plant(app_env.service, 6)
    at = begin(app_env)
    assert "Vous n’avez pas encore de rue" in texts(at)


def test_doors_come_in_walking_order_and_are_kept_at_once(walking: AppEnv) -> None:
    at = begin(walking)
    assert label(at) == "1"
    at = tap(at, Outcome.ABSENT)
    assert not at.error
    assert label(at) == "3"
    assert visits(walking) == {"1": Outcome.ABSENT}
    assert "<b>1</b> porte aujourd" in texts(at)
    (row,) = walking.service.doors.of_pair(FIRST)
    assert (row.section, row.outing, row.quartier) == (STREET, OUTING, QUARTIER)


def test_nothing_is_recorded_without_an_outcome(walking: AppEnv) -> None:
    at = begin(walking)
    button(at, "Enregistrer").click().run()
    assert "Choisissez d’abord" in at.error[0].value
    assert not visits(walking)
    assert label(at) == "1"


def test_a_reload_goes_on_where_it_was(walking: AppEnv) -> None:
    at = tap(begin(walking), Outcome.REFUSAL)
    again = begin(walking, door=address(at, "door"))
    assert label(again) == "3"
    assert label(begin(walking)) == "3"


def test_the_same_tap_sent_again_counts_once(walking: AppEnv) -> None:
    service = walking.service
    door = service.doors.walk(FIRST)[0]
    for _turn in range(2):
        service.doors.knock(door, {"1": 0}, Outcome.ABSENT, outing=OUTING, pair=FIRST)
    assert len(service.doors.of_pair(FIRST)) == 1
    assert service.coverage.overview().total.knocked == 1


def test_two_screens_of_one_pair_do_not_overwrite_each_other(walking: AppEnv) -> None:
    at, other = begin(walking), begin(walking)
    tap(other, Outcome.REFUSAL)
    at = tap(at, Outcome.ABSENT)
    assert "déjà notée" in at.error[0].value
    assert visits(walking) == {"1": Outcome.REFUSAL}


def test_undo_takes_back_and_the_door_is_offered_again(walking: AppEnv) -> None:
    at = tap(tap(begin(walking), Outcome.ABSENT), Outcome.REFUSAL)
    assert label(at) == "5"
    at = button(at, "Annuler").click().run()
    assert label(at) == "3"
    assert visits(walking) == {"1": Outcome.ABSENT}
    at = tap(at, Outcome.VACANT)
    assert visits(walking) == {"1": Outcome.ABSENT, "3": Outcome.VACANT}


def test_any_visit_can_be_taken_back_after_a_reload(walking: AppEnv) -> None:
    tap(begin(walking), Outcome.ABSENT)
    at = begin(walking)
    box = at.selectbox(key="take-back-which")
    box.set_value(walking.service.doors.of_pair(FIRST)[0].key)
    button(at, "Annuler cette visite").click().run()
    assert not visits(walking)


def test_a_skipped_door_is_offered_again(walking: AppEnv) -> None:
    at = begin(walking)
    at = button(at, "Passer").click().run()
    assert label(at) == "3"
    for _door in range(5):
        at = tap(at, Outcome.REFUSAL)
    assert label(at) == "1"
    at = tap(at, Outcome.REFUSAL)
    assert "Tous les numéros" in at.success[0].value


def test_absent_doors_are_offered_again_and_count_once(walking: AppEnv) -> None:
    at = begin(walking)
    for number in range(6):
        at = tap(at, Outcome.ABSENT if number in (0, 2) else Outcome.REFUSAL)
    at = button(at, "Repasser à 2").click().run()
    assert label(at) == "1" and "déjà passé\xa0: absent" in texts(at)
    at = tap(at, Outcome.REFUSAL)
    assert label(at) == "5"
    at = tap(at, Outcome.ABSENT)
    assert label(at) == ""
    assert walking.service.coverage.overview().total.knocked == 6


def test_several_doors_of_a_building_at_once(walking: AppEnv) -> None:
    at = begin(walking, door=f"{STREET}:4")
    assert label(at) == "4" and "6 logements" in texts(at)
    at.number_input[0].set_value(3)
    at.checkbox[0].check()
    at = tap(at, Outcome.ABSENT)
    assert set(visits(walking)) == {"4 / 1", "4 / 2", "4 / 3"}
    assert label(at) == "4"
    assert which(at).value == ""  # the next door, and not one that was just noted
    at = tap(at, Outcome.REFUSAL)
    assert visits(walking)["4 / 4"] is Outcome.REFUSAL
    assert walking.service.coverage.overview().total.knocked == 4
    assert label(begin(walking)) == "1"


def test_who_comes_back_to_a_building_is_offered_the_door_that_was_shut(walking: AppEnv) -> None:
    at = begin(walking, door=f"{STREET}:4")
    at.number_input[0].set_value(2)
    tap(at, Outcome.ABSENT)
    for door in ("1", "3", "5", "6", "2"):
        tap(begin(walking, door=f"{STREET}:{door}"), Outcome.REFUSAL)
    at = button(begin(walking), "Repasser à").click().run()
    assert which(at).value == "4 / 1"
    tap(at, Outcome.INTERVIEW)
    assert visits(walking)["4 / 1"] is Outcome.INTERVIEW


def which(at: AppTest):
    return next(box for box in at.selectbox if box.label.startswith("Quelle porte"))


def test_a_number_that_no_list_has(walking: AppEnv) -> None:
    at = begin(walking)
    at.text_input(key="unlisted-label").set_value(" 7  Bis ")
    at = button(at, "Aller à cette porte").click().run()
    assert label(at) == "7 bis"
    at = tap(at, Outcome.COME_BACK)
    assert visits(walking) == {"7 bis": Outcome.COME_BACK}
    names = [door.address.label for door in walking.service.doors.walk(FIRST)]
    assert names[-1] == "7 bis"


def test_the_questionnaire_needs_an_interview_and_consent(walking: AppEnv) -> None:
    at = tap(begin(walking), Outcome.INTERVIEW)
    assert visits(walking) == {"1": Outcome.INTERVIEW}
    assert "La personne accepte" in texts(at)
    assert not at.text_area
    at = button(at, "Pas de questionnaire").click().run()
    assert label(at) == "3"
    assert not list(walking.service.store.responses())


def asked(env: AppEnv) -> AppTest:
    """Begin a questionnaire at the first door."""
    return button(tap(begin(env), Outcome.INTERVIEW), "Oui").click().run()


def answer(at: AppTest, question: str, value: object) -> AppTest:
    """Choose a rating, or type an answer."""
    widgets = [*at.get("button_group"), *at.text_area]
    next(one for one in widgets if f"answer-{question}-" in (one.key or "")).set_value(value)
    return at.run()


def responses(env: AppEnv) -> list[dict[str, object]]:
    return [{**one.ratings, **one.texts} for one in env.service.store.responses()]


def test_each_answer_is_kept_at_once_without_the_door(walking: AppEnv) -> None:
    at = asked(walking)
    assert not at.exception
    assert "Aucune réponse enregistrée" in texts(at)
    at = answer(at, "city_life", 4)
    assert responses(walking) == [{"city_life": 4}]
    at = answer(answer(at, "city_life", 3), "voice", 0)
    at = answer(at, "likes", "  plus de bus ")
    assert responses(walking) == [{"city_life": 3, "likes": "plus de bus"}]
    assert "2 réponses enregistrées" in texts(at)
    at = button(at, "Terminer").click().run()
    (kept,) = walking.service.store.responses()
    assert kept.quartier == QUARTIER and kept.month.day == 1
    assert label(at) == "3"
    assert state.QUESTIONNAIRES not in at.query_params


def test_a_reload_in_a_questionnaire_loses_no_answer(walking: AppEnv) -> None:
    at = answer(answer(asked(walking), "city_life", 4), "likes", "les parcs")
    again = begin(walking, reponses=address(at))
    assert "2 réponses enregistrées" in texts(again)
    shown = {one.key: one.value for one in (*again.get("button_group"), *again.text_area)}
    assert [value for value in shown.values() if value not in (None, "")][-2:] == [4, "les parcs"]
    answer(again, "voice", 1)
    assert responses(walking) == [{"city_life": 4, "likes": "les parcs", "voice": 1}]


def test_a_reload_before_any_answer_asks_for_consent_again(walking: AppEnv) -> None:
    at = asked(walking)
    again = begin(walking, reponses=address(at))
    assert "La personne accepte" in texts(again)


def test_the_address_of_a_finished_questionnaire_opens_nothing(walking: AppEnv) -> None:
    at = answer(asked(walking), "city_life", 4)
    token = address(at)
    other = begin(walking, reponses=token)
    button(at, "Terminer").click().run()
    again = begin(walking, reponses=token)
    assert label(again) == "3"
    assert state.QUESTIONNAIRES not in again.query_params
    # A screen that was left open changes nothing any more, and says so.
    other = answer(other, "city_life", 1)
    assert "fermé" in other.error[0].value
    assert responses(walking) == [{"city_life": 4}]


@pytest.mark.parametrize("wish", ["", "x", "." * 9, "a" * 32, "<b>.\x00", "a" * 5000])
def test_an_address_that_was_made_up_opens_nothing(walking: AppEnv, wish: str) -> None:
    assert label(begin(walking, reponses=wish)) == "1"


def test_before_consent_the_campaigns_own_notice_is_there_to_be_shown(walking: AppEnv) -> None:
    at = tap(begin(walking), Outcome.INTERVIEW)
    said = texts(at)
    assert "Ce que la personne doit savoir" in [part.value for part in at.subheader]
    assert "jamais un nom" in said and "CNIL" in said, "a default where the campaign has none"
    wished = replace(
        walking.service.campaign(), notice={"fr": "Nos <b>mots</b>."}, contact="05 49 00 00 00"
    )
    walking.service.planning.save_texts(wished)
    said = texts(begin(walking, reponses=address(at)))
    assert "Nos &lt;b&gt;mots&lt;/b&gt;." in said and "CNIL" not in said
    assert "05\xa049\xa000\xa000\xa000" in said, "how to reach those who ask, whatever the words"


def test_a_person_can_withdraw_the_answers(walking: AppEnv) -> None:
    at = answer(asked(walking), "city_life", 4)
    at = button(at, "Effacer").click().run()
    assert responses(walking) == []
    assert "effacées" in at.success[0].value
    assert label(at) == "3"
    assert visits(walking) == {"1": Outcome.INTERVIEW}


def test_without_any_answer_nothing_is_kept(walking: AppEnv) -> None:
    at = answer(answer(asked(walking), "city_life", 4), "city_life", None)
    assert responses(walking) == []
    at = button(at, "Terminer").click().run()
    assert "Aucune réponse" in at.success[0].value
    assert responses(walking) == []


def test_several_interviews_of_one_number_are_asked_one_after_the_other(walking: AppEnv) -> None:
    at = begin(walking, door=f"{STREET}:4")
    at.number_input[0].set_value(3)
    at = tap(at, Outcome.INTERVIEW)
    assert "encore 2 questionnaires" in texts(at)
    at = answer(button(at, "Oui").click().run(), "city_life", 4)
    again = begin(walking, reponses=address(at))
    again = button(button(again, "Terminer").click().run(), "Pas de questionnaire").click().run()
    again = answer(button(again, "Oui").click().run(), "city_life", 2)
    again = button(again, "Terminer").click().run()
    assert sorted(one["city_life"] for one in responses(walking)) == [2, 4]
    assert not again.exception and label(again)


def test_an_answer_that_was_not_saved_is_said_and_saved_at_the_end(
    walking: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = asked(walking)

    def fail(*_args: object, **_options: object) -> None:
        raise DatabaseUnreachableError(reason="x")

    with monkeypatch.context() as broken:
        broken.setattr(type(walking.service.asking), "keep", fail)
        at = answer(at, "city_life", 4)
        assert "base de données" in at.error[0].value.lower()
        assert "Aucune réponse enregistrée" in texts(at)
        at = button(at, "Terminer").click().run()
        assert at.error and "Aucune réponse enregistrée" in texts(at)
    button(at, "Terminer").click().run()
    assert responses(walking) == [{"city_life": 4}]


def test_a_reload_before_the_answer_to_a_tap_does_not_stand_at_that_door_again(
    walking: AppEnv,
) -> None:
    """The address still names the door that was recorded: it would be recorded twice."""
    walks = walking.service.doors.walk(FIRST)
    tap(begin(walking, door=walks[1].name), Outcome.ABSENT)
    again = begin(walking, door=walks[1].name)
    assert label(again) == "5"
    assert address(again, "door") == walks[2].name


def test_an_address_that_the_browser_sent_too_early_does_not_lead_back(walking: AppEnv) -> None:
    """It asked for another run before it had heard that the pair went on."""
    at = begin(walking)
    first = walking.service.doors.walk(FIRST)[1].name
    at = tap(tap(at, Outcome.ABSENT), Outcome.REFUSAL)
    assert label(at) == "5"
    at.query_params["door"] = first
    assert label(at.run()) == "5"


def test_names_of_streets_are_no_markup(app_env: AppEnv) -> None:
    from dataclasses import replace

    street = replace(plant(app_env.service, 2)[0], street="<b>rue</b>", id="evil")
    app_env.service.store.sections.replace([street], source="x", at=app_env.service.now())
    app_env.service.turf.claim("evil", OUTING, FIRST)
    assert "&lt;b&gt;rue" in texts(begin(app_env))


def test_a_database_that_fails_leaves_a_message(
    walking: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = begin(walking)

    def fail(*_args: object, **_options: object) -> None:
        raise DatabaseUnreachableError(reason="x")

    monkeypatch.setattr(type(walking.service.doors), "record", fail)
    at = tap(at, Outcome.ABSENT)
    assert not at.exception
    assert "base de données" in at.error[0].value.lower()
    assert label(at) == "1"


def test_the_doors_come_in_the_order_the_pair_chose(walking: AppEnv) -> None:
    at = begin(walking)
    assert label(at) == "1"
    at = tap(at, Outcome.ABSENT)
    assert label(at) == "3"
    at.radio(key="walk").set_value(WalkingOrder.DISTANCE).run()
    assert not at.exception and not at.error
    assert walking.service.rounds.roster(OUTING).pairs[0].walk is WalkingOrder.DISTANCE
    assert label(at) == "3", "the pair stays at the door it stands at"
    at = begin(walking)
    assert label(at) == "2"
    for expected in ("3", "4", "5", "6"):
        at = tap(at, Outcome.REFUSAL)
        assert label(at) == expected
    assert visits(walking) == {"1": Outcome.ABSENT} | dict.fromkeys("2345", Outcome.REFUSAL)
