"""What can be chosen on the results page: measure, uncertainty, smoothing, two quartiers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard import cached, results_view, score_map, state
from dashboard import score_words as words
from dashboard.components import results_bars, results_pair, results_table, results_town
from dashboard.i18n import using
from dashboard.results_look import PLAIN, Look
from data.analysis.results import Figure, Measure, ResultRow, compare, result_rows, weighted_towns
from data.model import Quartier, Question, QuestionKind, Questionnaire
from geo.palette import INK, NEUTRAL, SCORE_COLOURS, contrast
from tests.pages.appenv import AppEnv, drawn_code, texts

TROIS_CITES, BEAULIEU = "8619403", "8619405"
SHARE, WIDE = Look(Measure.SHARE), Look(uncertain=True)
FULL = "2023-07-05"
ASKED = Questionnaire(1, {}, (Question("q", QuestionKind.RATING, {}, {"fr": "La vie"}),))


def rows_of(*spreads: tuple[int, ...]) -> list[ResultRow]:
    """Give the town and the quartiers "0", "1", … for one question."""
    places = [Quartier(str(at), f"Q{at}", "") for at in range(len(spreads))]
    counts = [
        (str(at), "q", score, n)
        for at, spread in enumerate(spreads)
        for score, n in enumerate(spread, 1)
        if n
    ]
    return list(result_rows(ASKED, places, counts, k=11))


def pair_of(
    first: tuple[int, ...], second: tuple[int, ...], measure: Measure = Measure.MEAN
) -> results_pair.Pair:
    """Compare two quartiers."""
    _town, one, two = rows_of(first, second)
    return results_pair.Pair("La vie", one, two, compare([one], [two], {}, measure=measure)[0])


def filled(app_env: AppEnv, day: str = FULL, **query: str) -> AppTest:
    """Open the page with the demonstration as it stands on a day."""
    app_env.today(day)
    app_env.fill()
    at = app_env.open("results", **query)
    assert not at.exception and not at.error
    return at


# The town


def test_both_means_of_the_town_stand_side_by_side(app_env: AppEnv) -> None:
    said = texts(filled(app_env))
    assert "Moyenne de toutes les réponses" in said
    assert "Pondérée par les logements" in said
    assert "précision indicative" in said
    question = cached.questionnaire().ratings[0].key
    rows = [row for row in cached.results() if row.question == question]
    weighted = weighted_towns(rows, cached.service().dwellings())[question]
    assert weighted.effective_n is not None and weighted.design_effect is not None
    effect = f"{weighted.design_effect:.2f}".replace(".", ",")
    assert f"en valent {weighted.effective_n:.0f} (effet de plan {effect})" in said
    assert "laisse de côté" not in said


def test_the_quartiers_a_weighted_mean_does_not_speak_for_are_named(app_env: AppEnv) -> None:
    said = texts(filled(app_env, "2023-05-10"))
    assert "La moyenne pondérée parle pour" in said
    empty = [row.name for row in cached.results() if row.code and not row.n]
    assert empty and all(name in said for name in empty)


def test_what_a_weighted_mean_speaks_for_is_said_whatever_is_known() -> None:
    rows = rows_of((0, 2, 5, 14, 9), (0,) * 5)
    for dwellings, said in (
        ({"0": 300, "1": 100}, "parle pour 75\u00a0% des logements"),
        ({"0": 300, "1": None}, "laisse de côté Q1\u00a0: personne"),
        ({"0": None, "1": None}, "Pas de moyenne pondérée"),
    ):
        (weighted,) = weighted_towns(rows, dwellings).values()
        names = [f"Q{at}" for at in weighted.missing]
        assert said in results_town.html(rows[0], weighted, names)
    assert "Pas de moyenne" not in results_town.html(replace(rows[0], n=0), weighted, ["Q0"])


def test_the_weighted_share_has_wilsons_interval() -> None:
    rows = rows_of((0, 0, 5, 10, 5), (5, 10, 5, 0, 0))
    (weighted,) = weighted_towns(rows, {"0": 100, "1": 100}).values()
    found = results_town.weighted_figure(weighted, Measure.SHARE)
    assert found.value == pytest.approx(0.375)
    assert found.low is not None and found.high is not None and found.low < 0.375 < found.high


# The measure


def test_shares_stand_in_the_place_of_means_and_beside_them(app_env: AppEnv) -> None:
    at = filled(app_env)
    at.segmented_control(key=state.MEASURE).set_value("share").run()
    said = texts(at)
    assert "Part des notes 4 et 5 par quartier" in said
    assert "Part des notes 4 et 5, toutes réponses" in said
    assert "Wilson" in said
    assert "Notes 4 et 5" in drawn_code(app_env) and "Moyenne" in drawn_code(app_env)
    assert at.query_params["mesure"] in ("share", ["share"])
    assert not [switch for switch in at.toggle if switch.key == state.SMOOTHED]


def test_a_link_keeps_all_choices(app_env: AppEnv) -> None:
    at = filled(app_env, mesure="share", incertitude="1", quartier=TROIS_CITES, avec=BEAULIEU)
    said = texts(at)
    assert "Part des notes 4 et 5 par quartier" in said
    assert at.toggle(key=state.UNCERTAIN).value
    assert "Trois-Cités moins Beaulieu" in said
    for key, value in (("mesure", "share"), ("incertitude", "1"), ("avec", BEAULIEU)):
        assert at.query_params[key] in (value, [value])


def test_a_link_with_nonsense_shows_the_plain_page(app_env: AppEnv) -> None:
    at = filled(app_env, mesure="rank", incertitude="yes", lissage="x", quartier="9", avec="8")
    said = texts(at)
    assert "Moyenne par quartier" in said
    assert not any(switch.value for switch in at.toggle)
    assert not {"mesure", "quartier", "avec"} & set(at.query_params)


# The uncertainty


def test_uncertainty_changes_the_colours_and_the_legend_says_so(app_env: AppEnv) -> None:
    at = filled(app_env)
    before = drawn_code(app_env)
    at.toggle(key=state.UNCERTAIN).set_value(True).run()
    assert drawn_code(app_env) != before
    said = texts(at)
    assert "pleine couleur" in said and "voilée de gris" in said
    at.toggle(key=state.UNCERTAIN).set_value(False).run()
    assert drawn_code(app_env) == before
    assert "incertitude" not in at.query_params


def test_wide_intervals_fade_and_fragile_ones_stay_hatched() -> None:
    _town, many, few, fragile = rows_of((30, 60, 200, 60, 30), (3, 3, 3, 3, 3), (0, 1, 2, 1, 0))
    white = SCORE_COLOURS[2]
    assert score_map.style(many, k=11, look=WIDE).fill == white
    assert score_map.style(few, k=11, look=WIDE).fill == score_map.faded(white, 0.35)
    assert score_map.style(few, k=11).fill == white
    style = score_map.style(fragile, k=11, look=WIDE)
    assert style.hatched and style.fill == NEUTRAL


def test_faded_colours_hold_their_outlines() -> None:
    assert contrast(INK, score_map.GROUND) > 3
    for colour in (SCORE_COLOURS[2], *score_map.SHARE_COLOURS[:3]):
        for opacity in score_map.OPACITIES:
            assert contrast(INK, score_map.faded(colour, opacity)) > 3


def lightness_and_hue(colour: str) -> tuple[float, float, float]:
    """Give CIE L*a*b* of a colour (D65)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    x, y, z = (
        part
        if part <= 1e-9
        else (part ** (1 / 3) if part > 216 / 24389 else part * 7.787 + 16 / 116)
        for part in (
            (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
            0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
            (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("colours", [SCORE_COLOURS, score_map.SHARE_COLOURS])
def test_no_faded_colour_passes_for_another_class(colours: tuple[str, ...]) -> None:
    shades = [
        (at, lightness_and_hue(score_map.faded(colour, opacity)))
        for at, colour in enumerate(colours)
        for opacity in score_map.OPACITIES
    ]
    for at, one in shades:
        for other_at, other in shades:
            if at != other_at:
                assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= 8


@given(st.floats(0, 1))
def test_every_share_has_a_colour(share: float) -> None:
    colour = score_map.share_colour(share)
    assert score_map.SHARE_COLOURS.index(colour) == min(int(share * 5), 4)


# The smoothing


def test_smoothed_estimates_are_off_and_named_wherever_they_stand(app_env: AppEnv) -> None:
    at = filled(app_env)
    assert "Estimation liss" not in texts(at) + drawn_code(app_env)
    at.toggle(key=state.SMOOTHED).set_value(True).run()
    said = texts(at)
    assert '<th scope="col">Estimation lissée</th>' in said
    assert "Estimation lissée par quartier" in said
    assert drawn_code(app_env).count("Estimation liss") == 10 + 1  # the areas, and the map itself
    assert '<th scope="col">Moyenne</th>' in said
    assert at.query_params["lissage"] in ("1", ["1"])


def test_nothing_is_smoothed_where_a_quartier_has_too_few_answers(app_env: AppEnv) -> None:
    said = texts(filled(app_env, "2023-05-10", lissage="1"))
    assert "Pas d’estimation lissée pour cette question\u00a0: 5 quartiers ont moins de 11" in said
    assert '<th scope="col">Estimation lissée</th>' not in said
    assert "Estimation liss" not in drawn_code(app_env)


def test_why_nothing_is_smoothed_where_none_is_fragile() -> None:
    rows = rows_of(*[(0, 5, 9, 5, 0)] * 3)
    said = results_view._on_smoothing(rows, {}, 11)
    assert "il faut quatre quartiers" in said


# Two quartiers


def test_two_quartiers_are_compared_once_unfolded(app_env: AppEnv) -> None:
    at = filled(app_env, quartier=TROIS_CITES)
    assert not [box for box in at.selectbox if box.key == state.OTHER]
    at.session_state[state.COMPARING] = True
    at.run()
    assert TROIS_CITES not in at.selectbox(key=state.OTHER).options
    assert "Choisissez deux quartiers" in texts(at)
    at.selectbox(key=state.OTHER).set_value(BEAULIEU).run()
    said = texts(at)
    assert "La différence se situe entre" in said or "On ne peut pas les distinguer" in said
    assert "une sur vingt" in said
    assert at.query_params["avec"] in (BEAULIEU, [BEAULIEU])


def test_a_quartier_is_not_compared_with_itself(app_env: AppEnv) -> None:
    at = filled(app_env, quartier=TROIS_CITES, avec=TROIS_CITES)
    assert "Trois-Cités moins Trois-Cités" not in texts(at)
    assert at.selectbox(key=state.OTHER).value == ""


def test_the_verdict_is_in_words() -> None:
    alike = pair_of((2, 5, 9, 5, 2), (2, 4, 9, 6, 2))
    assert results_pair.verdict(alike, Measure.MEAN).startswith("On ne peut pas les distinguer")
    apart = pair_of((0, 2, 5, 14, 9), (6, 9, 8, 5, 2))
    said = results_pair.verdict(apart, Measure.MEAN)
    assert said == "La différence se situe entre +0,8\u00a0et\u00a0+1,9 point (Q0 moins Q1)."
    nobody = pair_of((0, 2, 5, 14, 9), (0,) * 5)
    assert "rien à comparer" in results_pair.verdict(nobody, Measure.MEAN)
    far = pair_of((0, 2, 5, 14, 9), (6, 9, 8, 5, 2), Measure.SHARE)
    assert "points de pourcentage (Q0 moins Q1)" in results_pair.verdict(far, Measure.SHARE)


@pytest.mark.parametrize("measure", list(Measure))
@pytest.mark.parametrize("second", [(2, 4, 9, 6, 2), (6, 9, 8, 0, 0), (0, 0, 1, 0, 0), (0,) * 5])
def test_chance_is_always_warned_of(measure: Measure, second: tuple[int, ...]) -> None:
    pair = pair_of((0, 2, 5, 14, 9), second, measure)
    html = results_pair.of_question(pair, measure=measure, k=11)
    assert "une sur vingt" in html
    assert ("Fragile" in html) == (sum(second) < 11)
    assert "une sur vingt" in results_pair.of_place([pair], measure=measure, k=11)


def test_all_questions_are_summed_up() -> None:
    alike = pair_of((2, 5, 9, 5, 2), (2, 4, 9, 6, 2))
    apart = pair_of((0, 2, 5, 14, 9), (6, 9, 8, 5, 2))._replace(question="Le maire")
    assert "aucune question" in results_pair.summary([alike, alike])
    said = results_pair.summary([alike, apart])
    assert "diffèrent sur 1 question sur 2\u00a0: Le maire." in said
    assert results_pair.of_place([], measure=Measure.MEAN, k=11) == ""


@given(st.floats(-4, 4), st.floats(0, 3), st.floats(0, 3))
def test_an_interval_never_looks_as_if_it_held_what_it_leaves_out(
    middle: float, below: float, above: float
) -> None:
    gap = Figure(middle, middle - below, middle + above)
    if gap.low is None or gap.high is None or 0 < min(abs(gap.low), abs(gap.high)) < 1e-6:
        return
    said = words.gap_ends(gap, Measure.MEAN)
    signs = [part[0] for part in said.split("\u00a0à\u00a0")]
    assert (signs[0] == signs[1] and signs[0] in "+\u2212") >= gap.leaves_out_zero
    html = results_bars.gaps(
        [("a", Figure(*(max(-4.0, min(x, 4.0)) for x in gap)))], Measure.MEAN, title="t"
    )
    assert 'class="rod"' in html


# Figures that are fragile


def test_fragile_rows_are_hatched_in_tables_and_bars_and_empty_ones_are_not() -> None:
    town, few, nobody = rows_of((0, 1, 2, 1, 0), (0,) * 5)
    html = results_table.by_quartier([few, nobody], town)
    assert html.count('<tr class="hatched">') == 1
    assert "fragile" in html
    bars = results_bars.distributions([("a", few), ("b", nobody)], title="t")
    assert bars.count('class="row fragile"') == 1


def test_names_are_escaped_in_comparisons() -> None:
    pair = pair_of((0, 2, 5, 14, 9), (6, 9, 8, 5, 2))
    odd = replace(pair.first, name="<script>1</script>")
    html = results_pair.of_question(pair._replace(first=odd), measure=Measure.MEAN, k=11)
    html += results_pair.of_place([pair._replace(first=odd)], measure=Measure.MEAN, k=11)
    assert "<script" not in html


def test_the_choices_speak_english(app_env: AppEnv) -> None:
    at = filled(
        app_env, lang="en", lissage="1", incertitude="1", quartier=TROIS_CITES, avec=BEAULIEU
    )
    said = texts(at)
    assert "Smoothed estimate by quartier" in said
    assert "nearly grey" in said
    assert "Trois-Cités minus Beaulieu" in said
    assert "one in twenty" in said


def test_the_words_of_a_plain_look() -> None:
    assert Look(Measure.MEAN, uncertain=False, smoothed=False) == PLAIN
    with using("en"):
        assert words.measure_name(Measure.SHARE) == "Share of 4 and 5"
        assert words.ends(Figure(None, None, None), Measure.SHARE) == words.NONE
    assert (
        score_map.style(rows_of((0, 0, 0, 20, 0))[1], k=11, look=SHARE).fill
        == (score_map.SHARE_COLOURS[-1])
    )
