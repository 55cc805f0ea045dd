"""`portes addresses import` and `portes addresses fetch`: the addresses and streets of the town."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.ban import BAN_URL, fetch_ban
from dashboard.commands.base import (
    INPUT,
    OUTPUT,
    Group,
    Progress,
    argument,
    campaign_options,
    opened,
    option,
    require_quartiers,
    tell,
)
from dashboard.commands.importing import SHOWN_FINDINGS
from dashboard.i18n import _, explain, ngettext, number

if TYPE_CHECKING:
    from dashboard.turf import AddressReport
    from geo.address_faults import AddressFinding


@click.group(cls=Group, help="Bring in the addresses of the town, or download them.")
@campaign_options
def addresses() -> None:
    """Gather the commands about addresses."""


@addresses.command(
    "import",
    help="Bring in addresses and cut their streets into sections, one for each quartier: the BAN "
    "of the commune or its BAL (1.3, 1.4, 1.5), as CSV. The same file twice changes nothing; the "
    "exit code is 1 where rows could not be used or no address lies in a quartier.",
)
@argument("file", type=INPUT, help="BAN or BAL, plain or gzip.")
@campaign_options
def import_(file: Path) -> None:
    """Bring a file in."""
    _bring_in(file)


@addresses.command(
    help="Download the addresses of a commune from the Base Adresse Nationale as CSV. A download "
    "that broke off goes on where it stopped when the same command is called again."
)
@option("--commune", metavar="CODE", help="INSEE code; by default that of the campaign.")
@option(
    "--url",
    metavar="TEMPLATE",
    default=BAN_URL,
    show_default=True,
    help="Address of the file, with {commune} or {department} where their codes belong.",
)
@option("--out", metavar="FILE", type=OUTPUT, help="CSV file to write (ban-CODE.csv).")
@option("--import", "bring_in", is_flag=True, help="Bring the addresses in as well.")
@campaign_options
def fetch(commune: str | None, url: str, out: Path | None, bring_in: bool) -> None:
    """Download the addresses of a commune."""
    code = commune or _own_commune()
    target = out or Path(f"ban-{Path(code).name}.csv")
    with Progress(_("Downloading")) as progress:
        came = fetch_ban(code, target, template=url, progress=progress)
    if came.resumed:
        tell(_("The download went on where it had stopped."))
    tell(_("{n} bytes came.", n=number(came.received)))
    click.echo(_("The addresses are in {file}.", file=target))
    if bring_in:
        _bring_in(target)
    else:
        tell(_("Bring them in with: portes addresses import {file}", file=target))


def _own_commune() -> str:
    """Give the commune of the campaign."""
    with opened() as service:
        commune = service.campaign().commune
    if not commune:
        raise click.UsageError(_("--commune has to be given: the campaign names none."))
    return commune


def _bring_in(file: Path) -> None:
    """Bring a file in and say what came of it."""
    with opened() as service:
        require_quartiers(service)
        report = service.turf.import_addresses(file, file.name)
    for line in _findings(report):
        tell(line)
    for line in _summary(report):
        click.echo(line)
    if not report.sections:
        tell(_("No address lies in a quartier of the campaign: nothing was changed."))
    if any(one.severity == "blocking" for one in report.findings):
        click.get_current_context().exit(1)


def _findings(report: "AddressReport") -> Iterator[str]:
    """Give the first findings, each with what mends it."""
    for finding in report.findings[:SHOWN_FINDINGS]:
        yield _placed(finding)
    more = len(report.findings) - SHOWN_FINDINGS
    if more > 0:
        yield ngettext("… and {n} more finding.", "… and {n} more findings.", more)


def _placed(finding: "AddressFinding") -> str:
    said = " ".join(explain(finding)).strip()
    if finding.row is None:
        return said
    return _("Row {row}: {finding}", row=finding.row, finding=said)


def _summary(report: "AddressReport") -> Iterator[str]:
    yield _("Addresses: {n}", n=number(report.addresses))
    yield _("Streets: {n}", n=number(report.streets))
    yield _("Street sections: {n}", n=number(report.sections))
    yield _("Addresses in no quartier: {n}", n=number(report.outside))
