"""Field work: volunteers, outings, pairs, sections, claims and sheets; visits made in the field.

Visits and responses that exist stay as they are. Going back keeps every visit that counts and
every answer; corrections and what hangs on outings have no place in the older tables.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# SQLite makes the tables again to change a column; they have to stay without row numbers.
_WITHOUT_ROWID = {"sqlite_with_rowid": False}
_FIELD = ("outing", "section", "pair")


def _campaign() -> sa.Column[str]:
    return sa.Column("campaign", sa.String(80), nullable=False)


def _name(name: str, *, length: int = 64, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _degrees(*, nullable: bool) -> list[sa.Column[float]]:
    return [sa.Column(name, sa.Float(), nullable=nullable) for name in ("lon", "lat")]


def _keys(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("campaign", *columns, name=f"pk_{table}")


def _refers(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["campaign", column],
        [f"{other}.campaign", f"{other}.{key}"],
        name=f"fk_{table}_campaign_{column}",
    )


def _of_campaign(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["campaign"], ["campaigns.campaign"], name=f"fk_{table}_campaign"
    )


def _some(name: str, table: str, *columns: str, where: str, unique: bool = False) -> None:
    condition: dict[str, Any] = {
        "sqlite_where": sa.text(where),
        "postgresql_where": sa.text(where),
    }
    op.create_index(name, table, ["campaign", *columns], unique=unique, **condition)


def upgrade() -> None:
    _records()
    _people()
    _streets()
    _claims()


def _records() -> None:
    with op.batch_alter_table("visits", table_kwargs=_WITHOUT_ROWID) as visits:
        visits.alter_column("outcome", existing_type=sa.String(20), nullable=True)
        visits.alter_column("import_id", existing_type=sa.String(32), nullable=True)
        for name in _FIELD:
            visits.add_column(_name(name, nullable=True))
        visits.add_column(
            sa.Column("source", sa.String(10), nullable=False, server_default="import")
        )
        visits.add_column(sa.Column("replaces", sa.LargeBinary()))
        visits.add_column(sa.Column("hour", sa.Integer()))
        visits.create_check_constraint(op.f("ck_visits_hour"), "hour BETWEEN 0 AND 23")
    _some("uq_visits_replaces", "visits", "replaces", where="replaces IS NOT NULL", unique=True)
    _some("ix_visits_outing", "visits", "outing", where="outing IS NOT NULL")
    _some("ix_visits_section", "visits", "section", where="section IS NOT NULL")
    with op.batch_alter_table("responses", table_kwargs=_WITHOUT_ROWID) as responses:
        responses.alter_column("import_id", existing_type=sa.String(32), nullable=True)


def _people() -> None:
    op.create_table(
        "volunteers",
        *(_campaign(), _name("id"), _words("name")),
        *(_flag("experienced"), _flag("trained"), _flag("demo")),
        *(_of_campaign("volunteers"), _keys("volunteers", "id")),
    )
    op.create_table(
        "contacts",
        *(_campaign(), _name("volunteer"), _words("email"), _words("phone")),
        *(_refers("contacts", "volunteer", "volunteers"), _keys("contacts", "volunteer")),
    )
    op.create_table(
        "outings",
        *(_campaign(), _name("id"), _name("kind", length=20)),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        *(_name("quartier", length=80, nullable=True), _words("meeting_point")),
        *_degrees(nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("claim_hours", sa.Float(), nullable=False),
        *(_words("note"), _flag("closed"), _flag("demo")),
        _of_campaign("outings"),
        *(_refers("outings", "quartier", "quartiers", "code"), _keys("outings", "id")),
    )
    op.create_table(
        "sign_ups",
        *(_campaign(), _name("outing"), _name("volunteer")),
        sa.Column("attended", sa.Boolean()),
        _refers("sign_ups", "outing", "outings"),
        _refers("sign_ups", "volunteer", "volunteers"),
        _keys("sign_ups", "outing", "volunteer"),
    )
    op.create_table(
        "pairs",
        *(_campaign(), _name("id"), _name("outing")),
        sa.Column("number", sa.Integer(), nullable=False),
        *(_refers("pairs", "outing", "outings"), _keys("pairs", "id")),
    )
    op.create_index("ix_pairs_outing", "pairs", ["campaign", "outing"])
    op.create_table(
        "pair_members",
        *(_campaign(), _name("outing"), _name("volunteer"), _name("pair")),
        sa.Column("place", sa.Integer(), nullable=False),
        _refers("pair_members", "outing", "outings"),
        _refers("pair_members", "pair", "pairs"),
        _refers("pair_members", "volunteer", "volunteers"),
        _keys("pair_members", "outing", "volunteer"),
    )


def _streets() -> None:
    op.create_table(
        "sections",
        *(_campaign(), _name("id"), _name("quartier", length=80)),
        *(_words("street"), _words("geometry")),
        sa.Column("dwellings", sa.Integer()),
        *(_flag("invented"), _words("source"), _name("at", length=40)),
        *(_refers("sections", "quartier", "quartiers", "code"), _keys("sections", "id")),
    )
    op.create_index("ix_sections_quartier", "sections", ["campaign", "quartier", "street"])
    op.create_table(
        "addresses",
        *(_campaign(), _name("section"), _name("label", length=80)),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer()),
        *(_words("suffix"), *_degrees(nullable=False)),
        sa.Column("dwellings", sa.Integer()),
        *(_refers("addresses", "section", "sections"), _keys("addresses", "section", "label")),
    )
    op.create_table(
        "factors",
        *(_campaign(), _name("quartier", length=80)),
        sa.Column("dwellings_per_address", sa.Float(), nullable=False),
        *(_refers("factors", "quartier", "quartiers", "code"), _keys("factors", "quartier")),
    )


def _claims() -> None:
    op.create_table(
        "claims",
        *(_campaign(), _name("id"), _name("section"), _name("outing"), _name("pair")),
        sa.Column("taken", sa.DateTime(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime()),
        _name("reason", length=20, nullable=True),
        _refers("claims", "section", "sections"),
        _refers("claims", "outing", "outings"),
        _refers("claims", "pair", "pairs"),
        sa.CheckConstraint("(ended IS NULL) = (reason IS NULL)", name=op.f("ck_claims_ended")),
        _keys("claims", "id"),
    )
    _some("uq_claims_held", "claims", "section", where="ended IS NULL", unique=True)
    op.create_index("ix_claims_pair", "claims", ["campaign", "pair"])
    op.create_index("ix_claims_outing", "claims", ["campaign", "outing"])
    op.create_table(
        "sheets",
        *(_campaign(), _name("code"), _name("outing"), _name("pair")),
        *(_name("quartier", length=80), _words("checked_by")),
        _refers("sheets", "outing", "outings"),
        _refers("sheets", "pair", "pairs"),
        *(_refers("sheets", "quartier", "quartiers", "code"), _keys("sheets", "code")),
    )
    op.create_index("ix_sheets_outing", "sheets", ["campaign", "outing"])
    op.create_table(
        "sheet_lines",
        *(_campaign(), _name("sheet")),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        *(_name("section"), _words("street"), _words("door")),
        *(_refers("sheet_lines", "sheet", "sheets", "code"), _keys("sheet_lines", "sheet", "row")),
    )
    op.create_index("ix_sheet_lines_section", "sheet_lines", ["campaign", "section"])


def downgrade() -> None:
    for table in (
        *("sheet_lines", "sheets", "claims", "factors", "addresses", "sections"),
        *("pair_members", "pairs", "sign_ups", "outings", "contacts", "volunteers"),
    ):
        op.drop_table(table)
    _settle_records()
    with op.batch_alter_table("responses", table_kwargs=_WITHOUT_ROWID) as responses:
        responses.alter_column("import_id", existing_type=sa.String(32), nullable=False)
    for index in ("uq_visits_replaces", "ix_visits_outing", "ix_visits_section"):
        op.drop_index(index, "visits")
    with op.batch_alter_table("visits", table_kwargs=_WITHOUT_ROWID) as visits:
        visits.drop_constraint(op.f("ck_visits_hour"), type_="check")
        for name in (*_FIELD, "source", "replaces", "hour"):
            visits.drop_column(name)
        visits.alter_column("outcome", existing_type=sa.String(20), nullable=False)
        visits.alter_column("import_id", existing_type=sa.String(32), nullable=False)


def _settle_records() -> None:
    """Drop what was corrected or taken back; give the rest of the field an import of its own."""
    op.execute(
        "DELETE FROM visits WHERE EXISTS (SELECT 1 FROM visits AS newer"
        " WHERE newer.campaign = visits.campaign AND newer.replaces = visits.key)"
    )
    op.execute("DELETE FROM visits WHERE outcome IS NULL")
    for kind in ("visits", "responses"):
        rows = sa.table(kind, sa.column("campaign"), sa.column("import_id"))
        missing = rows.c.import_id.is_(None)
        identity = sa.literal(f"field-{kind}")
        values = {
            "campaign": rows.c.campaign,
            "id": identity,
            "kind": sa.literal(kind),
            "source": sa.literal("field"),
            "at": sa.literal(""),
            "added": sa.func.count(),
            "known": sa.literal(0),
            "rejected": sa.literal(0),
            "demo": sa.false(),
            "undone": sa.false(),
        }
        imports = sa.table("imports", *(sa.column(name) for name in values))
        chosen = sa.select(*values.values()).where(missing).group_by(rows.c.campaign)
        op.execute(sa.insert(imports).from_select(list(values), chosen))
        op.execute(sa.update(rows).where(missing).values(import_id=identity))
