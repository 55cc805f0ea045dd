"""Classes, colours, and that everybody can tell them apart."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.palette import (
    COVERAGE_COLOURS,
    INK,
    NEUTRAL,
    PAPER,
    SCORE_BREAKS,
    SCORE_COLOURS,
    contrast,
    coverage_colour,
    coverage_marked,
    score_class,
    score_colour,
    text_on,
)

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
DEUTERANOPIA = [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
]
RGB_TO_XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]


def seen(colour: str, eye=None) -> np.ndarray:
    """CIELAB (D65) of a colour as an eye sees it."""
    shares = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(eye) @ linear, 0, 1) if eye is not None else linear
    xyz = np.array(RGB_TO_XYZ) @ linear / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def smallest_difference(colours, eye=None) -> float:
    return min(
        float(np.linalg.norm(seen(a, eye) - seen(b, eye))) for a, b in combinations(colours, 2)
    )


def test_the_measure_of_difference_is_right() -> None:
    np.testing.assert_allclose(seen("#ffffff"), [100, 0, 0], atol=0.02)
    np.testing.assert_allclose(seen("#ff0000"), [53.24, 80.09, 67.20], atol=0.02)


def test_score_classes_are_told_apart_under_deuteranopia() -> None:
    assert smallest_difference(SCORE_COLOURS, DEUTERANOPIA) > 30
    red_green = ("#d7191c", "#fdae61", "#ffffbf", "#a6d96a", "#1a9641")
    assert smallest_difference(red_green, DEUTERANOPIA) < 10


def test_breaks_are_fixed_and_belong_to_the_upper_class() -> None:
    assert SCORE_BREAKS == (1.5, 2.5, 3.5, 4.5)
    assert [score_class(mean) for mean in SCORE_BREAKS] == [1, 2, 3, 4]
    assert [score_class(np.nextafter(mean, 0)) for mean in SCORE_BREAKS] == [0, 1, 2, 3]
    assert [score_colour(mean) for mean in (1, 2, 3, 4, 5)] == list(SCORE_COLOURS)


@pytest.mark.parametrize("mean", [float("nan"), 0.99, 5.01, float("inf"), -1])
def test_what_is_no_mean_has_no_class(mean: float) -> None:
    with pytest.raises(ValueError, match="between 1 and 5"):
        score_class(mean)


def test_coverage_goes_from_dark_to_light_and_stays_at_the_last_beyond_the_target() -> None:
    shades = [coverage_colour(ratio / 100) for ratio in range(101)]
    light = [seen(shade)[0] for shade in shades]
    assert all(a < b + 0.6 for a, b in pairwise(light))
    assert (shades[0], shades[-1]) == (COVERAGE_COLOURS[0], COVERAGE_COLOURS[-1])
    assert coverage_colour(7.5) == COVERAGE_COLOURS[-1]
    assert [coverage_marked(ratio) for ratio in (0, 1, 1.001, 7.5)] == [False, False, True, True]


def test_coverage_gives_its_stops_as_they_stand() -> None:
    stops = [coverage_colour(step / 15) for step in range(16)]
    assert stops == list(COVERAGE_COLOURS)


@pytest.mark.parametrize("ratio", [float("nan"), -0.1, float("inf")])
def test_what_is_no_share_has_no_colour(ratio: float) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        coverage_colour(ratio)


def test_contrast_follows_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@given(st.integers(0, 0xFFFFFF))
def test_text_reads_on_every_colour(number: int) -> None:
    colour = f"#{number:06x}"
    assert text_on(colour) in (INK, PAPER)
    assert contrast(text_on(colour), colour) == max(contrast(t, colour) for t in (INK, PAPER))


def test_text_on_the_colours_of_the_maps_has_the_contrast_of_large_and_small_text() -> None:
    shades = [*SCORE_COLOURS, NEUTRAL, *(coverage_colour(step / 50) for step in range(51))]
    assert min(contrast(text_on(shade), shade) for shade in shades) >= 4
    assert min(contrast(text_on(shade), shade) for shade in (*SCORE_COLOURS, NEUTRAL)) >= 4.5
