"""Campaigns, quartiers, questionnaires, imports, visits and responses."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _campaign() -> sa.Column[str]:
    return sa.Column("campaign", sa.String(80), nullable=False)


def _keys(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("campaign", *columns, name=f"pk_{table}")


def _refers(table: str, column: str, other: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["campaign", column],
        [f"{other}.campaign", f"{other}.{key}"],
        name=f"fk_{table}_campaign_{column}",
    )


def _of_campaign(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["campaign"], ["campaigns.campaign"], name=f"fk_{table}_campaign"
    )


def upgrade() -> None:
    _settings()
    _records()


def _settings() -> None:
    op.create_table(
        "campaigns",
        _campaign(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(10), nullable=False),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("phases", sa.Text(), nullable=False),
        sa.Column("doors", sa.String(80), nullable=False),
        sa.Column("spread_method", sa.String(20), nullable=False),
        sa.Column("spread_floor", sa.Integer(), nullable=False),
        sa.Column("spread_exponent", sa.Float(), nullable=False),
        sa.Column("extent", sa.Text()),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _keys("campaigns"),
    )
    op.create_table(
        "secrets",
        _campaign(),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        _of_campaign("secrets"),
        _keys("secrets"),
    )
    op.create_table(
        "revisions",
        _campaign(),
        sa.Column("number", sa.Integer(), nullable=False),
        _of_campaign("revisions"),
        _keys("revisions"),
    )
    op.create_table(
        "quartiers",
        _campaign(),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("geometry", sa.Text(), nullable=False),
        sa.Column("dwellings", sa.Integer()),
        sa.Column("target", sa.Integer()),
        _of_campaign("quartiers"),
        _keys("quartiers", "code"),
    )
    op.create_table(
        "questionnaires",
        _campaign(),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        _of_campaign("questionnaires"),
        _keys("questionnaires", "version"),
    )


def _records() -> None:
    op.create_table(
        "imports",
        _campaign(),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        _of_campaign("imports"),
        _keys("imports", "id"),
    )
    op.create_table(
        "visits",
        _campaign(),
        sa.Column("key", sa.LargeBinary(16), nullable=False),
        sa.Column("quartier", sa.String(80), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("door", sa.Text()),
        sa.Column("doors", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("import_id", sa.String(32), nullable=False),
        sa.CheckConstraint("doors >= 1", name=op.f("ck_visits_doors")),
        _refers("visits", "quartier", "quartiers", "code"),
        _refers("visits", "import_id", "imports", "id"),
        _keys("visits", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_visits_doors",
        "visits",
        ["campaign", "quartier", "street", "door", "outcome", "day", "doors"],
    )
    op.create_table(
        "responses",
        _campaign(),
        sa.Column("key", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("quartier", sa.String(80), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("ratings", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("import_id", sa.String(32), nullable=False),
        _refers("responses", "quartier", "quartiers", "code"),
        _refers("responses", "version", "questionnaires", "version"),
        _refers("responses", "import_id", "imports", "id"),
        _keys("responses", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_responses_counts", "responses", ["campaign", "version", "quartier"])


def downgrade() -> None:
    for table in (
        "responses",
        "visits",
        "imports",
        "questionnaires",
        "quartiers",
        "revisions",
        "secrets",
        "campaigns",
    ):
        op.drop_table(table)
