"""Campaigns, quartiers, targets and questionnaires in the store."""

from dataclasses import replace
from datetime import date

import pytest

from data.errors import (
    CodesInUseError,
    FrozenQuestionnaireError,
    NoCampaignError,
    NotFoundError,
)
from data.model import (
    AllocationMethod,
    Campaign,
    Outcome,
    Quartier,
    Questionnaire,
    Response,
    Spread,
    Visit,
)
from data.store import Store, open_store

NOTE = {"fr": "autre", "en": "other"}
ANSWER = Response("r1", 1, "a", date(2023, 4, 1), {"life": 4})


def _answer(store: Store) -> None:
    with store.importing("file", at="2023-04-02") as writer:
        writer.add_responses([ANSWER])


def test_an_empty_database_says_that_there_is_no_campaign(empty_store: Store) -> None:
    assert not empty_store.has_campaign()
    assert empty_store.campaigns() == ()
    assert empty_store.revision() == 0
    for ask in (empty_store.campaign, empty_store.quartiers, empty_store.secret):
        with pytest.raises(NoCampaignError):
            ask()


def test_a_campaign_that_was_named_has_to_exist(store: Store, store_url: str) -> None:
    with open_store(store_url, campaign="elsewhere") as other:
        assert not other.has_campaign()
        with pytest.raises(NotFoundError) as error:
            other.door_counts()
    assert error.value.params["key"] == "elsewhere"


def test_what_is_saved_is_read_again(
    store: Store,
    campaign: Campaign,
    quartiers: tuple[Quartier, ...],
    questionnaire: Questionnaire,
) -> None:
    note = {"fr": "indicatif", "en": "indicative"}
    assert store.campaign() == replace(campaign, note=note)
    assert store.quartiers() == quartiers
    assert store.questionnaire() == store.questionnaire(1) == questionnaire
    with pytest.raises(NotFoundError):
        store.questionnaire(2)


def test_a_campaign_can_be_changed_in_all_it_says(store: Store, campaign: Campaign) -> None:
    changed = replace(
        campaign,
        goal=7,
        extent=(0.0, 46.5, 0.5, 47.0),
        k=5,
        languages=("en",),
        spread=Spread(AllocationMethod.POWER, 3, 0.25),
    )
    secret = store.secret()
    store.save_campaign(changed)
    assert store.campaign() == changed
    assert store.secret() == secret


def test_several_campaigns_live_side_by_side(
    store: Store, store_url: str, campaign: Campaign, quartiers: tuple[Quartier, ...]
) -> None:
    _answer(store)
    with open_store(store_url) as other:
        other.save_campaign(replace(campaign, id="other-2024"))
        assert other.quartiers() == ()
        assert other.campaigns() == ("other-2024", "town-2023")
        other.replace_quartiers(quartiers, note=NOTE)
        assert other.response_counts() == {"a": 0, "b": 0, "c": 0}
        assert other.secret() != store.secret()
        assert list(other.responses()) == []
    assert store.response_counts() == {"a": 1, "b": 0, "c": 0}
    with open_store(store_url) as last:
        assert last.campaign().id == "other-2024"
    with open_store(store_url, campaign="town-2023") as named:
        assert named.campaign().id == "town-2023"


def test_every_write_bumps_the_revision(
    store: Store, campaign: Campaign, questionnaire: Questionnaire, quartiers: tuple[Quartier, ...]
) -> None:
    seen = [store.revision()]
    store.save_campaign(campaign)
    seen.append(store.revision())
    store.save_questionnaire(questionnaire)
    seen.append(store.revision())
    store.replace_quartiers(quartiers, note=NOTE)
    seen.append(store.revision())
    store.save_targets(Spread(), 10, {"a": 10})
    seen.append(store.revision())
    _answer(store)
    seen.append(store.revision())
    store.undo_import(store.imports()[0].id)
    seen.append(store.revision())
    assert seen == sorted(set(seen))


def test_targets_are_saved_with_how_they_were_made(store: Store) -> None:
    spread = Spread(AllocationMethod.WEBSTER, floor=5)
    store.save_targets(spread, 60, {"a": 20, "b": 40})
    assert [quartier.target for quartier in store.quartiers()] == [20, 40, None]
    assert (store.campaign().spread, store.campaign().goal) == (spread, 60)
    with pytest.raises(NotFoundError):
        store.save_targets(spread, 70, {"a": 20, "nowhere": 50})
    assert store.campaign().goal == 60


def test_other_quartiers_keep_what_they_do_not_tell(
    store: Store, quartiers: tuple[Quartier, ...]
) -> None:
    store.save_targets(Spread(), 100, {"a": 50, "b": 30, "c": 20})
    redrawn = [replace(q, dwellings=None, name=q.name.upper()) for q in reversed(quartiers)]
    store.replace_quartiers([*redrawn[:2], replace(redrawn[2], dwellings=111)], note=NOTE)
    found = store.quartiers()
    assert [(q.code, q.dwellings, q.target) for q in found] == [
        ("a", 111, 50),
        ("b", 200, 30),
        ("c", None, 20),
    ]
    assert found[0].name == "QUARTIER A"
    assert store.campaign().note == NOTE


def test_targets_go_where_the_codes_are_others(
    store: Store, quartiers: tuple[Quartier, ...]
) -> None:
    store.save_targets(Spread(), 100, {"a": 50, "b": 30, "c": 20})
    store.replace_quartiers(quartiers[:2], note=NOTE)
    assert [(q.code, q.dwellings, q.target) for q in store.quartiers()] == [
        ("a", 100, None),
        ("b", 200, None),
    ]


def test_codes_that_records_refer_to_cannot_go(
    store: Store, quartiers: tuple[Quartier, ...]
) -> None:
    _answer(store)
    with store.importing("visits", at="2023-04-02") as writer:
        writer.add_visits([Visit("v1", "b", date(2023, 4, 2), Outcome.ABSENT)])
    before = store.campaign(), store.quartiers(), store.revision()
    with pytest.raises(CodesInUseError) as error:
        store.replace_quartiers(quartiers[2:], note=NOTE)
    assert error.value.params["codes"] == "a, b"
    assert (store.campaign(), store.quartiers(), store.revision()) == before
    for record in store.imports():
        store.undo_import(record.id)
    store.replace_quartiers(quartiers[2:], note=NOTE)
    assert [quartier.code for quartier in store.quartiers()] == ["c"]


def test_a_questionnaire_is_frozen_once_it_has_answers(
    store: Store, questionnaire: Questionnaire
) -> None:
    first, *others = questionnaire.questions
    changed = replace(
        questionnaire, questions=(replace(first, text={"fr": "?", "en": "?"}), *others)
    )
    store.save_questionnaire(changed)
    assert store.questionnaire() == changed
    store.save_questionnaire(questionnaire)
    assert not store.has_answers(1)
    _answer(store)
    assert store.has_answers(1)
    with pytest.raises(FrozenQuestionnaireError):
        store.save_questionnaire(changed)
    assert store.questionnaire() == questionnaire
    store.save_questionnaire(questionnaire)
    store.save_questionnaire(replace(changed, version=2))
    assert store.questionnaire().version == 2
    assert store.questionnaire(1) == questionnaire


def test_names_of_columns_can_be_added_to_a_frozen_questionnaire(
    store: Store, questionnaire: Questionnaire
) -> None:
    _answer(store)
    first, *others = questionnaire.questions
    named = replace(questionnaire, questions=(replace(first, aliases=("La vie",)), *others))
    store.save_questionnaire(named)
    assert store.questionnaire() == named


def test_what_is_printed_is_saved_and_nothing_else(store: Store) -> None:
    before, revision = store.campaign(), store.revision()
    wished = replace(
        before,
        goal=1,
        organiser="Le collectif",
        contact="a@example.org",
        results_at="en mairie",
        notice={"fr": "Pourquoi : écouter.\n- facultatif"},
        script={"en": "Hello!"},
    )
    store.save_texts(wished)
    assert store.campaign() == replace(wished, goal=before.goal)
    assert store.revision() == revision + 1
    store.save_campaign(before)
    assert store.campaign() == before
