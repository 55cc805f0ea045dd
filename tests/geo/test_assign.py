"""The grid gives the answers of geopandas.sjoin, on every point there may be."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.assign import Assigner
from geo.errors import MissingCrsError, MissingFieldError
from geo.grid import LabelGrid


def frame(polygons, **columns) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(polygons), crs="EPSG:4326")


def by_sjoin(quartiers: gpd.GeoDataFrame, x, y) -> np.ndarray:
    """Row position of the first match, -1 outside: the oracle."""
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=quartiers.crs)
    areas = gpd.GeoDataFrame(geometry=quartiers.geometry.reset_index(drop=True))
    joined = gpd.sjoin(points, areas, predicate="intersects")
    first = joined["index_right"].groupby(level=0).min()
    found = np.full(len(points), -1)
    found[first.index] = first
    return found


def telling_points(quartiers: gpd.GeoDataFrame) -> np.ndarray:
    """Vertices, middles of segments, and the floats next to both."""
    rings = shapely.get_rings(shapely.get_parts(np.array(quartiers.geometry.array)))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    middles = ((corners[1:] + corners[:-1]) / 2)[joined]
    near = np.concatenate([corners, middles])
    return np.concatenate([near, np.nextafter(near, np.inf), np.nextafter(near, -np.inf)])


def around(quartiers: gpd.GeoDataFrame, n: int, *, seed: int = 0) -> np.ndarray:
    """Random points in a box a little larger than the quartiers."""
    west, south, east, north = quartiers.total_bounds
    rng = np.random.default_rng(seed)
    size = np.array([east - west, north - south])
    return np.array([west, south]) - 0.05 * size + rng.random((n, 2)) * 1.1 * size


def assert_same(quartiers: gpd.GeoDataFrame, points: np.ndarray) -> None:
    x, y = points.T
    np.testing.assert_array_equal(Assigner(quartiers).index(x, y), by_sjoin(quartiers, x, y))


def tessellation(rng: np.random.Generator, cells: int) -> gpd.GeoDataFrame:
    """Voronoi cells of random seeds."""
    seeds = shapely.MultiPoint(rng.random((cells, 2)) * [0.2, 0.1] + [0.3, 46.5])
    return frame(shapely.get_parts(shapely.voronoi_polygons(seeds)))


@pytest.mark.parametrize(
    "name",
    [
        "poitiers_grands_quartiers_86194.geojson",
        "poitiers_iris_86194.geojson",
        "rennes_quartiers.geojson",
    ],
)
def test_real_quartiers_give_the_answers_of_sjoin(shared: Path, name: str) -> None:
    quartiers = gpd.read_file(shared / "reference" / name)
    assert_same(quartiers, np.concatenate([around(quartiers, 20_000), telling_points(quartiers)]))


@given(st.integers(0, 2**32 - 1), st.integers(1, 30))
@settings(max_examples=30, deadline=None)
def test_random_tessellations_give_the_answers_of_sjoin(seed: int, cells: int) -> None:
    quartiers = tessellation(np.random.default_rng(seed), cells + 1)
    points = [around(quartiers, 300, seed=seed), telling_points(quartiers)]
    assert_same(quartiers, np.concatenate(points))


@given(
    st.lists(
        st.tuples(*[st.sampled_from([0.0, 0.1, 1 / 3, 0.5, 2.0, 1e-7, 1e-12, 1.0])] * 4),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_overlapping_thin_and_tiny_boxes_give_the_answers_of_sjoin(boxes) -> None:
    quartiers = frame(
        shapely.box(x, y, x + max(w, 1e-13), y + max(h, 1e-13)) for x, y, w, h in boxes
    )
    assert_same(quartiers, np.concatenate([around(quartiers, 200), telling_points(quartiers)]))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_spikes_and_steep_segments_give_the_answers_of_sjoin(seed: int) -> None:
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.random(40)) * 2 * np.pi
    radius = rng.choice([1e-6, 0.3, 1.0], 40)
    star = shapely.Polygon(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1))
    sliver = shapely.Polygon([(0, -1), (1e-9, -1), (2e-9, 1)])
    quartiers = frame([star.buffer(0), sliver])
    assert_same(quartiers, np.concatenate([around(quartiers, 500), telling_points(quartiers)]))


def test_points_on_the_lines_of_the_grid_give_the_answers_of_sjoin(shared: Path) -> None:
    quartiers = gpd.read_file(shared / "reference" / "poitiers_grands_quartiers_86194.geojson")
    grid = LabelGrid(np.array(quartiers.geometry.array), lambda x, y: np.zeros(len(x), np.int16))
    steps = np.arange(grid._side + 1)[:, None] / grid._scale + grid._origin
    lines = np.concatenate([steps, np.nextafter(steps, np.inf), np.nextafter(steps, -np.inf)])
    columns = around(quartiers, len(lines))
    rows = columns.copy()
    columns[:, 0], rows[:, 1] = lines[:, 0], lines[:, 1]
    crossings = np.stack([lines[:, 0], np.roll(lines[:, 1], 7)], axis=1)
    assert_same(quartiers, np.concatenate([columns, rows, crossings]))


def test_holes_islands_and_many_vertices_give_the_answers_of_sjoin() -> None:
    ring = shapely.Point(0.5, 46.5).buffer(0.4, quad_segs=1500)
    holed = ring.difference(shapely.Point(0.5, 46.5).buffer(0.2))
    islands = shapely.MultiPolygon([shapely.box(2, 46, 2.1, 46.1), shapely.box(3, 46, 3.2, 46.2)])
    filling = shapely.Point(0.5, 46.5).buffer(0.2)
    quartiers = frame([holed, islands, filling])
    assert_same(quartiers, np.concatenate([around(quartiers, 5_000), telling_points(quartiers)]))


def test_a_thousand_quartiers_give_the_answers_of_sjoin() -> None:
    quartiers = tessellation(np.random.default_rng(7), 1000)
    points = np.concatenate([around(quartiers, 20_000), telling_points(quartiers)[::5]])
    assert_same(quartiers, points)


def test_large_coordinates_of_a_tiny_area_give_the_answers_of_sjoin() -> None:
    west = 179.99999999999
    quartiers = frame([shapely.box(west, 80, west + 1e-12, 80 + 1e-12)])
    assert_same(quartiers, telling_points(quartiers))


def test_a_shared_border_belongs_to_the_first_in_the_frame() -> None:
    boxes = [shapely.box(1, 0, 2, 1), shapely.box(0, 0, 1, 1), shapely.box(0, 1, 2, 2)]
    assigner = Assigner(frame(boxes, code=["a", "b", "c"]))
    assert assigner.codes([1, 1, 0.5, 0.5], [0.5, 1, 1, 2]).tolist() == ["a", "a", "b", "c"]


def test_in_an_overlap_the_first_in_the_frame_wins() -> None:
    boxes = [shapely.box(0, 0, 2, 2), shapely.box(0.5, 0.5, 1, 1)]
    x = y = np.linspace(0.5, 1, 200)
    assert set(Assigner(frame(boxes)).index(x, y)) == {0}
    assert set(Assigner(frame(boxes[::-1])).index(x, y)) == {0}


def test_what_is_no_place_lies_outside() -> None:
    assigner = Assigner(frame([shapely.box(0, 0, 1, 1)], code=["a"]))
    odd = [np.nan, np.inf, -np.inf, 1e308, -1e308]
    for value in odd:
        assert assigner.index([value, 0.5, value], [0.5, value, value]).tolist() == [-1, -1, -1]
        assert assigner.codes([value], [0.5]).tolist() == [None]


def test_lists_empty_arrays_and_slices_are_taken() -> None:
    assigner = Assigner(frame([shapely.box(0, 0, 1, 1)]))
    assert assigner.index([], []).shape == (0,)
    assert assigner.index([0.5, 5], [0.5, 5]).dtype == np.int16
    backwards = np.array([[5, 5], [0.5, 0.5]])[::-1]
    assert assigner.index(backwards[:, 0], backwards[:, 1]).tolist() == [0, -1]
    assert assigner.index(np.array([1], dtype=np.int64), np.array([0], np.float32)).tolist() == [0]


def test_arrays_that_do_not_fit_are_refused() -> None:
    assigner = Assigner(frame([shapely.box(0, 0, 1, 1)]))
    with pytest.raises(ValueError, match="same length"):
        assigner.index([1, 2], [1])
    with pytest.raises(ValueError, match="one-dimensional"):
        assigner.index([[1]], [[1]])


def test_null_and_empty_quartiers_own_nothing() -> None:
    nothing = frame([None, shapely.Polygon()], code=["a", "b"])
    assert Assigner(nothing).codes([0.0], [0.0]).tolist() == [None]
    some = frame([None, shapely.box(0, 0, 1, 1), shapely.Polygon()], code=["a", "b", "c"])
    assert Assigner(some).codes([0.0, 2.0], [0.0, 2.0]).tolist() == ["b", None]


def test_what_is_no_area_is_refused() -> None:
    with pytest.raises(ValueError, match="polygons"):
        Assigner(frame([shapely.Point(0, 0)]))


def test_a_frame_without_crs_is_refused() -> None:
    with pytest.raises(MissingCrsError):
        Assigner(gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)]))


def test_another_crs_is_brought_to_degrees() -> None:
    metric = frame([shapely.box(0.3, 46.5, 0.4, 46.6)]).to_crs("EPSG:2154")
    assert Assigner(metric).index([0.35, 0.5], [46.55, 46.55]).tolist() == [0, -1]


def test_codes_need_the_column() -> None:
    with pytest.raises(MissingFieldError, match="code"):
        Assigner(frame([shapely.box(0, 0, 1, 1)], nom=["x"])).codes([0.5], [0.5])


def test_quartiers_without_thickness_are_crossed_exactly() -> None:
    line = shapely.Polygon([(0, 0), (1, 0), (1, 0), (0, 0)])
    quartiers = frame([line])
    assert_same(quartiers, telling_points(quartiers))


def test_threads_share_an_assigner(shared: Path) -> None:
    quartiers = gpd.read_file(shared / "reference" / "poitiers_grands_quartiers_86194.geojson")
    points = telling_points(quartiers)
    assigner = Assigner(quartiers)
    wanted = by_sjoin(quartiers, *points.T)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: assigner.index(*points.T), range(8)))
    assert all((answer == wanted).all() for answer in answers)
