"""`portes import`, `portes imports` and `portes undo`: tables in, what came in, and out again."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

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
    tell,
)
from dashboard.commands.output import (
    FLAT,
    Format,
    format_option,
    json_text,
    table_text,
    write,
)
from dashboard.errors import UnclearImportError
from dashboard.i18n import _, explain, ngettext, number

if TYPE_CHECKING:
    from dashboard.service import Service
    from data.importers import ColumnMapping, ImportReport, RowFinding
    from data.model import ImportRecord

SHOWN_FINDINGS = 20
SHORT_ID = 8


@click.command(
    "import",
    cls=Command,
    help="Bring visits or responses in from CSV, XLSX or ODS. The same file twice changes nothing; "
    "rows that cannot be used are listed and left out, and the exit code is then 1.",
)
@argument("file", type=INPUT, help="Table to bring in.")
@option(
    "--mapping",
    metavar="FILE",
    type=INPUT,
    help="Which column holds what, as --save-mapping wrote.",
)
@option(
    "--save-mapping",
    metavar="FILE",
    type=OUTPUT,
    help="Write which column was taken for what, to correct by hand or to use again.",
)
@option("--sheet", metavar="NAME", help="Sheet of the workbook; by default the first.")
@option("--dry-run", is_flag=True, help="Only say what would come in.")
@option("--rejects", metavar="FILE", type=OUTPUT, help="Write the rows left out, with the reasons.")
@campaign_options
def import_(
    *,
    file: Path,
    mapping: Path | None,
    save_mapping: Path | None,
    sheet: str | None,
    dry_run: bool,
    rejects: Path | None,
) -> None:
    """Bring a table in."""
    with opened() as service:
        columns = _mapping(mapping) if mapping else None
        if save_mapping:
            columns = service.records.table_preview(file, file.name, columns, sheet=sheet).mapping
            write([columns.to_json()], save_mapping)
            tell(_("Which column was taken for what is in {file}.", file=save_mapping))
        with Progress(_("Reading")) as progress:
            report = service.records.import_file(
                file,
                file.name,
                columns,
                sheet=sheet,
                dry_run=dry_run,
                rejects=rejects,
                progress=progress,
                explain=explain,
            )
    _report(report, dry_run=dry_run, rejects=rejects)
    if report.rejected:
        click.get_current_context().exit(1)


def _mapping(path: Path) -> "ColumnMapping":
    from data.importers import ColumnMapping

    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return ColumnMapping.from_json(text, source=path.name)


def _report(report: "ImportReport", *, dry_run: bool, rejects: Path | None) -> None:
    """Say what came in on the output, what did not on the error output."""
    for notice in report.notices:
        tell(" ".join(explain(notice)))
    for finding in report.findings[:SHOWN_FINDINGS]:
        tell(_placed(finding, " ".join(explain(finding)).strip()))
    more = sum(report.fault_counts.values()) - min(len(report.findings), SHOWN_FINDINGS)
    if more > 0:
        tell(ngettext("… and {n} more finding.", "… and {n} more findings.", more))
    if report.rejected and rejects:
        tell(_("The rows left out are in {file}.", file=rejects))
    elif report.rejected:
        tell(_("The option --rejects FILE writes the rows left out to a file, with the reasons."))
    for line in _summary(report):
        click.echo(line)
    if dry_run:
        tell(_("Nothing was changed: this was a trial."))


def _placed(finding: "RowFinding", said: str) -> str:
    """Say where something was found, and what."""
    if finding.column:
        return _(
            "Row {row}, column “{column}”: {finding}",
            row=finding.row,
            column=finding.column,
            finding=said,
        )
    return _("Row {row}: {finding}", row=finding.row, finding=said)


def _summary(report: "ImportReport") -> Iterator[str]:
    """Give the counts of the report as lines; kinds of which the file has none are left out."""
    yield from (
        _("{kind}: {added} added, {known} known already", kind=kind, added=added, known=known)
        for kind, added, known in (
            (_("Visits"), number(report.visits_added), number(report.visits_known)),
            (_("Responses"), number(report.responses_added), number(report.responses_known)),
        )
        if (added, known) != ("0", "0")
    )
    yield _("Rows left out: {n}", n=number(report.rejected))


@click.command(cls=Command, help="List what was brought in, newest first.")
@format_option(FLAT)
@campaign_options
def imports(file_format: str) -> None:
    """List the imports."""
    with opened() as service:
        records = service.records.imports()
    if file_format == Format.TABLE:
        write(_imports_table(records))
        return
    rows = [_import_row(record) for record in records]
    if file_format == Format.JSON:
        write(json_text(rows))
    else:
        from data.exporters import rows_csv

        write(rows_csv(rows))


def _import_row(record: "ImportRecord") -> dict[str, object]:
    return {
        "id": record.id,
        "at": record.at,
        "kind": str(record.kind),
        "source": record.source,
        "added": record.added,
        "known": record.known,
        "rejected": record.rejected,
        "demo": record.demo,
        "undone": record.undone,
    }


def _imports_table(records: "Sequence[ImportRecord]") -> Iterator[str]:
    kinds = {"visits": _("Visits"), "responses": _("Responses")}
    headers = [
        _("Import"),
        _("Date"),
        _("Records"),
        _("Source"),
        "",
        _("New"),
        _("Known already"),
        _("Left out"),
    ]
    rows = [
        [
            record.id[:SHORT_ID],
            record.at[:16].replace("T", " "),
            kinds[record.kind],
            record.source,
            _("undone") if record.undone else _("invented") if record.demo else "",
            *map(number, (record.added, record.known, record.rejected)),
        ]
        for record in records
    ]
    return table_text(headers, rows, left=5)


@click.command(cls=Command, help="Take the rows of one import out again.")
@argument("id", metavar="ID", help="Number of the import, as portes imports lists it.")
@campaign_options
def undo(id: str) -> None:
    """Undo an import."""
    with opened() as service:
        record = _named(service, id)
        service.records.undo_import(record.id)
    click.echo(
        _("Undone: {source}, {added} rows.", source=record.source, added=number(record.added))
    )


def _named(service: "Service", wish: str) -> "ImportRecord":
    """Find an import by the beginning of its number.

    Raises
    ------
    UnclearImportError
        No import that still counts, or several, begin like that.
    """
    found = [one for one in service.records.imports() if one.id.startswith(wish) and not one.undone]
    if len(found) != 1 or not wish:
        raise UnclearImportError(wish=wish)
    return found[0]
