"""`portes publish`: the public results as a folder of files, ready for any web server."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.base import Command, campaign_options, opened, option, require_quartiers
from dashboard.errors import ForeignFolderError, OutputFileError, ReleaseConflictError
from dashboard.i18n import _, explain
from dashboard.publication.release import digest, to_text

if TYPE_CHECKING:
    from dashboard.publication.release import Release
    from dashboard.service import Service

SUMS = "SHA256SUMS"
"""A folder that holds this file is one of ours and may be replaced."""


@click.command(
    cls=Command,
    help="Write the public results to a folder: a page that needs no server of ours, and open "
    "data. Where nothing is published yet, or where questions are named, this publishes a new "
    "release first, unless the same is published already.",
)
@option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write; one that this command wrote before is replaced.",
)
@option(
    "--question",
    "questions",
    metavar="KEY",
    multiple=True,
    help="Closed question to publish; may be given several times. All of them by default.",
)
@option("--release", "number", metavar="N", type=int, help="Write this release again.")
@option("--preview", is_flag=True, help="Write what would be published now, and publish nothing.")
@campaign_options
def publish(out: Path, questions: tuple[str, ...], number: int | None, preview: bool) -> None:
    """Write the files of one release."""
    from dashboard.publication.bundle import build

    if number is not None and (questions or preview):
        raise click.UsageError(_("--release does not go together with --question or --preview."))
    with opened() as service:
        require_quartiers(service)
        if number is not None:
            release = service.publishing.release(number)
        elif preview:
            release = service.publishing.draft(_asked(service, questions))
        else:
            release = _published(service, questions)
        against = len(service.publishing.conflicts(release)) if preview else 0
    write_folder(build(release).files, out)
    if preview:
        click.echo(_("A preview is in {folder}: nothing was published.", folder=out))
    else:
        known = digest(to_text(release))
        number = release.number
        click.echo(
            _("Release {number} is in {folder}: {digest}", number=number, folder=out, digest=known)
        )
    if against:
        shown = explain(ReleaseConflictError(number=against))
        click.echo(" ".join(part for part in shown if part), err=True)


def write_folder(files: Mapping[str, bytes], out: Path) -> None:
    """Write files to a folder that is there as a whole or as it was before.

    Raises
    ------
    ForeignFolderError
        The folder holds files of somebody else.
    OutputFileError
        It cannot be written.
    """
    if out.exists() and any(out.iterdir()) and not (out / SUMS).is_file():
        raise ForeignFolderError(source=out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as made:
            new, old = Path(made) / "new", Path(made) / "old"
            new.mkdir()
            for name, content in files.items():
                (new / name).write_bytes(content)
            if out.exists():
                out.rename(old)
            new.rename(out)
    except OSError as problem:
        raise OutputFileError(source=out) from problem


def _asked(service: "Service", questions: tuple[str, ...]) -> tuple[str, ...]:
    """Give the questions that are meant.

    Raises
    ------
    click.UsageError
        One of them is no closed question.
    """
    known = [question.key for question in service.questionnaire().ratings]
    for question in questions:
        if question not in known:
            raise click.BadParameter(
                _(
                    "There is no closed question “{key}”: {known}.",
                    key=question,
                    known=", ".join(known),
                ),
                param_hint="--question",
            )
    return questions or tuple(known)


def _published(service: "Service", questions: tuple[str, ...]) -> "Release":
    """Give the release that stands where it says what is asked for, else publish a new one."""
    current, asked = service.publishing.current(), _asked(service, questions)
    if current is None or (questions and not service.publishing.says(current, asked)):
        current = service.publishing.publish(asked)
    return service.publishing.release(current.number)
