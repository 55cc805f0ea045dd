"""The key file: what is encrypted in the database, and what is signed, rests on it alone.

One file of random bytes, readable for its owner only, lies outside the database: whoever gets hold
of a copy of the database reads neither contact details nor the secrets of codes, and cannot make a
cookie. Each purpose has a key of its own, derived by HKDF, so that none stands for another.

The file holds one line a generation, the newest first: to change the key, put a new line on top.
What is new is made with the newest; what is older still opens.

The database keeps a mark of its key file. A file that is missing or belongs to another database is
noticed before anything is encrypted that nobody could read again.
"""

import base64
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
from data.keyring import Keyring
from data.store import Store

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
        return Keyring(contacts=self.derive("contacts"), audit=self.derive("audit"))

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
        # Written whole beside its place first: nobody ever reads half a key.
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                key = base64.urlsafe_b64encode(secrets.token_bytes(_BYTES)).decode()
                file.write(f"{_START}{key}\n")
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise KeyFileError(source=path) from error
