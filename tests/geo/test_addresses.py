"""Addresses of the BAN and of BAL files: what goes in, what is told, what is refused and why."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.address_cells import parse_number
from geo.address_faults import FINDINGS_MOST, AddressFault
from geo.addresses import AddressTable, read_addresses
from geo.errors import AddressFileError, AddressReason
from geo.faults import Severity

BAN = ["id", "numero", "rep", "nom_voie", "code_insee", "x", "y", "lon", "lat", "nom_ld"]
BAL = ["cle_interop", "commune_insee", "commune_deleguee_insee", "voie_nom", "numero", "suffixe"]
BAL += ["position", "x", "y", "long", "lat"]
VALID = {
    "1.3-valid.csv": (1, 1, 1),
    "1.4-valid.csv": (2, 1, 1),
    "1.5-valid.csv": (2, 1, 1),
    "auto-detect-1.4.csv": (1, 1, 1),
    "toponyme-replacing-voie_nom.csv": (1, 1, 1),
    "sample.csv": (15, 10, 8),
}
"""Rows, distinct addresses (street, number, suffix) and streets of the valid BAL files."""
BROKEN = {
    "junk.ascii.csv": AddressReason.NOT_ADDRESSES,
    "without-voie_nom-nor-toponyme.csv": AddressReason.NO_STREET_COLUMN,
    "without_row.csv": AddressReason.NO_ROWS,
}


def lines(header: list[str], *rows: dict[str, object], separator: str = ";") -> str:
    table = [header, *([str(row.get(name, "")) for name in header] for row in rows)]
    return "".join(separator.join(cells) + "\n" for cells in table)


def bal(**cells: object) -> dict[str, object]:
    """Give a row of a BAL, sound but for what is said."""
    return {
        "cle_interop": "86194_0010_00012", "commune_insee": "86194", "voie_nom": "Rue Haute",
        "numero": 12, "position": "entrée", "long": 0.34, "lat": 46.58, **cells,
    }  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def write_and_read(text: str | bytes, **options: str) -> AddressTable:
        path = tmp_path / "addresses.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_addresses(path, **options)

    return write_and_read


def test_every_reference_file_is_told_of_here(shared):
    assert {path.name for path in (shared / "reference/bal").iterdir()} == {*VALID, *BROKEN}


@pytest.mark.parametrize(("name", "expected"), VALID.items())
def test_valid_bal_files_go_in(shared, name, expected):
    table = read_addresses(shared / "reference/bal" / name)
    assert (table.rows, len(table.frame), table.frame["street"].nunique()) == expected
    assert table.left_out == 0
    assert table.frame["lon"].between(-10, 10).all()
    assert table.frame["lat"].between(41, 52).all()


@pytest.mark.parametrize(("name", "reason"), BROKEN.items())
def test_broken_bal_files_are_refused_with_the_reason(shared, name, reason):
    with pytest.raises(AddressFileError) as caught:
        read_addresses(shared / "reference/bal" / name)
    assert caught.value.params == {"source": name, "reason": reason}
    assert str(reason) in str(caught.value)


def test_the_sample_tells_what_comes_twice(shared):
    table = read_addresses(shared / "reference/bal/sample.csv", commune="67482")
    double = [one for one in table.findings if one.fault is AddressFault.DUPLICATE]
    assert [(one.row, one.params["first"]) for one in double] == [
        (9, 8), (12, 10), (13, 11), (14, 11), (15, 11),
    ]  # fmt: skip
    assert 163 in table.frame["number"].tolist()  # written 163,0000000000
    others = {
        one.params["other"]: one.params["count"]
        for one in table.findings
        if one.fault is AddressFault.OTHER_COMMUNE
    }
    assert others == {"29189": 1, "35001": 2}


def test_the_ban_of_the_butte_aux_cailles(shared):
    table = read_addresses(shared / "reference/ban_butte_aux_cailles.csv", commune="75056")
    frame = table.frame
    assert (table.rows, len(frame), table.findings) == (55, 55, ())
    assert frame["street"].value_counts().to_dict() == {"Rue Gérard": 29, "Rue du Père Guérin": 26}
    assert frame["number"].dtype == "Int64"
    assert frame.loc[frame["suffix"] == "b", "number"].tolist() == [54, 31, 20]
    assert frame["dwellings"].isna().all()


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_both_separators_of_the_ban(read, separator, mark):
    row = {"numero": 7, "rep": "ter", "nom_voie": "Rue d'Été", "code_insee": "86194"}
    text = lines(BAN, {**row, "lon": 0.34, "lat": 46.58}, separator=separator)
    frame = read(mark + text.encode()).frame
    assert frame.drop(columns="dwellings").values.tolist() == [
        ["Rue d'Été", 7, "ter", 0.34, 46.58, "86194"]
    ]


def test_gzip_and_windows_line_ends(read):
    text = lines(BAL, bal()).replace("\n", "\r\n")
    packed = gzip.compress(text[:40].encode()) + gzip.compress(text[40:].encode())
    assert len(read(packed).frame) == 1


def test_one_entrance_of_several_positions(read):
    table = read(
        lines(
            BAL,
            bal(position="segment", long=0.31),
            bal(position="Cage d'escalier", long=0.32),
            bal(position="Délivrance  postale", long=0.33),
            bal(position="parcelle", long=0.35),
        )
    )
    assert table.frame["lon"].tolist() == [0.33]
    assert table.fault_counts == {AddressFault.FURTHER_POSITIONS: 3}


def test_lambert_93_where_degrees_are_missing(read):
    frame = read(lines(BAL, bal(long="", lat="", x="539416,13", y="6225601.11"))).frame
    assert frame["lon"].iloc[0] == pytest.approx(1.028392, abs=1e-5)
    assert frame["lat"].iloc[0] == pytest.approx(43.111637, abs=1e-5)


def test_metres_of_an_overseas_commune_are_not_taken_for_lambert_93(read):
    overseas = bal(commune_insee="97411", long="", lat="", x="539416", y="6225601")
    table = read(lines(BAL, overseas, bal()))
    assert table.fault_counts == {AddressFault.NO_PLACE: 1}


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"long": "", "lat": ""}, AddressFault.NO_PLACE),
        ({"long": 0, "lat": 0}, AddressFault.NO_PLACE),
        ({"long": 0.34, "lat": 146.58}, AddressFault.NO_PLACE),
        ({"long": "nan", "lat": "inf"}, AddressFault.NO_PLACE),
        ({"numero": "12-14"}, AddressFault.BAD_NUMBER),
        ({"numero": "10000"}, AddressFault.BAD_NUMBER),
        ({"voie_nom": " "}, AddressFault.NO_STREET),
    ],
)
def test_rows_that_cannot_be_used_are_left_out_one_by_one(read, cells, fault):
    table = read(lines(BAL, bal(numero=3), bal(**cells), bal(numero=5)))
    assert table.frame["number"].tolist() == [3, 5]
    assert [(one.fault, one.row, one.severity) for one in table.findings] == [
        (fault, 3, Severity.BLOCKING)
    ]
    assert (table.rows, table.left_out) == (3, 1)


def test_a_place_without_numbers_is_no_door(read):
    table = read(lines(BAL, bal(numero=99999, long="", lat=""), bal()))
    assert len(table.frame) == 1
    assert table.fault_counts == {AddressFault.TOPONYM: 1}
    assert table.left_out == 0


def test_entrances_without_a_number_are_told_apart_by_place(read):
    empty = bal(numero="")
    table = read(lines(BAL, empty, {**empty, "long": 0.3411}, empty))
    assert table.frame["number"].isna().tolist() == [True, True]
    assert table.fault_counts == {AddressFault.NO_NUMBER: 3, AddressFault.DUPLICATE: 1}


def test_the_same_street_of_two_merged_communes_is_two(read):
    rows = [
        bal(commune_deleguee_insee=part, long=lon) for part, lon in (("86001", 0.3), ("86002", 0.4))
    ]
    table = read(lines(BAL, *rows))
    assert (len(table.frame), table.findings) == (2, ())


def test_dwellings_where_the_file_has_them(read):
    rows = [
        bal(numero=n, logements=homes) for n, homes in enumerate(["12", "", "?", "-1"], start=1)
    ]
    table = read(lines([*BAL, "logements"], *rows))
    assert table.frame["dwellings"].fillna(-9).tolist() == [12, -9, -9, -9]
    assert [(one.row, one.params["value"]) for one in table.findings] == [(4, "?"), (5, "-1")]


def test_a_file_in_the_letters_of_windows(read):
    table = read(lines(BAL, bal(voie_nom="Rue de l’Évêché")).encode("cp1252"))
    assert table.frame["street"].tolist() == ["Rue de l’Évêché"]
    assert table.fault_counts == {AddressFault.ENCODING_GUESSED: 1}


def test_rows_are_numbered_as_a_spreadsheet_does(read):
    text = lines(BAL, bal(voie_nom='"Rue\nHaute"'), {}, bal(numero="?"))
    assert [one.row for one in read(text).findings] == [4]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", AddressReason.EMPTY),
        (b"\xef\xbb\xbf \n", AddressReason.EMPTY),
        (b"<!DOCTYPE html><html>404</html>", AddressReason.WEB_PAGE),
        (b"PK\x03\x04 a workbook", AddressReason.SPREADSHEET),
        (b"numero;\0\0\0", AddressReason.NOT_TEXT),
        (gzip.compress(b"numero;voie_nom;long;lat\n" * 9, mtime=0)[:-9], AddressReason.DAMAGED),
        (b"\x1f\x8bno gzip", AddressReason.DAMAGED),
        (b"voie_nom;long;lat\nRue Haute;1;2\n", AddressReason.NO_NUMBER_COLUMN),
        (b"voie_nom;numero;long\nRue Haute;1;2\n", AddressReason.NO_PLACE_COLUMNS),
        (b"id;name\n1;a\n", AddressReason.NOT_ADDRESSES),
        (b"voie_nom;numero;long;lat\nRue Haute;99999;0.3;46\n", AddressReason.NO_ADDRESSES),
        (b"voie_nom;numero;long;lat\n;;;\n", AddressReason.NO_ROWS),
    ],
)
def test_what_is_no_list_of_addresses(read, content, reason):
    with pytest.raises(AddressFileError) as caught:
        read(content)
    assert caught.value.params["reason"] is reason


def test_a_file_that_is_not_there():
    with pytest.raises(AddressFileError, match="no such file"):
        read_addresses(Path("nowhere.csv"))


def test_findings_are_kept_up_to_a_number_and_counted_beyond(read):
    table = read(lines(BAL, bal(), *(bal(numero="?") for _ in range(FINDINGS_MOST + 5))))
    assert len(table.findings) == FINDINGS_MOST
    assert table.fault_counts == {AddressFault.BAD_NUMBER: FINDINGS_MOST + 5}


@settings(max_examples=40)
@given(st.text(max_size=8), st.text(max_size=4))
def test_any_cell_is_a_number_or_is_not(text, suffix):
    parsed = parse_number(text.strip(), suffix)
    if parsed is not None and parsed[0] is not None:
        assert 0 <= parsed[0] <= 9_999 or parsed[0] == 99_999


@settings(max_examples=20)
@given(st.permutations(range(6)))
def test_the_order_of_the_rows_changes_nothing(tmp_path_factory, order):
    rows = [
        bal(numero=n, position=kind, long=0.3 + n / 100)
        for n in (1, 2)
        for kind in ("parcelle", "entrée", "segment")
    ]
    path = tmp_path_factory.mktemp("order") / "bal.csv"
    path.write_text(lines(BAL, *(rows[at] for at in order)))
    frame = read_addresses(path).frame.sort_values("number")
    assert frame[["number", "lon"]].values.tolist() == [[1, 0.31], [2, 0.32]]
