"""Files encrypted with a passphrase, in the age format: ``age -d`` opens them as well.

Assumption: a file fits into memory, twice.
"""

import os
import secrets
from pathlib import Path

from data.errors import NotSealedError, ShortPassphraseError, WrongPassphraseError

SUFFIX = ".age"
"""What is put behind the name of an encrypted file."""
SHORTEST = 12
"""Characters of a passphrase; below, all of them can be tried."""
_HEAD = b"age-encryption.org/"


def is_sealed(content: bytes) -> bool:
    """Say whether a file, or its first bytes, is encrypted like that.

    Examples
    --------
    >>> is_sealed(b"day,quartier,outcome"), is_sealed(b"age-encryption.org/v1 ...")
    (False, True)
    """
    return content.startswith(_HEAD)


def seal(content: bytes, passphrase: str) -> bytes:
    """Encrypt with a passphrase.

    Raises
    ------
    ShortPassphraseError
        If it has fewer than `SHORTEST` characters.
    """
    from pyrage import passphrase as age

    if len(passphrase) < SHORTEST:
        raise ShortPassphraseError(least=SHORTEST)
    sealed: bytes = age.encrypt(content, passphrase)
    return sealed


def unseal(content: bytes, passphrase: str) -> bytes:
    """Decrypt what `seal` or the program age encrypted with a passphrase.

    Raises
    ------
    NotSealedError
        If it is not encrypted.
    WrongPassphraseError
        If the passphrase does not fit, or the file is damaged: which of the two cannot be told.
    """
    import pyrage

    if not is_sealed(content):
        raise NotSealedError()
    try:
        opened: bytes = pyrage.passphrase.decrypt(content, passphrase)
    except pyrage.DecryptError as error:
        raise WrongPassphraseError() from error
    return opened


def seal_file(source: Path, target: Path, passphrase: str) -> None:
    """Encrypt a file; `target` is there as a whole or not at all, for its owner only.

    Raises
    ------
    ShortPassphraseError
        As for `seal`.
    OSError
        If one of the files cannot be read or written.
    """
    _write(target, seal(source.read_bytes(), passphrase))


def unseal_file(source: Path, target: Path, passphrase: str) -> None:
    """Decrypt a file; `target` is there as a whole or not at all, for its owner only.

    Raises
    ------
    NotSealedError, WrongPassphraseError
        As for `unseal`.
    OSError
        If one of the files cannot be read or written.
    """
    _write(target, unseal(source.read_bytes(), passphrase))


def _write(target: Path, content: bytes) -> None:
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
