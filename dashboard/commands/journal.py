"""`portes audit`: who did what when, and whether anybody altered that."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.base import DAY, Command, campaign_options, opened, option
from dashboard.commands.output import FLAT, Format, format_option, json_text, out_option, write
from dashboard.errors import AuditFaultsError
from dashboard.i18n import _, number

if TYPE_CHECKING:
    from dashboard.journal import Line
    from data.trail import Anchor, Verdict


@click.command(
    cls=Command,
    help="Who did what when, newest first; or, with --verify, whether anybody altered it.\n\n"
    "CSV holds the hashes as well. --verify ends with the anchor of the newest entry: kept "
    "elsewhere and named with --anchor later, it shows that an earlier state was put back.",
)
@format_option(FLAT)
@option("--since", metavar="DATE", type=DAY, help="First day to list.")
@option("--until", metavar="DATE", type=DAY, help="Last day to list.")
@option("--verify", is_flag=True, help="Check the chain and the seals instead; exit 1 on a fault.")
@option("--anchor", metavar="N:HASH", help="Entry that has to be there as it was, for --verify.")
@out_option
@campaign_options
def audit(
    *,
    file_format: str,
    since: datetime | None,
    until: datetime | None,
    verify: bool,
    anchor: str | None,
    out: Path | None,
) -> None:
    """Write or check the journal."""
    from dashboard.journal import sought

    if anchor and not verify:
        raise click.UsageError(_("--anchor goes with --verify."))
    with opened() as service:
        if verify:
            _verify(service.journal.verify(_anchor(anchor)), out)
            return
        asked = sought(
            service.settings,
            first=since.date() if since else None,
            last=until.date() if until else None,
        )
        if file_format == Format.CSV:
            write(service.journal.csv(asked), out)
            return
        lines = service.journal.lines(asked)
    if file_format == Format.JSON:
        rows = [line._asdict() | {"at": line.at.isoformat()} for line in lines]
        write(json_text(rows), out)
    else:
        write(_table(lines), out)


def _anchor(text: str | None) -> "Anchor | None":
    """Read an anchor as it was typed.

    Raises
    ------
    click.BadParameter
        It is none.
    """
    from data.trail import Anchor

    try:
        return Anchor.read(text) if text else None
    except ValueError:
        said = _("An anchor is a number, a colon and 64 hexadecimal digits.")
        raise click.BadParameter(said, param_hint="--anchor") from None


def _verify(verdict: "Verdict", out: Path | None) -> None:
    """Say what checking found.

    Raises
    ------
    AuditFaultsError
        Something was altered.
    """
    from dashboard.journal_words import verdict_lines

    write((line + "\n" for line in verdict_lines(verdict)), out)
    if verdict.findings:
        raise AuditFaultsError(faults=number(len(verdict.findings)))


def _table(lines: "Sequence[Line]") -> Iterator[str]:
    from dashboard.commands.output import table_text

    headers = [_("No."), _("When"), _("Who"), _("Role"), _("What"), _("Which")]
    rows = [
        [
            number(line.number),
            f"{line.at:%Y-%m-%d %H:%M}",
            line.who,
            line.role,
            line.what,
            line.about,
        ]
        for line in lines
    ]
    return table_text(headers, rows, left=6)
