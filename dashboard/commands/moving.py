"""`portes move`: everything into another database."""

import click

from dashboard.commands.base import Command, Progress, campaign_options, opened, option, tell
from dashboard.i18n import _, number


@click.command(
    cls=Command,
    help="Move everything to another database, for instance from a file to PostgreSQL: all "
    "campaigns, in one transaction, compared on both sides. The other one has to be empty; this "
    "one stays as it is. Stop the app first.",
)
@option(
    "--to",
    "target",
    metavar="URL",
    required=True,
    help="Database to move to, as a URL; it has to be empty.",
)
@campaign_options
def move(target: str) -> None:
    """Copy all records, compare them, and say how the app finds them."""
    from dashboard.keys import path_of
    from data.store.opening import shown

    with opened() as service:
        campaigns = service.store.campaigns()
        with Progress(_("Moving")) as progress:
            moved = service.keeping.move(target, progress=progress)
        settings = service.settings
    where, rows = shown(target), number(moved.total)
    click.echo(
        _(
            "{rows} records of {campaigns} are now in {target}, equal on both sides.",
            rows=rows,
            campaigns=", ".join(campaigns),
            target=where,
        )
    )
    tell(_("The app finds them there with:"))
    tell(f"  PORTES_DATABASE={where}")
    if (key_file := path_of(settings)).exists():
        tell(f"  PORTES_KEY_FILE={key_file}")
    source = shown(settings.database)
    tell(
        _(
            "What is in {source} stays as it was; remove it once the app runs with the other one.",
            source=source,
        )
    )
