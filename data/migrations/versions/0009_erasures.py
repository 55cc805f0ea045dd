"""What was erased and purged, so that a backup that is brought in does not undo it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _of_campaign("erasures", sa.Column("key", sa.LargeBinary(32), nullable=False), key="key")
    _of_campaign("purges", sa.Column("before", sa.Date(), nullable=False))


def downgrade() -> None:
    op.drop_table("purges")
    op.drop_table("erasures")


def _of_campaign(name: str, column: sa.Column[object], *, key: str | None = None) -> None:
    op.create_table(
        name,
        sa.Column("campaign", sa.String(80), nullable=False),
        column,
        sa.PrimaryKeyConstraint("campaign", *([key] if key else []), name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.campaign"], name=f"fk_{name}_campaign"),
        sqlite_with_rowid=False,
    )
