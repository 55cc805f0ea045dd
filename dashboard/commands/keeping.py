"""`portes backup`, `restore` and `check`: everything to one file and back; is it sound?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.base import (
    INPUT,
    Command,
    Progress,
    argument,
    campaign_options,
    chosen,
    opened,
    option,
    tell,
)
from dashboard.commands.sealed import passphrase, passphrase_option
from dashboard.i18n import _, day, explain, ngettext, number

if TYPE_CHECKING:
    from dashboard.restoration import Return
    from dashboard.settings import Settings
    from data.store.backup import BackupNote
    from data.store.forgetting import Again


@click.command(
    cls=Command,
    help="Write everything to one file, while the app runs: all campaigns, as of one moment, "
    "checked. The key file is not in it, so that who finds the backup reads no contact details: "
    "keep that apart, or put it into an encrypted backup.",
)
@argument("file", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@option("--encrypt", is_flag=True, help="Encrypt the backup with a passphrase, as age does.")
@passphrase_option
@option("--with-key", is_flag=True, help="Put the key file into it; only with --encrypt.")
@option("--force", is_flag=True, help="Replace a file that is there.")
@campaign_options
def backup(
    *, file: Path, encrypt: bool, passphrase_file: Path | None, with_key: bool, force: bool
) -> None:
    """Write a backup."""
    from dashboard import keys

    if passphrase_file and not encrypt:
        raise click.UsageError(_("--passphrase-file goes with --encrypt."))
    with opened() as service:
        secret = passphrase(passphrase_file, confirm=True) if encrypt else None
        with Progress(_("Writing")) as progress:
            note = service.keeping.backup(
                file, passphrase=secret, with_key=with_key, replace=force, progress=progress
            )
        key_file = keys.path_of(service.settings)
    click.echo(
        _(
            "The backup is in {file} ({size} kB, {held}).",
            file=file,
            size=_size(file),
            held=_of(note),
        )
    )
    if key_file.exists() and not with_key:
        tell(
            _(
                "The key file is not in it: keep a copy of {file} in another place. Without it, "
                "contact details in the backup cannot be read.",
                file=key_file,
            )
        )


@click.command(
    cls=Command,
    help="Put a backup in the place of all records, also while the app runs. The file is checked "
    "and brought up to date first; what was there before is kept as a backup of its own, and who "
    "was erased since is erased again.",
)
@argument("file", type=INPUT, help="Backup to bring in.")
@passphrase_option
@option("--force", is_flag=True, help="Bring it in though it holds another campaign.")
@campaign_options
def restore(*, file: Path, passphrase_file: Path | None, force: bool) -> None:
    """Bring a backup in."""
    from dashboard import restoration

    settings = chosen()
    sealed = restoration.is_sealed(file)
    secret = passphrase(passphrase_file, confirm=False) if sealed else None
    with Progress(_("Bringing in")) as progress:
        done = restoration.restore(
            settings, file, passphrase=secret, force=force, progress=progress
        )
    _report(done, settings)


@click.command(
    cls=Command,
    help="Check whether everything in the database fits together: the file itself, what refers to "
    "what, sums, releases and the audit. Nothing is changed; the exit code is 1 where a fault is "
    "found.",
)
@campaign_options
def check() -> None:
    """Check the database."""
    with opened() as service:
        checkup = service.keeping.check()
    for finding in checkup.findings:
        click.echo(" ".join(filter(None, explain(finding))))
    if checkup.findings:
        count = len(checkup.findings)
        tell(ngettext("{n} fault was found.", "{n} faults were found.", count))
        click.get_current_context().exit(1)
    click.echo(
        _(
            "No fault was found in {rows} records of {tables} tables.",
            rows=number(sum(checkup.rows.values())),
            tables=len(checkup.rows),
        )
    )


def _report(done: "Return", settings: "Settings") -> None:
    told = done.restored
    held, rows = _of(told.note), number(told.rows)
    line = _("The backup is in: {held}, {rows} records.", held=held, rows=rows)
    if told.note.made:
        made = told.note.made.astimezone(settings.zone)
        line = _(
            "The backup of {day}, {time}, is in: {held}, {rows} records.",
            day=day(made.date()),
            time=f"{made:%H:%M}",
            held=held,
            rows=rows,
        )
    click.echo(line)
    if told.kept and told.broken:
        tell(_("What was there could not be read; it is kept as it was: {file}", file=told.kept))
    elif told.kept:
        tell(
            _(
                "What was there before is kept in {file}; this brings it back: "
                "portes restore {file}",
                file=told.kept,
            )
        )
    _report_again(told.again)
    if done.key:
        tell(_(done.key.value).format(source=done.key_file))


def _report_again(again: "Again | None") -> None:
    """Say what of the backup was erased again."""
    if again is None:
        tell(
            _(
                "Whether anybody in it was erased since it was made is not known: the records "
                "that were here do not tell. Erase them again, and purge again."
            )
        )
        return
    if again.people:
        tell(
            ngettext(
                "{n} person was erased again who had been erased since.",
                "{n} people were erased again who had been erased since.",
                again.people,
            )
        )
    if again.before:
        tell(_("What had been purged before {day} was purged again.", day=day(again.before)))


def _of(note: "BackupNote") -> str:
    """Name the campaigns of a backup."""
    return ", ".join(note.campaigns) or _("no campaign")


def _size(path: Path) -> str:
    return number(-(-path.stat().st_size // 1000))
