"""Keying in paper sheets: by code, one key a line, clashes with both values, a second person."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.errors import DatabaseUnreachableError
from data.fieldwork import Sheet
from data.model import Outcome
from data.sheet_codes import shown_code, valid_code
from tests.pages.appenv import AppEnv, texts
from tests.pages.plants import FIRST, OUTING, QUARTIER, plant


class Keyboard:
    """Stands in for the grid in the browser: notes what it shows, sends what is typed once."""

    def __init__(self) -> None:
        self.shown: list[Mapping[str, Any]] = []
        self.typed: Mapping[str, Sequence[str]] | None = None

    def __call__(self, data: Mapping[str, Any], *, key: str) -> object:
        self.shown.append(data)
        if self.typed is None:
            return None
        values, self.typed = self.typed, None
        return {"token": data["token"], "values": values}

    @property
    def values(self) -> list[tuple[str, ...]]:
        return [row["values"] for row in self.shown[-1]["rows"]]


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    typist = Keyboard()
    monkeypatch.setattr("dashboard.components.key_grid.mount", typist)
    return typist


@pytest.fixture
def sheet(app_env: AppEnv) -> Sheet:
    plant(app_env.service, 6)
    app_env.service.turf.claim("street-01", OUTING, FIRST)
    return app_env.service.paper.sheet_for(FIRST)


def begin(env: AppEnv, code: str) -> AppTest:
    at = env.open("paper", sheet=code)
    assert not at.exception
    return at


def kept(env: AppEnv, code: str) -> dict[int, Outcome | None]:
    return {row: visit.outcome for row, visit in env.service.paper.keyed(code).items()}


def key_in(at: AppTest, keyboard: Keyboard, **lines: str) -> AppTest:
    keyboard.typed = {name.removeprefix("_"): [key] for name, key in lines.items()}
    return at.run()


def test_without_a_sheet_it_says_where_they_come_from(app_env: AppEnv, keyboard: Keyboard) -> None:
    at = begin(app_env, "")
    assert not at.error
    assert "Aucune feuille" in texts(at)


def test_sheets_are_listed_with_what_is_keyed_in(
    app_env: AppEnv, sheet: Sheet, keyboard: Keyboard
) -> None:
    app_env.service.paper.key_in(sheet.code, {1: Outcome.ABSENT})
    said = texts(begin(app_env, ""))
    code = shown_code(sheet.code).replace("-", "\N{NON-BREAKING HYPHEN}")
    assert code in said and valid_code(code) and "sur 6" in said


@pytest.mark.parametrize("code", ["K7M-4RQ", "nonsense", "<b>x"])
def test_a_code_that_is_none_is_refused(app_env: AppEnv, keyboard: Keyboard, code: str) -> None:
    plant(app_env.service, 6)
    at = begin(app_env, code)
    assert "est pas le code d’une feuille" in at.error[0].value


def test_a_code_of_no_sheet_is_refused(app_env: AppEnv, sheet: Sheet, keyboard: Keyboard) -> None:
    at = begin(app_env, "K7M-4RP" if sheet.code != "K7M4RP" else "")
    assert at.error


def test_the_code_is_forgiving(app_env: AppEnv, sheet: Sheet, keyboard: Keyboard) -> None:
    at = begin(app_env, f" {shown_code(sheet.code).lower()} ")
    assert not at.error
    assert len(keyboard.shown[-1]["rows"]) == 6
    assert "<kbd>e</kbd> entretien" in texts(at)


def test_lines_are_kept_and_shown(app_env: AppEnv, sheet: Sheet, keyboard: Keyboard) -> None:
    at = key_in(begin(app_env, sheet.code), keyboard, _1="e", _2="a", _4="r", _5="")
    assert not at.error
    assert "3 lignes enregistrées" in at.success[0].value
    assert kept(app_env, sheet.code) == {1: "interview", 2: "absent", 4: "refusal"}
    assert keyboard.values == [("e",), ("a",), (), ("r",), (), ()]
    assert app_env.service.coverage.overview().total.knocked == 3


def test_the_same_again_changes_nothing(app_env: AppEnv, sheet: Sheet, keyboard: Keyboard) -> None:
    at = key_in(begin(app_env, sheet.code), keyboard, _1="e")
    at = key_in(at, keyboard, _1="e", _2="v")
    assert "1 ligne enregistrée, 1 y était déjà" in at.success[0].value
    assert app_env.service.coverage.overview().total.knocked == 2


def test_a_line_that_differs_is_refused_with_both_values(
    app_env: AppEnv, sheet: Sheet, keyboard: Keyboard
) -> None:
    at = key_in(begin(app_env, sheet.code), keyboard, _1="e")
    at = key_in(at, keyboard, _1="r", _2="a")
    assert "1 ligne était déjà saisie" in texts(at)
    assert "entretien" in texts(at) and "saisi maintenant" in texts(at)
    assert kept(app_env, sheet.code) == {1: "interview", 2: "absent"}
    at = at.button(key=f"correct-{sheet.code}-1").click().run()
    assert kept(app_env, sheet.code) == {1: "refusal", 2: "absent"}
    assert f"keep-{sheet.code}-1" not in {one.key for one in at.button}
    assert app_env.service.coverage.overview().total.knocked == 2


def test_what_was_there_can_be_kept(app_env: AppEnv, sheet: Sheet, keyboard: Keyboard) -> None:
    at = key_in(begin(app_env, sheet.code), keyboard, _1="e")
    at = key_in(at, keyboard, _1="r")
    at.button(key=f"keep-{sheet.code}-1").click().run()
    assert kept(app_env, sheet.code) == {1: "interview"}


def test_a_line_that_was_taken_back_can_be_keyed_in_again(
    app_env: AppEnv, sheet: Sheet, keyboard: Keyboard
) -> None:
    doors, paper = app_env.service.doors, app_env.service.paper
    paper.key_in(sheet.code, {1: Outcome.ABSENT})
    doors.correct(paper.keyed(sheet.code)[1], None)
    at = key_in(begin(app_env, sheet.code), keyboard, _1="r")
    assert not at.error
    assert kept(app_env, sheet.code) == {1: "refusal"}


def test_a_second_person_keys_it_in_blind(
    app_env: AppEnv, sheet: Sheet, keyboard: Keyboard
) -> None:
    app_env.service.paper.key_in(sheet.code, dict.fromkeys(range(1, 7), Outcome.ABSENT))
    at = begin(app_env, sheet.code)
    at.text_input(key=f"checker-{sheet.code}").set_value("Camille")
    at.toggle(key=f"checking-{sheet.code}").set_value(True)
    at.run()
    assert keyboard.values == [()] * 6
    key_in(at, keyboard, **{f"_{row}": "a" for row in range(1, 7)})
    assert app_env.service.paper.sheet(sheet.code).checked_by == "Camille"


def test_a_check_by_eye_needs_a_name(app_env: AppEnv, sheet: Sheet, keyboard: Keyboard) -> None:
    app_env.service.paper.key_in(sheet.code, {1: Outcome.ABSENT})
    at = begin(app_env, sheet.code)
    at = at.button(key=f"checked-{sheet.code}").click().run()
    assert "nom" in at.error[0].value
    at.text_input(key=f"checker-{sheet.code}").set_value("Lou").run()
    at.button(key=f"checked-{sheet.code}").click().run()
    assert app_env.service.paper.sheet(sheet.code).checked_by == "Lou"


def test_questionnaires_lead_to_no_sheet(app_env: AppEnv, sheet: Sheet, keyboard: Keyboard) -> None:
    at = begin(app_env, sheet.code)
    at.get("button_group")[-1].set_value("answers")
    at.run()
    asked = app_env.service.questionnaire()
    shown = keyboard.shown[-1]
    assert len(shown["columns"]) == len(asked.ratings) == 7
    assert shown["texts"][0] == "8, Actions remarquées" and len(shown["texts"]) == 3
    rest = [""] * 4
    keyboard.typed = {
        "1": ["4", "", "5", *rest, "", " =1+1  <b>les parcs", ""],
        "2": ["", "", "", *rest, " ", "", ""],
        "3": ["9", "1", "", *rest],
        "4": ["", "", "", *rest, "x" * 3000, "", "", "too many"],
    }
    at = at.run()
    assert not at.exception and not at.error
    assert "3 questionnaires enregistrés" in at.success[0].value
    kept = list(app_env.service.store.responses())
    answers = sorted(str({**one.ratings, **one.texts}) for one in kept)
    assert answers == [
        "{'change': 5, 'city_life': 4, 'likes': '=1+1 <b>les parcs'}",
        "{'quartier_life': 1}",
        f"{{'which_actions': '{'x' * 2000}'}}",
    ]
    assert {one.quartier for one in kept} == {QUARTIER}


def test_a_database_that_fails_leaves_a_message(
    app_env: AppEnv, sheet: Sheet, keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = begin(app_env, sheet.code)

    def fail(*_args: object, **_options: object) -> None:
        raise DatabaseUnreachableError(reason="x")

    monkeypatch.setattr(type(app_env.service.doors), "record", fail)
    at = key_in(at, keyboard, _1="e")
    assert not at.exception and at.error
