"""The quartiers of Poitiers that come with the project: sound, and rebuilt to the byte."""

import importlib.util
import json
from itertools import combinations
from pathlib import Path
from types import ModuleType

import pytest
import shapely

from geo.checks import check
from tests.geo.zoo import EXTENT

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "poitiers"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Give the building script as a module."""
    spec = importlib.util.spec_from_file_location("build", ROOT / "scripts" / "build_poitiers.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_rebuilt_byte_for_byte(script):
    assert script.build().encode() == (FOLDER / "quartiers.geojson").read_bytes()


def test_sources_are_the_facts(script, shared):
    for name, text in script.sources(shared / "facts").items():
        assert (FOLDER / name).read_bytes() == text.encode(), name


def test_nothing_but_code_name_and_dwellings():
    document = json.loads((FOLDER / "quartiers.geojson").read_bytes())
    assert list(document) == ["type", "features"]
    codes = [feature["properties"]["code"] for feature in document["features"]]
    assert codes == [f"86194{number:02}" for number in range(1, 11)]
    for feature in document["features"]:
        assert list(feature) == ["type", "properties", "geometry"]
        assert list(feature["properties"]) == ["code", "name", "dwellings"]
        assert feature["geometry"]["type"] == "Polygon"


def test_ten_sound_quartiers_with_their_dwellings(shipped):
    assert check(shipped, code="code", name="name", dwellings="dwellings", extent=EXTENT) == []
    assert shipped["dwellings"].sum() == 36_706
    assert shipped["name"].iloc[0] == "Centre-Ville"


def test_no_gap_and_no_overlap(shipped):
    shapes = shipped.to_crs(2154).geometry.to_numpy()
    union = shapely.union_all(shapes)
    assert shapely.coverage_is_valid(shapes)
    assert union.area == pytest.approx(shapely.area(shapes).sum(), rel=1e-12)
    assert union.geom_type == "Polygon"
    assert len(union.interiors) == 0
    for one, other in combinations(shapes, 2):
        assert one.intersection(other).area < 1e-6


def test_the_surface_is_that_of_the_town(shipped):
    """INSEE: 4 211 ha; the limits are drawn to 100 m."""
    assert shipped.to_crs(2154).area.sum() / 10_000 == pytest.approx(4_211, rel=0.03)


def test_the_note_says_how_and_from_what():
    note = (FOLDER / "quartiers.md").read_text("utf-8")
    for word in ("indicative", "Licence Ouverte", "Filosofi 2021", "IGN", "build_poitiers.py"):
        assert word in note
