"""Each fault that checking looks for is planted, found, and the only one found."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from data import deeds
from data.checkup import TEMPLATES, Fault
from data.fieldwork import Recorded
from data.model import Outcome, Response, Spread, Visit
from data.store import Store, audit, dialect
from tests.data.conftest import ON_SQLITE
from tests.data.store.conftest import DAY, NOON, an_outing
from tests.data.store.test_store_backup import _damage

DEED = deeds.Deed("", "administrator", "Rounds.save", datetime(2023, 4, 2, tzinfo=UTC))


@pytest.fixture
def used(field: Store) -> Store:
    """Give a store in which everything that is checked has something to check."""
    field.save_targets(Spread(), 100, {"a": 40, "b": 40, "c": 20})
    with field.importing("file.csv", at="2023-04-02") as writer:
        writer.add_visits([Visit(f"v{n}", "b", DAY, Outcome.ABSENT, doors=n) for n in (1, 2)])
        writer.add_responses([Response("r1", 1, "a", DAY, {"life": 4}, {"likes": "l’été"})])
    with field.importing("demo", at="2023-04-02", demo=True) as writer:
        writer.add_responses([Response("d1", 1, "a", DAY, {"life": 3})])
    with field.importing("wrong.csv", at="2023-04-02") as writer:
        writer.add_visits([Visit("w1", "b", DAY, Outcome.ABSENT)])
    field.undo_import(next(one.id for one in field.imports() if one.source == "wrong.csv"))
    field.recording.answer(Response("d2", 1, "b", DAY, {"life": 1}), demo=True)
    _record(field)
    field.claims.claim("s1", "o1", "p1", now=NOON, expires=NOON.replace(hour=18))
    content = '{"number":1}'
    field.publications.add(1, content, sha256(content.encode()).hexdigest(), at=NOON)
    with deeds.doing(DEED):
        field.outings.set_walk("p1", field.outings.pair("p1").walk)
    return field


def _record(store: Store) -> None:
    where = {"street": "rue s1", "section": "s1", "outing": "o1", "pair": "p1"}
    store.recording.record(
        [
            Recorded("k1", "a", DAY, Outcome.ABSENT, door="1", **where),
            Recorded("k2", "a", DAY, Outcome.INTERVIEW, door="1", replaces="k1", **where),
            Recorded("k3", "a", DAY, None, door="1", replaces="k2", **where),
        ]
    )


def _plant(store: Store, *statements: str) -> None:
    """Write past the store and past what the database would refuse."""
    with store._engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()
        connection.invalidate()


def test_nothing_is_found_where_nothing_is_wrong(used: Store) -> None:
    checkup = used.check()
    assert checkup.findings == ()
    assert checkup.rows["visits"] == 5
    assert checkup.rows["responses"] == 3


def test_nothing_is_found_in_an_empty_database(empty_store: Store) -> None:
    assert empty_store.check().findings == ()


CIRCLE = (
    "UPDATE visits SET replaces = (SELECT key FROM visits WHERE outcome IS NULL)"
    " WHERE outcome = 'absent' AND door = '1'"
)
PLANTED = {
    Fault.NO_REVISION: "DELETE FROM revisions",
    Fault.NO_SECRET: "DELETE FROM secrets",
    Fault.TARGETS: "UPDATE quartiers SET target = target + 1 WHERE code = 'a'",
    Fault.IMPORT: "DELETE FROM visits WHERE doors = 2",
    Fault.UNDONE: "UPDATE imports SET undone = true WHERE source = 'demo'",
    Fault.CIRCLE: CIRCLE,
    Fault.RATINGS: "UPDATE responses SET ratings = '{\"life\":6}' WHERE texts != '{}'",
    Fault.UNREADABLE: "UPDATE responses SET ratings = '{life' WHERE texts != '{}'",
    Fault.RELEASE: "UPDATE publications SET content = '{\"number\":2}'",
    Fault.VERSION: "UPDATE alembic_version SET version_num = '0001'",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(used: Store, fault: Fault) -> None:
    _plant(used, PLANTED[fault])
    assert [finding.fault for finding in used.check().findings] == [fault]


def test_a_demonstration_of_which_rows_are_gone(used: Store) -> None:
    _plant(used, "DELETE FROM responses WHERE quartier = 'b'")
    assert used.check().findings == ()  # what was tried out
    _plant(used, "DELETE FROM responses WHERE texts = '{}'")
    (finding,) = used.check().findings
    assert (finding.fault, finding.params["source"]) == (Fault.IMPORT, "demo")


@ON_SQLITE  # a server never lets that happen
def test_what_refers_to_nothing_is_found(used: Store) -> None:
    _plant(used, "DELETE FROM pairs WHERE id = 'p1'", "DELETE FROM quartiers WHERE code = 'c'")
    found = {
        finding.params["table"]: finding.params["number"]
        for finding in used.check().findings
        if finding.fault is Fault.REFERENCE
    }
    assert found == {"claims": 1, "pair_members": 2}


def test_a_claim_for_another_outing_is_found(used: Store) -> None:
    used.outings.save(an_outing("o2"))
    _plant(used, "UPDATE claims SET outing = 'o2'")
    assert [finding.fault for finding in used.check().findings] == [Fault.CLAIM]


def test_an_audit_that_was_tampered_with_is_found(used: Store) -> None:
    with dialect.writing(used._engine) as connection:
        audit.unguard(connection)
    _plant(used, "UPDATE audit SET account = 'b'")
    (finding,) = used.check().findings
    assert finding.fault is Fault.AUDIT
    assert "changed" in finding.params["fault"].template  # type: ignore[attr-defined]


@ON_SQLITE  # files are the business of a server
def test_a_damaged_page_is_found(used: Store) -> None:
    used.close()
    _damage(str(used._engine.url))
    assert {finding.fault for finding in used.check().findings} == {Fault.DAMAGED}


def test_checking_changes_nothing_and_holds_nobody_up(used: Store) -> None:
    before = used.revision()
    with dialect.writing(used._engine):
        assert used.check().findings == ()
    assert used.revision() == before


def test_every_fault_has_its_words() -> None:
    assert set(TEMPLATES) == set(Fault)
    tried = {*PLANTED, Fault.REFERENCE, Fault.CLAIM, Fault.AUDIT, Fault.DAMAGED, Fault.DOORS}
    assert tried == set(Fault)
