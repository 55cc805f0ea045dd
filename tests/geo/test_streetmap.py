"""The layer of streets: small, escaped, told apart without colours."""

import geopandas as gpd
import pytest
import shapely

from geo.errors import MissingCrsError
from geo.streetmap import (
    DONE,
    FREE,
    IN_PROGRESS,
    TAKEN,
    StreetStyle,
    bounds_of,
    display_lines,
    streets_layer,
)


def wiggly(at: int) -> shapely.LineString:
    west, south = 0.30 + 0.003 * (at % 32), 46.55 + 0.002 * (at // 32)
    return shapely.LineString(
        [(west + 0.0001 * step, south + 0.00012 * (step % 3)) for step in range(20)]
    )


def script(layer: object) -> str:
    return "".join(child.data for child in layer._children.values())


def town(number: int) -> gpd.GeoDataFrame:
    codes = [f"{at:016x}" for at in range(number)]
    return gpd.GeoDataFrame(
        {"code": codes}, geometry=[wiggly(at) for at in range(number)], crs="EPSG:4326"
    )


def test_a_thousand_streets_stay_below_300_kb() -> None:
    frame = display_lines(town(1000))
    looks = (FREE, TAKEN, IN_PROGRESS, DONE)
    styles = {
        code: StreetStyle(looks[at % 4], (f"boulevard du Maréchal {at}", "libre · 14 portes"))
        for at, code in enumerate(frame["code"])
    }
    assert len(script(streets_layer(frame, styles, name="streets")).encode()) < 300_000


def test_states_differ_without_colours() -> None:
    assert len({(look.dashes, look.weight) for look in (FREE, TAKEN, IN_PROGRESS, DONE)}) == 4


def test_names_are_data_never_code() -> None:
    frame = town(1)
    styles = {frame["code"][0]: StreetStyle(FREE, ("</script><b>{{ 7 }}",))}
    said = script(streets_layer(frame, styles, name="streets"))
    assert "</script>" not in said and "{{" not in said


def test_points_and_streets_without_a_place() -> None:
    frame = gpd.GeoDataFrame(
        {"code": ["a", "b", "c"]},
        geometry=[shapely.Point(0.34, 46.58), None, shapely.LineString()],
        crs="EPSG:4326",
    )
    style = StreetStyle(FREE, ("A",), mine=True)
    said = script(streets_layer(frame, dict.fromkeys("abc", style), name="streets"))
    assert '"Point",[0.34,46.58]' in said and '"b"' not in said
    assert bounds_of(frame)[0] < 0.34


def test_no_crs_is_refused() -> None:
    with pytest.raises(MissingCrsError):
        display_lines(gpd.GeoDataFrame({"code": ["a"]}, geometry=[wiggly(0)]))


def test_nothing_gives_an_empty_layer() -> None:
    frame = display_lines(town(1).iloc[:0])
    assert "rows" in script(streets_layer(frame, {}, name="streets"))
