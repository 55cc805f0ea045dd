"""Bringing a backup back, and the key file that goes with it.

Without a service: the database in use may be missing or damaged, so that none can be opened.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dashboard import keys
from dashboard.access import COMMAND_LINE
from dashboard.errors import KeyFileError, PassphraseNeededError
from dashboard.keeping import KEY_NOTE
from dashboard.settings import Settings, sqlite_file
from data import deeds, sealing
from data.campaigns import POITIERS, load_folder
from data.errors import BackupFileError
from data.keyring import NO_KEYS, Keyring
from data.progress import Progress
from data.store import backup, reasons, restoring


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
            raise BackupFileError(source=path, reason=reasons.reason_of_file(error)) from error
        yield plain


# The key file


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
