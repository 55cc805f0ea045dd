"""Point to quartier: times as fast as `geopandas.sjoin` in the same run, and the same answers."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo.assign import Assigner

Row = tuple[str, str, str, bool]
ROOT = Path(__file__).resolve().parents[1]
LAYERS = {
    "shipped quartiers": ROOT / "data/poitiers/quartiers.geojson",
    "quartiers of the reference": (
        ROOT.parent / "shared/reference/poitiers_grands_quartiers_86194.geojson"
    ),
}
BUDGET = 50


def rows(*, points: int = 1_000_000, seed: int = 0) -> Iterator[Row]:
    """Give (what, budget, measured, kept) for each layer of quartiers that is here.

    Points are given as arrays, and to sjoin as a frame made before: neither reading nor making
    points is timed. Each side counts with its best run.
    """
    for name, path in LAYERS.items():
        if not path.is_file():
            yield (f"points to {name}", "", "left out: the file is not here", True)
            continue
        yield from _layer(gpd.read_file(path), name, points, seed)


def _layer(quartiers: gpd.GeoDataFrame, name: str, n: int, seed: int) -> Iterator[Row]:
    x, y = _random(quartiers, n, seed)
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=quartiers.crs)
    areas = quartiers[["geometry"]].reset_index(drop=True)
    assigner = Assigner(quartiers)
    joining = _best(lambda: gpd.sjoin(frame, areas, predicate="intersects"), 3)
    assigning = _best(lambda: assigner.index(x, y), 9)
    building = _best(lambda: Assigner(quartiers), 5)
    ratio, whole = joining / assigning, joining / (assigning + building)
    what = f"{n / 1e6:g} M points to the {len(quartiers)} {name}"
    times = f"{ratio:.0f}× ({assigning * 1e3:.0f} ms against {joining * 1e3:.0f} ms)"
    yield what, f"≥ {BUDGET}× geopandas.sjoin", times, ratio >= BUDGET
    yield f"{what}, grid built anew", "", f"{whole:.0f}× (+ {building * 1e3:.0f} ms)", True
    bx, by = _border(quartiers, seed)
    x, y = np.concatenate([x, bx]), np.concatenate([y, by])
    wrong = int((assigner.index(x, y) != _joined(areas, x, y)).sum())
    yield (
        f"the same answers, {len(bx):,} border and vertex points included",
        "all",
        f"{len(x) - wrong:,} of {len(x):,}",
        wrong == 0,
    )


def _best(work: Callable[[], object], times: int) -> float:
    """Seconds of the fastest of some runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def _random(quartiers: gpd.GeoDataFrame, n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points in the bounding box."""
    west, south, east, north = quartiers.total_bounds
    rng = np.random.default_rng(seed)
    return rng.uniform(west, east, n), rng.uniform(south, north, n)


def _border(quartiers: gpd.GeoDataFrame, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Vertices, points between two, and the floats next to them on all sides."""
    rings = shapely.get_rings(shapely.get_parts(np.array(quartiers.geometry.array)))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    start, end = corners[:-1][joined], corners[1:][joined]
    share = np.random.default_rng(seed).random((20, len(start), 1))
    between = (start + share * (end - start)).reshape(-1, 2)
    on = np.concatenate([corners, (start + end) / 2, between])
    near = np.concatenate([on, np.nextafter(on, np.inf), np.nextafter(on, -np.inf)])
    return near[:, 0], near[:, 1]


def _joined(areas: gpd.GeoDataFrame, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """First match of sjoin for each point, -1 for none."""
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=areas.crs)
    matches = gpd.sjoin(frame, areas, predicate="intersects")["index_right"]
    found = np.full(len(x), -1)
    first = matches.groupby(level=0).min()
    found[first.index] = first
    return found
