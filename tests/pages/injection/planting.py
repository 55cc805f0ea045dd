"""Every column of the schema that a person or a file fills, and how a text is planted in it.

The columns are read from the schema: a new one that is named neither here nor among those that the
program fills itself makes the test fail.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from data.schema import metadata
from data.sqltypes import Json, Words
from tests.pages.injection.payloads import payload

MACHINE = {
    # keys and numbers that the program makes
    *("imports.id", "imports.kind", "imports.at", "publications.digest", "volunteers.id"),
    *("accounts.id", "accounts.role", "accounts.volunteer", "accounts.password", "accounts.code"),
    *("accounts.identity", "contacts.volunteer", "outings.id", "outings.kind", "sections.id"),
    *("sections.at", "visits.outcome", "visits.import_id", "visits.outing", "visits.section"),
    *("visits.pair", "visits.source", "responses.import_id", "responses.ratings"),
    *("addresses.section", "codings.question", "invitations.account", "pairs.id", "pairs.outing"),
    *("pairs.walk", "readings.question", "readings.status", "readings.quote", "sign_ins.account"),
    *("sign_ups.outing", "sign_ups.volunteer", "claims.id", "claims.section", "claims.outing"),
    *("claims.pair", "claims.reason", "pair_members.outing", "pair_members.volunteer"),
    *("pair_members.pair", "sheets.code", "sheets.outing", "sheets.pair", "sheet_lines.sheet"),
    *("sheet_lines.section", "campaigns.doors", "campaigns.spread_method", "themes.key"),
    # numbers only, or geometries that were read and written anew
    *("campaigns.extent", "quartiers.geometry", "sections.geometry"),
    # checked when the folder is read: two letters, digits, a word of small letters
    *("campaigns.languages", "campaigns.commune"),
    # names of use cases, roles and accounts; digests
    *("audit.account", "audit.role", "audit.use_case", "audit.detail", "audit.sealed_by"),
    "audit_heads.sealed_by",
    # a list of keys of themes
    "codings.themes",
    # what was frozen comes from the other columns; tests of publication plant in it
    "publications.content",
    # encrypted: planted through the use case
    *("contacts.email", "contacts.phone"),
}
UNIQUE = {"addresses.label", "accounts.login"}
"""Parts of keys: told apart by what was there."""
QUARTIER = "8619403"
CODE = "quartiers.code"
"""The quartier whose code is planted as well, wherever it is named."""


def columns() -> Iterator[str]:
    """Name all columns that hold text, the key of the campaign apart."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Words | Json) and column.name != "campaign":
                yield f"{table.name}.{column.name}"


def planted() -> list[str]:
    """Name the columns in which a text is planted."""
    return [column for column in columns() if column not in MACHINE]


def same(column: str) -> str:
    """Name the column whose text another one repeats: the code of a quartier is in many."""
    return CODE if column.endswith(".quartier") else column


def plant(database: Path, tail: str, start: str = "=") -> None:
    """Write a text into every column that a person or a file fills, in all rows."""
    with closing(sqlite3.connect(database)) as open_database:
        for name in planted():
            table, column = name.split(".")
            kind = metadata.tables[table].c[column].type
            text = payload(same(name), tail, start)[: getattr(kind, "most", None)]
            if isinstance(kind, Json):
                _in_json(open_database, table, column, text)
            elif same(name) == CODE:
                open_database.execute(
                    f"UPDATE {table} SET {column} = ? WHERE {column} = ?",
                    [text, QUARTIER],
                )
            elif name in UNIQUE:
                open_database.execute(f"UPDATE {table} SET {column} = ? || {column}", [text])
            else:
                open_database.execute(f"UPDATE {table} SET {column} = ?", [text])
        open_database.commit()


def _in_json(database: sqlite3.Connection, table: str, column: str, text: str) -> None:
    """Put a text in place of all texts inside a JSON column, its keys and codes apart."""
    rows = database.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
    for (before,) in rows:
        after = json.dumps(_replaced(json.loads(before), text), sort_keys=True)
        database.execute(
            f"UPDATE {table} SET {column} = ? WHERE {column} = ?",
            [after, before],
        )


def _replaced(value: object, text: str, key: str = "") -> object:
    if isinstance(value, dict):
        return {name: _replaced(part, text, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_replaced(part, text, key) for part in value]
    return text if isinstance(value, str) and key not in ("key", "kind", "start", "end") else value
