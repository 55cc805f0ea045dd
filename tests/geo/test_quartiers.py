"""From a file to sound quartiers: dissolving, naming, sorting, and the real files of two towns."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.checks import Fault, Severity
from geo.errors import (
    CheckFailedError,
    InvalidGeometryError,
    LimitsError,
    MissingCrsError,
    MissingFieldError,
    ShortCodeError,
)
from geo.quartiers import canonical, dissolve, load, polygonize_limits
from tests.geo.zoo import BOW_TIE, EXTENT, WIDER, town, with_first

FIELDS = {"code": "code", "name": "name", "dwellings": "dwellings"}
LIMIT = ["limit", "quartier_a", "quartier_b", "corner", "lon", "lat"]


def saved(frame: gpd.GeoDataFrame, tmp_path):
    frame.to_file(tmp_path / "town.gpkg")
    return tmp_path / "town.gpkg"


class TestCanonical:
    def test_columns_types_order_and_system(self):
        frame = town(code=[10, 2, 1, 3], dwellings=["7", None, 3.6, "x"])
        result = canonical(frame, **FIELDS)
        assert list(result.columns) == ["code", "name", "dwellings", "geometry"]
        assert result["code"].tolist() == ["1", "10", "2", "3"]
        assert result["dwellings"].tolist() == [4, 7, pd.NA, pd.NA]
        assert str(result["dwellings"].dtype) == "Int64"
        assert result.crs.to_epsg() == 4326
        assert result.index.tolist() == [0, 1, 2, 3]
        assert frame["code"].tolist() == [10, 2, 1, 3]

    def test_a_name_that_is_missing_is_the_code(self):
        result = canonical(town(name=["A", None, "", "D"]), **FIELDS)
        assert result["name"].tolist() == ["A", "2", "3", "D"]

    def test_without_a_field_or_a_system(self):
        with pytest.raises(MissingFieldError):
            canonical(town(), code="code", name="nope")
        with pytest.raises(MissingCrsError):
            canonical(town().set_crs(None, allow_override=True), code="code", name="name")


class TestDissolve:
    def test_by_the_first_characters(self):
        frame = town(code=["1101", "1102", "1201", "1202"], name=["A", "B", "A", "A"])
        result = dissolve(frame, **FIELDS, digits=2)
        assert result["code"].tolist() == ["11", "12"]
        assert result["name"].tolist() == ["A | B", "A"]
        assert result["dwellings"].tolist() == [300, 700]
        assert result.crs == frame.crs
        assert shapely.coverage_is_valid(result.geometry.to_numpy())

    def test_by_a_field(self):
        frame = town(zone=[2.0, 1.0, 2.0, 1.0], dwellings=[None, 1, None, None])
        result = dissolve(frame, **FIELDS, by="zone")
        assert result["code"].tolist() == ["1", "2"]
        assert result["dwellings"].tolist() == [1, pd.NA]

    def test_names_can_be_given(self):
        result = dissolve(town(), **FIELDS, names={"2": "Gare"})
        assert result["name"].tolist() == ["Quartier 1", "Gare", "Quartier 3", "Quartier 4"]

    def test_long_names_are_cut(self):
        result = dissolve(town(code=["11", "12", "13", "14"], name=["x" * 39] * 3 + ["y" * 60]),
                          **FIELDS, digits=1)  # fmt: skip
        (name,) = result["name"]
        assert len(name) == 80
        assert name.endswith("y…")

    def test_what_cannot_be_done(self):
        with pytest.raises(ShortCodeError, match=r"“1”.*2"):
            dissolve(town(), **FIELDS, digits=2)
        with pytest.raises(InvalidGeometryError, match="“1”"):
            dissolve(with_first(BOW_TIE), **FIELDS, digits=1)
        with pytest.raises(InvalidGeometryError, match="“1”"):
            dissolve(with_first(None), **FIELDS)
        with pytest.raises(ValueError, match="not by both"):
            dissolve(town(), **FIELDS, digits=1, by="name")
        with pytest.raises(ValueError, match="at least 1"):
            dissolve(town(), **FIELDS, digits=0)
        with pytest.raises(MissingFieldError):
            dissolve(town(), **FIELDS, by="zone")

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=2, unique=True),
        st.lists(st.sampled_from("ABC"), min_size=60, max_size=60),
        st.randoms(use_true_random=False),
    )
    def test_conserves_area_and_dwellings(self, seeds, zones, random):
        """Any division of a square into cells, joined in any way."""
        cells = shapely.get_parts(
            shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=shapely.box(0, 0, 99, 99))
        )[:60]
        frame = town(list(cells), zone=zones[: len(cells)])
        result = dissolve(frame, **FIELDS, by="zone")
        assert result["code"].tolist() == sorted(set(zones[: len(cells)]))
        assert result.area.sum() == pytest.approx(frame.area.sum())
        assert result["dwellings"].sum() == frame["dwellings"].sum()
        order = random.sample(range(len(cells)), len(cells))
        again = dissolve(frame.iloc[order], **FIELDS, by="zone")
        assert again.geometry.geom_equals(result.geometry).all()


class TestLoad:
    def test_repairs_what_is_sure_and_says_so(self, tmp_path):
        frame = with_first(WIDER).assign(name=[" A", "B", "C", "D"])
        result, findings = load(saved(frame, tmp_path), **FIELDS, extent=EXTENT)
        assert [f.fault for f in findings] == [Fault.OVERLAP_SLIVER, Fault.UNTIDY_NAME]
        assert result["name"].tolist() == ["A", "B", "C", "D"]
        assert shapely.coverage_is_valid(result.geometry.to_numpy())

    def test_blocking_faults_come_with_the_error(self, tmp_path):
        path = saved(with_first(BOW_TIE).assign(name=["A", "A", "C", "D"]), tmp_path)
        with pytest.raises(CheckFailedError, match=r"“town\.gpkg”.*crosses itself") as caught:
            load(path, **FIELDS)
        assert [f.severity for f in caught.value.findings] == [Severity.BLOCKING, Severity.NOTICE]

    def test_a_file_without_system_is_read_once_it_is_named(self, tmp_path):
        path = tmp_path / "town.geojson"
        path.write_text(town().to_json().replace('"crs":', '"crs": null, "was":'))
        with pytest.raises(CheckFailedError) as caught:
            load(path, **FIELDS)
        assert [f.fault for f in caught.value.findings] == [Fault.MISSING_CRS]
        assert len(load(path, **FIELDS, crs="EPSG:2154", extent=EXTENT)[0]) == 4

    def test_names_without_dissolving(self, tmp_path):
        result, _ = load(saved(town(), tmp_path), **FIELDS, names={"1": "Gare"})
        assert result["name"].tolist()[:2] == ["Gare", "Quartier 2"]

    def test_parts_may_share_codes_once_dissolved(self, tmp_path):
        frame = town(code=["11", "11", "12", "12"], name=["A"] * 4)
        result, findings = load(saved(frame, tmp_path), **FIELDS, digits=1)
        assert result["code"].tolist() == ["1"]
        assert [f.fault for f in findings] == [Fault.SINGLE_QUARTIER]


class TestLimits:
    lines = (
        ("A", "1", "2", [(1, 0), (1, 1)]),
        ("B", "1", "outside", [(1, 1), (0, 1), (0, 0), (1, 0)]),
        ("C", "2", "outside", [(1, 0), (2, 0), (2, 1), (1, 1)]),
    )

    @staticmethod
    def table(lines) -> pd.DataFrame:
        rows = [
            (name, a, b, corner, lon, lat)
            for name, a, b, points in lines
            for corner, (lon, lat) in enumerate(points)
        ]
        return pd.DataFrame(rows, columns=LIMIT)

    def test_rows_may_come_in_any_order(self):
        table = self.table(self.lines).sample(frac=1, random_state=1)
        result = polygonize_limits(table)
        assert result["code"].tolist() == ["1", "2"]
        assert result.geometry.iloc[0].equals(shapely.box(0, 0, 1, 1))

    @pytest.mark.parametrize("lost", [0, 1, 2])
    def test_a_limit_that_is_missing(self, lost):
        with pytest.raises(LimitsError, match=r"each of: .*[12]"):
            polygonize_limits(self.table([x for i, x in enumerate(self.lines) if i != lost]))

    def test_a_limit_that_ends_short(self):
        short = [("A", "1", "2", [(1, 0), (1, 0.9)]), *self.lines[1:]]
        with pytest.raises(LimitsError):
            polygonize_limits(self.table(short))


def iou(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> np.ndarray:
    """Intersection over union of the rows, in metres."""
    a, b = (f.to_crs(2154).geometry.to_numpy() for f in (one, other))
    return shapely.area(shapely.intersection(a, b)) / shapely.area(shapely.union(a, b))


class TestRealFiles:
    """The public files beside the project: they pass as they are."""

    def test_iris_of_poitiers_give_ten_quartiers(self, shared, shipped):
        path = shared / "reference" / "poitiers_iris_86194.geojson"
        result, findings = load(
            path, code="CODE_IRIS", name="NOM_IRIS", digits=7, dwellings="men", extent=EXTENT
        )
        assert findings == []
        assert result["code"].tolist() == shipped["code"].tolist()
        assert result["dwellings"].tolist() == shipped["dwellings"].tolist()
        assert result["name"].iloc[4] == "Beaulieu | Les Templiers | Iassi"
        assert result["name"].str.len().max() <= 80
        assert shapely.coverage_is_valid(result.geometry.to_numpy())
        assert iou(result, shipped).min() >= 0.88

    def test_iris_of_poitiers_by_their_field(self, shared, shipped):
        path = shared / "reference" / "poitiers_iris_86194.geojson"
        names = dict(zip(shipped["code"], shipped["name"], strict=True))
        result, _ = load(path, code="CODE_IRIS", name="NOM_IRIS", by="GRD_QUART", names=names)
        assert result["name"].tolist() == shipped["name"].tolist()

    def test_shipped_quartiers_match_the_contours(self, shared, shipped):
        path = shared / "reference" / "poitiers_grands_quartiers_86194.geojson"
        result, findings = load(path, code="GRD_QUART", name="nom_derive", extent=EXTENT)
        assert findings == []
        assert result["code"].tolist() == shipped["code"].tolist()
        assert iou(result, shipped).min() >= 0.88

    @pytest.mark.parametrize(("code", "first"), [("nuquart", "1"), ("matricule", "Q.1")])
    def test_quartiers_of_rennes(self, shared, code, first):
        result, findings = load(
            shared / "reference" / "rennes_quartiers.geojson", code=code, name="nom"
        )
        assert findings == []
        assert (len(result), result["code"].iloc[0]) == (12, first)
        assert result["name"].iloc[0] == "Centre"

    def test_rennes_is_not_poitiers(self, shared):
        with pytest.raises(CheckFailedError, match=r"lies elsewhere.*-1\.6.*48\.1"):
            load(
                shared / "reference" / "rennes_quartiers.geojson",
                code="nuquart",
                name="nom",
                extent=EXTENT,
            )
