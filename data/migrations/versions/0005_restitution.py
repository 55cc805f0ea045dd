"""Open answers as people read and coded them, the themes, and what was published."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _about_answers(
        "readings",
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("redacted", sa.Text()),
        sa.Column("quote", sa.String(20), nullable=False),
        sa.Column("quote_text", sa.Text()),
        sa.CheckConstraint(
            "status != 'read' OR redacted IS NOT NULL", name=op.f("ck_readings_redacted")
        ),
        sa.CheckConstraint(
            "quote = 'none' OR quote_text IS NOT NULL", name=op.f("ck_readings_quote")
        ),
    )
    _about_answers(
        "codings",
        sa.Column("coder", sa.String(80), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        more_key=["coder"],
    )
    _of_campaign(
        "themes",
        "key",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
    )
    _of_campaign(
        "publications",
        "number",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("withdrawn", sa.DateTime()),
        sa.Column("reason", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    for table in ("publications", "themes", "codings", "readings"):
        op.drop_table(table)


def _about_answers(name: str, *columns: sa.schema.SchemaItem, more_key: list[str] | None = None):
    op.create_table(
        name,
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("response", sa.LargeBinary(16), nullable=False),
        sa.Column("question", sa.String(80), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint(
            *("campaign", "response", "question"), *(more_key or []), name=f"pk_{name}"
        ),
        sa.ForeignKeyConstraint(
            ["campaign", "response"],
            ["responses.campaign", "responses.key"],
            name=f"fk_{name}_campaign_response",
            ondelete="CASCADE",
        ),
    )


def _of_campaign(name: str, key: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("campaign", sa.String(80), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("campaign", key, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.campaign"], name=f"fk_{name}_campaign"),
    )
