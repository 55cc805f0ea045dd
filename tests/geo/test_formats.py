"""Reading map files of every kind, and saying in words why one cannot be read."""

import io
import json
import sqlite3
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import formats
from geo.checks import Fault, check
from geo.errors import (
    MissingLayerError,
    SeveralLayersError,
    UnknownCrsError,
    UnreadableFileError,
    UnreadableReason,
)
from geo.formats import layers, read
from geo.geojson import dumps, parse
from geo.quartiers import canonical
from guards import Danger
from tests.geo.zoo import EXTENT, square, town

SQUARE = {"type": "Polygon", "coordinates": [[[0, 46], [1, 46], [1, 47], [0, 46]]]}
LAMBERT = "urn:ogc:def:crs:EPSG::2154"
WGS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}


def feature(geometry, **properties) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features, **members) -> dict:
    return {"type": "FeatureCollection", **members, "features": list(features)}


def put(path: Path, content: object) -> Path:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def zipped(path: Path, frames: dict[str, gpd.GeoDataFrame], *, without=(), **options) -> Path:
    """Write Shapefiles into one zip, in a folder of their own as people do."""
    folder = path.parent / "parts"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, frame in frames.items():
            frame.to_file(folder / f"{name}.shp", **options)
        for part in sorted(folder.iterdir()):
            if part.suffix not in without:
                archive.write(part, f"export/{part.name}")
    return path


def reason(path: Path) -> UnreadableReason:
    with pytest.raises(UnreadableFileError) as caught:
        read(path)
    assert caught.value.params["source"] == path.name
    return caught.value.params["reason"]


class TestRoundTrip:
    """What is written in any format and system comes back as it was."""

    @staticmethod
    def write(frame: gpd.GeoDataFrame, folder: Path, kind: str) -> Path:
        if kind == "zip":
            return zipped(folder / "map.zip", {"map": frame}, encoding="UTF-8")
        path = folder / f"map.{kind}"
        if kind == "geojson":
            return put(path, frame.to_json())  # with the old `crs` member, so in any system
        frame.to_file(path, driver="LIBKML" if kind == "kml" else None)
        return path

    @settings(max_examples=25, deadline=None)
    @given(
        crs=st.sampled_from([4326, 2154, 3857, 3035]),
        kind=st.sampled_from(["geojson", "gpkg", "zip", "kml"]),
        codes=st.lists(
            st.text("0123456789ABÉ", min_size=1, max_size=7), min_size=2, max_size=5, unique=True
        ),
        names=st.lists(st.text("aéœ’ -–Z", max_size=20), min_size=5, max_size=5),
        raised=st.booleans(),
    )
    def test_of_codes_names_dwellings_and_shapes(
        self, tmp_path_factory, crs, kind, codes, names, raised
    ):
        hole = square(0, 0).difference(square(0.4, 0.4, 0.2, 0.2))
        islands = shapely.MultiPolygon([square(2, 0), square(4, 0)])
        shapes = [hole, islands, square(6, 0), square(6, 1), square(0, 3)][: len(codes)]
        frame = town(shapes, code=codes, name=names[: len(codes)]).to_crs(4326)
        fields = {"code": "code", "name": "name", "dwellings": "dwellings"}
        expected = canonical(frame, **fields)
        stored = frame.to_crs(4326 if kind == "kml" else crs).rename(columns={"name": "nom"})
        if raised:
            stored = stored.set_geometry(shapely.force_3d(stored.geometry.to_numpy(), 100))
        back = read(self.write(stored, tmp_path_factory.mktemp("trip"), kind))
        assert back.crs == stored.crs
        result = canonical(back, **fields | {"name": "nom"})
        columns = ["code", "name", "dwellings"]
        assert result[columns].equals(expected[columns])
        flat = shapely.force_2d(result.geometry.to_numpy())
        for one, other in zip(flat, expected.geometry, strict=True):
            assert shapely.hausdorff_distance(one, other) < 1e-7  # degrees: a centimetre


class TestGeoJson:
    def test_latin_encoding_and_byte_order_marks(self, tmp_path):
        text = json.dumps(collection(feature(SQUARE, nom="Saint-Éloi")), ensure_ascii=False)
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
            path = put(tmp_path / "x.geojson", text.encode(encoding))
            assert read(path)["nom"].tolist() == ["Saint-Éloi"], encoding

    @pytest.mark.parametrize(
        ("name", "epsg"),
        [
            (LAMBERT, 2154),
            ("EPSG:3857", 3857),
            ("urn:ogc:def:crs:EPSG:8.5:2154", 2154),
            ("http://www.opengis.net/def/crs/EPSG/0/3035", 3035),
            ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ],
    )
    def test_old_crs_member(self, tmp_path, name, epsg):
        member = {"type": "name", "properties": {"name": name}}
        frame = read(put(tmp_path / "x.geojson", collection(feature(SQUARE), crs=member)))
        assert frame.crs.to_epsg() == epsg

    @pytest.mark.parametrize(
        "member",
        [
            None,
            "EPSG:2154",
            {"type": "name", "properties": {"name": "EPSG:1"}},
            {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs", "type": "proj4"}},
        ],
    )
    def test_a_crs_member_that_says_nothing_is_no_crs(self, tmp_path, member):
        frame = read(put(tmp_path / "x.geojson", collection(feature(SQUARE), crs=member)))
        assert frame.crs is None
        assert next(f.fault for f in check(frame)) is Fault.MISSING_CRS

    def test_a_system_given_by_hand_wins(self, tmp_path):
        path = put(tmp_path / "x.geojson", json.loads(town().to_json()) | {"crs": WGS84})
        assert Fault.LAMBERT_AS_DEGREES in {f.fault for f in check(read(path))}
        assert check(read(path, crs="EPSG:2154"), extent=EXTENT) == []
        with pytest.raises(UnknownCrsError):
            read(path, crs="Lambert")

    def test_bad_shapes_lose_their_outline_and_no_more(self, tmp_path):
        odd = [
            None,
            {"type": "Polygon", "coordinates": "x"},
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 0]]]},
            {"type": "Polygon", "coordinates": [[[0, None], [1, 0], [1, 1], [0, 0]]]},
            {"type": "Polygon"},
            {"type": "Circle", "coordinates": [0, 0]},
            "POLYGON",
        ]
        frame = read(put(tmp_path / "x.geojson", collection(*map(feature, odd), feature(SQUARE))))
        assert frame.geometry.notna().tolist() == [False] * len(odd) + [True]

    def test_an_open_ring_is_closed(self, tmp_path):
        ring = {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0][:-1]]}
        frame = read(put(tmp_path / "x.geojson", collection(feature(ring))))
        assert frame.geometry.iloc[0].equals(shapely.geometry.shape(SQUARE))

    def test_properties_of_all_sorts_stay(self, tmp_path):
        path = put(
            tmp_path / "x.geojson",
            '{"type":"FeatureCollection","features":['
            '{"type":"Feature","id":7,"geometry":null,"properties":{"a":1,"geometry":"x","l":[1]}},'
            '{"type":"Feature","geometry":null,"properties":null},'
            '{"type":"Feature","geometry":null,"properties":{"a":NaN}}]}',
        )
        frame = read(path)
        assert frame["id"].tolist()[0] == 7
        assert frame["geometry_field"].tolist()[0] == "x"
        assert frame["l"].tolist()[0] == [1]
        assert frame["a"].isna().tolist() == [False, True, True]

    def test_a_single_feature_and_a_bare_shape(self, tmp_path):
        assert len(read(put(tmp_path / "x.geojson", feature(SQUARE)))) == 1
        assert len(read(put(tmp_path / "x.geojson", SQUARE))) == 1

    def test_written_text_is_stable_rounded_and_turned_as_the_standard_says(self):
        frame = town().to_crs(4326)
        turned = frame.set_geometry(shapely.reverse(frame.geometry.to_numpy()))
        text = dumps(frame, decimals=5)
        assert dumps(turned, decimals=5) == text
        back = parse(text, source="x")
        assert shapely.is_ccw(shapely.get_exterior_ring(back.geometry.to_numpy())).all()
        coordinates = shapely.get_coordinates(back.geometry.to_numpy())
        assert np.array_equal(coordinates, np.round(coordinates, 5))
        assert shapely.coverage_is_valid(back.geometry.to_numpy())

    def test_written_nothing_is_null(self):
        frame = town(name=["A", None, float("nan"), "D"]).to_crs(4326)
        frame.loc[0, "geometry"] = None
        features = json.loads(dumps(frame))["features"]
        assert features[0]["geometry"] is None
        assert [f["properties"]["name"] for f in features] == ["A", None, None, "D"]


class TestShapefile:
    def test_without_its_system_it_is_said(self, tmp_path):
        path = zipped(tmp_path / "x.zip", {"q": town()}, without=(".prj",))
        assert read(path).crs is None
        assert [f.fault for f in check(read(path))] == [Fault.MISSING_CRS]
        assert check(read(path, crs="EPSG:2154"), extent=EXTENT) == []

    @pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "cp1252"])
    @pytest.mark.parametrize("without", [(), (".cpg",)])
    def test_accents_whatever_the_table_states(self, tmp_path, encoding, without):
        frame = town(name=["Saint-Éloi", "Trois-Cités", "Là", "Où"])
        path = zipped(tmp_path / "x.zip", {"q": frame}, without=without, encoding=encoding)
        assert read(path)["name"].tolist() == frame["name"].tolist()

    def test_a_table_that_falsely_claims_utf8(self, tmp_path):
        frame = town(name=["Saint-Éloi", "Trois-Cités", "Là", "Où"])
        path = zipped(tmp_path / "x.zip", {"q": frame}, without=(".cpg",), encoding="ISO-8859-1")
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("export/q.cpg", "UTF-8\n")
        assert read(path)["name"].tolist() == frame["name"].tolist()

    def test_several_in_one_zip(self, tmp_path):
        path = zipped(tmp_path / "x.zip", {"iris": town(), "quartiers": town([square(0, 0)])})
        assert layers(path) == ["iris", "quartiers"]
        assert len(read(path, layer="quartiers")) == 1
        with pytest.raises(SeveralLayersError, match="iris, quartiers"):
            read(path)
        with pytest.raises(MissingLayerError, match="no layer “x”"):
            read(path, layer="x")

    def test_parts_that_are_missing(self, tmp_path):
        for suffix in (".shx", ".dbf"):
            path = zipped(tmp_path / "x.zip", {"q": town()}, without=(suffix,))
            assert reason(path) is UnreadableReason.MISSING_PARTS

    def test_alone_outside_a_zip(self, tmp_path):
        town().to_file(tmp_path / "q.shp")
        assert reason(tmp_path / "q.shp") is UnreadableReason.LOOSE_SHAPEFILE

    def test_names_in_the_archive_lead_nowhere(self, tmp_path):
        zipped(tmp_path / "good.zip", {"q": town()})
        with (
            zipfile.ZipFile(tmp_path / "good.zip") as good,
            zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad,
        ):
            for member in good.namelist():
                bad.writestr(f"../../{Path(member).name}", good.read(member))
        assert reason(tmp_path / "bad.zip") is Danger.PATHS
        assert not (tmp_path.parent / "q.shp").exists()

    def test_heavy_once_unpacked(self, tmp_path, monkeypatch):
        monkeypatch.setattr(formats, "LARGEST", 100_000)
        path = tmp_path / "bomb.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("q.shp", bytes(1_000_000))
        assert path.stat().st_size < 10_000
        assert reason(path) is UnreadableReason.TOO_LARGE

    def test_cut_off_or_garbled(self, tmp_path):
        content = zipped(tmp_path / "x.zip", {"q": town()}).read_bytes()
        assert reason(put(tmp_path / "cut.zip", content[:-40])) is UnreadableReason.BROKEN_ZIP
        garbled = bytearray(content)
        garbled[60:200] = bytes(140)
        assert reason(put(tmp_path / "bad.zip", bytes(garbled))) is UnreadableReason.BROKEN_ZIP

    def test_other_archives(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.writestr("readme.txt", "x")
        assert reason(tmp_path / "x.zip") is UnreadableReason.NO_SHAPEFILE

    def test_a_locked_archive(self, tmp_path):
        content = bytearray(zipped(tmp_path / "x.zip", {"q": town()}).read_bytes())
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = content.find(mark)
            while at >= 0:
                content[at + offset] |= 1
                at = content.find(mark, at + 4)
        assert reason(put(tmp_path / "x.zip", bytes(content))) is UnreadableReason.LOCKED_ZIP


class TestGeoPackage:
    def test_several_layers_have_to_be_named(self, tmp_path):
        path = tmp_path / "x.gpkg"
        town().to_file(path, layer="iris")
        town([square(0, 0)]).to_file(path, layer="quartiers")
        assert layers(path) == ["iris", "quartiers"]
        with pytest.raises(SeveralLayersError, match="iris, quartiers"):
            read(path)
        assert len(read(path, layer="quartiers")) == 1

    @pytest.mark.filterwarnings("ignore:'crs' was not provided")
    def test_without_a_system(self, tmp_path):
        town().set_crs(None, allow_override=True).to_file(tmp_path / "x.gpkg")
        assert read(tmp_path / "x.gpkg").crs is None
        with sqlite3.connect(tmp_path / "x.gpkg") as file:
            file.execute("update gpkg_geometry_columns set srs_id = -1")
            file.execute("update gpkg_contents set srs_id = -1")
        file.close()
        assert read(tmp_path / "x.gpkg").crs is None

    def test_under_another_name(self, tmp_path):
        town().to_file(tmp_path / "x.gpkg")
        renamed = (tmp_path / "x.gpkg").rename(tmp_path / "x.geojson")
        assert len(read(renamed)) == 4

    def test_damaged(self, tmp_path):
        town().to_file(tmp_path / "x.gpkg")
        content = (tmp_path / "x.gpkg").read_bytes()
        assert reason(put(tmp_path / "cut.gpkg", content[:5000])) is UnreadableReason.DAMAGED

    def test_empty(self, tmp_path):
        town().iloc[:0].to_file(tmp_path / "x.gpkg")
        assert reason(tmp_path / "x.gpkg") is UnreadableReason.NO_SHAPES

    def test_coordinates_that_are_no_numbers_reach_the_check(self, tmp_path):
        town([square(0, 0)]).to_file(tmp_path / "x.gpkg")
        content = (tmp_path / "x.gpkg").read_bytes()
        # The second corner alone: a ring has to end where it began.
        east = struct.pack("<dd", 498_000, 6_611_000)
        assert content.count(east) == 1
        odd = put(tmp_path / "y.gpkg", content.replace(east, struct.pack("<dd", np.nan, np.nan)))
        assert Fault.BROKEN_COORDINATES in {finding.fault for finding in check(read(odd))}


PLACEMARK = """<Placemark><name>{name}</name>
<ExtendedData><Data name="CODE"><value>{code}</value></Data></ExtendedData>
<MultiGeometry>{extra}<Polygon><outerBoundaryIs><LinearRing>
<coordinates>0,46,0 1,46,0 1,47,0 0,46,0</coordinates>
</LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>"""
KML = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Ville</name>{folders}
<NetworkLink><Link><href>http://127.0.0.1:9/more.kml</href></Link></NetworkLink>
</Document></kml>"""


def folder(name: str, *placemarks: str) -> str:
    return f"<Folder><name>{name}</name>{''.join(placemarks)}</Folder>"


class TestKml:
    label = "<Point><coordinates>0.5,46.5,0</coordinates></Point>"
    one = PLACEMARK.format(name="Saint-Éloi", code="06", extra=label)
    two = PLACEMARK.format(name="Gare", code="08", extra="")

    def test_names_data_and_an_empty_folder(self, tmp_path):
        text = KML.format(folders=folder("Vide") + folder("Quartiers", self.one))
        path = put(tmp_path / "x.kml", text)
        frame = read(path)
        assert layers(path) == ["Quartiers"]
        assert frame[["Name", "CODE"]].values.tolist() == [["Saint-Éloi", "06"]]
        assert frame.crs.to_epsg() == 4326
        found = {finding.fault for finding in check(frame, code="CODE", name="Name")}
        assert found == {Fault.THREE_D, Fault.MIXED_GEOMETRY, Fault.SINGLE_QUARTIER}

    def test_several_folders_have_to_be_named(self, tmp_path):
        text = KML.format(folders=folder("A", self.one) + folder("B", self.two))
        path = put(tmp_path / "x.kml", text)
        with pytest.raises(SeveralLayersError, match="A, B"):
            read(path)
        assert read(path, layer="B")["Name"].tolist() == ["Gare"]

    def test_packed_as_kmz(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "x.kmz", "w") as archive:
            archive.writestr("doc.kml", KML.format(folders=folder("A", self.one)))
            archive.writestr("files/icon.png", b"x")
        assert read(tmp_path / "x.kmz")["CODE"].tolist() == ["06"]
        with zipfile.ZipFile(tmp_path / "bad.kmz", "w") as archive:
            archive.writestr("doc.kml", "<html>")
        assert reason(tmp_path / "bad.kmz") is UnreadableReason.NOT_A_MAP

    def test_cut_off(self, tmp_path):
        text = KML.format(folders=folder("A", self.one))
        assert reason(put(tmp_path / "x.kml", text[:500])) is UnreadableReason.DAMAGED

    def test_without_shapes(self, tmp_path):
        path = put(tmp_path / "x.kml", KML.format(folders=folder("Vide")))
        assert reason(path) is UnreadableReason.NO_SHAPES

    @pytest.mark.parametrize(
        "text",
        [
            "<!DOCTYPE kml [<!ENTITY a 'x'>]><kml><Document/></kml>",
            "<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>",
            "<!-- <kml> --><OGRWFSDataSource><URL>http://127.0.0.1:9</URL></OGRWFSDataSource>",
        ],
    )
    def test_other_xml_never_reaches_gdal(self, tmp_path, text):
        assert reason(put(tmp_path / "x.kml", text)) is UnreadableReason.NOT_A_MAP


def table() -> bytes:
    buffer = io.BytesIO()
    town().drop(columns="geometry").to_csv(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", UnreadableReason.EMPTY),
        (b" \n", UnreadableReason.EMPTY),
        (b"<!DOCTYPE html><html><body>404</body></html>", UnreadableReason.WEB_PAGE),
        (b"\n <HTML lang='fr'>", UnreadableReason.WEB_PAGE),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), UnreadableReason.NOT_A_MAP),
        (table(), UnreadableReason.NOT_A_MAP),
        (b'{"type": "FeatureCollection", "features": [{"ty', UnreadableReason.BROKEN_JSON),
        (b"[" * 100_000, UnreadableReason.BROKEN_JSON),
        (b'{"type": "Topology", "objects": {}}', UnreadableReason.OTHER_JSON),
        (b"[1, 2]", UnreadableReason.OTHER_JSON),
        (b'{"type": "FeatureCollection"}', UnreadableReason.OTHER_JSON),
        (b'{"type": "FeatureCollection", "features": []}', UnreadableReason.NO_SHAPES),
        (b"PK\x03\x04 and no more", UnreadableReason.BROKEN_ZIP),
        (b"SQLite format 3\0" + bytes(100), UnreadableReason.NOT_A_MAP),
    ],
)
def test_why_a_file_cannot_be_read(tmp_path, content, expected):
    assert reason(put(tmp_path / "x.geojson", content)) is expected


def test_files_that_are_not_there(tmp_path):
    assert reason(tmp_path / "no.geojson") is UnreadableReason.NOT_FOUND
    assert reason(tmp_path) is UnreadableReason.NOT_FOUND
    assert reason(Path("/vsicurl/http://127.0.0.1:9/x.geojson")) is UnreadableReason.NOT_FOUND


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "LARGEST", 10)
    path = put(tmp_path / "x.geojson", feature(SQUARE))
    assert reason(path) is UnreadableReason.TOO_LARGE


def test_the_frame_remembers_its_file(tmp_path):
    assert read(put(tmp_path / "ville.geojson", feature(SQUARE))).attrs["source"] == "ville.geojson"


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::UserWarning")
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_damage_is_told_and_never_crashes(tmp_path_factory, data):
    """Bytes of real files, garbled at random: a frame comes out, or an error of ours."""
    folder = tmp_path_factory.mktemp("damage")
    kind = data.draw(st.sampled_from(["geojson", "gpkg", "zip", "kml"]))
    content = bytearray(TestRoundTrip.write(town().to_crs(4326), folder, kind).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + 8] = data.draw(st.binary(max_size=8))
    try:
        frame = read(put(folder / "damaged", bytes(content)), layer=None)
    except (UnreadableFileError, SeveralLayersError):
        return
    check(frame)
