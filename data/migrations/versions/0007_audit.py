"""Who did what when: entries that are only ever added, and a second note of the newest one."""

import sqlalchemy as sa
from alembic import op

from data.store import audit

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("use_case", sa.String(80), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        *_sealed(),
        sa.PrimaryKeyConstraint("campaign", "number", name="pk_audit"),
        _of_campaign("audit"),
    )
    op.create_table(
        "audit_heads",
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_sealed(),
        sa.PrimaryKeyConstraint("campaign", name="pk_audit_heads"),
        _of_campaign("audit_heads"),
    )
    audit.guard(op.get_bind())


def downgrade() -> None:
    audit.unguard(op.get_bind())
    op.drop_table("audit_heads")
    op.drop_table("audit")


def _sealed() -> tuple[sa.Column, ...]:
    return (
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("sealed_by", sa.String(16), nullable=False),
        sa.Column("seal", sa.LargeBinary(32)),
    )


def _of_campaign(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["campaign"], ["campaigns.campaign"], name=f"fk_{table}_campaign"
    )
