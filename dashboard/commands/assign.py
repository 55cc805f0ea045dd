"""`portes assign`: add the quartier to any table of points."""

from pathlib import Path

import click

from dashboard.commands.base import (
    INPUT,
    OUTPUT,
    Command,
    Progress,
    argument,
    campaign_options,
    opened,
    option,
    require_quartiers,
)
from dashboard.errors import OutputFileError
from dashboard.i18n import _, number


@click.command(
    cls=Command,
    help="Add the columns quartier_code and quartier_name to a table of points (CSV, XLSX or ODS) "
    "and write it as CSV. Both are empty where a point lies outside. A point on a shared border "
    "belongs to the quartier with the smallest code.",
)
@argument("file", type=INPUT, help="Table of points.")
@option("--lon", metavar="COLUMN", required=True, help="Column with the longitude, in degrees.")
@option("--lat", metavar="COLUMN", required=True, help="Column with the latitude, in degrees.")
@option(
    "--quartiers",
    "map_file",
    metavar="FILE",
    type=INPUT,
    help="Map file of quartiers to use instead of those of the campaign.",
)
@option("--code", metavar="FIELD", help="With --quartiers: field with the code.")
@option("--name", metavar="FIELD", help="With --quartiers: field with the name.")
@option(
    "--dissolve",
    metavar="N",
    type=click.IntRange(min=1),
    help="With --quartiers: make one quartier of the areas whose codes begin with the same N "
    "characters.",
)
@option("--out", metavar="FILE", type=OUTPUT, required=True, help="CSV file to write.")
@campaign_options
def assign(
    *,
    file: Path,
    lon: str,
    lat: str,
    map_file: Path | None,
    code: str | None,
    name: str | None,
    dissolve: int | None,
    out: Path,
) -> None:
    """Add the quartiers."""
    from dashboard.map_files import QuartierChoice

    if map_file and not (code and name):
        raise click.UsageError(_("--quartiers needs --code and --name."))
    if not map_file and (code or name or dissolve):
        raise click.UsageError(_("--code, --name and --dissolve go with --quartiers."))
    if out.exists() and out.samefile(file):
        raise click.UsageError(_("--out has to be another file than the table."))
    areas = (map_file, QuartierChoice(code or "", name or "", dissolve)) if map_file else None
    with opened() as service, Progress(_("Assigning")) as progress:
        if not areas:
            require_quartiers(service)
        try:
            report = service.map_files.assign_table(
                file, out, lon=lon, lat=lat, quartiers=areas, progress=progress
            )
        except OSError as problem:
            raise OutputFileError(source=out) from problem
    click.echo(
        _(
            "{rows} rows, of which {outside} outside every quartier and {unreadable} without a "
            "point.",
            rows=number(report.rows),
            outside=number(report.outside),
            unreadable=number(report.unreadable),
        )
    )
