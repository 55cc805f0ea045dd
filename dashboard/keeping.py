"""Backups, and bringing them back: use cases of whoever looks after the app.

A plain backup never holds the key file: whoever finds it reads no contact details. An encrypted
one may hold it, for those who want one file and one passphrase to be enough.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from dashboard import keys
from dashboard.access import COMMAND_LINE, Part, allowed
from dashboard.errors import (
    KeyFileError,
    KeyInPlainBackupError,
    PassphraseNeededError,
)
from dashboard.files import Progress
from dashboard.settings import Settings, sqlite_file
from data import deeds, sealing
from data.campaigns import POITIERS, load_folder
from data.checkup import Checkup
from data.errors import (
    BackupExistsError,
    BackupFileError,
    BackupWriteError,
    DatabaseUnreachableError,
)
from data.keyring import NO_KEYS, Keyring
from data.model import Role
from data.store import backup, dialect, restoring
from data.store.moving import Moved
from data.store.resealing import Resealed

KEY_NOTE = "key"
"""Note of a backup that holds the key file."""


class KeyFate(StrEnum):
    """What became of the key file when a backup was brought in; English templates."""

    FITS = "The key file “{source}” goes with it."
    MISSING = (
        "Contact details in it are encrypted, and the key file is not here: put the one that was "
        "there when the backup was made at “{source}”."
    )
    OTHER = (
        "Contact details in it are encrypted with another key file than “{source}”: put the one "
        "that was there when the backup was made in its place."
    )
    WRITTEN = "The key file came with it and lies at “{source}” now."
    PUT_ASIDE = (
        "The key file came with it and lies at “{source}” now; the one that was there before is "
        "kept beside it."
    )


@dataclass(frozen=True)
class Return:
    """A backup that was brought in.

    Parameters
    ----------
    key
        What became of the key file; None where nothing in the backup needs one.
    key_file
        Where it lies, or has to.
    """

    restored: restoring.Restored
    key: KeyFate | None
    key_file: Path


class Keeping(Part):
    """Backups of the whole database, moving it, and whether it is sound."""

    @allowed(Role.ADMINISTRATOR, audited=True)
    def backup(
        self,
        path: Path,
        *,
        passphrase: str | None = None,
        with_key: bool = False,
        replace: bool = False,
        progress: Progress | None = None,
    ) -> backup.BackupNote:
        """Write everything to one file, while the app goes on; give what it holds.

        Parameters
        ----------
        passphrase
            What the file is encrypted with; None: it is not.
        with_key
            Whether the key file goes into it.
        replace
            Whether a file of that name may be replaced.

        Raises
        ------
        KeyInPlainBackupError
            The key file is to go into a backup that is not encrypted.
        BackupExistsError, BackupWriteError
            There is such a file, or it cannot be written.
        DatabaseUnreachableError
            The database cannot be read, or is damaged.
        """
        if with_key and passphrase is None:
            raise KeyInPlainBackupError()
        if path.exists() and not replace:
            raise BackupExistsError(source=path)
        extra = {KEY_NOTE: _read_key(self.settings)} if with_key else None
        how: dict[str, Any] = {"now": self.settings.now(), "extra": extra, "progress": progress}
        if passphrase is None:
            made = self._store.back_up(path, replace=replace, **how)
        else:
            with _draft(path) as draft:
                made = self._store.back_up(draft, **how)
                sealing.seal_file(draft, path, passphrase)
        # A backup can be made of what cannot be written any more.
        with suppress(DatabaseUnreachableError):
            self._store.audit.note()
        return made

    @allowed(Role.ADMINISTRATOR, audited=True)
    def download(self, *, passphrase: str | None = None, with_key: bool = False) -> bytes:
        """Give a backup as a file to take away; parameters and errors are those of `backup`."""
        with tempfile.TemporaryDirectory(prefix="portes-backup-") as folder:
            path = Path(folder) / "backup"
            self.backup(path, passphrase=passphrase, with_key=with_key)
            return path.read_bytes()

    @allowed(Role.ADMINISTRATOR)
    def check(self) -> Checkup:
        """Check whether all that the database holds fits together; nothing is changed.

        Raises
        ------
        DatabaseUnreachableError
            It cannot be read at all.
        """
        return self._store.check()

    @allowed(Role.ADMINISTRATOR, audited=True)
    def move(self, target: str, *, progress: Progress | None = None) -> Moved:
        """Copy everything into an empty database, for instance on PostgreSQL; this one stays.

        Parameters
        ----------
        target
            Address of the other database, as `Settings.database`.

        Raises
        ------
        MoveError
            The other one is not empty, somebody wrote to this one meanwhile, or the two differ.
        DatabaseUnreachableError
            The other one cannot be used.
        """
        return self._store.move_to(target, progress=progress)

    @allowed(Role.ADMINISTRATOR, audited=True)
    def rotate_key(self) -> Resealed:
        """Put a new key on top of the key file and seal everything in the database with it.

        The file comes first, the database in one transaction after it. Broken off in between, all
        still opens with the older key, and the next start does the rest.

        Raises
        ------
        KeyFileError
            The key file cannot be used or written; nothing has changed.
        """
        path = keys.path_of(self.settings)
        _ = self._service.keys  # a key file that is missing or not ours is refused
        return self._store.change_key(lambda: keys.renew(path).ring())


def is_sealed(path: Path) -> bool:
    """Say whether a backup is encrypted; what cannot be read is not."""
    try:
        with path.open("rb") as file:
            return sealing.is_sealed(file.read(32))
    except OSError:
        return False


def restore(
    settings: Settings,
    path: Path,
    *,
    passphrase: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Return:
    """Put a backup in the place of all records, also while the app runs.

    For the command line: whoever has the database file has everything. The database in use may be
    missing or damaged.

    Raises
    ------
    PassphraseNeededError, WrongPassphraseError
        The backup is encrypted.
    BackupFileError, OtherCampaignError
        It cannot be brought in.
    BackupWriteError, DatabaseUnreachableError
        What is there cannot be kept, or replaced.
    KeyFileError
        The key file that came with it cannot be written; the records are in.
    """
    deed = deeds.Deed(
        COMMAND_LINE.account, COMMAND_LINE.role.name.lower(), "Keeping.restore", settings.now()
    )
    with (
        _opened(path, passphrase) as plain,
        restoring.checked(plain) as source,
    ):
        ring = _ring(settings, source)
        # An entry without its seal would be taken for a forgery once the key file is there again.
        sealable = source.key_mark is None or ring != NO_KEYS
        with deeds.doing(deed) if sealable else deeds.unrecorded():
            done = restoring.restore(
                settings.database,
                source,
                name=path,
                keep=_keep(settings),
                now=settings.now(),
                campaign=_campaign(settings),
                force=force,
                keys=ring,
                progress=progress,
            )
        fate = _settle_key(settings, source)
    return Return(done, fate, keys.path_of(settings))


def _campaign(settings: Settings) -> str | None:
    """Name the campaign that the settings ask for; the shipped folder asks for none."""
    if settings.campaign == POITIERS:
        return None
    return load_folder(settings.campaign).campaign.id


def _keep(settings: Settings) -> Path:
    """Say where what is there now is kept: beside it, else beside the key file."""
    database = sqlite_file(settings.database)
    name = database.stem if database else "portes"
    folder = (database or keys.path_of(settings)).parent
    start = f"{name}.before-{settings.now():%Y%m%d-%H%M%S}"
    paths = (folder / f"{start}{more}.sqlite" for more in ("", *(f"-{n}" for n in range(2, 100))))
    return next(path for path in paths if not path.exists())


@contextmanager
def _opened(path: Path, passphrase: str | None) -> Iterator[Path]:
    """Give the backup decrypted, for as long as it is needed."""
    if not is_sealed(path):
        yield path
        return
    if passphrase is None:
        raise PassphraseNeededError(source=path)
    with tempfile.TemporaryDirectory(prefix="portes-restore-") as folder:
        plain = Path(folder) / "plain.sqlite"
        try:
            sealing.unseal_file(path, plain, passphrase)
        except OSError as error:
            raise BackupFileError(source=path, reason=dialect.reason_of_file(error)) from error
        yield plain


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    """Give a place for the backup before it is encrypted, for its owner only."""
    try:
        with tempfile.TemporaryDirectory(prefix=".portes-", dir=path.parent) as folder:
            yield Path(folder) / "plain.sqlite"
    except OSError as error:
        raise BackupWriteError(source=path, reason=dialect.reason_of_file(error)) from error


# The key file


def _read_key(settings: Settings) -> str:
    path = keys.path_of(settings)
    try:
        return path.read_text("ascii")
    except (OSError, ValueError) as error:
        raise KeyFileError(source=path) from error


def _ring(settings: Settings, source: restoring.Checked) -> Keyring:
    """Give the keys that a backup goes with, as far as their file is here or came with it."""
    with tempfile.TemporaryDirectory(prefix="portes-restore-") as folder:
        brought = Path(folder) / keys.KEY_FILE
        if KEY_NOTE in source.notes:
            backup.write_new(brought, source.notes[KEY_NOTE].encode())
        for path in (keys.path_of(settings), brought):
            if source.key_mark is not None and path.exists():
                with suppress(KeyFileError):
                    return keys.load(path, mark=source.key_mark).ring()
    return NO_KEYS


def _will_do(path: Path, mark: bytes | None, brought: str | None) -> bool:
    """Say whether the key file that is there opens what is in a backup."""
    try:
        if mark is None:
            return path.read_text("ascii") == brought
        keys.load(path, mark=mark)
    except (KeyFileError, OSError, ValueError):
        return False
    return True


def _settle_key(settings: Settings, source: restoring.Checked) -> KeyFate | None:
    """Put the key file of a backup in its place, unless the one there will do."""
    path, brought = keys.path_of(settings), source.notes.get(KEY_NOTE)
    if brought is None and source.key_mark is None:
        return None
    if path.exists() and _will_do(path, source.key_mark, brought):
        return KeyFate.FITS
    if brought is None:
        return KeyFate.OTHER if path.exists() else KeyFate.MISSING
    aside = path.exists()
    try:
        if aside:
            path.rename(path.with_name(f"{path.name}.before-{settings.now():%Y%m%d-%H%M%S}"))
        backup.write_new(path, brought.encode())
    except OSError as error:
        raise KeyFileError(source=path) from error
    return KeyFate.PUT_ASIDE if aside else KeyFate.WRITTEN
