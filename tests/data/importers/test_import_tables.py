"""Opening tables: formats, encodings, separators, odd headers, and files that are no tables."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P

from data.errors import UnreadableTableError
from data.importers import Fault, open_table
from guards import workbooks

TEXT = "Quartier;Résultat;Date\nTrois-Cités;à repasser;02/04/2023\n"
ROWS = [(2, ["Trois-Cités", "à repasser", "02/04/2023"])]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman"],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_separators(kit, encoding, separator, newline):
    text = TEXT.replace(";", separator).replace("\n", newline)
    table = kit.opened(text.encode(encoding))
    assert table.headers == ("Quartier", "Résultat", "Date")
    assert list(table.rows) == ROWS
    assert table.separator == separator


def test_a_wrong_byte_far_behind_the_beginning_changes_the_encoding(kit):
    text = "Quartier;Note\n" + "Beaulieu;4\n" * 60_000 + "Trois-Cités;5\n"
    table = kit.opened(text.encode("cp1252"))
    assert table.encoding == "cp1252"
    assert [f.fault for f in table.notices] == [Fault.ENCODING_GUESSED]
    assert list(table.rows)[-1] == (60_002, ["Trois-Cités", "5"])


def test_encoding_and_separator_can_be_chosen(kit):
    table = kit.opened("a,b;c\n1,2;3\n", separator=";")
    assert table.headers == ("a,b", "c")
    with pytest.raises(UnreadableTableError, match="utf-8"):
        kit.opened("é;b\n1;2\n".encode("latin-1"), encoding="utf-8")


def test_quoted_line_breaks_count_as_one_row(kit):
    table = kit.opened('a;b\n"one\ntwo";1\nthree;2\n')
    assert list(table.rows) == [(2, ["one\ntwo", "1"]), (3, ["three", "2"])]


def test_excel_says_its_separator(kit):
    table = kit.opened("sep=;\na,b;c\n1,5;2\n")
    assert table.headers == ("a,b", "c")


def test_headers_are_unique_and_never_empty(kit):
    table = kit.opened("Note,Note,,Note (2)\n1,2,3,4\n")
    assert table.headers == ("Note", "Note (2)", "[C]", "Note (2) (2)")
    assert [f.fault for f in table.notices] == [
        Fault.DUPLICATE_HEADER,
        Fault.EMPTY_HEADER,
        Fault.DUPLICATE_HEADER,
    ]


def test_a_title_above_the_header_is_skipped_and_said(kit):
    table = kit.opened("Sortie du 2 avril;;\n;;\nQuartier;Date;Issue\nX;2/4/23;absent\n")
    assert table.headers == ("Quartier", "Date", "Issue")
    assert [(f.fault, f.row) for f in table.notices] == [(Fault.HEADER_NOT_FIRST, 3)]
    assert [number for number, _ in table.rows] == [4]


def test_nul_characters_are_removed_and_said(kit):
    table = kit.opened(b"a;b\n1;2\x00\n3;4\n")
    assert next(table.rows) == (2, ["1", "2"])
    assert Fault.NUL_REMOVED in {f.fault for f in table.notices}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "it is empty"),
        (b"  \n \n", "it is empty"),
        (b"\xef\xbb\xbf", "it is empty"),
        (b"a;b\n", "no rows"),
        (b"%PDF-1.4 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "image"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\n <html><body>", "web page"),
        (b'{"type": "FeatureCollection"}', "JSON"),
        (b'[{"a": 1}]', "JSON"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"\x1f\x8b\x08", "compressed"),
        (bytes(range(256)) * 30, "not text"),
        (b"PK\x03\x04 broken", "damaged"),
        (b'a;b\n1;"' + b"x" * 1_100_000, "quotation mark"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(kit, raw, reason):
    with pytest.raises(UnreadableTableError, match=reason) as caught:
        list(kit.opened(raw).rows)
    assert "table.csv" in str(caught.value)
    assert caught.value.params["reason"].template


def test_a_missing_file_is_an_error_of_ours(tmp_path: Path):
    with pytest.raises(UnreadableTableError, match="could not be read"):
        open_table(tmp_path / "none.csv")


def test_a_path_is_closed_also_when_nobody_reads_on(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(TEXT, encoding="utf-8")
    assert open_table(path).source == "a.csv"
    path.unlink()


def test_the_callers_stream_stays_open():
    stream = BytesIO(TEXT.encode())
    table = open_table(stream, filename="a.csv")
    del table
    assert not stream.closed


def workbook() -> BytesIO:
    book = openpyxl.Workbook()
    book.active.title = "Vide"
    sheet = book.create_sheet("Portes")
    sheet.append(["Sortie du dimanche"])
    sheet.merge_cells("A1:C1")
    sheet.append(["Date", "Notes", None])
    sheet.merge_cells("B2:C2")
    sheet.append([None, "Propreté", "Écoute"])
    sheet.append([datetime(2023, 4, 2, 15, 12), 4, True])
    sheet.append([])
    sheet.append([datetime(2023, 4, 3), 4.5, None])
    other = book.create_sheet("Autre")
    other.append(["a", "b"])
    other.append([1, 2])
    stream = BytesIO()
    book.save(stream)
    return stream


def test_xlsx_keeps_dates_and_numbers_and_skips_empty_sheets():
    table = open_table(workbook(), filename="a.xlsx")
    assert (table.sheet, table.sheets) == ("Portes", ("Vide", "Portes", "Autre"))
    assert table.headers == ("Date", "Propreté", "Écoute")
    assert (
        list(table.rows)
        == [
            (4, [datetime(2023, 4, 2, 15, 12), 4, "TRUE"]),
            (5, ["", "", ""]),
            (6, [datetime(2023, 4, 3).date(), 4.5, ""]),
        ]
        or table.sheet
    )


def test_a_sheet_can_be_chosen():
    assert list(open_table(workbook(), filename="a.xlsx", sheet="Autre").rows) == [(2, [1, 2])]
    with pytest.raises(UnreadableTableError, match="no sheet “Rien”"):
        open_table(workbook(), filename="a.xlsx", sheet="Rien")


def test_ods():
    document = OpenDocumentSpreadsheet()
    sheet = OdfTable(name="Feuille")
    for cells in (("Quartier", "Note", "Date"), ("Beaulieu", 4, "2023-04-02")):
        row = TableRow()
        for cell in cells:
            if isinstance(cell, int):
                made = TableCell(valuetype="float", value=str(cell))
            elif cell.startswith("2023"):
                made = TableCell(valuetype="date", datevalue=cell)
            else:
                made = TableCell(valuetype="string")
            made.addElement(P(text=str(cell)))
            row.addElement(made)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    stream = BytesIO()
    document.save(stream)
    [(number, cells)] = open_table(stream, filename="a.ods").rows
    assert (number, cells[:2], str(cells[2])[:10]) == (2, ["Beaulieu", 4], "2023-04-02")


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "UNPACKED_MOST", 1024)
    with pytest.raises(UnreadableTableError, match="too large once unpacked"):
        open_table(workbook(), filename="a.xlsx")


def test_a_zip_that_is_no_workbook_is_refused():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.csv", TEXT)
    with pytest.raises(UnreadableTableError, match="ZIP file, not a workbook"):
        open_table(stream, filename="a.xlsx")


def test_a_workbook_cut_short_is_refused():
    raw = workbook().getvalue()
    with pytest.raises(UnreadableTableError, match="damaged"):
        open_table(BytesIO(raw[: len(raw) // 2]), filename="a.xlsx")
