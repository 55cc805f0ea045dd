"""What a campaign says of itself at the doors and on paper; the order in which a pair walks.

Campaigns that exist say nothing of their own yet, pairs walk as they did.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_LINES = ("organiser", "contact", "results_at")
_TRANSLATED = ("notice", "script")


def upgrade() -> None:
    for name, empty in [*((one, "") for one in _LINES), *((one, "{}") for one in _TRANSLATED)]:
        op.add_column("campaigns", sa.Column(name, sa.Text(), nullable=False, server_default=empty))
    op.add_column(
        "pairs", sa.Column("walk", sa.String(20), nullable=False, server_default="up_and_down")
    )


def downgrade() -> None:
    # Not as a batch: that would make the campaigns anew, to which all other tables refer.
    op.drop_column("pairs", "walk")
    for name in (*_TRANSLATED, *_LINES):
        op.drop_column("campaigns", name)
