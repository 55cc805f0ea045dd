"""Questionnaires at the door while they are open: each answer is kept as soon as it is given.

Going back closes them; what was answered stays.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_questionnaires",
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("key", sa.LargeBinary(16), nullable=False),
        sa.Column("response", sa.LargeBinary(16), nullable=False),
        sa.Column("quartier", sa.String(80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "key", name="pk_open_questionnaires"),
        sa.ForeignKeyConstraint(
            ["campaign"], ["campaigns.campaign"], name="fk_open_questionnaires_campaign"
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("open_questionnaires")
