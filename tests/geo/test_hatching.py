"""Hatching lies inside, stays bounded, and is the same each time."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import to_metric
from geo.hatching import MOST_LINES, hatch, hatch_all

AREA = shapely.box(0.30, 46.50, 0.35, 46.55)


def metric(geometry):
    return to_metric(gpd.GeoDataFrame(geometry=[geometry], crs="EPSG:4326")).geometry.iloc[0]


def test_lines_lie_inside_and_are_as_far_apart_as_asked() -> None:
    lines = metric(hatch(AREA, spacing_m=500, angle=0, decimals=9))
    heights = np.array([shapely.get_coordinates(line)[:, 1].mean() for line in lines.geoms])
    np.testing.assert_allclose(np.diff(np.sort(heights)), 500, atol=0.01)
    assert lines.within(metric(AREA).buffer(0.01))


def test_lines_run_at_the_angle_asked() -> None:
    for angle in (0, 30, 45, 90, 135):
        first = metric(hatch(AREA, spacing_m=500, angle=angle, decimals=9)).geoms[0]
        (x0, y0), (x1, y1) = first.coords
        across = (x1 - x0) * np.sin(np.radians(angle)) - (y1 - y0) * np.cos(np.radians(angle))
        assert across == pytest.approx(0, abs=0.01)


def test_holes_and_parts_are_kept_free_or_hatched() -> None:
    hole = shapely.box(0.31, 46.51, 0.34, 46.54)
    parts = shapely.MultiPolygon([AREA.difference(hole), shapely.box(0.4, 46.5, 0.41, 46.51)])
    lines = hatch(parts, spacing_m=200)
    assert not lines.intersects(hole.buffer(-1e-4))
    assert all(lines.intersects(part) for part in parts.geoms)


def test_lines_of_neighbours_meet() -> None:
    east = shapely.box(0.35, 46.50, 0.40, 46.55)
    both = metric(hatch(AREA.union(east), spacing_m=400, decimals=9))
    apart = shapely.union_all(
        [metric(lines) for lines in hatch_all([AREA, east], spacing_m=400, decimals=9)]
    )
    assert both.hausdorff_distance(apart) < 0.1


@pytest.mark.parametrize("size", [1e-4, 1e-2, 1.0, 5.0])
@pytest.mark.parametrize("spacing", [0.01, 150.0, 1e6])
def test_the_number_of_lines_is_bounded_for_any_size(size: float, spacing: float) -> None:
    lines = hatch(shapely.box(0, 45, size, 45 + size), spacing_m=spacing, decimals=7)
    assert 1 <= len(lines.geoms) <= MOST_LINES


def test_an_area_smaller_than_the_spacing_gets_a_line() -> None:
    assert len(hatch(shapely.box(0.3, 46.5, 0.3005, 46.5005), spacing_m=10_000).geoms) == 1


@pytest.mark.parametrize(
    "geometry",
    [None, shapely.Polygon(), shapely.Point(0, 46), shapely.LineString([(0, 46), (1, 46)])],
)
def test_what_is_no_area_gets_no_line(geometry) -> None:
    assert hatch(geometry).is_empty


def test_an_outline_that_crosses_itself_is_hatched_all_the_same() -> None:
    bow = shapely.Polygon([(0.3, 46.5), (0.35, 46.55), (0.35, 46.5), (0.3, 46.55)])
    assert len(hatch(bow, spacing_m=500).geoms) > 5
    assert not bow.is_valid


def test_coordinates_are_rounded_and_no_line_is_a_point() -> None:
    lines = hatch(AREA.buffer(0.01), spacing_m=50, decimals=3)
    points = shapely.get_coordinates(lines)
    np.testing.assert_array_equal(points, np.round(points, 3))
    assert (shapely.length(shapely.get_parts(lines)) > 0).all()


def test_outside_metropolitan_france_metres_are_metres_too() -> None:
    lines = hatch(shapely.box(-73.60, 45.50, -73.58, 45.52), spacing_m=100, angle=0)
    assert len(lines.geoms) == pytest.approx(22, abs=1)


@pytest.mark.parametrize("spacing", [0.0, -1.0, float("nan"), float("inf")])
def test_a_spacing_that_is_none_is_refused(spacing: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        hatch(AREA, spacing_m=spacing)


def test_no_areas_give_no_hatching() -> None:
    assert hatch_all([]) == []


@given(st.integers(0, 2**32 - 1), st.floats(0, 180))
@settings(max_examples=25, deadline=None)
def test_any_area_is_hatched_inside_and_the_same_each_time(seed: int, angle: float) -> None:
    points = np.random.default_rng(seed).random((6, 2)) * 0.05 + [0.3, 46.5]
    area = shapely.convex_hull(shapely.MultiPoint(points))
    lines = hatch(area, spacing_m=300, angle=angle)
    assert lines.equals_exact(hatch(area, spacing_m=300, angle=angle))
    assert lines.within(area.buffer(2e-5))
