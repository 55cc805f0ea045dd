"""Workbooks written by hand, part by part, so that they can say what no program would write."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SHEET = "xl/worksheets/sheet1.xml"


def zipped(parts: Mapping[str, str | bytes]) -> BytesIO:
    """Pack parts by name."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    stream.seek(0)
    return stream


def xlsx(rows: str, *, strings: str = "", **others: str | bytes) -> BytesIO:
    """Make an XLSX whose one sheet holds `rows`."""
    kinds = ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(kinds, start=1)
    )
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}"/>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{links}'
        "</Relationships>",
        SHEET: f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'{_HEAD}<sst xmlns="{_MAIN}">{strings}</sst>',
    }
    return zipped(parts | others)


def cell(place: str, text: str) -> str:
    """Write one cell of an XLSX."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def ods(rows: str) -> BytesIO:
    """Make an ODS whose one sheet holds `rows`."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f'{_HEAD}<office:document-content xmlns:office="o" xmlns:table="t" '
            'xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="A">'
            f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_row(*cells: str, repeated: int = 1) -> str:
    """Write one row of an ODS."""
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}'
        "</table:table-row>"
    )


def ods_cell(text: str = "", *, repeated: int = 1) -> str:
    """Write one cell of an ODS; without text it is empty."""
    many = f'table:number-columns-repeated="{repeated}"'
    if not text:
        return f"<table:table-cell {many}/>"
    return (
        f'<table:table-cell office:value-type="string" {many}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )
