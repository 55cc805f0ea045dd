"""`portes demo` and `portes export`: invented records in and out, and records as files."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from dashboard.commands.base import (
    DAY,
    Command,
    argument,
    campaign_options,
    opened,
    option,
    require_quartiers,
)
from dashboard.commands.output import out_option
from dashboard.commands.sealed import sealed_options, write_sealed
from dashboard.i18n import _, number
from data.model import RecordKind

if TYPE_CHECKING:
    from dashboard.service import Service


@click.command(
    cls=Command,
    help="Fill an empty campaign with invented records, clearly marked, that follow the real "
    "course of 2023; or take them out again.",
)
@option("--until", metavar="DATE", type=DAY, help="Last day to invent records for (2023-05-21).")
@option("--remove", is_flag=True, help="Take the invented records out again.")
@campaign_options
def demo(until: datetime | None, remove: bool) -> None:
    """Bring the invented records in, or take them out."""
    if until and remove:
        raise click.UsageError(_("--until and --remove do not go together."))
    with opened() as service:
        if remove:
            _remove(service)
            return
        require_quartiers(service)
        added = service.records.fill_demo(until=until.date() if until else None)
        total = service.coverage.overview().total
        click.echo(
            _(
                "Invented data is in: {doors} doors knocked on, {opened} opened, "
                "{responses} questionnaires.",
                doors=number(total.knocked),
                opened=number(total.opened),
                responses=number(added[RecordKind.RESPONSES]),
            )
        )


def _remove(service: "Service") -> None:
    """Undo every import of invented records."""
    found = [record for record in service.records.imports() if record.demo and not record.undone]
    for record in found:
        service.records.undo_import(record.id)
    click.echo(_("The invented data is out.") if found else _("There was no invented data."))


@click.command(
    cls=Command,
    help="Write all visits or all responses as CSV, safe to open in a spreadsheet.",
)
@argument(
    "what",
    metavar="visits|responses",
    type=click.Choice([str(kind) for kind in RecordKind]),
    help="Which records to write.",
)
@sealed_options
@out_option
@campaign_options
def export(what: str, encrypt: bool, passphrase_file: Path | None, out: Path | None) -> None:
    """Write the records."""
    with opened() as service:
        records = service.records.export(cast(Literal["visits", "responses"], what), "csv")
        write_sealed(records, out, encrypt=encrypt, passphrase_file=passphrase_file)
