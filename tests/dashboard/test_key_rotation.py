"""A new key: everything is sealed with it or nothing, and whoever has the app open goes on."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard import keys
from dashboard.access import COMMAND_LINE
from dashboard.errors import KeyFileError
from dashboard.service import Service
from dashboard.settings import Settings, load
from data.accounts import Account
from data.box import Box
from data.fieldwork import Contact, Volunteer
from data.model import Role
from data.schema import accounts, contacts
from data.store.resealing import Resealed

ADA = Contact("v1", "ada@lovelace.invalid", "06 12 34 56 78")
SECRET = "GEZDGNBVGY3TQOJQ"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(database=f"sqlite:///{tmp_path / 'portes.sqlite'}", environ={})


@pytest.fixture
def app(settings: Settings) -> Iterator[Service]:
    """Give a campaign with somebody's contact details and somebody's code."""
    service = Service.open(settings)
    service.store.people.save_all([Volunteer("v1", "Ada")], [ADA])
    service.store.accounts.save(Account("a1", "Chef", Role.ADMINISTRATOR))
    service.store.accounts.set_code("a1", service.keys.codes().seal(SECRET, about="a1"))
    yield service
    service.store.close()


def path_of(settings: Settings) -> Path:
    return keys.path_of(settings)


def lines(settings: Settings) -> list[str]:
    return path_of(settings).read_text().split()


def readable(service: Service) -> bool:
    """Say whether all that is sealed opens, and the journal holds."""
    service = service.acting(COMMAND_LINE)
    known = service.store.accounts.credentials_of("a1")
    assert known is not None and known.code is not None
    return (
        service.store.people.contact("v1") == ADA
        and service.keys.codes().open(known.code, about="a1") == SECRET
        and not service.store.audit.verify().findings
    )


def sealed_by(service: Service, root: keys.Keys) -> bool:
    """Say whether everything was sealed with the newest of these keys, and its mark stands."""
    with service.store._reading() as connection:
        email = connection.scalar(select(contacts.c.email))
        code = connection.scalar(select(accounts.c.code).where(accounts.c.id == "a1"))
    campaign = service.campaign().id
    newest = root.ring()
    Box(newest.contacts[0]).open(email.removeprefix("box:"), about=f"contacts {campaign} v1 email")
    Box(newest.codes[0]).open(code, about="a1")
    return service.store.key_mark() == newest.marks[0]


def test_everything_is_sealed_with_the_new_key(app: Service, settings: Settings) -> None:
    old = lines(settings)
    assert app.keeping.rotate_key() == Resealed(contacts=1, codes=1)
    assert lines(settings)[1:] == old and len(lines(settings)) == 2
    assert stat.S_IMODE(path_of(settings).stat().st_mode) == 0o600
    assert readable(app)
    path = path_of(settings)
    path.write_text(f"{lines(settings)[0]}\n")  # the new one alone opens all of it
    assert sealed_by(app, keys.load(path, mark=app.store.key_mark()))
    assert [one.use_case for one in app.store.audit.entries()] == ["Keeping.rotate_key"]
    assert [one.name for one in path.parent.glob(".portes.key*")] == []


def test_an_app_that_is_open_goes_on(app: Service, settings: Settings) -> None:
    """It reads what was sealed anew, and cookies of both ages hold on either side."""
    other = Service.open(settings)
    before = other.entering.cookies().value("token")
    other.keeping.rotate_key()
    assert readable(app)
    after = other.entering.cookies().value("token")
    for service in (app.acting(COMMAND_LINE), other):
        mine = service.entering.cookies()
        assert {mine.read(value).token for value in (before, after)} == {"token"}
    assert app.entering.cookies().name == other.entering.cookies().name
    app.store.people.save_all([], [Contact("v1", "new@lovelace.invalid")])
    assert other.store.people.contact("v1").email == "new@lovelace.invalid"
    other.store.close()


def test_a_key_file_that_comes_back_is_used_without_a_new_start(settings: Settings, app) -> None:
    path = path_of(settings)
    path.rename(path.with_name("kept"))
    late = Service.open(settings)
    assert late.store.people.contact("v1").locked
    path.with_name("kept").rename(path)
    assert readable(late)
    path.write_text("nothing of ours")
    assert late.acting(COMMAND_LINE).store.people.contact("v1") == ADA
    late.store.close()


def _fail(*_given: object) -> None:
    raise OSError("no space left")


@pytest.mark.parametrize("where", ["dashboard.keys.write_new", "dashboard.keys.os.chown"])
def test_where_the_file_cannot_be_written_nothing_changes(
    app: Service, settings: Settings, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    old = lines(settings)
    with monkeypatch.context() as patched, pytest.raises(KeyFileError):
        patched.setattr(where, _fail)
        app.keeping.rotate_key()
    assert lines(settings) == old and readable(app)
    assert [one.name for one in path_of(settings).parent.glob(".portes.key*")] == []


def test_broken_off_in_the_database_the_next_start_finishes_it(
    app: Service, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched, pytest.raises(OSError, match="no space"):
        patched.setattr("data.store.resealing.settings.replace_key_mark", _fail)
        app.keeping.rotate_key()
    first = keys.load(path_of(settings), mark=app.store.key_mark())
    assert len(lines(settings)) == 2 and readable(app)
    again = Service.open(settings)
    assert readable(again) and sealed_by(again, first)
    again.store.close()


KILLED = """
import os, signal, sys
from unittest import mock
from dashboard.service import Service
from dashboard.settings import load

def die(*given):
    os.kill(os.getpid(), signal.SIGKILL)

service = Service.open(load(database=sys.argv[1], environ={}))
with mock.patch(sys.argv[2], die):
    service.keeping.rotate_key()
"""


@pytest.mark.parametrize(
    ("where", "generations"),
    [("dashboard.keys.os.chown", 1), ("data.store.store.audit.append", 2)],
)
def test_killed_half_way(app: Service, settings: Settings, where: str, generations: int) -> None:
    """Before the new file has its name, and after everything is sealed but not yet committed."""
    command = [sys.executable, "-c", KILLED, settings.database, where]
    done = subprocess.run(command, check=False, env={**os.environ})
    assert done.returncode == -signal.SIGKILL
    assert len(lines(settings)) == generations
    assert readable(app)
    again = Service.open(settings)
    assert readable(again)
    assert sealed_by(again, keys.load(path_of(settings), mark=again.store.key_mark()))
    again.store.close()


def test_older_backups_still_come_in(app: Service, settings: Settings, portes: Callable) -> None:
    """Their key is one of the older lines."""
    del app
    database = {"PORTES_DATABASE": settings.database}
    portes.done("backup", "b.sqlite", **database)
    assert "contact details of 1, codes of 1" in portes.done("keys", "rotate", "--yes", **database)
    assert "goes with it" in portes("restore", "b.sqlite", **database).stderr
    late = Service.open(settings)
    assert readable(late)
    assert sealed_by(late, keys.load(path_of(settings), mark=late.store.key_mark()))
    late.store.close()
