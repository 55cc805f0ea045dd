"""Which sign-ins rest on the word of a provider."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    no = sa.false()
    op.add_column(
        "sign_ins", sa.Column("provider", sa.Boolean(), nullable=False, server_default=no)
    )


def downgrade() -> None:
    op.drop_column("sign_ins", "provider")
