"""The record of processing says something of every table and column, in both languages."""

from datetime import date
from pathlib import Path

from dashboard import i18n
from data.processing import RECORD
from data.purposes import COMMON, Basis, Kept, Seen, Use, Whom
from data.schema import metadata
from data.store import open_store
from tests.data.conftest import CAMPAIGN


def test_every_table_and_column_has_its_purpose() -> None:
    assert set(RECORD) == set(metadata.tables), "say in data/processing.py what it is kept for"
    silent = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name not in RECORD[table.name].columns and column.name not in COMMON
    ]
    assert not silent, "say in data/processing.py what they are kept for"


def test_nothing_is_said_of_what_there_is_not() -> None:
    for name, purpose in RECORD.items():
        assert set(purpose.columns) <= set(metadata.tables[name].columns.keys()), name
    used = {column.name for table in metadata.tables.values() for column in table.columns}
    assert set(COMMON) <= used


def test_what_is_about_somebody_says_why_it_may_be_kept() -> None:
    for name, purpose in RECORD.items():
        if purpose.whom is not Whom.NOBODY:
            assert purpose.basis is not Basis.NONE, name


def test_every_text_has_its_french() -> None:
    texts = {text for purpose in RECORD.values() for text in (purpose.title, purpose.why)}
    texts |= {str(member) for kind in (Whom, Basis, Seen, Kept) for member in kind}
    texts |= {RECORD[name].use(column).what for name in RECORD for column in RECORD[name].columns}
    texts |= set(COMMON.values())
    french = i18n.merged("fr")
    assert not sorted(text for text in texts if french.get(text) is None)


def test_a_column_may_be_kept_for_less_long_than_its_table() -> None:
    visits = RECORD["visits"]
    assert visits.kept is Kept.DATABASE
    assert visits.use("door") == Use("number of the door", Kept.RESTITUTION)
    assert visits.use("doors").kept is Kept.DATABASE


PURGED = {Kept.OUTING, Kept.DOORS, Kept.RESTITUTION, Kept.SIGN_IN, Kept.DAY}
"""What a purge takes; the rest goes with an account or with the database."""


def declared() -> set[tuple[str, Kept]]:
    """Give what a purge has to take, as it is declared."""
    return {
        (name, kept)
        for name, purpose in RECORD.items()
        for column in metadata.tables[name].columns
        if (kept := purpose.use(column.name).kept) in PURGED
    }


def test_a_purge_takes_what_is_declared_and_nothing_else(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'portes.sqlite'}") as store:
        store.save_campaign(CAMPAIGN)
        taken = store.purging.purge(date(2024, 1, 1))
    assert {(step.table, step.kept) for step in taken} == declared()
    for step in taken:
        for column in step.columns:
            assert RECORD[step.table].use(column).kept is step.kept, f"{step.table}.{column}"
