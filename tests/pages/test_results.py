"""The results page: one question, its map, its table, its distribution; nothing is ranked."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard import cached, score_map, state
from dashboard.components import results_bars
from dashboard.i18n import text, using
from data.analysis.estimates import Distribution
from data.analysis.results import ResultRow
from data.errors import DatabaseUnreachableError
from data.model import SCALE, Question, QuestionKind
from geo.palette import NEUTRAL, SCORE_COLOURS
from tests.pages.appenv import AppEnv, drawn_code, raising, texts

TROIS_CITES = "8619403"


def rows_of(question: str) -> list[ResultRow]:
    return [row for row in cached.results() if row.question == question]


def first_question() -> Question:
    return cached.questionnaire().ratings[0]


def row(n: int, mean: float | None = 3.4, *, spread: Distribution | None = None) -> ResultRow:
    low, high = (None, None) if mean is None else (mean - 0.4, mean + 0.4)
    return ResultRow("q", "a", "Centre", n, mean, low, high, spread or (0, 0, n, 0, 0), n < 11)


def test_without_answers_the_page_says_what_to_do(app_env: AppEnv) -> None:
    at = app_env.open("results")
    assert not at.exception and not at.error
    assert "Aucune réponse n’a encore été importée" in texts(at)
    assert not app_env.maps


def test_a_town_without_quartiers_is_told_to_bring_a_file(
    app_env: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached, "quartiers", lambda: ())
    monkeypatch.setattr(cached, "results", lambda: ())
    at = app_env.open("results")
    assert not at.exception and not at.error
    assert "n’a pas encore de quartiers" in at.info[0].value


def in_french(mapping: Mapping[str, str]) -> str:
    with using("fr"):
        return text(mapping)


def test_a_question_is_shown_as_it_was_asked(app_env: AppEnv) -> None:
    app_env.fill()
    said = texts(app_env.open("results"))
    asked = first_question()
    for part in (asked.text, asked.low, asked.high):
        assert in_french(part) in said
    assert "Précision indicative" in said


def test_map_and_table_say_the_same_in_the_order_of_the_codes(app_env: AppEnv) -> None:
    app_env.today("2023-07-20")
    app_env.fill()
    said = texts(app_env.open("results"))
    town, *quartiers = rows_of(first_question().key)
    places = [said.index(f'<th scope="row">{one.name}</th>') for one in quartiers]
    assert places == sorted(places)
    assert [one.code for one in quartiers] == sorted(one.code for one in quartiers)
    assert f"<td>{town.n}</td>" in said
    for one in quartiers:
        assert one.mean is not None
        mean = f"{one.mean:.1f}".replace(".", ",")
        assert f"Moyenne {mean} (intervalle" in drawn_code(app_env)
        assert f"<td>{mean}</td>" in said


def test_another_question_changes_map_and_address(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("results")
    before = drawn_code(app_env)
    other = cached.questionnaire().ratings[2]
    at.selectbox(key=state.QUESTION).set_value(other.key).run()
    assert in_french(other.text) in texts(at)
    assert drawn_code(app_env) != before
    assert at.query_params["question"] in (other.key, [other.key])


def test_the_counts_are_sent_once_they_are_unfolded(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("results")
    heads = "".join(f'<th scope="col">{score}</th>' for score in SCALE)
    assert heads not in texts(at)
    at.session_state[state.COUNTS] = True
    at.run()
    counts = rows_of(first_question().key)[0].distribution
    assert heads in texts(at)
    assert "".join(f"<td>{count}</td>" for count in counts) in texts(at)


def test_a_question_in_the_address_is_shown(app_env: AppEnv) -> None:
    app_env.fill()
    other = cached.questionnaire().ratings[3]
    assert in_french(other.text) in texts(app_env.open("results", question=other.key))
    assert in_french(first_question().text) in texts(app_env.open("results", question="nothing"))


def test_the_chosen_quartier_is_pointed_out(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("results")
    at.session_state[state.QUARTIER] = TROIS_CITES
    at.run()
    assert '<tr class="chosen" aria-current="true"><th scope="row">Trois-Cités' in texts(at)


def test_the_page_speaks_english(app_env: AppEnv) -> None:
    app_env.fill()
    at = app_env.open("results", lang="en")
    assert at.title[0].value == "Results"
    assert first_question().text["en"] in texts(at)
    assert "Indicative precision" in texts(at)


def test_few_answers_are_hatched_and_never_coloured() -> None:
    few = score_map.style(row(10), k=11)
    assert few.hatched and few.fill == NEUTRAL
    assert not any("3,4" in line for line in few.lines)
    none = score_map.style(row(0, None), k=11)
    assert none.hatched and none.lines == ("Centre", "Aucune réponse pour l’instant")
    enough = score_map.style(row(11), k=11)
    assert not enough.hatched and enough.fill == SCORE_COLOURS[2]


def test_the_legend_names_hatching_only_where_there_is_some() -> None:
    question = Question("q", QuestionKind.RATING, {}, {}, low={"fr": "non"}, high={"fr": "oui"})
    labels = [key[1] for key in score_map.legend([row(30)], question, k=11)]
    assert labels[0] == "1,0 à 1,5 (non)" and labels[-1] == "4,5 à 5,0 (oui)"
    assert len(labels) == 5
    assert score_map.legend([row(3)], question, k=11)[-1] == (
        NEUTRAL,
        "moins de 11 réponses",
        True,
        False,
    )


def test_bars_are_centred_on_the_neutral_score() -> None:
    found = list(results_bars.pieces((1, 2, 4, 2, 1)))
    assert [round(at, 9) for _score, _count, _share, at in found] == [-0.5, -0.4, -0.2, 0.2, 0.4]
    html = results_bars.distributions([("Centre", row(10, spread=(1, 2, 4, 2, 1)))], title="t")
    assert 'style="left:25.00%;width:50%;' in html
    assert "0 30.00%,#f7f7f7 0 calc(70.00% - 1px)" in html
    assert html.count("Note 3\u00a0: 4 réponses") == 2
    assert [html.index(colour) for colour in SCORE_COLOURS] == sorted(
        html.index(colour) for colour in SCORE_COLOURS
    )


@given(st.lists(st.integers(0, 400), min_size=5, max_size=5))
def test_bars_never_leave_their_scale(counts: list[int]) -> None:
    found = list(results_bars.pieces(counts))
    assert sum(count for _score, count, _share, _at in found) == sum(counts)
    for before, after in pairwise(found):
        assert before[3] + before[2] == pytest.approx(after[3])
    if found:
        assert found[0][3] >= -1 and found[-1][3] + found[-1][2] <= 1 + 1e-9
        if counts[2]:
            _score, _count, share, at = next(piece for piece in found if piece[0] == 3)
            assert at + share / 2 == pytest.approx(0)


def test_bars_hold_rows_without_answers_and_odd_names() -> None:
    odd = ('"><script>', row(0, None))
    for html in (
        results_bars.distributions([odd], title=odd[0]),
        results_bars.means([(*odd, None)], title=odd[0]),
    ):
        assert "<script" not in html
        assert "aucune réponse" in html


def test_a_mean_stands_on_its_interval_beside_that_of_the_town() -> None:
    html = results_bars.means([("Centre", row(30, 3.0), 4.0)], title="t")
    assert 'class="rod" style="left:40.00%;width:20.00%"' in html
    assert 'class="dot" style="left:50.00%' in html
    assert 'class="tick" style="left:75.00%"' in html
    assert "Moyenne 3,0 (intervalle 2,6\u00a0à\u00a03,4) · ville entière\u00a0: 4,0" in html


def test_few_answers_are_marked_in_words_too(app_env: AppEnv) -> None:
    app_env.today("2023-04-03")
    app_env.fill()
    said = texts(app_env.open("results"))
    assert any(0 < one.n < 11 for one in rows_of(first_question().key)) == (
        "fragile</small>" in said
    )
    assert "–" in said


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (DatabaseUnreachableError(reason="x"), "base de données"),
        (ZeroDivisionError("secret detail"), "Rien n’est perdu"),
    ],
)
def test_figures_that_fail_leave_a_message(
    app_env: AppEnv, monkeypatch: pytest.MonkeyPatch, problem: Exception, said: str
) -> None:
    monkeypatch.setattr(cached, "results", raising(problem))
    at: AppTest = app_env.open("results")
    assert not at.exception
    assert said in at.error[0].value
    assert "secret" not in texts(at)


def test_a_database_out_of_reach_is_explained(app_env: AppEnv) -> None:
    app_env.monkeypatch.setenv("PORTES_DATABASE", "sqlite:////proc/no/where.sqlite")
    at = app_env.open("results")
    assert not at.exception and len(at.error) == 1
    assert "base de données" in at.error[0].value


def test_words_in_both_languages() -> None:
    with using("en"):
        assert "1 answer, fragile" in results_bars.means([("a", row(1), None)], title="t")
