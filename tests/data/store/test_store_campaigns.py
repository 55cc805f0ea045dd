"""Several campaigns in one database: keyed by campaign first, and blind to each other."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from inspect import signature
from types import MappingProxyType

import pytest
from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    select,
    text,
)

from data import deeds
from data.accounts import Account, Invitation, Limit, SignIn
from data.fieldwork import Contact, Recorded
from data.keyring import Keyring
from data.model import Outcome, Role
from data.restitution import Codebook, Coding, QuoteStatus, Theme
from data.schema import metadata
from data.store import Store, dialect, erasures, opening
from tests.data.conftest import CAMPAIGN
from tests.data.store.conftest import DAY, NOON, SHEET, fill
from tests.data.store.test_store_moving import DEED

KEY = "campaign"
KEY_BYTES = bytes(range(16))


# Keyed by campaign first


def faults(found: MetaData) -> list[str]:
    """Name what a database that is spread over several machines by campaign could not keep."""
    told = []
    for table in found.sorted_tables:
        keys = [column.name for column in table.primary_key]
        if keys[:1] != [KEY]:
            told.append(f"{table.name}: primary key {keys}")
        for index in table.indexes:
            names = [column.name for column in index.columns]
            if names[:1] != [KEY]:
                told.append(f"{table.name}: index {names}")
        for constraint in table.constraints:
            names = [column.name for column in getattr(constraint, "columns", ())]
            if isinstance(constraint, UniqueConstraint) and names[:1] != [KEY]:
                told.append(f"{table.name}: unique {names}")
        for foreign in table.foreign_key_constraints:
            pairs = [(key.parent.name, key.column.name) for key in foreign.elements]
            if pairs[:1] != [(KEY, KEY)]:
                told.append(f"{table.name}: refers by {pairs}")
    return told


def test_all_keys_begin_with_the_campaign(store_url: str) -> None:
    """Of the tables as the migrations made them, too."""
    assert faults(metadata) == []
    engine = opening.open_engine(store_url)
    made = MetaData()
    made.reflect(engine, only=[table.name for table in metadata.sorted_tables])
    engine.dispose()
    assert len(made.tables) == len(metadata.tables)
    assert faults(made) == []


def test_a_key_that_does_not_is_found() -> None:
    planted = MetaData()
    Table("first", planted, Column("id", String, primary_key=True), Column("campaign", String))
    Table(
        "second",
        planted,
        Column("campaign", String, primary_key=True),
        Column("id", String, ForeignKey("first.id"), primary_key=True),
        Column("name", String, unique=True),
        Index("ix", "name"),
    )
    assert sorted(faults(planted)) == [
        "first: primary key ['id']",
        "second: index ['name']",
        "second: refers by [('id', 'id')]",
        "second: unique ['name']",
    ]


# Blind to each other


def full_day(store: Store) -> None:
    """Leave something in every table."""
    store.note_key(b"mark of a key")
    store.use_keys(Keyring(contacts=(bytes(32),)))
    fill(store)
    with deeds.doing(DEED):
        store.people.save_all([], [Contact("v1", "v1@example.org")])
    store.claims.claim("s1", "o1", "p1", now=NOON, expires=NOON + timedelta(hours=2))
    store.recording.save_sheet(SHEET)
    field = {"section": "s1", "outing": "o1", "pair": "p1", "street": "rue s1"}
    store.recording.record(
        [
            Recorded("k1", "a", DAY, Outcome.ABSENT, door="1", **field),
            Recorded("sheet:K7PX:2", "a", DAY, Outcome.INTERVIEW, door="2", **field),
        ]
    )
    store.sections.set_factor("a", 1.5)
    for token in ("open", "done"):
        store.asking.open([token], quartier="a", today=DAY)
        store.asking.keep(token, "life", 4, version=1, today=DAY)
        store.asking.keep(token, "likes", "l’été", version=1, today=DAY)
    store.asking.close("done")
    store.verbatims.save_codebook(Codebook((Theme("calm", {"fr": "Calme"}),)))
    for verbatim in store.verbatims.all():
        store.verbatims.confirm(verbatim.id, "l’été")
        store.verbatims.quote(verbatim.id, QuoteStatus.PROPOSED, "l’été")
        store.verbatims.code(Coding(verbatim.id, "ada", ("calm",), NOON))
    store.publications.add(1, "{}", "0" * 64, at=NOON)
    with store.importing("file.csv", at="2023-04-02") as writer:
        writer.add_recorded([Recorded("k9", "b", DAY, Outcome.REFUSAL, door="9", street="rue")])
    store.accounts.save(Account("ada", "Ada", Role.ADMINISTRATOR, identity="ada@example.org"))
    store.accounts.save(Account("bob", "Bob", Role.COORDINATOR))
    store.entrance.invite((Invitation(KEY_BYTES, "ada", False, NOON + timedelta(9)),), now=NOON)
    store.entrance.come_in(KEY_BYTES, SignIn(KEY_BYTES, "ada", DAY, DAY), now=NOON)
    store.entrance.attempt({KEY_BYTES: Limit(1)}, now=NOON)
    with dialect.writing(store._engine) as connection:
        erasures.note(connection, CAMPAIGN.id, ["eve"])
        erasures.note_purge(connection, CAMPAIGN.id, DAY)


def rows(store: Store, campaign: str) -> dict[str, list[tuple[object, ...]]]:
    """Read all rows of a campaign by table, without its name."""
    with store._reading() as connection:
        return {
            table.name: sorted(
                (
                    tuple(row)
                    for row in connection.execute(
                        select(*(c for c in table.columns if c.name != KEY)).where(
                            table.c.campaign == campaign
                        )
                    )
                ),
                key=repr,
            )
            for table in metadata.sorted_tables
        }


def add_neighbour(store: Store) -> None:
    """Copy all rows as those of another campaign: same ids, same names, same keys."""
    with dialect.writing(store._engine) as connection:
        for table in metadata.sorted_tables:
            names = ", ".join(f'"{c.name}"' for c in table.columns if c.name != KEY)
            connection.execute(
                text(
                    f"INSERT INTO {table.name} (campaign, {names})"
                    f" SELECT 'neighbour', {names} FROM {table.name} WHERE campaign = :key"
                ),
                {"key": CAMPAIGN.id},
            )


# How each method that reads is called, by part; what is not named is called without anything.
ARGUMENTS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "has_answers": {"version": 1},
        "rating_counts": {"version": 1},
        "people.contact": {"identity": "v1"},
        "people.get": {"identity": "v1"},
        "outings.get": {"identity": "o1"},
        "outings.pair": {"identity": "p1"},
        "outings.pairs": {"outing": "o1"},
        "outings.pairs_of": {"volunteer": "v1"},
        "outings.sign_ups": {"outing": "o1"},
        "sections.get": {"identity": "s1"},
        "sections.statuses": {"now": NOON},
        "claims.active": {"now": NOON},
        "claims.of_outing": {"outing": "o1"},
        "claims.of_pair": {"pair": "p1"},
        "claims.of_section": {"section": "s1"},
        "recording.get": {"keys": ["k1", "k9"]},
        "recording.of_outing": {"outing": "o1"},
        "recording.of_pair": {"pair": "p1"},
        "recording.of_section": {"section": "s1"},
        "recording.rows_of_pair": {"pair": "p1"},
        "recording.sheet": {"code": "K7PX"},
        "recording.sheet_visits": {"code": "K7PX"},
        "recording.sheets": {"outing": "o1"},
        "publications.get": {"number": 1},
        "asking.read": {"tokens": ["open", "done"], "today": DAY},
        "accounts.by_identity": {"identity": "ada@example.org"},
        "accounts.credentials": {"login": "ada"},
        "accounts.credentials_of": {"identity": "ada"},
        "accounts.get": {"identity": "ada"},
        "persons.get": {"identity": "v1"},
        "entrance.invited": {"key": KEY_BYTES, "now": NOON},
        "entrance.sign_ins": {"account": "ada"},
        "entrance.signed_in": {"key": KEY_BYTES},
        "purging.purge": {"before": date(2030, 1, 1), "dry_run": True},
        # Named by what `claims.of_pair` and `verbatims.all` give.
        "claims.get": {},
        "verbatims.get": {},
    }
)
# These are about the whole database; `importing` and those that follow write.
OF_ALL = {
    "campaigns",
    "work_on",
    "has_campaign",
    "check",
    "back_up",
    "move_to",
    "close",
    "forget",
    "use_keys",
    "change_key",
}
WRITERS = {
    *("importing", "note_key", "replace_quartiers", "save_campaign", "save_questionnaire"),
    *("save_targets", "save_texts", "undo_import"),
    *("people.remove", "people.save", "people.save_all"),
    *("outings.attend", "outings.close", "outings.remove", "outings.reopen", "outings.save"),
    *("outings.save_pairs", "outings.set_walk", "outings.sign_up", "outings.withdraw"),
    *("sections.replace", "sections.set_factor"),
    *("claims.claim", "claims.extend", "claims.hand_over", "claims.release"),
    *("recording.answer", "recording.check_sheet", "recording.record", "recording.save_sheet"),
    *("verbatims.code", "verbatims.confirm", "verbatims.quote", "verbatims.reopen"),
    *("verbatims.save_codebook", "verbatims.set_aside", "verbatims.uncode"),
    *("publications.add", "publications.withdraw", "audit.note"),
    *("asking.close", "asking.keep", "asking.open", "asking.withdraw"),
    *(
        "accounts.remove",
        "accounts.rename",
        "accounts.save",
        "accounts.save_all",
        "accounts.set_code",
    ),
    *("accounts.set_password", "entrance.attempt", "entrance.come_in", "entrance.end"),
    *("entrance.forgive", "entrance.invite", "entrance.renew", "entrance.revoke"),
    *("entrance.sign_in", "entrance.use_code", "persons.erase"),
}


def methods(store: Store) -> Iterator[tuple[str, Callable[..., object]]]:
    """Give all that a store and its parts can do, by name."""
    parts = {name: part for name, part in vars(store).items() if not name.startswith("_")}
    for start, whole in [("", store), *((f"{name}.", part) for name, part in parts.items())]:
        for name in dir(whole):
            if not name.startswith("_") and name not in parts and callable(getattr(whole, name)):
                yield start + name, getattr(whole, name)


def test_each_method_is_said_to_read_or_to_write(empty_store: Store) -> None:
    """A new one belongs into ARGUMENTS, with how it is called, or into WRITERS."""
    unknown = {
        name
        for name, method in methods(empty_store)
        if name not in OF_ALL | WRITERS | ARGUMENTS.keys()
        and any(p.default is p.empty for p in signature(method).parameters.values())
    }
    assert unknown == set()


def told(store: Store) -> dict[str, object]:
    """Ask a store everything that it answers about its campaign."""
    answers: dict[str, object] = {}
    named = {
        "claims.get": {"identity": store.claims.of_pair("p1")[0].id},
        "verbatims.get": {"identity": store.verbatims.all()[0].id},
    }
    for name, method in methods(store):
        if name not in OF_ALL | WRITERS:
            found = method(**named.get(name, ARGUMENTS.get(name, {})))
            answers[name] = list(found) if isinstance(found, Iterator) else found
    return answers


@pytest.fixture
def lived(store: Store) -> Store:
    """Give a store after a full day."""
    full_day(store)
    return store


def test_no_reader_sees_the_rows_of_another_campaign(lived: Store) -> None:
    assert [name for name, several in rows(lived, CAMPAIGN.id).items() if not several] == []
    alone = told(lived)
    add_neighbour(lived)
    assert rows(lived, "neighbour") == rows(lived, CAMPAIGN.id)
    together = told(lived)
    assert {name for name in alone if alone[name] != together[name]} == set()
    assert len(alone) > 60


def test_no_writer_touches_the_rows_of_another_campaign(lived: Store) -> None:
    """Whatever changes or removes the most of each table."""
    add_neighbour(lived)
    before = rows(lived, "neighbour")
    with deeds.doing(DEED):
        lived.audit.note()
    lived.accounts.set_password("bob", "hash")
    lived.entrance.renew(KEY_BYTES, today=DAY, expires=DAY + timedelta(9))
    lived.entrance.forgive(KEY_BYTES)
    lived.entrance.revoke("ada")
    lived.accounts.remove("bob")
    for claim in lived.claims.of_pair("p1"):
        lived.claims.release(claim.id, now=NOON)
    lived.recording.check_sheet("K7PX", "Ada")
    for verbatim in lived.verbatims.all():
        lived.verbatims.reopen(verbatim.id)
    lived.verbatims.save_codebook(Codebook(()))
    lived.asking.withdraw("open", today=DAY)
    lived.publications.withdraw(1, at=NOON, reason="why")
    lived.undo_import(lived.imports()[0].id)
    lived.outings.close("o1", now=NOON)
    lived.persons.erase("v1")
    for volunteer in lived.people.volunteers():
        lived.people.remove(volunteer.id)
    lived.sections.set_factor("a", None)
    lived.sections.replace([], source="none", at="2023", quartiers={"a", "b", "c"})
    lived.purging.purge(date(2030, 1, 1))
    lived.save_campaign(CAMPAIGN)
    after = rows(lived, "neighbour")
    assert {name for name in before if before[name] != after[name]} == set()
    assert rows(lived, CAMPAIGN.id) != after
