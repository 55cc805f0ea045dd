"""Accounts, their invitations and sign-ins, and attempts to come in."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("login", sa.String(200)),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("volunteer", sa.String(64)),
        sa.Column("identity", sa.String(255)),
        sa.Column("password", sa.Text()),
        sa.Column("code", sa.Text()),
        sa.Column("code_step", sa.Integer()),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("last_seen", sa.Date()),
        sa.PrimaryKeyConstraint("campaign", "id", name="pk_accounts"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.campaign"], name="fk_accounts_campaign"),
        sa.ForeignKeyConstraint(
            ["campaign", "volunteer"],
            ["volunteers.campaign", "volunteers.id"],
            name="fk_accounts_campaign_volunteer",
        ),
    )
    for name in ("login", "volunteer", "identity"):
        told = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"uq_accounts_{name}",
            "accounts",
            ["campaign", name],
            unique=True,
            sqlite_where=told,
            postgresql_where=told,
        )
    _of_account(
        "invitations",
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.Column("used", sa.Date()),
    )
    _of_account(
        "sign_ins",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.Column("device", sa.String(80), nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("last", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "key", name="pk_attempts"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.campaign"], name="fk_attempts_campaign"),
    )


def downgrade() -> None:
    for table in ("attempts", "sign_ins", "invitations", "accounts"):
        op.drop_table(table)


def _of_account(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("campaign", "key", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["campaign", "account"],
            ["accounts.campaign", "accounts.id"],
            name=f"fk_{name}_campaign_account",
            ondelete="CASCADE",
        ),
    )
    op.create_index(f"ix_{name}_account", name, ["campaign", "account"])
