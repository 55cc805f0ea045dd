"""What the drawings show: bars on one axis, labels within their areas, texts that can be read."""

from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from jinja2.ext import babel_extract

from dashboard import i18n, publication
from dashboard.publication.bars import WIDTH, axis
from dashboard.publication.doors import DoorRow
from dashboard.publication.labels import labels
from dashboard.publication.page import BAND_COLOURS
from dashboard.publication.release import Area
from dashboard.publication.view import HATCH, Row, View
from data.analysis.published import Cell, Status
from data.model import SCALE
from geo.drawing import draw
from geo.palette import SCORE_COLOURS, contrast
from tests.dashboard.releases import RING, large

TEMPLATES = Path(publication.__file__).parent / "templates"
READABLE = 4.5
ACCENT, SOFT, TINT = "#4b2380", "#555b63", "#f6f4ef"

counts = st.tuples(*[st.integers(0, 300)] * len(SCALE)).filter(any)


def shown(distribution: tuple[int, ...]) -> Cell:
    return Cell("", Status.PUBLISHED, sum(distribution), 3.0, 2.0, 4.0, distribution)


@given(st.lists(counts, min_size=1, max_size=6))
def test_bars_lie_on_one_axis_and_within_it(made: list[tuple[int, ...]]) -> None:
    cells = [shown(one) for one in made]
    found = axis(cells)
    bars = [found.bar(cell) for cell in cells]
    assert len({bar.middle for bar in bars}) == 1
    for bar, distribution in zip(bars, made, strict=True):
        assert 0 <= bar.start < bar.end <= WIDTH
        assert [p.start + p.width for p in bar.parts[:-1]] == [p.start for p in bar.parts[1:]]
        drawn = {part.look: part.width for part in bar.parts}
        share = WIDTH / (found.left + found.right) / sum(distribution)
        for score, n in zip(SCALE, distribution, strict=True):
            assert abs(drawn.get(f"s{score}", 0) - n * share) <= 1
        low = sum(distribution[:2]) + distribution[2] / 2
        assert abs(bar.middle - (bar.start + low * share)) <= 1, "half of score 3 on each side"
    assert min(bar.start for bar in bars) == 0
    assert max(bar.end for bar in bars) == WIDTH


def test_answers_in_bands_fill_the_width() -> None:
    found = axis([])
    bar = found.bar(Cell("", Status.GROUPED, 40, bands=(10, 30)))
    assert [(part.look, part.start, part.width) for part in bar.parts] == [
        *(("b1", 0, 250), ("b2", 250, 750))
    ]
    assert bar.middle is None
    one = found.bar(Cell("", Status.GROUPED, 40, bands=(40, 0)))
    assert [part.look for part in one.parts] == ["b1"]


def test_what_is_masked_or_empty_has_no_bar_and_no_colour() -> None:
    found = axis([])
    for cell in (Cell("a", Status.MASKED), Cell("a", Status.EMPTY, 0)):
        assert found.bar(cell) is None
        row = Row(cell, "A", 1, None)
        assert (row.fill, row.mean, row.counts) == (HATCH, "", ())


def test_numbers_and_means_stand_within_their_areas() -> None:
    view = View(large())
    for code, label in view.sketch.labels.items():
        shape = view.sketch.drawing.shapes[code]
        for spot in (label.key, label.mean):
            assert spot is not None, f"{code} has room for both"
            assert shape.contains(shapely.Point(spot.x, spot.y - spot.size * 0.35))
    numbers = [label.number for label in view.sketch.labels.values()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_area_without_room_has_no_label() -> None:
    thin = '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,0.001],[0,0.001],[0,0]]]}'
    drawing = draw({"a": RING.format(0, 1), "b": thin})
    label = labels(drawing, ["a", "b"])["b"]
    assert (label.number, label.key, label.mean) == (2, None, None)


@pytest.mark.parametrize("colour", SCORE_COLOURS)
def test_means_can_be_read_on_their_colours(colour: str) -> None:
    middles = dict(zip(SCORE_COLOURS, (1.2, 2.0, 3.0, 4.0, 4.8), strict=True))
    cell = Cell("a", Status.PUBLISHED, 30, middles[colour], 1.0, 5.0, (6, 6, 6, 6, 6))
    row = Row(cell, "A", 1, None)
    assert row.fill == colour
    assert contrast(row.ink, row.fill) >= READABLE


@given(st.integers(0, 400))
def test_numbers_can_be_read_on_the_map_of_doors(knocked: int) -> None:
    row = DoorRow(Area("a", "A", knocked, 200, ""), 1, None)
    assert contrast(row.ink, row.fill) >= READABLE


def test_colours_of_text_are_in_the_style_sheet_and_can_be_read() -> None:
    style = (TEMPLATES / "style.css").read_text("utf-8")
    for colour in (ACCENT, SOFT):
        assert colour in style
        assert contrast(colour, "#ffffff") >= READABLE
        assert contrast(colour, TINT) >= READABLE
    assert not set(BAND_COLOURS) & set(SCORE_COLOURS)


def test_every_text_of_the_templates_has_its_french() -> None:
    french, missing = i18n.merged("fr"), []
    options = {"trim_blocks": "true", "lstrip_blocks": "true"}
    for path in sorted(TEMPLATES.iterdir()):
        with path.open("rb") as file:
            for _line, _name, found, _comment in babel_extract(
                file, ["_", "ngettext"], [], options
            ):
                key = found if isinstance(found, str) else found[0]
                if french.get(key) is None:
                    missing.append(f"{path.name}: {key}")
    assert not missing


def test_every_template_is_used() -> None:
    texts = [path.read_text("utf-8") for path in TEMPLATES.iterdir()]
    code = [path.read_text("utf-8") for path in TEMPLATES.parent.glob("*.py")]
    for path in TEMPLATES.iterdir():
        assert any(f'"{path.name}"' in text for text in (*texts, *code)), path.name
