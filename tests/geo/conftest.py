"""What the tests of `geo` share."""

from pathlib import Path

import geopandas as gpd
import pytest

from geo.quartiers import canonical, read

POITIERS = Path(__file__).resolve().parents[2] / "data" / "poitiers"


@pytest.fixture(scope="session")
def shipped() -> gpd.GeoDataFrame:
    """Give the quartiers of Poitiers that come with the project."""
    frame = read(POITIERS / "quartiers.geojson")
    return canonical(frame, code="code", name="name", dwellings="dwellings")
