"""Degrees at the borders, metres for measuring."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.crs import known_crs, lambert93_to_wgs84, metric_crs, require_crs, to_metric, to_wgs84
from geo.errors import MissingCrsError, UnknownCrsError


def one_point(lon: float, lat: float, crs: str | None = "EPSG:4326") -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shapely.Point(lon, lat)], crs=crs)


@pytest.mark.parametrize("function", [require_crs, to_wgs84, to_metric, metric_crs])
def test_a_frame_without_a_system_is_refused(function):
    frame = one_point(0, 46, None)
    frame.attrs["source"] = "bad.zip"
    with pytest.raises(MissingCrsError, match=r"“bad\.zip”"):
        function(frame)


def test_the_source_named_comes_before_the_one_noted():
    with pytest.raises(MissingCrsError, match="“other”"):
        require_crs(one_point(0, 46, None), source="other")


@pytest.mark.parametrize(
    ("lon", "lat", "epsg"),
    [
        (0.34, 46.58, 2154),  # Poitiers
        (9.45, 42.7, 2154),  # Bastia
        (55.45, -20.88, 32740),  # Saint-Denis, La Réunion
        (-61.07, 14.6, 32620),  # Fort-de-France
    ],
)
def test_the_metric_system_fits_the_place(lon, lat, epsg):
    assert metric_crs(one_point(lon, lat)).to_epsg() == epsg


def test_a_frame_without_coordinates_gets_lambert93():
    frame = gpd.GeoDataFrame(geometry=[None], crs=4326)
    assert metric_crs(frame).to_epsg() == 2154


def test_lambert93_at_its_origin_and_where_there_is_nothing():
    """The definition of EPSG:2154: 3° E, 46.5° N is at 700 km, 6 600 km."""
    lon, lat = lambert93_to_wgs84([700_000, np.nan, np.inf], [6_600_000, 0, 0])
    assert (lon[0], lat[0]) == pytest.approx((3, 46.5), abs=1e-9)
    assert np.isnan(lon[1:]).all()
    assert np.isnan(lat[1:]).all()


def test_lambert93_of_nothing_is_nothing():
    lon, lat = lambert93_to_wgs84([], [])
    assert (len(lon), len(lat)) == (0, 0)


def test_lambert93_there_and_back():
    points = gpd.GeoSeries(gpd.points_from_xy([0.34, -1.68], [46.58, 48.11]), crs=4326)
    metric = points.to_crs(2154)
    lon, lat = lambert93_to_wgs84(metric.x, metric.y)
    assert np.allclose(lon, points.x, atol=1e-9)
    assert np.allclose(lat, points.y, atol=1e-9)


def test_an_unknown_system_is_named():
    with pytest.raises(UnknownCrsError, match="“EPSG:1”"):
        known_crs("EPSG:1")
