"""`portes privacy`, `portes person` and `portes purge`: what is kept of people, and its end."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.base import (
    DAY,
    Command,
    Group,
    argument,
    campaign_options,
    opened,
    option,
    plain,
    tell,
)
from dashboard.commands.output import Format, json_text, out_option, table_text, write
from dashboard.commands.sealed import sealed_options, write_sealed
from dashboard.errors import UnclearPersonError
from dashboard.i18n import _, day, number

if TYPE_CHECKING:
    from dashboard.service import Service
    from data.store import Purged

MARKDOWN = "markdown"


@click.command(
    cls=Command,
    help="What is kept of people, why, who sees it and until when: the record of processing, made "
    "from the tables of the database.",
)
@option(
    "--format",
    "file_format",
    type=click.Choice([MARKDOWN, str(Format.CSV), str(Format.JSON)]),
    default=MARKDOWN,
    show_default=True,
    help="How to write it.",
)
@out_option
@campaign_options
def privacy(file_format: str, out: Path | None) -> None:
    """Write the record of processing."""
    from dashboard import processing_words as words

    with opened() as service:
        record = service.privacy.record()
    if file_format == MARKDOWN:
        write(words.markdown(record), out)
    elif file_format == Format.JSON:
        write(json_text(words.rows_of(record)), out)
    else:
        from data.exporters import rows_csv

        write(rows_csv(words.rows_of(record)), out)


@click.group(cls=Group, help="All that is known of one person: hand it to them, or erase it.")
@campaign_options
def person() -> None:
    """Gather the commands about a person."""


@person.command(
    "export", cls=Command, help="Write all that is known of a person, to be handed to them."
)
@argument("who", metavar="WHO", help="Name as it is written in the app, or id.")
@option(
    "--format",
    "file_format",
    type=click.Choice(["text", str(Format.JSON)]),
    default="text",
    show_default=True,
    help="A text to read, or JSON for other programs.",
)
@sealed_options
@out_option
@campaign_options
def export_person(
    who: str, file_format: str, encrypt: bool, passphrase_file: Path | None, out: Path | None
) -> None:
    """Write somebody's data."""
    from dashboard import processing_words as words

    with opened() as service:
        found = service.privacy.export_person(_named(service, who))
    text: Iterable[str] = words.person_text(found)
    if file_format == Format.JSON:
        text = [words.person_json(found)]
    elif out is None:
        text = (f"{plain(line[:-1])}\n" for line in text)
    write_sealed(text, out, encrypt=encrypt, passphrase_file=passphrase_file)


@person.command(
    "erase",
    cls=Command,
    help="Erase a person: name, contact details, account, sign-ups and places in pairs. The doors "
    "that their pairs recorded stay, and so does the journal, which names nobody.",
)
@argument("who", metavar="WHO", help="Name as it is written in the app, or id.")
@option("--yes", is_flag=True, help="Do not ask.")
@campaign_options
def erase_person(who: str, yes: bool) -> None:
    """Erase somebody."""
    with opened() as service:
        identity = _named(service, who)
        if not yes:
            click.confirm(_("Erase “{who}” for good?", who=who), abort=True, err=True)
        service.privacy.erase_person(identity)
    click.echo(_("Erased."))


def _named(service: "Service", who: str) -> str:
    """Find the id of a volunteer or account by its name or the id itself.

    Raises
    ------
    UnclearPersonError
        Nobody, or several people, are called like that.
    """
    found = service.privacy.find(who)
    if len(found) != 1:
        raise UnclearPersonError(who=who, found=number(len(found)))
    return found[0]


@click.command(
    cls=Command,
    help="Take out what is no longer needed of the days before a date, by the periods that portes "
    "privacy lists: names with the outing, people with the last day of doors, addresses and raw "
    "words with the restitution. Figures stay as they are.",
)
@option("--before", metavar="DATE", required=True, type=DAY, help="First day of which all stays.")
@option("--dry-run", is_flag=True, help="Say what would go, and leave everything.")
@option("--yes", is_flag=True, help="Do not ask.")
@campaign_options
def purge(before: datetime, dry_run: bool, yes: bool) -> None:
    """Purge old data."""
    with opened() as service:
        look = service.privacy.look_at_purge(before.date())
        write(_purge_table(look))
        if dry_run or not any(step.rows for step in look):
            tell(_("Nothing was changed."))
            return
        if not yes:
            said = _("Take this out for good, before {day}?", day=day(before.date()))
            click.confirm(said, abort=True, err=True)
        service.privacy.purge(before.date())
    click.echo(_("Purged."))


def _purge_table(steps: "Sequence[Purged]") -> Iterator[str]:
    from dashboard.processing_words import purge_rows

    headers = [_("What"), _("Kept"), _("What goes"), _("Rows")]
    rows = [[*row[:3], number(row[3])] for row in purge_rows(steps)]
    return table_text(headers, rows, left=3)
