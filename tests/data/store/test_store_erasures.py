"""A restore brings nobody back who was erased since, and nothing that was purged."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from data.accounts import Account
from data.fieldwork import Contact, Volunteer
from data.model import Role
from data.restitution import Coding
from data.store import Store, dialect, erasures, open_store
from data.store.forgetting import Again
from tests.data.conftest import CAMPAIGN, ON_SQLITE
from tests.data.store.conftest import NOON
from tests.data.store.test_store_backup import _back_up, _damage, _prints, _restore, _visit
from tests.data.store.test_store_purging import AFTER_DOORS, figures, lived, rows  # noqa: F401


def _everything(store: Store) -> str:
    with store._reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM volunteers").all()
        accounts = connection.exec_driver_sql("SELECT name FROM accounts").all()
        sheets = connection.exec_driver_sql("SELECT checked_by FROM sheets").all()
        codings = connection.exec_driver_sql("SELECT coder FROM codings").all()
    return str([*names, *accounts, *sheets, *codings])


def test_who_was_erased_since_is_erased_again(lived: Store, store_url: str, tmp_path: Path) -> None:  # noqa: F811
    """By whatever way: erased, taken off the list, or an account that was removed."""
    lived.accounts.save(Account("a3", "Relectrice", role=Role.COORDINATOR))
    lived.people.save(Volunteer("v9", "zoé  CODEUSE"))
    path = tmp_path / "b.sqlite"
    _back_up(lived, path)
    lived.persons.erase("v1")
    lived.people.remove("v9")
    lived.accounts.remove("a3")
    kept = figures(lived)
    assert _restore(store_url, path).again == Again(people=3, before=None)
    told = _everything(lived)
    for name in ("Nom 1", "Relectrice", "CODEUSE", "Codeuse"):
        assert name not in told
    assert "Nom 2" in told and "Chef" in told
    assert lived.people.contact("v1") == Contact("v1")
    assert figures(lived) == kept


def test_once_more_with_an_older_backup(lived: Store, store_url: str, tmp_path: Path) -> None:  # noqa: F811
    """What was erased before a restore is still known after it."""
    for name in ("older", "newer"):
        _back_up(lived, tmp_path / name)
    lived.persons.erase("v1")
    for name in ("newer", "older"):
        done = _restore(store_url, tmp_path / name, keep=f"kept {name}")
        assert done.again == Again(people=1, before=None)
    assert "Nom 1" not in _everything(lived)


def test_what_was_purged_is_purged_again(lived: Store, store_url: str, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "b.sqlite"
    _back_up(lived, path)
    assert rows(lived.purging.purge(AFTER_DOORS))
    kept = figures(lived)
    done = _restore(store_url, path)
    assert done.again is not None and done.again.before == AFTER_DOORS
    assert not rows(lived.purging.purge(AFTER_DOORS))
    assert figures(lived) == kept
    assert done.rows == sum(told.rows for told in _prints(store_url).values())


def test_the_latest_day_holds_and_looking_notes_nothing(lived: Store) -> None:  # noqa: F811
    lived.purging.purge(AFTER_DOORS, dry_run=True)
    assert _gone(lived).before is None
    for day in (AFTER_DOORS, date(2023, 4, 9)):
        with dialect.writing(lived._engine) as connection:
            erasures.note_purge(connection, CAMPAIGN.id, day)
    assert _gone(lived).before == AFTER_DOORS


def test_what_is_noted_names_nobody(lived: Store) -> None:  # noqa: F811
    lived.persons.erase("v1")
    gone = _gone(lived)
    assert gone.among(["v1", "v2", "a1"]) == {"v1", "a1"}
    assert not replace(gone, secret=b"another").among(["v1", "v2"])


def _gone(store: Store) -> erasures.Gone:
    with store._reading() as connection:
        return erasures.known(connection)[CAMPAIGN.id]


def test_a_backup_on_a_new_machine_tells_that_nothing_is_known(
    field: Store, tmp_path: Path
) -> None:
    path = tmp_path / "b.sqlite"
    _back_up(field, path)
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere' / 'new.sqlite'}"
    assert _restore(elsewhere, path).again is None
    assert _restore(elsewhere, path).again == Again(people=0, before=None)


@ON_SQLITE
def test_a_damaged_file_is_still_asked_who_was_erased(
    field: Store, store_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "b.sqlite"
    field.recording.record([_visit(1)])
    _back_up(field, path)
    field.people.remove("v1")
    _damage(store_url)
    done = _restore(store_url, path)
    assert done.broken and done.again == Again(people=1, before=None)
    with open_store(store_url) as store:
        assert "v1" not in {one.id for one in store.people.volunteers()}


def test_two_coders_stay_two(lived: Store) -> None:  # noqa: F811
    identity = lived.verbatims.all()[0].id
    lived.people.save(Volunteer("v8", "Zoé Codeuse"))
    lived.verbatims.code(Coding(identity, "1", (), NOON))
    lived.people.remove("v8")
    assert sorted({one.coder for one in lived.verbatims.codings()}) == ["1", "2"]
