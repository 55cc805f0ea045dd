"""Paper sheets, inside the caller's transaction.

The key of a line is ``sheet:{code}:{row}``; whoever keys it in makes the same one, so that a line
is one visit however often it is sent. A correction of it has a key of its own and names that one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, insert, select, update

from data.errors import (
    DuplicateLineError,
    NotFoundError,
    SheetChangedError,
    Thing,
    UnknownLineError,
    UnknownSheetError,
)
from data.fieldwork import Recorded, Sheet, SheetLine
from data.schema import outings, quartiers, sheet_lines, sheets
from data.store import pairing
from data.store.part import here, require, there

_LINE = re.compile(r"sheet:(?P<code>.+):(?P<row>[0-9]+)")


def line_key(code: str, row: int) -> str:
    """Give the key of a line.

    Examples
    --------
    >>> line_key("K7PX", 12)
    'sheet:K7PX:12'
    """
    return f"sheet:{code}:{row}"


def read(connection: Connection, key: str, **which: object) -> tuple[Sheet, ...]:
    """Read sheets with their lines, by code."""
    rows = connection.execute(select(sheets).where(*here(sheets, key, **which))).all()
    statement = select(sheet_lines).where(*here(sheet_lines, key, sheet={row.code for row in rows}))
    lines: dict[str, list[SheetLine]] = {row.code: [] for row in rows}
    for line in connection.execute(statement.order_by(sheet_lines.c.row)):
        lines[line.sheet].append(SheetLine(line.row, line.section, line.street, line.door))
    return tuple(
        Sheet(row.code, row.outing, row.pair, row.quartier, tuple(lines[row.code]), row.checked_by)
        for row in sorted(rows, key=lambda row: str(row.code))
    )


def get(connection: Connection, key: str, code: str) -> Sheet:
    """Read one sheet.

    Raises
    ------
    UnknownSheetError
        If there is none.
    """
    found = read(connection, key, code=code)
    if not found:
        raise UnknownSheetError(code=code)
    return found[0]


def write(connection: Connection, key: str, sheet: Sheet) -> None:
    """Add a sheet, or lines to the end of one; what was printed stays as it is.

    Raises
    ------
    SheetChangedError
        A line that was printed would change, or two lines have one number.
    NotFoundError
        Its outing, pair or quartier does not exist.
    """
    known = read(connection, key, code=sheet.code)
    old = known[0] if known else None
    if old is None:
        _open(connection, key, sheet)
    elif replace(sheet, lines=sheet.lines[: len(old.lines)], checked_by=old.checked_by) != old:
        raise SheetChangedError(code=sheet.code)
    lines = sheet.lines if old is None else sheet.lines[len(old.lines) :]
    if len({line.row for line in sheet.lines}) != len(sheet.lines):
        raise SheetChangedError(code=sheet.code)
    if lines:
        rows = [{"campaign": key, "sheet": sheet.code, **vars(line)} for line in lines]
        connection.execute(insert(sheet_lines), rows)


def _open(connection: Connection, key: str, sheet: Sheet) -> None:
    require(connection, outings, key, Thing.OUTING, sheet.outing)
    if pairing.get(connection, key, sheet.pair).outing != sheet.outing:
        raise NotFoundError(what=Thing.PAIR, key=sheet.pair)
    if not there(connection, quartiers, key, code=sheet.quartier):
        raise NotFoundError(what=Thing.QUARTIER, key=sheet.quartier)
    values = {name: value for name, value in vars(sheet).items() if name != "lines"}
    connection.execute(insert(sheets).values(campaign=key, **values))


def note_check(connection: Connection, key: str, code: str, name: str) -> None:
    """Note who compared a sheet with the paper; "" takes it back.

    Raises
    ------
    UnknownSheetError
        No sheet has that code.
    """
    statement = update(sheets).where(*here(sheets, key, code=code)).values(checked_by=name)
    if not connection.execute(statement).rowcount:
        raise UnknownSheetError(code=code)


def lines_of(rows: Iterable[Recorded]) -> dict[str, tuple[str, int]]:
    """Find the first versions of sheet lines among visits: key → code and row."""
    found = {}
    for row in rows:
        line = None if row.replaces else _LINE.fullmatch(row.key)
        if line:
            found[row.key] = line["code"], int(line["row"])
    return found


def refuse_unknown(connection: Connection, key: str, lines: Iterable[tuple[str, int]]) -> None:
    """Refuse lines of sheets that do not exist, or that the sheet does not have.

    Raises
    ------
    UnknownSheetError
        No sheet has that code.
    UnknownLineError
        The sheet has no such line.
    """
    wanted = sorted(set(lines))
    known = {
        sheet.code: {line.row for line in sheet.lines}
        for sheet in read(connection, key, code={code for code, _ in wanted})
    }
    for code, row in wanted:
        if code not in known:
            raise UnknownSheetError(code=code)
        if row not in known[code]:
            raise UnknownLineError(code=code, row=row)


def refuse_twice(
    lines: Mapping[str, tuple[str, int]],
    rows: Sequence[Recorded],
    known: Mapping[str, tuple[Recorded, Recorded]],
) -> None:
    """Refuse a line that was keyed in already and says something else, or was taken back.

    Parameters
    ----------
    known
        First and newest version of what is there already, by the keys of `rows`.

    Raises
    ------
    DuplicateLineError
        It says something else than what was keyed in.
    """
    said = {name: set(map(_said, several)) for name, several in known.items()}
    gone = {name for name, (_, newest) in known.items() if newest.outcome is None}
    for row in rows:
        if row.key not in lines:
            continue
        if row.key in gone or _said(row) not in said.setdefault(row.key, {_said(row)}):
            code, number = lines[row.key]
            raise DuplicateLineError(code=code, row=number)


def _said(row: Recorded) -> tuple[object, ...]:
    return row.outcome, row.quartier, row.street, row.door, row.doors
