"""The effect of a spread in plain words, and phases in words."""

import math
from datetime import date

import pytest

from dashboard.components import phases, spread_editor
from dashboard.i18n import using
from data.analysis.targets import Allocation
from data.model import Phase


@pytest.fixture(autouse=True)
def english():
    with using("en"):
        yield


@pytest.mark.parametrize(
    ("effect", "effective", "said"),
    [
        (None, None, "cannot be worked out"),
        (math.inf, 0.0, "gets no door"),
        (1.0, 1001.0, "nothing is lost"),
        (1.25, 800.8, "tell as much as 801 doors"),
    ],
)
def test_the_design_effect_in_words(
    effect: float | None, effective: float | None, said: str
) -> None:
    allocation = Allocation({"a": 1001}, 1001, 1001, effect, effective)
    assert said in spread_editor.meaning(allocation, 1001)


@pytest.mark.parametrize(
    ("now", "proposed", "said"), [(5, 5, "="), (5, 8, "+3"), (8, 5, "−3"), (None, 5, "–")]
)
def test_a_difference_has_its_sign(now: int | None, proposed: int, said: str) -> None:
    assert spread_editor.difference(now, proposed) == said


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2023, 3, 31), "in 1 day"),
        (date(2023, 4, 1), "going on, 9 days left"),
        (date(2023, 4, 10), "going on, 0 days left"),
        (date(2023, 4, 11), "over"),
    ],
)
def test_where_a_phase_stands(today: date, said: str) -> None:
    phase = Phase("doors", date(2023, 4, 1), date(2023, 4, 10), {"en": "Doors"})
    assert phases.standing(phase, today) == said
