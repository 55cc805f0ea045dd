"""The tables. Every one is keyed by campaign first, so that one database can hold several.

What a reader has to know: visits and responses share nothing but the campaign and the quartier.
Their keys are keyed hashes made per kind of record, their import records are separate, and on
SQLite both tables are ``WITHOUT ROWID``, so that not even the order in which rows came in is kept.

The migrations make these tables; a test compares the two.
"""

import json
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

HEAD = "0001"
"""Newest migration. Kept here so that opening an up-to-date database need not load Alembic."""

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Json(TypeDecorator[Any]):
    """JSON kept as text with sorted keys: equal values are equal text and can be grouped in SQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write a value as text; None stays NULL."""
        if value == {}:  # most people leave the open questions empty
            return "{}"
        return None if value is None else _encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read the text back; NULL is None."""
        return None if value is None else json.loads(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_campaign() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["campaign"], ["campaigns.campaign"])


campaigns = Table(
    "campaigns",
    metadata,
    Column("campaign", String(80), primary_key=True),
    Column("name", Json, nullable=False),
    Column("goal", Integer, nullable=False),
    Column("commune", String(10), nullable=False),
    Column("town", Text, nullable=False),
    Column("phases", Json, nullable=False),
    Column("doors", String(80), nullable=False),
    Column("spread_method", String(20), nullable=False),
    Column("spread_floor", Integer, nullable=False),
    Column("spread_exponent", Float, nullable=False),
    Column("extent", Json),
    Column("languages", Json, nullable=False),
    Column("k", Integer, nullable=False),
    Column("note", Json, nullable=False),
    # Grows with every save of a campaign: the greatest is the one that was last worked on.
    Column("position", Integer, nullable=False),
)

# Apart from the campaign, so that a copy of the settings does not carry the secret.
secrets = Table(
    "secrets",
    metadata,
    Column("campaign", String(80), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    _of_campaign(),
)

revisions = Table(
    "revisions",
    metadata,
    Column("campaign", String(80), primary_key=True),
    Column("number", Integer, nullable=False),
    _of_campaign(),
)

quartiers = Table(
    "quartiers",
    metadata,
    Column("campaign", String(80), primary_key=True),
    Column("code", String(80), primary_key=True),
    Column("name", Text, nullable=False),
    Column("geometry", Text, nullable=False),
    Column("dwellings", Integer),
    Column("target", Integer),
    _of_campaign(),
)

questionnaires = Table(
    "questionnaires",
    metadata,
    Column("campaign", String(80), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", Json, nullable=False),
    _of_campaign(),
)

imports = Table(
    "imports",
    metadata,
    Column("campaign", String(80), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("source", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("added", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("undone", Boolean, nullable=False),
    _of_campaign(),
)

visits = Table(
    "visits",
    metadata,
    Column("campaign", String(80), primary_key=True),
    Column("key", LargeBinary(16), primary_key=True),
    Column("quartier", String(80), nullable=False),
    Column("street", Text, nullable=False),
    Column("door", Text),
    Column("doors", Integer, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("day", Date, nullable=False),
    Column("import_id", String(32), nullable=False),
    ForeignKeyConstraint(["campaign", "quartier"], ["quartiers.campaign", "quartiers.code"]),
    ForeignKeyConstraint(["campaign", "import_id"], ["imports.campaign", "imports.id"]),
    CheckConstraint("doors >= 1", name="doors"),
    # Holds all that the counts of doors ask for, door by door: they never touch the table.
    Index("ix_visits_doors", "campaign", "quartier", "street", "door", "outcome", "day", "doors"),
    sqlite_with_rowid=False,
)

responses = Table(
    "responses",
    metadata,
    Column("campaign", String(80), primary_key=True),
    Column("key", LargeBinary(16), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("quartier", String(80), nullable=False),
    Column("month", Date, nullable=False),
    Column("ratings", Json, nullable=False),
    Column("texts", Json, nullable=False),
    Column("import_id", String(32), nullable=False),
    ForeignKeyConstraint(["campaign", "quartier"], ["quartiers.campaign", "quartiers.code"]),
    ForeignKeyConstraint(
        ["campaign", "version"], ["questionnaires.campaign", "questionnaires.version"]
    ),
    ForeignKeyConstraint(["campaign", "import_id"], ["imports.campaign", "imports.id"]),
    Index("ix_responses_counts", "campaign", "version", "quartier"),
    sqlite_with_rowid=False,
)
