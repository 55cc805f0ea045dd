"""Archives, maps and texts: what asks for too much is refused, and said why in both languages."""

import gzip
import json
import sqlite3
import struct
from contextlib import closing
from io import BytesIO
from pathlib import Path
from string import Formatter

import geopandas as gpd
import pytest
import shapely
from babel.messages.pofile import read_po

from data.errors import UnreadableTableError
from data.importers import open_table, sniffing
from geo.addresses import read_addresses
from geo.checks import Severity, check
from geo.errors import AddressFileError, AddressReason, UnreadableFileError, UnreadableReason
from geo.formats import read
from guards import Danger, UnsafeFileError, archives, check_archive
from tests.guards.books import zipped

KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>a</name>{}'
    "</Placemark></Document></kml>"
)
RING = (
    "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates>"
    "</LinearRing></outerBoundaryIs></Polygon>"
)


def danger(stream: BytesIO, most: int = 1_000_000_000) -> Danger:
    with pytest.raises(UnsafeFileError) as caught:
        check_archive(stream, unpacked_most=most)
    return caught.value.danger


@pytest.mark.parametrize(
    "name", ["../a.shp", "a/../../b.shp", "/etc/passwd", "C:\\a.shp", "..\\a.shp", "\\\\host\\a"]
)
def test_names_that_lead_out_of_the_archive(name: str) -> None:
    assert danger(zipped({name: "x"})) is Danger.PATHS


def test_names_with_folders_and_dots_are_fine() -> None:
    stream = zipped({"a/b.shp": "x", "a\\c.shp": "x", "a/..b.shp": "x", "é…/d.shp": "x"})
    assert len(check_archive(stream, unpacked_most=100)) == 4


def test_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MEMBERS_MOST", 10)
    assert danger(zipped({str(n): "" for n in range(11)})) is Danger.MEMBERS


def test_too_much_once_unpacked_and_too_tight() -> None:
    stream = zipped({"a": bytes(11_000_000)})
    assert danger(stream, most=1_000_000) is Danger.UNPACKED
    assert danger(stream) is Danger.RATIO


def test_bytes_that_serve_for_several_files() -> None:
    stream = zipped({"a": bytes(range(256)) * 40, "b": b"", "c": b""})
    raw = bytearray(stream.getvalue())
    first = raw.index(b"PK\x01\x02")
    packed, whole = struct.unpack_from("<LL", raw, first + 20)
    at = first
    while (at := raw.find(b"PK\x01\x02", at + 1)) > 0:  # the others point to the first as well
        struct.pack_into("<LL", raw, at + 20, packed, whole)
        struct.pack_into("<L", raw, at + 42, 0)
    assert danger(BytesIO(bytes(raw))) is Danger.OVERLAP


def test_a_size_that_is_a_lie_is_found_when_it_is_unpacked(tmp_path: Path) -> None:
    stream = zipped({"doc.kml": KML.format(RING) + "<!--" + "x" * 100_000 + "-->"})
    raw = bytearray(stream.getvalue())
    struct.pack_into("<L", raw, raw.index(b"PK\x01\x02") + 24, 500)
    (tmp_path / "a.kmz").write_bytes(raw)
    assert refused(tmp_path / "a.kmz") is UnreadableReason.BROKEN_ZIP


def refused(path: Path) -> object:
    """Read a map; give why that is refused."""
    with pytest.raises(UnreadableFileError) as caught:
        read(path)
    return caught.value.params["reason"]


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<?xml version="1.0"?><!DOCTYPE kml SYSTEM "file:///etc/passwd">',
        "<!-- <? --><!DOCTYPE kml []><!-- ?> -->",
        "<!--" + "x" * 10_000 + "--><!DOCTYPE kml []>",
    ],
)
def test_kml_with_entities(tmp_path: Path, before: str) -> None:
    path = put(tmp_path / "a.kml", before + KML.format(RING))
    assert refused(path) is UnreadableReason.NOT_A_MAP
    kmz = put(tmp_path / "a.kmz", zipped({"doc.kml": path.read_bytes()}).getvalue())
    assert refused(kmz) is UnreadableReason.NOT_A_MAP


@pytest.mark.parametrize("tag", ["MultiGeometry", "Folder", "odd"])
@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_kml_nested_without_end(tmp_path: Path, tag: str, depth: int) -> None:
    inner = f"<{tag}>" * depth + RING + f"</{tag}>" * depth
    refused(put(tmp_path / "a.kml", KML.format(inner)))


@pytest.mark.parametrize("depth", [900, 100_000])
def test_geojson_nested_without_end(tmp_path: Path, depth: int) -> None:
    inner = '{"type":"GeometryCollection","geometries":['
    text = f'{{"type":"Feature","geometry":{inner * depth}{"]}" * depth}}}'
    assert refused(put(tmp_path / "a.geojson", text)) is UnreadableReason.BROKEN_JSON


@pytest.mark.parametrize("number", ["1e400", "-1e308", "9" * 400, "NaN", '"x"', "[]", "null"])
def test_coordinates_that_are_nowhere(tmp_path: Path, number: str) -> None:
    ring = f"[[[0,0],[{number},0],[1,1],[0,0]]]"
    text = f'{{"type":"Feature","geometry":{{"type":"Polygon","coordinates":{ring}}}}}'
    try:
        frame = read(put(tmp_path / "a.geojson", text))
    except UnreadableFileError:
        return
    assert any(finding.severity is Severity.BLOCKING for finding in check(frame))


def areas(count: int, step: float) -> str:
    """Write squares in a row, each `step` degrees further on and 0.001 wide."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": str(n)},
            "geometry": shapely.geometry.mapping(
                shapely.box(n * step, 46, n * step + 0.001, 46.001)
            ),
        }
        for n in range(count)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_shapes_that_lie_upon_each_other(tmp_path: Path) -> None:
    assert refused(put(tmp_path / "a.geojson", areas(300, 1e-8))) is UnreadableReason.TANGLED
    assert len(read(put(tmp_path / "b.geojson", areas(300, 0.001)))) == 300


def test_more_shapes_than_a_town_has(tmp_path: Path) -> None:
    assert refused(put(tmp_path / "a.geojson", areas(5_001, 0.001))) is (
        UnreadableReason.TOO_DETAILED
    )


def geopackage(path: Path, *statements: str) -> Path:
    """Make a GeoPackage with one area, then change its database."""
    gpd.GeoDataFrame({"code": ["1"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4326).to_file(
        path, layer="areas", driver="GPKG"
    )
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return path


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS fid FROM n"


@pytest.mark.parametrize(
    "statements",
    [
        [f"CREATE VIEW endless AS {ENDLESS}"],
        [
            "ALTER TABLE gpkg_contents RENAME TO kept",
            "CREATE VIEW gpkg_contents AS SELECT * FROM kept",
        ],
        ["CREATE TABLE big (a, b AS (zeroblob(1000000000)))"],
        ["CREATE VIRTUAL TABLE found USING fts5(a)"],
    ],
)
def test_a_geopackage_that_works_something_out(tmp_path: Path, statements: list[str]) -> None:
    path = tmp_path / "a.gpkg"
    assert refused(geopackage(path, *statements)) is Danger.VIEWS


def test_a_geopackage_with_the_views_of_old_programs(tmp_path: Path) -> None:
    view = "CREATE VIEW st_spatial_ref_sys AS SELECT 1 AS srid"
    assert len(read(geopackage(tmp_path / "a.gpkg", view))) == 1


@pytest.mark.parametrize("copies", [1, 3])
def test_addresses_that_unpack_to_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copies: int
) -> None:
    monkeypatch.setattr("geo.address_columns.LARGEST", 100_000)
    packed = gzip.compress(bytes(120_000 // copies)) * copies
    with pytest.raises(AddressFileError) as caught:
        read_addresses(put(tmp_path / "a.csv.gz", packed))
    assert caught.value.params["reason"] is AddressReason.TOO_LARGE


@pytest.mark.parametrize("line", [b"," * 3_000, b"x" * 3_000, b'"' + b"x" * 3_000])
def test_a_line_without_end(monkeypatch: pytest.MonkeyPatch, line: bytes) -> None:
    monkeypatch.setattr(sniffing, "LINE_MOST", 2_000)
    monkeypatch.setattr(sniffing, "BLOCK", 256)
    with pytest.raises(UnreadableTableError, match="a line of more than 2000 characters"):
        open_table(BytesIO(b"Quartier,Note\n" + line), filename="a.csv")


def test_lines_of_a_usual_length_may_be_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sniffing, "LINE_MOST", 2_000)
    monkeypatch.setattr(sniffing, "BLOCK", 256)
    table = open_table(BytesIO(b"Quartier,Note\n" + b"Beaulieu,4\n" * 1000), filename="a.csv")
    assert sum(1 for _ in table.rows) == 1000


def test_each_reason_has_its_french() -> None:
    path = Path(archives.__file__).parents[1] / "dashboard/locale/fr/guards.po"
    with path.open("rb") as file:
        french = {str(m.id): str(m.string) for m in read_po(file) if m.id}
    assert set(french) == {danger.value for danger in Danger}
    assert all(french.values())
    assert not [text for text in french.values() if next(iter(Formatter().parse(text)))[1]]
