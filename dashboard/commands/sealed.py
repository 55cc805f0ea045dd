"""Files that a command encrypts or decrypts: the options, the passphrase, the writing."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from dashboard.commands.base import INPUT, option
from dashboard.commands.output import write, write_bytes
from dashboard.i18n import _
from data import sealing

_Function = TypeVar("_Function", bound=Callable[..., Any])


def passphrase_option(function: _Function) -> _Function:
    """Give a command the option that names a file with a passphrase in it."""
    return option(
        "--passphrase-file",
        metavar="FILE",
        type=INPUT,
        help="File whose first line is the passphrase; by default it is asked for.",
    )(function)


def sealed_options(function: _Function) -> _Function:
    """Give a command that writes a file the options that encrypt it."""
    encrypt = option(
        "--encrypt", is_flag=True, help="Encrypt the file with a passphrase, as age does."
    )
    return encrypt(passphrase_option(function))


def passphrase(path: Path | None, *, confirm: bool) -> str:
    """Read a passphrase from a file, or ask for it without showing it."""
    if path:
        return path.read_text("utf-8").partition("\n")[0].rstrip("\r")
    said: str = click.prompt(
        _("Passphrase"), hide_input=True, confirmation_prompt=confirm and _("Again"), err=True
    )
    return said


def write_sealed(
    pieces: Iterable[str], out: Path | None, *, encrypt: bool, passphrase_file: Path | None
) -> None:
    """Write text as it is, or encrypted to a file.

    Raises
    ------
    click.UsageError
        It is to be encrypted and no file is named, or the other way round.
    ShortPassphraseError
        The passphrase could be found by trying.
    OutputFileError
        The file cannot be written.
    """
    if passphrase_file and not encrypt:
        raise click.UsageError(_("--passphrase-file goes with --encrypt."))
    if encrypt and out is None:
        raise click.UsageError(_("--encrypt needs --out: an encrypted file is not for the screen."))
    if encrypt and out:
        secret = passphrase(passphrase_file, confirm=True)
        write_bytes(sealing.seal("".join(pieces).encode(), secret), out)
    else:
        write(pieces, out)
