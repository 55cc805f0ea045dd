"""`portes quartiers check` and `portes quartiers use`: map files of quartiers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dashboard.commands.base import (
    INPUT,
    Group,
    argument,
    campaign_options,
    opened,
    option,
    plain,
    tell,
)
from dashboard.commands.output import table_text, write
from dashboard.i18n import _, explain, ngettext, number

if TYPE_CHECKING:
    from dashboard.map_files import QuartierChoice
    from dashboard.service import Service
    from data.model import Quartier
    from geo.faults import Finding

_Function = TypeVar("_Function", bound=Callable[..., Any])


def choice_options(*, required: bool) -> Callable[[_Function], _Function]:
    """Give a command the options that say how to read a map file."""
    guessed = "" if required else " By default it is guessed from the fields' names."
    options = (
        option(
            "--code",
            metavar="FIELD",
            required=required,
            help=f"Field with the code of the quartier.{guessed}",
        ),
        option(
            "--name",
            metavar="FIELD",
            required=required,
            help=f"Field with the name of the quartier.{guessed}",
        ),
        option(
            "--dissolve",
            metavar="N",
            type=click.IntRange(min=1),
            help="Make one quartier of the areas whose codes begin with the same N characters.",
        ),
        option("--dwellings", metavar="FIELD", help="Field with the number of occupied dwellings."),
        option(
            "--crs",
            metavar="CRS",
            help="Coordinate system where the file states none (EPSG:2154 is Lambert-93).",
        ),
        option("--layer", metavar="NAME", help="Layer of the file, where it has several."),
    )

    def decorate(function: _Function) -> _Function:
        for add in reversed(options):
            function = add(function)
        return function

    return decorate


@click.group(cls=Group, help="Check a map file of quartiers, or work with it.")
@campaign_options
def quartiers() -> None:
    """Gather the commands about map files."""


@quartiers.command(
    help="Say what is wrong with a map file of quartiers: GeoJSON, GeoPackage, zipped Shapefile or "
    "KML. The exit code is 1 where something has to be mended first. Nothing is changed."
)
@argument("file", type=INPUT, help="Map file to check.")
@choice_options(required=False)
@campaign_options
def check(file: Path, **fields: Any) -> None:
    """Check a map file."""
    with opened() as service:
        found = service.map_files.check_quartiers(file, _choice(service, file, **fields))
    for line in _finding_lines(found.findings):
        click.echo(plain(line))
    if found.frame is None:
        click.echo(_("This file cannot be used as it is."))
        click.get_current_context().exit(1)
    click.echo(
        ngettext(
            "{n} quartier, ready to be used.", "{n} quartiers, ready to be used.", len(found.frame)
        )
    )


@quartiers.command(
    help="Work with the quartiers of a map file from now on, and spread the goal over them anew."
)
@argument("file", type=INPUT, help="Map file to use.")
@choice_options(required=True)
@option("--elsewhere", is_flag=True, help="Accept a file that lies elsewhere than the town.")
@campaign_options
def use(file: Path, elsewhere: bool, **fields: Any) -> None:
    """Put the quartiers of a file to use."""
    from geo.errors import CheckFailedError

    with opened() as service:
        choice = _choice(service, file, **fields)
        try:
            found = service.map_files.use_quartiers(file, choice, elsewhere=elsewhere)
        except CheckFailedError as problem:
            _tell_findings(problem.findings)
            tell(_("This file cannot be used as it is."))
            click.get_current_context().exit(1)
        _tell_findings(found.findings)
        now = service.quartiers()
    write(_table(now))
    tell(ngettext("{n} quartier is in use now.", "{n} quartiers are in use now.", len(now)))


def _choice(service: "Service", file: Path, **fields: Any) -> "QuartierChoice":
    """Gather how to read the file; a field that was not named is guessed."""
    from dashboard.map_files import QuartierChoice

    choice = QuartierChoice(
        code=fields["code"] or "",
        name=fields["name"] or "",
        digits=fields["dissolve"],
        dwellings=fields["dwellings"],
        crs=fields["crs"],
        layer=fields["layer"],
    )
    if choice.code and choice.name:
        return choice
    known = service.map_files.map_fields(file, choice.layer)
    code, name = choice.code or known.code, choice.name or known.name
    if not code or not name:
        raise click.UsageError(
            _(
                "--code and --name have to be given; the file has the fields: {fields}.",
                fields=", ".join(known.fields),
            )
        )
    return replace(choice, code=code, name=name)


def _tell_findings(findings: "Sequence[Finding]") -> None:
    for line in _finding_lines(findings):
        tell(line)


def _finding_lines(findings: "Sequence[Finding]") -> Iterator[str]:
    """Give each finding with its severity and its mend."""
    for finding in findings:
        said = " ".join(explain(finding)).strip()
        match finding.severity:
            case "blocking":
                yield _("To be mended: {finding}", finding=said)
            case "repaired":
                yield _("Repaired: {finding}", finding=said)
            case _:
                yield _("Notice: {finding}", finding=said)


def _table(quartiers: "Sequence[Quartier]") -> Iterator[str]:
    headers = [_("Code"), _("Quartier"), _("Dwellings"), _("Target")]
    rows = [
        [
            one.code,
            one.name,
            *("–" if n is None else number(n) for n in (one.dwellings, one.target)),
        ]
        for one in quartiers
    ]
    return table_text(headers, rows, left=2)
