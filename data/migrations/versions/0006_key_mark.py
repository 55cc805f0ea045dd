"""What tells whether a key file is the one that goes with the records."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("secrets", sa.Column("key_mark", sa.LargeBinary(16)))


def downgrade() -> None:
    op.drop_column("secrets", "key_mark")
