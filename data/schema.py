"""The tables. Every one is keyed by campaign first, so that one database can hold several.

What a reader has to know: visits and responses share nothing but the campaign and the quartier.
Their keys are keyed hashes made per kind of record, their import records are separate, and on
SQLite both tables are ``WITHOUT ROWID``, so that not even the order in which rows came in is kept.
The tables of the field (volunteers, outings, pairs, sections, claims, sheets) lead to visits,
never to a response; names of people and how to reach them are two tables.

The migrations make these tables; a test compares the two.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Time,
    false,
    text,
)

from data.sqltypes import Json, Name, Utc, Words

HEAD = "0010"
"""Newest migration. Kept here so that opening an up-to-date database need not load Alembic."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_campaign() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["campaign"], ["campaigns.campaign"])


def _refers(
    column: str, other: str, key: str = "id", *, ondelete: str | None = None
) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["campaign", column], [f"{other}.campaign", f"{other}.{key}"], ondelete=ondelete
    )


def _some(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Index only the rows that meet a condition; both kinds of database can."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


campaigns = Table(
    "campaigns",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("name", Json, nullable=False),
    Column("goal", Integer, nullable=False),
    Column("commune", Name(10), nullable=False),
    Column("town", Words(), nullable=False),
    Column("phases", Json, nullable=False),
    Column("doors", Name(80), nullable=False),
    Column("spread_method", Name(20), nullable=False),
    Column("spread_floor", Integer, nullable=False),
    Column("spread_exponent", Float, nullable=False),
    Column("extent", Json),
    Column("languages", Json, nullable=False),
    Column("k", Integer, nullable=False),
    Column("note", Json, nullable=False),
    # Said at the doors and printed; empty where the campaign says nothing of its own.
    Column("organiser", Words(), nullable=False, server_default=""),
    Column("contact", Words(), nullable=False, server_default=""),
    Column("results_at", Words(), nullable=False, server_default=""),
    Column("notice", Json, nullable=False, server_default="{}"),
    Column("script", Json, nullable=False, server_default="{}"),
    # Grows with every save of a campaign: the greatest is the one that was last worked on.
    Column("position", Integer, nullable=False),
)

# Apart from the campaign, so that a copy of the settings does not carry the secret.
secrets = Table(
    "secrets",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    # Tells whether a key file is the one that goes with these records; NULL before there is any.
    Column("key_mark", LargeBinary(16)),
    _of_campaign(),
)

revisions = Table(
    "revisions",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("number", Integer, nullable=False),
    _of_campaign(),
)

quartiers = Table(
    "quartiers",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("code", Name(80), primary_key=True),
    Column("name", Words(), nullable=False),
    Column("geometry", Words(), nullable=False),
    Column("dwellings", Integer),
    Column("target", Integer),
    _of_campaign(),
)

questionnaires = Table(
    "questionnaires",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", Json, nullable=False),
    _of_campaign(),
)

imports = Table(
    "imports",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("id", Name(32), primary_key=True),
    Column("kind", Name(20), nullable=False),
    Column("source", Words(), nullable=False),
    Column("at", Name(40), nullable=False),
    Column("added", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("undone", Boolean, nullable=False),
    _of_campaign(),
)

visits = Table(
    "visits",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("key", LargeBinary(16), primary_key=True),
    Column("quartier", Name(80), nullable=False),
    Column("street", Words(200), nullable=False),
    Column("door", Words(200)),
    Column("doors", Integer, nullable=False),
    # NULL takes back the visit that `replaces` names.
    Column("outcome", Name(20)),
    Column("day", Date, nullable=False),
    # NULL for what the field recorded itself.
    Column("import_id", Name(32)),
    # Where in the field it was made. These point to nothing that has to exist: a phone without a
    # network may send a door long after its pair was formed anew, and no door may be lost.
    Column("outing", Name(64)),
    Column("section", Name(64)),
    Column("pair", Name(64)),
    Column("source", Name(10), nullable=False, server_default="import"),
    # Key of the visit that this one corrects; the two may come in in any order.
    Column("replaces", LargeBinary(16)),
    Column("hour", Integer),
    _refers("quartier", "quartiers", "code"),
    _refers("import_id", "imports"),
    CheckConstraint("doors >= 1", name="doors"),
    CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
    # Holds all that the counts of doors ask for, door by door: they never touch the table.
    Index("ix_visits_doors", "campaign", "quartier", "street", "door", "outcome", "day", "doors"),
    # A visit is corrected once; who corrects it again corrects the correction.
    _some(
        *("uq_visits_replaces", "campaign", "replaces"), where="replaces IS NOT NULL", unique=True
    ),
    _some("ix_visits_outing", "campaign", "outing", where="outing IS NOT NULL"),
    _some("ix_visits_section", "campaign", "section", where="section IS NOT NULL"),
    sqlite_with_rowid=False,
)

responses = Table(
    "responses",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("key", LargeBinary(16), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("quartier", Name(80), nullable=False),
    Column("month", Date, nullable=False),
    Column("ratings", Json, nullable=False),
    Column("texts", Json, nullable=False),
    Column("import_id", Name(32)),
    _refers("quartier", "quartiers", "code"),
    _refers("version", "questionnaires", "version"),
    _refers("import_id", "imports"),
    Index("ix_responses_counts", "campaign", "version", "quartier"),
    sqlite_with_rowid=False,
)

# Only what is being filled in at this moment; `data.store.asking` says why it leads nowhere.
open_questionnaires = Table(
    "open_questionnaires",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("key", LargeBinary(16), primary_key=True),
    # Key of the response, encrypted with what the screen alone knows that asks.
    Column("response", LargeBinary(16), nullable=False),
    Column("quartier", Name(80), nullable=False),
    Column("day", Date, nullable=False),
    _of_campaign(),
    sqlite_with_rowid=False,
)

volunteers = Table(
    "volunteers",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("id", Name(64), primary_key=True),
    Column("name", Words(), nullable=False),
    Column("experienced", Boolean, nullable=False),
    Column("trained", Boolean, nullable=False),
    Column("demo", Boolean, nullable=False),
    _of_campaign(),
)

# Apart from the volunteers, so that what shows names never reads how to reach somebody.
contacts = Table(
    "contacts",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("volunteer", Name(64), primary_key=True),
    Column("email", Words(), nullable=False),
    Column("phone", Words(), nullable=False),
    _refers("volunteer", "volunteers"),
)

outings = Table(
    "outings",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("id", Name(64), primary_key=True),
    Column("kind", Name(20), nullable=False),
    Column("day", Date, nullable=False),
    Column("starts", Time, nullable=False),
    Column("ends", Time, nullable=False),
    Column("quartier", Name(80)),
    Column("meeting_point", Words(), nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("capacity", Integer, nullable=False),
    Column("claim_hours", Float, nullable=False),
    Column("note", Words(), nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("demo", Boolean, nullable=False),
    _of_campaign(),
    _refers("quartier", "quartiers", "code"),
)

sign_ups = Table(
    "sign_ups",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("outing", Name(64), primary_key=True),
    Column("volunteer", Name(64), primary_key=True),
    Column("attended", Boolean),
    _refers("outing", "outings"),
    _refers("volunteer", "volunteers"),
)

pairs = Table(
    "pairs",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("id", Name(64), primary_key=True),
    Column("outing", Name(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("walk", Name(20), nullable=False, server_default="up_and_down"),
    _refers("outing", "outings"),
    Index("ix_pairs_outing", "campaign", "outing"),
)

pair_members = Table(
    "pair_members",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    # The outing stands here as well, so that nobody can be in two pairs of one.
    Column("outing", Name(64), primary_key=True),
    Column("volunteer", Name(64), primary_key=True),
    Column("pair", Name(64), nullable=False),
    Column("place", Integer, nullable=False),
    _refers("outing", "outings"),
    _refers("pair", "pairs"),
    _refers("volunteer", "volunteers"),
)

sections = Table(
    "sections",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("id", Name(64), primary_key=True),
    Column("quartier", Name(80), nullable=False),
    Column("street", Words(200), nullable=False),
    Column("geometry", Words(), nullable=False),
    # Only what the file says; estimates are made when it is read.
    Column("dwellings", Integer),
    Column("invented", Boolean, nullable=False),
    Column("source", Words(), nullable=False),
    Column("at", Name(40), nullable=False),
    _refers("quartier", "quartiers", "code"),
    Index("ix_sections_quartier", "campaign", "quartier", "street"),
)

addresses = Table(
    "addresses",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("section", Name(64), primary_key=True),
    Column("label", Name(80), primary_key=True),
    # Addresses are read in the order in which they were given.
    Column("place", Integer, nullable=False),
    Column("number", Integer),
    Column("suffix", Words(), nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("dwellings", Integer),
    _refers("section", "sections"),
)

factors = Table(
    "factors",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("quartier", Name(80), primary_key=True),
    Column("dwellings_per_address", Float, nullable=False),
    _refers("quartier", "quartiers", "code"),
)

claims = Table(
    "claims",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("id", Name(64), primary_key=True),
    Column("section", Name(64), nullable=False),
    Column("outing", Name(64), nullable=False),
    Column("pair", Name(64), nullable=False),
    Column("taken", Utc, nullable=False),
    Column("expires", Utc, nullable=False),
    Column("ended", Utc),
    Column("reason", Name(20)),
    _refers("section", "sections"),
    _refers("outing", "outings"),
    _refers("pair", "pairs"),
    # What makes two holders impossible, whatever else goes wrong.
    _some("uq_claims_held", "campaign", "section", where="ended IS NULL", unique=True),
    Index("ix_claims_pair", "campaign", "pair"),
    Index("ix_claims_outing", "campaign", "outing"),
    CheckConstraint("(ended IS NULL) = (reason IS NULL)", name="ended"),
)

sheets = Table(
    "sheets",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("code", Name(64), primary_key=True),
    Column("outing", Name(64), nullable=False),
    Column("pair", Name(64), nullable=False),
    Column("quartier", Name(80), nullable=False),
    Column("checked_by", Words(), nullable=False),
    _refers("outing", "outings"),
    _refers("pair", "pairs"),
    _refers("quartier", "quartiers", "code"),
    Index("ix_sheets_outing", "campaign", "outing"),
)

sheet_lines = Table(
    "sheet_lines",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("sheet", Name(64), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("section", Name(64), nullable=False),
    Column("street", Words(200), nullable=False),
    Column("door", Words(200), nullable=False),
    _refers("sheet", "sheets", "code"),
    Index("ix_sheet_lines_section", "campaign", "section"),
)

# What people decided about an open answer. These refer to the answer, never the other way round,
# and go with it; that an answer was not read yet is that it has no row here.
readings = Table(
    "readings",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("response", LargeBinary(16), primary_key=True),
    Column("question", Name(80), primary_key=True),
    Column("status", Name(20), nullable=False),
    Column("redacted", Words()),
    Column("quote", Name(20), nullable=False),
    Column("quote_text", Words()),
    _refers("response", "responses", "key", ondelete="CASCADE"),
    CheckConstraint("status != 'read' OR redacted IS NOT NULL", name="redacted"),
    CheckConstraint("quote = 'none' OR quote_text IS NOT NULL", name="quote"),
)

codings = Table(
    "codings",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("response", LargeBinary(16), primary_key=True),
    Column("question", Name(80), primary_key=True),
    Column("coder", Name(80), primary_key=True),
    Column("themes", Json, nullable=False),
    Column("at", Utc, nullable=False),
    _refers("response", "responses", "key", ondelete="CASCADE"),
)

themes = Table(
    "themes",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("key", Name(80), primary_key=True),
    Column("label", Json, nullable=False),
    Column("keywords", Json, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    _of_campaign(),
)

# Frozen: nothing but `withdrawn` and `reason` is ever changed, and no row is removed.
publications = Table(
    "publications",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
    Column("content", Words(), nullable=False),
    Column("digest", Name(64), nullable=False),
    Column("withdrawn", Utc),
    Column("reason", Words(), nullable=False),
    _of_campaign(),
)

# Who did what when: only ever added to, chained and sealed as `data.trail` says. An account is
# named by its random id alone, so that erasing somebody leaves the chain whole.
audit = Table(
    "audit",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
    Column("account", Name(64), nullable=False),
    Column("role", Name(20), nullable=False),
    Column("use_case", Name(80), nullable=False),
    Column("detail", Json, nullable=False),
    Column("previous", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("sealed_by", Name(16), nullable=False),
    Column("seal", LargeBinary(32)),
    _of_campaign(),
)

# The newest entry noted a second time: entries that are taken off the end show.
audit_heads = Table(
    "audit_heads",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("sealed_by", Name(16), nullable=False),
    Column("seal", LargeBinary(32)),
    _of_campaign(),
)

# Who may come in. The id is random and all that other tables know of somebody; whatever else is
# about a person stands in this one row.
accounts = Table(
    "accounts",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("id", Name(64), primary_key=True),
    # Grows: the first administrator is the one with the smallest.
    Column("position", Integer, nullable=False),
    Column("name", Words(), nullable=False),
    Column("login", Name(200)),
    Column("role", Name(20), nullable=False),
    Column("volunteer", Name(64)),
    Column("identity", Name(255)),
    Column("password", Words()),
    Column("code", Words()),
    # The last code that was used, so that none works twice.
    Column("code_step", Integer),
    Column("disabled", Boolean, nullable=False),
    Column("last_seen", Date),
    _of_campaign(),
    _refers("volunteer", "volunteers"),
    _some("uq_accounts_login", "campaign", "login", where="login IS NOT NULL", unique=True),
    _some(
        *("uq_accounts_volunteer", "campaign", "volunteer"),
        where="volunteer IS NOT NULL",
        unique=True,
    ),
    _some(
        *("uq_accounts_identity", "campaign", "identity"), where="identity IS NOT NULL", unique=True
    ),
)

# Keys are hashes: who has the database has no link and no cookie.
invitations = Table(
    "invitations",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("key", LargeBinary(32), primary_key=True),
    Column("account", Name(64), nullable=False),
    Column("once", Boolean, nullable=False),
    Column("expires", Utc, nullable=False),
    Column("used", Date),
    _refers("account", "accounts", ondelete="CASCADE"),
    Index("ix_invitations_account", "campaign", "account"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("key", LargeBinary(32), primary_key=True),
    Column("account", Name(64), nullable=False),
    Column("since", Date, nullable=False),
    Column("expires", Date, nullable=False),
    Column("device", Name(80), nullable=False),
    Column("provider", Boolean, nullable=False, server_default=false()),
    _refers("account", "accounts", ondelete="CASCADE"),
    Index("ix_sign_ins_account", "campaign", "account"),
)

# Keys are keyed hashes of names and of network addresses; a row goes a day after its last attempt.
attempts = Table(
    "attempts",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("key", LargeBinary(32), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("last", Utc, nullable=False),
    _of_campaign(),
)

# Keyed hashes of the random ids of people who were erased. The rows they name are gone: they serve
# to find them again in a backup.
erasures = Table(
    "erasures",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("key", LargeBinary(32), primary_key=True),
    _of_campaign(),
    sqlite_with_rowid=False,
)

# The latest day before which was purged.
purges = Table(
    "purges",
    metadata,
    Column("campaign", Name(80), primary_key=True),
    Column("before", Date, nullable=False),
    _of_campaign(),
    sqlite_with_rowid=False,
)
