"""The record of processing and a person's data in words: as text, as tables, as JSON."""

import json
from collections.abc import Iterator, Sequence

from dashboard.i18n import _
from dashboard.privacy import Record
from data.printed import line
from data.processing import RECORD
from data.purposes import COMMON
from data.store import Purged
from data.store.persons import Person


def rows_of(record: Sequence[Record]) -> Iterator[dict[str, str]]:
    """Give a line for each column, as a table for spreadsheets."""
    for one in record:
        for column in one.columns:
            yield {
                "table": one.table,
                "title": one.title,
                "column": column.name,
                "what": column.what,
                "why": one.why,
                "whom": one.whom,
                "basis": one.basis,
                "seen": one.seen,
                "kept": column.kept,
            }


def markdown(record: Sequence[Record]) -> Iterator[str]:
    """Give the record as a text with headings and tables."""
    yield "# " + _("Record of processing") + "\n"
    for one in record:
        yield f"\n## {one.title} (`{one.table}`)\n\n"
        for label, said in facts(one):
            yield f"- **{label}** : {said}\n"
        yield "\n| {} | {} | {} |\n|---|---|---|\n".format(*column_labels())
        for column in one.columns:
            yield f"| `{column.name}` | {column.what} | {column.kept} |\n"


def facts(record: Record) -> Sequence[tuple[str, str]]:
    """Give what is said of a table, each with its label."""
    return (
        (_("Why"), record.why),
        (_("About"), record.whom),
        (_("Legal ground"), record.basis),
        (_("Seen by"), record.seen),
        (_("Kept"), record.kept),
    )


def column_labels() -> tuple[str, str, str]:
    """Give the headings of the columns of a table."""
    return _("Column"), _("What it holds"), _("Kept")


def person_json(person: Person) -> str:
    """Write all that is known of somebody so that other programs can read it."""
    told = {"id": person.id, "name": person.name, **person.known}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def person_text(person: Person) -> Iterator[str]:
    """Write all that is known of somebody so that they can read it, line by line."""
    yield line(person.name) + "\n"
    for table, rows in person.known.items():
        purpose = RECORD[table]
        yield from ("\n", f"{_(purpose.title)}\n", f"{_(purpose.why)} ; {_(purpose.kept)}\n")
        for row in rows:
            parts = (f"{_what(table, name)}: {_said(value)}" for name, value in row.items())
            yield "- " + ", ".join(parts) + "\n"


def purge_rows(steps: Sequence[Purged]) -> Iterator[tuple[str, str, str, int]]:
    """Say what a purge takes: of what, by which rule, which columns, how many rows."""
    for step in steps:
        if step.rows:
            purpose = RECORD[step.table]
            columns = (_(purpose.use(name).what) for name in step.columns)
            gone = ", ".join(columns) if step.columns else _("whole rows")
            yield _(purpose.title), _(step.kept), gone, step.rows


def _what(table: str, column: str) -> str:
    """Say what a column holds; some stand in another table than the one they are told with."""
    for name in (table, *RECORD):
        if column in RECORD[name].columns or (column in COMMON and name == table):
            return _(RECORD[name].use(column).what)
    return column


def _said(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value in (None, "") else line(str(value))
