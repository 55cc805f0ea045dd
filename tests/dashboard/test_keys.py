"""The key file: made once, known again, and what is sealed opens nowhere else."""

import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import keys
from dashboard.errors import KeyFileError, MissingKeyError, WrongKeyError
from dashboard.keys import Keys
from dashboard.service import Service
from dashboard.settings import Settings, load
from data.box import Box
from data.errors import UnreadableSecretError

BOX = Box(bytes(range(32)))


def settings(folder: Path, **variables: str) -> Settings:
    return load(database=f"sqlite:///{folder / 'portes.sqlite'}", environ=variables)


def test_it_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "new" / "portes.key"
    first = keys.load(path, mark=None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.load(path, mark=first.mark).derive("a") == first.derive("a")
    assert [one.name for one in path.parent.iterdir()] == ["portes.key"]


def test_several_that_make_it_at_once_get_the_same(tmp_path):
    path, found, ready = tmp_path / "portes.key", [], threading.Barrier(8)

    def make() -> None:
        ready.wait()
        found.append(keys.load(path, mark=None).mark)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(found)) == 1


def test_purposes_share_nothing():
    made = Keys(bytes(32))
    assert len({made.derive(purpose) for purpose in ("cookies", "sessions", "mark")}) == 3
    with pytest.raises(UnreadableSecretError):
        Box(*made.derive("contacts")).open(made.codes().seal("x", about="a"), about="a")


def test_a_new_generation_reads_what_is_older(tmp_path):
    path = tmp_path / "portes.key"
    old = keys.load(path, mark=None)
    sealed = old.codes().seal("secret", about="row")
    keys.load(tmp_path / "new", mark=None)
    path.write_text((tmp_path / "new").read_text() + path.read_text())
    both = keys.load(path, mark=old.mark)
    assert both.codes().open(sealed, about="row") == "secret"
    with pytest.raises(UnreadableSecretError):
        old.codes().open(both.codes().seal("secret", about="row"), about="row")


def test_where_it_lies(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    assert keys.path_of(settings(tmp_path)) == tmp_path / "portes.key"
    named = settings(tmp_path, PORTES_KEY_FILE=str(tmp_path / "elsewhere"))
    assert keys.path_of(named) == tmp_path / "elsewhere"
    server = load(database="postgresql+psycopg://somewhere/portes", environ={})
    assert keys.path_of(server).name == "portes.key"
    assert keys.path_of(server).is_relative_to(tmp_path / "home")


def test_a_database_knows_its_key_file_again(tmp_path):
    wish = settings(tmp_path)
    first = Service.open(wish).keys
    assert Service.open(wish).keys.derive("a") == first.derive("a")
    path = tmp_path / "portes.key"
    path.rename(tmp_path / "kept")
    with pytest.raises(MissingKeyError):
        _ = Service.open(wish).keys
    assert not path.exists(), "none may be made in the place of one that is gone"
    keys.load(path, mark=None)
    with pytest.raises(WrongKeyError):
        _ = Service.open(wish).keys
    (tmp_path / "kept").replace(path)
    assert Service.open(wish).keys.mark == first.mark


@pytest.mark.parametrize("content", ["", "portes-key-1:", "portes-key-1:!", "é", "AAAA"])
def test_what_is_no_key_file(tmp_path, content):
    path = tmp_path / "portes.key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(KeyFileError):
        keys.load(path, mark=None)
    assert path.read_text(encoding="utf-8") == content


@given(st.text(max_size=200), st.text(max_size=40))
def test_what_is_sealed_opens(plain, about):
    sealed = BOX.seal(plain, about=about)
    assert BOX.open(sealed, about=about) == plain
    assert BOX.seal(plain, about=about) != sealed


@given(st.text(max_size=50), st.integers(0), st.integers(1, 255))
def test_what_was_changed_does_not_open(plain, where, how):
    import base64

    raw = bytearray(base64.urlsafe_b64decode(BOX.seal(plain, about="row")))
    raw[where % len(raw)] ^= how
    with pytest.raises(UnreadableSecretError):
        BOX.open(base64.urlsafe_b64encode(bytes(raw)).decode(), about="row")


@given(st.text(max_size=50))
def test_what_was_never_sealed_or_was_moved_does_not_open(text):
    with pytest.raises(UnreadableSecretError):
        BOX.open(text, about="row")
    with pytest.raises(UnreadableSecretError):
        BOX.open(BOX.seal(text, about="row"), about="another")
