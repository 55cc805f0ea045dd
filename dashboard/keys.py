"""The key file: what is encrypted in the database, and what is signed, rests on it alone.

One file of random bytes, readable for its owner only, lies outside the database: whoever gets hold
of a copy of the database reads neither contact details nor the secrets of codes, and cannot make a
cookie. Each purpose has a key of its own, derived by HKDF, so that none stands for another.

The file holds one line a generation, the newest first. What is new is made with the newest; what
is older still opens. `renew` puts a new line on top; older lines stay, for older backups and for
the older part of the journal. An app that runs notices that its file has changed.

The database keeps a mark of its key file. A file that is missing or belongs to another database is
noticed before anything is encrypted that nobody could read again.
"""

import base64
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from platformdirs import user_data_path

from dashboard.errors import KeyFileError, MissingKeyError, WrongKeyError
from dashboard.settings import Settings, sqlite_file
from data.box import Box
from data.errors import DataError
from data.keyring import Keyring
from data.store import Store
from data.store.backup import persist, write_new

_log = logging.getLogger(__name__)

KEY_FILE = "portes.key"
_START = "portes-key-1:"
_BYTES = 32
_MARK = 16


class Keys:
    """The keys that one key file gives, one a purpose and generation.

    Parameters
    ----------
    roots
        The random bytes of each generation, the newest first.
    """

    def __init__(self, *roots: bytes) -> None:
        self._roots = roots

    @property
    def mark(self) -> bytes:
        """What the database keeps to know its key file again; tells nothing about the keys."""
        return self._marks()[0]

    def fits(self, mark: bytes) -> bool:
        """Say whether a database with that mark goes with this key file."""
        return any(secrets.compare_digest(mine, mark) for mine in self._marks())

    def derive(self, purpose: str) -> tuple[bytes, ...]:
        """Give the keys for one purpose, 32 bytes each, the newest generation first."""
        info = f"1001 portes: {purpose}".encode()
        return tuple(
            HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=info).derive(root)
            for root in self._roots
        )

    def ring(self) -> Keyring:
        """Give the keys that the store works with."""
        return Keyring(
            contacts=self.derive("contacts"),
            audit=self.derive("audit"),
            codes=self.derive("codes"),
            marks=self._marks(),
        )

    def codes(self) -> Box:
        """Give what encrypts the secrets of time-based codes."""
        return Box(*self.derive("codes"))

    def _marks(self) -> tuple[bytes, ...]:
        return tuple(key[:_MARK] for key in self.derive("mark"))


def path_of(settings: Settings) -> Path:
    """Say where the key file lies: as set, beside an SQLite database, else in the data folder."""
    if settings.key_file:
        return settings.key_file
    database = sqlite_file(settings.database)
    if database is None or database.name == ":memory:":
        return user_data_path("1001portes", appauthor=False) / KEY_FILE
    return database.parent / KEY_FILE


def load(path: Path, *, mark: bytes | None) -> Keys:
    """Read the key file of a database; one that never had any gets a new one.

    Parameters
    ----------
    mark
        What the database noted of its key file, None before it was ever needed.

    Raises
    ------
    MissingKeyError
        The database has had a key file, and it is gone.
    WrongKeyError
        The file belongs to another database.
    KeyFileError
        The file cannot be read or made, or is none.
    """
    if not path.exists():
        if mark is not None:
            raise MissingKeyError(source=path)
        _make(path)
    keys = Keys(*_read(path))
    if mark is not None and not keys.fits(mark):
        raise WrongKeyError(source=path)
    return keys


def of(store: Store, settings: Settings) -> Keys:
    """Read the key file of a store; one that never had any gets a new one, and remembers it.

    Raises
    ------
    MissingKeyError, WrongKeyError, KeyFileError
        As for `load`.
    """
    path, mark = path_of(settings), store.key_mark()
    keys = load(path, mark=mark)
    # Another process may have been first, with another file.
    if mark is None and not keys.fits(store.note_key(keys.mark)):
        raise WrongKeyError(source=path)
    return keys


def renew(path: Path) -> Keys:
    """Put a new generation on top of a key file; it is there as a whole, or nothing has changed.

    Raises
    ------
    KeyFileError
        The file cannot be read or written.
    """
    older = _read(path)
    newest = secrets.token_bytes(_BYTES)
    with _explained(path), _draft(path, newest, *older) as draft:
        if hasattr(os, "chown"):  # whoever runs the app has to read it still
            owner = path.stat()
            os.chown(draft, owner.st_uid, owner.st_gid)
        draft.replace(path)
        persist(path.parent)
    return Keys(newest, *older)


class KeyFile:
    """The key file of an opened store, read when it is first needed and when it has changed."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._path = path_of(settings)
        self._keys: Keys | None = None
        self._seen: object = None

    def keys(self) -> Keys:
        """Give the keys.

        Raises
        ------
        MissingKeyError, WrongKeyError, KeyFileError
            As for `load`.
        """
        self.follow()
        if self._keys is None:
            self._keys = of(self._store, self._settings)
        return self._keys

    def lend(self) -> None:
        """Let the store encrypt and seal; without its key file it goes on without.

        Who signs in needs the file and is told; names, doors and figures need it not.
        """
        try:
            self._keys = of(self._store, self._settings)
            self._store.use_keys(self._keys.ring())
        except KeyFileError as problem:
            _log.warning("%s: %s", type(problem).__name__, problem)
        self._seen = self._stamp()

    def follow(self) -> None:
        """Lend the keys again where the file is another than when they were lent.

        Where it cannot be used, the store goes on with those it has.
        """
        if self._seen is not None and self._seen != self._stamp():
            with suppress(DataError):  # whoever asks for more is told
                self.lend()

    def _stamp(self) -> tuple[int, ...]:
        """Say which file it is, as far as a glance tells; nothing where there is none."""
        try:
            told = self._path.stat()
        except OSError:
            return ()
        return told.st_ino, told.st_mtime_ns, told.st_size


def _read(path: Path) -> list[bytes]:
    with _explained(path):
        roots = []
        for line in path.read_text("ascii").split():
            root = base64.urlsafe_b64decode(line.removeprefix(_START))
            if not line.startswith(_START) or len(root) != _BYTES:
                raise ValueError("not a key file")
            roots.append(root)
        if not roots:
            raise ValueError("no key in it")
        return roots


def _make(path: Path) -> None:
    """Write a new file; where two processes do at once, the first one's stays."""
    with _explained(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _draft(path, secrets.token_bytes(_BYTES)) as draft, suppress(FileExistsError):
            os.link(draft, path)


@contextmanager
def _draft(path: Path, *roots: bytes) -> Iterator[Path]:
    """Write a key file whole beside its place first: nobody ever reads half a key."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    lines = (f"{_START}{base64.urlsafe_b64encode(root).decode()}\n" for root in roots)
    try:
        write_new(draft, "".join(lines).encode("ascii"))
        yield draft
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise KeyFileError(source=path) from error
