"""Small workbooks that ask for more than there is are refused before a library opens them."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UnreadableTableError
from data.importers import open_table
from guards import Danger, UnsafeFileError, check_workbook
from tests.guards.books import SHEET, cell, ods, ods_cell, ods_row, xlsx, zipped

LONG = "x" * 1_000_000
HEAD = f'<row r="1">{cell("A1", "Quartier")}{cell("B1", "Note")}</row>'
ODS_HEAD = ods_row(ods_cell("Quartier"), ods_cell("Note"))
WIDE = f'<row r="1">{cell("A1", "x")}{cell("XFD1", "y")}</row>'


def far(last: str) -> str:
    """Give a sheet with one more cell, somewhere."""
    row = "".join(letter for letter in last if letter.isdigit())
    return f'{HEAD}<row r="{row}">{cell(last, "y")}</row>'


BOMBS = {
    "corners": (xlsx(far("XFD1048576")), Danger.SPARSE),
    "a column far away": (xlsx(f"{WIDE}{far('A9000')}"), Danger.SPARSE),
    "rows without places": (
        xlsx(f'{WIDE}<row r="1048576"><c><v>1</v></c></row>'),
        Danger.SPARSE,
    ),
    "a sign within quotes": (
        xlsx(f'{WIDE}<row r="1048576"><c s=">" r="A1048576"><v>1</v></c></row>'),
        Danger.SPARSE,
    ),
    "single quotes": (
        xlsx(f"{WIDE}<row r='1048576'><c r = 'A1048576'><v>1</v></c></row>"),
        Danger.SPARSE,
    ),
    "small letters": (
        xlsx(f'{HEAD}<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>'),
        Danger.SPARSE,
    ),
    "beyond the last row": (xlsx(far("A99999999")), Danger.LIMITS),
    "beyond the last column": (xlsx(far("ZZZZZ7")), Danger.LIMITS),
    "behind a comment": (
        xlsx(
            "", **{SHEET: f"<!--{'x' * 9000}--><a><sheetData>{far('XFD1048576')}</sheetData></a>"}
        ),
        Danger.SPARSE,
    ),
    "a text for each cell": (
        xlsx(
            "<row>" + '<c t="s"><v>0</v></c>' * 20_000 + "</row>",
            strings=f"<si><t>{LONG}</t></si>",
        ),
        Danger.TEXTS,
    ),
    "a text in pieces": (
        xlsx(
            "<row>" + '<c t="s"><v>0</v></c>' * 20_000 + "</row>",
            strings="<si>" + f"<r><t>{'x' * 1000}</t></r>" * 1000 + "</si>",
        ),
        Danger.TEXTS,
    ),
    "entities": (
        xlsx("", **{SHEET: '<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>'}),
        Danger.ENTITIES,
    ),
    "a binary workbook": (
        zipped({"xl/workbook.bin": b"\x83\x01", "xl/workbook.xml": "<workbook/>"}),
        Danger.BINARY_BOOK,
    ),
    "packed too tightly": (xlsx("", **{"docProps/a.xml": bytes(20_000_000)}), Danger.RATIO),
    "columns and rows repeated": (
        ods(ods_row(ods_cell("x", repeated=400_000_000), repeated=400_000_000)),
        Danger.SPARSE,
    ),
    "empty rows between": (
        ods(
            ods_row(ods_cell("x", repeated=16_384))
            + ods_row(ods_cell(), repeated=900_000)
            + ods_row(ods_cell("y"))
        ),
        Danger.SPARSE,
    ),
    "a long text repeated": (ods(ods_row(ods_cell(LONG, repeated=16_384))), Danger.TEXTS),
    "a long text in rows": (ods(ods_row(ods_cell(LONG), repeated=100_000)), Danger.TEXTS),
    "spaces": (ods(ods_row(ods_cell('x<text:s text:c="2000000000"/>'))), Danger.TEXTS),
    "many spaces": (
        ods(ods_row(*[ods_cell('x<text:s text:c="1000000"/>')] * 100)),
        Danger.TEXTS,
    ),
    "tags that cannot be read": (
        ods("<table:table-row><table:table-cell x=y/></table:table-row>"),
        Danger.TAGS,
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_with_their_reason(name: str) -> None:
    stream, danger = BOMBS[name]
    assert len(stream.getvalue()) < 150_000
    with pytest.raises(UnreadableTableError) as caught:
        open_table(stream, filename="a.xlsx")
    assert str(caught.value.params["reason"]) == danger.value


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are those of Linux")
def test_without_the_guard_such_a_file_ends_the_process(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(BOMBS["corners"][0].getvalue())
    code = (
        "import resource, sys; from python_calamine import CalamineWorkbook as Book\n"
        "resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
        "Book.from_path(sys.argv[1]).get_sheet_by_index(0)"
    )
    ended = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=False)
    assert ended.returncode < 0
    assert b"memory allocation" in ended.stderr


FORMATTED = '<row r="1048576" ht="12.8"><c r="XFD1048576" s="1"/></row>'
FINE = {
    "formats to the last row": xlsx(f"{far('B2')}{FORMATTED}"),
    "empty rows at the end": xlsx(f'{WIDE}{far("A20")}<row r="1048576" ht="12.8"></row>'),
    "a declared extent": xlsx(
        "", **{SHEET: f'<worksheet><dimension ref="A1:XFD1048576"/>{far("B2")}</worksheet>'}
    ),
    "the usual end of a sheet": ods(
        ODS_HEAD
        + ods_row(ods_cell("a"), ods_cell("b"), ods_cell(repeated=16_382))
        + ods_row(ods_cell(repeated=16_384), repeated=1_048_574)
    ),
    "the same answer in many cells": xlsx(
        f"{HEAD}<row>" + '<c t="s"><v>1</v></c>' * 1500 + "</row>",
        strings=f"<si><t>{LONG}</t></si><si><t>x</t></si>",
    ),
}


@pytest.mark.parametrize("name", FINE)
def test_what_programs_really_write_passes(name: str) -> None:
    assert check_workbook(FINE[name]) is None


def test_two_files_of_one_name_are_refused() -> None:
    stream = xlsx(HEAD)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, "<worksheet/>")
    with pytest.raises(UnsafeFileError, match=Danger.TWICE.value):
        check_workbook(stream)


@settings(max_examples=150)
@given(st.data())
def test_damage_is_told_and_never_ends_the_process(data: st.DataObject) -> None:
    made = data.draw(st.sampled_from([xlsx(far("C9")), ods(ODS_HEAD + ods_row(ods_cell("a")))]))
    with zipfile.ZipFile(BytesIO(made.getvalue())) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    body = parts[data.draw(st.sampled_from([name for name in parts if "xml" in name]))]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(body) - 1)))
        body[at : at + 6] = data.draw(
            st.one_of(
                st.binary(max_size=6), st.sampled_from([b'"', b"<", b"9" * 20, b"<c r=", b""])
            )
        )
    try:
        list(open_table(zipped({n: bytes(b) for n, b in parts.items()}), filename="a").rows)
    except UnreadableTableError as error:
        assert str(error.params["reason"])
