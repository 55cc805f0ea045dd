"""Backups, moving to another database, and checks; `dashboard.restoration` brings a backup back.

Use cases of whoever looks after the app, reached as `Service.keeping`.

A plain backup never holds the key file: whoever finds it reads no contact details. An encrypted
one may hold it, for those who want one file and one passphrase to be enough.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from dashboard import keys
from dashboard.access import Part, allowed
from dashboard.errors import (
    KeyFileError,
    KeyInPlainBackupError,
)
from dashboard.settings import Settings
from data import sealing
from data.checkup import Checkup
from data.errors import (
    BackupExistsError,
    BackupWriteError,
    DatabaseUnreachableError,
)
from data.model import Role
from data.progress import Progress
from data.store import backup, reasons
from data.store.moving import Moved
from data.store.resealing import Resealed

KEY_NOTE = "key"
"""Note of a backup that holds the key file."""


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


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    """Give a place for the backup before it is encrypted, for its owner only."""
    try:
        with tempfile.TemporaryDirectory(prefix=".portes-", dir=path.parent) as folder:
            yield Path(folder) / "plain.sqlite"
    except OSError as error:
        raise BackupWriteError(source=path, reason=reasons.reason_of_file(error)) from error


def _read_key(settings: Settings) -> str:
    path = keys.path_of(settings)
    try:
        return path.read_text("ascii")
    except (OSError, ValueError) as error:
        raise KeyFileError(source=path) from error
